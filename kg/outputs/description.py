"""The finished graph → the same graph with a node that says what the dataset is (VoID and DCAT).

Everything is counted from the graph itself; nothing depends on the day or the machine. `void:triples` counts all
triples of the result, these included, so that it is what `SELECT (COUNT(*) AS ?n)` answers.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model import Literal
from kg.ontology import PREFIXES, expand, labels

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Statement = tuple[str, Literal | str]

LICENCE = "https://spdx.org/licenses/MIT"
RIGHTS = {
    "zh": "事实及其结构依此许可使用；所引原文的权利归原报所有。",
    "en": "The facts and their structure are under this licence; the quoted text remains with its newspapers.",
}
TITLE = {"zh": "政谱知识图谱", "en": "Zhengpu knowledge graph"}


def describe(
    graph: "MultiDiGraph[str]", *, title: dict[str, str] = TITLE, licence: str = LICENCE
) -> "MultiDiGraph[str]":
    """Return a copy of `graph` with the node id:dataset, one partition per class, and nothing else added.

    Graph attribute "base" says what `id:` stands for, if it is not the usual IRI. An old description is replaced.
    """
    base = graph.graph.get("base", PREFIXES["id"])
    described = without_description(graph, base)
    dataset = f"{base}dataset"
    classes = Counter(curie for types in node_types(described).values() for curie in set(types))
    statements: list[Statement] = [("dcterms:license", licence), ("void:uriSpace", Literal(base))]
    statements += [("dcterms:title", Literal(text, lang=language)) for language, text in title.items()]
    statements += [("dcterms:rights", Literal(text, lang=language)) for language, text in RIGHTS.items()]
    statements += [("void:entities", whole_number(sum(map(bool, node_types(described).values()))))]
    statements += [
        ("dcterms:source", node) for node, types in node_types(described).items() if "kg:SourceFile" in types
    ]
    for curie, number in sorted(classes.items()):
        partition = f"{dataset}.{curie.replace(':', '.')}"
        add(described, partition, ("void:Dataset",), partition_statements(curie, number))
        statements.append(("void:classPartition", partition))
    add(described, dataset, ("dcat:Dataset", "void:Dataset"), statements)
    vocabularies: list[Statement] = [("void:vocabulary", namespace) for namespace in used_vocabularies(described)]
    add(described, dataset, (), vocabularies)
    add(described, dataset, (), [("void:triples", whole_number(count_triples(described) + 1))])
    return described


def node_types(graph: "MultiDiGraph[str]") -> dict[str, tuple[str, ...]]:
    """Return the classes of every node; empty for nodes that are only pointed at."""
    return {node: facts.get("types", ()) for node, facts in graph.nodes(data=True)}


def without_description(graph: "MultiDiGraph[str]", base: str) -> "MultiDiGraph[str]":
    """Return a copy of `graph` without the description that an earlier run may have added."""
    copied = graph.copy()
    own = [node for node in copied if node == f"{base}dataset" or node.startswith(f"{base}dataset.")]
    copied.remove_nodes_from(own)
    return copied


def partition_statements(curie: str, entities: int) -> list[Statement]:
    """Return what the description says of the part of the dataset that is of class `curie`."""
    names: list[Statement] = [
        ("rdfs:label", Literal(text, lang=language)) for language, text in sorted(labels(curie).items())
    ]
    return [("void:class", expand(curie)), ("void:entities", whole_number(entities)), *names]


def add(graph: "MultiDiGraph[str]", node: str, types: tuple[str, ...], statements: Iterable[Statement]) -> None:
    """Add `statements` about `node` to `graph`, which the caller owns; a plain string is the IRI of another node."""
    if node not in graph:
        graph.add_node(node, types=types, literals={})
    literals = graph.nodes[node]["literals"]
    for predicate, value in statements:
        if isinstance(value, Literal):
            literals[predicate] = (*literals.get(predicate, ()), value)
            continue
        if value not in graph:
            graph.add_node(value, types=(), literals={})
        graph.add_edge(node, value, key=predicate)


def used_vocabularies(graph: "MultiDiGraph[str]") -> list[str]:
    """Return the namespace of every vocabulary of which `graph` uses a class or property, sorted."""
    curies = {curie for types in node_types(graph).values() for curie in types}
    curies |= {predicate for _, literals in graph.nodes(data="literals", default={}) for predicate in literals}
    curies |= {predicate for _, _, predicate in graph.edges(keys=True)}
    return sorted({PREFIXES[curie.partition(":")[0]] for curie in curies})


def count_triples(graph: "MultiDiGraph[str]") -> int:
    """Return how many distinct triples `graph` stands for."""
    types = sum(len(set(types)) for types in node_types(graph).values())
    groups = (values for _, literals in graph.nodes(data="literals", default={}) for values in literals.values())
    return types + sum(len(set(values)) for values in groups) + graph.number_of_edges()


def whole_number(number: int) -> Literal:
    """Return `number` as an integer literal."""
    return Literal(str(number), "xsd:integer")
