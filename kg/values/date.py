"""Text → dates as ISO 8601 strings, only as exact as the words are.

A day without a year is "--01-06" until a reference date (the day of the page) settles the year; a period is
"begin/end". Relative words (昨天, 今年, 上月) are None without a reference.

    >>> parse("2024年1月6日"), parse("2023年12月"), parse("1月6日上午"), parse("“十四五”")
    ('2024-01-06', '2023-12', '--01-06', '2021/2025')
    >>> parse("去年", date(2024, 1, 7)), parse("昨天", date(2024, 1, 7)), parse("12月28日", date(2024, 1, 7))
    ('2023', '2024-01-06', '2023-12-28')
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.values import number, words

WORDS = words.entries("date_word")
DAYS, MONTHS, YEARS, SPANS = (
    {word: entry[kind] for word, entry in WORDS.items() if kind in entry} for kind in ("day", "month", "year", "span")
)
# The first year of the first five-year plan whose years are regular: the sixth, 1981–1985.
SIXTH_PLAN, PLAN_YEARS = 1981, 5

COUNT = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
YEAR = r"(?<![0-9.])(?P<year>[12][0-9]{3}|[一二][零〇一二三四五六七八九]{3})"
RELATIVE = rf"(?<![网以晚])(?P<near>{'|'.join(sorted(YEARS, key=len, reverse=True))})"
TO = r"(?:[-—－–~～]{1,2}|至|到)"
DAY = rf"(?P<day>{COUNT})[日号](?:{TO}(?P<last>{COUNT})[日号])?"
MONTH = rf"(?P<month>{COUNT})(?:月份?)?{TO}(?P<until>{COUNT})月份?|(?P<one>{COUNT})月(?:{DAY}|份)?"
HALF_DAY = "上午|下午|晚上?|凌晨|中午|早晨|傍晚"
CLOCK = rf"(?:(?:{HALF_DAY})?(?:[0-9]{{1,2}}[时点:：][0-9]{{0,2}}分?|[0-9]{{1,2}}点半)|{HALF_DAY})?"
# A day without a month (23日), but no 7日常务 or 60号线.
LONE = rf"(?<![0-9.·月])(?P<lone>{COUNT})[日号](?:{TO}[0-9]{{1,2}}[日号])?(?![常产均报子线])"
ISO = r"(?P<iso>[12][0-9]{3}-[01][0-9](?:-[0-3][0-9])?)(?![0-9])"
SPAN = rf"(?P<span>{'|'.join(sorted(SPANS, key=len, reverse=True))})"
PATTERN = re.compile(
    rf"(?:{YEAR}(?:年度?|(?={TO}[12][0-9]{{3}}年))(?:{TO}(?P<until_year>[12][0-9]{{3}})年)?|{RELATIVE})"
    rf"(?:(?P<later>{SPAN}|{MONTH.replace('?P<', '?P<y_')}))?{CLOCK}"
    rf"|(?<![0-9.·])(?:{MONTH}){CLOCK}|{LONE}|{ISO}|{SPAN.replace('?P<', '?P<s_')}"
    rf"|(?P<relative>{'|'.join([*DAYS, *MONTHS])})"
    rf"|“(?P<quoted>[一二三四五六七八九十]{{1,3}})五”|(?<![一二三四五六七八九十])(?P<plan>十[一二三四五六]?)五(?=规划|计划|期间|时期)"
    rf"|(?P<clock>[0-9]{{1,2}}(?:时[0-9]{{1,2}}分|[:：][0-9]{{2}}(?![0-9])|点半|点(?=[，。、]|整|多|左右|到|开)|时(?=[，。、许整起])))"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date or period in the text; `value` is its ISO form, None where the words alone do not settle it."""

    begin: int
    end: int
    text: str
    value: str | None


def find(text: str, reference: date | None = None) -> list[Date]:
    """Return the dates, periods and times of day in `text`, left to right."""
    plain = number.plain(text)
    return [
        Date(match.start(), match.end(), text[match.start() : match.end()], value(match, reference))
        for match in PATTERN.finditer(plain)
    ]


def parse(text: str, reference: date | None = None) -> str | None:
    """Return the ISO form of `text` where all of it is one date, else None."""
    match = PATTERN.fullmatch(number.plain(text.strip()))
    return None if match is None else value(match, reference)


