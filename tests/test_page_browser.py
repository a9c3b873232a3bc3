"""The page in a real browser: no network, no complaint, hostile text stays text, every control works."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.outputs.page import write
from tests.page_graph import HOSTILE, ID, large, small

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
)


@pytest.fixture(scope="module")
def page() -> str:
    return write(small(), title="武进政谱")


@pytest.fixture(scope="module")
def hostile() -> str:
    return write(small(label=HOSTILE, text=HOSTILE), title=HOSTILE)


def absent(reason: str) -> None:
    """Skip, but fail where continuous integration promises a browser."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


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
        self.tab.wait_for_function("document.documentElement.dataset.ready === 'yes'")

    def find(self, text: str) -> None:
        self.tab.fill("#q", text)
        self.tab.press("#q", "Enter")

    def heading(self) -> str:
        text: str = self.tab.inner_text("#panel h3")
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


@pytest.mark.browser
def test_the_page_opens_without_network_or_complaint(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.find("恽淇丞")
    assert [url for url in opened.asked if not url.startswith(("file:", "about:", "data:"))] == []
    assert opened.complaints == []


@pytest.mark.browser
def test_hostile_text_stays_text(visit: Any, hostile: str) -> None:
    opened = visit(hostile)
    opened.tab.fill("#q", "onerror")
    assert opened.tab.locator("#hits li").count() == 1
    opened.tab.press("#q", "Enter")
    assert opened.heading() == HOSTILE
    assert opened.tab.locator("#panel blockquote mark").first.inner_text() == HOSTILE
    assert opened.tab.locator("#panel img, #panel b b").count() == 0
    assert opened.tab.evaluate("window.harmed === undefined")


@pytest.mark.browser
def test_an_alias_finds_the_person_with_sentence_source_and_rule(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.find("恽区")
    assert opened.heading() == "恽淇丞"
    panel = opened.tab.inner_text("#panel")
    assert [
        part for part in ("出席会议并讲话", "2024-01（推断）", "正文提到", "attend.list v1") if part not in panel
    ] == []


@pytest.mark.browser
def test_a_link_opens_its_entity(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.open(f"#node={ID}indicator.1")
    assert opened.heading() == "应到代表"
    assert "418名" in opened.tab.locator("#panel mark").all_inner_texts()


@pytest.mark.browser
def test_a_click_on_a_line_shows_its_facts(visit: Any, page: str) -> None:
    opened = visit(page)
    x, y = opened.tab.evaluate("""() => {
        const edge = EDGES.find(each => each.relations.some(([name]) => name === 'kg:adopted'));
        const spots = network.getPositions([edge.from, edge.to]), a = spots[edge.from], b = spots[edge.to];
        const { x, y } = network.canvasToDOM({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
        const box = document.getElementById('graph').getBoundingClientRect();
        return [box.x + x, box.y + y];
    }""")
    opened.tab.mouse.click(x, y)
    opened.tab.wait_for_selector("#panel article")
    assert opened.heading() == "第三次全体会议 → 常州市武进区人民代表大会会议事规则"
    assert "通过了" in opened.tab.inner_text("#panel blockquote")


@pytest.mark.browser
def test_the_legend_filters_and_counts(visit: Any, page: str) -> None:
    opened = visit(page)
    row = opened.tab.locator("#legend li", has_text="会议")
    before = opened.tab.evaluate("nodeView.length")
    assert row.locator("button").inner_text() == "3"
    row.locator("input").focus()
    opened.tab.keyboard.press("Space")
    assert before - opened.tab.evaluate("nodeView.length") == 3


@pytest.mark.browser
def test_the_page_speaks_english(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.find("恽淇丞")
    opened.tab.click("#language")
    assert opened.tab.evaluate("document.documentElement.lang") == "en"
    assert "Facts" in opened.tab.locator("#panel h2").all_inner_texts()[2]


@pytest.mark.browser
def test_the_keyboard_alone_reaches_an_entity(visit: Any, page: str) -> None:
    opened = visit(page)
    for key in ("/", "人", "民", "ArrowDown", "Enter"):
        opened.tab.keyboard.press(key) if key.isascii() else opened.tab.keyboard.insert_text(key)
    assert "人民" in opened.heading()
    opened.tab.locator("#panel ul a").first.focus()
    opened.tab.keyboard.press("Enter")
    opened.tab.keyboard.press("Tab")
    assert "#node=" in opened.tab.url


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_picture_without_sideways_scrolling(visit: Any, page: str, scheme: str) -> None:
    opened = visit(page, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    opened.find("恽淇丞")
    assert opened.tab.evaluate("document.documentElement.scrollWidth") <= 360
    background = opened.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(250, 250, 250)", "dark": "rgb(20, 24, 31)"}[scheme]


@pytest.mark.browser
def test_the_overview_draws_at_once(visit: Any) -> None:
    opened = visit(write(large(), title="大图"))
    opened.tab.wait_for_timeout(200)
    colours = opened.tab.evaluate("""() => {
        const canvas = document.querySelector('#graph canvas'), seen = new Set();
        const dots = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        for (let i = 0; i < dots.length; i += 4 * 97) seen.add(dots[i] << 16 | dots[i + 1] << 8 | dots[i + 2]);
        return seen.size;
    }""")
    assert colours > 20
