"""Words that count from the day of the page, or from a century → ISO dates and periods.

Whatever needs a reference is None without one: 上周五 is open on a page whose day is not known.
"""

from datetime import date, timedelta

from kg.values import number
from kg.values.date_form import DAYS, MONTHS, SHIFTS, YEARS

# The first year of the first five-year plan whose years are regular: the sixth, 1981–1985.
SIXTH_PLAN, PLAN_YEARS = 1981, 5
WEEKDAYS = {day: index for index, day in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
CENTURY_YEARS, DECADE_YEARS, WEEK_DAYS = 100, 10, 7
# In so many days every day of a month comes round, the 31st, too.
LONGEST_WAIT = 62


def five_years(found: dict[str, str], _: date | None = None) -> str | None:
    """Return the years of a five-year plan, of its end (“十二五”末) the last.

    >>> five_years({"plan": "十四"}), five_years({"plan": "四"})
    ('2021/2025', None)
    """
    index = whole(found.get("plan") or found["quoted"])
    if index is None or index < 6:  # noqa: PLR2004 — the first five plans had irregular years
        return None
    first = SIXTH_PLAN + PLAN_YEARS * (index - 6)
    if "closing" in found:
        return str(first + PLAN_YEARS - 1)
    return f"{first}/{first + PLAN_YEARS - 1}"


def relative_day(found: dict[str, str], reference: date | None) -> str | None:
    """Return the day that 昨天 is, seen from `reference`."""
    return None if reference is None else (reference + timedelta(days=DAYS[found["relative"]])).isoformat()


def relative_month(found: dict[str, str], reference: date | None) -> str | None:
    """Return the month or day that 上月 or 上月5日 is, seen from `reference`."""
    if reference is None:
        return None
    months = reference.year * 12 + reference.month - 1 + MONTHS[found["moon"]]
    return days(f"{months // 12:04}-{months % 12 + 1:02}", found)


def same_month(found: dict[str, str], reference: date | None) -> str | None:
    """Return the month or day that 去年本月10日 is, seen from `reference`."""
    if reference is None:
        return None
    year = whole(found.get("year")) or reference.year + int(YEARS.get(found.get("near", ""), 0))
    return days(f"{year:04}-{reference.month:02}", found)


def lone_day(found: dict[str, str], reference: date | None) -> str | None:
    """Return the day that 23日 is on a page of `reference`: the last one not after it, None without a reference."""
    if reference is None:
        return None
    back = ((reference - timedelta(days=days)) for days in range(LONGEST_WAIT))
    return next((one.isoformat() for one in back if one.day == whole(found["lone"])), None)


def week(found: dict[str, str], reference: date | None) -> str | None:
    """Return the week, week-end or day that 下周, 下周末 or 上周五 is; 星期五 alone is the last one.

    >>> week({"shift": "上", "weekday": "五"}, date(2024, 1, 7)), week({"shift": "下"}, date(2024, 1, 7))
    ('2023-12-29', '2024-01-08/2024-01-14')
    """
    if reference is None:
        return None
    if alone := found.get("day_of_week"):
        return (reference - timedelta(days=(reference.weekday() - WEEKDAYS[alone]) % WEEK_DAYS)).isoformat()
    monday = reference - timedelta(days=reference.weekday() - WEEK_DAYS * SHIFTS[found["shift"]])
    weekday = found.get("weekday")
    first = monday + timedelta(days=WEEKDAYS[weekday] if weekday else 0)
    if weekday not in (None, "末"):
        return first.isoformat()
    return f"{first.isoformat()}/{(monday + timedelta(days=WEEK_DAYS - 1)).isoformat()}"


def decade(found: dict[str, str], reference: date | None) -> str | None:
    """Return the years of a decade; without its century it is the last one that has begun.

    >>> decade({"century": "20", "decade": "80"}, None), decade({"decade": "九十"}, date(2024, 1, 7))
    ('1980/1989', '1990/1999')
    """
    tens, named = whole(found["decade"]) or 0, found.get("century", "")
    if index := whole(named):
        first = (index - 1) * CENTURY_YEARS + tens
    elif reference is None:
        return None
    else:
        first = reference.year // CENTURY_YEARS * CENTURY_YEARS + tens
        back = named.startswith("上") or (not named and first > reference.year)
        first -= CENTURY_YEARS * back
    return f"{first:04}/{first + DECADE_YEARS - 1:04}"


def days(month: str, found: dict[str, str]) -> str:
    """Return `month` with the day or the days that `found` names in it."""
    day, last = whole(found.get("day") or found.get("bare_day")), whole(found.get("last"))
    if day is None:
        return month
    return f"{month}-{day:02}" if last is None else f"{month}-{day:02}/{month}-{last:02}"


def whole(text: str | None) -> int | None:
    """Return the integer that `text` writes."""
    value = number.parse(text) if text else None
    return None if value is None else int(value)
