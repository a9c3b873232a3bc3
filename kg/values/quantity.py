"""Text → quantities: a number with its multiplier and unit, and what 超, 近, 余, 以上 … say of it.

The value is in the unit without multiplier (4100亿元 → 410000000000 元). A range (20至30万元) has the value of its
lower end. `find` reads the units that official figures are stated in (lexicon/unit.yaml); told ALL_UNITS, and in
`parse`, it reads the rest, too (lexicon/unit_wide.yaml: 17岁, 250m).

    >>> [show(q) for q in find("核心产业产值超2000亿元，各类活动20余场，增长百分之九点五。")]
    ['> 200000000000 元', '> 20 场', '= 9.5 %']
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from kg import patterns
from kg.values import number, numeral, words

BEGIN = "0-9零一二三四五六七八九两十百千万亿兆负−－\\-数几￥¥$€£"
PERCENT = {"百": "%", "千": "‰"}
# The lexicons of units, later ones added to earlier ones.
FIGURE_UNITS, ALL_UNITS = ("unit",), ("unit", "unit_wide")
# A sum of money goes on in 角 and 分 (50元6角3分).
PARTS = rf"(?:(?P<jiao>[0-9]|{numeral.DIGIT})角)?(?:(?P<fen>[0-9]|{numeral.DIGIT})分(?![之钟]))?"
# 七成五, but no 三成一年.
TENTH = r"(?P<tenth>[一二三四五六七八九](?![一二三四五六七八九十百千万亿成个年月日季批号级]))"
# 两米半, but no 五项半年 or 三米半径.
HALF = r"(?P<half>半(?![年月天日小径数价成导截程场]))?"
# 6倍多, 300元多, but no 5亩多肉植物.
OVER = r"(?:(?<=[倍里亩元斤吨米岁天月])(?P<over>多(?=[，。；、！？）的]|$)))?"
# 350元/亩, 7.5元每公斤
PER = r"(?P<per>[/每](?:平方米|立方米|公顷|公斤|千克|人次|千瓦时|小时|工作日|[亩斤吨人户头只株月年天日次件台度升辆]))?"
SYMBOLS = {"￥": "元", "¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
# In a number these say that it is more.
MORE = frozenset("余多几")
TENFOLD = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# Left of a number, these make it part of a code, a version, an ordinal or a longer sum.
PART = r"[0-9A-Za-z第+＋x/.\-零一二三四五六七八九十百千万亿]"
# Without digits, 百, 千 and 万 count only before these units (百家争鸣, 万人空巷 do not, 上万人 does).
PEOPLE = r"(?:(?<=[上近超逾数][百千万])|(?<=[上近超逾数][十百千]万))[人家户次]"
# Nor do they in what is measured by the ten thousand: 万元GDP用水量.
WHOLE_UNIT = "(?!以上|[A-Za-z]|工业|产值|地区生|国内生|生产总|增加值)"
BARE_UNITS = rf"(?=(?:余|多)?(?:个|条|项|名|亩|万?元|亿元|吨|{PEOPLE}){WHOLE_UNIT})"


class Quantity(NamedTuple):
    """A printed number with its unit: `kind` is the unit's kind, `comparator` one of = > ≥ < ≤ ≈."""

    begin: int
    end: int
    printed: str
    value: Decimal
    unit: str
    kind: str
    comparator: str


def find(text: str, units: tuple[str, ...] = FIGURE_UNITS) -> list[Quantity]:
    """Return the quantities in `text`, left to right, with the units of the lexicons `units`.

    >>> [one.printed for one in find("完成GDP212.3亿元，沿G312国道")]
    ['212.3亿元']
    >>> [one.printed for one in find("60岁以上5万人")], [one.printed for one in find("60岁以上5万人", ALL_UNITS)]
    (['5万人'], ['60岁以上', '5万人'])
    """
    plain = number.plain(text)
    if anchor(units).search(plain) is None:
        return []
    found = (quantity(match, text, units) for match in numeral.scan(pattern(units), plain, anchor(units)))
    return [one for one in found if one is not None]


