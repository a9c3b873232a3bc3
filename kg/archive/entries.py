"""What one page says ↔ the file that keeps it: plain text, compressed, with a checksum, never executed.

A header (JSON), then one line for each node: its IRI, a tab, and the rest as a JSON array. A line is the unit that
archives compare and count: equal lines say the same.
"""

import json
import os
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from kg import identity
from kg.errors import SourceError
from kg.model import Literal, Node, Skipped
from kg.stages.graph_union import DERIVING

MAGIC = b"zhengpu page 1\n"
DIGEST = 32
PACKED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
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
    """What one page says: `lines` are (IRI, the rest as JSON), each once, sorted."""

    header: Header
    lines: tuple[Line, ...]


def entry(header: Header, nodes: Iterable[Node]) -> Entry:
    """Return the entry of a page that says `nodes`."""
    said = list(dict.fromkeys(nodes))
    begin = {identity.family(node.iri) for node in said if not DERIVING.isdisjoint(node.types)}
    return Entry(replace(header, deriving=tuple(sorted(begin))), tuple(sorted(map(line, said))))


def line(node: Node) -> Line:
    """Return a node as its line.

    >>> line(Node("id:x", ("kg:Meeting",), (("skos:prefLabel", Literal("例会", lang="zh")),)))
    ('id:x', '[["kg:Meeting"],[["skos:prefLabel","例会","","zh"]],[]]')
    """
    return node.iri, PACKED([node.types, [(name, *literal) for name, literal in node.literals], node.links])


def node(iri: str, rest: str) -> Node:
    """Return the node of a line.

    >>> node("id:x", '[["kg:Meeting"],[],[["kg:term","id:y"]]]').links
    (('kg:term', 'id:y'),)
    """
    types, literals, links = json.loads(rest)
    said = tuple([(name, Literal(value, datatype, lang)) for name, value, datatype, lang in literals])
    return Node(iri, kinds(tuple(types)), said, tuple([(name, target) for name, target in links]))


@lru_cache(maxsize=1024)
def kinds(types: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same classes as one object, since there are few combinations and millions of nodes."""
    return types


def pack(one: Entry) -> bytes:
    """Return the bytes that keep an entry; the same entry gives the same bytes."""
    body = "\n".join((one.header.dump(), *("\t".join(pair) for pair in one.lines)))
    packed = zlib.compress(body.encode("utf-8", "surrogatepass"), 1)
    return MAGIC + sha256(packed).digest() + packed


def unpack(octets: bytes) -> Entry | None:
    """Return the entry that `octets` keep, None where they are damaged or of another format."""
    head = len(MAGIC) + DIGEST
    packed = octets[head:]
    if octets[: len(MAGIC)] != MAGIC or octets[len(MAGIC) : head] != sha256(packed).digest():
        return None
    first, *rest = zlib.decompress(packed).decode("utf-8", "surrogatepass").split("\n")
    return Entry(Header.load(first), tuple(map(pair, rest)))


def pair(text: str) -> Line:
    """Return one line of an entry as IRI and rest."""
    iri, _, rest = text.partition("\t")
    return iri, rest


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
        with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file:
            file.write(pack(one))
        os.replace(file.name, target)  # noqa: PTH105 — the one call that both systems promise to be atomic
    except OSError as error:
        raise SourceError(f"{target}: cannot be written ({error.strerror}); give another --cache") from error


def prune(folder: Path, keys: Iterable[str]) -> None:
    """Remove the entries that are not under one of `keys`, and what a killed build left."""
    wanted = {path(folder, key) for key in keys}
    for file in (folder / "pages").glob("??/*"):
        if file not in wanted:
            file.unlink(missing_ok=True)
