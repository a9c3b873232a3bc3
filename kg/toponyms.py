"""Text → the places that it names; what crosses the border of words is no name.

>>> list(mentioned("江苏省常州市武进区政府"))
['江苏省', '常州市', '武进区']
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate

from kg import gazetteer, patterns, scan, segments
from kg.rulebook import entries, pattern_of

# How short a name may be that is told by the words around it, the longest of those, and how far around they are read.
SHORTEST, SHORT_NAME, WINDOW = 2, 3, 8
TOWN = patterns.compile("[\u4e00-\u9fff]{3,7}?(?:街道|[镇乡])")
REMEMBERED = 4096
TOWNS = frozenset("乡镇")
ROW = 3  # names one after another that tell of many places
# What a title or a bracket ends with: 和 after it joins two things.
CLOSING = ("》", "）", "”")
# What stands around somebody's name in a list.
JOINING, HOLDING = "和", frozenset("、，长记席任员")  # what joins two people; what ends a title before a name
BEFORE_NAME, AFTER_NAME = frozenset("、，长记席"), frozenset("、，等")
# No word goes on over one of these, nor over the end of a text.
MARKS = frozenset(("", *"，。、；：！？（）“”《》\n"))


def mentioned(text: str) -> Iterator[str]:
    """Yield the names of places in `text`, whole or short, from left to right; those that are everyday words are none.

    What crosses the border of words is none (代县长, 国土资源县局), nor is a short one in the name of a village.

    >>> list(mentioned("江苏省常州市武进区政府")), list(mentioned("宝丰村、北京路、市和县委、上海"))
    (['江苏省', '常州市', '武进区'], ['上海'])
    """
    return (name for name, begin, end in seeming(text) if stands_alone(text, begin, end))


def seeming(text: str, begins: Iterable[int] | None = None) -> list[tuple[str, int, int]]:
    """Return what seems to be the name of a place, with its begin and end; words are not told apart yet.

    `begins` are the places where a name can begin, where they are known.
    """
    everyday, whole, is_smaller = everyday_names(), gazetteer.whole_names(), smaller().match
    spans = [(text[begin:end], begin, end) for begin, end in scan.places("place_name", text, begins)]
    return [
        (name, begin, end)
        for name, begin, end in spans
        if name not in everyday and (name in whole or is_smaller(text, end) is None)
    ]


@cache
def smaller() -> re.Pattern[str]:
    """Return the pattern of what makes a short name part of the name of something smaller."""
    return pattern_of("place_short", "smaller")


@cache
def everyday_names() -> frozenset[str]:
    """Return the short names of places that are everyday words as well."""
    return frozenset(entries("place_short")["everyday"])


def unlisted(text: str, names: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return the names of places that stand in no row of several: such a row tells of many places, and of none most.

    >>> [name for name, _, _ in unlisted("武进：山东、广东、重庆", seeming("武进：山东、广东、重庆"))]
    ['武进']
    """
    rows: list[list[tuple[str, int, int]]] = []
    for name in names:
        if rows and text[rows[-1][-1][2] : name[1]] == "、":
            rows[-1].append(name)
        else:
            rows.append([name])
    return [name for row in rows if len(row) < ROW for name in row]


def stands_alone(text: str, begin: int, end: int) -> bool:
    """Return whether a short name of a place begins with a word of the text, and one of two characters ends with one.

    Only an institution is a longer word: 河北大学 names 河北.

    >>> [stands_alone(text, 1, 3) for text in ("副代县长", "在代县开会", "在大城市", "在河北大学", "龙固镇的路")]
    [False, True, False, True, False]
    """
    if end - begin > SHORT_NAME:
        return True
    if text[begin - 1 : begin] in MARKS and text[end : end + 1] in MARKS:
        return True
    if is_named_so(text, begin, end) or ends_a_name(text, begin):
        return False
    if is_run_into(text, begin, end):
        return False
    ends = word_ends(text, begin, end)
    if begin not in ends:
        return False
    name, word_end = text[begin:end], next(at for at in ends if at > begin)
    is_part = word_end > end + 1 and name not in gazetteer.whole_names()
    is_clear = end - begin > SHORTEST and name not in entries("place_short")["two_words"]
    return is_clear or end in ends or is_part


def word_ends(text: str, begin: int, end: int) -> list[int]:
    """Return where the words of the phrase around ``text[begin:end]`` end, after the offset where the phrase begins.

    >>> word_ends("在代县开会", 1, 3)
    [0, 1, 3, 5]
    """
    before, after = phrase(text, begin, end)
    return list(accumulate(map(len, segments.words(text[before:after])), initial=before))


