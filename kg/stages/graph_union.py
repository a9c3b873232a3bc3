"""All that is said of one IRI → one node; a united fact → the shortcuts that it stands for.

Both look at one IRI at a time, and the order in which things are said changes nothing: that is why an archive can be
read page by page, on many machines, and united afterwards. A set union settles nearly everything; only the values of
SINGLE and the role of a fact compete, and they compete within their IRI.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from kg import identity
from kg.model import Literal, Node
from kg.ontology import expand
from kg.rulebook import Rule

SINGLE = {
    "skos:prefLabel": "skos:altLabel",
    "schema:startDate": "",
    "schema:endDate": "",
    "kg:firstAttested": "",
    "kg:lastAttested": "",
    "schema:position": "",
}
DERIVING = frozenset({"kg:Tenure", "kg:Participation", "kg:Decision", "kg:Issuance", "kg:Comparison"})
# The roles in a meeting, the strongest first.
STRENGTH = tuple(map(expand, ("kg:Chair", "kg:Rapporteur", "kg:Speaker", "kg:Discussant", "kg:Elected", "kg:Attendee")))
RULE = ("kg:Rule", "prov:Plan")
Shortcut = tuple[str, str, str]


def unite(iri: str, said: Sequence[Node]) -> Node:
    """Return what all of `said`, nodes of this one IRI, say together: classes, literals and links in order."""
    if len(said) == 1:  # nearly all of them
        return in_order(said[0])
    nodes = list(dict.fromkeys(said))
    if len(nodes) == 1:
        return in_order(nodes[0])
    types = ordered(frozenset(name for node in nodes for name in node.types))
    return Node(iri, types, settle(nodes), tuple(links_of(nodes)))


def in_order(node: Node) -> Node:
    """Return a node of which nothing else is said as `unite` leaves it."""
    iri, types, literals, links = node
    if len(literals) > 1:
        literals = tuple(sorted(literals)) if is_settled(literals) else settle((node,))
    elif literals:
        literals = settle((node,)) if literals[0][0] == "skos:altLabel" else literals
    if len(links) > 1:
        links = tuple(sorted([(name, full(end)) for name, end in set(links)]))
    elif links:
        links = ((links[0][0], full(links[0][1])),)
    return Node(iri, as_ordered(types), literals, links)


def is_settled(literals: Collection[tuple[str, Literal]]) -> bool:
    """Return whether all literals of a node stand if nothing else is said of it: no two of them compete."""
    by_name = dict(literals)
    return len(by_name) == len(literals) and "skos:altLabel" not in by_name


def links_of(nodes: Collection[Node]) -> list[tuple[str, str]]:
    """Return the links of the nodes of one IRI in order; of a fact those that stand, by role and rule."""
    links = {(name, full(target)) for node in nodes for name, target in node.links}
    if len(nodes) > 1 and any(name == "kg:rule" for name, _ in links):
        best = strongest(nodes)
        links = {link for link in links if stands(*link, best)}
    return sorted(links)


def full(target: str) -> str:
    """Return the IRI for a link's target, which may be written as a CURIE of the ontology (kg:Chair)."""
    return expand(target) if target.startswith("kg:") else target


@cache
def as_ordered(types: tuple[str, ...]) -> tuple[str, ...]:
    """Return the classes of a node as they are said, each once, own classes first."""
    return ordered(frozenset(types))


@cache
def ordered(types: frozenset[str]) -> tuple[str, ...]:
    """Return the classes of a node, own classes first."""
    return tuple(sorted(types, key=lambda name: (not name.startswith("kg:"), name)))


def settle(nodes: Collection[Node]) -> tuple[tuple[str, Literal], ...]:
    """Return the literals of one IRI in order; of a single-valued property the first stays, others become variants."""
    said = {literal for node in nodes for literal in node.literals}
    found: defaultdict[str, set[Literal]] = defaultdict(set)
    for name, literal in said:
        found[name].add(literal)
    if len(found) == len(said) and "skos:altLabel" not in found:
        return tuple(sorted(said))
    for name, spare in SINGLE.items():
        if len(found.get(name, ())) > 1:
            first, *others = sorted(found[name], key=lambda one: rank(name, one))
            found[name] = {first}
            if spare:
                found[spare].update(others)
    if "skos:altLabel" in found:
        found["skos:altLabel"] -= found.get("skos:prefLabel", set())
    return tuple((name, one) for name, some in sorted(found.items()) for one in sorted(some))


