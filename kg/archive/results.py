"""Finished nodes → the files of a build, each put in its place at once.

graph.ttl says everything. The pages graph.html and sparql.html show the whole graph of a small archive; of a large one
an overview, and say so. manifest.json tells what became of each file.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.archive import merging
from kg.model import Node
from kg.ontology import PREFIXES
from kg.outputs import files, turtle
from kg.stages import graph

if TYPE_CHECKING:
    from networkx import MultiDiGraph

TITLE = "政谱"
GRAPH, PAGE, ASK, MANIFEST = "graph.ttl", "graph.html", "sparql.html", "manifest.json"
NAMES = (GRAPH, PAGE, ASK, MANIFEST)
REMEMBERED = 2**16
# (class order, IRI): where a node stands in the file.
Key = tuple[tuple[bool, str], str]

term = lru_cache(maxsize=REMEMBERED)(partial(turtle.iri_term, prefixes=PREFIXES))


def key(node: Node) -> Key:
    """Return where the block of a node stands in graph.ttl."""
    return turtle.class_order(node.types), node.iri


def blocks(nodes: Iterable[Node]) -> list[tuple[str, str]]:
    """Return the class and the Turtle of each node, in the order of the file."""
    found = sorted((key(node), turtle.node_block(node, term)) for node in nodes)
    return [(order[1], text) for (order, _), text in found if text]


def turtle_of(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the pieces of the Turtle file of finished nodes."""
    return turtle.document(blocks(nodes))


def drawn(nodes: Iterable[Node]) -> "MultiDiGraph[str]":
    """Return the networkx graph of finished nodes, for the pages."""
    return graph.drawn(nodes, merging.rulebook().values())


def pages(folder: Path, shown: "MultiDiGraph[str]", triples: str, title: str) -> list[Path]:
    """Write the pages that show and ask a graph, and return where they are."""
    from kg.outputs import page, sparql_page  # noqa: PLC0415 — kept out of start-up: a build may need none

    return [
        files.write(folder / PAGE, page.write(shown, title=title)),
        files.write(folder / ASK, sparql_page.write(triples, title=title)),
    ]


def manifest(folder: Path, fates: Sequence[Mapping[str, str]], unresolved: Sequence[str]) -> Path:
    """Write what became of each file, in an order that is not that of the arguments, and return where."""
    told = sorted(fates, key=lambda fate: [fate.get(name, "") for name in ("fate", "file", "sha256", "reason")])
    said = {"files": told, "open": unresolved}
    return files.write(folder / MANIFEST, json.dumps(said, ensure_ascii=False, indent=1) + "\n")


def tidy(folder: Path) -> None:
    """Remove what a build that was killed left half written."""
    for name in NAMES:
        for file in folder.glob(f".{name}.*"):
            file.unlink(missing_ok=True)
