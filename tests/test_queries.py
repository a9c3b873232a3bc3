"""The questions that come with the program: every one is valid, documented, and answers what it says.

What they answer on the seeds stands in tests/golden/answers. Refresh: pytest tests/test_queries.py --update.
"""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import FrozenDict

from kg.errors import QueryError, SourceError
from kg.ontology import PREFIXES, compact, declared
from kg.outputs import answers, answers_guard, files, turtle
from tests.conftest import SEEDS, built_from

HERE = Path(__file__).parent
SMALL = HERE / "cases" / "questions.ttl"
GOLDEN = HERE / "golden" / "answers"
NAMED = yaml.safe_load((HERE / "cases" / "questions.yaml").read_text(encoding="utf-8"))
CONTRACT = yaml.safe_load((HERE / "cases" / "contract.yaml").read_text(encoding="utf-8"))
ALL = sorted(answers.names())
# They have a row for each of many facts; to sort them, a store must find the last before it gives the first.
UNSORTED = ("facts-with-inferred-dates", "figures-by-indicator")
LONGEST = 80  # characters of a cell in the golden files; the whole texts are in the golden graphs


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the seeds as a file."""
    graph = built_from(SEEDS).graph
    return files.write(tmp_path_factory.mktemp("seeds") / "graph.ttl", turtle.write(graph))


@pytest.fixture(scope="module")
def twin(asked: Path) -> Graph:
    """The same graph in rdflib."""
    return Graph().parse(asked)


def rdflib_rows(graph: Graph, name: str) -> list[tuple[str, ...]]:
    found = graph.query(answers.named(name))
    return sorted(tuple("" if term is None else str(term) for term in row) for row in found)


def shown(answer: answers.Answer) -> str:
    """An answer as CSV, long cells by their beginning and their length."""
    text = io.StringIO()
    rows = [
        [cell if len(cell) <= LONGEST else f"{cell[:LONGEST]}…[{len(cell)}]" for cell in row] for row in answer.rows
    ]
    csv.writer(text, lineterminator="\n").writerows([answer.columns, *rows])
    return text.getvalue()


def test_there_are_enough_questions_and_each_is_in_one_of_the_tables() -> None:
    assert sorted([*NAMED, *CONTRACT]) == ALL
    assert len(NAMED) >= 20


@pytest.mark.parametrize("name", ALL)
def test_the_first_two_lines_ask_and_explain_in_chinese_and_in_english(name: str) -> None:
    first, second, _ = answers.named(name).split("\n", 2)
    for line in (first, second):
        assert line.startswith("# ")
        chinese, bar, english = line.removeprefix("# ").partition(" | ")
        assert bar
        assert not chinese.isascii()
        assert english.endswith((".", "?"))
        assert chinese.endswith(("？", "。"))
    assert answers.names()[name].partition(" | ")[0].endswith("？")
    assert answers.names()[name].partition(" | ")[2].isascii()


@pytest.mark.parametrize("name", ALL)
def test_question_uses_declared_terms_only(name: str) -> None:
    triples = str(prepareQuery(answers.named(name)).algebra)
    iris = {part.partition("'")[0] for part in triples.split("URIRef('")[1:]}
    assert {compact(iri) for iri in iris if "www.w3.org/2001" not in iri} <= declared() | {"rdf:type"}


@pytest.mark.parametrize("name", UNSORTED)
def test_question_with_a_row_for_each_fact_lets_the_first_rows_come_at_once(name: str) -> None:
    assert "ORDER BY" not in answers.named(name)
    assert "does not sort them" in answers.named(name).split("\n")[1]
    rows = answers.find(SMALL, answers.named(name)).rows
    assert list(rows) == sorted(rows)
    assert len(rows) > 1


@pytest.mark.parametrize("name", sorted(NAMED.keys() - set(UNSORTED)))
def test_rows_are_ordered_to_the_last_column(name: str) -> None:
    question = answers.named(name).strip()
    order = re.search(r"ORDER BY ([^{}]+)$", question)
    assert order is not None
    columns = {column for column in NAMED[name][0] if f"?{column}" not in order[1]}
    assert columns <= {"first"} if name == "formulations-by-first-use" else not columns


@pytest.mark.parametrize("name", sorted(NAMED))
def test_named_question_answers_a_known_graph(name: str) -> None:
    answer = answers.find(SMALL, answers.named(name))
    assert [list(answer.columns), *map(list, answer.rows)] == NAMED[name]


def test_every_named_question_has_an_answer_on_the_known_graph() -> None:
    assert [name for name, (_, *rows) in NAMED.items() if not rows] == []


@pytest.mark.parametrize("name", ALL)
def test_rdflib_gives_the_same_answer(name: str) -> None:
    assert rdflib_rows(Graph().parse(SMALL), name) == sorted(answers.find(SMALL, answers.named(name)).rows)


@pytest.mark.parametrize("name", ALL)
def test_question_answers_the_seeds_as_it_is_known_to(name: str, asked: Path, request: pytest.FixtureRequest) -> None:
    made = shown(answers.find(asked, answers.named(name)))
    golden = GOLDEN / f"{name}.csv"
    if request.config.getoption("--update"):
        files.write(golden, made)
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ALL)
def test_rdflib_gives_the_same_answer_on_the_seeds(name: str, asked: Path, twin: Graph) -> None:
    assert rdflib_rows(twin, name) == sorted(answers.find(asked, answers.named(name)).rows)


def test_no_golden_answer_is_left_over() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == ALL


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_contract_question_keeps_its_columns_and_answers_on_the_seeds(name: str, asked: Path) -> None:
    answer = answers.find(asked, answers.named(name))
    assert list(answer.columns) == CONTRACT[name]
    assert answer.rows


def test_same_question_gives_rows_in_the_same_order(asked: Path) -> None:
    first = answers.find(asked, answers.named("persons"))
    assert first == answers.find(asked, answers.named("persons"))
    assert list(first.rows) == sorted(first.rows)


def test_yes_or_no_question_has_one_row() -> None:
    assert answers.find(SMALL, "ASK { ?s ?p ?o }").rows == (("true",),)


def test_usual_prefixes_need_no_declaration() -> None:
    assert answers.find(SMALL, "SELECT ?n { ?x a kg:Journalist ; foaf:name ?n }").rows == (("李华",),)


def test_another_word_can_be_asked_for() -> None:
    question = answers.filled(answers.named("sentences-with-a-word"), {"word": "决议"})
    assert [row[1] for row in answers.find(SMALL, question).rows] == ["会议通过了决议，王建国讲话。"]


@pytest.mark.parametrize("word", ['" } #', "\\", '"\n} DELETE WHERE { ?s ?p ?o } #', "serv\\u0069ce"])
def test_another_word_stays_a_word(word: str) -> None:
    question = answers.filled(answers.named("sentences-with-a-word"), {"word": word})
    assert answers.find(SMALL, question).rows == ()


def test_word_without_a_place_is_a_query_error() -> None:
    with pytest.raises(QueryError, match="VALUES"):
        answers.filled(answers.named("persons"), {"word": "决议"})


@pytest.mark.parametrize("question", ["SELECT ?x WHER {", "CONSTRUCT WHERE { ?s ?p ?o }", ""])
def test_bad_question_is_a_query_error(question: str) -> None:
    with pytest.raises(QueryError):
        answers.find(SMALL, question)


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { ?s ?p trueSERVICE ?x {?s ?p ?o} }",
        "SELECT * { FILTER(?a<'x>') SERVICE <http://e> {?s ?p ?o} FILTER('a'='a') }",
        "PREFIX x: <http://x/#> SELECT * { ?a x:it\\'s ?b . SERVICE <http://e> {} }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
    ],
)
def test_question_that_does_more_than_read_is_refused(question: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE|FROM|only read"):
        answers.find(SMALL, question)


def test_variables_may_have_any_name() -> None:
    answers_guard.check("SELECT ?service ?fromService $SERVICE { ?service ?load ?from }")


def test_file_that_is_no_turtle_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not Turtle"):
        answers.find(files.write(tmp_path / "bad.ttl", "市长 讲话"), "ASK { ?s ?p ?o }")


class Counting(Graph):
    """A graph that counts how often it is asked for triples."""

    asked = 0

    def triples(self, *pattern: Any) -> Any:
        self.asked += 1
        return super().triples(*pattern)


def grown(size: int) -> Counting:
    """Many bodies, each with a head who met a guest, and a target and the results of three years in one unit."""
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    parts = (
        f"""id:body{n} a org:FormalOrganization ; skos:prefLabel "机构{n}" .
        id:person{n} a foaf:Person ; foaf:name "人{n}" .
        id:tenure{n} a kg:Tenure ; org:member id:person{n} ; org:organization id:body{n} ; org:role id:role ;
            kg:firstAttested "2024" ; kg:lastAttested "2024" ; prov:wasDerivedFrom id:passage{n} .
        id:passage{n} a kg:Passage ; schema:isPartOf id:article{n} ; schema:text "句{n}" .
        id:article{n} a schema:NewsArticle ; schema:headline "题{n}" ; schema:datePublished "2024" .
        id:guest{n} a foaf:Person ; foaf:name "客{n}" .
        id:meeting{n} a kg:Meeting ; skos:prefLabel "会{n}" ; schema:startDate "2024-01-02" .
        id:chair{n} a kg:Participation ; kg:meeting id:meeting{n} ; prov:agent id:person{n} ; prov:hadRole kg:Chair .
        id:seat{n} a kg:Participation ; kg:meeting id:meeting{n} ; prov:agent id:guest{n} ; prov:hadRole kg:Attendee .
        """
        + "".join(
            f"""id:figure{n}of{year} a kg:Observation ; kg:series id:series{n} ; kg:indicator id:indicator ;
            kg:period "{year}" ; kg:status {status} ; kg:printed "1家" ; schema:value 1 ; schema:unitText "家" ;
            prov:wasDerivedFrom id:passage{n} .
            """
            for year, status in ((2021, "kg:Result"), (2022, "kg:Result"), (2023, "kg:Result"), (2024, "kg:Target"))
        )
        for n in range(size)
    )
    graph = Counting()
    graph.parse(data=head + 'id:role skos:prefLabel "书记" . id:indicator skos:prefLabel "指标" .' + "".join(parts))
    return graph


@pytest.mark.parametrize("name", ALL)
def test_twice_the_graph_takes_rdflib_twice_the_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of look-ups in the graph, and of pairs of solutions that are tried: a join may try all pairs of two sets."""
    tried: list[int] = []
    compatible = FrozenDict.compatible

    def counting(self: FrozenDict, other: Any) -> bool:
        tried[-1] += 1
        return compatible(self, other)

    monkeypatch.setattr(FrozenDict, "compatible", counting)
    small, large = grown(20), grown(40)
    for graph in (small, large):
        graph.asked = 0
        tried.append(0)
        list(graph.query(answers.named(name)))
    assert large.asked <= 2.2 * small.asked + 50
    assert tried[-1] <= 2.2 * tried[-2] + 50


