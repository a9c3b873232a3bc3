"""Files and folders → sources. What cannot be read comes back as an error beside the sources that can.

Line breaks stay as they are on disk, so that every offset counts code points of the decoded file. Encodings are
told apart by evidence, not by configuration: a byte-order mark, then strict UTF-8, then GB18030.
"""

import codecs
import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from kg.errors import SourceError
from kg.model import Source

SUFFIXES = (".txt", ".md")
# The UTF-32 mark comes first: the UTF-16 mark of the same byte order is its beginning.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control, private-use and replacement characters: rare in text, everywhere in a binary file read as text.
FOREIGN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
FOREIGN_SHARE = 0.02
# Of the characters of a UTF-8 file with a broken byte, few are lost; of a GB18030 file read as UTF-8, nearly all.
DAMAGED_SHARE = 0.2


def sources(paths: Iterable[Path]) -> Iterator[Source | SourceError]:
    """Yield, for every file at or below `paths`, its source, or the error that says why there is none."""
    for item in listed(paths):
        yield item if isinstance(item, SourceError) else source(*item)


def listed(paths: Iterable[Path]) -> Iterator[tuple[Path, str] | SourceError]:
    """Yield, for every file at or below `paths`, where it is and its name in the graph, each file once."""
    seen: set[str] = set()
    for path in paths:
        for item in files(path):
            if isinstance(item, SourceError):
                yield item
            elif (resolved := os.path.realpath(item[0])) not in seen:
                seen.add(resolved)
                yield item


def files(path: Path) -> Iterator[tuple[Path, str] | SourceError]:
    """Yield the files to read for one given path, each with its name in the graph."""
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:
        yield SourceError(f"{shown(path)}: not a usable path ({error}); check its spelling")
        return
    if not exists:
        yield SourceError(f"{shown(path)}: no such file or folder; check its spelling")
        return
    if not is_folder:
        yield path, shown(Path(path.name))
        return
    inside = sorted(texts(path), key=lambda file: file.relative_to(path).as_posix())
    if not inside:
        yield SourceError(f"{shown(path)}: no {' or '.join(SUFFIXES)} file in this folder; give one that has some")
    yield from ((file, shown(file.relative_to(path))) for file in inside)


def texts(folder: Path) -> Iterator[Path]:
    """Yield the visible text files below `folder`; a folder that may not be opened holds none."""
    for parent, _, names in os.walk(folder):
        for name in names:
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield Path(parent, name)


def shown(path: Path) -> str:
    """Return `path` as printable text: "/" between folders, bytes that are no UTF-8 replaced."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def source(path: Path, name: str) -> Source | SourceError:
    """Return the source in one file, or why it cannot be read."""
    if not path.is_file():
        return SourceError(f"{shown(path)}: not a regular file; give a text file")
    try:
        octets = path.read_bytes()
    except OSError as error:
        return SourceError(f"{shown(path)}: cannot be opened ({error.strerror}); check its permissions")
    try:
        text, encoding = decode(octets)
    except SourceError as error:
        return SourceError(f"{shown(path)}: {error}")
    if not text.strip():
        return SourceError(f"{shown(path)}: empty; remove it or give a file with text")
    return Source(name, text, sha256(octets).hexdigest(), encoding)


def decode(octets: bytes) -> tuple[str, str]:
    """Return the text that `octets` spell and the name of their encoding.

    >>> decode("市长".encode("gb18030"))
    ('市长', 'gb18030')
    """
    for mark, encoding in MARKS:
        if octets.startswith(mark):
            return strict(octets[len(mark) :], encoding), encoding
    try:
        text, encoding = octets.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if damaged(octets):
            raise SourceError(f"broken UTF-8 at byte {error.start}; save it again as UTF-8") from error
        text, encoding = strict(octets, "gb18030"), "gb18030"
    if len(FOREIGN.findall(text)) > FOREIGN_SHARE * len(text) + 1:
        raise SourceError("looks like a binary file; give a text file in UTF-8, UTF-16 or GB18030")
    return text, encoding


def strict(octets: bytes, encoding: str) -> str:
    """Return `octets` decoded as `encoding` without any loss."""
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"neither UTF-8 nor {encoding} at byte {error.start}; save it as UTF-8") from error


def damaged(octets: bytes) -> bool:
    """Return whether `octets` are UTF-8 but for a few broken bytes."""
    beyond_ascii = [char for char in octets.decode("utf-8", "replace") if char > "\x7f"]
    return beyond_ascii.count("\ufffd") < DAMAGED_SHARE * len(beyond_ascii)
