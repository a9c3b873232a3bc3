"""What one page says ↔ the file that keeps it: plain text, compressed, with a checksum, never executed.

A header (JSON), then a paragraph for each node: its IRI, and below it what is said of it as graph.ttl has it
(kg.archive.blocks). Such a pair is a line of the entry, the unit that archives compare and count: equal lines say the
same.
"""

import json
import os
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from kg import identity
from kg.archive import blocks
from kg.errors import SourceError
from kg.model import Node, Skipped
from kg.stages.graph_union import may_derive

MAGIC = b"zhengpu page 2\n"
DIGEST = 32
PACKED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# Between the header and the paragraphs: nothing that is written holds an empty line.
BETWEEN = "\n\n"
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Header:
    """One page as read: its file, how many articles and sentences it has.

    `deriving` are the beginnings of the IRIs of facts from which shortcuts are derived: these are united first.
    """

    name: str
    sha256: str
    encoding: str
    articles: int
    sentences: int
    deriving: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def dump(self) -> str:
        """Return the header as JSON."""
        return PACKED(asdict(self))

    @classmethod
    def load(cls, text: str) -> "Header":
        """Return the header that `dump` wrote."""
        told = json.loads(text)
        skipped = tuple(Skipped(*one) for one in told["skipped"])
        return cls(**{**told, **{name: tuple(told[name]) for name in ("deriving", "warnings")}, "skipped": skipped})


@dataclass(frozen=True, slots=True)
class Entry:
    """What one page says: `said` are paragraphs, each once, sorted."""

    header: Header
    said: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the page says as pairs of an IRI and what is said of it."""
        return tuple(map(line, self.said))


def entry(header: Header, nodes: Iterable[Node]) -> Entry:
    """Return the entry of a page that says `nodes`."""
    said = dict.fromkeys(nodes)
    begin = {identity.family(node.iri) for node in said if may_derive(node.types)}
    paragraphs = {f"{node.iri}\n{rest}" for node in said if (rest := blocks.rest(node))}
    return Entry(replace(header, deriving=tuple(sorted(begin))), tuple(sorted(paragraphs)))


def line(paragraph: str) -> Line:
    r"""Return a paragraph of an entry as IRI and rest.

    >>> line("id:x\n    a kg:Meeting .")
    ('id:x', '    a kg:Meeting .')
    """
    iri, _, rest = paragraph.partition("\n")
    return iri, rest


def pack(one: Entry) -> bytes:
    """Return the bytes that keep an entry; the same entry gives the same bytes."""
    body = BETWEEN.join((one.header.dump(), *one.said))
    packed = zlib.compress(body.encode("utf-8", "surrogatepass"), 1)
    return MAGIC + sha256(packed).digest() + packed


def unpack(octets: bytes) -> Entry | None:
    """Return the entry that `octets` keep, None where they are damaged or of another format."""
    head = len(MAGIC) + DIGEST
    packed = octets[head:]
    if octets[: len(MAGIC)] != MAGIC or octets[len(MAGIC) : head] != sha256(packed).digest():
        return None
    first, *said = zlib.decompress(packed).decode("utf-8", "surrogatepass").split(BETWEEN)
    return Entry(Header.load(first), tuple(said))


def path(folder: Path, key: str) -> Path:
    """Return where the entry with `key` is kept: no folder gets more than a 256th of the files."""
    return folder / "pages" / key[:2] / key[2:]


def load(folder: Path, key: str) -> Entry | None:
    """Return the entry that is kept under `key`, None where there is none that can be trusted."""
    try:
        octets = path(folder, key).read_bytes()
    except OSError:
        return None
    return unpack(octets)


def save(folder: Path, key: str, one: Entry) -> None:
    """Keep an entry under `key`: whole or not at all, so that a build that is killed leaves nothing half done."""
    target = path(folder, key)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        written = target.with_name(f".{target.name}.{os.getpid()}")
        written.write_bytes(pack(one))
        written.replace(target)
    except OSError as error:
        raise SourceError(f"{target}: cannot be written ({error.strerror}); give another --cache") from error


def prune(folder: Path, keys: Iterable[str]) -> None:
    """Remove the entries that are not under one of `keys`, and what a killed build left."""
    wanted = {path(folder, key) for key in keys}
    for file in (folder / "pages").glob("??/*"):
        if file not in wanted:
            file.unlink(missing_ok=True)
