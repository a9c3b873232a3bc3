"""What every article says → one networkx graph: nodes with the same IRI united, shortcuts derived.

Uniting is a set union, so the order of articles and files changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

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
STRENGTH = ("kg:Chair", "kg:Rapporteur", "kg:Speaker", "kg:Discussant", "kg:Elected", "kg:Attendee")


def assemble(said: Sequence[Node], rulebook: Iterable[Rule]) -> "nx.MultiDiGraph[str]":
    """Return the graph of all nodes, with the rules that made its facts and the derived shortcuts."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    types: dict[str, set[str]] = defaultdict(set)
    literals: dict[str, dict[str, set[Literal]]] = defaultdict(lambda: defaultdict(set))
    links: set[tuple[str, str, str]] = set()
    best = strongest(said)
    for node in said:
        types[node.iri].update(node.types)
        for name, literal in node.literals:
            literals[node.iri][name].add(literal)
        links.update((node.iri, name, full(target)) for name, target in node.links if stands(node, name, target, best))
    for iri in sorted({*types, *(s for s, _, _ in links), *(o for _, _, o in links)}):
        graph.add_node(iri, types=ordered(types.get(iri, set())), literals=settle(literals.get(iri, {})))
    for subject, name, target in sorted(links):
        graph.add_edge(subject, target, key=name)
    add_rules(graph, rulebook)
    add_shortcuts(graph)
    return graph


def full(target: str) -> str:
    """Return the IRI for a link's target, which may be written as a CURIE of the ontology (kg:Chair)."""
    return expand(target) if target.startswith("kg:") else target


def ordered(types: set[str]) -> tuple[str, ...]:
    """Return the classes of a node, own classes first."""
    return tuple(sorted(types, key=lambda name: (not name.startswith("kg:"), name)))


def settle(values: dict[str, set[Literal]]) -> dict[str, tuple[Literal, ...]]:
    """Return the literals sorted; of a single-valued property the first stays, other names become variants."""
    found = {name: set(some) for name, some in values.items()}
    for name, spare in SINGLE.items():
        some = sorted(found.get(name, ()), key=lambda one: rank(name, one))
        if len(some) > 1:
            found[name] = {some[0]}
            if spare:
                found.setdefault(spare, set()).update(some[1:])
    if "skos:altLabel" in found:
        found["skos:altLabel"] -= found.get("skos:prefLabel", set())
    return {
        name: tuple(sorted(some, key=lambda one: (one.value, one.datatype, one.lang)))
        for name, some in sorted(found.items())
        if some
    }


def rank(name: str, one: Literal) -> tuple[int, str]:
    """Return the order in which competing values are preferred: long names, early dates (late for the last)."""
    if name == "kg:lastAttested":
        return (0, "".join(chr(0x10FFFF - ord(char)) for char in one.value))
    if name == "kg:firstAttested":
        return (0, one.value)
    return (-len(one.value), one.value)


def strongest(said: Iterable[Node]) -> dict[str, tuple[int, str, str]]:
    """Return for each fact the role and the rule that stand: chair before speaker before attendee, then by rule."""
    best: dict[str, tuple[int, str, str]] = {}
    for node in said:
        links = dict(node.links)
        if rule := links.get("kg:rule"):
            role = links.get("prov:hadRole", "")
            found = (STRENGTH.index(role) if role else 0, role, rule)
            best[node.iri] = min(best.get(node.iri, found), found)
    return best


def stands(node: Node, name: str, target: str, best: dict[str, tuple[int, str, str]]) -> bool:
    """Return whether a link of a node stands beside what else is said of the fact: one role, and its rule."""
    _, role, rule = best.get(node.iri, (0, target, target))
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