def rank(name: str, one: Literal) -> tuple[int, str, Literal]:
    """Return the order in which competing values are preferred: long names, early dates (late for the last).

    No two are equal: the same text in a language and in none comes in one order, whatever the order of a set.
    """
    if name == "kg:lastAttested":
        return (0, "".join(chr(0x10FFFF - ord(char)) for char in one.value), one)
    if name == "kg:firstAttested":
        return (0, one.value, one)
    return (-len(one.value), one.value, one)


def strongest(nodes: Iterable[Node]) -> tuple[str, str]:
    """Return the role and the rule of a fact that stand: chair before speaker before attendee, then by rule."""
    found = []
    for links in (dict(node.links) for node in nodes):
        if rule := links.get("kg:rule"):
            role = full(links.get("prov:hadRole", ""))
            found.append((STRENGTH.index(role) if role else 0, role, rule))
    return min(found)[1:]


def stands(name: str, target: str, best: tuple[str, str]) -> bool:
    """Return whether a link of a fact stands beside what else is said of it: one role, and its rule."""
    role, rule = best
    return (name != "prov:hadRole" or target == role) and (name != "kg:rule" or target == rule)


@cache
def may_derive(types: tuple[str, ...]) -> bool:
    """Return whether edges may be derived from nodes of these classes; all nodes are asked, and few derive any."""
    return not DERIVING.isdisjoint(types)


def derived(node: Node) -> Iterator[Shortcut]:
    """Yield the derived edges of one united node: of a post, a part in a meeting, a decision, a target."""
    if not may_derive(node.types):
        return
    link = dict(reversed(node.links))  # of several targets the first
    if "kg:Tenure" in node.types:
        yield link["org:member"], "kg:holdsPostAt", link["org:organization"]
    elif "kg:Participation" in node.types:
        names = {expand("kg:Chair"): "kg:chaired", expand("kg:Speaker"): "kg:spokeAt"}
        yield link["prov:agent"], names.get(link["prov:hadRole"], "kg:attended"), link["kg:meeting"]
    elif "kg:Comparison" in node.types:
        results = [end for name, end in node.links if name == "kg:hasResult"]
        targets = [end for name, end in node.links if name == "kg:hasTarget"]
        yield from ((result, "kg:evaluates", target) for result in results for target in targets)
    else:
        yield from acted(node, link)


def acted(node: Node, link: Mapping[str, str]) -> Iterator[Shortcut]:
    """Yield the derived edges of a decision or an issuance: who acted on the policy, and who issued it."""
    if "kg:Decision" in node.types:
        actor = link.get("kg:decidedAt") or link["kg:decidedBy"]
        name = "kg:adopted" if link["kg:action"] == expand("kg:Adopted") else "kg:decidedOn"
        yield actor, name, link["kg:policy"]
    if link["kg:action"] == expand("kg:Issued") and "kg:decidedBy" in link:
        yield link["kg:policy"], "kg:issuedBy", link["kg:decidedBy"]


def finished(node: Node, shortcuts: Collection[tuple[str, str]]) -> Node:
    """Return a united node with the shortcuts that begin at it, as (predicate, target)."""
    return node._replace(links=tuple(sorted({*node.links, *shortcuts}))) if shortcuts else node


def rule_node(rule: Rule) -> Node:
    """Return the node that describes a rule."""
    literals = (
        ("dcterms:identifier", Literal(rule.id)),
        ("kg:ruleVersion", Literal(rule.version)),
        ("rdfs:comment", Literal(rule.about, lang="zh")),
    )
    return Node(identity.iri("rule", rule.id), RULE, literals)
