"""The words around a number → whether it is a result, a target or a forecast; what change it is; of what period.

>>> text = "预计全年新增就业岗位10.8万个。"
>>> status(text, 0, len(text))
'forecast'
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kg import patterns
from kg.rulebook import entries, lexicon, pattern_of
from kg.values import date
from kg.values.quantity import Quantity

CLAUSE = patterns.compile(r"[^，；：。！？]+")
COUNTS = patterns.compile("[0-9]")
TIME_UNIT = patterns.compile("[年月季末]")
BOUND = patterns.compile(r"(?:约|近|超过?|达到?|不低于|力争|确保|了)+$")
BOUND_ENDS = ("约", "近", "超", "过", "达", "到", "于", "争", "保", "了")
PLANNED_SUM = patterns.compile("(?:年度)?计划总?投资")  # it says nothing of the next clause
Spoken = tuple[int, str, int]  # a time: where it begins, its words, where it ends
TITLE = patterns.compile("《[^《》]{1,80}》")
BRACKET = patterns.compile("[（）]")
ROW = ("、", "和", "与", "及")
NEAR = 12


@lru_cache(maxsize=64)
def status(text: str, begin: int, end: int) -> str:
    """Return "target", "forecast" or "result" by the cues of the clause `begin` to `end`, else of those before it."""
    own = bisect_left(clauses_of(text).begins, end) - 1
    for place, clause in telling(text, begin, end):
        found = cue(clause if place == own else PLANNED_SUM.sub("", clause))
        if found == "forecast" and place < parted(text, begin) and not COUNTS.search(clause):
            continue  # 预计年内开工；新建项目24个: what is foreseen ends with the semicolon
        if found:
            return revised(found, clause, clauses_of(text).printed, place)
    if not is_done(text) and words("status_target_weak").search("，" + text[begin:end]):
        return "target"
    return "result"


class Clauses(NamedTuple):
    """The clauses of a sentence and where they begin; of those without a cue, by place, the one to look at next."""

    begins: list[int]
    printed: list[str]
    silent: dict[int, int]


@lru_cache(maxsize=64)
def clauses_of(text: str) -> Clauses:
    """Return the clauses of a sentence; it is asked for each of its figures."""
    found = list(CLAUSE.finditer(text))
    return Clauses([match.start() for match in found], [match[0] for match in found], {})


def telling(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the last clause up to `end`, then those before it that have a cue, each with its place, backwards."""
    begins, printed, _ = clauses_of(text)
    place = bisect_left(begins, end) - 1
    if place < 0:
        yield 0, text[begin:end]
        return
    yield place, printed[place][: end - begins[place]]
    while (place := with_cue(text, place - 1)) >= 0:
        yield place, printed[place]


def with_cue(text: str, last: int) -> int:
    """Return the place of the last clause with a cue, up to the place `last`, -1 where there is none.

    What was passed over is remembered: a sentence may have hundreds of figures, and none of its clauses a cue.
    """
    _, printed, silent = clauses_of(text)
    place = last
    while place >= 0 and not cue(printed[place]):
        place = silent.get(place, place - 1)
    silent[last] = place
    return place


def parted(text: str, begin: int) -> int:
    """Return how many clauses of a sentence stand before the last semicolon before `begin`."""
    return bisect_left(clauses_of(text).begins, max(text.rfind("；", 0, begin), text.rfind(";", 0, begin)))


@cache
def words(name: str) -> re.Pattern[str]:
    """Return the compiled pattern of one lexicon."""
    return patterns.compile(lexicon(name))


def revised(found: str, clause: str, clauses: Sequence[str], place: int) -> str:
    """Return the status `found` in a clause, corrected by those before its place: what is planned, what comes of it."""
    if found == "result" and is_planned(clause, clauses, place):
        return "target"
    if found != "target" or not pattern_of("status_planned", "outcome").search(clause):
        return found
    return "forecast" if any(words("status_later").search(one) for one in clauses[:place]) else found


def is_planned(clause: str, clauses: Sequence[str], place: int) -> bool:
    """Return whether what looks done (完成) is only what the clause right before it plans (将…，年底完成…)."""
    if not place or words("status_result").search(pattern_of("status_planned", "weak").sub("", clause)):
        return False
    plans, bids = (pattern_of("status_planned", name).search for name in ("plan", "bidding"))
    return plans(clauses[place - 1]) is not None or any(map(bids, clauses[:place]))


@lru_cache(maxsize=64)
def is_done(text: str) -> bool:
    """Return whether a word of the sentence says that something is done; it is asked for each of its figures."""
    return words("status_result").search(text) is not None


@lru_cache(maxsize=4096)
def cue(clause: str) -> str:
    """Return the status that the words of one clause tell, "" where they tell none."""
    clause = pattern_of("status_planned", "share").sub("", clause)
    if words("status_later").search(clause):
        return "forecast"
    for name in ("target", "forecast", "result"):
        if words(f"status_{name}").search(clause):
            return name
    return ""


