"""What pages say → the nodes of the graph, finished: united by IRI, with shortcuts, rules and the description.

This is what `kg.stages.graph` does, for nodes that are kept as lines and written as they come.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg import identity, pipeline
from kg.archive import entries
from kg.archive.entries import Line
from kg.model import Node
from kg.outputs import description
from kg.outputs.description import Census
from kg.rulebook import rules
from kg.stages import graph
from kg.stages.graph_union import rule_node, unite

OPEN = "kg:openReference"


@dataclass(slots=True)
class Tally:
    """What is counted while nodes go by; counts can be taken back, so a change costs only what it changes."""

    types: Counter[tuple[str, ...]] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    open: dict[str, str] = field(default_factory=dict)

    def count(self, node: Node | None, sign: int = 1) -> None:
        """Count one finished node; with `sign` -1 take it back."""
        if node is None:
            return
        self.types[node.types] += sign
        for name, _ in node.literals:
            self.terms[name] += sign
        for name, target in node.links:
            self.terms[name] += sign
            if name == "kg:rule":
                self.rules[target] += sign
        if any(name == OPEN for name, _ in node.literals):
            self.open.pop(node.iri, None)
            if sign > 0:
                self.open[node.iri] = next(one.value for name, one in node.literals if name == "skos:prefLabel")

    def add(self, other: "Tally") -> None:
        """Count what another tally has counted."""
        self.types.update(other.types)
        self.terms.update(other.terms)
        self.rules.update(other.rules)
        self.open.update(other.open)

    def census(self, sources: Iterable[str]) -> Census:
        """Return what the description of the dataset counts."""
        classes: Counter[str] = Counter()
        for types, number in self.types.items():
            for curie in types:
                classes[curie] += number
        terms = frozenset(name for counted in (classes, self.terms) for name, number in counted.items() if number)
        entities = sum(number for types, number in self.types.items() if types)
        return Census(+classes, entities, tuple(sources), terms, classes.total() + self.terms.total())

    def dump(self) -> str:
        """Return the tally as JSON, in order."""
        types = sorted(([*types], number) for types, number in self.types.items() if number)
        return json.dumps(
            [types, sorted((+self.terms).items()), sorted((+self.rules).items()), sorted(self.open.items())]
        )

    @classmethod
    def load(cls, text: str) -> "Tally":
        """Return the tally that `dump` wrote."""
        types, terms, used, unresolved = json.loads(text)
        counted = Counter({tuple(names): number for names, number in types})
        return cls(counted, Counter(dict(terms)), Counter(dict(used)), dict(unresolved))


def united(iri: str, said: Collection[str]) -> Node:
    """Return the node that the lines `said` of one IRI make together."""
    return unite(iri, [entries.node(iri, rest) for rest in said])


def merged(lines: Iterable[Line]) -> list[Node]:
    """Return the finished nodes of all lines; for archives that fit into memory."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for iri, rest in lines:
        said[iri].add(rest)
    return graph.finish(united(iri, said[iri]) for iri in sorted(said))


def about(tally: Tally, sources: Iterable[str]) -> Sequence[Node]:
    """Return the nodes that are about the whole graph: the rules that it uses and its description."""
    used = [rule for iri, rule in rulebook().items() if tally.rules[iri] > 0]
    with_rules = Tally(Counter(tally.types), Counter(tally.terms))
    for rule in used:
        with_rules.count(rule)
    return (*used, *description.nodes(with_rules.census(sources)))


@cache
def rulebook() -> Mapping[str, Node]:
    """Return the node of every rule by its IRI."""
    found = (rule_node(rule) for folder in pipeline.FOLDERS for rule in rules(folder))
    return {node.iri: node for node in found}


def is_about(iri: str) -> bool:
    """Return whether an IRI is that of a node about the whole graph."""
    return iri.startswith((f"{identity.BASE}rule.", f"{identity.BASE}dataset"))


def sources(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the IRIs of the source files among `nodes`."""
    return (node.iri for node in nodes if "kg:SourceFile" in node.types)