def parse(text: str) -> Quantity | None:
    """Return the quantity that all of `text` states, in any known unit, else None.

    >>> parse("至少3.7万人").value, parse("至少3.7万人").comparator
    (Decimal('37000'), '≥')
    >>> str(parse("50元6角三分").value), str(parse("两米半").value), parse("三十人民")
    ('50.63', '2.5', None)
    """
    found = find(text, ALL_UNITS)
    if len(found) != 1 or found[0].end != len(text):
        return None
    lead = text[: found[0].begin]
    return found[0] if lead in ("", *signs("before")) else None


def show(quantity: Quantity) -> str:
    """Return comparator, value and unit with blanks between."""
    return f"{quantity.comparator} {number.trimmed(quantity.value)} {quantity.unit}".strip()


@cache
def signs(place: str) -> dict[str, str]:
    """Return the comparator words of one place ("before", "inside", "after", "whole") with their signs."""
    return {word: entry["sign"] for word, entry in words.entries("comparator").items() if entry["place"] == place}


def sign_before(lead: str) -> str:
    """Return the sign of the comparator that `lead` ends with, "" for none and for a word that only ends like one.

    >>> sign_before("总投资约"), sign_before("集中签约")
    ('≈', '')
    """
    for word in before_by_end().get(lead[-1:], ()):
        if lead.endswith(word):
            return signs("before").get(word, "")
    return ""


@cache
def before_by_end() -> dict[str, tuple[str, ...]]:
    """Return the words before a number that compare it, or only end like one that does (签约), by their last character.

    The longest come first.
    """
    words = sorted([*signs("before"), *signs("whole")], key=len, reverse=True)
    return {end: tuple(word for word in words if word[-1] == end) for end in {word[-1] for word in words}}


def either(terms: dict[str, str]) -> str:
    """Return a pattern for any of `terms`, the longest first."""
    return "|".join(map(re.escape, sorted(terms, key=len, reverse=True)))


@cache
def not_after(here: str = "") -> str:
    """Return the assertion that no longer number or code is left of a number; `here` is what was read of it before.

    Letters that name what is measured may stand there (GDP212.3亿元).
    """
    measured = (f"(?<={re.escape(term)}{here})" for term in words.entries("measured_letters"))
    return f"(?:(?<!{PART}{here})|{'|'.join(measured)})"