def both(turtle_text: str, name: str, tmp_path: Path) -> list[tuple[str, ...]]:
    """The rows that rdflib and Oxigraph agree on."""
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    path = files.write(tmp_path / "graph.ttl", head + turtle_text)
    rows = list(answers.find(path, answers.named(name)).rows)
    assert rdflib_rows(Graph().parse(path), name) == sorted(rows)
    return rows


def test_meeting_without_a_date_leaves_the_dates_of_the_others(tmp_path: Path) -> None:
    told = """id:a foaf:name "王建国" . id:b foaf:name "李华" . id:dated a kg:Meeting ; schema:startDate "2024-01-06" .
    id:undated a kg:Meeting . id:w kg:meeting id:dated ; prov:agent id:a . id:x kg:meeting id:dated ; prov:agent id:b .
    id:y kg:meeting id:undated ; prov:agent id:a . id:z kg:meeting id:undated ; prov:agent id:b ."""
    assert both(told, "who-met-whom", tmp_path) == [("王建国", "李华", "2", "2024-01-06", "2024-01-06")]


@pytest.mark.parametrize(
    ("left", "found"), [("", 1), ('; schema:endDate "2024-03-01"', 0), ('; schema:endDate "2024-04"', 1)]
)
def test_successor_of_who_left_is_no_contradiction(left: str, found: int, tmp_path: Path) -> None:
    told = f"""id:a foaf:name "王建国" . id:b foaf:name "李华" .
    id:role skos:prefLabel "区长" . id:body skos:prefLabel "区政府" .
    id:old a kg:Tenure ; org:member id:a ; org:organization id:body ; org:role id:role ; kg:firstAttested "2023" ;
        kg:lastAttested "2024-03-01" {left} .
    id:new a kg:Tenure ; org:member id:b ; org:organization id:body ; org:role id:role ; kg:firstAttested "2024-03-01" ;
        kg:lastAttested "2024-05" ."""
    assert len(both(told, "contradictions", tmp_path)) == found
