"""What a printed place name or a bare level (区, 市) means in a paper from a place, and why.

>>> place_of("区", gazetteer.by_code("320412"))[0].full
'常州市武进区'
"""

import re
from typing import Any

from kg import gazetteer
from kg.gazetteer import NATION, Place
from kg.rulebook import entries


def place_of(prefix: str, here: Place | None) -> tuple[Place | None, str]:
    """Return the place that a printed prefix means in a paper from `here`, with the reason."""
    known: dict[str, Any] = entries("place_level")
    if prefix in known["nation"]:
        return gazetteer.by_code(NATION), f"“{prefix}”指全国"
    level = re.sub(known["our"], "", prefix)
    if not level:
        return here, "未印地名，取本页所在地" if here else "未印地名，本页所在地不明"
    if level in known["levels"]:
        return place_at(level, here)
    return nearest(prefix, here)


def only_level(organ: str) -> str:
    """Return the level of an organ that only provinces (公安厅) or prefectures (行署) have, "" for any other."""
    known: dict[str, str] = entries("place_level")["organs"]
    return "省" if organ.endswith("厅") else known.get(organ, "")


def place_at(level: str, here: Place | None) -> tuple[Place | None, str]:
    """Return what a bare 区, 市 or 省 means in a paper from `here`."""
    if here is None:
        return None, f"“{level}”所指未明：本页所在地不明"
    found = gazetteer.at_level(here, level)
    if found is None:
        return None, f"“{level}”所指未明：{here.full}及其上级无此级"
    return found, f"“{level}”按本页所在地{here.full}读作{found.full}"


def nearest(name: str, here: Place | None) -> tuple[Place | None, str]:
    """Return the place called `name` that lies closest to `here`."""
    once = undoubled(name)
    whole = once if once != name else uncut(name)
    found = gazetteer.by_name(name) or towns_named(name, here) or gazetteer.by_name(whole)
    if not found:
        return None, f"地名“{name}”不在地名表中"
    line = [] if here is None else [here, *gazetteer.ancestors(here)]
    near = [[one for one in found if above in (one, *gazetteer.ancestors(one))] for above in line]
    best = next((group for group in near if group), found)
    top = [one for one in best if one.level == best[0].level]
    if len(top) > 1:
        return None, f"地名“{name}”同名有{len(top)}处，未能区分"
    return top[0], f"地名“{name}”即{top[0].full}"


def undoubled(name: str) -> str:
    """Return the name of a place without the level that its organ says again (普洱市市 of 普洱市市委)."""
    return name[:-1] if name[-2:] in entries("place_level")["doubled"] else name


def uncut(name: str) -> str:
    """Return a place name that an organ cuts short in full: 喀什地 of 喀什地委 is 喀什地区."""
    return name[:-1] + str(entries("place_level")["cut"].get(name[-1:], name[-1:]))


def towns_named(name: str, here: Place | None) -> list[Place]:
    """Return the towns called `name` in the county that a paper is from."""
    line = [] if here is None else [here, *gazetteer.ancestors(here)]
    county = next((one for one in line if one.level == "county"), None)
    return [] if county is None else [town for town in gazetteer.towns(county) if town.name == name]
