"""The questions that come with the program: every one is valid, documented, and answers what it says."""

from pathlib import Path

import pytest
import yaml
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery

import kg
from kg.errors import QueryError, SourceError
from kg.ontology import compact, declared
from kg.outputs import answers, files, turtle

HERE = Path(__file__).parent
SMALL = HERE / "cases" / "questions.ttl"
NAMED = yaml.safe_load((HERE / "cases" / "questions.yaml").read_text(encoding="utf-8"))
CONTRACT = yaml.safe_load((HERE / "cases" / "contract.yaml").read_text(encoding="utf-8"))
ALL = sorted(answers.names())


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = kg.build([HERE.parent / "seeds"])
    return files.write(tmp_path_factory.mktemp("seeds") / "graph.ttl", turtle.write(graph))


def test_every_question_is_in_one_of_the_tables() -> None:
    assert sorted([*NAMED, *CONTRACT]) == ALL


@pytest.mark.parametrize("name", ALL)
def test_first_line_asks_in_chinese_and_in_english(name: str) -> None:
    chinese, _, english = answers.names()[name].partition(" | ")
    assert chinese.endswith("？")
    assert not chinese.isascii()
    assert english.isascii()
    assert english.endswith((".", "?"))


@pytest.mark.parametrize("name", ALL)
def test_question_uses_declared_terms_only(name: str) -> None:
    triples = str(prepareQuery(answers.named(name)).algebra)
    iris = {part.partition("'")[0] for part in triples.split("URIRef('")[1:]}
    assert {compact(iri) for iri in iris if "www.w3.org/2001" not in iri} <= declared() | {"rdf:type"}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_named_question_answers_a_known_graph(name: str) -> None:
    answer = answers.find(SMALL, answers.named(name))
    assert [list(answer.columns), *map(list, answer.rows)] == NAMED[name]


@pytest.mark.parametrize("name", ALL)
def test_rdflib_gives_the_same_answer(name: str) -> None:
    found = Graph().parse(SMALL).query(answers.named(name))
    rows = sorted(tuple("" if term is None else str(term) for term in row) for row in found)
    assert rows == sorted(answers.find(SMALL, answers.named(name)).rows)


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_contract_question_keeps_its_columns_and_answers_on_the_seeds(name: str, seeds: Path) -> None:
    answer = answers.find(seeds, answers.named(name))
    assert list(answer.columns) == CONTRACT[name]
    assert answer.rows


def test_same_question_gives_rows_in_the_same_order(seeds: Path) -> None:
    first = answers.find(seeds, answers.named("persons"))
    assert first == answers.find(seeds, answers.named("persons"))
    assert list(first.rows) == sorted(first.rows)


def test_yes_or_no_question_has_one_row() -> None:
    assert answers.find(SMALL, "ASK { ?s ?p ?o }").rows == (("true",),)


@pytest.mark.parametrize("question", ["SELECT ?x WHER {", "CONSTRUCT WHERE { ?s ?p ?o }", ""])
def test_bad_question_is_a_query_error(question: str) -> None:
    with pytest.raises(QueryError):
        answers.find(SMALL, question)


def test_file_that_is_no_turtle_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not Turtle"):
        answers.find(files.write(tmp_path / "bad.ttl", "市长 讲话"), "ASK { ?s ?p ?o }")
