"""A body as printed, its parts, the page's place → its official name, its identifier, and why.

`parts` are those of the mention rules: `prefix` (a place or level), `organ`, `zone`, `tail` (a part of it, as 党组).

>>> from kg.gazetteer import by_code
>>> full_name("区发改局", {"prefix": "区", "organ": "发改局"}, by_code("320412")).name
'常州市武进区发展和改革局'
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg import gazetteer, patterns, scan
from kg.gazetteer import NATION, Place
from kg.naming_places import only_level, place_of, uncut
from kg.rulebook import entries, pattern_of, rules

FIXED = ("body_fixed", "body_short", "company_known", "media")  # lexicons of bodies that there is one of
REMEMBERED, CENTRAL, TEAMS = 4096, "中央", ("组", "团")


@dataclass(frozen=True, slots=True)
class Naming:
    """What a printed name stands for. `key` names the body within the graph; `open` means that it stays as printed."""

    name: str
    key: str
    place: Place | None
    parent: str
    kind: str
    open: bool
    reason: str


def full_name(form: str, parts: Mapping[str, str], place: Place | None) -> Naming | None:
    """Return the official name of the body printed as `form` in a paper from `place`, nothing where it is no body."""
    return name_printed(form, tuple(parts.items()), place) if form else None


@lru_cache(maxsize=REMEMBERED)
def name_printed(form: str, told: tuple[tuple[str, str], ...], place: Place | None) -> Naming | None:
    """Return what `full_name` does; a page names the same bodies again and again, and so does the next page."""
    parts = dict(told)
    if form in entries("own_body")["terms"]:
        return name_own(form, entries("own_body")["terms"][form], place)
    return name_known(form, parts, place)


def name_own(form: str, name: str, place: Place | None) -> Naming:
    """Return the naming of a body whose full name the user gives."""
    known = name_known(name, {}, place)
    found = known if known and known.name == name else as_printed(name, class_of(name), "名称按原文")
    return replace(found, open=False, reason=f"“{form}”即{name}，由用户给定")


def name_known(form: str, parts: Mapping[str, str], place: Place | None) -> Naming | None:
    """Return the naming of a body as its form and its parts give it."""
    if form in fixed():
        return name_fixed(form)
    for one in () if parts else dict.fromkeys((form, form.removeprefix("中共"))):  # 中共武进区委外事工作委员会
        if (read := parts_of(one)) and (one == form or read.get("organ", "").startswith("委")):
            return name_known(one, read, place)
    namers = {"part": name_part, "zone": name_zone, "organ": name_organ, "bank": name_branch}
    namer = next((namers[key] for key in namers if key in parts), name_other)
    return namer(form, parts, place)


def name_part(_form: str, parts: Mapping[str, str], _here: Place | None) -> Naming:
    """Return the naming of a part of a body that there is one of (农业部渔业局)."""
    return with_tail(name_fixed(parts["name"]), parts["part"])


@cache
def parts_of(form: str) -> dict[str, str]:
    """Return the parts of a body's printed name as the mention rules read it, none where no rule does.

    >>> parts_of("市人大常委会")
    {'prefix': '市', 'organ': '人大常委会'}
    """
    seen = scan.look(form)
    for rule in body_rules().asked(seen.grams):
        if (found := scan.finder(rule.written).fullmatch(seen)) is not None:
            return {key: value for key, value in found.groupdict().items() if value is not None}
    return {}


@cache
def body_rules() -> scan.Gate:
    """Return the gate of the rules for mentions of bodies."""
    return scan.gate([rule for rule in rules("mentions") if rule.kind in ("Body", "Media")], anchored=False)


def name_other(form: str, parts: Mapping[str, str], here: Place | None) -> Naming:
    """Return the naming of a company, school or paper: as printed, a bare level filled in."""
    form, prefix, group = parts.get("village", "") + form, parts.get("prefix", ""), parts.get("group", "")
    if group:  # a works or a school has a name of its own, a company that of its group before it
        whole = group + form if form.endswith("公司") else form
        return replace(as_printed(whole, class_of(form), "名称按原文"), parent=group)
    levels = entries("place_level")["levels"]
    level = prefix if prefix in levels else form[:1] * (form[:1] in levels and prefix.endswith(form[:1]))
    if not level or (level != prefix and form.startswith(prefix)):
        return name_committee(form, here)
    place, reason = place_of(prefix, here)
    if place is None:
        return as_printed(form, class_of(form), reason)
    rest = form.removeprefix(level)
    whole = entries("company_short")["terms"].get(rest, rest)
    reason += f"；“{rest}”是{whole}的简称" * (whole != rest)
    return Naming(place.full + whole, key_of(place, whole), place, "", class_of(form), open=False, reason=reason)


def name_committee(form: str, here: Place | None) -> Naming:
    """Return the naming of a committee of a zone with its own name in full (石化新城管委会 → 石化新城管理委员会)."""
    known = entries("body_class")["zone_organs"]
    short = next((one for one in known if form.endswith(one)), "")
    whole = known[short].replace("{zone}", form.removesuffix(short)) if short else form
    return name_local(as_printed(whole, class_of(form), "名称按原文"), here)


def name_local(naming: Naming, here: Place | None) -> Naming:
    """Return the naming of a body as printed; one that other places may have too (城西中学) is of the page's place.

    Where the place of the page is unknown, such a body is known on its own page only.
    """
    local, unique = pattern_of("body_class", "local"), pattern_of("body_class", "unique")
    is_local = local.search(naming.name) is not None and unique.search(naming.name) is None
    if not is_local or says_where(naming.name):
        return naming
    if here is None:
        return replace(naming, open=True, reason="名称按原文，所在地不明")
    return replace(naming, key=key_of(here, naming.name), reason=f"名称按原文；所在地按本页{here.full}")


def says_where(name: str) -> bool:
    """Return whether a name begins with that of a place: in full, or short where it is a province or a city.

    >>> says_where("苏州第一中学"), says_where("海盐县畜牧中心"), says_where("城西中学")
    (True, True, False)
    """
    starts = (name[:end] for end in range(2, 8))
    found = ((start, place) for start in starts for place in gazetteer.called(start))
    return any(start == place.name or place.level in ("province", "city") for start, place in found)


@cache
def fixed() -> dict[str, dict[str, str]]:
    """Return the bodies that there is one of, by printed form and by full name."""
    printed = {form: entry for name in FIXED for form, entry in entries(name)["terms"].items()}
    return {entry["name"]: entry for entry in printed.values()} | printed


def name_fixed(form: str) -> Naming:
    """Return the naming of a body that there is one of."""
    entry = fixed()[form]
    nation = gazetteer.by_code(NATION)
    return Naming(
        name=entry["name"],
        key=key_of(nation, entry["name"]),
        place=nation,
        parent=entry.get("parent", ""),
        kind=entry["class"],
        open=False,
        reason=f"“{form}”是{entry['name']}的通称",
    )


def name_branch(form: str, parts: Mapping[str, str], here: Place | None) -> Naming:
    """Return the naming of the branch that a bank has at a place: 市建行 → 中国建设银行常州市分行."""
    known = entries("bank")
    place, reason = place_of(parts.get("prefix", ""), here)
    if place is None or place.level not in known["branches"]:
        return as_printed(form, "企业", reason)
    bank, printed = known["terms"][parts["bank"]], parts.get("branch", "")
    branch = (printed or known["branches"][place.level]) + parts.get("tail", "")
    key = key_of(place, bank + branch)
    return Naming(bank + place.full + branch, key, place, bank, "企业", open=False, reason=reason)


def name_organ(form: str, parts: Mapping[str, str], here: Place | None) -> Naming:
    """Return the naming of an organ of a place."""
    prefix = parts.get("prefix", "") or only_level(parts["organ"])
    if prefix == CENTRAL and parts["organ"].endswith(TEAMS):  # 中央第二十指导组 is of no government
        return as_printed(form, "其他", "名称按原文")
    place, reason = place_of(prefix, here)
    entry = organ_entry(parts["organ"])
    if place is None:
        tail = parts.get("tail", "")
        printed = f"{prefix}{parts['organ']}{tail}" if form == tail else form  # 县政协党组成员、办公室主任
        return unplaced(printed, prefix, entry, reason)
    name = entry.get(place.level, entry["name"]).replace("{place}", place.full)
    sort = name if place.level == "nation" else entry["name"].replace("{place}", "")
    if prefix == gazetteer.shorten(place.name) != place.name and parts["organ"] in entries("body_class")["vertical"]:
        name = vertical(place) + parts["organ"]
    naming = Naming(
        name=name,
        key=key_of(place, sort),
        place=place,
        parent=entry.get(f"{place.level} parent", entry.get("parent", "")).replace("{place}", place.full),
        kind=entry["class"],
        open=False,
        reason=reason,
    )
    return with_tail(naming, parts.get("tail", ""))


def unplaced(form: str, prefix: str, entry: Mapping[str, str], reason: str) -> Naming:
    """Return the open naming of an organ whose place is unknown: by the printed place name, or as printed."""
    levels = entries("place_level")["levels"]
    named = prefix not in levels and pattern_of("place_level", "our").sub("", prefix) not in {"", *levels}
    return as_printed(entry["name"].replace("{place}", uncut(prefix)) if named else form, entry["class"], reason)


def vertical(place: Place) -> str:
    """Return how a department begins that is printed with the short name of its place: 常州市武进生态环境局."""
    above = gazetteer.by_code(place.parent)
    return (above.full if above.level == "city" else "") + gazetteer.shorten(place.name)


def with_tail(naming: Naming, tail: str) -> Naming:
    """Return the naming of a part of a body, such as its 党组."""
    if not tail:
        return naming
    kind = entries("body_class")["tails"].get(tail, naming.kind)
    whole = naming.name + re.sub("工委$", "工作委员会", tail)
    return replace(naming, name=whole, key=naming.key + tail, parent=naming.name, kind=kind)


@cache
def organ_entry(organ: str) -> dict[str, str]:
    """Return name, class and superior of an organ; an unlisted one is taken as a department printed in full."""
    core: dict[str, dict[str, str]] = entries("organ_front")["terms"] | entries("organ")["terms"]
    if organ in core:
        return core[organ]
    if posted := re.match("驻(.+?)(?:办|办事处|联络处)$", organ):
        city = entries("liaison_city")["terms"].get(posted[1], posted[1])
        return {"name": f"{{place}}人民政府驻{city}办事处", "class": "政府部门", "parent": "{place}人民政府"}
    if team := pattern_of("organ", "team").match(organ):  # 区委外事工作委员会 is of the Party, of no government
        above, kind = core[team["above"]], "党委部门" if organ.endswith("委员会") else "其他"
        whole = {level: name + team["team"] for level, name in above.items() if level in ("name", "nation")}
        return whole | {"class": kind, "parent": above["name"], "nation parent": above.get("nation", above["name"])}
    whole = entries("organ_department")["terms"].get(organ, re.sub("委$", "委员会", organ))
    kind = class_of(whole)
    own = "" if "{place}" in whole else "{place}"  # an office of the nation is of no government of the place
    return {"name": own + whole, "class": kind, "parent": "{place}人民政府" if own and kind == "政府部门" else ""}


def class_of(name: str) -> str:
    """Return the class of a body by how its name ends.

    >>> class_of("西北政法大学"), class_of("国电集团"), class_of("水利厅")
    ('学校', '企业', '政府部门')
    """
    found = (kind for ending, kind in entries("body_class")["endings"].items() if patterns.compile(ending).search(name))
    return next(found, "其他")


def name_zone(form: str, parts: Mapping[str, str], here: Place | None) -> Naming:
    """Return the naming of a development zone, or of its committee."""
    known = entries("body_class")
    prefix = entries("new_area")["terms"].get(parts["zone"]) or parts.get("prefix", "")
    place, reason = place_of(prefix, here)
    zone = known["zones"].get(parts["zone"], parts["zone"])
    stem = zone_stem(prefix, zone, place)
    organ = known["zone_organs"].get(parts.get("organ", ""), "{zone}")
    bare = parts["zone"] + parts.get("organ", "")
    name = organ.replace("{zone}", stem + zone) if stem else max(form, bare, key=len)
    sort = organ.replace("{zone}", re.sub(known["grades"], "", zone))
    key = key_of(place, sort) if place else f"body.{squash(name)}"
    parent = stem + zone if "organ" in parts and stem else ""
    return Naming(name=name, key=key, place=place, parent=parent, kind="开发区", open=not stem, reason=reason)


def zone_stem(prefix: str, zone: str, place: Place | None) -> str:
    """Return what the name of a zone begins with: zones of a province bear its name, others only that of their place.

    The form 江苏常州经济开发区 is that of the national catalogue of development zones of 2018.
    """
    if place is None or not prefix:
        return prefix
    above = [one for one in gazetteer.ancestors(place) if one.level == "province"]
    if zone in entries("body_class")["zones_of_provinces"] and above:
        return gazetteer.shorten(above[0].name) + gazetteer.shorten(place.name)
    return place.full if prefix in entries("place_level")["levels"] else prefix


def as_printed(form: str, kind: str, reason: str) -> Naming:
    """Return the naming of a body that stays as printed; one that lacks its place is open."""
    return Naming(form, f"body.{squash(form)}", None, "", kind, reason != "名称按原文", reason)


def key_of(place: Place, organ: str) -> str:
    """Return the identifier of an organ of a place: what it is, never where it stands in the text."""
    return f"body.{place.code}.{squash(organ)}"


def squash(name: str) -> str:
    """Return the name with letters and digits only."""
    return re.sub(r"\W+", "", name)
