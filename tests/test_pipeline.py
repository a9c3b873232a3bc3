"""Files → graph: the same graph every run, exact evidence, no page changing what another said."""

import gc
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
import yaml

import kg
from kg import pipeline
from kg.outputs import turtle

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
QUERIES = HERE.parent / "kg" / "queries"
FACTS = {"kg:Tenure", "kg:Participation", "kg:Decision", "kg:Observation", "kg:Statement"}
SAID = yaml.safe_load((HERE / "cases" / "pipeline.yaml").read_text(encoding="utf-8"))


def store(graph: nx.MultiDiGraph) -> pyoxigraph.Store:
    loaded = pyoxigraph.Store()
    loaded.load(turtle.write(graph).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return loaded


def ask(loaded: pyoxigraph.Store, name: str) -> set[tuple[str, ...]]:
    rows = loaded.query((QUERIES / f"{name}.rq").read_text(encoding="utf-8"))
    return {tuple("" if cell is None else cell.value for cell in row) for row in rows}


def test_every_passage_is_its_slice(seeds: pipeline.Built) -> None:
    rows = ask(store(seeds.graph), "passages")
    assert len(rows) > 400
    for source, _, begin, end, text in rows:
        assert (SEEDS / source).read_text(encoding="utf-8")[int(begin) : int(end)] == text


def test_every_observation_quotes_its_number(seeds: pipeline.Built) -> None:
    figures = [record["literals"] for _, record in seeds.graph.nodes(data=True) if "kg:Observation" in record["types"]]
    assert len(figures) > 100
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    for one in figures:
        begin, end = int(one["nif:beginIndex"][0].value), int(one["nif:endIndex"][0].value)
        slices = {"".join(text[begin:end].split()) for text in texts}
        assert one["kg:printed"][0].value in slices


def test_every_fact_has_a_passage_and_one_rule(seeds: pipeline.Built) -> None:
    facts = [iri for iri, record in seeds.graph.nodes(data=True) if FACTS & set(record["types"])]
    assert len(facts) > 200
    for fact in facts:
        links = [name for _, _, name in seeds.graph.out_edges(fact, keys=True)]
        assert "prov:wasDerivedFrom" in links
        assert links.count("kg:rule") == 1


def test_two_builds_are_byte_equal(seeds: pipeline.Built) -> None:
    files = sorted(SEEDS.glob("*.txt"), reverse=True)
    assert turtle.write(pipeline.build(files).graph) == turtle.write(seeds.graph)


def test_the_nodes_are_written_as_the_graph_that_is_drawn_of_them(seeds: pipeline.Built) -> None:
    assert turtle.write_nodes(seeds.nodes) == turtle.write(seeds.graph)


def test_a_build_draws_no_graph_that_nobody_asks_for() -> None:
    code = f"import sys; from kg import pipeline; pipeline.build([{str(SEEDS)!r}]); sys.exit('networkx' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_a_build_has_made_is_not_gone_through_as_new() -> None:
    with pipeline.uncollected():
        made = [[number] for number in range(10_000)]
    assert gc.isenabled()
    assert gc.get_count()[0] < len(made)


def test_a_page_says_the_same_whatever_stands_beside_it(seeds: pipeline.Built) -> None:
    together = set(store(seeds.graph))
    alone = store(pipeline.build([SEEDS / "002_67019d52f35b022c.txt"]).graph)
    facts = {
        q
        for q in alone
        if q.predicate.value.endswith(("hadRole", "#policy", "#voice", "ns/org#member", "schema.org/value"))
    }
    assert facts <= together


@pytest.mark.parametrize("name", sorted(path.stem for path in QUERIES.glob("*.rq")))
def test_every_question_has_an_answer_on_the_seeds(seeds: pipeline.Built, name: str) -> None:
    assert bool(ask(store(seeds.graph), name)) is (name not in SAID["empty on the seeds"]), (
        "a question without an answer needs a reason in cases/pipeline.yaml, one with an answer needs none"
    )


@pytest.mark.parametrize(("name", "row"), [(name, row) for name, rows in SAID["answers"].items() for row in rows])
def test_known_answers(seeds: pipeline.Built, name: str, row: list[str]) -> None:
    assert any(set(row) <= set(found) for found in ask(store(seeds.graph), name))


@pytest.mark.parametrize("absent", SAID["never a person"])
def test_never_a_person(seeds: pipeline.Built, absent: str) -> None:
    assert all(absent not in row for row in ask(store(seeds.graph), "persons"))


def test_one_path_is_no_row_of_letters() -> None:
    page = SEEDS / "000_308f0c24f3c8f24c.txt"
    several, one = pipeline.build([page]), pipeline.build(str(page))
    assert (one.nodes, one.problems) == (several.nodes, ())


def test_build_returns_a_networkx_graph() -> None:
    graph = kg.build([SEEDS / "000_308f0c24f3c8f24c.txt"])
    assert isinstance(graph, nx.MultiDiGraph)
    assert any("kg:Meeting" in record["types"] for _, record in graph.nodes(data=True))
