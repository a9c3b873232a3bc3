"""Sentences of one article → who says what, from the first word said to the last.

A speech runs on over sentences and paragraphs until somebody else speaks, a new subject takes over, or a heading comes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from kg import scan
from kg.model import Mention, Speech
from kg.rulebook import Rule, entries, pattern_of, rules
from kg.shrink import roles, shrink
from kg.stages.speech_quoted import (
    Line,
    alone,
    begins_quoted,
    finish,
    opens_phrase,
    quotation_end,
    quoted,
    quoted_before,
)
from kg.stages.speech_turns import CITED, COMRADE, TITLES, entries_start, led_by_name, takes_over
from kg.stages.speech_verbs import spoken

SPOKEN = ("paragraph",)
LATER = "statement.clause_later"
MOVED = "statement.moved"  # tells how the speaker of the quotation before looks or feels


class Shrunk(NamedTuple):
    """A shrunk sentence, the mention at each symbol, and the origin of each offset."""

    short: str
    at: dict[int, Mention]
    back: list[int]


def find(lines: Sequence[Line]) -> list[Speech]:
    """Return the speeches of one article in order; of two that begin in one sentence at one place, the first rule's."""
    starts = sorted(begun(lines), key=lambda s: (s.first, s.begin))
    kept: list[Speech] = []
    closed = (0, 0)  # where the last direct quotation ends: nobody else begins to speak inside it
    for one in starts:
        if (one.first, one.begin) >= closed and (not kept or (beyond(one, kept[-1]) and not same_voice(one, kept[-1]))):
            kept.append(one)
            closed = quotation_end(one, lines)
    return [ended(one, kept[i + 1] if i + 1 < len(kept) else None, lines) for i, one in enumerate(kept)]


def beyond(one: Speech, before: Speech) -> bool:
    """Return whether a speech begins after another one, and not at the same words."""
    return (one.first, one.begin) > (before.first, before.begin + 2)


def same_voice(one: Speech, before: Speech) -> bool:
    """Return whether a later verb of the sentence (…表示…，希望…) only goes on with what its subject says already."""
    return one.rule == LATER and one.who is not None and one.who == before.who and one.first == before.last


def whole(lines: Sequence[Line], speaker: str) -> list[Speech]:
    """Return the one speech of an article that prints it in full under its speaker's name; none of nobody's."""
    spoken = [number for number, (sentence, _) in enumerate(lines) if sentence.kind in SPOKEN]
    if not spoken or not any(m.kind == "Person" and m.text == speaker for _, mentions in lines for m in mentions):
        return []
    end = len(lines[spoken[-1]][0].text.value)
    named = (number for number, (sentence, _) in enumerate(lines) if sentence.text.value == speaker)
    told, verb = next(named, spoken[0]), entries("speech_end")["whole"]
    return [Speech(spoken[0], 0, spoken[-1], end, verb, "statement.whole", None, told, speaker)]


def begun(lines: Sequence[Line]) -> Iterator[Speech]:
    """Yield every place where a rule sees somebody begin to speak (still without its end)."""
    says = spoken().search
    for number, (sentence, mentions) in enumerate(lines):
        if sentence.kind not in SPOKEN or says(sentence.text.value) is None:
            continue
        seen = Shrunk(*shrink(sentence.text.value, mentions))
        marks = [[at for at, char in enumerate(seen.short) if char == mark] for mark in "“”"]
        for rule in gate_of_all().asked_shrunk(seen.short, seen.at, scan.look(sentence.text.value).grams):
            for match in scan.pattern(rule.written).finditer(seen.short):
                if is_inside(marks, match.start()):
                    continue
                if (one := start(rule, match, number, lines, seen)) is not None:
                    yield one


def is_inside(marks: Sequence[Sequence[int]], begin: int) -> bool:
    """Return whether `begin` lies inside a quotation: who speaks there (“他跟我说，……”) is only told of.

    `marks` are where quotations open, and where they close.
    """
    opened, closed = (bisect_left(places, begin) for places in marks)
    return opened > closed


@cache
def gate_of_all() -> scan.Gate:
    """Return the gate of all rules for speech."""
    return scan.gate(rules("speech"), anchored=False)


def start(rule: Rule, match: re.Match[str], number: int, lines: Sequence[Line], seen: Shrunk) -> Speech | None:
    """Return where the speech begins: after the verb, or at the quotation that stands before the speaker.

    Where nothing follows the verb (“……。”某某说。) the quotation is all of it; without one, nothing is said.
    """
    who, words = roles(match, seen.at).get("who"), match.groupdict()
    if words.get("quote"):
        begin, end = seen.back[match.start("quote")], seen.back[match.end("quote")]
        return Speech(number, begin, number, end, match["verb"], rule.id, who, number)
    begin, called = seen.back[match.end()], called_by(match, seen)
    verb = entries("speech_end")["colon"] if match["verb"] == "：" else match["verb"]
    one = Speech(number, begin, number, -1, verb, rule.id, who, number, *called)
    return alone(one, lines) if rule.id == MOVED else opened(one, lines, is_colon=match[0].endswith("："))


