"""Every format of the graph is read back by a reader that we did not write, and says what the graph says."""

import csv
import io
import json
import random
import sqlite3
from decimal import Decimal
from pathlib import Path

import duckdb
import networkx as nx
import pyoxigraph
import pytest
import rdflib

from kg import cli, ontology, pipeline
from kg.commands import export
from kg.errors import KgError, SourceError
from kg.model import Literal
from kg.outputs import description, exports, fact_tables, files, graph_file, turtle
from kg.outputs.exports import graphml, neo4j, pages
from tests.page_graph import HOSTILE, ID, small

# rdflib's own readers of JSON-LD and TriG use what rdflib has deprecated.
RDFLIB = pytest.mark.filterwarnings("ignore:.*deprecated, use Dataset:DeprecationWarning")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", '=HYPERLINK("http://x","y")']
# Cells that are numbers are written by us as numbers, so a minus sign is no formula there.
BREAKING = "\x00\x01\x0b\x1b[2J\x1f\x7f\ud800\ufffe\u202e;\",'\r\n</node>" + HOSTILE


@pytest.fixture(scope="module")
def graph(seeds: pipeline.Built) -> "nx.MultiDiGraph[str]":
    return description.describe(seeds.graph)


@pytest.fixture(scope="module")
def hostile() -> "nx.MultiDiGraph[str]":
    made = small(label=BREAKING, text=BREAKING)
    for number, text in enumerate(FORMULAS):
        made.add_node(f"{ID}formula.{number}", types=("kg:Document", "kg:Policy"), literals={})
        made.nodes[f"{ID}formula.{number}"]["literals"] = {"skos:prefLabel": (Literal(text, lang="zh"),)}
    return made


def written(graph: "nx.MultiDiGraph[str]", form: str, folder: Path) -> dict[str, bytes]:
    """The files of a format, by name."""
    return {path.name: path.read_bytes() for path in exports.write(graph, form, folder / exports.FORMATS[form].name)}


def triples_of(graph: "nx.MultiDiGraph[str]") -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in pyoxigraph.parse(turtle.write(graph), format=pyoxigraph.RdfFormat.TURTLE)}


