"""However many processes read, and in whatever order the pages come, the result is the same to the byte."""

from pathlib import Path

import pytest

from tests.archive_pages import PIECEWISE, TEXTS, WHOLE, build, put

PAGES = {f"{i:02}.txt": i % len(TEXTS) for i in range(12)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sorted(put(tmp_path_factory.mktemp("archive") / "in", PAGES).iterdir())


@pytest.mark.parametrize(("workers", "large"), [(2, WHOLE), (4, PIECEWISE)])
def test_workers_and_order_change_nothing(workers: int, large: int, pages: list[Path], tmp_path: Path) -> None:
    alone = build(*pages, out=tmp_path / "one", large=large, cache=None)
    assert build(*reversed(pages), out=tmp_path / "more", large=large, workers=workers) == alone


def test_in_pieces_and_as_a_whole_the_graph_is_the_same(pages: list[Path], tmp_path: Path) -> None:
    whole, pieces = (build(*pages, out=tmp_path / str(large), large=large) for large in (WHOLE, PIECEWISE))
    assert whole["graph.ttl"] == pieces["graph.ttl"]
    assert whole["manifest.json"].partition(b'"files"')[2] == pieces["manifest.json"].partition(b'"files"')[2]
