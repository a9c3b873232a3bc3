"""Text → the places that it names, and the place that a page is from.

>>> infer(["区委召开会议。", "武进区各镇参加，区政府作了部署。"])[0].full
'常州市武进区'
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import accumulate, repeat
from typing import NamedTuple

from kg import gazetteer, patterns, scan, segments
from kg.gazetteer import Place
from kg.rulebook import entries, pattern_of

OFTEN, FAR = 6.0, 2.0  # a page is about a place that it names so often, and so many times more often than the next
# Of a county that bare organs point to: its name in full, its short name twice, or once with a place above it.
SURE = 2.0
UNCLEAR = (None, "机构名不以区、县、市、省开头，无从判断本地级别")
# Towns that speak for a county: two that no other county has, and twice as many as for the next.
TOWNS = 1.5
# How short a name may be that is told by the words around it, the longest of those, and how far around they are read.
SHORTEST, SHORT_NAME, WINDOW = 2, 3, 8
TOWN = patterns.compile("[\u4e00-\u9fff]{3,7}?(?:街道|[镇乡])")
REMEMBERED = 4096
# No word goes on over one of these, nor over the end of a text.
MARKS = frozenset(("", *"，。、；：！？（）“”《》\n"))


def infer(texts: Iterable[str]) -> tuple[Place | None, str]:
    """Return the place that a page is from, as far as its words show it, with the reason.

    A paper says 区委 for the committee of its own district, so the level comes from organs named without a place,
    the place itself from the names that the page prints.
    """
    page = "\n".join(texts)
    level, printed = own_level(page), print_of(page)
    if not level:
        return most_named(printed)
    scores = weigh(printed, {place for place in printed.at_most if gazetteer.at_level(place, level) == place})
    ranked = sorted(scores, key=lambda place: (-scores[place], place.code))
    if not ranked or (ranked[0].level == "county" and scores[ranked[0]] < SURE):
        return unnamed(page, printed, level, ranked)
    rivals = [place for place in ranked[1:] if scores[place] * 1.5 > scores[ranked[0]]]
    direct = [place for place in ranked[: len(rivals) + 1] if gazetteer.by_code(place.parent).level == "province"]
    if rivals and len(direct) == 1 and all(one.name == direct[0].name for one in rivals):
        return direct[0], f"同名的“{level}”级地名中，取直接属省级的{direct[0].full}"
    if rivals:
        return None, f"“{level}”级地名不止一个，未能区分：{'、'.join(place.full for place in ranked[:2])}"
    return ranked[0], f"不带地名的机构多为“{level}”级，此级地名以{ranked[0].full}最多"


def unnamed(page: str, printed: "Printed", level: str, ranked: list[Place]) -> tuple[Place | None, str]:
    """Return the place of a page that names no place of its own level, or a county only once by its short name."""
    found, towns = by_towns(page, level)
    if found is not None:
        return found, f"本地为“{level}”级；所印{'、'.join(towns)}属{found.full}"
    place, reason = most_named(printed)
    if place is not None:
        return place, reason
    if ranked:
        return None, f"本地为“{level}”级，但只见一次“{gazetteer.shorten(ranked[0].name)}”，不足以判断"
    return None, f"本地为“{level}”级，但未见此级地名"


def by_towns(page: str, level: str) -> tuple[Place | None, list[str]]:
    """Return the county of this level in which the towns named on a page lie, with their names.

    >>> by_towns("县委召开会议，灵溪镇、钱库镇、藻溪镇负责人参加。", "县")[0].full
    '苍南县'
    """
    ends = pattern_of("place_level", "towns")
    known = gazetteer.towns_by_name()
    spans = (page[match.end() - size : match.end()] for match in ends.finditer(page) for size in range(2, 8))
    found = {name: known[name] for name in spans if name in known}
    scores: defaultdict[str, float] = defaultdict(float)
    for counties in found.values():
        for code in counties:
            scores[code] += 1 / len(counties)
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked or scores[ranked[0]] < TOWNS or any(scores[one] * FAR > scores[ranked[0]] for one in ranked[1:2]):
        return None, []
    place = gazetteer.by_code(ranked[0])
    is_own = gazetteer.at_level(place, level) == place
    return (place, sorted(name for name in found if place.code in found[name])) if is_own else (None, [])


def most_named(printed: "Printed") -> tuple[Place | None, str]:
    """Return the place that a page without organs of a bare level is about, where it names one far more than others."""
    at_most = {place: most for place, most in printed.at_most.items() if place.level in ("city", "county")}
    if max(at_most.values(), default=0.0) < OFTEN:
        return UNCLEAR
    scores = weigh(printed, {place for place, most in at_most.items() if most * FAR > OFTEN})
    ranked = sorted(scores, key=lambda place: (-scores[place], place.code))
    rivals = [place for place in ranked[1:2] if scores[place] * FAR > scores[ranked[0]]]
    if not ranked or rivals or scores[ranked[0]] < OFTEN:
        return UNCLEAR
    return ranked[0], f"机构名不足以判断本地级别；地名以{ranked[0].full}最多"


def own_level(page: str) -> str:
    """Return the lowest level that organs without a place name are of, "" where there are too few."""
    signs = entries("place_level")
    counts = Counter(match["level"] for sign in signs["signs"] for match in patterns.compile(sign).finditer(page))
    enough = max(2.0, 0.2 * max(counts.values(), default=0)) if len(counts) > 1 else 1.0
    return next((level for level in signs["order"] if counts[level] >= enough), "")


class Printed(NamedTuple):
    """A page with what seem to be names of places in it, of papers too, and how much these can speak for each place."""

    page: str
    names: Sequence[tuple[str, int, int]]
    papers: Sequence[str]
    at_most: Mapping[Place, float]


def print_of(page: str) -> Printed:
    """Return a page with what seem to be names of places in it; where people of the page go is left out."""
    page = pattern_of("place_level", "visited").sub("", page)
    begins = scan.begins("place_name", page)
    names = seeming(page, begins)
    paper = pattern_of("place_level", "papers")  # where no name begins, the paper of no place is named
    papers = [found["place"] for found in map(paper.match, repeat(page), begins) if found is not None]
    return Printed(page, names, papers, scores(Counter(name for name, _, _ in names), papers))


def weigh(printed: Printed, asked: AbstractSet[Place]) -> dict[Place, float]:
    """Return how much a page speaks for each place that is asked for.

    To tell whether a name stands alone takes long. So of the names that only stand for places above these, and help
    them by being there at all, no second one is looked for.
    """
    above = set[Place]().union(*map(gazetteer.ancestors, asked)) - asked
    counts: Counter[str] = Counter()
    for name, begin, end in printed.names:
        places = gazetteer.by_name(name)
        is_asked = not asked.isdisjoint(places)
        is_above = name not in counts and not above.isdisjoint(places)
        if (is_asked or is_above) and stands_alone(printed.page, begin, end):
            counts[name] += 1
    return {place: score for place, score in scores(counts, printed.papers).items() if place in asked}


def scores(counts: Counter[str], papers: Iterable[str]) -> dict[Place, float]:
    """Return how much names speak for each place: own names count, names of places above it and of papers help."""
    counts.update([name for name in papers if name in counts])
    own: dict[Place, float] = defaultdict(float)
    for name, count in counts.items():
        places = gazetteer.by_name(name)
        for place in places[:1] if places[:1] and places[0].level == "province" else places:  # 吉林 is the province
            own[place] += count * (2.0 if name[-1] == place.name[-1] else 1.0)  # 科左中旗 is whole too
    higher = {place for place in own if any(one in own for one in gazetteer.ancestors(place))}
    return {place: score * (2.0 if place in higher else 1.0) for place, score in own.items()}


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


def stands_alone(text: str, begin: int, end: int) -> bool:
    """Return whether a short name of a place begins with a word of the text, and one of two characters ends with one.

    Only an institution is a longer word: 河北大学 names 河北.

    >>> [stands_alone(text, 1, 3) for text in ("副代县长", "在代县开会", "在大城市", "在河北大学")]
    [False, True, False, True]
    """
    if end - begin > SHORT_NAME:
        return True
    if text[begin - 1 : begin] in MARKS and text[end : end + 1] in MARKS:
        return True
    if is_named_so(text, begin, end):
        return False
    if text[begin] in entries("place_short")["joins"] and "\u4e00" <= text[begin - 1 : begin] <= "\u9fff":
        return False
    before, after = phrase(text, begin, end)
    ends = [before, *(before + at for at in accumulate(map(len, segments.words(text[before:after]))))]
    if begin not in ends:
        return False
    name, word_end = text[begin:end], next(at for at in ends if at > begin)
    is_part = word_end > end + 1 and name not in gazetteer.whole_names()
    is_clear = end - begin > SHORTEST and name not in entries("place_short")["two_words"]
    return is_clear or end in ends or is_part


def is_named_so(text: str, begin: int, end: int) -> bool:
    """Return whether a short name of two characters is the given name of somebody in a list (、聂朝阳、)."""
    before, after = text[max(0, begin - 2) : begin - 1], text[end : end + 1]
    is_bounded = before != "" and after != "" and before in "、，长记席" and after in "、，等"
    return is_bounded and end - begin == SHORTEST and text[begin - 1] in entries("surname")["terms"]


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
    >>> border("发布柳河镇政府公告", 0), border("柳河镇政府", 0)
    (2, 0)
    """
    whole = gazetteer.whole_names()
    lengths = (n for n in range(SHORT_NAME, SHORTEST - 1, -1) if text[begin : begin + n] in whole)
    length = next(lengths, 0)
    if length:
        return 0 if stands_alone(text, begin, begin + length) else length - 1
    town = TOWN.match(text, begin)
    return verb_before(town[0]) if town is not None else 0


@lru_cache(maxsize=REMEMBERED)
def verb_before(town: str) -> int:
    """Return the length of a verb that is no part of the name of a town: 2 for 走进柳河镇, 0 for 柳河镇."""
    verb, tag = segments.tagged(town)[0]
    is_verb = tag.startswith("v") or verb in entries("place_short")["no_town"]
    return len(verb) if is_verb and SHORTEST <= len(verb) <= len(town) - SHORTEST else 0
