"""Names of places → places; text → the place that a page is from.

Codes are those of GB/T 2260: two digits a province, four a city, six a county, nine a town; 100000 stands for China.

>>> [place.full for place in by_name("江苏省常州市武进区")]
['常州市武进区']
>>> at_level(by_code("320412"), "市").name
'常州市'
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import PlaceError
from kg.rulebook import entries, kept, pattern_of

LEXICON = Path(__file__).parent / "lexicon"
NATION = "100000"
TOWN_DIGITS = 9
SHORTEST = 2
LEVELS = ("nation", "province", "city", "county", "town")
LOCAL = ("city", "county")  # levels of which every place has a government and a paper of its own


class Place(NamedTuple):
    """An administrative division. `full` is the form that the names of its organs begin with.

    A tuple: places are counted and looked up all the time.
    """

    code: str
    name: str
    full: str
    level: str
    parent: str


def level_of(code: str) -> str:
    """Return the level that the digits of `code` show.

    >>> [level_of(code) for code in ("100000", "320000", "320400", "320412", "320412101")]
    ['nation', 'province', 'city', 'county', 'town']
    """
    if code == NATION:
        return "nation"
    if len(code) == TOWN_DIGITS:
        return "town"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


@cache
def table() -> dict[str, str]:
    """Return the names of China, its provinces, cities and counties by code, former counties among them."""
    return {NATION: "中华人民共和国"} | former() | listed("places.tsv")


@cache
def former() -> dict[str, str]:
    """Return the names of counties that have another name today, by the code that they had (彬县)."""
    return listed("places_former.tsv")


def listed(file: str) -> dict[str, str]:
    """Return the names of the places in a file of the lexicon by code."""
    lines = (LEXICON / file).read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


@cache
def towns_of(county: str) -> dict[str, str]:
    """Return the names of the towns of one county by code."""
    with (LEXICON / "towns.tsv").open(encoding="utf-8") as lines:
        cells = next((line.split() for line in lines if line.startswith(county)), [county])
    return {county + cell[:3]: cell[3:] for cell in cells[1:]}


@cache
def towns_by_name() -> dict[str, tuple[str, ...]]:
    """Return the codes of the counties that have a town of each name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with (LEXICON / "towns.tsv").open(encoding="utf-8") as lines:
        for county, *towns in (line.split() for line in lines if line[:1].isdigit()):
            for town in towns:
                found[town[3:]].append(county)
    return {name: tuple(codes) for name, codes in found.items()}


@cache
def by_code(code: str) -> Place:
    """Return the place with `code`; an unknown code is a PlaceError."""
    names = towns_of(code[:6]) if len(code) == TOWN_DIGITS else table()
    if code not in names:
        raise PlaceError(f"no place has the code {code!r}: see kg/lexicon/places.tsv")
    return Place(code, names[code], full_form(code, names[code]), level_of(code), parent_of(code))


def parent_of(code: str) -> str:
    """Return the code of the next place above that exists, "" for China."""
    if code == NATION:
        return ""
    above = (code[:6], code[:4] + "00", code[:2] + "0000")
    return next((one for one in above if one != code and one in table()), NATION)


def full_form(code: str, name: str) -> str:
    """Return the name as official names begin with it: a district after its city, a town after its county."""
    if level_of(code) == "town":
        return by_code(code[:6]).full + name
    if level_of(code) == "county" and name.endswith("区"):
        return table()[parent_of(code)] + name
    return name


@cache
def shorten(name: str) -> str:
    """Return the name without its level and peoples, or whole where too little would remain.

    >>> [shorten(name) for name in ("武进区", "延边朝鲜族自治州", "赵县", "内蒙古自治区")]
    ['武进', '延边', '赵县', '内蒙古']
    """
    known = entries("place_short")
    if name in known["special"]:
        return str(known["special"][name])
    short = pattern_of("place_short", "endings").sub("", name)
    return short if len(short) >= SHORTEST else name