def opened(one: Speech, lines: Sequence[Line], *, is_colon: bool) -> Speech | None:
    """Return a speech with its beginning: after the verb, in the next line, or at the quotation before the speaker."""
    number, begin, value = one.first, one.begin, lines[one.first][0].text.value
    if is_colon and begin == len(value) and is_spoken(lines, number + 1):  # 某某指出：, and a new paragraph
        return replace(one, first=number + 1, begin=0, last=number + 1)
    first, opening = quoted_before(lines, number, begin)
    if is_colon or value.startswith("“", begin):
        if first == number or opens_phrase(value, begin):
            return one
        return replace(quoted(one, lines), first=first, begin=opening)  # “……。”某某说，“……。”
    if value[begin:].strip("。，！"):
        return replace(one, first=first, begin=opening)
    if first == number:
        is_listed = number + 1 < len(lines) and is_first_point(lines, number + 1)
        return replace(one, first=number + 1, begin=0, last=number + 1) if is_listed else None
    return alone(one, lines)


def is_spoken(lines: Sequence[Line], number: int) -> bool:
    """Return whether there is a sentence `number`, and it is one of the text."""
    return number < len(lines) and lines[number][0].kind in SPOKEN


def is_first_point(lines: Sequence[Line], number: int) -> bool:
    """Return whether a sentence goes on in its paragraph with the first of the points that were announced (一是……)."""
    follows = lines[number][0].block == lines[number - 1][0].block
    return follows and pattern_of("speech_end", "points").match(lines[number][0].text.value) is not None


def called_by(match: re.Match[str], seen: Shrunk) -> tuple[str, str]:
    """Return the surname and the title by which a rule's match calls a speaker without a full name (李书记, 总书记)."""
    words, one = match.groupdict(), roles(match, seen.at).get("title")
    return words.get("family") or "", one.text if one is not None else words.get("title") or ""


def ended(one: Speech, following: Speech | None, lines: Sequence[Line]) -> Speech:
    """Return the speech with its end."""
    if one.end >= 0:
        return one
    number = one.last
    value = lines[number][0].text.value
    if following is not None and following.first == number and following.begin > one.begin:
        return finish(one, number, turn(value, following.begin), value)
    if value[one.begin : one.begin + 1] == "“" and one.first == number and not opens_phrase(value, one.begin):
        return quoted(one, lines)
    if (other := next_actor(lines[number], one.begin)) and one.first == number:
        return finish(one, number, other, value)
    while number + 1 < len(lines) and goes_on(lines, number + 1, one, following):
        number += 1
    value = lines[number][0].text.value
    return finish(one, number, len(value), value)


def next_actor(line: Line, begin: int) -> int:
    """Return where, after `begin` and a semicolon, the sentence turns to what another person did, or 0.

    书记某某要求尽快查明原因；副省长某某赶赴现场: the second half is no part of what the first demands.
    """
    value, mentions = line[0].text.value, line[1]
    for mention in mentions:
        if mention.kind in TITLES and mention.begin > begin and value[mention.begin - 1] == "；":
            stop = value.find("，", mention.begin)
            reach = stop if stop >= 0 else len(value)
            if any(m.kind == "Person" and mention.begin <= m.begin < reach + 12 for m in mentions):
                return mention.begin
    return 0


def turn(value: str, begin: int) -> int:
    """Return the end of the clause before the words that introduce the next speech."""
    return max(value.rfind(mark, 0, max(begin - 2, 0)) for mark in "。；，！？") + 1 or begin


def goes_on(lines: Sequence[Line], number: int, one: Speech, following: Speech | None) -> bool:
    """Return whether sentence `number` still belongs to the speech that began before it."""
    sentence, mentions = lines[number]
    if sentence.kind not in SPOKEN or (
        following is not None and number in (following.first, following.last, following.told)
    ):
        return False
    if following is not None and following.first <= number:
        return False
    same_block = sentence.block == lines[number - 1][0].block
    if is_told(lines, number, one, same_block=same_block):
        return False
    return not takes_over(sentence.text.value, mentions, same_block=same_block)


def is_told(lines: Sequence[Line], number: int, one: Speech, *, same_block: bool) -> bool:
    """Return whether in sentence `number` the reporter speaks of the speaker, or of somebody else by name."""
    value, mentions = lines[number][0].text.value, lines[number][1]
    speaker = one.title if one.who is None else one.who.text
    if speaker in CITED and is_cited(lines, one) and not entries_start("continue", value):
        return True
    if any(m.kind == "Person" and m.text == speaker for m in mentions):  # nobody names himself
        return True
    if (one.who is None or not same_block) and any(led_by_name(value, m) for m in mentions):
        return True
    if pattern_of("speech_end", "returned").match(value) is not None:
        return True
    return not same_block and value.startswith("“") and not begins_quoted(one, lines)


def is_cited(lines: Sequence[Line], one: Speech) -> bool:
    """Return whether a leader is only quoted: with the title, as local news does, not by name as the news of a tour."""
    return one.who is None or lines[one.told][0].text.value.startswith(("总书记", "主席", COMRADE), one.who.end)
