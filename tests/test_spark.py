"""Spark and a local build say the same, also when a task fails and is done again."""

import gc
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from tests.archive_pages import TEXTS, build, put

pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'zhengpu[spark]'")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17, and there is none", allow_module_level=True)

from pyspark.sql import SparkSession

from kg import additions
from kg.archive import blocks, spark
from kg.archive.keys import Options

pytestmark = pytest.mark.filterwarnings("ignore")  # Spark's own
PAGES = {f"{i:02}.txt": i % len(TEXTS) for i in range(5)}


@pytest.fixture(scope="module")
def cluster() -> Iterator[SparkSession]:
    """Two workers; a task may fail twice."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.log.level": "OFF",
        "spark.ui.showConsoleProgress": "false",
    }
    settings |= {"spark.sql.files.openCostInBytes": "1", "spark.sql.files.maxPartitionBytes": "700"}
    builder = SparkSession.builder.master("local[2,3]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = put(tmp_path_factory.mktemp("spark") / "in", PAGES)
    (folder / "empty.txt").write_text(" \n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def locally(pages: Path) -> list[str]:
    out = pages.parent / "out"
    build(pages, out=out, cache=None)
    return sorted({f"{quad.triple} ." for quad in pyoxigraph.parse(path=str(out / "graph.ttl"))})


def written(out: Path) -> list[str]:
    parts = [path.read_text(encoding="utf-8").splitlines() for path in sorted((out / "graph.nt").glob("part-*"))]
    assert sum(map(bool, parts)) > 1
    return sorted(line for part in parts for line in part)


def test_spark_writes_the_graph_of_a_local_build(
    cluster: SparkSession, pages: Path, locally: list[str], tmp_path: Path
) -> None:
    spark.build([str(pages)], str(tmp_path / "out"), Options())
    assert written(tmp_path / "out") == locally
    kinds = cluster.read.parquet(str(tmp_path / "out" / "said.parquet")).groupBy("kind").count().collect()
    assert {row.kind: row["count"] for row in kinds if row.kind != "line"} == {"header": len(PAGES), "refused": 1}
    table = cluster.read.parquet(str(tmp_path / "out" / "triples.parquet"))
    assert (table.count(), table.columns) == (len(locally), ["subject", "predicate", "object"])


def fails_first(batches: Any) -> Any:
    from pyspark import TaskContext  # noqa: PLC0415 — where the task runs

    for batch in batches:
        yield from spark.say(iter([batch]), Options())
        if TaskContext.get().attemptNumber() == 0:
            raise RuntimeError("the first attempt of every task fails after a page")


def test_a_task_that_fails_is_done_again(cluster: SparkSession, pages: Path, locally: list[str]) -> None:
    texts = spark.texts(cluster, [str(pages)])
    said = texts.mapInArrow(fails_first, "kind string, iri string, rest string").cache()
    triples = spark.complete(spark.facts(said).cache()).collect()
    assert sorted(" ".join((*row, ".")) for row in triples) == locally


def test_a_worker_rests_its_search_for_cycles_and_goes_on_with_it() -> None:
    import pyarrow as pa  # noqa: PLC0415 — an extra

    pages = pa.table({"name": ["页.txt"], "content": [TEXTS[0].encode()]}).to_batches()
    assert gc.isenabled()
    rows = []
    for batch in spark.say(iter(pages * 2), Options()):
        assert not gc.isenabled()
        rows += batch.to_pylist()
    assert gc.isenabled()
    assert rows[: len(rows) // 2] == rows[len(rows) // 2 :]


def test_words_of_the_user_are_known_until_others_are_wanted(tmp_path: Path) -> None:
    words = tmp_path / "words.yaml"
    words.write_text("role: [园长]\n", encoding="utf-8")
    spark.know((words,))
    known = additions.current()
    spark.know((words,))
    assert additions.current() is known
    assert known["role"] == {"园长": ""}
    spark.know(())
    assert additions.current() == {}


def test_one_page_says_the_same_there(cluster: SparkSession) -> None:
    rows = list(spark.page_rows("页.txt", TEXTS[0].encode(), Options()))
    assert rows[0][0] == "header"
    assert json.loads(rows[0][2])["name"] == "页.txt"
    assert all(blocks.node(iri, rest).iri == iri for _, iri, rest in rows[1:])
