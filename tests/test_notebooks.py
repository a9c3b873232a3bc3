"""Every notebook runs from top to bottom without network, shows something in each cell, and is kept without outputs."""

import os
import re
import shutil
import warnings
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from kg import pipeline
from kg.outputs import description, files, fonts, turtle

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@pytest.fixture(scope="module")
def checkout(seeds: pipeline.Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader has after `make demo`: the pages, the README, the notebooks and the graph in out/."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("seeds", "notebooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "README.md", root)
    files.write(root / "out" / "graph.ttl", turtle.write(description.describe(seeds.graph)))
    return root


# Python runs this at the start of the kernel: a connection to any other machine fails, and with it the cell.
NO_NETWORK = """
import socket
connect = socket.socket.connect
def local_only(self, address):
    if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in ("127.0.0.1", "localhost", "::1"):
        raise OSError(f"a notebook asked the network for {address}")
    return connect(self, address)
socket.socket.connect = local_only
"""


def run(path: Path, monkeypatch: pytest.MonkeyPatch) -> nbformat.NotebookNode:
    """The notebook with its outputs, run in a kernel that cannot reach another machine."""
    guard = files.write(path.parent.parent / "guard" / "sitecustomize.py", NO_NETWORK).parent
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(guard), str(ROOT))))
    notebook = read(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of the kernel and its event loop, not ours
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    return notebook


def test_there_are_five_notebooks_in_order() -> None:
    assert [path.name[:3] for path in NOTEBOOKS] == ["01-", "02-", "03-", "04-", "05-"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_is_kept_without_outputs(path: Path) -> None:
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_speaks_chinese_and_english(path: Path) -> None:
    title = read(path).cells[0].source
    assert not title.isascii()
    assert [line for line in title.splitlines() if re.match(r"\*{1,3}[A-Z][A-Za-z ,:]{8}", line)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_runs_and_every_cell_shows_something(
    path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = run(checkout / "notebooks" / path.name, monkeypatch)
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    assert all(outputs)
    assert not [one for shown in outputs for one in shown if one.get("name") == "stderr"]


def test_a_notebook_cannot_reach_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = nbformat.v4.new_code_cell("import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)")
    path = tmp_path / "notebooks" / "asks.ipynb"
    path.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    with pytest.raises(CellExecutionError, match="asked the network"):
        run(path, monkeypatch)


def test_charts_are_drawn_in_a_font_that_has_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts.chosen({"DejaVu Sans"}) == ""
    name = fonts.use_chinese()
    if name == fonts.NONE:
        pytest.skip(name)
    manager = pytest.importorskip("matplotlib.font_manager", reason="matplotlib is not installed")
    font = manager.get_font(manager.findfont(name, fallback_to_default=False))
    assert {"政", "谱"} <= {chr(code) for code in font.get_charmap()}


def test_without_a_font_the_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "WANTED", ())
    with warnings.catch_warnings():
        assert fonts.use_chinese() == fonts.NONE
    assert "Noto Sans CJK" in fonts.NONE
