"""`kg query` as people type it, and the process behind it: bounded in time, memory, length and reach."""

import http.server
import io
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import cli
from kg.errors import QueryError, SourceError, TimeLimitError
from kg.outputs import answers_engine, answers_guard, files, tables
from kg.outputs.answers import Answer
from kg.outputs.answers_engine import Engine

GRAPH = Path(__file__).parent / "cases" / "questions.ttl"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HARM = "\x1b[31m\u202e=1+1|<b>\x9b\x07"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(GRAPH) as begun:
        yield begun


def names(engine: Engine) -> list[str]:
    said = json.loads(engine.ask("SELECT ?n { ?x a kg:Journalist ; foaf:name ?n }", seconds=20).octets)
    return [row["n"]["value"] for row in said["results"]["bindings"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ["persons", "--graph", str(GRAPH)],
        [str(GRAPH), "persons"],
        [str(GRAPH), "--name", "persons"],
        ["--graph", str(GRAPH), "--name", "persons"],
        ["persons", str(GRAPH)],
    ],
)
def test_question_and_graph_may_be_given_in_several_ways(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["query", *arguments, "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + 2


def test_graph_of_the_usual_folder_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files.write(tmp_path / "out" / "graph.ttl", GRAPH.read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("ASK { ?x foaf:name '李华' }"))
    assert cli.main(["query", "-", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "answer\ntrue\n"


@pytest.mark.parametrize("arguments", [["persons", "OUT"], ["OUT", "persons"], ["persons", "--graph", "OUT"]])
def test_folder_stands_for_the_graph_in_it(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files.write(tmp_path / "graph.ttl", GRAPH.read_text(encoding="utf-8"))
    arguments = [argument.replace("OUT", str(tmp_path)) for argument in arguments]
    assert cli.main(["query", *arguments, "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + 2


def test_no_rows_are_explained_beside_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "sentences-with-a-word", str(GRAPH), "--set", "word=无此词", "--format", "csv"]
    assert cli.main(asked) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err.startswith("图中没有这样的事实；没有读出来，不等于报上没有。\nNo such fact in this graph")
    assert err.endswith("--set word=… (“无此词”)\n")


def test_word_is_set_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "sentences-with-a-word", "--graph", str(GRAPH), "--set", "word=决议", "--format", "md"]
    assert cli.main(asked) == 0
    assert "会议通过了决议" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-question"], "kg query --list"),
        (["no.rq"], "no.rq"),
        (["persons", "posts", "targets"], "one at a time"),
        (["persons", "no-such-folder"], "no graph there"),
        (["persons", "--set", "word"], "NAME=WORD"),
        (["persons", "--set", "word=x"], "VALUES ?word"),
        (["persons", "--graph", "no.ttl"], "no.ttl"),
    ],
)
def test_bad_question_is_one_line_that_says_where(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["query", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_answer_that_takes_too_long_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = files.write(tmp_path / "endless.rq", ENDLESS)
    assert cli.main(["query", str(asked), "--graph", str(GRAPH), "--timeout", "0.5"]) == 2
    assert "within 0.5 s" in capsys.readouterr().err


def test_engine_answers_again_after_it_was_stopped(engine: Engine) -> None:
    with pytest.raises(TimeLimitError):
        engine.ask(ENDLESS, seconds=0.5)
    assert names(engine) == ["李华"]


def test_engine_answers_again_after_a_bad_question(engine: Engine) -> None:
    with pytest.raises(QueryError, match="not SPARQL"):
        engine.ask("SELECT", seconds=20)
    assert names(engine) == ["李华"]


def test_answer_that_is_too_long_is_refused(engine: Engine) -> None:
    with pytest.raises(QueryError, match="longer than 64 MiB"):
        engine.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", seconds=60)
    assert names(engine) == ["李华"]


def test_bad_graph_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not Turtle"):
        Engine(files.write(tmp_path / "bad.ttl", "市长 讲话")).begin()


@pytest.mark.skipif(sys.platform == "win32", reason="the limit of open files is POSIX; answers_guard holds there too")
def test_engine_cannot_reach_a_server_even_if_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_error(500)

    listening = http.server.HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    monkeypatch.setattr(answers_guard, "check", lambda _: None)
    question = f"SELECT * {{ SERVICE <http://127.0.0.1:{listening.server_port}/> {{ ?s ?p ?o }} }}"
    with Engine(GRAPH) as engine, pytest.raises(QueryError, match="cannot be answered"):
        engine.ask(question, seconds=20)
    listening.shutdown()
    listening.server_close()
    assert asked == []


def test_engine_knows_what_it_may_say(engine: Engine) -> None:
    assert engine.ask("CONSTRUCT { ?x a kg:Journalist } { ?x a kg:Journalist }", seconds=20) == answers_engine.Reply(
        "graph",
        b"<https://w3id.org/zhengpu/id/reporter> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/zhengpu/ontology#Journalist> .\n",
    )


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "md"])
def test_no_form_lets_a_text_command_the_terminal(form: str) -> None:
    shown = tables.show(Answer((HARM,), ((HARM,),)), form)
    assert not {"\x1b", "\u202e", "\x9b", "\x07"} & set(shown)


def test_json_gives_every_text_unchanged() -> None:
    assert json.loads(tables.show(Answer(("a",), ((HARM,),)), "json")) == [{"a": HARM}]


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula(formula: str, form: str) -> None:
    cell = tables.show(Answer(("a",), ((formula,),)), form).split("\n", 1)[1]
    assert cell.lstrip('"').startswith("'")


@pytest.mark.parametrize("number", ["-5", "+3.2", "0.5"])
def test_number_stays_a_number_in_csv(number: str) -> None:
    assert tables.show(Answer(("a",), ((number,),)), "csv") == f"a\n{number}"


def test_markdown_shows_markup_as_text() -> None:
    row = tables.show(Answer(("a",), (("<b>[x](javascript:1)|*y*\n`z`",),)), "md").splitlines()[2]
    assert row == r"| &lt;b&gt;\[x\]\(javascript:1\)\|\*y\* \`z\` |"


def test_columns_of_chinese_text_line_up() -> None:
    lines = tables.show(Answer(("人", "n"), (("王建国", "1"), ("e\u0301", "2"), ("ab", "3"))), "table").splitlines()
    assert [tables.width(line) for line in lines[2:5]] == [9, 9, 9]