def show(iso: str) -> str:
    """Return the Chinese form of an ISO date, month, year or period.

    >>> show("2024-01-06"), show("2021/2025"), show("--01-06")
    ('2024年1月6日', '2021年至2025年', '1月6日')
    """
    if "/" in iso:
        return "至".join(show(part) for part in iso.split("/"))
    year, *rest = iso.removeprefix("--").split("-") if not iso.startswith("--") else ("", *iso[2:].split("-"))
    names = [f"{year}年"] * bool(year) + [f"{int(part)}{name}" for part, name in zip(rest, "月日", strict=False)]
    return "".join(names)


def value(match: re.Match[str], reference: date | None) -> str | None:
    """Return the ISO form of one match of PATTERN."""
    parts = {name.removeprefix("y_").removeprefix("s_"): text for name, text in match.groupdict().items() if text}
    if plan := parts.get("plan") or parts.get("quoted"):
        return five_years(plan)
    if "iso" in parts or "clock" in parts:
        return parts.get("iso")
    if "lone" in parts:
        return lone_day(int(number.parse(parts["lone"]) or 0), reference)
    if word := parts.get("relative"):
        return relative(word, reference)
    return within(year_of(parts, reference), parts)


def five_years(plan: str) -> str | None:
    """Return the years of a five-year plan: 十四 → 2021/2025."""
    index = number.parse(plan)
    if index is None or index < 6:  # noqa: PLR2004 — the first five plans had irregular years
        return None
    first = SIXTH_PLAN + PLAN_YEARS * (int(index) - 6)
    return f"{first}/{first + PLAN_YEARS - 1}"


def relative(word: str, reference: date | None) -> str | None:
    """Return the day or month that 昨天 or 上月 is, seen from `reference`."""
    if reference is None:
        return None
    if word in DAYS:
        return (reference + timedelta(days=DAYS[word])).isoformat()
    months = reference.year * 12 + reference.month - 1 + MONTHS[word]
    return f"{months // 12:04}-{months % 12 + 1:02}"


def lone_day(day: int, reference: date | None) -> str | None:
    """Return the day that 23日 is on a page of `reference`: the last one not after it, None without a reference."""
    if reference is None:
        return None
    back = ((reference - timedelta(days=days)) for days in range(31))
    return next((one.isoformat() for one in back if one.day == day), None)


def year_of(parts: dict[str, str], reference: date | None) -> int | None:
    """Return the year that `parts` name, or that lies nearest to `reference`."""
    if "year" in parts:
        digits = number.parse(parts["year"])
        return None if digits is None else int(digits)
    if reference is None:
        return None
    if "near" in parts:
        return reference.year + int(YEARS[parts["near"]])
    month = whole(parts.get("one") or parts.get("month"))
    if month is None:
        return reference.year
    years = (reference.year - 1, reference.year, reference.year + 1)
    return min(years, key=lambda year: abs((year - reference.year) * 12 + month - reference.month))


def within(year: int | None, parts: dict[str, str]) -> str | None:
    """Return the year, quarter, month or day that `parts` name inside `year`."""
    if "until_year" in parts:
        return f"{year}/{parts['until_year']}"
    if "span" in parts:
        low, high = SPANS[parts["span"]]
        return None if year is None else f"{year}-{low:02}/{year}-{high:02}"
    return day_or_month("-" if year is None else f"{year:04}", parts) or (None if year is None else f"{year:04}")


def day_or_month(prefix: str, parts: dict[str, str]) -> str | None:
    """Return `prefix` with the month, the day or the stretch that `parts` name."""
    first, until = whole(parts.get("month")), whole(parts.get("until"))
    if first is not None and until is not None:
        return f"{prefix}-{first:02}/{prefix}-{until:02}"
    month, day, last = (whole(parts.get(name)) for name in ("one", "day", "last"))
    if month is None:
        return None
    if day is None:
        return f"{prefix}-{month:02}"
    if last is not None:
        return f"{prefix}-{month:02}-{day:02}/{prefix}-{month:02}-{last:02}"
    return f"{prefix}-{month:02}-{day:02}"


def whole(text: str | None) -> int | None:
    """Return the integer that `text` writes."""
    digits = number.parse(text) if text else None
    return None if digits is None else int(digits)
