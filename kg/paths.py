"""Paths as a caller gives them: one or many, as text or not."""

from collections.abc import Iterable
from pathlib import Path

Paths = Path | str | Iterable[Path | str]


def several(given: Paths) -> list[Path]:
    """Return the paths that are `given`, a single one as one: a string is a row of letters only to Python.

    >>> several("/news/2024"), several(["a.txt", Path("b.txt")])
    ([PosixPath('/news/2024')], [PosixPath('a.txt'), PosixPath('b.txt')])
    """
    return [Path(given)] if isinstance(given, str | Path) else [*map(Path, given)]
