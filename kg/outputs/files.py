"""Text → a file that is whole or absent: written beside its place under another name, then put there at once.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     write(Path(folder) / "out" / "graph.ttl", "市长").read_text(encoding="utf-8")
'市长'
"""

import os
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile

from kg.errors import SourceError

READABLE = 0o644


def write(path: Path, text: str) -> Path:
    """Write `text` as UTF-8 to `path`, making its folder, and return `path`; SourceError where that is impossible."""
    return write_pieces(path, (text,))


def write_pieces(path: Path, pieces: Iterable[str]) -> Path:
    """Write the text that `pieces` make together, which need never be in memory at once; else as `write`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, pieces)
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror}); give another folder with -o") from error
    return path


def replace(path: Path, pieces: Iterable[str]) -> None:
    """Put a new file of `pieces` in the place of `path`; where that fails, the old file stays and no other is left."""
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", newline="\n", delete=False
    ) as file:
        try:
            file.writelines(pieces)
            file.close()
            Path(file.name).chmod(READABLE)
            os.replace(file.name, path)  # noqa: PTH105 — the one call that both systems promise to be atomic
        except BaseException:
            file.close()
            Path(file.name).unlink(missing_ok=True)
            raise


def digest(path: Path) -> str:
    """Return the SHA-256 of the file at `path` in hexadecimal, "" where there is none to read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
