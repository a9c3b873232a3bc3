"""A file that another library writes → the same file in its place, whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import SourceError
from kg.outputs.files import READABLE


def put(path: Path, make: Callable[[Path], None]) -> Path:
    """Let `make` write a file beside `path`, then put it there at once; SourceError where that is impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            draft = Path(folder) / path.name
            make(draft)
            draft.chmod(READABLE)
            os.replace(draft, path)  # noqa: PTH105 — the one call that both systems promise to be atomic
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror}); give another place with -o") from error
    return path
