"""What every article says → the nodes of the graph: those of one IRI united, with shortcuts, and the rules they name.

Uniting is a set union, so the order of articles and files changes nothing. These nodes are the graph, and are written
as they are; a networkx graph of them is drawn for those only who ask for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from kg import identity
from kg.model import Literal, Node
from kg.rulebook import Rule
from kg.stages.graph_union import Shortcut, derived, finished, may_derive, rule_node, unite

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Edge = tuple[str, str, str]  # subject, target, predicate
Key = TypeVar("Key")
Attributes = dict[Key, dict[str, Any]]


def assemble(said: Iterable[Node], rulebook: Iterable[Rule]) -> list[Node]:
    """Return the finished nodes of all that is said, and of the rules that made its facts, sorted by IRI."""
    named: defaultdict[str, list[Node]] = defaultdict(list)
    for node in said:
        named[node.iri].append(node)
    nodes = finish([unite(iri, some) for iri, some in named.items()])
    targets = {target for node in nodes for name, target in node.links if name == "kg:rule"}
    rules = [rule_node(rule) for rule in rulebook if identity.iri("rule", rule.id) in targets]
    return sorted([*nodes, *rules], key=attrgetter("iri"))


def finish(united: Iterable[Node]) -> list[Node]:
    """Return united nodes, each IRI once, with the shortcuts that begin at them."""
    nodes = {node.iri: node for node in united}
    shortcuts = begun([one for node in nodes.values() if may_derive(node.types) for one in derived(node)])
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

    named, edges = parts(nodes, rules)
    graph: MultiDiGraph[str] = MultiDiGraph()
    for iri, told in named.items():
        graph.add_node(iri, **told)
    for (subject, target, name), told in edges.items():
        graph.add_edge(subject, target, key=name, **told)
    return graph


def parts(finished_nodes: Iterable[Node], rules: Iterable[Node]) -> tuple[Attributes[str], Attributes[Edge]]:
    """Return the nodes and the edges of that graph, each with its attributes."""
    nodes = {node.iri: node for node in finished_nodes}
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
