"""What pages say → the nodes of the graph, finished: united by IRI, with shortcuts, rules and the description.

This is what `kg.stages.graph` does, for nodes that are kept as lines and written as they come.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from operator import itemgetter

from kg import identity, pipeline
from kg.archive import blocks
from kg.archive.entries import Line
from kg.model import Node
from kg.outputs import description
from kg.outputs.description import Census
from kg.outputs.turtle import SEPARATED
from kg.rulebook import rules
from kg.stages import graph
from kg.stages.graph_union import Shortcut, derived, may_derive, rule_node, unite

AT_ONCE = 1000  # lines of one IRI
OPEN, SOURCE = "kg:openReference", "kg:SourceFile"


# In the text of blocks: the beginning of a statement, its predicate, for some also its objects.
STATED = re.compile(r"\n    ([^ ]+) ")
TYPED, RULED = (re.compile(rf"\n    {name} ((?:[^ ]+,\n        )*[^ ]+) ") for name in ("a", "kg:rule"))


@dataclass(slots=True)
class Tally:
    """What is counted while nodes go by; counts can be taken back, so a change costs only what it changes.

    Nodes by their classes, if they have any, nodes that have a predicate, uses of rules, triples; the IRIs of source
    files, and of open references with their names.
    """

    types: Counter[tuple[str, ...]] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    triples: int = 0
    sources: set[str] = field(default_factory=set)
    open: dict[str, str] = field(default_factory=dict)

    def count(self, node: Node | None, sign: int = 1) -> None:
        """Count one finished node; with `sign` -1 take it back."""
        if node is None:
            return
        _, types, literals, links = node
        if types:
            self.types[tuple(sorted(types))] += sign
        for name in {*map(itemgetter(0), literals), *map(itemgetter(0), links)}:
            self.terms[name] += sign
        for name, target in links:
            if name == "kg:rule":
                self.rules[target] += sign
        self.triples += sign * (len(types) + len(literals) + len(links))
        self.name(node, sign)

    def read(self, lines: Collection[Line], text: str) -> None:
        """Count the finished nodes that `lines` say, of which `text` has the blocks: the same, told from their text."""
        for types, number in Counter(TYPED.findall(text)).items():
            self.types[blocks.kinds(types)] += number
        self.terms.update(STATED.findall(text))
        del self.terms["a"]
        for targets, number in Counter(RULED.findall(text)).items():
            for rule in targets.split(SEPARATED):
                self.rules[blocks.target(rule)] += number
        self.triples += text.count("\n") - 2 * len(lines)
        if SOURCE in text or OPEN in text:
            for iri, rest in lines:
                if SOURCE in rest or OPEN in rest:
                    self.name(blocks.node(iri, rest))

    def name(self, node: Node, sign: int = 1) -> None:
        """Put down the IRI of a source file, and the name of what is open; with `sign` -1 take it back."""
        if SOURCE in node.types:
            (self.sources.add if sign > 0 else self.sources.discard)(node.iri)
        if any(name == OPEN for name, _ in node.literals):
            self.open.pop(node.iri, None)
            if sign > 0:
                self.open[node.iri] = next(one.value for name, one in node.literals if name == "skos:prefLabel")

    def add(self, other: "Tally") -> None:
        """Count what another tally has counted."""
        self.types.update(other.types)
        self.terms.update(other.terms)
        self.rules.update(other.rules)
        self.triples += other.triples
        self.sources |= other.sources
        self.open |= other.open

    def census(self) -> Census:
        """Return what the description of the dataset counts."""
        classes: Counter[str] = Counter()
        for types, number in self.types.items():
            for curie in types:
                classes[curie] += number
        terms = frozenset(name for counted in (classes, self.terms) for name, number in counted.items() if number)
        return Census(+classes, self.types.total(), tuple(sorted(self.sources)), terms, self.triples)

    def dump(self) -> str:
        """Return the tally as JSON, in order."""
        types = sorted(([*types], number) for types, number in self.types.items() if number)
        counted = [sorted((+one).items()) for one in (self.terms, self.rules)]
        return json.dumps([types, *counted, self.triples, sorted(self.sources), sorted(self.open.items())])

    @classmethod
    def load(cls, text: str) -> "Tally":
        """Return the tally that `dump` wrote."""
        types, terms, used, triples, sources, unresolved = json.loads(text)
        counted = Counter({tuple(names): number for names, number in types})
        return cls(counted, Counter(dict(terms)), Counter(dict(used)), triples, set(sources), dict(unresolved))


def united(iri: str, said: Iterable[str], shortened: Callable[[Node], Node] | None = None) -> Node:
    """Return the node that the lines `said` of one IRI make together.

    Every page may say where it has read of a national leader's post: so many lines are united one portion after the
    other, which gives the same and keeps few of them as nodes. Where the node is to be `shortened`, each portion is.
    """
    lines, short = iter(said), shortened or same
    node = short(unite(iri, [blocks.node(iri, rest) for rest in islice(lines, AT_ONCE)]))
    while some := [blocks.node(iri, rest) for rest in islice(lines, AT_ONCE)]:
        node = short(unite(iri, [node, *some]))
    return node


def same(node: Node) -> Node:
    """Return `node`."""
    return node


def rest(iri: str, said: Sequence[str]) -> str:
    """Return the text that says the same as the lines `said` of one IRI; of nine in ten there is but one."""
    return said[0] if len(said) == 1 else blocks.rest(united(iri, said))


def implied(iri: str, rest: str) -> Iterable[Shortcut]:
    """Return the shortcuts that follow from what is said of one IRI in the end."""
    return derived(united(iri, [rest])) if may_derive(blocks.kinds(blocks.head(rest))) else ()


def merged(lines: Iterable[Line]) -> list[Node]:
    """Return the finished nodes of all lines; for archives that fit into memory."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for iri, rest in lines:
        said[iri].add(rest)
    return graph.finish(united(iri, said[iri]) for iri in sorted(said))


def about(tally: Tally) -> Sequence[Node]:
    """Return the nodes that are about the whole graph: the rules that it uses and its description."""
    used = [rule for iri, rule in rulebook().items() if tally.rules[iri] > 0]
    with_rules = replace(tally, types=Counter(tally.types), terms=Counter(tally.terms), rules=Counter(tally.rules))
    for rule in used:
        with_rules.count(rule)
    return (*used, *description.nodes(with_rules.census()))


@cache
def rulebook() -> Mapping[str, Node]:
    """Return the node of every rule by its IRI."""
    found = (rule_node(rule) for folder in pipeline.FOLDERS for rule in rules(folder))
    return {node.iri: node for node in found}


def is_about(iri: str) -> bool:
    """Return whether an IRI is that of a node about the whole graph."""
    return iri.startswith((f"{identity.BASE}rule.", f"{identity.BASE}dataset"))
