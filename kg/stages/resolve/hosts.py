"""A meeting with a name of its own → whose it is: of the body, town or place that holds it, else of the page's place.

A paper says 我县召开教育工作座谈会, or only that the county's secretary chaired it; its name is 岚县教育工作座谈会.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from kg import gazetteer, naming
from kg.gazetteer import Place
from kg.model import Mention, Read
from kg.rulebook import pattern_of
from kg.stages.resolve.antecedents import main_meeting
from kg.stages.resolve.named import NAMED, longer, named
from kg.stages.resolve.names import place_printed
from kg.stages.resolve.setting import LATEST
from kg.toponyms import everyday_names

YEAR = re.compile("^[0-9]{4}年?度?")
LONGEST = 11  # 科尔沁左翼中旗, 积石山保安族东乡族撒拉族自治县
# What a name's parts are that say already whose the meeting is.
WHOSE = frozenset(("scope", "place", "body", "lead", "society"))


def hosted(read: Read, mention: Mention, here: Place | None) -> Mention:
    """Return the mention of a meeting with what its name in full begins with, where the article says whose it is."""
    host = hosts(read, here).get(mention.text, "") if is_open(mention) else ""
    return mention._replace(parts={**mention.parts, "lead": host}) if host else mention


def is_open(mention: Mention) -> bool:
    """Return whether the name of a meeting says neither where nor whose it is."""
    if not mention.rule.startswith(NAMED) or any(mention.parts.get(part) for part in WHOSE):
        return False
    return (
        not naming.says_where(YEAR.sub("", mention.text).lstrip("《"))
        and pattern_of("meeting_host", "wide").search(mention.text) is None
    )


@lru_cache(maxsize=LATEST)
def hosts(read: Read, here: Place | None) -> Mapping[str, str]:
    """Return, by the name of each meeting that the article says is held, what its name in full begins with."""
    found: dict[str, str] = {}
    for number, text, mention in named(read):
        if mention.text not in found and is_open(mention) and (host := holder(read, number, text, mention, here)):
            found[mention.text] = host
    main = main_meeting(read)
    if main is not None and here is not None and main[1].text not in found and is_open(main[1]):
        own = longer(read, main[1]) or main[1]
        if is_local(read, main[0], main[1]) and pattern_of("meeting_host", "told").search(own.text) is None:
            found.setdefault(own.text, here.name)
    return found


def holder(read: Read, number: int, text: str, mention: Mention, here: Place | None) -> str:
    """Return who stands right before the verb that says that the meeting is held: a body, a town, 我县."""
    verb = pattern_of("meeting_host", "verb").search(text, 0, mention.begin)
    if verb is None:
        return ""
    before = [one for one in read.readings[number].mentions if one.end == verb.start()]
    bodies = [one for one in before if one.kind == "Body"]
    if bodies:
        owner = naming.full_name(bodies[0].text, bodies[0].parts, here)
        return owner.name if owner is not None else ""
    if (town := pattern_of("meeting_host", "town").search(text, 0, verb.start())) is not None:
        return town["town"]
    own = pattern_of("meeting_host", "own").search(text, 0, verb.start())
    place = gazetteer.at_level(here, own["level"]) if own is not None and here is not None else None
    place = place or place_before(text, verb.start(), here)
    return place.name if place is not None else ""


def place_before(text: str, end: int, here: Place | None) -> Place | None:
    """Return the place whose name stands right before `end`, the longest that there is."""
    names = (text[end - size : end] for size in range(min(LONGEST, end), 1, -1))
    known = (place_printed(name, here) for name in names if name not in everyday_names())
    return next((place for place in known if place is not None), None)


def is_local(read: Read, number: int, mention: Mention) -> bool:
    """Return whether nobody else is said to hold the meeting: a person does, or nobody is named before the verb."""
    text = read.readings[number].sentence.text.value
    verb = pattern_of("meeting_host", "verb").search(text, 0, mention.begin)
    if verb is None:
        return True
    ends = {one.end for one in read.readings[number].mentions if one.kind == "Person"}
    return verb.start() in ends or pattern_of("meeting_host", "open").search(text, 0, verb.start()) is not None
