"""The store beside graph.ttl says the same as the file, always, or is not used."""

from pathlib import Path

import pyoxigraph
import pytest

from kg import cli
from kg.archive import building
from kg.outputs import answers, store
from tests.archive_pages import PIECEWISE, TEXTS, WHOLE, build, put

PAGES = {f"{i}.txt": i for i in range(len(TEXTS))}
TURTLE = pyoxigraph.RdfFormat.TURTLE


def triples(graph: Path) -> set[pyoxigraph.Triple]:
    loaded = pyoxigraph.Store()  # which writes numbers in its own way, as the one on the disk does
    loaded.bulk_load(path=str(graph), format=TURTLE)
    return {quad.triple for quad in loaded}


def stored(graph: Path) -> set[pyoxigraph.Triple]:
    found = store.open_store(graph)
    assert found is not None
    return {quad.triple for quad in found}


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    build(put(tmp_path / "in", PAGES), out=tmp_path / "out", large=PIECEWISE, store=True)
    return tmp_path / "out" / "graph.ttl"


def test_it_follows_every_change(graph: Path, tmp_path: Path) -> None:
    assert stored(graph) == triples(graph)
    for version in ({**PAGES, "1.txt": 3}, {"0.txt": 0}, PAGES):
        build(put(tmp_path / "in", version), out=graph.parent, large=PIECEWISE, store=True)
        assert stored(graph) == triples(graph)
        assert len(list(graph.with_suffix(".store").iterdir())) == 2


@pytest.mark.parametrize("size", [1, 3000, 10**9])
def test_it_is_loaded_piece_by_piece(graph: Path, size: int) -> None:
    pieces = list(store.parts(graph, size))
    assert len(pieces) > 1 if size < graph.stat().st_size else len(pieces) == 1
    assert all(len(piece) < max(size, 3000) + 60_000 for piece in pieces) or size == 10**9
    loaded = pyoxigraph.Store()
    for piece in pieces:
        loaded.bulk_load(piece, format=TURTLE)
    assert {quad.triple for quad in loaded} == triples(graph)


def test_it_is_made_for_large_graphs_and_goes_with_them(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "in", out=graph.parent, large=PIECEWISE)
    assert not graph.with_suffix(".store").exists()
    monkeypatch.setattr(building, "STORED", 100)
    build(tmp_path / "in", out=graph.parent, large=WHOLE)
    assert stored(graph) == triples(graph)


def test_questions_are_answered_from_it(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["query", "who-holds-which-posts", "--graph", str(graph)]
    assert cli.main(asked) == 0
    from_store = capsys.readouterr().out
    assert "乔俊杰" in from_store
    store.remove(graph)
    assert cli.main(asked) == 0
    assert capsys.readouterr().out == from_store


@pytest.mark.parametrize("harm", ["another file", "no such folder", "damaged", "nonsense"])
def test_a_store_that_is_not_of_the_file_is_not_used(graph: Path, harm: str) -> None:
    stores = graph.with_suffix(".store")
    (folder,) = (path for path in stores.iterdir() if path.is_dir())
    if harm == "another file":
        graph.write_text("<https://e.org/a> <https://e.org/b> <https://e.org/c> .\n", encoding="utf-8")
    elif harm == "no such folder":
        folder.rename(stores / "elsewhere")
    elif harm == "damaged":
        for path in folder.glob("MANIFEST*"):
            path.write_bytes(b"")
    else:
        (stores / store.CURRENT).write_text('{"sha256": "../../x", "size": 1}', encoding="utf-8")
    assert store.open_store(graph) is None
    assert {quad.triple for quad in answers.load(graph)} == triples(graph)
