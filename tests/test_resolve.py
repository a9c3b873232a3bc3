"""Short pages → the facts that they state, by whom, at what body, when; and none besides."""

from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

import kg
from kg import pipeline, rulebook
from kg.outputs import turtle
from kg.stages.resolve import owners
from tests.truth_checks import Graph, facts, values

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "resolve.yaml").read_text(encoding="utf-8"))
DATED = ("startDate", "endDate", "period", "position")
parser = import_module("re._parser")
# Words of a case that say that a fact lacks a property.
LACKING = "no "


def read(text: str, tmp_path: Path) -> Graph:
    page = tmp_path / "page.txt"
    page.write_text(text.replace("|", "\n\n"), encoding="utf-8")
    return pipeline.build([page], place="320412", date="2024-01-07").graph


def told(graph: Graph) -> list[set[str]]:
    """What each fact says as plain words: its kind, labels, values, and some values with their property before them."""
    found = []
    for fact in facts(graph):
        said = {(name.partition(":")[2], text.rpartition("#")[2] or text) for name, text in fact.said}
        beside = {(name, text) for name in ("schema:position",) for text in values(graph, fact.iri, name)}
        named = {
            f"{name.rpartition(':')[2]} {text}" for name, text in said | beside if name.rpartition(":")[2] in DATED
        }
        nodes = {end.rpartition("/")[2] for end in graph.successors(fact.iri)}
        words = {word for pair in said for word in pair}
        found.append({fact.kind.partition(":")[2], *words, *named, *nodes})
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_a_page_states_these_facts_and_no_others(case: dict[str, Any], tmp_path: Path) -> None:
    found = told(read(case["text"], tmp_path))
    kinds = Counter(kind for one in found for kind in {"Tenure", "Participation", "Decision", "Statement"} & one)
    kinds += Counter(kind for one in found for kind in {"Observation", "Appointment", "Departure", "Issuance"} & one)
    assert dict(kinds) == case["counts"]
    for wanted in case.get("facts", ()):
        absent = {word.removeprefix(LACKING) for word in wanted if word.startswith(LACKING)}
        present = {word for word in wanted if not word.startswith(LACKING)}
        assert any(present <= one and not absent & one for one in found), wanted


def test_as_much_is_looked_at_before_a_post_as_its_patterns_can_hold() -> None:
    widths = {
        name: parser.parse(rulebook.pattern_of("role_body", name).pattern).getwidth()[1] for name in ("acts", "own")
    }
    assert widths["acts"] <= owners.BETWEEN
    assert widths["own"] <= owners.OWN


def test_the_head_of_a_county_on_a_page_of_a_city_is_of_the_only_county_named(tmp_path: Path) -> None:
    page = tmp_path / "页.txt"
    page.write_text("7月4日，市长王志航深入南陵县调研防汛。市政府秘书长周文斌，县长李晓斌陪同。", encoding="utf-8")
    made = turtle.write(pipeline.build([page], place="340200").graph)
    assert "南陵县人民政府" in made
    assert "芜湖市人民政府" in made


def test_a_bare_level_on_a_page_of_a_province_is_that_of_the_only_place_named(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("溧阳市发布消息，抓好防汛。会议要求各地落实，市教育局参加。", encoding="utf-8")
    made = turtle.write(pipeline.build([page], place="320000").graph)
    assert "溧阳市教育局" in made


def test_a_meeting_without_a_name_is_known_on_its_own_page_only(tmp_path: Path) -> None:
    for name, county, head in (("甲", "沛县", "赵立群"), ("乙", "睢宁县", "李建国")):
        text = f"# 汇报工作\n发布日期:2023-05-09\n5月8日,{county}举行座谈会。{county}县委书记{head}主持会议。"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    graph = kg.build([tmp_path])
    meetings = [node for node, types in graph.nodes(data="types") if "kg:Meeting" in types]
    assert len(meetings) == 2, meetings


def test_a_name_with_another_dot_is_told_as_it_is_printed_too(tmp_path: Path) -> None:
    graph = read("副区长买买提•吾守尔出席会议。", tmp_path)
    person = next(iri for iri, data in graph.nodes(data=True) if "foaf:Person" in data["types"])
    assert values(graph, person, "foaf:name") == ["买买提·吾守尔", "买买提•吾守尔"]


def test_what_is_held_once_a_year_is_one_meeting(tmp_path: Path) -> None:
    for day in (8, 9):
        text = f"# 学习精神\n发布日期:2023-03-{day:02}\n区委传达学习全国两会精神。"
        (tmp_path / f"{day}.txt").write_text(text, encoding="utf-8")
    graph = kg.build([tmp_path])
    assert [node for node, types in graph.nodes(data="types") if "kg:Meeting" in types] == [
        "https://w3id.org/zhengpu/id/meeting.全国两会.2023"
    ]
