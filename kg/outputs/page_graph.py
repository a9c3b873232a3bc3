"""The finished graph, asked by CURIE: names, values, links in and out.

Nothing here knows the page; it spares the page from speaking networkx, and a build from importing it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.model import Literal
from kg.ontology import compact

if TYPE_CHECKING:
    from networkx import MultiDiGraph


class Drawn(NamedTuple):
    """What a graph of networkx holds: of each node its attributes, of each (source, target, predicate) its own."""

    nodes: Mapping[str, Mapping[str, Any]]
    edges: Mapping[tuple[str, str, str], Mapping[str, Any]]


def parts(graph: "MultiDiGraph[str]") -> Drawn:
    """Return what a graph of networkx holds."""
    edges = {(source, target, name): told for source, target, name, told in graph.edges(keys=True, data=True)}
    return Drawn(dict(iter(graph.nodes(data=True))), edges)


class Reader:
    """Read-only questions about one graph; answers are in the order of their IRIs."""

    def __init__(self, graph: "MultiDiGraph[str] | Drawn", names: Iterable[str]) -> None:
        self.graph = graph if isinstance(graph, Drawn) else parts(graph)
        self.names = tuple(names)

    @cached_property
    def edges(self) -> list[tuple[str, str, str]]:
        """Return every (source, target, predicate) in order."""
        return sorted(self.graph.edges)

    @cached_property
    def nodes(self) -> list[str]:
        """Return all nodes in order."""
        return sorted(self.graph.nodes)

    @cached_property
    def _out(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Return subject → predicate → objects."""
        found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for source, target, predicate in self.edges:
            found[source][predicate].append(target)
        return {source: {name: tuple(ends) for name, ends in links.items()} for source, links in found.items()}

    @cached_property
    def _reached(self) -> Counter[tuple[str, str]]:
        """Return how often each (object, predicate) is linked to."""
        return Counter((target, predicate) for _, target, predicate in self.graph.edges)

    def reached(self, node: str, predicate: str) -> int:
        """Return how many nodes `predicate` links to `node`."""
        return self._reached[node, predicate]

    @cached_property
    def _of(self) -> Mapping[str, list[str]]:
        """Return class → the nodes that have it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for node in self.nodes:
            for name in self.types(node):
                found[name].append(node)
        return found

    def of(self, *classes: str) -> list[str]:
        """Return the nodes that have one of `classes`."""
        return sorted({node for name in classes for node in self._of.get(name, ())})

    def types(self, node: str) -> tuple[str, ...]:
        """Return the classes of `node`; none for a term that is no node of ours."""
        found: tuple[str, ...] = self.graph.nodes[node].get("types", ())
        return found

    def literals(self, node: str) -> Mapping[str, tuple[Literal, ...]]:
        """Return the literals of `node` by predicate."""
        found: Mapping[str, tuple[Literal, ...]] = self.graph.nodes[node].get("literals", {})
        return found

    def links(self, node: str) -> Mapping[str, tuple[str, ...]]:
        """Return the objects that `node` is linked to, by predicate."""
        return self._out.get(node, {})

    def text(self, node: str, *predicates: str) -> str:
        """Return the first literal under the first of `predicates` that has any, Chinese before others; else ""."""
        for predicate in predicates:
            if found := self.literals(node).get(predicate):
                return min(found, key=lambda value: (value.lang != "zh", value.value)).value
        return ""

    def texts(self, node: str, *predicates: str) -> tuple[str, ...]:
        """Return every literal of `node` under `predicates`, sorted."""
        return tuple(sorted({value.value for name in predicates for value in self.literals(node).get(name, ())}))

    def number(self, node: str, predicate: str) -> int | None:
        """Return the whole number under `predicate`, or None where there is none."""
        found = self.text(node, predicate)
        return int(found) if found.isdecimal() else None

    def name(self, node: str) -> str:
        """Return what people call `node`: its name, else the last part of its IRI."""
        return self.text(node, *self.names) or (compact(node) or node).rpartition(":")[2]

    def facts(self, source: str, target: str, predicate: str) -> tuple[str, ...]:
        """Return the facts from which the edge was derived."""
        found: tuple[str, ...] = self.graph.edges[source, target, predicate].get("facts", ())
        return tuple(sorted(found))
