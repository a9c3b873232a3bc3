"""Finished nodes → the files of a build, each put in its place at once.

graph.ttl says everything. The pages graph.html and sparql.html show the whole graph of a small archive; of a large one
an overview, and say so. manifest.json tells what became of each file.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import pipeline
from kg.archive import merging
from kg.archive.entries import Header
from kg.archive.merging import Tally
from kg.archive.reading import Page, Reader
from kg.archive.state import Told
from kg.errors import SourceError
from kg.model import Node
from kg.outputs import files, summary, turtle
from kg.outputs.page_graph import Drawn
from kg.stages import graph

if TYPE_CHECKING:
    from kg.archive.filling import Filling

TITLE = "政谱"
GRAPH, PAGE, ASK, MANIFEST = "graph.ttl", "graph.html", "sparql.html", "manifest.json"
NAMES = (GRAPH, PAGE, ASK, MANIFEST)
# (class order, IRI): where a node stands in the file.
Key = tuple[tuple[bool, str], str]
# Of which the manifest tells: what was read, what cannot be, what lies beside (name, reason).
Fated = Header | SourceError | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """What a graph is to be made of and where it goes: each page once, with the number of files that are this page.

    `refused` are the files that cannot be read, `left_out` what lies beside them, by name with the reason; `before` is
    the folder with the results of the last build; `pool` are processes to share the work with, as many as `workers`;
    `filling` is a shelf on which pages are already.
    """

    reader: Reader
    out: Path
    pages: Sequence[tuple[Page, int]]
    refused: tuple[SourceError, ...]
    left_out: tuple[tuple[str, str], ...]
    before: Path
    workers: int = 1
    pool: Executor | None = None
    filling: "Filling | None" = None

    @property
    def size(self) -> int:
        """How many bytes of text the pages have."""
        return sum(page.size * number for page, number in self.pages)

    def told(self, headers: Iterable[Header], tally: Tally) -> Told:
        """Return what there is to tell of the graph; `headers` are those of all files."""
        read = list(headers)
        return Told(
            len(read),
            sum(one.articles for one in read),
            sum(one.sentences for one in read),
            summary.counted(tally.types, summary.ENTITIES),
            summary.counted(tally.types, summary.FACTS),
            tuple(sorted(tally.open.values())),
            tuple(sorted(f"{one.name}: {warning}" for one in read for warning in one.warnings)),
            tally.triples,
        )

    def manifest(self, headers: Sequence[Header], unresolved: Sequence[str]) -> Path:
        """Write what became of each file, in an order that is not that of the arguments, and return where.

        It comes last and names the other files by their SHA-256, so that anybody can see that they belong together.
        """
        first = {one.sha256: one.name for one in sorted(headers, key=lambda one: one.name, reverse=True)}
        listed: list[Fated] = [*headers, *self.refused, *self.left_out]
        listed.sort(key=lambda one: place_in_list(fate(one, first)))
        written = {name: files.digest(self.out / name) for name in NAMES if name != MANIFEST}
        fates = (fate(one, first) for one in listed)
        return files.write_pieces(self.out / MANIFEST, in_json(written, fates, unresolved))


def fate(one: Fated, first: Mapping[str, str]) -> dict[str, object]:
    """Return what became of a file that was read, refused or left out; `first` has the first file of each content."""
    if isinstance(one, SourceError):
        return pipeline.refusal(one)
    if isinstance(one, tuple):
        return {"file": one[0], "fate": "left out", "reason": one[1]}
    same = first.get(one.sha256, one.name)
    return pipeline.fate(one, one.skipped) | ({"same_content_as": same} if same != one.name else {})


def place_in_list(told: Mapping[str, object]) -> list[str]:
    """Return by what the fates of files are sorted."""
    return [str(told.get(name, "")) for name in ("fate", "file", "sha256", "reason")]


def in_json(written: Mapping[str, str], fates: Iterable[object], unresolved: Sequence[str]) -> Iterator[str]:
    """Yield the manifest as JSON, each fate when its turn comes: there may be millions of files."""
    encode = json.JSONEncoder(ensure_ascii=False, indent=1).encode
    before, after = encode({"wrote": written, "files": [None], "open": unresolved}).split("\n  null\n", 1)
    yield before
    for number, one in enumerate(fates):
        yield "," * bool(number) + f"\n{encode(one)}".replace("\n", "\n  ")
    yield f"\n{after}\n"


def key(node: Node) -> Key:
    """Return where the block of a node stands in graph.ttl."""
    return turtle.class_order(node.types), node.iri


def drawn(nodes: Iterable[Node]) -> Drawn:
    """Return what the graph of finished nodes holds, for the pages."""
    return Drawn(*graph.parts(nodes, merging.rulebook().values()))


def pages(folder: Path, shown: Drawn, triples: str, title: str, *, whole: bool = True) -> list[Path]:
    """Write the pages that show and ask a graph, or a part of one that is not `whole`; return where they are."""
    from kg.outputs import page, sparql_page  # noqa: PLC0415 — kept out of start-up: a build may need none

    return [
        files.write(folder / PAGE, page.write(shown, title=title, whole=whole)),
        files.write(folder / ASK, sparql_page.write(triples, title=title, whole=whole)),
    ]
