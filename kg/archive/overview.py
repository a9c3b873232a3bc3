"""A shelf → the part of its graph that a page can show: the best connected entities and the facts between them.

Each fact comes with its sentence, article and file, so that what is shown is as well founded as in a whole page; what
an entity is linked to comes with it. Links that lead out of the part are left out.
"""

from collections.abc import Iterable

from kg.archive import merging
from kg.archive.shelf import Shelf
from kg.model import Node

ENTITIES = 300
FACTS = 600
# What surrounds the chosen: sentences and roles of facts, articles of sentences, files of articles.
RINGS = 3
BEST = """
SELECT iri, count(*) AS ties FROM (
    SELECT subject AS iri, target AS other FROM derived UNION SELECT target, subject FROM derived
) GROUP BY iri ORDER BY ties DESC, iri LIMIT ?
"""
BETWEEN = """
SELECT DISTINCT fact FROM derived JOIN best AS one ON one.iri = subject JOIN best AS other ON other.iri = target
ORDER BY one.ties + other.ties DESC, fact LIMIT ?
"""
# A sentence mentions many things, a body has parts and places: only what the chosen are linked to is followed.
NOT_FOLLOWED = ("schema:mentions",)
EVIDENCE, SENTENCES = "prov:wasDerivedFrom", 5


def nodes(shelf: Shelf) -> list[Node]:
    """Return the united nodes of the overview, sorted by IRI."""
    shelf.line.execute("CREATE TEMP TABLE best (iri TEXT PRIMARY KEY, ties INTEGER)")
    shelf.line.executemany("INSERT INTO best VALUES (?, ?)", shelf.line.execute(BEST, (ENTITIES,)).fetchall())
    facts = [fact for (fact,) in shelf.line.execute(BETWEEN, (FACTS,))]
    entities = [iri for (iri,) in shelf.line.execute("SELECT iri FROM best")]
    found: dict[str, Node] = {}
    ring: Iterable[str] = [*facts, *entities]
    for _ in range(RINGS + 1):
        new = [merging.united(iri, shelf.told(iri), shortened) for iri in ring if shelf.knows(iri)]
        found |= {node.iri: node for node in new}
        ring = sorted({end for node in new for name, end in node.links if name not in NOT_FOLLOWED} - found.keys())
    return [inside(found[iri], found) for iri in sorted(found)]


def inside(node: Node, found: dict[str, Node]) -> Node:
    """Return `node` without the links that lead to sentences' other mentions, which the overview does not have."""
    return node._replace(links=tuple(link for link in node.links if link[0] not in NOT_FOLLOWED or link[1] in found))


def shortened(node: Node) -> Node:
    """Return `node` with the first few of its sentences: what many pages say again and again has hundreds."""
    evidence = set([link for link in node.links if link[0] == EVIDENCE][SENTENCES:])
    return node._replace(links=tuple(link for link in node.links if link not in evidence)) if evidence else node
