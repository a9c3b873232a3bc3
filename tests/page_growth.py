"""A real graph → a larger one like it: copies of it whose names are all different, tied together by new lines."""

import networkx as nx

from kg.model import Literal

SHARED = {"kg:Rule", "kg:Role", "schema:AdministrativeArea"}
NAMES = {"foaf:name", "skos:prefLabel", "schema:headline"}
ID = "https://w3id.org/zhengpu/id/"


def grown(graph: "nx.MultiDiGraph[str]", times: int) -> "nx.MultiDiGraph[str]":
    """Return `graph` and `times` - 1 copies; places, posts and rules stay one, all else has a number in its name."""
    large: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for turn in range(times):
        names = {node: name(node, record, turn) for node, record in graph.nodes(data=True)}
        for node, record in graph.nodes(data=True):
            large.add_node(names[node], types=record.get("types", ()), literals=literals(record, turn))
        for source, target, key, record in graph.edges(keys=True, data=True):
            facts = {"facts": tuple(names.get(fact, fact) for fact in record["facts"])} if "facts" in record else {}
            large.add_edge(names[source], names[target], key=key, **facts)
    return large


def name(node: str, record: dict[str, object], turn: int) -> str:
    """Return the IRI of `node` in copy number `turn`."""
    types = record.get("types", ())
    assert isinstance(types, tuple)
    return node if not turn or not types or SHARED.intersection(types) else f"{node}.{turn}"


def literals(record: dict[str, object], turn: int) -> dict[str, tuple[Literal, ...]]:
    """Return the literals of a copy: another name, a publication some years earlier."""
    found = record.get("literals", {})
    assert isinstance(found, dict)
    return {key: tuple(changed(key, value, turn) for value in values) for key, values in found.items()}


def changed(key: str, value: Literal, turn: int) -> Literal:
    """Return one literal as copy number `turn` has it."""
    if turn and key in NAMES:
        return Literal(f"{value.value}{chr(0x4E00 + turn * 17 % 5000)}{turn}", value.datatype, value.lang)
    if turn and key == "schema:datePublished":
        return Literal(f"{int(value.value[:4]) - turn % 9}{value.value[4:]}", value.datatype, value.lang)
    return value
