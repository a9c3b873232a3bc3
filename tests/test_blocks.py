"""What an archive keeps is text of the graph: reading it, uniting it and counting it tell what the nodes would tell."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.archive import blocks, entries, merging, runs
from kg.archive.merging import Tally
from kg.identity import BASE
from kg.model import Literal, Node
from kg.outputs import turtle
from kg.stages.graph_union import rank, unite

values = st.text(st.sampled_from('市长 "\\\n\t\r\x00\u200b\u2028\ufffe-;,.:<>@^0'), max_size=6)
literals = st.one_of(
    st.tuples(
        st.sampled_from(["skos:prefLabel", "skos:altLabel", "kg:openReference", "nif:anchorOf"]),
        st.builds(Literal, values, st.just(""), st.sampled_from(["", "zh", "en-GB"])),
    ),
    st.tuples(
        st.sampled_from(["schema:value", "schema:position", "kg:firstAttested", "kg:lastAttested"]),
        st.builds(
            Literal,
            st.sampled_from(["0", "12", "-3", "007", "4.10", "true", "2023-12-28", ""]),
            st.sampled_from(["", "xsd:integer", "xsd:decimal", "xsd:boolean", "xsd:date"]),
            st.just(""),
        ),
    ),
)
targets = st.sampled_from([f"{BASE}person.乔俊杰", f"{BASE}a b", "https://example.org/x#y", "kg:Result", "x"])
links = st.tuples(st.sampled_from(["kg:term", "schema:about"]), targets)
ruled = st.tuples(
    st.tuples(st.just("kg:rule"), st.sampled_from([f"{BASE}rule.one", f"{BASE}rule.two"])),
    st.tuples(st.just("prov:hadRole"), st.sampled_from(["kg:Chair", "kg:Attendee"])),
)
types = st.lists(st.sampled_from(["kg:Meeting", "schema:Event", "kg:SourceFile", "foaf:Person"]), unique=True)
labelled = st.tuples(st.just("skos:prefLabel"), st.builds(Literal, values, st.just(""), st.just("zh")))
nodes = st.builds(
    lambda types, label, literals, links, rule: Node(
        f"{BASE}x", tuple(types), (label, *literals), (*links, *(rule or ()))
    ),
    types,
    labelled,
    st.lists(literals, max_size=4),
    st.lists(links, max_size=3),
    st.none() | ruled,
)


@given(st.lists(nodes, min_size=1, max_size=7), st.integers(2, 3))
def test_uniting_in_portions_gives_what_uniting_all_gives(said: list[Node], at_once: int) -> None:
    lines = sorted({blocks.rest(node) for node in said})
    all_at_once = merging.united(said[0].iri, lines)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merging, "AT_ONCE", at_once)
        assert merging.united(said[0].iri, lines) == all_at_once


def kept(node: Node) -> Node:
    return blocks.node(node.iri, blocks.rest(node))


def written(node: Node) -> str:
    return turtle.node_block(node, blocks.term)


@given(st.lists(nodes, min_size=1, max_size=4))
def test_uniting_what_is_kept_gives_what_uniting_the_nodes_gives(said: list[Node]) -> None:
    assert written(unite(said[0].iri, [kept(node) for node in said])) == written(unite(said[0].iri, said))


@example(("skos:prefLabel", Literal("王明")), ("skos:prefLabel", Literal("王明", lang="zh")))
@given(literals, literals)
def test_of_two_values_that_compete_one_is_preferred_in_any_order_of_a_set(
    one: tuple[str, Literal], other: tuple[str, Literal]
) -> None:
    assert (rank(one[0], one[1]) == rank(one[0], other[1])) == (one[1] == other[1])


@given(nodes)
def test_what_is_kept_of_a_node_is_what_is_written_of_it(node: Node) -> None:
    assert blocks.block(node.iri, blocks.rest(node)) == written(unite(node.iri, [node]))


@given(st.lists(nodes, min_size=1, max_size=4))
def test_text_and_nodes_are_counted_alike(said: list[Node]) -> None:
    lines = [(f"{node.iri}.{number}", blocks.rest(node)) for number, node in enumerate(said)]
    by_text, by_node = Tally(), Tally()
    by_text.read(lines, "".join(f"\n{blocks.block(*line)}" for line in lines))
    for line in lines:
        by_node.count(blocks.node(*line))
    assert Tally.load(by_text.dump()).census() == by_node.census()
    assert (+by_text.rules, by_text.open) == (+by_node.rules, by_node.open)
    for line in lines:
        by_text.count(blocks.node(*line), -1)
    assert by_text.dump() == Tally().dump()


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1), min_size=1, max_size=4), st.integers(1, 300))
def test_ranges_hold_everything_once_and_facts_share_none_with_others(pages: list[list[str]], size: int) -> None:
    from tempfile import TemporaryDirectory  # noqa: PLC0415 — a fresh folder for each example

    said = [sorted(f"{BASE}{name}.{number}\n    a kg:Meeting ." for number, name in enumerate(page)) for page in pages]
    with TemporaryDirectory() as folder:
        written = [runs.write(Path(folder) / str(number), page) for number, page in enumerate(said)]
        families = [f"{BASE}{name}." for name in "cd"]
        ranges = runs.ranges(written, families, size)
        found = [runs.paragraphs(runs.span(written, *between)) for between in ranges]
    assert [one for some in found for one in some] == sorted(one for page in said for one in page)
    for some in found:
        assert len({name for name in ("c", "d", "") for one in some if is_of(one, name)}) <= 1


def is_of(paragraph: str, name: str) -> bool:
    """Whether a paragraph is of the family of this name; "" stands for all others but c and d."""
    family = entries.line(paragraph)[0][len(BASE)]
    return family == name or (not name and family not in "cd")
