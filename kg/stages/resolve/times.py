"""今年, 昨天, 1月6日 and the date of publication → an ISO date that is only as exact as both allow."""

import calendar
from datetime import date
from functools import lru_cache

from kg import patterns
from kg.values import date as dates

YEAR, MONTH, DAY = 4, 7, 10
REMEMBERED = 1024  # a page prints the same few dates again and again
RANGE = patterns.compile(r"\d{1,2}月?[—–\-至到～~]\d{1,2}月(?:份)?")


@lru_cache(maxsize=REMEMBERED)
def resolve(printed: str, published: str) -> str:
    """Return the date or period that `printed` means on a page published then; "" where that stays open.

    A page of a known month leaves the day open, so what would differ from day to day is left out:

    >>> resolve("今年", "2023-12"), resolve("昨天", "2023-12-29"), resolve("昨天", "2023-12"), resolve("今年", "")
    ('2023', '2023-12-28', '2023', '')

    Months without a year, counted up to, are those of the year of publication, if they have come by then:

    >>> resolve("1—11月", "2024-12"), resolve("1—11月", "2024-06")
    ('2024-01/2024-11', '')
    """
    if RANGE.fullmatch(printed) and published:
        months = dates.parse(f"{published[:YEAR]}年{printed}") or ""
        return months if len(published) == YEAR or months.rpartition("/")[2] <= published[:MONTH] else ""
    meant = {dates.parse(printed, reference) for reference in bounds(published)}
    if None in meant or not meant:
        return ""
    found = sorted(str(one) for one in meant)
    return found[0] if len(found) == 1 and "--" not in found[0] else shared(found)


def bounds(published: str) -> list[date | None]:
    """Return the first and the last day that a date as exact as `published` may mean; [None] for an open one."""
    if len(published) == DAY:
        return [date.fromisoformat(published)]
    if len(published) == MONTH:
        year, month = int(published[:4]), int(published[5:])
        return [date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])]
    return [date(int(published), 1, 1), date(int(published), 12, 31)] if len(published) == YEAR else [None]


def shared(found: list[str]) -> str:
    """Return the year, month or day that all of `found` have in common."""
    for length in (DAY, MONTH, YEAR):
        common = {one[:length] for one in found}
        if len(common) == 1 and len(found[0]) >= length and "--" not in found[0][:length]:
            return found[0][:length]
    return ""
