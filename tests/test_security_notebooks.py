"""Text planted in pages, shown by the notebooks: they run to their end, and in a browser it acts nowhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kg import pipeline
from kg.outputs import description, files, turtle
from tests.page_browser import Visit
from tests.test_notebooks import NOTEBOOKS, ROOT, run
from tests.test_security import PLANTED, page, unharmed

# What a chart would take for a formula, beside what a page or a cell would run.
FORMULAS = ("$\\frac{1}{", "$x_{", "_{a}^$")
SHORT = "区委书记<b onmouseover=window.harmed=1>李建国</b>、区长张大山$x_{出席会议。\n\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader has after `make demo`, with planted text on every page."""
    root = tmp_path_factory.mktemp("planted") / "checkout"
    planted = SHORT + "\n\n".join(page(text) for text in (*PLANTED, *FORMULAS) if "\x1b" not in text)
    for path in (ROOT / "seeds").glob("*.txt"):
        files.write(root / "seeds" / path.name, f"{path.read_text(encoding='utf-8')}\n\n{planted}")
    for path in NOTEBOOKS:
        files.write(root / "notebooks" / path.name, path.read_text(encoding="utf-8"))
    files.write(root / "README.md", (ROOT / "README.md").read_text(encoding="utf-8"))
    graph = pipeline.build([root / "seeds"]).graph
    files.write(root / "out" / "graph.ttl", turtle.write(description.describe(graph)))
    return root


def shown(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """What a browser is given to show of the outputs: HTML and pictures as they are, plain text escaped by Jupyter."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            forms = output.get("data", {})
            yield from (forms[form] for form in ("text/html", "image/svg+xml") if form in forms)


@pytest.fixture(scope="module")
def outputs(checkout: Path) -> Path:
    """A page with all that the notebooks show; they cannot be run while a browser is open."""
    with pytest.MonkeyPatch.context() as patched:
        done = [run(checkout / "notebooks" / path.name, patched) for path in NOTEBOOKS]
    made = [list(shown(notebook)) for notebook in done]
    assert all(made[:4])
    body = "".join(one for some in made for one in some)
    return files.write(checkout / "shown.html", f"<!doctype html><html data-ready=yes><meta charset=utf-8>{body}")


@pytest.mark.browser
def test_notebooks_show_planted_text_as_text(outputs: Path, browser: Any) -> None:
    opened = Visit(browser, outputs)
    assert len(opened.tab.frames) > 1  # the pictures of networks
    assert all(frame.evaluate("window.harmed === undefined") for frame in opened.tab.frames)
    unharmed(opened)
    opened.context.close()


def test_the_planted_text_is_in_what_the_notebooks_ask(checkout: Path) -> None:
    text = (checkout / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert all(words in text for words in ("onerror=window.harmed", "<svg onload", "$x_{", "onmouseover"))
