"""However many processes read, and in whatever order the pages come, the result is the same to the byte."""

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from kg.archive import aside
from kg.outputs import store
from tests.archive_pages import PIECEWISE, TEXTS, WHOLE, build, put

ROOT = Path(__file__).parent.parent
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


def test_what_takes_memory_is_done_in_a_process_that_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(tmp_path / "in", {f"{i}.txt": i for i in range(len(TEXTS))})
    here = build(folder, out=tmp_path / "here", large=PIECEWISE, store=True)
    done: list[bool] = []
    monkeypatch.setattr(aside, "LEAST", 0)
    monkeypatch.setattr(aside.Here, "submit", lambda *_: done.append(True))
    assert build(folder, out=tmp_path / "aside", large=PIECEWISE, store=True) == here
    assert store.is_current(tmp_path / "aside" / "graph.ttl")
    assert not done
    assert not multiprocessing.active_children()


WAITS = """
import time
from kg.archive import aside
if __name__ == "__main__":
    pool = aside.processes(1)
    print(pool.submit(abs, -1).result(), flush=True)
    pool.submit(time.sleep, 600)
    time.sleep(600)
"""


def test_a_process_ends_with_the_one_that_began_it(tmp_path: Path) -> None:
    script = tmp_path / "waits.py"
    script.write_text(WAITS, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT)
    assert parent.stdout is not None
    assert parent.stdout.readline()
    parent.kill()
    told, _ = parent.communicate(timeout=60)  # the pipe ends when the last of them does
    assert told == ""
