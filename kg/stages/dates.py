"""The articles of one page → when each was published, as exactly as the page allows, and on which words that rests.

A date line states the date. Without one it is inferred: from the day in the lead and a year that the page names,
from the words of the year's end, from the articles of the same page. Where the words allow two readings, the date
stays empty.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kg.model import Article
from kg.rulebook import pattern_of
from kg.values import date as values

# The lead's date stands in its first characters: "1月6日上午，…", "昨日(14日)上午".
LEAD = 60
LAST_MONTHS = (11, 12)
LINE, FULL = 120, 10  # characters of a line around a date, and of an ISO date exact to the day
ZEROS = str.maketrans("〇○", "零零")
STATED, INFERRED = "stated", "inferred"


@dataclass(frozen=True, slots=True)
class Dated:
    """An ISO date as exact as is known ("2024-01-06", "2024-01", "2024", ""), how certain, and on what basis."""

    date: str = ""
    certainty: str = ""
    basis: str = ""


def published(articles: Sequence[Article], *, given: str | None = None) -> list[Dated]:
    """Return for each article of one page when it was published; `given` holds where the page does not state it."""
    page = "\n".join(text for article in articles for text in texts(article))
    own = [dated(article, page) for article in articles]
    if given:
        known = Dated(given, STATED, f"由使用者给出：{given}")
        return [one if one.certainty == STATED else known for one in own]
    shared = from_page(page, own)
    return [one if one.date else shared for one in own]


def texts(article: Article) -> Iterator[str]:
    """Yield the cleaned text of every block."""
    return (block.text.value for block in article.blocks)


def dated(article: Article, page: str) -> Dated:
    """Return the date that the article itself shows, its year perhaps taken from the page."""
    if (stated := stated_in(article)) is not None:
        return stated
    lead = next((block.text.value[:LEAD] for block in article.blocks if block.kind == "paragraph"), "")
    if (told := pattern_of("dating", "told").match(lead)) and (found := full_dates(told["when"])):
        return Dated(found[0][0].isoformat(), INFERRED, f"导语“{told['when']}”")
    if event := pattern_of("dating", "event").search(lead):
        return with_year(event, page, later=is_later(article, lead, event))
    if day := pattern_of("dating", "day").search(lead):
        same = {one for one in full_dates("\n".join(texts(article))) if one[0].day == int(day["day"])}
        if len(same) == 1:
            when, printed = same.pop()
            return Dated(when.isoformat(), INFERRED, f"导语“{day[0]}”，文中“{printed}”")
    return Dated()


def stated_in(article: Article) -> Dated | None:
    """Return the date of a date line, or of a line around the body that says when it was published, or None.

    The title of an issue may be its date (（20230106）); a page is brought up to date long after.
    """
    if issue := pattern_of("dating", "issue").search(article.headline.value):
        when = calendar(*map(int, issue.group("year", "month", "day")))
        if when is not None:
            return Dated(when.isoformat(), STATED, f"标题“{issue[0]}”")
    kinds = [block.kind for block in article.blocks]
    body = kinds.index("paragraph") if "paragraph" in kinds else len(kinds)
    # A date line among the paragraphs is a cell of a table; one at the very end is that of the document.
    for block in (*article.blocks[:body], *article.blocks[-1:]):
        if block.kind == "dateline" and (found := full_dates(block.text.value)):
            return Dated(found[0][0].isoformat(), STATED, f"日期行“{block.text.value}”")
    for block in (*article.blocks[: body + 1], *article.blocks[-1:]):
        value = block.text.value
        line = pattern_of("dating", "published").search(value) if len(value) <= LINE and "。" not in value else None
        if line is not None and (found := full_dates(value[line.start() :])):
            return Dated(found[0][0].isoformat(), STATED, f"日期行“{value.strip()}”")
    return None


def is_later(article: Article, lead: str, event: re.Match[str]) -> bool:
    """Return whether the event of the lead was the day before the article appeared."""
    near = lead[max(0, event.start() - 4) : event.end() + 2]
    return pattern_of("dating", "yesterday").search(article.headline.value + near) is not None


def with_year(event: re.Match[str], page: str, *, later: bool) -> Dated:
    """Return the date of an event that is printed without its year."""
    month, day = int(event["month"]), int(event["day"])
    year, printed = year_of(month, day, page)
    when = calendar(year, month, day) if year else None
    if when is None:
        return Dated()
    basis = f"导语“{event[0]}”，年份据“{printed}”"
    if later:
        return Dated((when + timedelta(days=1)).isoformat(), INFERRED, f"{basis}；“昨”，次日见报")
    return Dated(when.isoformat(), INFERRED, basis)


def year_of(month: int, day: int, page: str) -> tuple[int, str]:
    """Return the year of a month and day on a page, and the words that tell it; (0, "") if they do not."""
    if found := only(days(page).get((month, day), ())):
        return found
    if month < LAST_MONTHS[0]:
        return only(named("this_year", page)) or only(named("agenda", page)) or (0, "")
    # At the end of a year the coming one is named as well; where two years are named, either may be meant.
    years = {year for year, _ in named("year", page)}
    if len(years) == 1 and (named("this_year", page) or pattern_of("dating", "year_end").search(page)):
        return min(years), f"{min(years)}年"
    return 0, ""


def from_page(page: str, own: Sequence[Dated]) -> Dated:
    """Return what the page as a whole tells: the month of its other articles, its year's end, its year."""
    months = {one.date[:7] for one in own if one.date}
    if len(months) == 1:
        basis = next(one.basis for one in own if one.date)
        return Dated(months.pop(), INFERRED, f"同版文章：{basis}")
    if months:
        return Dated()
    years = {year for year, _ in named("year", page)}
    if words := pattern_of("dating", "year_end").search(page):
        only_one = f"{min(years)}-12" if len(years) == 1 else ""
        return Dated(only_one, INFERRED, f"“{words[0]}”与“{only_one[:4]}年”") if only_one else Dated()
    if found := only(named("this_year", page)):
        return Dated(str(found[0]), INFERRED, f"“{found[1]}”")
    return Dated()


