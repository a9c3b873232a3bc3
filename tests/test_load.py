"""`kg.load`: a folder → a graph to ask, as tables with types, and as a picture that cannot harm."""

import html
import re
import shutil
import sys
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.errors import KgError, QueryError, SourceError
from kg.loaded import Loaded
from kg.model import Literal
from kg.outputs import description, files, neighbourhood, turtle
from tests.page_graph import HOSTILE, ID, small


@pytest.fixture(scope="module")
def seeds_out(seeds: "kg.pipeline.Built", tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("loaded")
    files.write(folder / "graph.ttl", turtle.write(description.describe(seeds.graph)))
    return kg.load(folder)


def loaded(graph: "nx.MultiDiGraph[str]", folder: Path) -> Loaded:
    files.write(folder / "graph.ttl", turtle.write(graph))
    return kg.load(str(folder))


def test_load_gives_the_graph_that_was_built(seeds_out: Loaded, seeds: "kg.pipeline.Built") -> None:
    assert set(seeds.graph) <= set(seeds_out.graph)
    assert seeds_out.graph.nodes[f"{ID}person.320412.乔俊杰"] == seeds.graph.nodes[f"{ID}person.320412.乔俊杰"]


def test_load_twice_is_no_different(seeds_out: Loaded) -> None:
    assert callable(kg.load)
    assert kg.load(seeds_out.file).graph.number_of_edges() == seeds_out.graph.number_of_edges()


def test_a_named_question_is_a_frame_with_types(seeds_out: Loaded) -> None:
    found = seeds_out.sparql("observations")
    assert len(found) > 50
    kinds = {name: str(kind) for name, kind in found.dtypes.items()}
    assert (kinds["value"], kinds["begin"], kinds["indicator"]) == ("float64", "int64", "str")
    assert (found["end"] > found["begin"]).all()


@pytest.fixture
def ask(tmp_path: Path):
    result = loaded(small(), tmp_path)
    return lambda values: result.sparql(f"SELECT ?x WHERE {{ VALUES ?x {{ {values} }} }}")["x"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ("1 2", "int64"),
        ("1 UNDEF", "Int64"),
        ("1 2.50", "float64"),
        ("2.50 UNDEF", "float64"),
        ("true false", "bool"),
        ("true UNDEF", "boolean"),
        ('"2024-01-06"^^xsd:date', "datetime64[us]"),
        ('"2024-01-06"^^xsd:date UNDEF', "datetime64[us]"),
        ('"2024-01-06"^^xsd:date "2024-01"^^xsd:gYearMonth', "str"),
        ('"2024"^^xsd:gYear', "str"),
        ('1 "一"', "str"),
        ("123456789012345678901234567890", "str"),
        ('"0.1234567890123456789"^^xsd:decimal', "str"),
        ('"9999-12-31"^^xsd:date', "datetime64[us]"),
        ("kg:Chair", "str"),
        ('"王建国"@zh', "str"),
    ],
)
def test_a_column_has_the_type_that_loses_nothing(values: str, kind: str, ask) -> None:
    assert str(ask(values).dtype) == kind


def test_numbers_and_missing_values_are_what_they_were(ask) -> None:
    assert sorted(ask("2 10 1")) == [1, 2, 10]
    assert ask("410000000000.0 UNDEF").dropna().tolist() == [410000000000.0]
    assert ask('"a" UNDEF').isna().tolist() == [True, False]


def test_rows_are_sorted_unless_the_question_orders_them(seeds_out: Loaded) -> None:
    plain = seeds_out.sparql("SELECT ?n WHERE { ?x foaf:name ?n }")
    assert list(plain["n"]) == sorted(plain["n"])
    turned = seeds_out.sparql("SELECT ?n WHERE { ?x foaf:name ?n } ORDER BY DESC(?n)")
    assert list(turned["n"]) == sorted(plain["n"], reverse=True)


def test_yes_or_no_is_one_cell(seeds_out: Loaded) -> None:
    assert seeds_out.sparql("ASK { ?x a kg:Official }")["answer"].tolist() == [True]


@pytest.mark.parametrize(
    "question",
    [
        "no-such-question",
        "SELECT ?x WHER {",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "SELECT * { SERVICE <http://a> { ?s ?p ?o } }",
    ],
)
def test_a_bad_question_is_a_query_error(question: str, seeds_out: Loaded) -> None:
    with pytest.raises(QueryError):
        seeds_out.sparql(question)


def test_a_question_can_be_a_file(seeds_out: Loaded, tmp_path: Path) -> None:
    path = files.write(tmp_path / "q.rq", "SELECT (COUNT(*) AS ?n) WHERE { ?x a kg:Official }")
    assert seeds_out.sparql(path)["n"].tolist() == [10]


def test_a_table_of_facts_is_a_frame(seeds_out: Loaded) -> None:
    figures = seeds_out.table("figures")
    assert str(figures["value"].dtype) == "float64"
    assert figures["sentence"].notna().all()
    assert str(seeds_out.table("meetings")["expected"].dtype) == "Int64"
    with pytest.raises(KgError, match="tenures"):
        seeds_out.table("no-such-table")


