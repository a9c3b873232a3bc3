"""The finished graph → GraphML of its network of entities, with typed attributes, for Gephi, yEd and networkx.

A node is a person, body, place, meeting, policy or indicator; an edge is a relation between two of them, its weight
the number of facts that say so, with the first sentence. Sentences and facts themselves are no nodes here: a picture
of them is no picture; they are in the tables.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.ontology import labels
from kg.outputs import fact_tables, files, neighbourhood
from kg.outputs.exports.characters import for_xml
from kg.outputs.page_graph import Reader

if TYPE_CHECKING:
    from networkx import MultiDiGraph

HEAD = "<?xml version='1.0' encoding='utf-8'?>\n"
NOT_A_RELATION = frozenset(("schema:mentions", "schema:author"))
# A fact that joins two entities and has no derived edge of its own: the class, from, to.
FACT_LINES = (
    ("kg:Statement", "kg:voice", "kg:saidAt"),
    ("kg:Observation", "schema:observationAbout", "kg:indicator"),
)
Line = tuple[str, str, str, tuple[str, ...]]


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write the network of entities to the file `target`."""
    # Not nx.write_graphml: that one takes lxml where it is installed, and the bytes would differ.
    lines = nx.generate_graphml(network(graph), named_key_ids=False)
    return [files.write(target, HEAD + "\n".join(lines) + "\n")]


def network(graph: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    """Return the network: attributes of nodes and edges are str, int, float or bool, and never missing."""
    read = Reader(graph, fact_tables.NAMES)
    found: MultiDiGraph[str] = nx.MultiDiGraph()
    for node in neighbourhood.entities(graph):
        found.add_node(for_xml(node), **attributes(read, node))
    for number, (source, target, name, facts) in enumerate(sorted(relations(read, set(neighbourhood.entities(graph))))):
        found.add_edge(for_xml(source), for_xml(target), key=f"e{number}", **edge_attributes(read, name, facts))
    return found


def attributes(read: Reader, node: str) -> dict[str, str | int | bool]:
    """Return what is told of an entity: its label, class (own name, Chinese, English), date, and how often named."""
    name = next(iter(read.types(node)))
    return {
        "label": for_xml(read.name(node)),
        "class": fact_tables.local(name),
        "class_zh": labels(name).get("zh", name),
        "class_en": labels(name).get("en", name),
        "also": for_xml(fact_tables.JOINED.join(read.texts(node, "skos:altLabel"))),
        "date": read.text(node, "schema:startDate"),
        "open": bool(read.text(node, "kg:openReference")),
        "mentions": read.reached(node, "schema:mentions"),
    }


def relations(read: Reader, entities: set[str]) -> Iterator[Line]:
    """Yield the relations between entities: from, to, predicate or class of fact, facts."""
    for (source, target, name), record in read.graph.edges.items():
        if source in entities and target in entities and name not in NOT_A_RELATION:
            yield source, target, name, tuple(record.get("facts", ()))
    for kind, begin, end in FACT_LINES:
        joined: dict[tuple[str, str], list[str]] = {}
        for fact in read.of(kind):
            links = read.links(fact)
            for pair in ((one, other) for one in links.get(begin, ()) for other in links.get(end, ())):
                joined.setdefault(pair, []).append(fact)
        yield from ((one, other, kind, tuple(facts)) for (one, other), facts in joined.items())


def edge_attributes(read: Reader, name: str, facts: tuple[str, ...]) -> dict[str, str | float | int]:
    """Return what is told of a relation: its name in three ways, its weight, the first sentence behind it."""
    sentences = [one for fact in facts for one in fact_tables.sentences(read, fact)[:1]]
    return {
        "label": labels(name).get("zh", name),
        "relation": fact_tables.local(name),
        "relation_en": labels(name).get("en", name),
        "weight": float(max(1, len(facts))),
        "facts": len(facts),
        "sentence": for_xml(read.text(sentences[0], "schema:text")) if sentences else "",
    }
