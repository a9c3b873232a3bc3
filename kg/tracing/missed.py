"""Pages → the names, titles, numbers and terms that no rule used, most frequent first: what a lexicon may lack.

What the rules read is replaced by one symbol each, so that only the rest is looked at, by the patterns of
lexicon/missed.yaml. A number is counted by its unit, since units are what a lexicon holds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg.model import Mention, Reading
from kg.rulebook import entries, expand, lexicon, words
from kg.shrink import shrink
from kg.stages.mentions import without_overlaps
from kg.tracing.pages import Page
from kg.values import date

AROUND = 12
FILLED = ("term", "dotted", "after")
# Numbers are read in running text only; one in a heading is told again below it.
MEASURED = ("paragraph", "repeat")


@dataclass(frozen=True, slots=True)
class Missed:
    """One term that no rule used: of which kind, how often, and where first (file and line, words around it)."""

    kind: str
    term: str
    count: int
    where: str
    example: str


@dataclass(frozen=True, slots=True)
class Found:
    """One place where such a term stands."""

    kind: str
    term: str
    file: str
    line: int
    example: str


def missed(pages: Iterable[Page]) -> list[Missed]:
    """Return the terms that no rule used on the pages, most frequent first, each with its first place."""
    places: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in (found for page in pages for found in left(page)):
        places[one.kind, one.term].append(one)
    told = [told_of(some) for some in places.values()]
    return sorted(told, key=lambda one: (-one.count, one.kind, one.term))


def told_of(places: list[Found]) -> Missed:
    """Return one term with the number of its places and the first of them."""
    first = min(places, key=lambda one: (one.file, one.line, one.example))
    return Missed(first.kind, first.term, len(places), f"{first.file}:{first.line}", first.example)


def left(page: Page) -> Iterator[Found]:
    """Yield what no rule used on one page."""
    for read in page.reads:
        for reading in read.readings:
            for kind, term, begin, end in terms(reading):
                offset = reading.sentence.text.origin(begin, end)[0]
                text = reading.sentence.text.value
                around = text[max(0, begin - AROUND) : begin] + f"【{text[begin:end]}】" + text[end : end + AROUND]
                yield Found(kind, term, page.source.name, page.line(offset), around)


def terms(reading: Reading) -> Iterator[tuple[str, str, int, int]]:
    """Yield what no rule used in one sentence: kind, term, begin and end."""
    text = reading.sentence.text.value
    short, _, back = shrink(text, used(reading))
    for kind, pattern in patterns().items():
        if kind == "number" and reading.sentence.kind not in MEASURED:
            continue
        for match in pattern.finditer(short):
            name = next(name for name in FILLED if match.groupdict().get(name))
            begin, end = back[match.start(name)], back[match.end(name)]
            unit = unit_of(match.groupdict().get("unit") or "")
            if kind != "name" or text[begin:end] not in words("not_name"):
                yield kind, unit or text[begin:end], begin, end + len(unit)


def unit_of(text: str) -> str:
    """Return the word that stands directly after a number: a known unit, else the first word.

    >>> unit_of("提篮鸡蛋"), unit_of("万元以上"), unit_of("")
    ('提篮', '万元', '')
    """
    if not text:
        return ""
    import jieba  # noqa: PLC0415 — it takes half a second, and only unread numbers need it

    jieba.setLogLevel("ERROR")
    known = re.match(lexicon("unit"), text)
    return known[0] if known is not None else str(next(iter(jieba.cut(text, HMM=False))))


def used(reading: Reading) -> list[Mention]:
    """Return what the rules read in a sentence, numbers and dates too, without overlap."""
    text = reading.sentence.text.value
    spans = [*((one.begin, one.end) for one in reading.figures), *((one.begin, one.end) for one in date.find(text))]
    numbers = [Mention("Number", begin, end, text[begin:end], "") for begin, end in spans]
    return without_overlaps([*reading.mentions, *numbers])


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the pattern of each kind of term, as a shrunk sentence is read."""
    return {kind: re.compile(expand(pattern)) for kind, pattern in entries("missed")["patterns"].items()}


def kind_name(kind: str) -> str:
    """Return what a kind of term is called.

    >>> kind_name("name")
    '人名 name'
    """
    return f"{entries('missed')['names'][kind]} {kind}"
