"""The finished graph → the same graph with a node that says what the dataset is (VoID and DCAT).

Everything is counted from the graph itself; nothing depends on the day or the machine. `void:triples` counts all
triples of the result, these included, so that it is what `SELECT (COUNT(*) AS ?n)` answers. Of a graph too large to
hold, the counts suffice.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Literal, Node
from kg.ontology import PREFIXES, expand, labels

if TYPE_CHECKING:
    from networkx import MultiDiGraph

LICENCE = "https://spdx.org/licenses/MIT"
RIGHTS = {
    "zh": "事实及其结构依此许可使用；所引原文的权利归原报所有。",
    "en": "The facts and their structure are under this licence; the quoted text remains with its newspapers.",
}
TITLE = {"zh": "政谱知识图谱", "en": "Zhengpu knowledge graph"}


@dataclass(frozen=True, slots=True)
class Census:
    """What the description counts: nodes by class, nodes with a class, source files, terms in use, triples."""

    classes: Counter[str]
    entities: int
    sources: tuple[str, ...]
    terms: frozenset[str]
    triples: int


def describe(
    graph: "MultiDiGraph[str]", *, title: dict[str, str] = TITLE, licence: str = LICENCE
) -> "MultiDiGraph[str]":
    """Return a copy of `graph` with the node id:dataset, one partition per class, and nothing else added.

    Graph attribute "base" says what `id:` stands for, if it is not the usual IRI. An old description is replaced.
    """
    base = graph.graph.get("base", PREFIXES["id"])
    described = without_description(graph, base)
    for node in nodes(count(described), base, title=title, licence=licence):
        add(described, node)
    return described


def nodes(
    census: Census, base: str = PREFIXES["id"], *, title: dict[str, str] = TITLE, licence: str = LICENCE
) -> tuple[Node, ...]:
    """Return the description of a graph of which `census` is known: id:dataset and its partitions."""
    dataset = f"{base}dataset"
    parts = [partition(dataset, curie, number) for curie, number in sorted(census.classes.items())]
    literals = [("void:uriSpace", Literal(base)), ("void:entities", whole_number(census.entities))]
    literals += [("dcterms:title", Literal(text, lang=language)) for language, text in title.items()]
    literals += [("dcterms:rights", Literal(text, lang=language)) for language, text in RIGHTS.items()]
    links = [("dcterms:license", licence), *(("dcterms:source", source) for source in census.sources)]
    links += [("void:classPartition", part.iri) for part in parts]
    whole = Node(dataset, ("dcat:Dataset", "void:Dataset"), tuple(literals), tuple(links))
    links += [("void:vocabulary", namespace) for namespace in vocabularies(census, (*parts, whole))]
    triples = census.triples + sum(map(size, parts)) + size(whole._replace(links=tuple(links))) + 1
    literals.append(("void:triples", whole_number(triples)))
    return (*parts, Node(dataset, whole.types, tuple(literals), tuple(links)))


def count(graph: "MultiDiGraph[str]") -> Census:
    """Return the census of `graph`."""
    types = {node: facts.get("types", ()) for node, facts in graph.nodes(data=True)}
    classes = Counter(curie for some in types.values() for curie in set(some))
    literals = [found for _, found in graph.nodes(data="literals", default={})]
    keys = {predicate for _, _, predicate in graph.edges(keys=True)}
    terms = keys.union(classes, *literals)
    values = sum(len(set(some)) for found in literals for some in found.values())
    sources = tuple(node for node, some in types.items() if "kg:SourceFile" in some)
    triples = classes.total() + values + graph.number_of_edges()
    return Census(classes, sum(map(bool, types.values())), sources, frozenset(terms), triples)


def size(node: Node) -> int:
    """Return how many triples a node stands for."""
    return len(set(node.types)) + len(set(node.literals)) + len(set(node.links))


def vocabularies(census: Census, described: Iterable[Node]) -> list[str]:
    """Return the namespace of every vocabulary of which the graph or its description uses a term, sorted."""
    own = {
        curie
        for node in described
        for curie in (*node.types, *(name for name, _ in node.literals), *(name for name, _ in node.links))
    }
    return sorted({PREFIXES[curie.partition(":")[0]] for curie in census.terms | own})


def without_description(graph: "MultiDiGraph[str]", base: str) -> "MultiDiGraph[str]":
    """Return a copy of `graph` without the description that an earlier run may have added."""
    copied = graph.copy()
    own = [node for node in copied if node == f"{base}dataset" or node.startswith(f"{base}dataset.")]
    copied.remove_nodes_from(own)
    return copied


def partition(dataset: str, curie: str, entities: int) -> Node:
    """Return the node that tells of the part of the dataset that is of class `curie`."""
    names = tuple(("rdfs:label", Literal(text, lang=language)) for language, text in sorted(labels(curie).items()))
    literals = (("void:entities", whole_number(entities)), *names)
    iri = f"{dataset}.{curie.replace(':', '.')}"
    return Node(iri, ("void:Dataset",), literals, (("void:class", expand(curie)),))


def add(graph: "MultiDiGraph[str]", node: Node) -> None:
    """Add a node of the description to `graph`, which the caller owns."""
    literals: dict[str, tuple[Literal, ...]] = {}
    for name, literal in node.literals:
        literals[name] = (*literals.get(name, ()), literal)
    graph.add_node(node.iri, types=node.types, literals=literals)
    for name, target in node.links:
        if target not in graph:
            graph.add_node(target, types=(), literals={})
        graph.add_edge(node.iri, target, key=name)


def whole_number(number: int) -> Literal:
    """Return `number` as an integer literal."""
    return Literal(str(number), "xsd:integer")
