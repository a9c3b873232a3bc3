"""Finished nodes → the files of a build, each put in its place at once.

graph.ttl says everything. The pages graph.html and sparql.html show the whole graph of a small archive; of a large one
an overview, and say so. manifest.json tells what became of each file.
"""

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain
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
        fates = [pipeline.fate(one, one.skipped) for one in headers] + [*map(pipeline.refusal, self.refused)]
        fates += [{"file": name, "fate": "left out", "reason": reason} for name, reason in self.left_out]
        first = {one.sha256: one.name for one in sorted(headers, key=lambda one: one.name, reverse=True)}
        for fate in fates:
            if first.get(str(fate.get("sha256")), fate["file"]) != fate["file"]:
                fate["same_content_as"] = first[str(fate["sha256"])]
        fates.sort(key=lambda fate: [str(fate.get(name, "")) for name in ("fate", "file", "sha256", "reason")])
        written = {name: files.digest(self.out / name) for name in NAMES if name != MANIFEST}
        told = {"wrote": written, "files": fates, "open": unresolved}
        pieces = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(told)  # there may be millions of files
        return files.write_pieces(self.out / MANIFEST, chain(pieces, "\n"))


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
