"""The finished graph and a node → the part of the graph around it, with the evidence of what is in it.

Two entities are neighbours where a relation joins them or one fact speaks of both. What is returned is a graph like
any other: it can be shown as a page, written as Turtle, counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.ontology import superterms

if TYPE_CHECKING:
    from networkx import MultiDiGraph

ENTITIES = frozenset(
    ("foaf:Person", "org:FormalOrganization", "schema:AdministrativeArea", "kg:Meeting", "kg:Policy", "kg:Indicator")
)
FACT, PASSAGE, MENTIONS = "kg:Fact", "kg:Passage", "schema:mentions"
NAMES, ALIASES = ("foaf:name", "skos:prefLabel"), ("skos:altLabel",)
SHOWN = 6


def find(graph: "MultiDiGraph[str]", name: str) -> str:
    """Return the entity that `name` means: an IRI, a full name, or another form that only one entity has.

    A KgError says that there is none, with names that contain it, or which there are.
    """
    if name in graph:
        return name
    for predicates in (NAMES, ALIASES):
        found = [node for node in entities(graph) if name in texts(graph, node, predicates)]
        if len(found) == 1:
            return found[0]
        if found:
            raise KgError(f"{name!r} means {len(found)} things: {', '.join(found[:SHOWN])}; give one of these IRIs")
    near = [one for node in entities(graph) for one in texts(graph, node, NAMES) if name and name in one]
    known = f"names with it: {'、'.join(near[:SHOWN])}" if near else "look for it with .table('entities')"
    raise KgError(f"nothing is called {name!r}; {known}")


def entities(graph: "MultiDiGraph[str]") -> Iterator[str]:
    """Yield the entities of `graph`, sorted."""
    return (node for node in sorted(graph) if is_a(graph, node, ENTITIES))


def is_a(graph: "MultiDiGraph[str]", node: str, wanted: Iterable[str]) -> bool:
    """Return whether `node` is of one of the classes `wanted` or of one that specialises it."""
    return any(not superterms(name).isdisjoint(wanted) for name in graph.nodes[node]["types"])


def texts(graph: "MultiDiGraph[str]", node: str, predicates: Iterable[str]) -> set[str]:
    """Return the literals of `node` under `predicates`."""
    return {one.value for name in predicates for one in graph.nodes[node]["literals"].get(name, ())}


def around(graph: "MultiDiGraph[str]", centre: str, *, depth: int = 1) -> "MultiDiGraph[str]":
    """Return the part of `graph` within `depth` steps of the entity `centre`, as a graph of its own."""
    if depth < 0:
        raise KgError(f"depth {depth}: give 0 for the entity alone, 1 for its neighbours, 2 for theirs")
    if not is_a(graph, centre, ENTITIES):
        raise KgError(f"{centre} is no person, body, place, meeting, policy or indicator; give one of these")
    facts = told_of(graph)
    near, edge = {centre}, {centre}
    for _ in range(depth):
        edge = {other for node in edge for other in neighbours(graph, node, facts)} - near
        near |= edge
    kept = near | {fact for node in near for fact in facts.get(node, ()) if belongs(graph, fact, near, centre)}
    kept |= {
        node
        for node in graph.predecessors(centre)
        if is_a(graph, node, (PASSAGE,)) and graph.has_edge(node, centre, key=MENTIONS)
    }
    return part(graph, kept | support(graph, kept))


def part(graph: "MultiDiGraph[str]", kept: Set[str]) -> "MultiDiGraph[str]":
    """Return a copy of the nodes `kept` and the lines between them, in their order, which that of networkx forgets."""
    found = graph.__class__()
    found.add_nodes_from((node, attributes) for node, attributes in graph.nodes(data=True) if node in kept)
    for start, end, key, attributes in graph.out_edges(list(found), keys=True, data=True):
        if end in kept:
            found.add_edge(start, end, key, **attributes)
    return found


def told_of(graph: "MultiDiGraph[str]") -> dict[str, list[str]]:
    """Return entity → the facts that link to it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for node in graph:
        if is_a(graph, node, (FACT,)):
            for end in graph.successors(node):
                found[end].append(node)
    return found


def neighbours(graph: "MultiDiGraph[str]", node: str, facts: dict[str, list[str]]) -> Iterator[str]:
    """Yield the entities that a relation or a fact joins to `node`; some come more than once."""
    ends = [*graph.successors(node), *graph.predecessors(node)]
    ends += [end for fact in facts.get(node, ()) for end in graph.successors(fact)]
    return (end for end in ends if is_a(graph, end, ENTITIES))


def belongs(graph: "MultiDiGraph[str]", fact: str, near: set[str], centre: str) -> bool:
    """Return whether `fact` is about the centre, or about nothing but entities that are near."""
    ends = set(graph.successors(fact))
    return centre in ends or all(end in near for end in ends if is_a(graph, end, ENTITIES))


def support(graph: "MultiDiGraph[str]", kept: Iterable[str]) -> set[str]:
    """Return what stands behind the nodes `kept`: sentences, articles, files, rules, roles, and posts with theirs."""
    found: set[str] = set()
    waiting = list(kept)
    while waiting:
        for end in graph.successors(waiting.pop()):
            if end not in found and not is_a(graph, end, ENTITIES):
                found.add(end)
                waiting.append(end)
    return found
