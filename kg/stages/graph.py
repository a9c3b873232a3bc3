"""What every article says → one networkx graph: nodes with the same IRI united, shortcuts derived.

Uniting is a set union, so the order of articles and files changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

import networkx as nx

from kg import identity
from kg.model import Literal, Node
from kg.ontology import expand
from kg.rulebook import Rule

SINGLE = {
    "skos:prefLabel": "skos:altLabel",
    "schema:startDate": "",
    "kg:firstAttested": "",
    "kg:lastAttested": "",
    "schema:position": "",
}
DERIVING = frozenset({"kg:Tenure", "kg:Participation", "kg:Decision"})
STRENGTH = ("kg:Chair", "kg:Rapporteur", "kg:Speaker", "kg:Discussant", "kg:Elected", "kg:Attendee")


def assemble(said: Sequence[Node], rulebook: Iterable[Rule]) -> "nx.MultiDiGraph[str]":
    """Return the graph of all nodes, with the rules that made its facts and the derived shortcuts."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    named: defaultdict[str, list[Node]] = defaultdict(list)
    for node in dict.fromkeys(said):
        named[node.iri].append(node)
    linked = {iri: links_of(nodes) for iri, nodes in named.items()}
    targets = {target for links in linked.values() for _, target in links}
    for iri in sorted(named.keys() | targets):
        nodes = named.get(iri, ())
        graph.add_node(
            iri, types=ordered(frozenset(name for node in nodes for name in node.types)), literals=settle(nodes)
        )
    for iri in sorted(linked):
        for name, target in linked[iri]:
            graph.add_edge(iri, target, key=name)
    add_rules(graph, rulebook)
    add_shortcuts(graph)
    return graph


def links_of(nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """Return the links of the nodes of one IRI in order; of a fact those that stand, by role and rule."""
    links = {link for node in nodes for link in node.links}
    if len(nodes) > 1 and any(name == "kg:rule" for name, _ in links):
        best = strongest(nodes)
        links = {link for node in nodes for link in node.links if stands(*link, best)}
    return sorted((name, full(target)) for name, target in links)


def full(target: str) -> str:
    """Return the IRI for a link's target, which may be written as a CURIE of the ontology (kg:Chair)."""
    return expand(target) if target.startswith("kg:") else target


@cache
def ordered(types: frozenset[str]) -> tuple[str, ...]:
    """Return the classes of a node, own classes first."""
    return tuple(sorted(types, key=lambda name: (not name.startswith("kg:"), name)))


def settle(nodes: Iterable[Node]) -> dict[str, tuple[Literal, ...]]:
    """Return the literals of one IRI in order; of a single-valued property the first stays, others become variants."""
    found: defaultdict[str, set[Literal]] = defaultdict(set)
    for node in nodes:
        for name, literal in node.literals:
            found[name].add(literal)
    for name, spare in SINGLE.items():
        if len(found.get(name, ())) > 1:
            first, *others = sorted(found[name], key=lambda one: rank(name, one))
            found[name] = {first}
            if spare:
                found[spare].update(others)
    if "skos:altLabel" in found:
        found["skos:altLabel"] -= found.get("skos:prefLabel", set())
    return {name: tuple(sorted(some)) for name, some in sorted(found.items()) if some}


def rank(name: str, one: Literal) -> tuple[int, str]:
    """Return the order in which competing values are preferred: long names, early dates (late for the last)."""
    if name == "kg:lastAttested":
        return (0, "".join(chr(0x10FFFF - ord(char)) for char in one.value))
    if name == "kg:firstAttested":
        return (0, one.value)
    return (-len(one.value), one.value)


def strongest(nodes: Iterable[Node]) -> tuple[str, str]:
    """Return the role and the rule of a fact that stand: chair before speaker before attendee, then by rule."""
    found = []
    for links in (dict(node.links) for node in nodes):
        if rule := links.get("kg:rule"):
            role = links.get("prov:hadRole", "")
            found.append((STRENGTH.index(role) if role else 0, role, rule))
    return min(found)[1:]


def stands(name: str, target: str, best: tuple[str, str]) -> bool:
    """Return whether a link of a fact stands beside what else is said of it: one role, and its rule."""
    role, rule = best
    return (name != "prov:hadRole" or target == role) and (name != "kg:rule" or target == rule)


def add_rules(graph: "nx.MultiDiGraph[str]", rulebook: Iterable[Rule]) -> None:
    """Describe every rule that made a fact."""
    for rule in rulebook:
        iri = identity.iri("rule", rule.id)
        if iri in graph:
            literals = {
                "dcterms:identifier": (Literal(rule.id),),
                "kg:ruleVersion": (Literal(rule.version),),
                "rdfs:comment": (Literal(rule.about, lang="zh"),),
            }
            graph.add_node(iri, types=("kg:Rule", "prov:Plan"), literals=literals)


def add_shortcuts(graph: "nx.MultiDiGraph[str]") -> None:
    """Add the edges that are derived from fact nodes; each keeps the facts that it stands for."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for fact, record in graph.nodes(data=True):
        if not DERIVING.isdisjoint(record["types"]):
            for shortcut in shortcuts(record["types"], targets(graph, fact)):
                found[shortcut].add(fact)
    for (subject, name, target), facts in sorted(found.items()):
        graph.add_edge(subject, target, key=name, facts=tuple(sorted(facts)))


def targets(graph: "nx.MultiDiGraph[str]", fact: str) -> dict[str, str]:
    """Return the first target of each link of a fact."""
    return {name: target for _, target, name in sorted(graph.out_edges(fact, keys=True), reverse=True)}


def shortcuts(types: tuple[str, ...], link: dict[str, str]) -> Iterable[tuple[str, str, str]]:
    """Yield the derived edges of one fact: a post, a part in a meeting, a decision."""
    if "kg:Tenure" in types:
        yield link["org:member"], "kg:holdsPostAt", link["org:organization"]
    elif "kg:Participation" in types:
        names = {expand("kg:Chair"): "kg:chaired", expand("kg:Speaker"): "kg:spokeAt"}
        yield link["prov:agent"], names.get(link["prov:hadRole"], "kg:attended"), link["kg:meeting"]
    elif "kg:Decision" in types:
        actor = link.get("kg:decidedAt") or link["kg:decidedBy"]
        name = "kg:adopted" if link["kg:action"] == expand("kg:Adopted") else "kg:decidedOn"
        yield actor, name, link["kg:policy"]
