"""No article is so long that its names take longer to resolve, each: the steps of Python are counted, not the time."""

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from kg import gazetteer, pipeline
from kg.model import Node, Read, Source
from kg.stages import resolve

SURVEY = "# 第一季度工作综述\n\n今年以来，全区上下抓项目、抓落实，各项工作有序推进。\n\n"
HEAD = "# 区委召开会议\n\n本报讯 （记者 王明） 昨天，区委书记李建国主持召开区委常委会会议。李建国指出，要抓好工作。\n\n"
# Lines that go back to what the article says before, or to all of it; each is another one, so that none is left out.
LINES = (
    "会议审议通过《武进区第{n}号行动方案》《规划》，听取第{n}项情况汇报。区长张新宇、副区长李华出席会议。",
    "区委十三届六次全会召开。全会指出，要推进第{n}个项目。座谈会上，李建国强调，要抓好第{n}项工作。",
    "他强调，要加快推进第{n}个项目建设。他还说，要抓好第{n}项工作。",
    "王志航副区长参加第{n}组讨论。王副区长要求，要抓落实第{n}条意见。张区长说，要盯住第{n}件事。",
    "今年全区完成第{n}类产值{n}亿元，增长{n}%。地区生产总值达{n}亿元。",
    "武进高新区重点项目开工。区委书记李建国出席重点项目开工奠基仪式，为第{n}个项目培土。",
    "县政府召开第{n}次常务会议。县政府常务会议通过《第{n}批名单》。武进区第{n}中学、第{n}中学参加。",
    "区十七届人大第{n}次会议举行第二次全体会议。第二次全体会议表决通过《第{n}号决议》。",
    "一、任命陈明为武进区第{n}小学校长。",
    "二、免去周强的区财政局第{n}科科长职务，任命周强为区水利局局长。",
    "李建国主持，周强出席第{n}场结业式。区直{n}个部门负责人到会，吴刚参加。",
    "审议并通过《第{n}号办法》，部署第{n}项工作。国家第{n}批项目中，宜兴市投资{n}亿元。",
    "刘洋任第{n}指挥部总指挥，孙丽任区发展和改革局局长。大会通过《第{n}号报告》，印发《第{n}号通知》。",
)
SHORT, TIMES = 3, 4
# Four times the text may take six times as many steps (quadratic: sixteen), what is done in few is fine.
WORST, FEW = 1.5 * TIMES, 1500


def article(times: int, head: str = HEAD) -> str:
    return head + "\n\n".join(line.format(n=n) for n in range(1, times + 1) for line in LINES)


def page(text: str) -> tuple[Source, list[Read]]:
    source = Source("页.txt", text, "", "utf-8")
    return source, pipeline.read_page(source, None)


def nodes(source: Source, reads: list[Read]) -> list[Node]:
    return list(resolve.nodes(source, reads, gazetteer.by_code("320412"), ""))


def steps(work: Callable[[], object]) -> Counter[str]:
    """How many steps of Python the work takes, by the function of this program that takes them."""
    counts: Counter[str] = Counter()

    def tracer(frame: FrameType, event: str, _: Any) -> Any:
        if "/kg/" not in frame.f_code.co_filename:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            code = frame.f_code
            counts[f"{code.co_filename.rpartition('/kg/')[2]}:{code.co_firstlineno} {code.co_name}"] += 1
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        work()
    finally:
        sys.settrace(before)
    return counts


@pytest.mark.parametrize("head", [HEAD, SURVEY], ids=["a meeting", "no meeting"])
def test_the_names_of_a_long_article_take_linear_steps(head: str) -> None:
    short, long = (page(article(times, head)) for times in (SHORT, SHORT * TIMES))
    nodes(*long)  # what is remembered of words and places is no step of either
    few, many = steps(lambda: nodes(*short)), steps(lambda: nodes(*long))
    assert few.total() > 10_000
    assert {name: (few[name], n) for name, n in many.items() if n > max(FEW, WORST * few[name])} == {}


def test_the_names_of_a_page_of_many_articles_take_linear_steps() -> None:
    short, long = (page("".join(article(2, f"# {HEAD[2:]}") for _ in range(times))) for times in (4, 4 * TIMES))
    nodes(*long)
    few, many = steps(lambda: nodes(*short)), steps(lambda: nodes(*long))
    assert (len(short[1]), len(long[1])) == (4, 4 * TIMES)
    assert {name: (few[name], n) for name, n in many.items() if n > max(FEW, WORST * few[name])} == {}


@pytest.mark.parametrize(
    "unit",
    [
        "区委书记",
        "区政府",
        "副区长李华、",
        "宜兴市委书记李华，市长王明，",
        "宜兴市长、市长、市长、",
        "副主任李华、",
        "委员李华、",
        "主任李华主持会议，副主任王明出席，",
        "组长王明，副组长李华、",
        "王明当选副主席，",
        "任命李华为副主任，",
        "区委书记王建国辞去",
        "亿元",
        "增长3%学校亿元区财政局",
        "辞去主持审议表决通过关于农业的报告",
        "区委书记王建国强调：出席《公园办法》主持",
        "副主任李华、《公园办法》亿元强调：",
        "该区出台了《公园办法》，",
    ],
)
def test_the_names_of_a_row_take_linear_steps(unit: str) -> None:
    short, long = (page(f"# 名单\n\n出席的有：{unit * times}等。\n") for times in (40, 40 * TIMES))
    nodes(*long)
    few, many = steps(lambda: nodes(*short)), steps(lambda: nodes(*long))
    assert {name: (few[name], n) for name, n in many.items() if n > max(FEW, WORST * few[name])} == {}


def test_those_who_are_heard_at_length_take_linear_steps() -> None:
    line = "# 名单\n\n会议听取了{}；{}审议了预算。\n"
    said = ("区水利局汇报，区财政局介绍，", "讨论了《公园办法》，")
    short, long = (page(line.format(*(one * times for one in said))) for times in (40, 40 * TIMES))
    nodes(*long)
    few, many = steps(lambda: nodes(*short)), steps(lambda: nodes(*long))
    assert {name: (few[name], n) for name, n in many.items() if n > max(FEW, WORST * few[name])} == {}


def test_a_voice_goes_on_for_any_number_of_speeches() -> None:
    said = "".join(f"他强调，要加快推进第{n}个项目建设。他还说，要抓好第{n}项工作。\n\n" for n in range(600))
    found = nodes(*page(HEAD + said))
    voices = {end for node in found if "kg:Statement" in node.types for name, end in node.links if name == "kg:voice"}
    assert len(voices) == 1
    assert sum("kg:Statement" in node.types for node in found) == 1201
