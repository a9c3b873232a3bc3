"""`kg serve` as other programs see it: standard clients are answered, everything but reading is refused."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg import cli
from kg.commands import serve
from kg.outputs import files

pytest.importorskip("rdflib_endpoint", reason="kg serve is not installed: pip install '.[serve]'")

GRAPH = Path(__file__).parent / "cases" / "questions.ttl"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SECONDS = 0.5
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: str


def get(address: str, data: bytes | None = None, **headers: str) -> Reply:
    """What the server says, whatever its status; underscores in names of headers are hyphens."""
    request = urllib.request.Request(address, data, {name.replace("_", "-"): text for name, text in headers.items()})
    try:
        with OPENER.open(request, timeout=30) as reply:
            return Reply(reply.status, dict(reply.headers.items()), reply.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, dict(error.headers.items()), error.read().decode())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that was started as a user starts it."""
    out = tmp_path_factory.mktemp("served") / "out"
    files.write(out / "graph.ttl", GRAPH.read_text(encoding="utf-8"))
    files.write(out / "graph.html", "<!doctype html><title>政谱</title>")
    files.write(out / "sparql.html", "<!doctype html><title>SPARQL</title>")
    files.write(out.parent / "secret.txt", "secret")
    files.write(out / ".cache" / "secret.txt", "secret")
    command = [sys.executable, "-m", "kg.cli", "serve", str(out), "--port", "0", "--timeout", str(SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        assert server.stderr is not None
        yield server.stdout.readline().split()[-1].rstrip("/")
        server.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        assert server.wait(timeout=20) == 0
        assert server.stderr.read().strip() == ""


def ask(place: str, question: str, **headers: str) -> Reply:
    return get(f"{place}/sparql", urllib.parse.urlencode({"query": question}).encode(), **headers)


def wait_for(place: str) -> None:
    """Wait until the engines answer again."""
    end = time.monotonic() + 20
    while ask(place, "ASK {}").status != 200 and time.monotonic() < end:
        time.sleep(0.2)


def test_pages_are_served(place: str) -> None:
    assert "政谱" in get(f"{place}/").body
    assert "SPARQL" in get(f"{place}/sparql", accept="text/html").body
    assert get(f"{place}/graph.ttl").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//etc/passwd", "/none"),
        *("/.cache/secret.txt", "/%2ecache/secret.txt", "/./.cache//secret.txt"),
    ],
)
def test_nothing_outside_of_the_folder_or_hidden_is_served(path: str, place: str) -> None:
    with socket.create_connection(("127.0.0.1", int(place.rpartition(":")[2])), timeout=10) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        said = b"".join(iter(lambda: line.recv(4096), b""))
    assert said.startswith(b"HTTP/1.1 404")
    assert b"secret" not in said


def test_a_standard_client_is_answered(place: str) -> None:
    store = SPARQLStore(f"{place}/sparql", returnFormat="json")
    found = Graph(store).query("SELECT ?n { ?x a kg:Journalist ; foaf:name ?n }")
    assert [str(row[0]) for row in found] == ["李华"]
    name = URIRef("http://xmlns.com/foaf/0.1/name")
    assert len(list(Graph(store).triples((None, name, None)))) == 3


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_standard_client_may_get_or_post(method: str, place: str) -> None:
    store = SPARQLStore(f"{place}/sparql", method=method)
    assert bool(Graph(store).query("ASK { ?x foaf:name '王建国' }"))


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("application/sparql-results+json", '{"head":{"vars":["n"]}'),
        ("application/sparql-results+xml", "<?xml"),
        ("text/csv", "n\r\n李华"),
    ],
)
def test_a_table_comes_in_the_form_that_is_asked_for(accept: str, begins: str, place: str) -> None:
    reply = ask(place, "SELECT ?n { ?x a kg:Journalist ; foaf:name ?n }", accept=accept)
    assert reply.headers["content-type"].startswith(accept)
    assert reply.body.startswith(begins)


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
@pytest.mark.parametrize("asked", ["DESCRIBE ?x { ?x a kg:Journalist }", "CONSTRUCT WHERE { ?x a kg:Journalist }"])
def test_a_graph_comes_in_the_form_that_is_asked_for(accept: str, asked: str, place: str) -> None:
    reply = ask(place, asked, accept=accept)
    assert reply.headers["content-type"].startswith(accept)
    kinds = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}
    if accept in kinds:  # rdflib's reader of JSON-LD warns of its own use of what it has deprecated
        assert len(Graph().parse(data=reply.body, format=kinds[accept])) >= 1
    else:
        assert json.loads(reply.body)[0]["@id"].endswith("reporter")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/sparql-query"])
