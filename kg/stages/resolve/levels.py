"""A bare level that another place than the page's can be meant by → that place.

In a row of posts it is the place that the row has named (青溪市委书记甲，市长乙). Where the page's place leaves a level
open (市中医院 in a paper of a province) it is the only city, or county, that the article names in full; where it names
two, or none, the level stays open.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter

from kg import gazetteer, toponyms, visits
from kg.gazetteer import Place
from kg.model import Mention, Read
from kg.naming_places import place_of
from kg.rulebook import entries, pattern_of
from kg.stages.resolve.setting import LATEST

BEGIN = attrgetter("begin")
REACH = 8  # of the places that a row has named
LEVELS = ("市", "区", "县", "州", "旗", "盟")
# What stands between the posts and the names of a row.
JOINTS = frozenset(
    ("", "、", "，", "和", "及", "以及", "；", "，以及", "、以及", "同志", "同志、", "同志，", "同志，带领", "带领")
)
# Posts that a place has one of: who holds one again is of another place.
SINGLE, SEVERAL = ("书记", "长", "主席", "主任"), ("副", "常委")


def place_meant(read: Read, number: int, mention: Mention, here: Place | None) -> Place | None:
    """Return the place that a body or title of a sentence is of by its bare level, None where it is the page's."""
    row = place_of_row(read, number, mention, here)
    if row is not None:
        return row
    level = open_level(mention, here) if here is not None or mention.kind == "Body" else ""
    return place_of_level(read, level, here) if level else None


def open_level(mention: Mention, here: Place | None) -> str:
    """Return the level that a body or title is printed with and that the page's place does not settle, else ""."""
    level = row_level(mention)
    is_bare = level in LEVELS and level in entries("place_level")["levels"]
    return level if is_bare and (here is None or gazetteer.at_level(here, level) is None) else ""


def place_of_level(read: Read, level: str, here: Place | None) -> Place | None:
    """Return the one place of this level that the article names in full and that lies within the page's place."""
    found = named_in_full(read).get(level, frozenset())
    near = [one for one in found if here is None or here in gazetteer.ancestors(one)]
    return near[0] if len(near) == 1 else None


@lru_cache(maxsize=LATEST)
def named_in_full(read: Read) -> Mapping[str, frozenset[Place]]:
    """Return the places that the article names in full, by the level that their names end with; no home of guests."""
    text = "\n".join(reading.sentence.text.value for reading in read.readings)
    others = visits.others(text)
    text = pattern_of("place_level", "visited").sub("", text)
    found: defaultdict[str, set[Place]] = defaultdict(set)
    for name in dict.fromkeys(toponyms.mentioned(text)):
        places = [one for one in gazetteer.by_name(name) if one.name == name and one.level in gazetteer.LOCAL]
        if name[-1] in LEVELS:
            found[name[-1]].update(place for place in places if place not in others)
    return {level: frozenset(places) for level, places in found.items()}


def place_of_row(read: Read, number: int, mention: Mention, here: Place | None) -> Place | None:
    """Return the place that the row of posts before a body or title of a bare level names for it, None for no row.

    新城市委书记甲，市长乙: the 市长 is of 新城市. A post that the row has filled already is of the page's place.
    """
    level = row_level(mention)
    before = places_told(read) if level else {}
    one = before.get((number, mention.begin))
    for _ in range(REACH):
        if one is None:
            return None
        named = named_by(one, level, here)
        if named is not None:
            return None if is_filled(read, number, one, mention) else named
        one = before.get((number, one.begin))
    return None


@lru_cache(maxsize=LATEST)
def places_told(read: Read) -> Mapping[tuple[int, int], Mention]:
    """Return the last mention before each one in a row of posts that has a place, by sentence and begin of the one.

    Made once: in a row of hundreds each would go back through all that stand before it.
    """
    found: dict[tuple[int, int], Mention] = {}
    for number, reading in enumerate(read.readings):
        text, last, end = reading.sentence.text.value, None, 0
        for one in reading.mentions:
            last = last if text[end : one.begin] in JOINTS else None
            if last is not None:
                found[number, one.begin] = last
            last, end = (one if prefix_of(one) else last), one.end
    return found


def row_level(mention: Mention) -> str:
    """Return the bare level that a body or a title such as 市长 is printed with, "" for any other."""
    if mention.rule == "role.head_of_government" and not mention.parts.get("place"):
        return next((char for char in mention.parts.get("title", "") if char in LEVELS), "")
    level = mention.parts.get("prefix", "") if mention.kind == "Body" else ""
    return level if level in LEVELS else ""


def prefix_of(mention: Mention) -> str:
    """Return the place that a body or title is printed with, "" where that is none or a level only (区委)."""
    prefix = mention.parts.get("prefix") or mention.parts.get("place", "")
    return prefix if len(prefix) >= len("某市") and mention.kind in ("Body", "Role") else ""


def named_by(mention: Mention, level: str, here: Place | None) -> Place | None:
    """Return the place of this level that a body or title is printed with."""
    found = place_of(prefix_of(mention), here)[0]
    return found if found is not None and found.name.endswith(level) else None


def is_filled(read: Read, number: int, first: Mention, mention: Mention) -> bool:
    """Return whether a row that begins with `first` has filled the post that `mention` is of (甲市市长某，市长某)."""
    reading = read.readings[number]
    text = reading.sentence.text.value
    at = bisect_left(reading.mentions, mention.begin, key=BEGIN)
    roles = [m for m in reading.mentions[at : at + 2] if m.kind == "Role" and m.begin in (mention.begin, mention.end)]
    post = text[mention.begin : roles[0].end] if roles else ""
    return (
        post.endswith(SINGLE)
        and not any(word in post for word in SEVERAL)
        and post in text[first.begin : mention.begin]
    )