def test_a_graph_that_is_not_there_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="make it with kg build"):
        kg.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市长 讲话", "not Turtle"),
        ("<http://a> <http://b/c> <http://d> .", "no term that this program knows"),
        ("[] a <http://xmlns.com/foaf/0.1/Person> .", "without an IRI"),
    ],
)
def test_a_file_that_is_no_graph_of_ours_is_a_source_error(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=said):
        kg.load(files.write(tmp_path / "x.ttl", text)).graph  # noqa: B018 — reading it is the point


def test_without_pandas_the_message_says_what_to_install(seeds_out: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KgError, match=r"pip install 'zhengpu\[notebooks\]'"):
        seeds_out.sparql("persons")


def test_a_name_leads_to_its_node_and_an_unknown_or_doubtful_one_says_so(tmp_path: Path) -> None:
    graph = small()
    assert neighbourhood.find(graph, "恽淇丞") == neighbourhood.find(graph, "恽区长") == f"{ID}person.1"
    with pytest.raises(KgError, match="names with it: 恽淇丞"):
        neighbourhood.find(graph, "淇")
    with pytest.raises(KgError, match="nothing is called"):
        neighbourhood.find(graph, "")
    graph.nodes[f"{ID}person.writer"]["literals"]["foaf:name"] = (Literal("恽淇丞"),)
    with pytest.raises(KgError, match="means 2 things"):
        neighbourhood.find(graph, "恽淇丞")


def local(graph: "nx.MultiDiGraph[str]") -> set[str]:
    return {node.removeprefix(ID) for node in graph}


def test_the_neighbourhood_grows_by_steps_and_keeps_its_evidence() -> None:
    graph = small()
    alone, near, far = (neighbourhood.around(graph, f"{ID}person.1", depth=depth) for depth in (0, 1, 3))
    assert {"person.1", "tenure.1", "passage.1", "article.1", "file.1", "rule.attend"} <= local(alone)
    assert not {"meeting.1", "body.政府"} & local(alone)
    assert {"meeting.1", "body.政府", "participation.1", "statement.1"} <= local(near)
    assert not {"body.办公室", "policy.1"} & local(near)
    assert {"body.办公室", "place.320412"} <= local(far)
    assert not {"policy.1", "observation.1"} & local(far)
    with pytest.raises(KgError, match="depth"):
        neighbourhood.around(graph, f"{ID}person.1", depth=-1)
    with pytest.raises(KgError, match="no person"):
        neighbourhood.around(graph, f"{ID}tenure.1")


def test_the_neighbourhood_leaves_the_graph_as_it_was() -> None:
    graph = small()
    neighbourhood.around(graph, f"{ID}person.1", depth=2).nodes[f"{ID}person.1"]["label"] = "x"
    assert nx.utils.graphs_equal(graph, small())


def test_show_is_a_frame_that_may_run_scripts_and_nothing_else(tmp_path: Path) -> None:
    bundle = loaded(small(), tmp_path).show("恽淇丞")._repr_mimebundle_()
    (tag,) = re.findall(r"<iframe [^>]*>", bundle["text/html"])
    assert re.findall(r' sandbox="([^"]*)"', tag) == ["allow-scripts"]
    assert "allow-same-origin" not in tag
    inside = html.unescape(re.findall(r' srcdoc="([^"]*)"', tag)[0])
    assert inside.lstrip().lower().startswith("<!doctype html>")
    assert "Content-Security-Policy" in inside
    assert "恽淇丞" in bundle["text/plain"]


def test_without_the_frame_a_plain_table_stays(tmp_path: Path) -> None:
    bundle = loaded(small(), tmp_path).show("恽淇丞")._repr_mimebundle_()
    outside = re.sub(r"<iframe .*?</iframe>", "", bundle["text/html"], flags=re.DOTALL)
    assert "任职" in outside
    assert "区委副书记、区长恽淇丞出席会议" in outside
    assert not re.search(r"<script|style=|on\w+=", outside)


def test_a_node_that_is_asked_for_by_iri_is_shown_by_its_name(tmp_path: Path) -> None:
    shown = loaded(small(text="他\x1b[2J说"), tmp_path).show(f"{ID}person.1")
    assert shown.title == "恽淇丞"
    assert "\x1b" not in repr(shown)


def test_hostile_text_stays_text_in_the_picture(tmp_path: Path) -> None:
    result = loaded(small(label=HOSTILE, text=HOSTILE), tmp_path)
    bundle = result.show(f"{ID}person.1")._repr_mimebundle_()
    outside = re.sub(r'srcdoc="[^"]*"', "", bundle["text/html"])
    assert "<img" not in outside
    assert outside.count("<iframe") == outside.count("</iframe>") == 1


@pytest.mark.browser
def test_the_picture_works_in_a_browser(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("no Chromium was found: the picture is not tried in a browser")
    bundle = loaded(small(label=HOSTILE), tmp_path).show(f"{ID}person.1")._repr_mimebundle_()
    path = files.write(tmp_path / "shown.html", f"<!doctype html><meta charset=utf-8>{bundle['text/html']}")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
        page.goto(path.as_uri())
        inside = page.frames[1]
        inside.wait_for_selector("canvas")
        harmed = page.evaluate("window.harmed") or inside.evaluate("window.harmed")
        opens_at, link = inside.evaluate("NODES[byIri.get(state.node)].label"), inside.is_visible("#ask")
        browser.close()
    assert not harmed
    assert said == []
    assert opens_at == HOSTILE
    assert not link