def test_a_percent_sign_in_a_question_stays(kind: str, place: str) -> None:
    asked = "SELECT (STR(<http://e/a%20b>) AS ?x) {}"
    body = asked if kind.endswith("query") else urllib.parse.urlencode({"query": asked})
    assert "a%20b" in get(f"{place}/sparql", body.encode(), content_type=kind, accept="text/csv").body


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        ("LOAD <file:///etc/passwd>", "only read"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "only read"),
        ("SELECT WHERE", "not SPARQL"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "64 MiB|within"),
    ],
)
def test_a_question_that_may_not_be_asked_is_one_line(question: str, says: str, place: str) -> None:
    reply = ask(place, question)
    assert reply.status in (400, 503)
    assert any(word in json.loads(reply.body)["message"] for word in says.split("|"))
    wait_for(place)


@pytest.mark.parametrize("kind", ["form", "body"])
def test_updates_are_refused_and_change_nothing(kind: str, place: str) -> None:
    update = "INSERT DATA { <a:a> <a:a> <a:a> }"
    if kind == "form":
        reply = get(f"{place}/sparql", urllib.parse.urlencode({"update": update}).encode())
    else:
        reply = get(f"{place}/sparql", update.encode(), content_type="application/sparql-update")
    assert reply.status == 403
    assert "false" in ask(place, "ASK { <a:a> ?p ?o }").body


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_other_graphs_are_refused(parameter: str, place: str) -> None:
    assert get(f"{place}/sparql?query=ASK%7B%7D&{parameter}=file:///etc/passwd").status == 400


def test_an_answer_that_takes_too_long_is_stopped(place: str) -> None:
    began = time.monotonic()
    reply = ask(place, ENDLESS)
    assert (reply.status, time.monotonic() - began < 10) == (503, True)
    assert "within 0.5 s" in json.loads(reply.body)["message"]
    wait_for(place)


def test_a_question_that_is_too_long_is_refused(place: str) -> None:
    assert ask(place, "ASK {} #" + "x" * 300_000).status == 413


def test_pages_are_served_while_questions_wait_and_too_many_are_refused(place: str) -> None:
    with ThreadPoolExecutor(14) as crowd:
        asked = [crowd.submit(ask, place, ENDLESS) for _ in range(14)]
        time.sleep(0.3)
        began = time.monotonic()
        assert get(f"{place}/graph.html").status == 200
        took = time.monotonic() - began
        said = [one.result() for one in asked]
    assert took < 1
    assert {reply.status for reply in said} == {503}
    assert any("too many" in reply.body for reply in said)
    wait_for(place)


def test_a_name_that_another_site_made_to_point_here_is_refused(place: str) -> None:
    assert get(f"{place}/graph.ttl", host="evil.example").status == 400
    assert (
        "access-control-allow-origin"
        not in get(f"{place}/sparql?query=ASK%7B%7D", origin="http://evil.example").headers
    )


def test_it_listens_to_this_computer_only() -> None:
    listening = serve.listen(serve.HOST, 0)
    assert listening.getsockname()[0] == "127.0.0.1"
    assert "注意" not in serve.greeting(listening)
    listening.close()


def test_it_warns_where_others_can_reach_it() -> None:
    listening = serve.listen("0.0.0.0", 0)
    assert "other computers" in serve.greeting(listening)
    listening.close()


def test_a_busy_port_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files.write(tmp_path / "graph.ttl", GRAPH.read_text(encoding="utf-8"))
    busy = serve.listen(serve.HOST, 0)
    assert cli.main(["serve", str(tmp_path), "--port", str(busy.getsockname()[1])]) == 2
    busy.close()
    (line,) = capsys.readouterr().err.splitlines()
    assert "--port" in line


def test_a_folder_without_a_graph_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", str(tmp_path)]) == 2
    assert "kg build" in capsys.readouterr().err


def test_missing_packages_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write(tmp_path / "graph.ttl", "")
    monkeypatch.setattr(serve, "NEEDED", ("no_such_package",))
    assert cli.main(["serve", str(tmp_path)]) == 2
    assert "pip install" in capsys.readouterr().err


def test_a_graph_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files.write(tmp_path / "graph.ttl", "市长 讲话")
    assert cli.main(["serve", str(tmp_path), "--port", "0"]) == 2
    assert "not Turtle" in capsys.readouterr().err
