"""A small graph → the whole Turtle document, to the letter."""

import networkx as nx

from kg.model import Literal, Node
from kg.ontology import PREFIXES, expand
from kg.outputs.turtle import (
    class_order,
    clean_iri,
    document,
    heading,
    iri_term,
    node_block,
    node_of,
    write,
    write_nodes,
)

ID = PREFIXES["id"]
DOCUMENT = r"""
# foaf:Person · 人 · person

id:p
    a foaf:Person ;
    foaf:name "甲\"\\\b\t\n\f\r\u0001" .

# kg:Meeting · 会议 · meeting

id:a
    a kg:Meeting,
        schema:Event ;
    schema:text "一"@zh,
        "二" .

id:b
    a kg:Meeting ;
    schema:superEvent id:a .

# —

id:c
    kg:term 12 ;
    schema:text "+1"^^xsd:integer,
        "1"^^xsd:boolean,
        "１"^^xsd:integer,
        true .
"""


def graph() -> nx.MultiDiGraph:
    made = nx.MultiDiGraph()
    made.add_node(ID + "b", types=("kg:Meeting",), literals={})
    made.add_node(ID + "p", types=("foaf:Person",), literals={"foaf:name": (Literal('甲"\\\b\t\n\f\r\x01'),)})
    odd = (Literal("+1", "xsd:integer"), Literal("１", "xsd:integer"), Literal("true", "xsd:boolean"))
    texts = {"kg:term": (Literal("12", "xsd:integer"),), "schema:text": (*odd, Literal("1", "xsd:boolean"))}
    made.add_node(ID + "c", types=(), literals=texts)
    both = {"schema:text": (Literal("二"), Literal("一", lang="zh"))}
    made.add_node(ID + "a", types=("schema:Event", "kg:Meeting"), literals=both)
    made.add_node(ID + "nothing", types=(), literals={"schema:text": ()})
    made.add_edge(ID + "b", ID + "a", key="schema:superEvent")
    return made


def test_the_whole_document():
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    assert write(graph()) == prefixes + DOCUMENT


def test_nodes_are_written_as_the_graph_that_holds_them():
    nodes = [node_of(graph(), iri) for iri in graph()]
    assert write_nodes(reversed(nodes)) == write(graph())


def test_a_node_without_classes_may_lack_the_attribute():
    made = nx.MultiDiGraph()
    made.add_node(ID + "x", literals={"schema:text": (Literal("文"),)})
    assert write(made).endswith('\n# —\n\nid:x\n    schema:text "文" .\n')


def test_a_node_by_itself_is_written_as_in_the_graph():
    links = (("schema:superEvent", ID + "a"),)
    node = Node(ID + "b", ("kg:Meeting",), (("schema:text", Literal("文")),), links)
    term = lambda iri: iri_term(iri, PREFIXES)  # noqa: E731 — as short as the writer's own
    assert node_block(node, term) == (
        'id:b\n    a kg:Meeting ;\n    schema:superEvent id:a ;\n    schema:text "文" .\n'
    )
    assert node_block(Node(ID + "b", (), (), links), term) == "id:b\n    schema:superEvent id:a .\n"
    assert node_block(Node(ID + "b", ()), term) == ""


def test_a_section_has_one_heading():
    text = "".join(document([("kg:Meeting", "一\n"), ("kg:Meeting", "二\n"), ("", "三\n")], {"id": ID}))
    assert text == f"@prefix id: <{ID}> .\n\n# kg:Meeting · 会议 · meeting\n\n一\n\n二\n\n# —\n\n三\n"


def test_own_classes_come_before_those_of_others_and_none_comes_last():
    orders = [class_order(types) for types in (("foaf:Person",), ("schema:Event", "kg:Meeting"), ())]
    assert orders == [(False, "foaf:Person"), (False, "kg:Meeting"), (True, "")]
    assert class_order(("kg:Official", "foaf:Person", "kg:Journalist")) == (False, "kg:Journalist")
    assert heading("kg:Unknown") == "kg:Unknown"


def test_predicates_and_objects_are_sorted():
    texts = tuple(("schema:text", Literal(text)) for text in "乙甲乙")
    said = Node(ID + "x", ("kg:Meeting",), (*texts, ("kg:term", Literal("1", "xsd:integer"))))
    block = 'id:x\n    a kg:Meeting ;\n    kg:term 1 ;\n    schema:text "乙",\n        "甲" .\n'
    assert node_block(said, lambda iri: iri_term(iri, PREFIXES)) == block


def test_only_the_first_number_sign_begins_a_fragment():
    assert clean_iri("https://a.cn/一#二#三") == "https://a.cn/一#二%23三"
    assert clean_iri("https://a.cn/%41%4g%") == "https://a.cn/%41%254g%25"


def test_only_whole_surrogates_are_replaced():
    made = nx.MultiDiGraph()
    texts = tuple(map(Literal, ("\ud7ff\ue000", "\ud800", "\udbff", "\udc00", "\udfff")))
    made.add_node(ID + "x", types=(), literals={"schema:text": texts})
    assert write(made).endswith('schema:text "\ud7ff\ue000",\n        "\ufffd" .\n')
    assert [clean_iri(f"urn:{char}") for char in "\ud800\udfff"] == ["urn:%EF%BF%BD"] * 2
    assert clean_iri("urn:\ue000") == "urn:%EE%80%80"


def test_a_longer_prefix_of_another_vocabulary_does_not_shorten_a_name():
    assert iri_term(expand("kg:Meeting"), PREFIXES) == "kg:Meeting"
    assert iri_term(expand("kg:Meeting") + "/", PREFIXES) == f"<{expand('kg:Meeting')}/>"
    assert iri_term(ID, PREFIXES) == f"<{ID}>"
