"""Text → quantities: a number with its multiplier and unit, and what 超, 近, 余, 以上 … say of it.

The value is in the unit without multiplier (4100亿元 → 410000000000 元). A range (20至30万元) has the value of its
lower end.

    >>> [show(q) for q in find("核心产业产值超2000亿元，各类活动20余场，增长百分之九点五。")]
    ['> 200000000000 元', '> 20 场', '= 9.5 %']
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.values import number, words

PERCENT = {"百": "%", "千": "‰"}
TENFOLD = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# Left of a number, these make it part of a code, a version, an ordinal or a longer sum.
NOT_AFTER = r"(?<![0-9A-Za-z第+＋x/.\-零一二三四五六七八九十百千万亿])"
# Without digits, 百, 千 and 万 count only before these units (百家争鸣, 万人空巷 do not, 上万人 does).
PEOPLE = r"(?:(?<=[上近超逾数][百千万])|(?<=[上近超逾数][十百千]万))[人家户次]"
BARE_UNITS = rf"(?=(?:余|多)?(?:个|条|项|名|亩|万?元|亿元|吨|{PEOPLE})(?!以上))"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number with its unit: `kind` is the unit's kind, `comparator` one of = > ≥ < ≤ ≈."""

    begin: int
    end: int
    printed: str
    value: Decimal
    unit: str
    kind: str
    comparator: str


def find(text: str) -> list[Quantity]:
    """Return the quantities in `text`, left to right."""
    plain = number.plain(text)
    found = (quantity(match, text) for match in pattern().finditer(plain))
    return [one for one in found if one is not None]


def parse(text: str) -> Quantity | None:
    """Return the quantity that all of `text` states, else None.

    >>> parse("至少3.7万人").value, parse("至少3.7万人").comparator
    (Decimal('37000'), '≥')
    """
    found = find(text)
    if len(found) != 1 or found[0].end != len(text):
        return None
    lead = text[: found[0].begin]
    return found[0] if lead in ("", *signs("before")) else None


def show(quantity: Quantity) -> str:
    """Return comparator, value and unit with blanks between."""
    return f"{quantity.comparator} {number.trimmed(quantity.value)} {quantity.unit}".strip()


@cache
def signs(place: str) -> dict[str, str]:
    """Return the comparator words of one place ("before", "inside", "after") with their signs."""
    return {word: entry["sign"] for word, entry in words.entries("comparator").items() if entry["place"] == place}


def either(terms: dict[str, str]) -> str:
    """Return a pattern for any of `terms`, the longest first."""
    return "|".join(map(re.escape, sorted(terms, key=len, reverse=True)))


@cache
def pattern() -> re.Pattern[str]:
    """Return the pattern of a quantity, its units as in lexicon/unit.yaml."""
    several = r"(?P<several>[数几])(?=[十百千万亿])"
    bare = rf"(?P<bare>[百千万亿]{{1,2}}{BARE_UNITS})"
    numeral = rf"(?:{several}(?P<tens>[十百千万亿]{{1,2}})|{bare}|(?P<number>{number.PATTERN}))"
    upper = rf"(?:(?P<gap>[-—－~～至到]|{units('first')}[-—－~～至到])(?P<upper>{number.PATTERN}))?"
    inside = rf"(?P<inside>{either(signs('inside'))})?"
    percent = rf"(?P<base>[百千])分之(?P<percent>{number.PATTERN}|百)"
    counted = rf"{numeral}{upper}{inside}(?P<unit>{units('unit')})"
    return re.compile(rf"{NOT_AFTER}(?:{percent}|{counted})(?P<after>{either(signs('after'))})?")


@cache
def units(group: str) -> str:
    """Return a pattern for the printed units with their conditions; `group` "first" leaves out all but ratios."""
    entries = words.entries("unit")
    chosen = [u for u, e in entries.items() if group == "unit" or e["kind"] in ("ratio", "money")]
    return f"(?:{'|'.join(map(unit_pattern, sorted(chosen, key=len, reverse=True)))})"


def unit_pattern(unit: str) -> str:
    """Return the pattern of one unit, its conditions on the neighbours included."""
    entry = words.entries("unit")[unit]
    before = "(?<=[0-9余多百千万亿])" if entry.get("digits") else ""
    after = f"(?={entry['next']})" if "next" in entry else ""
    barred = f"(?!{entry['not_next']})" if "not_next" in entry else ""
    return f"{before}{re.escape(unit)}{after}{barred}"


def quantity(match: re.Match[str], text: str) -> Quantity | None:
    """Return the quantity of one match, or None where its number is vague."""
    value = amount(match)
    if value is None:
        return None
    unit = PERCENT.get(match["base"], match["unit"])
    kind = words.entries("unit")[unit]["kind"]
    return Quantity(match.start(), match.end(), text[match.start() : match.end()], value, unit, kind, sign(match))


def amount(match: re.Match[str]) -> Decimal | None:
    """Return the value of one match in its unit without multiplier."""
    if match["percent"]:
        return number.parse(match["percent"].replace("百", "一百") if match["percent"] == "百" else match["percent"])
    if match["bare"] or match["tens"]:
        base: Decimal | None = Decimal(product(match["bare"] or match["tens"]))
    else:
        base = number.parse(match["number"])
        if base is not None and match["upper"] and not match["number"].endswith(tuple(TENFOLD)):
            base *= product(re.sub(r"[^十百千万亿].*?", "", match["upper"]))
    return base


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
    lead = re.sub("(?:以上|之上|线上)$", "", match.string[max(0, match.start() - 3) : match.start()])
    found = max((word for word in signs("before") if lead.endswith(word)), key=len, default="")
    if found:
        return signs("before")[found]
    if inside:
        return signs("inside")[inside]
    return ">" if match["several"] or set("余多几") & set(match["number"] or "") else "="
