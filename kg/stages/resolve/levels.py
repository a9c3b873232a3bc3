"""A bare level that the page's place leaves open (市中医院 in a paper of a province) → the one place that can be meant.

That is the only city, or county, that the article names in full; where it names two, or none, the level stays open.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from kg import gazetteer, toponyms
from kg.gazetteer import Place
from kg.model import Mention, Read
from kg.rulebook import entries, pattern_of
from kg.stages.resolve.setting import LATEST

LEVELS = ("市", "区", "县", "州", "旗", "盟")


def open_level(mention: Mention, here: Place | None) -> str:
    """Return the level that a body is printed with and that the page's place does not settle, "" for any other."""
    level = mention.parts.get("prefix", "")
    is_bare = level in LEVELS and level in entries("place_level")["levels"]
    return level if is_bare and (here is None or gazetteer.at_level(here, level) is None) else ""


def place_of_level(read: Read, level: str, here: Place | None) -> Place | None:
    """Return the one place of this level that the article names in full and that lies within the page's place."""
    found = named_in_full(read).get(level, frozenset())
    near = [one for one in found if here is None or here in gazetteer.ancestors(one)]
    return near[0] if len(near) == 1 else None


@lru_cache(maxsize=LATEST)
def named_in_full(read: Read) -> Mapping[str, frozenset[Place]]:
    """Return the places that the article names in full, by the level that their names end with."""
    text = "\n".join(reading.sentence.text.value for reading in read.readings)
    text = pattern_of("place_level", "visited").sub("", text)
    found: defaultdict[str, set[Place]] = defaultdict(set)
    for name in dict.fromkeys(toponyms.mentioned(text)):
        places = [one for one in gazetteer.by_name(name) if one.name == name and one.level in gazetteer.LOCAL]
        if name[-1] in LEVELS:
            found[name[-1]].update(places)
    return {level: frozenset(places) for level, places in found.items()}
