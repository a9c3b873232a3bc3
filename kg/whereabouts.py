"""A page → the place that it is from.

>>> infer(["区委召开会议。", "武进区各镇参加，区政府作了部署。"])[0].full
'常州市武进区'
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from kg import gazetteer, patterns
from kg.gazetteer import Place
from kg.places_printed import Printed, print_of, weigh
from kg.rulebook import entries, pattern_of

# Of the names of a place, how many are those of its organs; how many times more often a county is named than its city.
MOSTLY, MORE = 0.6, 4.0
FEW = 3  # places on a page of which organs of two levels, each seen once, may speak
OFTEN, FAR = 6.0, 2.0  # a page is about a place that it names so often, and so many times more often than the next
# Of a county that bare organs point to: its name in full, its short name twice, or once with a place above it.
SURE = 2.0
MARKS = "#★◆■● "  # before the words of a headline
UNCLEAR = (None, "机构名不以区、县、市、省开头，无从判断本地级别")
# Towns that speak for a county: one that no other county has and one that few have, and twice as many as for the next.
TOWNS = 1.3
NEAR = 8  # characters around a name that tell whether the page speaks of its own place


def infer(texts: Iterable[str]) -> tuple[Place | None, str]:
    """Return the place that a page is from, as far as its words show it, with the reason.

    A paper says 区委 for the committee of its own district, so the level comes from organs named without a place,
    the place itself from the names that the page prints.
    """
    page = "\n".join(texts)
    printed = print_of(page)
    level = own_level(page) or (own_level(page, 1.0) if len(printed.at_most) <= FEW else "")
    if not level:
        found = (told(printed) for told in (most_named, province, headed))
        return next(((place, reason) for place, reason in found if place is not None), UNCLEAR)
    scores = weigh(printed, called(level, printed.at_most))
    ranked = sorted(scores, key=lambda place: (-scores[place], place.code))
    if not ranked or (ranked[0].level == "county" and scores[ranked[0]] < SURE):
        return unnamed(page, printed, level, ranked)
    rivals = [place for place in ranked[1:] if scores[place] * 1.5 > scores[ranked[0]]]
    above, _ = headed(printed) if rivals or scores[ranked[0]] < SURE else UNCLEAR
    if above is not None:
        return above, f"“{level}”级地名未能区分；标题以{above.full}起头"
    direct = [place for place in ranked[: len(rivals) + 1] if gazetteer.by_code(place.parent).level == "province"]
    if rivals and len(direct) == 1 and all(one.name == direct[0].name for one in rivals):
        return direct[0], f"同名的“{level}”级地名中，取直接属省级的{direct[0].full}"
    own = below(printed, ranked) or (None if rivals else named_more(printed, ranked[0], scores[ranked[0]]))
    several = (None, f"“{level}”级地名不止一个，未能区分：{'、'.join(place.full for place in ranked[:2])}")
    first = (ranked[0], f"不带地名的机构多为“{level}”级，此级地名以{ranked[0].full}最多")
    return own or (several if rivals else first)


def called(level: str, named: Iterable[Place]) -> set[Place]:
    """Return the places of a level; a paper that says 省 is of a province, not of the autonomous region it writes of.

    >>> [place.full for place in called("省", map(gazetteer.by_code, ("360000", "650000")))]
    ['江西省']
    """
    places = {place for place in named if gazetteer.at_level(place, level) == place}
    return {place for place in places if place.name.endswith(level)} or places


def below(printed: Printed, ranked: Sequence[Place]) -> tuple[Place, str] | None:
    """Return the city of a county's rank that a page is from, where the city above it is named as another.

    A paper names the organs of the city above it in full (宁德市委) and its own place alone (福鼎), a paper of the city
    itself does not.
    """
    city = next((place for place in ranked if place.level == "city"), None)
    under = [place for place in ranked if city is not None and place.parent == city.code]
    if city is None or len(under) != 1 or share_of_organs(printed, city) < MOSTLY:
        return None
    if share_of_organs(printed, under[0]) > 1 - MOSTLY:
        return None
    return under[0], f"{city.full}多与其机构连写，是上级；本地为其下的{under[0].full}"


def headline_places(printed: Printed) -> set[Place]:
    """Return the places that the headline may name."""
    line = len(printed.headline)
    return {place for name, begin, _ in printed.names if begin < line for place in gazetteer.by_name(name)}


def share_of_organs(printed: Printed, place: Place) -> float:
    """Return the part of the names of a place that an organ or its leaders follow, 1 where it is not named."""
    organ = pattern_of("place_level", "organ")
    ends = [end for name, _, end in printed.names if place in gazetteer.by_name(name)]
    return sum(organ.match(printed.page, end) is not None for end in ends) / len(ends) if ends else 1.0


def named_more(printed: Printed, place: Place, score: float) -> tuple[Place, str] | None:
    """Return the county below a city or province that a page names far more than that, of which it names organs only.

    The organs of the city are the same for both: 市委 in a paper of the county is that of its city.
    """
    if place.level not in ("city", "province"):
        return None
    least = max(OFTEN, score * MORE)
    lower = {one for one, most in printed.at_most.items() if one.level == "county" and most >= least}
    if place.level == "province":
        lower &= headline_places(printed)
    scores = weigh(printed, {one for one in lower if place in gazetteer.ancestors(one)})
    first, *others = sorted(scores, key=lambda one: (-scores[one], one.code)) or [place]
    if first is place or scores[first] < least or any(scores[one] * FAR > scores[first] for one in others[:1]):
        return None
    return first, f"地名以{first.full}最多，远多于{place.full}"


def unnamed(page: str, printed: Printed, level: str, ranked: list[Place]) -> tuple[Place | None, str]:
    """Return the place of a page that names no place of its own level, or a county only once by its short name."""
    found, parts = by_towns(page, level)
    if found is None:
        found, parts = over_counties(printed, level)
    if found is not None:
        return found, f"本地为“{level}”级；所印{'、'.join(parts)}属{found.full}"
    place, reason = most_named(printed)
    if place is not None and (place.level == "county" or level not in entries("place_level")["lowest"]):
        return place, reason
    if ranked and is_dateline(printed, ranked[0]):
        return ranked[0], f"本地为“{level}”级；标题以“{gazetteer.shorten(ranked[0].name)}”和冒号起头"
    if len(ranked) == 1 and is_home(printed, ranked[0]):
        return ranked[0], f"本地为“{level}”级；只提到{ranked[0].full}，作主语或作建设、发展的地方"
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
    spans = ([page[match.end() - size : match.end()] for size in range(7, 1, -1)] for match in ends.finditer(page))
    longest = (next((name for name in names if name in known), "") for names in spans)  # 中铺镇 is no 铺镇
    found = {name: known[name] for name in longest if name}
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


def over_counties(printed: Printed, level: str) -> tuple[Place | None, list[str]]:
    """Return the city of this level over all counties that a page names, with their names; no other city is named.

    >>> over_counties(print_of("副市长深入沛县、铜山区督导。"), "市")[0].full
    '徐州市'
    """
    if level in entries("place_level")["only"]:
        return None, []
    scores = weigh(printed, {place for place in printed.at_most if place.level in gazetteer.LOCAL})
    named = [place for place in scores if place.level == "county" and scores[place] >= SURE]
    above = {place.parent for place in named}
    others = {place.code for place in scores if place.level != "county"} - above
    city = gazetteer.by_code(above.pop()) if len(above) == 1 and not others else None
    if city is None or city.level != "city" or gazetteer.at_level(city, level) != city:
        return None, []
    return city, sorted(place.name for place in named)


def most_named(printed: Printed) -> tuple[Place | None, str]:
    """Return the place that a page without organs of a bare level is about, where it names one far more than others."""
    at_most = {place: most for place, most in printed.at_most.items() if place.level in gazetteer.LOCAL}
    if max(at_most.values(), default=0.0) < OFTEN:
        return UNCLEAR
    scores = weigh(printed, {place for place, most in at_most.items() if most * FAR > OFTEN})
    ranked = sorted(scores, key=lambda place: (-scores[place], place.code))
    rivals = [place for place in ranked[1:2] if scores[place] * FAR > scores[ranked[0]]]
    if not ranked or rivals or scores[ranked[0]] < OFTEN:
        return UNCLEAR
    return ranked[0], f"机构名不足以判断本地级别；地名以{ranked[0].full}最多"


def province(printed: Printed) -> tuple[Place | None, str]:
    """Return the province that a page names in its headline, and far more than any other place."""
    line = printed.headline
    named = headline_places(printed) if len(line) < len(printed.page) else set()  # a page of one line has no headline
    whole = {place: most for place, most in printed.at_most.items() if place.level == "province" and place in named}
    if max(whole.values(), default=0.0) < OFTEN or is_visit(line):
        return UNCLEAR
    scores = weigh(printed, set(printed.at_most))
    first, *others = sorted(scores, key=lambda place: (-scores[place], place.code))
    if first not in whole or scores[first] < OFTEN or any(scores[one] * FAR > scores[first] for one in others[:1]):
        return UNCLEAR
    return first, f"机构名不足以判断本地级别；地名以{first.full}最多"


def headed(printed: Printed) -> tuple[Place | None, str]:
    """Return the county or city with whose full name the headline begins, where no other is named as often.

    A headline that tells of a visit is of one of two places.
    """
    first, _ = leading(printed)
    places = [one for one in gazetteer.by_name(first) if one.level in gazetteer.LOCAL and one.name == first]
    if len(places) != 1 or is_visit(printed.headline):
        return UNCLEAR
    scores = weigh(printed, {one for one in printed.at_most if one.level in gazetteer.LOCAL})
    others = scores.keys() - {places[0], *gazetteer.ancestors(places[0])}
    if any(scores[one] >= scores.get(places[0], 0.0) for one in others):
        return UNCLEAR
    return places[0], f"机构名不足以判断本地级别；标题以{places[0].full}起头"


def is_dateline(printed: Printed, place: Place) -> bool:
    """Return whether the headline begins with the name of a place and a colon (旺苍：春耕备耕全面展开)."""
    first, end = leading(printed)
    return printed.headline[end : end + 1] in ("：", ":") and place in gazetteer.by_name(first)


def is_home(printed: Printed, place: Place) -> bool:
    """Return whether a page names a place as its own: it acts at the head of a line, or is to be built (让分宜成为)."""
    acts, built = pattern_of("place_level", "acts"), pattern_of("place_level", "built")
    spans = ((begin, end) for name, begin, end in printed.names if place in gazetteer.by_name(name))
    return any(
        acts.search(printed.page[printed.page.rfind("\n", 0, begin) + 1 : begin] + "◎" + printed.page[end : end + NEAR])
        or built.search(printed.page[max(0, begin - NEAR) : begin] + "◎" + printed.page[end : end + NEAR])
        for begin, end in spans
    )


def leading(printed: Printed) -> tuple[str, int]:
    """Return the name of a place that the headline begins with, and where it ends; "" where it begins otherwise."""
    line = printed.headline
    name, begin, end = next(iter(printed.names), ("", 0, 0))
    return (name, end) if begin < len(line) and not line[:begin].strip(MARKS) else ("", 0)


def is_visit(headline: str) -> bool:
    """Return whether a headline tells of people from elsewhere."""
    return pattern_of("place_level", "visit").search(headline) is not None


def own_level(page: str, least: float = 2.0) -> str:
    """Return the lowest level that organs without a place name are of, "" where there are too few.

    Of several levels one must be seen `least` times: a page about many places has a 市委 of each.
    """
    counts = Counter(match["level"] for sign in signs() for match in sign.finditer(page))
    enough = max(least, 0.2 * max(counts.values(), default=0)) if len(counts) > 1 else 1.0
    return next((level for level in entries("place_level")["order"] if counts[level] >= enough), "")


@cache
def signs() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of organs that are named by their level alone."""
    return tuple(map(patterns.compile, entries("place_level")["signs"]))
