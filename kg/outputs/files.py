"""Text → a file that is whole or absent: written beside its place under another name, then put there at once.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     write(Path(folder) / "out" / "graph.ttl", "市长").read_text(encoding="utf-8")
'市长'
"""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from kg.errors import SourceError

READABLE = 0o644


def write(path: Path, text: str) -> Path:
    """Write `text` as UTF-8 to `path`, making its folder, and return `path`; SourceError where that is impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, text)
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror}); give another folder with -o") from error
    return path


def replace(path: Path, text: str) -> None:
    """Put a new file with `text` in the place of `path`; where that fails, the old file stays and no other is left."""
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", newline="\n", delete=False
    ) as file:
        try:
            file.write(text)
            file.close()
            Path(file.name).chmod(READABLE)
            os.replace(file.name, path)  # noqa: PTH105 — the one call that both systems promise to be atomic
        except BaseException:
            file.close()
            Path(file.name).unlink(missing_ok=True)
            raise
