"""What every article says → one networkx graph: nodes with the same IRI united, shortcuts derived.

Uniting is a set union, so the order of articles and files changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from kg.model import Literal, Node
from kg.rulebook import Rule
from kg.stages.graph_union import Shortcut, derived, rule_node, unite

if TYPE_CHECKING:
    import networkx as nx

Edge = tuple[str, str, str]  # subject, target, predicate
Key = TypeVar("Key")
Attributes = dict[Key, dict[str, Any]]


def assemble(said: Iterable[Node], rulebook: Iterable[Rule]) -> "nx.MultiDiGraph[str]":
    """Return the graph of all nodes, with the rules that made its facts and the derived shortcuts."""
    named: defaultdict[str, dict[Node, None]] = defaultdict(dict)
    for node in said:
        named[node.iri][node] = None
    return drawn((unite(iri, nodes) for iri, nodes in named.items()), map(rule_node, rulebook))


def drawn(united: Iterable[Node], rules: Iterable[Node]) -> "nx.MultiDiGraph[str]":
    """Return the graph of nodes that are united already, each IRI once, and of those of the `rules` that it names.

    Shortcuts may be among the links.
    """
    import networkx as nx  # noqa: PLC0415 — what is only written as files needs no networkx

    nodes, edges = parts(united, rules)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, told in nodes.items():
        graph.add_node(iri, **told)
    for (subject, target, name), told in edges.items():
        graph.add_edge(subject, target, key=name, **told)
    return graph


def parts(united: Iterable[Node], rules: Iterable[Node]) -> tuple[Attributes[str], Attributes[Edge]]:
    """Return the nodes and the edges of that graph, each with its attributes."""
    nodes = {node.iri: node for node in united}
    targets = {target for node in nodes.values() for _, target in node.links}
    nodes |= {node.iri: node for node in rules if node.iri in nodes or node.iri in targets}
    told: Attributes[str] = {}
    for iri in sorted(targets.union(nodes)):
        node = nodes.get(iri)
        told[iri] = {"types": node.types if node else (), "literals": by_name(node) if node else {}}
    edges: Attributes[Edge] = {(iri, target, name): {} for iri in sorted(nodes) for name, target in nodes[iri].links}
    return told, edges | shortcuts(nodes.values())


def by_name(node: Node) -> dict[str, tuple[Literal, ...]]:
    """Return the literals of a united node by their predicate."""
    found: dict[str, tuple[Literal, ...]] = {}
    for name, literal in node.literals:
        found[name] = (*found.get(name, ()), literal)
    return found


def shortcuts(nodes: Iterable[Node]) -> Attributes[Edge]:
    """Return the edges that are derived from fact nodes; each keeps the facts that it stands for."""
    found: defaultdict[Shortcut, set[str]] = defaultdict(set)
    for node in nodes:
        for shortcut in derived(node):
            found[shortcut].add(node.iri)
    return {
        (subject, target, name): {"facts": tuple(sorted(facts))}
        for (subject, name, target), facts in sorted(found.items())
    }