def change(lead: str, one: Quantity) -> str:
    """Return "increase", "decrease", "share" or "" by the words right before a number."""
    if lead.endswith(BOUND_ENDS):
        lead = BOUND.sub("", lead)
    kinds = entries("change")["terms"]
    verb = next((word for word in by_end().get(lead[-1:], ()) if lead.endswith(word)), "")
    if verb and (one.kind != "count" or verb.startswith(("增", "减", "净"))):
        return str(kinds[verb]["kind"])
    if one.kind != "ratio":
        return ""
    if lead.endswith(("、", "和")) and (found := chained().search(lead)):
        return str(kinds[found[1]]["kind"])
    return "share" if words("share_ending").search(lead[-14:]) else ""


@cache
def by_end() -> dict[str, tuple[str, ...]]:
    """Return the verbs of change by their last character, the longest first."""
    verbs = sorted(entries("change")["terms"], key=len, reverse=True)
    return {end: tuple(verb for verb in verbs if verb[-1] == end) for end in {verb[-1] for verb in verbs}}


@cache
def chained() -> re.Pattern[str]:
    """Return the pattern of a verb of change that a number shares with the one before (增长3%和)."""
    return patterns.compile(rf"({lexicon('change')})[^，；]{{0,24}}[、和]$")


def period(text: str, begin: int, one: Quantity) -> str:
    """Return the time words that the number is about, as printed: the last ones before it, the own clause first."""
    before = [spoken for spoken, until in zip(times(text), spans(text), strict=True) if spoken[2] <= one.begin < until]
    own = [spoken for spoken in before if spoken[0] >= begin]
    if not own and is_start(text, one):  # 从12亿元增加到20亿元: the time before is that of the end
        return ""
    named = own or before
    if not named or pattern_of("figure_relative", "afterwards").search(text, named[-1][2], one.begin) is not None:
        return ""
    return one_of(named, text, one)[1]


@lru_cache(maxsize=64)
def spans(text: str) -> tuple[int, ...]:
    """Return up to where each of the times of a sentence may be that of a number: the end of the bracket it stands in.

    That is 9亿元（去年8亿元）; of a time alone in a bracket (上半年（1—6月）) it is the end of the sentence.
    """
    closes = brackets(text)
    opens, around, found = deque(sorted(closes)), list[int](), list[int]()
    for begin, _, end in times(text):
        while opens and opens[0] < begin:
            around.append(opens.popleft())
        while around and closes[around[-1]] < end:
            around.pop()
        is_alone = bool(around) and around[-1] == begin - 1 and closes[around[-1]] == end
        found.append(closes[around[-1]] if around and not is_alone else len(text))
    return tuple(found)


def brackets(text: str) -> dict[int, int]:
    """Return where the brackets of a sentence open and where each closes, those only that do both."""
    closes, opened = dict[int, int](), list[int]()
    for at in (match.start() for match in BRACKET.finditer(text)):
        if text[at] == "（":
            opened.append(at)
        elif opened:
            closes[opened.pop()] = at
    return closes


def one_of(named: Sequence[Spoken], text: str, one: Quantity) -> Spoken:
    """Return the last time before a number, or of a row (7月、8月分别增长3%和5%) the one in the number's place."""
    last = named[-1]
    said = text[last[2] : one.begin]
    if not said.startswith("分别") or "，" in said:
        return last
    row = [last]
    for earlier in reversed(named[:-1]):
        if text[earlier[2] : row[0][0]] not in ROW:
            break
        row.insert(0, earlier)
    return row[min(sum(map(said.count, ROW)), len(row) - 1)]


def is_start(text: str, one: Quantity) -> bool:
    """Return whether a number is what something has grown from (由12亿元增加到20亿元)."""
    if "从" not in text and "由" not in text:
        return False
    left, grown = (pattern_of("figure_time", name) for name in ("left", "grown"))
    return left.search(text, max(0, one.begin - NEAR), one.begin) is not None and grown.match(text, one.end) is not None


@lru_cache(maxsize=64)
def times(text: str) -> tuple[Spoken, ...]:
    """Return the time words of a sentence, each with where it begins and ends."""
    dated, compares = [*date.spans(text)], tuple(entries("figure_time")["compares"])
    planned, multiple = (pattern_of("figure_time", name) for name in ("planned", "multiple"))
    days = [
        (begin, text[begin:end], end)
        for begin, end in dated
        if (TIME_UNIT.search(text, begin, end) or planned.match(text, end))
        and not text.endswith(compares, 0, begin)
        and multiple.match(text, end) is None
    ]
    if "《" in text:
        titles = [match.span() for match in TITLE.finditer(text)]
        days = [day for day in days if not any(low < day[0] < high for low, high in titles)]
    if "年" in text:  # 去年全年 says no other year
        ends = {end for _, end in dated}
        days += [
            (m.start(), m[0], m.end())
            for m in pattern_of("figure_time", "round").finditer(text)
            if m.start() not in ends
        ]
    return tuple(sorted(days))