@cache
def known(units: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return the units of some lexicons, each with its kind and the conditions on its neighbours."""
    return {unit: entry for name in units for unit, entry in words.entries(name).items()}


@cache
def anchor(units: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of the characters at which a quantity may begin, by those on either side of them.

    >>> [m[0] for m in anchor(FIGURE_UNITS).finditer("第1次，一切顺利，1月初至少3.7万人")]
    ['3']
    """
    after = {term[0] for term in (*known(units), *signs("inside"))} | set(" -—－~～至到")
    # No digit with one before it is looked at, so each run of digits is passed over once.
    further = f"(?=[0-9.]*[{numeral.FURTHER}{re.escape(''.join(sorted(after)))}])"
    return patterns.compile(rf"[{BEGIN}]{not_after('.')}(?:{further}|(?<=[{''.join(SYMBOLS)}])(?=[0-9]))")


@cache
def pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a quantity, its units as in the lexicons `units`."""
    several = r"(?P<several>[数几])(?=[十百千万亿])"
    bare = rf"(?P<bare>[百千万亿]{{1,2}}{BARE_UNITS})"
    parted = r"(?:(?<=[0-9]) {1,2}(?:万亿|[百千]?[万亿]))?"  # 30 亿元
    numeral_of = rf"(?:{several}(?P<tens>[十百千万亿]{{1,2}})|{bare}|(?P<number>{number.PATTERN}{parted}))"
    low = {unit: entry for unit, entry in known(units).items() if entry["kind"] in ("ratio", "money")}
    upper = rf"(?:(?P<gap>[-—－~～至到]|{either_unit(low)}[-—－~～至到])(?P<upper>{number.PATTERN}))?"
    inside = rf"(?P<inside>{either(signs('inside'))})?"
    percent = rf"(?P<base>[百千])分之(?P<percent>{number.PATTERN}|百)"
    # A blank parts digits from a measure (5.2 %, 50 元), but 2024 人 may be the end and the begin of two phrases.
    measures = {unit: entry for unit, entry in known(units).items() if entry["kind"] != "count"}
    blank = rf"(?:(?<=[0-9万亿]) {{1,2}}(?={either_unit(measures)}))?"
    unit = rf"(?P<unit>{either_unit(known(units))})(?:(?<=元){PARTS}|(?<=成){TENTH}|{HALF}){OVER}{PER}"
    counted = rf"{numeral_of}{upper}{inside}{blank}{unit}"
    priced = rf"(?P<symbol>[{''.join(SYMBOLS)}]) ?(?P<price>{number.PATTERN})"
    return patterns.compile(rf"{not_after()}(?:{percent}|{counted}|{priced})(?P<after>{either(signs('after'))})?")


def either_unit(units: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a pattern for any of `units` with their conditions, the longest first, tried only where one begins."""
    heads = re.escape("".join(sorted({unit[0] for unit in units})))
    arms = "|".join(unit_pattern(unit, units[unit]) for unit in sorted(units, key=len, reverse=True))
    return f"(?=[{heads}])(?:{arms})"


def unit_pattern(unit: str, entry: Mapping[str, Any]) -> str:
    """Return the pattern of one unit, its conditions on the neighbours included."""
    before = "(?<=[0-9余多百千万亿])" if entry.get("digits") else ""
    after = f"(?={entry['next']})" if "next" in entry else ""
    barred = f"(?!{entry['not_next']})" if "not_next" in entry else ""
    return f"{before}{re.escape(unit)}{after}{barred}"


def quantity(match: re.Match[str], text: str, units: tuple[str, ...]) -> Quantity | None:
    """Return the quantity of one match, or None where its number is vague."""
    value = amount(match)
    if value is None:
        return None
    unit: str = PERCENT.get(match["base"]) or SYMBOLS.get(match["symbol"]) or match["unit"]
    told = known(units)[unit]
    per = (match["per"] or "").replace("每", "/")
    return Quantity(
        match.start(),
        match.end(),
        text[match.start() : match.end()],
        value * told.get("times", 1),
        told.get("is", unit) + per,
        told["kind"],
        sign(match),
    )


def amount(match: re.Match[str]) -> Decimal | None:
    """Return the value of one match in its unit without multiplier."""
    if match["percent"]:
        return number.parse(match["percent"].replace("百", "一百") if match["percent"] == "百" else match["percent"])
    if match["price"]:
        return number.parse(match["price"])
    if match["bare"] or match["tens"]:
        base: Decimal | None = Decimal(product(match["bare"] or match["tens"]))
    else:
        base = number.parse(match["number"])
        if base is not None and match["upper"] and not match["number"].endswith(tuple(TENFOLD)):
            base *= product(re.sub(r"[^十百千万亿].*?", "", match["upper"]))
    return None if base is None else base + rest(match)


def rest(match: re.Match[str]) -> Decimal:
    """Return what follows the unit, in that unit: 半, 6角3分, the 五 of 七成五."""
    if not any(match.group("jiao", "fen", "half", "tenth")):
        return Decimal(0)
    tenths, hundredths = (number.parse(match[name] or "零") or Decimal(0) for name in ("jiao", "fen"))
    tenths += number.parse(match["tenth"] or "零") or Decimal(0)
    return tenths / 10 + hundredths / 100 + (Decimal("0.5") if match["half"] else 0)


def product(multipliers: str) -> int:
    """Return the product of multiplier characters: 千亿 → 10**11."""
    value = 1
    for char in multipliers:
        value *= TENFOLD[char]
    return value


def sign(match: re.Match[str]) -> str:
    """Return the comparator that the words after, before or inside the number make."""
    after, inside = match["after"], match["inside"]
    if after:
        return signs("after")[after]
    lead = match.string[max(0, match.start() - 3) : match.start()]
    if lead.endswith(("以上", "之上", "线上")):
        lead = lead[:-2]
    if compared := sign_before(lead):
        return compared
    if inside:
        return signs("inside")[inside]
    return ">" if match["several"] or match["over"] or not MORE.isdisjoint(match["number"] or "") else "="
