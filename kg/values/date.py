"""Text → dates as ISO 8601 strings, only as exact as the words are.

A day without a year is "--01-06" until a reference date (the day of the page) settles the year; a period is
"begin/end". Relative words (昨天, 今年, 上月) are None without a reference, and so is what no calendar has (2月30日)
and what is counted from no certain day (近三年).

    >>> parse("2024年1月6日"), parse("2023年12月"), parse("1月6日上午"), parse("“十四五”")
    ('2024-01-06', '2023-12', '--01-06', '2021/2025')
    >>> parse("去年", date(2024, 1, 7)), parse("昨天", date(2024, 1, 7)), parse("12月28日", date(2024, 1, 7))
    ('2023', '2024-01-06', '2023-12-28')
    >>> parse("2023年12月28日至2024年1月6日"), parse("2月30日"), parse("近三年")
    ('2023-12-28/2024-01-06', None, None)
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.values import date_count, numeral
from kg.values.date_count import days, whole
from kg.values.date_form import ANCHOR, PATTERN, SPANS, YEARS, parts, plain

# A day without a year is looked up in a leap year; 2月29日 is at most eight years away (1900 was none).
LEAP_YEAR, FARTHEST_LEAP = 2000, 8
# Months ahead of the reference, or behind it, from which a month is one of the year beside: 1月 in October.
TURN = 9
# 99年 is 1999, 08年 is 2008.
PIVOT = 70


@dataclass(frozen=True, slots=True)
class Date:
    """A date or period in the text; `value` is its ISO form, None where the words alone do not settle it."""

    begin: int
    end: int
    text: str
    value: str | None


def find(text: str, reference: date | None = None) -> list[Date]:
    """Return the dates, periods and times of day in `text`, left to right."""
    return [
        Date(match.start(), match.end(), text[match.start() : match.end()], value(match, reference))
        for match in numeral.scan(PATTERN, plain(text), ANCHOR)
    ]


@lru_cache(maxsize=512)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the dates that `find` finds begin and end; a sentence is asked for them several times over."""
    return tuple(match.span() for match in numeral.scan(PATTERN, plain(text), ANCHOR))


def parse(text: str, reference: date | None = None) -> str | None:
    """Return the ISO form of `text` where all of it is one date, else None."""
    match = PATTERN.fullmatch(plain(text.strip()))
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
    """Return the ISO form of one match of the pattern, None where it is open or no calendar has it."""
    found = stated(parts(match), reference)
    if found is None or not all(map(possible, found.split("/"))):
        return None
    return None if backward(found) else found


def backward(iso: str) -> bool:
    """Return whether a stretch ends before it begins, as far as both are known; one without a year may pass New Year.

    >>> backward("2025/2021"), backward("2024-01-25/2024-01-03"), backward("--11/--01"), backward("2024-01-25/2024-01")
    (True, True, False, False)
    """
    begin, _, end = iso.partition("/")
    return bool(end) and not iso.startswith("--") and end < begin[: len(end)]


def stated(found: dict[str, str], reference: date | None) -> str | None:
    """Return the ISO form of what the groups of a match hold, possible or not."""
    if OPEN & found.keys() or ("near" in found and reference is None):
        return None
    read = next((read for name, read in READERS.items() if name in found), None)
    return within(year_of(found, reference), found) if read is None else read(found, reference)


def digits(found: dict[str, str], _: date | None) -> str:
    """Return 2024/1/6, 2024.1.6, 2024-01 or a stretch between two of them in ISO form."""
    dates = [re.split("[-/.]", found[name]) for name in ("iso", "iso_until") if name in found]
    return "/".join("-".join([year, *(f"{int(part):02}" for part in rest)]) for year, *rest in dates)


# Group of the pattern → who reads a match that has it.
READERS: Mapping[str, Callable[[dict[str, str], date | None], str | None]] = {
    "quoted": date_count.five_years,
    "plan": date_count.five_years,
    "iso": digits,
    "lone": date_count.lone_day,
    "relative": date_count.relative_day,
    "moon": date_count.relative_month,
    "same": date_count.same_month,
    "decade": date_count.decade,
    "shift": date_count.week,
    "day_of_week": date_count.week,
}
# Times of day, and stretches that begin or end on no certain day.
OPEN = {"clock", "recent"}


def possible(iso: str) -> bool:
    """Return whether the calendar has the date that `iso` is; a day without a year is one of a leap year.

    >>> possible("2024-02-29"), possible("2019-02-29"), possible("--02-29"), possible("2024-13"), possible("2024")
    (True, False, True, False, True)
    """
    year, month, day = [*iso.replace("--", f"{LEAP_YEAR}-").split("-"), "1", "1"][:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def year_of(found: dict[str, str], reference: date | None) -> int | None:
    """Return the year that is named, or the one that the reference tells, None where neither does."""
    if "year" in found:
        return whole(found["year"])
    if "short" in found:
        return (1900 if int(found["short"]) >= PIVOT else 2000) + int(found["short"])
    if reference is None:
        return None
    return reference.year + int(YEARS[found["near"]]) if "near" in found else nearest_year(found, reference)


def nearest_year(found: dict[str, str], reference: date) -> int:
    """Return the year of a month and day without one: that of `reference`, but around the turn of a year the nearest.

    News leave out the year that they are of, so in September 1月7日 is gone by; of 前N个月 it is the last with so many.
    """
    if "first" in found:
        return reference.year - ((whole(found["first"]) or 0) >= reference.month)
    month = whole(found.get("one") or found.get("month"))
    if month is None:
        return reference.year
    if (month, whole(found.get("day"))) == (2, 29):
        years = filter(leap, range(reference.year - FARTHEST_LEAP, reference.year + FARTHEST_LEAP + 1))
        return min(years, key=lambda year: abs((year - reference.year) * 12 + month - reference.month))
    ahead = month - reference.month
    return reference.year - (ahead >= TURN) + (ahead <= -TURN)


def leap(year: int) -> bool:
    """Return whether the year has a 29 February."""
    return possible(f"{year:04}-02-29")


def within(year: int | None, found: dict[str, str]) -> str | None:
    """Return the years, quarter, months or days that `found` names inside `year`."""
    if last := found.get("until_year") or found.get("between"):
        return f"{year}/{whole(last)}"
    if "span" in found or "first" in found:
        low, high = SPANS[found["span"]] if "span" in found else (1, whole(found["first"]))
        return None if year is None else f"{year}-{low:02}/{year}-{high:02}"
    return months(year, found) or (None if year is None else f"{year:04}")


def months(year: int | None, found: dict[str, str]) -> str | None:
    """Return the month, the day or the stretch that `found` names, with its year where that is known."""
    prefix = "-" if year is None else f"{year:04}"
    first, until = whole(found.get("month")), whole(found.get("until"))
    if first is not None and until is not None:
        last = prefix if year is None or first <= until else f"{year + 1:04}"
        return f"{prefix}-{first:02}/{last}-{until:02}"
    one = whole(found.get("one"))
    if one is None:
        return None
    begin = days(f"{prefix}-{one:02}", found)
    end_month, end_day = whole(found.get("end_month")), whole(found.get("end_day"))
    if end_month is None:
        return begin
    last_year = whole(found.get("end_year")) or (year + (end_month < one) if year is not None else None)
    end = f"{'-' if last_year is None else f'{last_year:04}'}-{end_month:02}"
    return f"{begin}/{end}" if end_day is None else f"{begin}/{end}-{end_day:02}"
