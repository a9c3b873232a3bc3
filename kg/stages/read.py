"""Files and folders → sources. What cannot be read comes back as an error beside the sources that can.

Line breaks stay as they are on disk, so that every offset counts code points of the decoded file. Encodings are
told apart by evidence, not by configuration: a byte-order mark, then strict UTF-8, then GB18030. A file of which little
is lost is read with a warning: bytes that spell nothing stand as U+FFFD, one for each run that Python replaces.
What becomes of each kind of odd file is told in docs/inputs.md.
"""

import codecs
import os
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from kg import patterns
from kg.errors import SourceError
from kg.model import Source

SUFFIXES = (".txt", ".md")
LARGEST = 4 * 2**20  # bytes: a page has 20,000, the longest report that a daily prints in full 100,000
# The UTF-32 mark comes first: the UTF-16 mark of the same byte order is its beginning.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How files begin that are no text, whatever they are called.
FORMATS = re.compile(
    rb"(?P<PDF>%PDF-)|(?P<archive>PK\x03\x04|\x1f\x8b|Rar!|7z\xbc\xaf)|(?P<Word_file>\xd0\xcf\x11\xe0|\{\\rtf)"
    rb"|(?P<picture>\x89PNG|\xff\xd8\xff|GIF8|II\*\x00)|(?:\xef\xbb\xbf)?\s*(?P<web_page><!doctype html|<html|<\?xml)",
    re.IGNORECASE,
)
# Control, private-use and replacement characters: rare in text, everywhere in a binary file read as text.
FOREIGN = patterns.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
LOST = "\ufffd"
FOREIGN_SHARE = 0.02
# Of the characters of a UTF-8 file with broken bytes, few are lost; of a GB18030 file read as UTF-8, nearly all.
DAMAGED_SHARE = 0.2
# Of the Chinese characters of simplified text 99 % stand in the first rows of the GB table, of traditional text two
# thirds; of other encodings read as GB18030 fewer (Big5: half, but with private-use characters).
COMMON_SHARE = 0.45
COMMON = (b"\xb0\xa1", b"\xd7\xf9")
HAN = patterns.compile("[\u4e00-\u9fff]")


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
        yield refused(path, f"not a usable path ({error}); check its spelling")
        return
    if not exists and not path.is_symlink():
        yield refused(path, "no such file or folder; check its spelling")
        return
    if not is_folder:
        yield path, named(Path(path.name))
        return
    closed: list[SourceError] = []
    found = (file for file in walked(path, closed.append) if is_text(file.name))
    inside = sorted(found, key=lambda file: file.relative_to(path).as_posix())
    if not inside and not closed:
        closed.append(refused(path, f"no {' or '.join(SUFFIXES)} file in this folder; give one that has some"))
    yield from ((file, named(file.relative_to(path))) for file in inside)
    yield from closed


