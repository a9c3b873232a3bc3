"""A Chromium without network, for the tests that look at pages: fixtures `browser` and `visit`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
)


MIDDLE = """relation => {
    const edge = EDGES.find(each => each.relations.some(([name]) => name === relation));
    const spots = network.getPositions([edge.from, edge.to]), a = spots[edge.from], b = spots[edge.to];
    const { x, y } = network.canvasToDOM({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    const box = document.getElementById('graph').getBoundingClientRect();
    return [box.x + x, box.y + y];
}"""


def absent(reason: str) -> None:
    """Skip, but fail where continuous integration promises a browser."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


# Not for the whole run: while it is open, notebooks cannot be run beside it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 — only this part needs it
    except ImportError:
        absent("playwright is missing: pip install playwright")
    if not CHROMIUM.exists():
        absent(f"{CHROMIUM} is missing: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=list(QUIET))
        yield opened
        opened.close()


class Visit:
    """One page open in the browser, with all that it asked for and complained about."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(offline=True, reduced_motion="reduce", **options)
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(20_000)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", lambda line: self.complaints.append(line.text))
        self.address = path.as_uri()
        self.open()

    def open(self, fragment: str = "") -> None:
        self.tab.goto("about:blank")
        self.tab.goto(self.address + fragment)
        self.tab.wait_for_selector("html[data-ready=yes]", state="attached")

    def find(self, text: str) -> None:
        self.tab.fill("#q", text)
        self.tab.press("#q", "Enter")

    def click_line(self, relation: str) -> None:
        """Click in the middle of the first line of `relation`."""
        x, y = self.tab.evaluate(MIDDLE, relation)
        self.tab.mouse.click(x, y)

    def headings(self) -> list[str]:
        found: list[str] = self.tab.locator("#panel h3").all_inner_texts()
        return found

    def heading(self) -> str:
        text: str = self.tab.inner_text("#panel h2")
        return text


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Any]:
    visits: list[Visit] = []

    def start(text: str, **options: Any) -> Visit:
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        visits.append(Visit(browser, tmp_path / "page.html", **options))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()
