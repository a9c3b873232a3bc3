"""Pages → what they say of meetings, posts, documents and targets: each with its ground, nothing guessed."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
import yaml

from kg import identity, pipeline, policy_naming
from kg.ontology import compact
from kg.outputs import answers, files, turtle
from tests.conftest import SEEDS, built_from

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "occasions.yaml").read_text(encoding="utf-8"))
OTHERS = SEEDS.parent.parent / "shared" / "score" / "pages"
NAMES = ("foaf:name", "skos:prefLabel")
DATES = ("schema:datePublished", "schema:startDate", "schema:endDate", "dcterms:date")
PAGE = "# 要闻\n\n本报讯 {text}\n\n{day}\n"


def made(folder: Path, *texts: str, day: str = "2024年1月7日") -> nx.MultiDiGraph:
    """The graph of pages from Wujin, one for each text."""
    for number, text in enumerate(texts):
        files.write(folder / f"{number}.txt", PAGE.format(text=text, day=day))
    return pipeline.build([folder], place="320412").graph


def said(graph: nx.MultiDiGraph) -> set[str]:
    """Everything that the nodes of a graph say, one line each: class, property, value by its name."""
    return set(lines(graph))


def lines(graph: nx.MultiDiGraph) -> Iterator[str]:
    """Yield the lines of `said`."""
    for node, record in graph.nodes(data=True):
        for kind in record["types"]:
            for name, values in record["literals"].items():
                yield from (f"{kind} {name} {one.value}" for one in values)
            for _, target, name in graph.out_edges(node, keys=True):
                yield f"{kind} {name} {called(graph, target)}"


def called(graph: nx.MultiDiGraph, node: str) -> str:
    """The name of a node; of a tenure its post; else its term or IRI."""
    links = {name: target for _, target, name in graph.out_edges(node, keys=True)}
    if "org:role" in links:
        return "".join(called(graph, links[name]) for name in ("org:member", "org:organization", "org:role"))
    literals = graph.nodes[node]["literals"]
    return next((literals[name][0].value for name in NAMES if name in literals), compact(node) or node)


def rows(graph: nx.MultiDiGraph, question: str, folder: Path) -> list[tuple[str, ...]]:
    file = files.write(folder / "graph.ttl", turtle.write(graph))
    return list(answers.find(file, answers.named(question)).rows)


@pytest.mark.parametrize("case", CASES["pages"], ids=lambda case: case["text"][:24])
def test_a_page_says_this_and_not_that(case: dict[str, object], tmp_path: Path) -> None:
    found = said(made(tmp_path, str(case["text"])))
    assert [line for line in case.get("says", ()) if line not in found] == []
    assert [line for line in found if any(line.startswith(start) for start in case.get("not", ()))] == []


def test_two_pages_of_one_event_are_one_meeting_with_both_figures(tmp_path: Path) -> None:
    graph = made(tmp_path, *CASES["one event"])
    meetings = [node for node, types in graph.nodes(data="types") if "kg:Meeting" in types]
    assert len(meetings) == 1
    told = {end for source, end, name in graph.in_edges(meetings, keys=True) if name == "schema:mentions"}
    passages = {source for source, _, name in graph.in_edges(meetings, keys=True) if name == "schema:mentions"}
    articles = {end for _, end, name in graph.out_edges(passages, keys=True) if name == "schema:isPartOf"}
    assert told == set(meetings)
    assert len(articles) == 2
    assert {one.value for one in graph.nodes[meetings[0]]["literals"]["kg:actualAttendance"]} == {"400", "402"}
    assert ("到会人数", "400", "402") in {(row[0], row[4], row[5]) for row in rows(graph, "contradictions", tmp_path)}


def test_who_takes_part_on_two_pages_is_one_fact_with_two_sentences(tmp_path: Path) -> None:
    graph = made(tmp_path, *CASES["one event"])
    parts = [node for node, types in graph.nodes(data="types") if "kg:Participation" in types]
    evidence = {
        called(graph, end): [e for _, e, name in graph.out_edges(part, keys=True) if name == "prov:wasDerivedFrom"]
        for part in parts
        for _, end, name in graph.out_edges(part, keys=True)
        if name == "prov:agent"
    }
    assert {name: len(found) for name, found in evidence.items()} == {"乔俊杰": 2, "恽淇丞": 1}


def test_a_result_meets_the_target_that_another_page_set(tmp_path: Path) -> None:
    first, second = CASES["target and result"]
    alone, both = made(tmp_path / "one", first), made(tmp_path / "two", first, second)
    assert not [name for _, _, name in alone.edges(keys=True) if name == "kg:evaluates"]
    met = [(source, end) for source, end, name in both.edges(keys=True) if name == "kg:evaluates"]
    printed = [tuple(both.nodes[node]["literals"]["kg:printed"][0].value for node in pair) for pair in met]
    assert printed == [("5.8%", "6%")]


def test_a_result_of_another_year_meets_no_target(tmp_path: Path) -> None:
    first, second = CASES["target and result"]
    graph = made(tmp_path, first, second.replace("2024", "2022"))
    assert not [name for _, _, name in graph.edges(keys=True) if name == "kg:evaluates"]


def test_a_life_line_goes_from_draft_to_practice(tmp_path: Path) -> None:
    graph = made(tmp_path, *CASES["life of a document"])
    found = [(row[3], row[4]) for row in rows(graph, "life-of-a-document", tmp_path)]
    assert found == [("审议", "草案"), ("通过", ""), ("印发", ""), ("实施", "")]
    assert len({row[0] for row in rows(graph, "life-of-a-document", tmp_path)}) == 1


@pytest.fixture(scope="module", params=[SEEDS, OTHERS], ids=["seeds", "other places"])
def graph(request: pytest.FixtureRequest) -> nx.MultiDiGraph:
    if not request.param.is_dir():
        pytest.skip(f"no pages at {request.param}")
    return built_from(request.param).graph


def test_no_merge_without_a_reason(graph: nx.MultiDiGraph) -> None:
    kinds = {"org:FormalOrganization", "kg:Meeting", "kg:Policy"}
    merged = [
        record["literals"]
        for _, record in graph.nodes(data=True)
        if kinds & set(record["types"]) and len(forms(record["literals"])) > 1
    ]
    assert len(merged) > 10
    assert [one["skos:prefLabel"][0].value for one in merged if "kg:resolution" not in one] == []


def forms(literals: dict[str, tuple]) -> set[str]:
    """The names of a node that differ in more than quotes and other marks."""
    labels = (*literals.get("skos:prefLabel", ()), *literals.get("skos:altLabel", ()))
    return {policy_naming.squash(one.value) for one in labels}


def test_every_person_says_by_what_he_is_one(graph: nx.MultiDiGraph) -> None:
    persons = [record["literals"] for _, record in graph.nodes(data=True) if "foaf:Person" in record["types"]]
    assert len(persons) > 20
    assert all("kg:resolution" in literals for literals in persons)


def test_no_date_without_its_basis(graph: nx.MultiDiGraph) -> None:
    dated = [(node, record) for node, record in graph.nodes(data=True) if set(DATES) & record["literals"].keys()]
    assert len(dated) > 10
    changed = {end for _, end, name in graph.edges(keys=True) if name == "kg:tenure"}
    bare = [node for node, record in dated if "kg:dateBasis" not in record["literals"] and node not in changed]
    assert bare == []


def test_every_number_of_a_document_and_every_count_of_a_meeting_is_printed(graph: nx.MultiDiGraph) -> None:
    texts = "".join(
        record["literals"]["schema:text"][0].value
        for _, record in graph.nodes(data=True)
        if "kg:Passage" in record["types"]
    )
    names = ("kg:documentNumber", "kg:expectedAttendance", "kg:actualAttendance")
    literals = [record["literals"] for _, record in graph.nodes(data=True)]
    stated = [one.value for said in literals for name in names for one in said.get(name, ())]
    assert stated
    assert [value for value in stated if value not in texts] == []


def test_capacity_is_a_post_printed_in_a_sentence_of_the_fact(graph: nx.MultiDiGraph) -> None:
    held = [(fact, post) for fact, post, name in graph.edges(keys=True) if name == "kg:capacity"]
    assert len(held) > 20
    for fact, post in held:
        assert evidence(graph, fact) & evidence(graph, post)


def evidence(graph: nx.MultiDiGraph, fact: str) -> set[str]:
    """The passages of a fact."""
    return {end for _, end, name in graph.out_edges(fact, keys=True) if name == "prov:wasDerivedFrom"}


def test_formulations_stand_in_one_scheme(graph: nx.MultiDiGraph) -> None:
    schemes = {end for _, end, name in graph.edges(keys=True) if name == "skos:inScheme"}
    assert schemes == {identity.iri("scheme", "提法")}


def test_new_terms_read_back_strictly(graph: nx.MultiDiGraph) -> None:
    triples = list(pyoxigraph.parse(turtle.write(graph).encode(), format=pyoxigraph.RdfFormat.TURTLE))
    assert any(one.predicate.value.endswith("listOpen") for one in triples)
