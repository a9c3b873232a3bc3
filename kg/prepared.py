"""What is derived from rules, lexicons and tables ↔ a file beside Python's bytecode, for the next process.

Rules are YAML, patterns are text: to read, parse and compile them takes longer than to read a day's paper. So what
comes of it is kept, as Python keeps what comes of our modules: in the same folder, written and trusted as bytecode is,
and not at all where Python is told to write none. It is plain data (`marshal`: numbers, texts, tuples, mappings, sets),
and nothing in it acts. It is used only where the checksum is right and it was made from the very files that are there
now, by the same Python and the same packages; else everything is derived as if there were no file.

    >>> kept("example", lambda: {"市长": 2})
    {'市长': 2}
"""

import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

from kg import additions

PACKAGE = Path(__file__).parent
SUFFIX, DIGEST = ".prepared", 32
SIZE = 8  # bytes of a number of bytes
FORMAT = 4  # of marshal
TOLD_IN = ".dist-info"
# Packages whose content comes into what is kept.
PACKAGES = ("jieba", "pypinyin", "pyyaml")
Value = TypeVar("Value")


class Store:
    """What was kept and what is new, each under its name as the bytes of plain data."""

    def __init__(self, path: Path | None, made_by: Callable[[], bytes]) -> None:
        """Read what the file at `path` holds, if it is sound and `made_by` tells the bytes that it begins with."""
        self.path = path
        self.made_by = made_by() if path is not None else b""
        self.old = read(path, self.made_by) if path is not None else Kept({}, b"")
        self.new: dict[str, bytes] = {}

    def kept(self, name: str, derive: Callable[[], Value]) -> Value:
        """Return what is kept under `name`, else what `derive` returns, which is kept; ValueError for no plain data."""
        key = short(name)
        if (known := self.new.get(key) or self.old.get(key)) is not None:
            value: Value = marshal.loads(known)
            return value
        derived: Any = derive()
        self.new[key] = marshal.dumps(derived, FORMAT)
        result: Value = derived
        return result

    def save(self) -> None:
        """Write what is kept, if something of it is new; where nothing can be written, nothing is."""
        if not self.new or self.path is None or sys.dont_write_bytecode:
            return
        known = {name: octets for name in self.old.places if (octets := self.old.get(name)) is not None} | self.new
        written = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                written.write_bytes(b"".join(pieces(self.made_by, known)))
                written.replace(self.path)
            finally:
                written.unlink(missing_ok=True)
        self.old, self.new = read(self.path, self.made_by), {}


class Kept(NamedTuple):
    """The bytes of a file, of which few are ever looked at, and where in them each name's stand, with a checksum."""

    places: Mapping[str, tuple[int, int, int]]
    octets: bytes | mmap

    def get(self, name: str) -> bytes | None:
        """Return what is kept under `name`, None where there is nothing, or it is damaged."""
        if name not in self.places:
            return None
        begin, end, checksum = self.places[name]
        found = self.octets[begin:end]
        return found if crc32(found) == checksum else None


def short(name: str) -> str:
    """Return `name`, or what stands for a long one."""
    return name if len(name) <= DIGEST else sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def pieces(made_by: bytes, known: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the pieces of a file: its maker, a hash, a table of what stands where from its end on, and all that."""
    ends = [*accumulate(map(len, known.values()))]
    begins = [0, *ends[:-1]]
    checks = map(crc32, known.values())
    table = marshal.dumps(dict(zip(known, zip(begins, ends, checks, strict=True), strict=True)), FORMAT)
    size = len(table).to_bytes(SIZE, "big") + sum(map(len, known.values())).to_bytes(SIZE, "big")
    yield from (made_by, sha256(size + table).digest(), size, table, *known.values())


def read(path: Path, made_by: bytes) -> Kept:
    """Return what the file at `path` holds, nothing where it is damaged or was made by something else.

    It is mapped, not read: a process asks for a part of it, and what it asks for is checked then.
    """
    try:
        with path.open("rb") as file:
            octets = mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError):  # an empty file is not mapped
        return Kept({}, b"")
    head = len(made_by) + DIGEST
    begin = head + 2 * SIZE
    size, rest = (int.from_bytes(octets[at : at + SIZE], "big") for at in (head, head + SIZE))
    is_whole = begin + size + rest == len(octets)
    if not is_whole or octets[:head] != made_by + sha256(octets[head : begin + size]).digest():
        return Kept({}, b"")
    table: Mapping[str, tuple[int, int, int]] = marshal.loads(octets[begin : begin + size])
    shift = begin + size
    return Kept({name: (one + shift, end + shift, check) for name, (one, end, check) in table.items()}, octets)


_STORES: list[Store] = []  # one, once something was asked; not a cache, since `additions` empties those


def store() -> Store:
    """Return the store of this process."""
    if not _STORES:
        cached = __spec__.cached
        _STORES.append(Store(Path(cached).with_suffix(SUFFIX) if cached else None, maker))
    return _STORES[0]


def kept(name: str, derive: Callable[[], Value]) -> Value:
    """Return what `derive` returns, or what it returned in an earlier process under the same `name`.

    It must be plain data, the same for the same files of the program.
    """
    return store().kept(name, derive)


def of_lexicons(name: str, derive: Callable[[], Value]) -> Value:
    """Return the same for what follows from lexicons: derived anew while a user's words are added to them."""
    return derive() if additions.current() else store().kept(name, derive)


def save() -> None:
    """Write what was derived in this process for the next one."""
    if _STORES:
        _STORES[0].save()


def maker() -> bytes:
    """Return the hash of what decides everything that is kept: Python, the packages, and all files of the program."""
    base = (sys.version, sys.byteorder, *map(version, PACKAGES))
    return sha256(hashed(base, files()).encode()).digest()


@cache
def files() -> tuple[Path, ...]:
    """Return the files of the program in order."""
    found = []
    for folder, folders, names in os.walk(PACKAGE):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [Path(folder, name) for name in names]
    return tuple(sorted(found))


def hashed(base: Iterable[str], paths: Iterable[Path]) -> str:
    """Return one hash of some words and the names and contents of files."""
    found = sha256("\n".join(base).encode())
    for path in paths:
        found.update(path.name.encode() + b"\0" + digest(path))
    return found.hexdigest()


@cache
def digest(path: Path) -> bytes:
    """Return the SHA-256 of the content of a file of the program; there are hundreds, which are no streams."""
    with path.open("rb", buffering=0) as file:
        return sha256(file.read()).digest()


@cache
def version(package: str) -> str:
    """Return the version of a package, "" where it is not there: by the name of the folder that tells of it."""
    start = f"{package}-"
    found = (name for name in installed() if name.lower().replace("_", "-").startswith(start))
    return next(found, "")[len(start) :].removesuffix(TOLD_IN)


@cache
def installed() -> tuple[str, ...]:
    """Return the names of the folders that tell of packages, in the order in which Python looks for those."""
    found = []
    for folder in sys.path:
        with suppress(OSError):
            # Names are all that is asked, and there are hundreds: no path is made of each.
            found += [name for name in os.listdir(folder or ".") if name.endswith(TOLD_IN)]  # noqa: PTH208
    return tuple(found)