def shuffled(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """The same graph, made in another order."""
    chance = random.Random(5)
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    chance.shuffle(nodes)
    chance.shuffle(edges)
    made.add_nodes_from(nodes)
    for source, target, name, record in edges:
        made.add_edge(source, target, key=name, **record)
    return made


def test_the_command_offers_every_format() -> None:
    assert sorted(export.FORMATS) == sorted(exports.FORMATS)


@pytest.mark.parametrize("plan", fact_tables.plans(), ids=lambda plan: plan.name)
def test_tables_name_declared_terms_only_and_say_what_they_mean(plan: fact_tables.Plan) -> None:
    starts = {fact_tables.EACH, fact_tables.FIRST}
    paths = {name for column in plan.columns for step in column.at for name in step} - starts
    assert paths | plan.classes | {plan.each or "kg:Fact"} <= ontology.declared()
    assert set(plan.says) <= {column.name for column in plan.columns}
    means = [plan.means, *(column.means for column in plan.columns)]
    assert [one for one in means if one["zh"].isascii() or not one["en"][0].isascii()] == []


@pytest.mark.parametrize("form", exports.FORMATS)
def test_a_graph_made_in_another_order_gives_the_same_bytes(
    form: str, graph: "nx.MultiDiGraph[str]", tmp_path: Path
) -> None:
    assert written(graph, form, tmp_path / "one") == written(shuffled(graph), form, tmp_path / "two")


@pytest.mark.parametrize("form", exports.FORMATS)
def test_hostile_text_breaks_no_format(form: str, hostile: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    assert all(written(hostile, form, tmp_path).values())


def test_reading_a_graph_back_gives_the_graph(graph: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    files.write(tmp_path / "graph.ttl", turtle.write(graph))
    read = graph_file.read(tmp_path)
    assert set(read) == set(graph)
    for node, record in graph.nodes(data=True):
        assert set(read.nodes[node]["types"]) == set(record["types"])
        assert {name: set(some) for name, some in read.nodes[node]["literals"].items()} == {
            name: set(some) for name, some in record["literals"].items()
        }
    edges = {(source, target, name): data for source, target, name, data in graph.edges(keys=True, data=True)}
    assert {(source, target, name): data for source, target, name, data in read.edges(keys=True, data=True)} == edges
    assert any(data["facts"] for data in edges.values() if data)


def test_pages_hold_the_whole_graph(graph: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    found = written(graph, "html", tmp_path)
    assert list(found) == ["graph.html", "sparql.html"]
    assert b'"whole":true' in found["graph.html"]
    shown = [node for node, types in graph.nodes(data="types") if {"foaf:Person", "kg:Meeting"} & set(types)]
    assert shown
    assert [node for node in shown if node not in found["graph.html"].decode()] == []


def test_pages_that_no_browser_can_hold_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pages, "MOST", 1)
    with pytest.raises(SourceError, match="kg query or kg serve"):
        exports.write(small(), "html", tmp_path / "html")
    assert list(tmp_path.iterdir()) == []


def test_n_triples_are_the_triples_sorted(graph: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    text = written(graph, "nt", tmp_path)["graph.nt"]
    lines = text.decode().splitlines()
    assert lines == sorted(lines)
    assert {quad.triple for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES)} == triples_of(graph)


@RDFLIB
@pytest.mark.parametrize("made", ["graph", "hostile"])
def test_rdflib_reads_the_same_from_json_ld(made: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    graph = request.getfixturevalue(made)
    (text,) = written(graph, "jsonld", tmp_path).values()
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="json-ld")
    assert set(dataset.default_graph) == set(rdflib.Graph().parse(data=turtle.write(graph)))
    assert len(dataset.default_graph) > 50


@RDFLIB
def test_trig_has_one_graph_per_article_and_all_of_them_are_the_graph(
    graph: "nx.MultiDiGraph[str]", tmp_path: Path
) -> None:
    (text,) = written(graph, "trig", tmp_path).values()
    quads = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TRIG))
    articles = {node for node, types in graph.nodes(data="types") if "schema:NewsArticle" in types}
    assert {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, pyoxigraph.NamedNode)} == articles
    assert {quad.triple for quad in quads} == triples_of(graph)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=text, format="trig")
    assert len(set(dataset.quads())) == len(set(quads))


def test_a_fact_of_two_articles_stands_in_both_with_the_sentences_of_each(tmp_path: Path) -> None:
    graph = small()
    graph.add_node(f"{ID}article.2", types=("schema:NewsArticle",), literals={})
    graph.add_node(f"{ID}passage.9", types=("kg:Passage",), literals={})
    graph.add_edge(f"{ID}passage.9", f"{ID}article.2", key="schema:isPartOf")
    graph.add_edge(f"{ID}tenure.1", f"{ID}passage.9", key="prov:wasDerivedFrom")
    (text,) = written(graph, "trig", tmp_path).values()
    store = pyoxigraph.Store()
    store.load(text, format=pyoxigraph.RdfFormat.TRIG)
    derived = pyoxigraph.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    found = store.quads_for_pattern(pyoxigraph.NamedNode(f"{ID}tenure.1"), derived, None)
    assert {(quad.graph_name.value, quad.object.value) for quad in found} == {
        (f"{ID}article.1", f"{ID}passage.1"),
        (f"{ID}article.2", f"{ID}passage.9"),
    }


