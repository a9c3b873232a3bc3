"""The domain model says what every term means in both languages, and what it joins."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph

from kg import ontology
from kg.errors import KgError

CLASSES = {"owl:Class"}
PROPERTIES = {"owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property"}
# The language in which ontologies are written, and what every model may therefore use without declaring it.
BUILT_IN = re.compile(r"(?:owl|rdf|rdfs|sh):.*|xsd:.*")
QUERIES = sorted((Path(ontology.__file__).parent / "queries").glob("*.rq"))


def kind(curie: str) -> set[str]:
    return set(ontology.values(curie, "rdf:type"))


TERMS = sorted(ontology.declared())
OWN = [curie for curie in TERMS if curie.startswith("kg:")]
OWN_PROPERTIES = [curie for curie in OWN if kind(curie) & PROPERTIES]


@pytest.mark.parametrize("curie", TERMS)
def test_every_term_is_named_and_explained_in_both_languages(curie):
    assert ontology.labels(curie).keys() == ontology.comments(curie).keys() == {"zh", "en"}
    assert all(ontology.labels(curie).values())
    assert all(ontology.comments(curie).values())


@pytest.mark.parametrize("curie", OWN_PROPERTIES)
def test_every_own_property_says_what_it_joins(curie):
    assert len(ontology.values(curie, "rdfs:domain")) == 1
    assert len(ontology.values(curie, "rdfs:range")) == 1


@pytest.mark.parametrize("curie", [curie for curie in OWN if kind(curie) & (PROPERTIES | CLASSES)])
def test_every_own_term_specialises_a_standard_term(curie):
    assert any(not term.startswith("kg:") for term in ontology.superterms(curie))


@pytest.mark.parametrize("curie", [curie for curie in OWN if "owl:NamedIndividual" in kind(curie)])
def test_every_individual_belongs_to_an_own_class(curie):
    assert any(name.startswith("kg:") and "owl:Class" in kind(name) for name in kind(curie))


@pytest.mark.parametrize("curie", [curie for curie in TERMS if kind(curie) & PROPERTIES])
def test_a_property_of_literals_has_no_class_as_range(curie):
    ranges = {*ontology.values(curie, "rdfs:range"), *ontology.values(curie, "schema:rangeIncludes")}
    literal = {name for name in ranges if name == "rdfs:Literal" or "rdfs:Datatype" in kind(name)}
    assert ranges
    if "owl:DatatypeProperty" in kind(curie):
        assert literal == ranges
    if "owl:ObjectProperty" in kind(curie):
        assert not literal


def test_nothing_is_used_in_the_model_that_it_does_not_declare():
    assert undeclared(ontology.path()) == set()


def test_nothing_is_used_in_the_shapes_that_the_model_does_not_declare():
    assert undeclared(ontology.path("shapes.ttl")) == set()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_nothing_is_used_in_a_query_that_the_model_does_not_declare(query):
    names = re.findall(
        r"(?<![\w<?:/])(\w+:[A-Za-z]\w*)", re.sub(r"<[^>]*>|#.*|\"[^\"]*\"", "", query.read_text("utf-8"))
    )
    assert {name for name in names if not BUILT_IN.fullmatch(name)} <= ontology.declared()


def test_no_class_or_property_specialises_itself():
    graph = Graph().parse(ontology.path(), format="turtle")
    for line in ("rdfs:subClassOf", "rdfs:subPropertyOf"):
        assert not graph.query(f"ASK {{ ?term {line}+ ?term }}").askAnswer


def test_prefixes_are_those_of_the_model():
    declared = re.findall(r"^@prefix (\w+): <(.*)> \.$", ontology.path().read_text("utf-8"), re.MULTILINE)
    assert dict(declared) == dict(ontology.PREFIXES)


def test_compact_undoes_expand():
    assert all(ontology.compact(ontology.expand(curie)) == curie for curie in TERMS)


def test_an_unknown_namespace_has_no_curie():
    assert ontology.compact("https://example.org/x") is None
    assert ontology.compact("https://w3id.org/zhengpu/id/") is None


@pytest.mark.parametrize("wrong", ["Meeting", "nowhere:Meeting", ""])
def test_an_unknown_prefix_is_an_error_that_names_it(wrong):
    with pytest.raises(KgError, match="prefix"):
        ontology.expand(wrong)


def test_an_undeclared_term_has_no_labels():
    assert ontology.labels("kg:Nothing") == {}


def undeclared(path: Path) -> set[str]:
    """Return the CURIEs that the file uses and the model does not declare."""
    quads = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    named = (term.value for quad in quads for term in quad.triple if isinstance(term, pyoxigraph.NamedNode))
    used = {curie for iri in named if (curie := ontology.compact(iri)) is not None}
    return {curie for curie in used if not BUILT_IN.fullmatch(curie)} - ontology.declared()
