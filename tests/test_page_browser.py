"""The page in a real browser: no network, no complaint, hostile text stays text, every control works."""

from typing import Any

import pytest

from kg.outputs.page import write
from tests.page_graph import HOSTILE, ID, large, small


@pytest.fixture(scope="module")
def page() -> str:
    return write(small(), title="武进政谱")


@pytest.fixture(scope="module")
def hostile() -> str:
    return write(small(label=HOSTILE, text=HOSTILE), title=HOSTILE)


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
    assert opened.tab.locator("#hits li .swatch").count() == 1
    opened.tab.press("#q", "Enter")
    assert opened.heading() == HOSTILE
    assert opened.tab.locator("#panel blockquote mark").first.inner_text() == HOSTILE
    assert opened.tab.locator("#panel img, #panel b").count() == 0
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
    opened.click_line("kg:adopted")
    opened.tab.wait_for_selector("#panel article")
    assert opened.heading() == "第三次全体会议 → 常州市武进区人民代表大会会议事规则"
    assert "通过了" in opened.tab.inner_text("#panel blockquote")


@pytest.mark.browser
def test_the_legend_filters_and_counts(visit: Any, page: str) -> None:
    opened = visit(page)
    row = opened.tab.locator("#kinds li", has_text="会议")
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
    assert opened.headings()[:3] == ["About · 1", "Neighbours · 2", "tenure · 1"]
    assert opened.tab.get_attribute("#panel h2", "lang") == "zh-CN"


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
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_buttons_of_a_phone_stand_in_one_row(visit: Any, page: str, language: str) -> None:
    opened = visit(page, viewport={"width": 390, "height": 844})
    opened.open(f"#lang={language}")
    boxes = [each.bounding_box() for each in opened.tab.locator("header > :is(h1, button, details, a.button)").all()]
    assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes)
    assert opened.tab.get_by_role("button", name="Dark / light" if language == "en" else "深色／浅色").is_visible()


@pytest.mark.browser
def test_a_printed_view_has_what_was_chosen_beside_it_and_nothing_else(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.open("#view=meetings")
    opened.tab.emulate_media(media="print")
    assert opened.tab.is_hidden("#panel")
    opened.tab.locator("#view-table a").first.evaluate("each => each.click()")
    assert opened.tab.is_visible("#panel")


@pytest.mark.browser
def test_a_capacity_leads_to_the_post_and_its_sentence(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.open(f"#fact={ID}participation.1")
    opened.tab.click("#panel dd a:has-text('区长')")
    assert opened.heading() == "任职"
    assert "恽淇丞出席会议并讲话" in opened.tab.inner_text("#panel blockquote")


@pytest.mark.browser
def test_the_keyboard_stops_nowhere_without_a_name(visit: Any, page: str) -> None:
    opened = visit(page)
    stops = "() => [...document.querySelectorAll('[tabindex=\"0\"]')].map(each => each.id || each.className)"
    assert {"panel"} <= set(opened.tab.evaluate(stops)) <= {"panel", "view-table", "tab-graph"}


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
