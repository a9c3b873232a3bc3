"""The finished graph → N-Triples, one triple a line, sorted: what `diff`, `grep` and every RDF tool read."""

from pathlib import Path
from typing import TYPE_CHECKING

from kg.outputs import files, turtle

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write the triples of `graph` to the file `target`."""
    return [files.write(target, "".join(f"{line} .\n" for line in lines(graph)))]


def lines(graph: "MultiDiGraph[str]") -> list[str]:
    """Return the triples, sorted. The Turtle writer alone knows what an IRI may hold, so they are read from it."""
    from pyoxigraph import RdfFormat, parse  # noqa: PLC0415 — kept out of start-up

    return sorted({str(triple) for triple in parse(turtle.write(graph), format=RdfFormat.TURTLE)})