def is_run_into(text: str, begin: int, end: int) -> bool:
    """Return whether the character before a short name belongs to it: 龙固镇 is no 固镇县, 省和县 no 和县."""
    last = text[begin - 1 : begin]
    if text[end - 1] == "镇":
        return last not in MARKS and last not in entries("place_short")["to_town"]
    return text[begin] in entries("place_short")["joins"] and ("\u4e00" <= last <= "\u9fff" or last in CLOSING)


def is_named_so(text: str, begin: int, end: int) -> bool:
    """Return whether a short name of two characters is part of somebody's name in a list (、聂朝阳、武威飚、)."""
    if end - begin != SHORTEST:
        return False
    return any(
        text[first : first + 1] in entries("surname")["terms"]
        and text[first - 1 : first] in BEFORE_NAME
        and text[first + 3 : first + 4] in AFTER_NAME
        for first in (begin - 1, begin)
        if first > 0
    )


def ends_a_name(text: str, begin: int) -> bool:
    """Return whether 和 after the first character of what seems a place joins two people (书记王平和县长: no 平和县).

    >>> [ends_a_name(text, text.index("平和")) for text in ("书记王平和县长李强", "主席刘晓平和县委", "福建省平和县")]
    [True, True, False]
    """
    if text[begin + 1 : begin + 2] != JOINING:
        return False
    surnames = entries("surname")["terms"]
    return any(text[first] in surnames and text[first - 1] in HOLDING for first in (begin - 1, begin - 2) if first > 0)


def phrase(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return from where and up to where the words around a name are read: no word goes on over a mark.

    >>> phrase("会议在武进区召开。", 3, 6), phrase("日前，武进区举行", 3, 6)
    ((0, 8), (3, 8))
    """
    before, after = begin, end
    while before > begin - WINDOW and text[before - 1 : before] not in MARKS:
        before -= 1
    while after < end + WINDOW and text[after : after + 1] not in MARKS:
        after += 1
    return before, after


def border(text: str, begin: int) -> int:
    """Return how many characters at `begin` are no part of the name that seems to begin there, 0 for a name.

    >>> border("完成县委任务", 1), border("会同县政府印发", 0), border("成县县委", 0), border("武进区委", 0)
    (1, 2, 0, 0)
    >>> border("发布柳河镇政府公告", 0), border("柳河镇政府", 0), border("书记王志平和区长", 4)
    (2, 0, 2)
    """
    if ends_a_name(text, begin):
        return SHORTEST
    whole = gazetteer.whole_names()
    lengths = (n for n in range(SHORT_NAME, SHORTEST - 1, -1) if text[begin : begin + n] in whole)
    length = next(lengths, 0)
    if length:
        return 0 if stands_alone(text, begin, begin + length) else length - 1
    if is_cut_short(text, begin):
        return 1
    town = TOWN.match(text, begin)
    return verb_before(town[0]) if town is not None else 0


def is_cut_short(text: str, begin: int) -> bool:
    """Return whether the first character of what seems the short name of a place ends the word before it.

    >>> is_cut_short("青年扎根河南大学", 3), is_cut_short("他到根河林业局", 2), is_cut_short("在紫金山实验室", 1)
    (True, False, False)
    >>> is_cut_short("来到大河乡宁静小学", 4), is_cut_short("他来到乡宁一中", 3)  # a county
    (True, False)
    """
    short = text[begin : begin + SHORTEST]
    if not "\u4e00" <= text[begin - 1 : begin] <= "\u9fff" or not gazetteer.called(short):
        return False
    is_next_known = gazetteer.known(text[begin + 1 : begin + 1 + SHORTEST])
    if not is_next_known and text[begin] not in TOWNS:
        return False
    ends = word_ends(text, begin, begin + SHORTEST)
    return (is_next_known and begin not in ends) or (text[begin] in TOWNS and begin + 1 in ends)


@lru_cache(maxsize=REMEMBERED)
def verb_before(town: str) -> int:
    """Return the length of a verb that is no part of the name of a town: 2 for 走进柳河镇, 0 for 柳河镇."""
    verb, tag = segments.tagged(town)[0]
    is_verb = tag.startswith("v") or verb in entries("place_short")["no_town"]
    return len(verb) if is_verb and SHORTEST <= len(verb) <= len(town) - SHORTEST else 0
