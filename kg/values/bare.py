"""Text → quantities with no unit of their own: money (产值56.7亿), people (人口80万), shares in a row (7.4、3.8%).

>>> [(q.printed, str(q.value), q.unit) for q in sums("生产总值56.7亿，实现利税1个亿，人口80万，粮田6万。")]
[('56.7亿', '5670000000', '元'), ('1个亿', '100000000', '元'), ('80万', '800000', '人')]
>>> [(q.printed, q.comparator) for q in sums("产值80亿以上，人口百万以上的民族。")]
[('80亿以上', '≥')]
"""

import re
from decimal import Decimal
from functools import cache

from kg import patterns
from kg.values import number, numeral, words
from kg.values.quantity import TENFOLD, Quantity, either, not_after, sign_before, signs

# 万 and 亿 in any of their forms.
LARGE = [char for char in ("万", "亿", *map(chr, numeral.PLAIN)) if numeral.plain(char) in ("万", "亿")]
BETWEEN = "(?:[达为是近约超逾额了共计]|达到|突破|超过|跨越|完成|实现){0,3}$"
REACH = 12
ROW = patterns.compile(r"(?:(?<![0-9.])[0-9]{1,4}(?:\.[0-9]{1,3}个?|个)[、和])+$")
ROW_ENDS, ROW_LETTERS = ("、", "和"), "0123456789.、和个"


def sums(text: str) -> list[Quantity]:
    """Return the numbers in 万 or 亿 right after a word for money (their unit is 元) or for people, left to right."""
    if not any(map(text.__contains__, LARGE)):  # nearly all texts: to look for four characters is soonest done
        return []
    plain = number.plain(text)
    if ending().search(plain) is None:
        return []
    found = (summed(match, text) for match in numeral.scan(pattern(), plain))
    return [one for one in found if one is not None]


@cache
def pattern() -> re.Pattern[str]:
    """Return the pattern of a number in 万 or 亿 that a sum may be."""
    return patterns.compile(
        rf"{not_after()}(?:(?P<count>{number.PATTERN})个(?P<times>[万亿])元?"
        rf"|(?P<number>{number.PATTERN})(?<=[万亿])(?P<more>[余多])?)"
        rf"(?P<after>{either(signs('after'))})?(?=$|{either(words.entries('money_after'))})"
    )


@cache
def ending() -> re.Pattern[str]:
    """Return the pattern of the end of a sum; few texts have one, the others need no further look."""
    return patterns.compile(f"[万亿](?:元|[余多])?(?=$|{either(words.entries('money_after'))})")


@cache
def leading() -> re.Pattern[str]:
    """Return the pattern of what stands before a sum: a word for money, or for what is counted."""
    counted = f"(?P<counted>{either(words.entries('counted_before'))})"
    return patterns.compile(f"(?:{either(words.entries('money_before'))}|{counted}){BETWEEN}")


def summed(match: re.Match[str], text: str) -> Quantity | None:
    """Return the sum of one match, None where nothing says that it is money or people."""
    begin, end = match.span()
    lead = text[max(0, begin - REACH) : begin]
    value = number.parse(match["count"] or match["number"])
    before = leading().search(lead)
    if value is None or not (before or text.startswith("的", end)):
        return None
    counted = before["counted"] if before is not None else None
    if counted and not match["after"] and text.startswith(tuple(signs("after")), end):
        return None  # 人口百万以上的少数民族: which ones, not how many
    unit, kind = (words.entries("counted_before")[counted], "count") if counted else ("元", "money")
    sign = signs("after").get(match["after"]) or sign_before(lead) or (">" if match["more"] else "=")
    times = Decimal(TENFOLD[match["times"]]) if match["times"] else Decimal(1)
    return Quantity(begin, end, text[begin:end], value * times, unit, kind, sign)


def shares(text: str, found: list[Quantity]) -> list[Quantity]:
    """Return the decimals in a row before the ratios `found`, which print the unit for them.

    >>> from kg.values import quantity
    >>> text = "分别高于全国、全省7.4、3.8个百分点"
    >>> [(q.printed, q.unit) for q in shares(text, quantity.find(text))]
    [('7.4', '个百分点')]
    """
    earlier = []
    for one in (ratio for ratio in found if ratio.kind == "ratio"):
        lead = text[: one.begin]
        if not lead.endswith(ROW_ENDS):
            continue
        row = ROW.search(lead, len(lead.rstrip(ROW_LETTERS)))
        for match in re.finditer("([0-9.]+)个?", row[0]) if row else ():
            begin = row.start() + match.start() if row else 0
            value = Decimal(match[1])
            earlier.append(one._replace(begin=begin, end=begin + len(match[0]), printed=match[0], value=value))
    return earlier