def left_out(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield the names of what lies in the given folders but is not read, each with the reason, sorted."""
    for path in paths:
        if path.is_dir():
            found = [
                one for one in walked(path, lambda _: None, folders_too=True) if one.is_dir() or not is_text(one.name)
            ]
            yield from sorted((named(one.relative_to(path)), why_not(one)) for one in found)


def why_not(path: Path) -> str:
    """Return why what lies in a folder is not read."""
    if path.name.startswith("."):
        return "hidden"
    return "a link to a folder; give that folder itself" if path.is_dir() else f"not {' or '.join(SUFFIXES)}"


def walked(folder: Path, refuse: Callable[[SourceError], None], *, folders_too: bool = False) -> Iterator[Path]:
    """Yield the files below `folder`; tell of folders that cannot be opened.

    Hidden folders, in which programs keep things for themselves, and links to folders, which may lead in a circle, are
    not followed; they come with `folders_too`.
    """

    def closed(error: OSError) -> None:
        """Tell of a folder that cannot be opened."""
        refuse(refused(Path(error.filename), f"cannot be opened ({error.strerror}); check its permissions"))

    for parent, folders, names in os.walk(folder, onerror=closed):
        yield from (Path(parent, name) for name in names)
        if folders_too:
            yield from (one for one in (Path(parent, name) for name in folders) if is_passed_over(one))
        folders[:] = [name for name in folders if not is_passed_over(Path(parent, name))]


def is_passed_over(folder: Path) -> bool:
    """Return whether a folder inside another is not looked into."""
    return folder.name.startswith(".") or folder.is_symlink()


def is_text(name: str) -> bool:
    """Return whether a file of this name in a folder is to be read."""
    return not name.startswith(".") and name.lower().endswith(SUFFIXES)


def named(path: Path) -> str:
    """Return the name of a file in the graph: "/" between folders, bytes that are no UTF-8 replaced."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def shown(path: Path) -> str:
    r"""Return `path` as a message may show it: what does not print, or would act on a terminal, is spelt out.

    >>> shown(Path("区\n委\x1b[2J.txt"))
    '区\\n委\\x1b[2J.txt'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in named(path))


def refused(path: Path, problem: str, name: str = "") -> SourceError:
    """Return the error that says why the file or folder at `path` is not read."""
    error = SourceError(f"{shown(path)}: {problem}")
    error.name = name or named(path)
    return error


def source(path: Path, name: str) -> Source | SourceError:
    """Return the source in one file, or why it cannot be read."""
    try:
        octets = contents(path)
    except SourceError as error:
        return refused(path, str(error), name)
    return decoded(octets, path, name)


def decoded(octets: bytes, path: Path, name: str) -> Source | SourceError:
    """Return the source in the bytes of one file, or why they cannot be read."""
    try:
        text, encoding = decode(octets)
    except SourceError as error:
        return refused(path, str(error), name)
    if not text.strip():
        return refused(path, "empty; remove it or give a file with text", name)
    return Source(name, text, sha256(octets).hexdigest(), encoding, tuple(warnings(text)))


def contents(path: Path) -> bytes:
    """Return the bytes of a file; a SourceError (without the path) where they cannot be had, or are too many."""
    if path.is_symlink() and not path.exists():
        raise SourceError("a link that leads nowhere or back to itself; remove it")
    if not path.is_file():
        raise SourceError("not a regular file; give a text file")
    try:
        with path.open("rb") as file:
            octets = file.read(LARGEST + 1)
    except OSError as error:
        raise SourceError(f"cannot be opened ({error.strerror}); check its permissions") from error
    if len(octets) > LARGEST:
        raise SourceError(f"larger than {LARGEST >> 20} MiB; split it into pages")
    return octets


def warnings(text: str) -> Iterator[str]:
    """Yield what a reader should know of a text that is read although something is wrong with it."""
    if lost := text.count(LOST):
        yield f"{lost} characters are lost (U+FFFD); their sentences are left out"
    if controls := len(CONTROL.findall(text)):
        yield f"{controls} control characters are left out"


def decode(octets: bytes) -> tuple[str, str]:
    """Return the text that `octets` spell and the name of their encoding.

    >>> decode("市长".encode("gb18030"))
    ('市长', 'gb18030')
    """
    if found := FORMATS.match(octets):
        kind = (found.lastgroup or "").replace("_", " ")
        raise SourceError(f"a {kind}, not text; save its text as UTF-8")
    mark, encoding = next(((mark, name) for mark, name in MARKS if octets.startswith(mark)), (b"", ""))
    text, encoding = (strict(octets[len(mark) :], encoding), encoding) if mark else unmarked(octets)
    if len(FOREIGN.findall(text)) > FOREIGN_SHARE * len(text) + 1:
        raise SourceError("looks like a binary file; give a text file in UTF-8, UTF-16 or GB18030, not Big5")
    return text, encoding


def unmarked(octets: bytes) -> tuple[str, str]:
    """Return the text of `octets` without a byte-order mark, and their encoding."""
    try:
        return octets.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        text = octets.decode("utf-8", "replace")
        if text.count(LOST) <= FOREIGN_SHARE * len(text) + 1 and HAN.search(text):
            return text, "utf-8"
        if damaged(text):
            raise SourceError(f"broken UTF-8 at byte {error.start}; save it again as UTF-8") from error
    if lines := mixed(octets):
        raise SourceError("UTF-8 in line {} and another encoding in line {}; save it in one".format(*lines))
    text = strict(octets, "gb18030")
    if not is_common(text):
        raise SourceError("neither UTF-8 nor GB18030, by its characters (Big5?); save it as UTF-8")
    return text, "gb18030"


def strict(octets: bytes, encoding: str) -> str:
    """Return `octets` decoded as `encoding` without any loss."""
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError as error:
        tried = f"broken {encoding.upper()}" if encoding != "gb18030" else "neither UTF-8 nor GB18030"
        raise SourceError(f"{tried} at byte {error.start}; save it as UTF-8") from error


def damaged(text: str) -> bool:
    """Return whether a text that was decoded as UTF-8 with losses is UTF-8 but for a few broken bytes."""
    beyond_ascii = [char for char in text if char > "\x7f"]
    return beyond_ascii.count(LOST) < DAMAGED_SHARE * len(beyond_ascii)


def mixed(octets: bytes) -> tuple[int, int] | None:
    """Return the numbers of a line in UTF-8 and one that is not, None where all are of one sort.

    Two Chinese characters and nothing broken are evidence of UTF-8: bytes of GB18030 hardly ever spell that.
    """
    first: dict[bool, int] = {}
    for number, line in enumerate(octets.split(b"\n"), start=1):
        if not line.isascii():
            text = line.decode("utf-8", "replace")
            if LOST in text or len(HAN.findall(text)) > 1:
                first.setdefault(LOST not in text, number)
    return (first[True], first[False]) if len(first) > 1 else None


def is_common(text: str) -> bool:
    """Return whether the Chinese characters of a text are those that Chinese text consists of."""
    spelt: list[bytes] = [char.encode("gb18030") for char in HAN.findall(text)]
    common = sum(COMMON[0] <= char <= COMMON[1] and char[1:] >= COMMON[0][1:] for char in spelt)
    return common >= COMMON_SHARE * len(spelt)
