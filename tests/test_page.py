"""The page as text: whole in itself, deaf to hostile text, the same each time."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import networkx as nx
import pytest

from kg.model import Literal
from kg.ontology import declared
from kg.outputs.page import fingerprint, write
from kg.outputs.page_view import ASSETS, view
from tests.page_graph import HOSTILE, ID, large, small


class Outline(HTMLParser):
    """The elements of a document with their attributes, and the text of each script and style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in {"script", "style"} and data.strip():
            self.inline.append((self.elements[-1][0], data))


def records(page: str) -> Any:
    """Return what the page carries as JSON."""
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.fixture(scope="module")
def page() -> str:
    return write(small(), title="武进政谱")


@pytest.fixture(scope="module")
def hostile() -> str:
    return write(small(label=HOSTILE, text=HOSTILE), title=HOSTILE)


def test_the_page_is_chinese_first(page: str) -> None:
    assert page.startswith('<!doctype html>\n<html lang="zh-CN">')


def test_no_element_asks_for_a_resource(page: str) -> None:
    asked = [
        (tag, name) for tag, names in Outline(page).elements for name in names if name in {"src", "href", "srcset"}
    ]
    assert asked == [("link", "href"), ("a", "href"), ("a", "href")]
    assert '<link rel="icon" href="data:,">' in page
    assert '<a id="skip" class="offscreen" href="#panel">' in page
    assert '<a id="ask" class="button" href="sparql.html">' in page


def test_the_style_asks_for_no_resource(page: str) -> None:
    styles = "".join(text for tag, text in Outline(page).inline if tag == "style")
    assert not re.search(r"url\(|@import", styles)


def test_the_policy_names_each_script_and_style_by_its_hash(page: str) -> None:
    outline = Outline(page)
    policy = next(a["content"] for _, a in outline.elements if a.get("http-equiv") == "Content-Security-Policy")
    run = [text for _, text in outline.inline if not text.startswith("{")]
    assert policy is not None
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert [text[:40] for text in run if fingerprint(text) not in policy] == []


def test_hostile_text_makes_no_element(page: str, hostile: str) -> None:
    assert [tag for tag, _ in Outline(hostile).elements] == [tag for tag, _ in Outline(page).elements]


def test_hostile_text_is_carried_whole(hostile: str) -> None:
    assert HOSTILE in {node["label"] for node in records(hostile)["nodes"]}


def test_the_scripts_build_nothing_from_markup() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", scripts)


def test_the_same_graph_gives_the_same_bytes() -> None:
    graph = large()
    assert write(graph, title="大图") == write(graph, title="大图")


def test_the_order_of_nodes_does_not_matter(page: str) -> None:
    graph, turned = small(), small()
    turned.clear()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    for source, target, name, facts in reversed(list(graph.edges(keys=True, data=True))):
        turned.add_edge(source, target, key=name, **facts)
    assert write(turned, title="武进政谱") == page


def test_writing_leaves_the_graph_as_it_was() -> None:
    graph = small()
    write(graph, title="武进政谱")
    assert nx.utils.graphs_equal(graph, small())


def test_every_kind_of_entity_is_a_node(page: str) -> None:
    found = records(page)
    shown = {found["kinds"][node["group"]]["class"] for node in found["nodes"]}
    assert shown == {kind.curie for kind in view().kinds} - {"foaf:Person"}


def test_every_term_has_a_label_in_both_languages(page: str) -> None:
    assert {name for name, labels in records(page)["terms"].items() if {"zh", "en"} - labels.keys()} == set()


def test_the_page_names_only_declared_terms() -> None:
    shown = view()
    ends = [end for line in shown.fact_lines for end in (line.fact, line.source, line.target)]
    kinds = [kind.curie for kind in shown.kinds]
    named = {*kinds, *ends, *shown.facts, *shown.lines, *shown.names, *shown.aliases, *shown.shown, *shown.hidden}
    assert named - declared() == set()


def test_the_words_of_the_page_are_in_both_languages() -> None:
    assert view().words["zh"].keys() == view().words["en"].keys()


def test_a_general_line_gives_way_to_the_exact_one(page: str) -> None:
    names = {name for edge in records(page)["edges"] for name, _ in edge["relations"]}
    assert {"kg:spokeAt", "kg:adopted"} <= names
    assert names.isdisjoint({"kg:attended", "kg:decidedOn"})


def test_a_fact_marks_exactly_its_span(page: str) -> None:
    found = records(page)
    fact = next(fact for fact in found["facts"] if fact["class"] == "kg:Observation")
    [sentence] = fact["sentences"]
    [[begin, end]] = sentence["marks"]
    assert found["passages"][sentence["passage"]]["text"][begin:end] == "418名"


def test_yes_and_no_are_told_from_words() -> None:
    graph = small()
    graph.nodes[f"{ID}participation.1"]["literals"]["kg:listOpen"] = (Literal("true", "xsd:boolean"),)
    [fact] = [fact for fact in records(write(graph, title="图"))["facts"] if fact["class"] == "kg:Participation"]
    assert ["kg:listOpen", [["truth", "true"]]] in fact["properties"]


def test_a_large_graph_shows_an_overview() -> None:
    found = records(write(large(), title="大图"))
    assert 200 < len(found["overview"]) <= 300 < len(found["nodes"])


def test_an_empty_graph_is_a_page() -> None:
    graph = small()
    graph.clear()
    assert records(write(graph, title="空"))["nodes"] == []
