"""N-Triples terms cut out of our Turtle are those that a strict parser finds in it."""

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.archive import blocks, merging
from kg.model import Literal, Node
from kg.outputs import ntriples, turtle
from kg.pipeline import build
from tests.test_turtle import HARD_LOCALS, HARD_TEXTS, ID, TYPED, links, literals, locals_, types

SEEDS = Path(__file__).parent.parent / "seeds"
values = st.lists(st.tuples(st.sampled_from(["skos:altLabel", "schema:text", "kg:printed"]), literals), max_size=6)


def parsed(node: Node) -> list[ntriples.Triple]:
    text = "".join(turtle.document([("", blocks.block(node.iri, blocks.rest(node)))]))
    found = pyoxigraph.parse(text.encode("utf-8"), format=pyoxigraph.RdfFormat.TURTLE)
    return sorted((str(quad.subject), str(quad.predicate), str(quad.object)) for quad in found)


def cut(node: Node) -> list[ntriples.Triple]:
    return sorted(ntriples.triples(node.iri, blocks.rest(node)))


def test_all_seeds_say_the_same() -> None:
    nodes = build([SEEDS]).nodes
    assert len(nodes) > 500
    assert [node.iri for node in nodes if cut(node) != parsed(node)] == []


@pytest.mark.parametrize("text", HARD_TEXTS)
@pytest.mark.parametrize("lang", ["", "zh", "zh-Hans"])
def test_odd_texts_say_the_same(text: str, lang: str) -> None:
    node = Node(f"{ID}x", (), (("schema:text", Literal(text, lang=lang)),))
    assert cut(node) == parsed(node) != []


@pytest.mark.parametrize("local", HARD_LOCALS)
def test_odd_names_say_the_same(local: str) -> None:
    node = Node(ID + local, ("kg:Meeting",), (), (("schema:mentions", ID + local), ("kg:rule", "https://example.org/")))
    assert cut(node) == parsed(node) != []
    assert ntriples.link(ID + local, "schema:mentions", ID + local) in parsed(node)


@pytest.mark.parametrize(("value", "datatype"), TYPED)
def test_datatypes_say_the_same(value: str, datatype: str) -> None:
    node = Node(f"{ID}x", (), (("schema:position", Literal(value, datatype)),))
    assert cut(node) == parsed(node) != []


@settings(max_examples=200, deadline=None)
@given(locals_, types, values, links)
def test_whatever_is_said_is_the_same(local, kinds, told, ends) -> None:
    node = Node(ID + local, kinds, tuple(told), tuple((name, ID + target) for _, name, target in ends))
    assert cut(node) == parsed(node)
    assert all("\n" not in part for row in cut(node) for part in row)


def test_what_one_page_says_is_what_uniting_makes_of_it() -> None:
    said = {node.iri: blocks.rest(node) for node in build([SEEDS]).nodes}
    again = {iri: blocks.rest(merging.united(iri, [rest])) for iri, rest in said.items()}
    assert again == {iri: merging.rest(iri, [rest]) for iri, rest in said.items()}
