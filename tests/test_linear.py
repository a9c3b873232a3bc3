"""No text is so odd that reading takes much longer for each character: not of a rule's own words, not of one line."""

import random
import re
import signal
import time
from collections.abc import Callable

import pytest

from kg import pipeline, scan
from kg.model import Source
from kg.rulebook import KINDS, SYMBOLS, Rule, rules, unmark
from tests.hard import runs

# What an article of repeated runs is made of: letters, names, numbers, marks that open and never close.
RUNS = {
    "one letter": "的",
    "levels": "市",
    "places": "江苏省常州市武进区",
    "sessions": "第十届",
    "Chinese numerals": "一",
    "digits": "1",
    "grouped digits": "1,",
    "numbers": "增长1%，",
    "numbers in one clause": "《“（王市长1亿元",
    "open titles": "《",
    "open quotations": "“",
    "closing marks": "”》）",
    "open brackets": "（",
    "names": "王建国、",
    "names that lead to none": "王建国、" * 30 + "某某某某某\n",
    "posts": "区委书记",
    # 副主任 between two names is the title of one of them: a row of a dozen had thousands of readings.
    "people with titles": "人民区委书记王建国副主任李华、印发召开",
    "posts in a row": "书记、局长、",
    "bodies": "区政府",
    "meetings": "召开会议",
    "titles": "关于",
    "blanks": " ",
    "full stops": "。",
    "short lines": "开展工作\n",
    "loose lines": "某某工作\n\n",
    "headings": "#",
}
SHORT, TIMES = 4_000, 4
# A clock is no judge of small differences: four times the text may take twelve times as long (quadratic: sixteen),
# and what is done in a blink is fine.
WORST, BLINK = 3 * TIMES, 0.25


def seconds(work: Callable[[str], object], text: str) -> float:
    """The time of the processor that the work takes, the better of two tries."""
    tries = []
    for _ in range(2):
        began = time.process_time()
        work(text)
        tries.append(time.process_time() - began)
    return min(tries)


def is_linear(work: Callable[[str], object], many: str, few: str, blink: float = BLINK) -> bool:
    """Whether `many` takes no longer than `few` by more than its length; what a busy machine fails is tried again."""
    tries = range(5)
    return any((long := seconds(work, many)) < blink or long < WORST * seconds(work, few) for _ in tries)


def run(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def read(text: str) -> None:
    """Read a page, up to what it says."""
    page = Source("页.txt", text, "", "utf-8")
    list(pipeline.page_nodes(page, pipeline.read_page(page, None), None))


@pytest.mark.parametrize("unit", RUNS.values(), ids=RUNS)
def test_a_page_of_repeated_runs_is_read_in_linear_time(unit: str) -> None:
    read(run(unit, 300))
    assert is_linear(read, run(unit, SHORT * TIMES), run(unit, SHORT))


def test_a_line_that_does_not_end_is_read_in_linear_time() -> None:
    clause = "昨天，区委书记王建国主持召开常委会会议，审议通过《武进区行动方案》，要求全区规上工业产值增长5%，"
    read(clause)
    assert is_linear(read, run(clause, 8 * SHORT), run(clause, 2 * SHORT))


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="what does not end is stopped by an alarm: POSIX only")
def test_words_at_random_over_and_over_are_read_in_good_time() -> None:
    chosen, words = random.Random(7), runs.known_words()
    tried = ["".join(chosen.choice(words) for _ in range(chosen.randint(1, runs.MOST))) for _ in range(60)]
    assert [said for one in tried if (said := runs.told(one))] == []


def ways(rule: Rule) -> Callable[[str], object]:
    """The work of a rule in a text."""
    if rule in rules("mentions"):
        finder = scan.finder(rule.written)
        return lambda text: list(finder.finditer(scan.look(text)))
    return lambda text: [match.span() for match in rule.pattern.finditer(text)]


def odd_texts(rule: Rule) -> list[str]:
    """Texts made of the rule's own words: its first example and every part of it, over and over, without marks."""
    example = rule.finds[0] if isinstance(rule.finds[0], str) else str(rule.finds[0]["text"])
    plain = re.sub("[，。；：、]", "", unmark(example)[0])
    words = [plain, plain[: len(plain) // 2], plain[len(plain) // 2 :], *rule.anchors]
    symbols = [SYMBOLS[kind] for kind in KINDS]
    return [word for word in {*words, *(plain[:2] + symbol for symbol in symbols), "".join(symbols), "、“"} if word]


@pytest.mark.parametrize(
    "rule", [r for f in ("mentions", "relations", "speech", "figures") for r in rules(f)], ids=lambda rule: rule.id
)
def test_a_pattern_takes_linear_time(rule: Rule) -> None:
    work = ways(rule)
    work("")
    for unit in odd_texts(rule):
        assert is_linear(work, run(unit, 1_000 * TIMES), run(unit, 1_000), BLINK / 5), unit


# Rows of so many people of whom the last are not read, so that every way to part the row would be tried.
ROWS = {
    "who sit": "在主席台就座的还有：区委书记李为民、{names}和某某某、某某某，区委委员张平、李军等。\n",
    "leaders": "市领导{names}、李为民、张平们来到会场，副市长{names}、县教育局、县财政局负责人参加。\n",
    "elected": "会议选举{names}为委员，{names}、某某某们到会。\n",
}


def row(frame: str, count: int) -> str:
    """A sentence of so many people."""
    return frame.format(names="、".join(f"王建{chr(0x5B89 + number)}" for number in range(count)))


@pytest.mark.parametrize("frame", ROWS.values(), ids=ROWS)
def test_a_row_of_names_is_not_parted_in_every_way(frame: str) -> None:
    def read(text: str) -> object:
        return pipeline.read_page(Source("页", text, "", "utf-8"), None)

    read(row(frame, 2))
    assert is_linear(read, row(frame, 30), row(frame, 15))
