"""The finished graph, asked by CURIE: names, values, links in and out.

Nothing here knows the page; it spares the page from speaking networkx.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import networkx as nx

from kg.model import Literal
from kg.ontology import compact


class Reader:
    """Read-only questions about one graph; answers are in the order of their IRIs."""

    def __init__(self, graph: "nx.MultiDiGraph[str]", names: Iterable[str]) -> None:
        self.graph = graph
        self.names = tuple(names)

    @cached_property
    def _out(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Return subject → predicate → objects."""
        found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for source, target, predicate in sorted(self.graph.edges(keys=True)):
            found[source][predicate].append(target)
        return {source: {name: tuple(ends) for name, ends in links.items()} for source, links in found.items()}

    def of(self, *classes: str) -> Iterator[str]:
        """Yield the nodes that have one of `classes`."""
        wanted = set(classes)
        return (node for node in sorted(self.graph) if wanted.intersection(self.types(node)))

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
