"""The graph of a real page keeps to the domain model and to the shapes."""

from pathlib import Path

import networkx as nx
import pyshacl
import pytest
from rdflib import Graph

from kg import ontology
from kg.outputs.description import describe
from kg.outputs.turtle import write
from kg.pipeline import build

SEED = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))[0]


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    return describe(build([SEED]).graph)


def classes(graph: nx.MultiDiGraph, node: str) -> set[str]:
    """Return every class of `node`, with the classes above them; terms of the model itself included."""
    curie = ontology.compact(node)
    own = ontology.values(curie, "rdf:type") if curie is not None else ()
    stated = (*graph.nodes[node].get("types", ()), *own)
    return {"owl:Thing"}.union(*(ontology.superterms(name) for name in stated))


def test_a_graph_uses_only_declared_terms(graph):
    used = {name for _, types in graph.nodes(data="types", default=()) for name in types}
    used |= {name for _, literals in graph.nodes(data="literals", default={}) for name in literals}
    used |= {name for _, _, name in graph.edges(keys=True)}
    assert used <= ontology.declared()


def test_every_subject_is_in_the_domain_of_its_properties(graph):
    said = [(node, name) for node, literals in graph.nodes(data="literals", default={}) for name in literals]
    said += [(node, name) for node, _, name in graph.edges(keys=True)]
    assert not [one for one in said if not set(ontology.values(one[1], "rdfs:domain")) <= classes(graph, one[0])]


def test_every_object_is_in_the_range_of_its_property(graph):
    said = [(name, node) for _, node, name in graph.edges(keys=True)]
    assert not [one for one in said if not set(ontology.values(one[0], "rdfs:range")) <= classes(graph, one[1])]


def test_a_graph_conforms_to_the_shapes(graph):
    data = Graph().parse(data=write(graph), format="turtle")
    conforms, _, text = pyshacl.validate(data, shacl_graph=Graph().parse(ontology.path("shapes.ttl"), format="turtle"))
    assert conforms, text
