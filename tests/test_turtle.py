"""The Turtle that we write is strict, says exactly what the graph says, and never varies."""

import random

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg.errors import KgError
from kg.model import Literal
from kg.ontology import PREFIXES, expand
from kg.outputs.description import describe
from kg.outputs.turtle import clean_iri, write

ID = PREFIXES["id"]
HARD_TEXTS = [
    "", '"', '"""', "'", "\\", "\\\\n", "\\u0041", '\\"', "a\nb", "a\rb", "\r\n", "\t\b\f", "\x00\x01\x1f\x7f\x85",
    "“两个确立”", "𠮷野家", "a\u2028b\u2029c", "\ufeff首", "\u200b零宽\u202e反向", "\ufffe\uffff", "@zh", "^^xsd:date",
    "结尾反斜杠\\", " ．　空白 ", "é e\u0301", "<b>&amp;</b>", "# 不是注释", "🀄️",
]  # fmt: skip
HARD_LOCALS = [
    "person.320412.乔俊杰", "a.", ".a", "-a", "a-", "1", "a b", "a%b", "a%20b", "a%2", "“两个确立”", "《规划》", "a:b",
    "a#b",
    "a##b", "a/b", "a?b#c", "<a>", 'a"b', "{a}", "a|b", "a^b", "a`b", "a\\b", "a[1]", "~a!$&'()*+,;=@",
    "𠮷", "·中", "中·", "é",
    "\u0301", "\ue000", "\ufffd", "\ufdd0", "a\nb", "\x00", "", "_", "true", "a..b", "\u200c", "〇", "１＋８",
]  # fmt: skip
TYPED = [
    ("1", "xsd:integer"), ("-1", "xsd:integer"), ("0", "xsd:integer"), ("-0", "xsd:integer"), ("007", "xsd:integer"),
    ("+1", "xsd:integer"), ("12", "xsd:nonNegativeInteger"), ("4.10", "xsd:decimal"), ("410000000000", "xsd:decimal"),
    ("-0.5", "xsd:decimal"), ("true", "xsd:boolean"), ("1", "xsd:boolean"), ("2021-12-27", "xsd:date"),
    ("2021", "xsd:gYear"), ("2021-12", "xsd:gYearMonth"), ("文", "xsd:string"),
]  # fmt: skip

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(HARD_TEXTS)
locals_ = st.text(st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from(HARD_LOCALS)
literals = st.one_of(
    texts.map(Literal),
    st.tuples(texts, st.just(""), st.sampled_from(["zh", "en", "zh-hans"])).map(lambda parts: Literal(*parts)),
    st.sampled_from([Literal(*pair) for pair in TYPED]),
)
types = st.lists(st.sampled_from(["kg:Meeting", "schema:Event", "foaf:Person", "kg:Official"]), max_size=3).map(tuple)
values = st.dictionaries(
    st.sampled_from(["skos:altLabel", "schema:text", "kg:printed"]),
    st.lists(literals, max_size=3).map(tuple),
    max_size=3,
)
links = st.lists(st.tuples(locals_, st.sampled_from(["schema:mentions", "kg:meeting"]), locals_), max_size=5)


@st.composite
def graphs(draw):
    graph = nx.MultiDiGraph()
    for local in draw(st.lists(locals_, max_size=5)):
        graph.add_node(ID + local, types=draw(types), literals=draw(values))
    for subject, predicate, target in draw(links):
        for local in (subject, target):
            if ID + local not in graph:
                graph.add_node(ID + local, types=(), literals={})
        graph.add_edge(ID + subject, ID + target, key=predicate)
    return graph


def graph_of(*found: Literal, local: str = "x") -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_node(ID + local, types=("kg:Meeting",), literals={"schema:text": found})
    return graph


def triples(graph: nx.MultiDiGraph) -> set[pyoxigraph.Triple]:
    """Return the triples of `graph`, made without Turtle."""
    found = set()
    for node, facts in graph.nodes(data=True):
        subject = pyoxigraph.NamedNode(clean_iri(node))
        for curie in facts["types"]:
            found.add((subject, iri("rdf:type"), iri(curie)))
        for predicate, group in facts["literals"].items():
            found |= {(subject, iri(predicate), term(literal)) for literal in group}
    for subject, target, predicate in graph.edges(keys=True):
        found.add((pyoxigraph.NamedNode(clean_iri(subject)), iri(predicate), pyoxigraph.NamedNode(clean_iri(target))))
    return {pyoxigraph.Triple(*parts) for parts in found}


def iri(curie: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(expand(curie))


def term(literal: Literal) -> pyoxigraph.Literal:
    if literal.lang:
        return pyoxigraph.Literal(literal.value, language=literal.lang)
    return pyoxigraph.Literal(literal.value, datatype=iri(literal.datatype or "xsd:string"))


def strict(turtle: str) -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in pyoxigraph.parse(turtle.encode("utf-8"), format=pyoxigraph.RdfFormat.TURTLE)}


def assert_says_the_same(graph: nx.MultiDiGraph) -> None:
    turtle, expected = write(graph), triples(graph)
    assert strict(turtle) == expected
    lines = pyoxigraph.serialize(expected, format=pyoxigraph.RdfFormat.N_TRIPLES).decode("utf-8")
    assert isomorphic(rdflib.Graph().parse(data=turtle, format="turtle"), rdflib.Graph().parse(data=lines, format="nt"))


@pytest.mark.parametrize("text", HARD_TEXTS)
@pytest.mark.parametrize("lang", ["", "zh"])
def test_every_character_of_a_text_comes_back(text, lang):
    assert_says_the_same(graph_of(Literal(text, lang=lang)))


@pytest.mark.parametrize("local", HARD_LOCALS)
def test_every_name_makes_a_legal_iri(local):
    assert_says_the_same(graph_of(Literal("文"), local=local))


@pytest.mark.parametrize(("value", "datatype"), TYPED)
def test_numbers_and_dates_keep_their_exact_form(value, datatype):
    assert strict(write(graph_of(Literal(value, datatype)))) == triples(graph_of(Literal(value, datatype)))


@settings(max_examples=120, deadline=None)
@given(graphs())
def test_what_is_read_back_is_what_was_written(graph):
    assert_says_the_same(graph)


@settings(max_examples=60, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_adding_changes_nothing(graph, chance):
    assert write(shuffled(graph, chance)) == write(graph)


def shuffled(graph: nx.MultiDiGraph, chance: random.Random) -> nx.MultiDiGraph:
    """Return the same graph with nodes, classes, values and edges added in another order."""
    nodes, edges, other = list(graph.nodes(data=True)), list(graph.edges(keys=True)), nx.MultiDiGraph()
    chance.shuffle(nodes)
    chance.shuffle(edges)
    for node, facts in nodes:
        found = {key: tuple(reversed(group)) for key, group in reversed(facts["literals"].items())}
        other.add_node(node, types=tuple(reversed(facts["types"])), literals=found)
    other.add_edges_from(edges)
    return other


def test_half_a_surrogate_pair_becomes_the_replacement_character():
    assert strict(write(graph_of(Literal("前\ud800后")))) == triples(graph_of(Literal("前\ufffd后")))
    assert "%EF%BF%BD" in write(graph_of(local="\udc00"))


def test_a_chinese_name_is_written_as_it_is_read():
    assert "\nid:person.320412.乔俊杰\n    a kg:Meeting .\n" in write(graph_of(local="person.320412.乔俊杰"))


def test_one_object_stands_on_one_line():
    hard = graph_of(*map(Literal, HARD_TEXTS))
    body = write(hard).partition("\nid:x\n")[2]
    assert len(body.splitlines()) == 1 + len(HARD_TEXTS)


def test_a_node_that_is_only_pointed_at_has_no_block():
    graph = graph_of()
    graph.add_node(expand("kg:Chair"), types=(), literals={})
    graph.add_edge(ID + "x", expand("kg:Chair"), key="prov:hadRole")
    assert write(graph).endswith("\nid:x\n    a kg:Meeting ;\n    prov:hadRole kg:Chair .\n")


def test_another_base_is_what_id_stands_for():
    graph = nx.MultiDiGraph(base="https://example.org/政谱/")
    graph.add_node("https://example.org/政谱/甲", types=("kg:Meeting",), literals={})
    assert "\nid:甲\n" in write(graph)
    assert strict(write(graph)) == triples(graph)


def test_an_empty_graph_is_prefixes_alone():
    assert all(line.startswith("@prefix ") for line in write(nx.MultiDiGraph()).splitlines())


@pytest.mark.parametrize("lang", ["中", "zh_CN", "-", "zh-"])
def test_a_wrong_language_tag_is_refused(lang):
    with pytest.raises(KgError, match="language tag"):
        write(graph_of(Literal("文", lang=lang)))


def test_an_unknown_predicate_is_refused():
    graph = nx.MultiDiGraph()
    graph.add_node(ID + "x", types=(), literals={"nowhere:x": (Literal("文"),)})
    with pytest.raises(KgError, match="nowhere"):
        write(graph)


def test_the_description_counts_every_triple_once():
    described = describe(graph_of(Literal("文"), Literal("文"), Literal("字")))
    found = strict(write(described))
    total = [triple.object.value for triple in found if triple.predicate == iri("void:triples")]
    assert total == [str(len(found))]


def test_the_description_leaves_the_graph_as_it_was():
    graph = graph_of(Literal("文"))
    before = write(graph)
    describe(graph)
    assert write(graph) == before


def test_describing_twice_is_describing_once():
    once = describe(graph_of(Literal("文")))
    assert write(describe(once)) == write(once)