def only(found: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
    """Return the one year that is named, with the words that name it first, or None."""
    return found[0] if len({year for year, _ in found}) == 1 else None


@lru_cache(maxsize=8)
def days(page: str) -> Mapping[tuple[int, int], Sequence[tuple[int, str]]]:
    """Return for each month and day that a page names with its year: the years, each with its words."""
    found: dict[tuple[int, int], dict[int, str]] = {}
    for when, printed in full_dates(page):
        found.setdefault((when.month, when.day), {}).setdefault(when.year, printed)
    return {day: tuple(years.items()) for day, years in found.items()}


@lru_cache(maxsize=8)
def named(name: str, page: str) -> tuple[tuple[int, str], ...]:
    """Return the years that one pattern finds on a page, each with its words."""
    return tuple((int(match["year"]), match[0]) for match in pattern_of("dating", name).finditer(page))


@lru_cache(maxsize=8)
def full_dates(text: str) -> tuple[tuple[date, str], ...]:
    """Return the dates with year, month and day in `text`, each with its words."""
    full = pattern_of("dating", "full").finditer(text)
    found = [(calendar(*map(int, m.group("year", "month", "day"))), m[0]) for m in full]
    found += [(in_words(m[0]), m[0]) for m in pattern_of("dating", "words").finditer(text)]
    return tuple((when, printed) for when, printed in found if when is not None)


def in_words(printed: str) -> date | None:
    """Return a date printed in characters, of which the zero has three forms, or None.

    >>> in_words("二○○五年八月二十三日")
    datetime.date(2005, 8, 23)
    """
    iso = values.parse(printed.translate(ZEROS))
    return date.fromisoformat(iso) if iso is not None and len(iso) == FULL else None


def calendar(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
