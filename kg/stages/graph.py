"""What every article says → the nodes of the graph: those of one IRI united, with shortcuts, and the rules they name.

Uniting is a set union, so the order of articles and files changes nothing. These nodes are the graph, and are written
as they are; a networkx graph of them is drawn for those only who ask for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from kg import identity
from kg.model import Literal, Node
from kg.rulebook import Rule
from kg.stages.graph_union import Shortcut, derived, finished, rule_node, unite

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def assemble(said: Iterable[Node], rulebook: Iterable[Rule]) -> list[Node]:
    """Return the finished nodes of all that is said, and of the rules that made its facts, sorted by IRI."""
    named: defaultdict[str, list[Node]] = defaultdict(list)
    for node in said:
        named[node.iri].append(node)
    nodes = finish([unite(iri, some) for iri, some in named.items()])
    targets = {target for node in nodes for _, target in node.links}
    rules = [rule_node(rule) for rule in rulebook if identity.iri("rule", rule.id) in targets]
    return sorted([*nodes, *rules], key=attrgetter("iri"))


def finish(united: Iterable[Node]) -> list[Node]:
    """Return united nodes, each IRI once, with the shortcuts that begin at them."""
    nodes = {node.iri: node for node in united}
    shortcuts = begun([one for node in nodes.values() for one in derived(node)])
    nodes |= {iri: finished(nodes.get(iri) or Node(iri, ()), some) for iri, some in shortcuts.items()}
    return list(nodes.values())


def begun(shortcuts: Iterable[Shortcut]) -> Mapping[str, set[tuple[str, str]]]:
    """Return shortcuts by the node at which they begin, as (predicate, target)."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for subject, name, target in shortcuts:
        found[subject].add((name, target))
    return found


def drawn(nodes: Iterable[Node], rules: Iterable[Node] = ()) -> "MultiDiGraph[str]":
    """Return the networkx graph of finished nodes, each IRI once, and of those of the `rules` that they name."""
    from networkx import MultiDiGraph  # noqa: PLC0415 — whoever needs no networkx graph does not wait for it

    named = {node.iri: node for node in nodes}
    targets = {target for node in named.values() for _, target in node.links}
    named |= {node.iri: node for node in rules if node.iri in named or node.iri in targets}
    graph: MultiDiGraph[str] = MultiDiGraph()
    for iri in sorted(targets.union(named)):
        node = named.get(iri)
        graph.add_node(iri, types=node.types if node else (), literals=by_name(node) if node else {})
    for iri in sorted(named):
        for name, target in named[iri].links:
            graph.add_edge(iri, target, key=name)
    add_shortcuts(graph, named.values())
    return graph


def by_name(node: Node) -> dict[str, tuple[Literal, ...]]:
    """Return the literals of a united node by their predicate."""
    found: dict[str, tuple[Literal, ...]] = {}
    for name, literal in node.literals:
        found[name] = (*found.get(name, ()), literal)
    return found


def add_shortcuts(graph: "MultiDiGraph[str]", nodes: Iterable[Node]) -> None:
    """Add the edges that are derived from fact nodes; each keeps the facts that it stands for."""
    found: defaultdict[Shortcut, set[str]] = defaultdict(set)
    for node in nodes:
        for shortcut in derived(node):
            found[shortcut].add(node.iri)
    for (subject, name, target), facts in sorted(found.items()):
        graph.add_edge(subject, target, key=name, facts=tuple(sorted(facts)))