def without_peoples(name: str) -> set[str]:
    """Return the everyday forms of an autonomous place.

    >>> sorted(without_peoples("湘西土家族苗族自治州"))
    ['湘西州', '湘西自治州']
    """
    short, level = shorten(name), name[-3:]
    return {short + level, short + level[-1]} if level in ("自治州", "自治县", "自治旗") and short != name else set()


@cache
def index() -> dict[str, tuple[str, ...]]:
    """Return the codes of every whole and short name, highest level first."""
    return kept("codes of places", indexed)


def indexed() -> dict[str, tuple[str, ...]]:
    """Return the same, from the names of all places."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in table().items():
        for form in {name} if code in former() else {name, shorten(name), *without_peoples(name)}:
            found[form].append(code)
    for form, code in entries("own_place")["terms"].items():
        found[form] = [code]
    return {name: tuple(sorted(codes, key=lambda code: LEVELS.index(level_of(code)))) for name, codes in found.items()}


def names() -> Iterator[str]:
    """Yield every whole and short name of provinces, cities and counties."""
    yield from (name for name, codes in index().items() if codes != (NATION,))


def known(name: str) -> bool:
    """Return whether `name`, alone or after the names of places above it, is a place."""
    return bool(by_name(name))


def called(name: str) -> list[Place]:
    """Return the provinces, cities and counties of which `name`, alone, is the whole or short name."""
    return [by_code(code) for code in index().get(name, ())]


@cache
def by_name(name: str) -> list[Place]:
    """Return the places that `name` can mean, higher levels first.

    >>> [place.code for place in by_name("常州武进")], [place.name for place in by_name("朝阳")]
    (['320412'], ['朝阳市', '朝阳区', '朝阳县', '朝阳区'])
    """
    return called(name) or [place for cut in range(len(name) - 1, 1, -1) for place in inside(name[:cut], name[cut:])]


def inside(above: str, name: str) -> list[Place]:
    """Return the places called `name` that lie in a place called `above`, towns included."""
    outer = by_name(above)
    within = [place for place in called(name) if any(one in ancestors(place) for one in outer)]
    counties = [one for one in outer if one.level == "county"]
    return within or [place for one in counties for place in towns(one) if place.name == name]


def towns(county: Place) -> list[Place]:
    """Return the towns and streets of `county`."""
    return [by_code(code) for code in towns_of(county.code)]


@cache
def ancestors(place: Place) -> tuple[Place, ...]:
    """Return the places that hold `place`, nearest first, China last."""
    return () if not place.parent else (by_code(place.parent), *ancestors(by_code(place.parent)))


def at_level(place: Place, level: str) -> Place | None:
    """Return what 省, 市, 区, 县 … means in a paper from `place`: itself or a place above it, or nothing.

    >>> [at_level(by_code("320583"), level) for level in ("市", "区")] == [by_code("320583"), None]
    True
    """
    ends = tuple(entries("place_level")["levels"].get(level, [level]))
    highest_first = entries("place_level")["only"].get(level, LEVELS)
    line = [place, *ancestors(place)]
    return next((one for one in line if one.name.endswith(ends) and one.level in highest_first), None)


@cache
def whole_names() -> frozenset[str]:
    """Return the whole names of provinces, cities and counties."""
    return frozenset(table().values())


def given(name: str) -> Place:
    """Return the one place that a user means by a name or code.

    Raises PlaceError where no place has it, or several have: the message lists them with their codes.

    >>> given("常州市武进区").code, given("320412").full
    ('320412', '常州市武进区')
    """
    wanted = name.strip()
    if wanted.isdigit():
        return by_code(wanted)
    found = by_name(wanted)
    if not found:
        raise PlaceError(f"unknown place {name!r}: give a name such as 常州市武进区 or a GB/T 2260 code such as 320412")
    if len(found) > 1:
        listed = "、".join(f"{one.full} {one.code}" for one in found[:6])
        raise PlaceError(f"place {name!r} stands for several: {listed}; give the code")
    return found[0]
