"""The views beside the picture: their rows are the graph's; in a browser they sort, filter, unfold, leave as CSV."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.model import Literal
from kg.ontology import expand
from kg.outputs.page import SCRIPTS, START, asset, found, write
from kg.outputs.page_facts import Facts
from kg.outputs.page_tables import tables
from kg.outputs.page_view import ASSETS, view
from kg.pipeline import Built
from tests.page_graph import HOSTILE, ID
from tests.page_views_graph import many, with_figures, years

HAN = re.compile(r"[\u4e00-\u9fff]")
FORMULA = '=HYPERLINK("http://example.org")'


def rows(graph: "nx.MultiDiGraph[str]", name: str) -> list[dict[str, Any]]:
    """The rows of one table with the places looked up: entities by IRI, texts as text."""
    facts = Facts(graph, view())
    made = tables(facts)
    entities, told = list(facts.entities), list(facts.facts)
    nodes = {"node", "member", "body", "agent", "meeting", "policy", "voice", "indicator", "parent"}
    plural = {"meetings", "bodies", "subjects"}
    numbers = {"position", "more", "dated", "expected", "actual", "sentences", "articles", "series", "sentence"}
    places = numbers | {"first", "last"} if name == "policies" else numbers

    def value(key: str, cell: Any) -> Any:
        if key == "fact":
            return told[cell].removeprefix(ID)
        if key in nodes:
            return entities[cell].removeprefix(ID) if cell >= 0 else None
        if key in plural:
            return [entities[place].removeprefix(ID) for place in cell]
        return cell if key in places else made["texts"][cell]

    return [
        {key: value(key, cell) for key, cell in zip(made["columns"][name], row, strict=True)}
        for row in made["rows"][name]
    ]


def test_the_seeds_tables_have_a_row_for_each_thing(seeds: Built) -> None:
    classes = Counter(name for _, types in seeds.graph.nodes(data="types") for name in set(types))
    policies = [types for _, types in seeds.graph.nodes(data="types") if "kg:Policy" in types]
    made = {name: len(told) for name, told in tables(Facts(seeds.graph, view()))["rows"].items()}
    assert made == {
        "officials": classes["kg:Official"],
        "tenures": classes["kg:Tenure"],
        "meetings": classes["kg:Meeting"],
        "participations": classes["kg:Participation"],
        "policies": len(policies),
        "decisions": classes["kg:Decision"],
        "statements": classes["kg:Statement"],
        "figures": classes["kg:Observation"],
    }


def test_the_seeds_tables_say_what_the_graph_says(seeds: Built) -> None:
    graph = seeds.graph
    wanted = {
        (fact.removeprefix(ID), role, agent.removeprefix(ID))
        for fact, role, key in graph.edges(keys=True)
        if key == "prov:hadRole"
        for _, agent, other in graph.out_edges(fact, keys=True)
        if other == "prov:agent"
    }
    assert {(row["fact"], expand(row["role"]), row["agent"]) for row in rows(graph, "participations")} == wanted


def test_the_views_cost_the_page_little(seeds: Built) -> None:
    made = json.dumps(tables(Facts(seeds.graph, view())), ensure_ascii=False, separators=(",", ":"))
    assert len(made.encode()) < 40_000


def test_who_took_part_stands_in_printed_order() -> None:
    led = [row["agent"] for row in rows(years(), "participations") if row["meeting"] == "meeting.z"]
    assert led == ["person.b", "person.a", "person.c"]


def test_a_date_is_the_meetings_own_else_that_of_the_article() -> None:
    dates = {row["fact"]: (row["date"], row["dated"]) for row in rows(years(), "decisions")}
    assert dates == {"decision.1": ("2023-01-08", 1), "decision.2": ("2023-01-08", 1), "decision.3": ("2022-01-10", 2)}
    assert {row["fact"]: (row["date"], row["dated"]) for row in rows(years(), "statements")} == {"statement.1": ("", 0)}
    inferred = {row["fact"]: row["dated"] for row in rows(years(), "figures")}
    assert inferred == {f"figure.{i}": dated for i, dated in enumerate((3, 2, 2, 3, 3, 2), 1)}


def test_an_officials_dates_span_all_posts() -> None:
    spans = {row["node"]: (row["first"], row["last"]) for row in rows(years(), "officials")}
    assert spans == {"person.a": ("2019", "2023-01-12"), "person.b": ("2023-01-12", "2023-01-12")}


def test_a_formula_has_its_first_and_last_use() -> None:
    [use] = [row for row in rows(years(), "policies") if row["node"] == "policy.3"]
    assert (use["firstDate"], use["lastDate"], use["sentences"], use["articles"]) == ("2022-01-10", "2023-01-12", 2, 2)


def test_the_order_of_the_graph_does_not_matter() -> None:
    graph = years()
    turned: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert tables(Facts(turned, view())) == tables(Facts(graph, view()))


def test_an_empty_graph_has_empty_tables() -> None:
    assert set(map(len, tables(Facts(nx.MultiDiGraph(), view()))["rows"].values())) == {0}


def scripts() -> dict[str, str]:
    return {name: asset(name) for name in (*SCRIPTS, *found("views*.js"), START)}


def test_no_two_scripts_declare_one_name() -> None:
    names = Counter(
        name
        for text in scripts().values()
        for name in re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", text, re.MULTILINE)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_the_views_words_are_used_and_in_both_languages() -> None:
    shown = view().words
    asked = set(re.findall(r"'(view_\w+)'", "".join(map(asset, found("views*.js")))))
    asked |= {f"view_{change}" for change in ("increase", "decrease", "share", "rank")}
    assert asked == {name for name in shown["zh"] if name.startswith("view_")}
    assert shown["zh"].keys() == shown["en"].keys()


def test_the_views_write_text_and_never_markup() -> None:
    banned = re.compile(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|DOMParser|'style'|srcdoc"
    )
    assert [path.name for path in ASSETS.glob("views*.js") if banned.search(path.read_text(encoding="utf-8"))] == []


@pytest.fixture(scope="module")
def page() -> str:
    return write(years(), title="临江政谱")


def opened(visit: Any, text: str, name: str, **options: Any) -> Any:
    """The tab of the page with the view `name` open."""
    one = visit(text, **options)
    one.open(f"#view={name}")
    return one.tab


def column(tab: Any, table: str, place: int) -> list[str]:
    """What stands in one column of a table, from the top, without the notes below."""
    texts: list[str] = tab.locator(f"#table-{table} tbody tr:not(.details) > :nth-child({place})").all_inner_texts()
    return [text.replace("▸", "").replace("▾", "").strip().partition("\n")[0] for text in texts]


def sort(tab: Any, table: str, place: int) -> None:
    tab.locator(f"#table-{table} thead th:nth-child({place}) button").click()


def narrow(tab: Any, table: str, text: str) -> None:
    """Write into the filter above a table and wait until it has done its work."""
    block = tab.locator(f".block:has(#table-{table})")
    before = block.locator(".count").inner_text()
    block.locator("input[type=search]").fill(text)
    block.locator(".count").filter(has_not_text=before).wait_for()


def saved(tab: Any, button: str) -> list[list[str]]:
    """The rows of the CSV file that a button gives, read as a spreadsheet would."""
    with tab.expect_download() as waiting:
        tab.locator(button).first.click()
    octets = Path(waiting.value.path()).read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in octets
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline="")))


@pytest.mark.browser
def test_officials_are_sorted_filtered_and_unfolded(visit: Any, page: str) -> None:
    tab = opened(visit, page, "officials")
    assert [column(tab, "officials", place) for place in (1, 3, 4, 5, 6)] == [
        ["王建国", "李华"],
        ["2019", "2023-01-12"],
        ["2023-01-12", "2023-01-12"],
        ["2", "1"],
        ["1", "0"],
    ]
    sort(tab, "officials", 1)
    assert column(tab, "officials", 1) == ["李华", "王建国"]
    assert tab.get_attribute("#table-officials thead th:nth-child(1)", "aria-sort") == "ascending"
    narrow(tab, "officials", "王市")
    assert column(tab, "officials", 1) == ["王建国"]
    tab.click(".opener")
    assert tab.locator("ol.career .when").all_inner_texts() == [
        "2019 — 2020",
        "2022-01-10 — 2023-01-12",
        "2023-01-08\n会期",
        "日期未知",
        "日期未知",
    ]


@pytest.mark.browser
def test_meetings_hold_their_sittings_and_the_undated_stand_apart(visit: Any, page: str) -> None:
    tab = opened(visit, page, "meetings")
    names = ".timeline > li > .meeting > header .entity"
    assert tab.locator(names).all_inner_texts() == [
        "市政府常务会议",
        "临江市第九届人民代表大会第二次会议",
        "企业家座谈会",
    ]
    assert "有日期 2 场，日期未知 1 场" in tab.inner_text(".bar .count")
    congress = tab.locator(".timeline > li > .meeting").nth(1)
    assert congress.locator(".parts .entity").all_inner_texts() == ["分组讨论"]
    assert congress.locator(":scope > dl ol.names").all_inner_texts() == ["1李华❝2王建国❝3赵敏❝等（名单未尽）"]
    assert congress.locator(":scope > dl dt").all_inner_texts() == ["主持", "审议", "通过"]
    assert congress.locator(".parts .meeting > header .faint").inner_text() == "日期未知（见报，推断 2023-01-12）"
    tab.get_by_role("button", name="次序").click()
    assert tab.locator(names).first.inner_text() == "临江市第九届人民代表大会第二次会议"
    tab.fill(".bar input", "赵敏")
    tab.locator(names).nth(1).wait_for(state="detached")
    assert tab.locator(names).all_inner_texts() == ["临江市第九届人民代表大会第二次会议"]


@pytest.mark.browser
def test_a_policy_has_its_life_line(visit: Any, page: str) -> None:
    tab = opened(visit, page, "policies")
    line = tab.locator("#table-policies tbody tr").first.locator("ol.life > li")
    assert line.all_inner_texts() == ["提出\n2022-01-10", "审议\n2023-01-08", "通过\n2023-01-08"]
    line.first.locator("a").click()
    assert "提出制定《河道管理条例》" in tab.inner_text("#panel blockquote")
    assert "view=policies" in tab.url
    tab.get_by_label("只看有决策的").check()
    assert column(tab, "policies", 1) == ["河道管理条例"]
    assert [column(tab, "formulations", place) for place in (1, 2, 3, 4)] == [
        *(["稳中求进"], ["2022-01-10"], ["2023-01-12"], ["2"])
    ]
    tab.locator("#table-formulations .opener").click()
    assert tab.locator("#table-formulations mark").all_inner_texts() == ["稳中求进", "稳中求进"]


@pytest.mark.browser
def test_figures_are_sorted_filtered_and_drawn(visit: Any, page: str) -> None:
    tab = opened(visit, page, "figures")
    assert column(tab, "figures", 4) == ["4100亿元", "4400亿元", "100件", "4500亿元", "6%", "134件"]
    sort(tab, "figures", 4)
    assert column(tab, "figures", 4) == ["4500亿元", "4400亿元", "4100亿元", "134件", "100件", "6%"]
    drawn = tab.locator("#table-figures tbody svg[role=img]")
    assert drawn.evaluate_all("all => all.map(each => [each.getAttribute('aria-label'), each.lastChild.tagName])") == [
        *[["实绩 2021 4100亿元；目标 2022 4400亿元；实绩 2022 4500亿元", "rect"]] * 3,
        *[["实绩 2021 100件；实绩 2022 134件", "circle"]] * 2,
    ]
    assert drawn.locator("polyline").count() == 2
    tab.locator("#table-figures .opener").first.click()
    assert tab.locator("#table-figures .details li").all_inner_texts() == [
        *("2021\n实绩 4100亿元", "2022\n目标 4400亿元", "2022\n实绩 4500亿元")
    ]
    tab.get_by_label("性质").select_option("kg:Target")
    assert column(tab, "figures", 4) == ["4400亿元"]
    assert [column(tab, "pairs", place) for place in (3, 4, 5)] == [["4400亿元 2022"], ["4500亿元 2022"], ["102.3%"]]


@pytest.mark.browser
@pytest.mark.parametrize("name", ["officials", "policies", "figures"])
def test_what_stands_in_one_row_stands_on_one_line(visit: Any, page: str, name: str) -> None:
    tab = opened(visit, page, name)
    rows = [row.locator("a").all()[:2] for row in tab.locator(".frame tbody tr[role=row]").all()]
    tops = [[link.evaluate("each => each.getClientRects()[0].top") for link in row] for row in rows]
    assert tops
    assert max(max(row) - min(row) for row in tops) < 6


@pytest.mark.browser
def test_figures_leave_as_a_table_that_runs_nothing(visit: Any) -> None:
    tab = opened(visit, write(years(indicator_1=FORMULA), title="临江政谱"), "figures")
    tab.get_by_label("性质").select_option("kg:Result")
    narrow(tab, "figures", "HYPERLINK")
    head, *told = saved(tab, ".csv")
    assert [row[0] for row in told] == [f"'{FORMULA}"] * 3
    records = [dict(zip(head, row, strict=True)) for row in told]
    assert [(row["印出的写法"], row["数值"], row["时期"], row["见报日期"]) for row in records] == [
        ("4100亿元", "410000000000", "2021", "2022-01-10"),
        ("4500亿元", "450000000000", "2022", "2023-01-12"),
        ("6%", "6", "2022", "2023-01-12"),
    ]
    assert {row["IRI"] for row in records} == {f"{ID}figure.{i}" for i in (1, 3, 4)}


@pytest.mark.browser
@pytest.mark.parametrize("name", ["officials", "meetings", "policies", "figures"])
def test_hostile_text_stays_text_in_a_view(visit: Any, name: str) -> None:
    nodes = [node for node in years() if node.startswith(ID) and "series" not in node and "article" not in node]
    text = write(years(**{node.removeprefix(ID).replace(".", "_"): HOSTILE for node in nodes}), title=HOSTILE)
    tab = opened(visit, text, name)
    for unfold in tab.locator(".opener").all():
        unfold.click()
    assert tab.locator("#view-table").inner_text().count("onerror") > 2
    assert tab.locator("#view-table :is(img, script, iframe, style, [onerror], [style])").count() == 0
    assert tab.evaluate("window.harmed === undefined")


@pytest.mark.browser
@pytest.mark.parametrize("name", ["officials", "meetings", "policies", "figures"])
def test_a_view_speaks_english_but_for_what_was_printed(visit: Any, page: str, name: str) -> None:
    tab = opened(visit, page, name)
    before = tab.locator("#view-table").inner_text()
    tab.click("#language")
    own = "#view-table :is(h2, h3, caption, button, option, label, dt, small, i, .count, .note, .status)"
    said = tab.locator(own).all_inner_texts()
    assert len(said) > 5
    assert [text for text in said if HAN.search(text)] == []
    tab.click("#language")
    assert tab.locator("#view-table").inner_text() == before


@pytest.mark.browser
def test_the_keyboard_sorts_unfolds_and_opens(visit: Any, page: str) -> None:
    tab = opened(visit, page, "officials")
    tab.locator("#table-officials thead button").first.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.dataset.key") == "name"
    tab.keyboard.press("Enter")
    assert tab.get_attribute("#table-officials thead th:nth-child(1)", "aria-sort") == "descending"
    tab.locator(".opener").first.focus()
    tab.keyboard.press("Enter")
    assert tab.get_attribute(".opener >> nth=0", "aria-expanded") == "true"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel h2") == "王建国"
    assert tab.locator("#table-officials tr.details").count() == 1
    assert "view=officials" in tab.url


@pytest.mark.browser
def test_many_rows_are_shown_in_pages(visit: Any) -> None:
    tab = opened(visit, with_figures(write(many(), title="大图"), 12_000), "policies")
    spent = tab.evaluate(
        "() => { const begun = performance.now(); PAGE.go('figures'); return performance.now() - begun; }"
    )
    assert spent < 2000
    assert tab.locator("#table-figures tbody tr").count() == 100
    tab.get_by_role("button", name="末页").first.click()
    assert tab.locator("#table-figures tbody tr").count() == 6
    sort(tab, "figures", 4)
    assert column(tab, "figures", 4)[:2] == ["4500亿元", "4400亿元"]
    narrow(tab, "figures", "11999个")
    assert column(tab, "figures", 4) == ["11999个"]
    tab.evaluate("PAGE.go('meetings')")
    assert tab.locator(".timeline > li").count() == 41  # 40 with a date, 1 without
    tab.get_by_role("button", name=re.compile("^2019 ")).click()
    assert "2019" in tab.locator("h3.year").all_inner_texts()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["officials", "meetings", "policies", "figures"])
def test_a_phone_needs_no_sideways_scrolling(visit: Any, page: str, name: str) -> None:
    tab = opened(visit, page, name, viewport={"width": 360, "height": 740}, color_scheme="dark")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    cells = tab.locator("#view-table :is(td, th, article)").evaluate_all(
        "all => all.map(each => each.scrollWidth - each.clientWidth)"
    )
    assert max(cells) <= 2


@pytest.mark.browser
def test_each_table_says_what_it_is(visit: Any, page: str) -> None:
    tab = opened(visit, page, "policies")
    tab.evaluate(
        "for (const name of ['officials', 'figures']) PAGE.views.get(name)(document.querySelector('#view-table'))"
    )
    for table in tab.locator("#view-table table").all():
        assert table.locator("caption").inner_text()
        assert table.locator("thead th[scope=col]").count() == table.locator("thead th").count() > 0
        assert table.locator("tbody th[scope=row]").count() == table.locator("tbody tr").count()


@pytest.mark.browser
def test_values_of_one_time_are_not_joined_to_a_line(visit: Any) -> None:
    graph = years()
    values = graph.nodes[f"{ID}figure.6"]["literals"]
    graph.nodes[f"{ID}figure.6"]["literals"] = {**values, "kg:period": (Literal("2022"),)}
    tab = opened(visit, write(graph, title="临江政谱"), "figures")
    assert tab.locator("#table-figures svg circle").count() == 4
    assert tab.locator("#table-figures svg polyline").count() == 0
