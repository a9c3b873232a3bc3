"""The SPARQL page in a real browser: no network, the answers of `kg query`, hostile text stays text, it stops."""

import csv
import hashlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError, QueryError
from kg.outputs import answers, files, sparql_page
from tests.page_browser import Visit
from tests.page_graph import HOSTILE

HERE = Path(__file__).parent
GRAPH = HERE / "cases" / "questions.ttl"
VENDOR = sparql_page.ASSETS / "vendor"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HARM = """<img src=x onerror="window.harmed=1"></script><script>window.harmed=1</script>"""


@pytest.fixture(scope="module")
def page() -> str:
    return sparql_page.write(GRAPH.read_text(encoding="utf-8"), title="政谱")


@pytest.fixture(scope="module")
def opened(browser: Any, page: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The page, opened once: beginning the engine takes longer than all the questions."""
    visit = Visit(browser, files.write(tmp_path_factory.mktemp("page") / "sparql.html", page))
    yield visit
    visit.context.close()


def ask(opened: Any, question: str) -> str:
    """Write `question` into the editor and run it; return what the status says then."""
    opened.tab.click("#editor")
    opened.tab.keyboard.press("Control+a")
    opened.tab.keyboard.insert_text(question)
    opened.tab.keyboard.press("Control+Enter")
    return settled(opened)


def settled(opened: Any) -> str:
    opened.tab.locator("#run:enabled").wait_for()
    status: str = opened.tab.inner_text("#status")
    return status


def rows(opened: Any) -> list[list[str]]:
    found: list[list[str]] = opened.tab.evaluate(
        "[...document.querySelectorAll('#results tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return found


def test_same_graph_gives_the_same_page(page: str) -> None:
    assert page == sparql_page.write(GRAPH.read_text(encoding="utf-8"), title="政谱")


def test_a_long_graph_is_compressed_and_a_short_one_is_not() -> None:
    long = "# 政谱\n" * sparql_page.PACKED_FROM
    packed = sparql_page.graph(long)
    assert packed["packed"]
    assert len(packed["text"]) < len(long) / 10
    assert sparql_page.graph("# 政谱") == {"packed": False, "text": "# 政谱"}


def test_every_question_has_one_place_in_the_menu() -> None:
    placed = [
        question["name"]
        for group in sparql_page.payload(sparql_page.told())["groups"]
        for question in group["questions"]
    ]
    assert sorted(placed) == sorted(answers.names())


def test_a_question_without_a_place_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "names", lambda: {"new-question": "新问题？ | A new one?"})
    with pytest.raises(KgError, match="new-question"):
        sparql_page.told.__wrapped__()


def test_both_languages_say_the_same_things() -> None:
    words = sparql_page.told()["words"]
    assert words["zh"].keys() == words["en"].keys()
    for name, text in words["zh"].items():
        assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", words["en"][name])


def test_every_column_of_a_question_has_a_chinese_name_and_no_other_has() -> None:
    columns = {column for name in answers.names() for column in answers.find(GRAPH, answers.named(name)).columns}
    assert set(sparql_page.told()["columns"]) == columns


def test_what_is_not_ours_is_what_the_list_says() -> None:
    listed = dict(
        re.findall(r"^\| (\S+) \| ([0-9a-f]{64}) \|$", (VENDOR / "VENDOR.md").read_text("utf-8"), re.MULTILINE)
    )
    found = {path.name: path.read_bytes() for path in VENDOR.iterdir() if path.suffix in (".js", ".gz")}
    whole = {name: zlib.decompress(octets, 31) if name.endswith(".gz") else octets for name, octets in found.items()}
    assert listed == {name: hashlib.sha256(octets).hexdigest() for name, octets in whole.items()}


def test_every_licence_is_one_that_may_be_taken() -> None:
    table = re.findall(
        r"^\| [@\w/.-]+ \| \d+\.\d+\.\d+ \| (.+) \|$", (VENDOR / "VENDOR.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(table) > 10
    assert set(table) <= {"MIT", "MIT OR Apache-2.0"}


def test_the_policy_allows_only_what_the_page_needs(page: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy


@pytest.mark.browser
def test_the_page_opens_without_network_or_complaint(visit: Any, page: str) -> None:
    opened = visit(page)
    assert "三元组" in opened.tab.inner_text("#status")
    opened.tab.click("button[data-name=persons]")
    settled(opened)
    assert [url for url in opened.asked if not url.startswith(("file:", "about:", "blob:"))] == []
    assert opened.complaints == []


@pytest.mark.browser
def test_every_question_of_the_menu_answers_as_kg_query_does(opened: Any) -> None:
    for name in answers.names():
        opened.tab.click(f"button[data-name={name}]")
        assert not settled(opened).startswith("出错"), name
        expected = answers.find(GRAPH, answers.named(name))
        shown = [
            [cell if not cell.startswith("id:") else cell.partition(":")[2] for cell in row] for row in rows(opened)
        ]
        known = [[cell.rpartition("/id/")[2] if "/id/" in cell else cell for cell in row] for row in expected.rows]
        assert sorted(shown) == sorted(known), name


@pytest.mark.browser
def test_a_question_of_ones_own_is_answered_without_declaring_prefixes(opened: Any) -> None:
    assert ask(opened, "SELECT ?n { ?x a kg:Journalist ; foaf:name ?n }").startswith("1 行")
    assert rows(opened) == [["李华"]]
    assert ask(opened, "ASK { ?x foaf:name '李华' }") == "是"
    assert ask(opened, "CONSTRUCT { ?x foaf:name ?n } { ?x a kg:Journalist ; foaf:name ?n }").startswith("1 行")
    assert rows(opened) == [["id:reporter", "foaf:name", "李华"]]


@pytest.mark.browser
@pytest.mark.parametrize("question", ["SELECT ?x WHER {}", "SELECT * {\n ?x kg: }", "SELECT", f"SELECT {HARM}"])
def test_a_bad_question_is_told_as_kg_query_tells_it(question: str, opened: Any) -> None:
    with pytest.raises(QueryError) as known:
        answers.find(GRAPH, question)
    status = ask(opened, question)
    assert status.startswith("出错")
    assert status.removeprefix("出错：") in str(known.value)
    assert opened.tab.locator("#status *").count() == 0
    assert opened.tab.evaluate("window.harmed === undefined")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "not supported"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "expected"),
        ("LOAD <file:///etc/passwd>", "expected"),
    ],
)
def test_a_question_that_does_more_than_read_is_refused(question: str, says: str, opened: Any) -> None:
    assert says in ask(opened, question)


@pytest.mark.browser
def test_hostile_text_stays_text(visit: Any) -> None:
    literal = HARM.replace('"', '\\"')
    texts = f'"{literal}", "=1+1", "\u202e右"@zh'
    own, other = "<https://w3id.org/zhengpu/id/%3Cimg>", "<javascript:alert(1)>"
    name = "<http://xmlns.com/foaf/0.1/name>"
    graph = f"{own} {name} {texts} .\n{other} {name} <data:text/html,x> ."
    opened = visit(sparql_page.write(graph, title=HOSTILE))
    assert HOSTILE.split()[0] in opened.tab.inner_text("h1")
    ask(opened, "SELECT ?s ?o { ?s ?p ?o }")
    assert HARM in [row[1] for row in rows(opened)]
    assert opened.tab.locator("#results img, #results script, h1 b, h1 img").count() == 0
    links = [link.get_attribute("href") for link in opened.tab.locator("#results a").all()]
    assert links
    assert all(link.startswith("graph.html#node=https%3A%2F%2Fw3id.org") for link in links)
    assert opened.tab.evaluate("window.harmed === undefined")


@pytest.mark.browser
def test_a_question_can_be_stopped_and_the_next_is_answered(opened: Any) -> None:
    opened.tab.click("#editor")
    opened.tab.keyboard.press("Control+a")
    opened.tab.keyboard.insert_text(ENDLESS)
    opened.tab.keyboard.press("Control+Enter")
    opened.tab.locator("#stop:enabled").click()
    assert settled(opened) == "已停止。"
    assert ask(opened, "ASK {}") == "是"


@pytest.mark.browser
def test_a_question_that_takes_too_long_stops_itself(opened: Any) -> None:
    opened.tab.evaluate("document.querySelector('#limit option').value = '0.3'")
    opened.tab.select_option("#limit", "0.3")
    assert ask(opened, ENDLESS).startswith("超过 0.3 秒")
    opened.tab.select_option("#limit", "30")


@pytest.mark.browser
def test_the_answer_is_saved_as_csv_that_no_spreadsheet_computes(opened: Any, tmp_path: Path) -> None:
    ask(opened, "SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ('=1+1' '王,建\"国' -5) } }")
    with opened.tab.expect_download() as download:
        opened.tab.click("#csv")
    download.value.save_as(tmp_path / "answer.csv")
    assert (tmp_path / "answer.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "answer.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["a", "b", "c"], ["'=1+1", '王,建"国', "-5"]]


@pytest.mark.browser
def test_a_long_answer_is_shown_in_steps(opened: Any) -> None:
    ask(opened, "SELECT ?s ?x { ?s ?p ?o . ?x ?y ?z } LIMIT 1200")
    assert len(rows(opened)) == 500
    opened.tab.click("#results button")
    opened.tab.click("#results button")
    assert len(rows(opened)) == 1200
    assert opened.tab.locator("#results button:visible").count() == 0


@pytest.mark.browser
def test_a_link_opens_a_question_and_runs_none(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.open("#name=targets")
    assert opened.tab.locator("button[aria-current=true]").get_attribute("data-name") == "targets"
    opened.open("#query=ASK%20%7B%7D")
    assert "ASK {}" in opened.tab.locator("#editor .cm-content").inner_text()
    assert opened.tab.inner_text("#results") == ""


@pytest.mark.browser
def test_a_word_is_changed_without_sparql_and_stays_in_the_link(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.tab.click("button[data-name=sentences-with-a-word]")
    settled(opened)
    assert opened.tab.input_value("#words input") == "新能源之都"
    opened.tab.fill("#words input", "决议")
    opened.tab.keyboard.press("Enter")
    assert settled(opened).startswith("1 行")
    assert 'VALUES ?word { "决议" }' in opened.tab.locator("#editor .cm-content").inner_text()
    opened.open("#" + opened.tab.url.partition("#")[2])
    assert opened.tab.input_value("#words input") == "决议"
    assert opened.tab.locator("button[aria-current=true]").get_attribute("data-name") == "sentences-with-a-word"
    opened.tab.click("button[data-name=persons]")
    assert opened.tab.locator("#words input").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("word", ['" } #', "\\", 'a" } DELETE WHERE { ?s ?p ?o } #', "$&${1}"])
def test_a_word_stays_a_word(visit: Any, page: str, word: str) -> None:
    opened = visit(page)
    opened.open("#name=sentences-with-a-word")
    opened.tab.fill("#words input", word)
    opened.tab.keyboard.press("Enter")
    assert settled(opened).startswith("没有结果：图中没有这样的事实")
    assert opened.tab.input_value("#words input") == word


@pytest.mark.browser
def test_a_changed_question_is_ones_own_and_can_be_sent(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.tab.click("button[data-name=persons]")
    settled(opened)
    ask(opened, "SELECT ?n { ?x foaf:name ?n } # “我的”")
    assert opened.tab.inner_text("#about") == "（自己写的问题）"
    assert opened.tab.locator("button[aria-current=true]").count() == 0
    opened.tab.click("#link")
    opened.open("#" + opened.tab.url.partition("#")[2])
    assert "# “我的”" in opened.tab.locator("#editor .cm-content").inner_text()
    opened.tab.evaluate("location.hash = '#name=posts'")
    opened.tab.locator("button[data-name=posts][aria-current=true]").wait_for()


@pytest.mark.browser
def test_a_name_leads_to_the_page_of_the_graph_where_one_entity_has_it(visit: Any) -> None:
    twins = 'id:a a kg:Meeting ; skos:prefLabel "座谈会" . id:b a kg:Meeting ; skos:prefLabel "座谈会" .'
    opened = visit(sparql_page.write(GRAPH.read_text(encoding="utf-8") + twins, title="政谱"))
    ask(opened, "SELECT ?name { VALUES ?name { '李华' '座谈会' '区长' } }")
    assert opened.tab.locator("#results a").all_inner_texts() == ["李华"]
    target = opened.tab.get_attribute("#results a", "href")
    assert target == "graph.html#node=https%3A%2F%2Fw3id.org%2Fzhengpu%2Fid%2Freporter"


@pytest.mark.browser
def test_columns_are_named_in_the_language_of_the_page(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.tab.click("button[data-name=who-holds-which-posts]")
    settled(opened)
    headings = opened.tab.locator("#results th")
    assert headings.all_inner_texts() == ["person 人", "body 机构", "role 职务", "first 首次", "last 末次"]
    opened.tab.click("#language")
    assert headings.all_inner_texts() == ["person", "body", "role", "first", "last"]


@pytest.mark.browser
def test_a_part_of_a_large_graph_says_that_it_is_one(visit: Any, opened: Any) -> None:
    part = visit(sparql_page.write(GRAPH.read_text(encoding="utf-8"), title="概览", whole=False))
    assert part.tab.inner_text("#part").startswith("这是大图谱的概览，不是全部")
    assert opened.tab.is_hidden("#part")


@pytest.mark.browser
def test_a_heading_of_numbers_stands_above_them(opened: Any) -> None:
    ask(opened, "SELECT ?name (3 AS ?n) { ?x foaf:name ?name }")
    assert opened.tab.locator("#results th.number").all_inner_texts() == ["n"]


@pytest.mark.browser
def test_a_phone_goes_to_the_answer(visit: Any, page: str) -> None:
    opened = visit(page, viewport={"width": 390, "height": 844})
    opened.tab.click("button[data-name=persons]")
    settled(opened)
    opened.tab.wait_for_timeout(200)
    assert opened.tab.locator("#results tbody td").first.bounding_box()["y"] < 700


@pytest.mark.browser
def test_the_page_speaks_english(visit: Any, page: str) -> None:
    opened = visit(page)
    opened.tab.click("button[data-name=persons]")
    settled(opened)
    opened.tab.click("#language")
    assert opened.tab.evaluate("document.documentElement.lang") == "en"
    assert "rows in" in opened.tab.inner_text("#status")
    assert opened.tab.locator("button[data-name=persons]").inner_text().startswith("Every person")
    assert opened.tab.locator("#editor .cm-content").get_attribute("aria-label") == "SPARQL question"


@pytest.mark.browser
def test_the_menu_is_filtered(opened: Any) -> None:
    opened.tab.fill("#filter", "目标")
    shown = opened.tab.locator("#questions button").all_inner_texts()
    opened.tab.fill("#filter", "")
    assert shown
    assert all("目标" in text for text in shown)


@pytest.mark.browser
def test_the_keyboard_alone_asks_and_leaves_the_editor(opened: Any) -> None:
    opened.tab.locator("#filter").focus()
    for key in ("Tab", "Enter"):
        opened.tab.keyboard.press(key)
    assert "行" in settled(opened)
    opened.tab.click("#editor")
    opened.tab.keyboard.press("Tab")
    assert opened.tab.evaluate("document.activeElement.id") == "run"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_page_without_sideways_scrolling(visit: Any, page: str, scheme: str) -> None:
    opened = visit(page, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    opened.tab.click("button[data-name=who-attended-which-meeting]")
    settled(opened)
    assert opened.tab.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Any, page: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.base", reason="pip install axe-playwright-python")
    opened = visit(page, color_scheme=scheme)
    opened.tab.click("button[data-name=posts]")
    settled(opened)
    opened.tab.evaluate(axe.AXE_FILE_PATH.read_text(encoding="utf-8"))
    found = opened.tab.evaluate(
        "() => axe.run(document).then(said => said.violations.map(one => [one.id, one.impact]))"
    )
    assert [rule for rule, impact in found if impact in ("serious", "critical")] == []


@pytest.mark.browser
def test_a_compressed_graph_is_read(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparql_page, "PACKED_FROM", 0)
    opened = visit(sparql_page.write(GRAPH.read_text(encoding="utf-8"), title="政谱"))
    assert ask(opened, "ASK { ?x foaf:name '李华' }") == "是"