@pytest.mark.parametrize("made", ["graph", "hostile"])
def test_networkx_reads_the_network_back_from_graphml(
    made: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    graph = request.getfixturevalue(made)
    network = graphml.network(graph)
    (text,) = written(graph, "graphml", tmp_path).values()
    read = nx.read_graphml(io.BytesIO(text), force_multigraph=True)
    unbroken = {node: {k: newlines(v) for k, v in data.items()} for node, data in network.nodes(data=True)}
    assert dict(read.nodes(data=True)) == unbroken
    edges = [(a, b, {k: newlines(v) for k, v in data.items()}) for a, b, data in network.edges(data=True)]
    assert sorted(read.edges(data=True), key=str) == sorted(edges, key=str)
    assert len(edges) > 5


def newlines(value: object) -> object:
    """What an XML reader makes of the line breaks in a text."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def test_graphml_weighs_a_relation_by_its_facts(tmp_path: Path) -> None:
    network = graphml.network(small())
    (edge,) = network.get_edge_data(f"{ID}person.1", f"{ID}body.政府").values()
    assert (edge["label"], edge["weight"], edge["facts"]) == ("任职于", 1.0, 1)
    assert edge["sentence"].startswith("区委副书记、区长恽淇丞")


def cells(text: bytes) -> list[list[str]]:
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_csv_has_one_row_a_fact_with_its_sentence_and_place(graph: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    found = written(graph, "csv", tmp_path)
    counts = {"tenures": "kg:Tenure", "participations": "kg:Participation", "figures": "kg:Observation"}
    counts |= {"decisions": "kg:Decision", "statements": "kg:Statement"}
    for name, kind in counts.items():
        header, *rows = cells(found[f"{name}.csv"])
        facts = {node for node, types in graph.nodes(data="types") if kind in types}
        assert {row[header.index("fact")] for row in rows} == facts
        assert len(rows) == len(facts)
        assert all(row[header.index(column)] for row in rows for column in ("sentence", "file", "begin", "end", "rule"))


def test_sentences_in_the_tables_stand_where_they_say(graph: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    header, *rows = cells(written(graph, "csv", tmp_path)["evidence.csv"])
    place = {name: number for number, name in enumerate(header)}
    pages = {path.name: path.read_text(encoding="utf-8") for path in Path("seeds").glob("*.txt")}
    for row in rows:
        begin, end = int(row[place["begin"]]), int(row[place["end"]])
        assert pages[row[place["file"]]][begin:end] == row[place["printed"]].removeprefix("'")
    assert len(rows) > 300


def test_no_cell_of_csv_is_a_formula(hostile: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    found = written(hostile, "csv", tmp_path)
    texts = [cell for name, text in found.items() if name.endswith(".csv") for row in cells(text) for cell in row]
    assert not [cell for cell in texts if cell.strip(" \u3000").startswith(tuple("=+-@\t\r\n＝＋－＠"))]
    assert {f"'{text}" for text in FORMULAS} <= set(texts)
    assert not [cell for cell in texts if any(char in cell for char in "\x00\x01\x0b\x1b\x1f\x7f")]


def test_a_number_below_zero_stays_a_number(tmp_path: Path) -> None:
    graph = small()
    graph.nodes[f"{ID}observation.1"]["literals"]["schema:value"] = (Literal("-4.10", "xsd:decimal"),)
    header, row = cells(written(graph, "csv", tmp_path)["figures.csv"])
    assert row[header.index("value")] == "-4.10"


def test_a_cell_is_no_longer_than_excel_can_hold(tmp_path: Path) -> None:
    found = written(small(text="字" * 40_000), "csv", tmp_path)
    longest = max(len(cell) for row in cells(found["evidence.csv"]) for cell in row)
    assert longest == 32_767


def test_the_description_names_every_file_and_column(graph: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    found = written(graph, "csv", tmp_path)
    package = json.loads(found["datapackage.json"])
    assert sorted(one["path"] for one in package["resources"]) == sorted(name for name in found if ".csv" in name)
    for one in package["resources"]:
        assert [field["name"] for field in one["schema"]["fields"]] == cells(found[one["path"]])[0]


@pytest.mark.parametrize("made", ["graph", "hostile"])
def test_duckdb_reads_the_rows_from_parquet(made: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    graph = request.getfixturevalue(made)
    written(graph, "parquet", tmp_path)
    for table in fact_tables.tables(graph):
        path = tmp_path / "parquet" / f"{table.plan.name}.parquet"
        rows = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        assert rows == [tuple(map(stored, row)) for row in table.rows]


def stored(cell: fact_tables.Cell) -> object:
    """A cell as a database keeps it."""
    if isinstance(cell, str):
        return cell.replace("\ud800", "\ufffd")
    return float(cell) if isinstance(cell, Decimal) else cell


@pytest.mark.parametrize("made", ["graph", "hostile"])
def test_sqlite_has_the_same_rows(made: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    graph = request.getfixturevalue(made)
    written(graph, "sqlite", tmp_path)
    with sqlite3.connect(tmp_path / "graph.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for table in fact_tables.tables(graph):
            rows = database.execute(f'SELECT * FROM "{table.plan.name}"').fetchall()
            assert rows == [tuple(map(stored, row)) for row in table.rows]
        columns = database.execute("SELECT count(*) FROM columns").fetchone()
    database.close()
    assert columns == (sum(len(table.columns) for table in fact_tables.tables(graph)),)


def test_views_of_sqlite_answer(graph: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    written(graph, "sqlite", tmp_path)
    database = sqlite3.connect(tmp_path / "graph.sqlite")
    views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    answers = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in views}
    plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM tenures WHERE person = '乔俊杰'").fetchall()
    database.close()
    assert sorted(answers) == ["officials", "open_references", "protocol_order", "targets_and_results"]
    people = {person for person, *_ in answers["officials"]}
    assert {"乔俊杰", "恽淇丞", "石伟东"} <= people
    assert len(people) == len(answers["officials"])
    assert "INDEX tenures_person" in str(plan)


@pytest.mark.parametrize("made", ["graph", "hostile"])
def test_neo4j_files_hold_every_node_and_relationship(
    made: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    graph = request.getfixturevalue(made)
    found = written(graph, "neo4j", tmp_path)
    header, *rows = csv.reader(io.StringIO(found["nodes.csv"].decode(), newline=""))
    assert (header[0], header[-1]) == ("iri:ID", ":LABEL")
    for row in rows:
        record = graph.nodes[row[0]]
        assert row[-1].split(neo4j.DELIMITER) == [neo4j.safe(name) for name in record["types"]] or not record["types"]
        for column, cell in zip(header[2:-1], row[2:-1], strict=True):
            name, _, kind = column.partition(":")
            values = [one.value for one in record["literals"].get(name.replace("__", ":"), ())]
            clean = [value.replace("\x1f", " ").replace("\ud800", "\ufffd") for value in values]
            assert (cell.split(neo4j.DELIMITER) if kind.endswith("[]") and cell else [cell] if cell else []) == clean
    header, *links = csv.reader(io.StringIO(found["relationships.csv"].decode(), newline=""))
    assert header[:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert {(a, b, name.replace("__", ":")) for a, b, name, _ in links} == set(graph.edges(keys=True))
    assert {row[0] for row in rows} == set(graph)


def test_a_failed_export_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = files.write(tmp_path / "graph.sqlite", "old")
    monkeypatch.setattr("kg.outputs.exports.sqlite.TYPES", {})
    with pytest.raises(KeyError):
        exports.write(small(), "sqlite", old)
    assert [path.name for path in tmp_path.iterdir()] == ["graph.sqlite"]
    assert old.read_text(encoding="utf-8") == "old"


def test_parquet_without_its_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(KgError, match=r"pip install 'zhengpu\[parquet\]'"):
        exports.write(small(), "parquet", tmp_path)


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite", "graphml"])
def test_a_place_that_cannot_be_written_is_a_source_error(form: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be written"):
        exports.write(small(), form, files.write(tmp_path / "file", "") / "below")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return files.write(tmp_path / "out" / "graph.ttl", turtle.write(small())).parent


@pytest.mark.parametrize(("form", "made"), [("nt", "graph.nt"), ("sqlite", "graph.sqlite"), ("csv", "csv/tenures.csv")])
def test_export_writes_beside_the_graph_or_where_it_is_told(
    form: str, made: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", str(out), "--to", form]) == 0
    assert str(out / made) in capsys.readouterr().out.splitlines()
    assert (out / made).is_file()
    there = out.parent / "there"
    assert cli.main(["export", str(out / "graph.ttl"), "--to", form, "-o", str(there)]) == 0
    assert there.exists()


def test_a_folder_gets_the_file_under_its_usual_name(out: Path) -> None:
    assert cli.main(["export", str(out), "--to", "nt", "-o", str(out.parent)]) == 0
    assert (out.parent / "graph.nt").is_file()


def test_export_never_replaces_the_graph_itself(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (out / "graph.ttl").read_bytes()
    assert cli.main(["export", str(out), "--to", "nt", "-o", str(out / "graph.ttl")]) == 2
    assert "this is the graph itself" in capsys.readouterr().err
    assert (out / "graph.ttl").read_bytes() == before
