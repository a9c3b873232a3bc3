r"""A sentence and a span of its source → the characters to mark in what the reader sees.

A passage carries the source slice as it stands (`raw`) and the same cleaned for reading (`clean`). A span counts
source characters; it is carried over only where the marked words are the same in both, else the raw slice is shown.

    >>> marks("GDP达4\n100亿元", "GDP达4100亿元", 4, 11)
    Marked(text=None, spans=((4, 10),))
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SPACE = re.compile(r"\s+")
Spans = tuple[tuple[int, int], ...]


class Marked(NamedTuple):
    """Spans to mark in the cleaned text, or in `text` where only the raw slice can be marked truthfully."""

    text: str | None
    spans: Spans


def marks(raw: str, clean: str, begin: int, end: int) -> Marked:
    """Return how to mark the raw characters `begin` to `end`, which may reach beyond the passage."""
    begin, end = max(begin, 0), min(end, len(raw))
    if begin >= end:
        return Marked(None, ())
    kept = [i for i, origin in enumerate(align(raw, clean)) if begin <= origin < end]
    if kept and bare(clean[kept[0] : kept[-1] + 1]) == bare(raw[begin:end]):
        return Marked(None, ((kept[0], kept[-1] + 1),))
    return Marked(raw, ((begin, end),))


def align(raw: str, clean: str) -> list[int]:
    r"""Return for each character of `clean` its place in `raw`, or -1 where it has none.

    >>> align("市\n长讲话", "市长讲话")
    [0, 2, 3, 4]
    """
    places, start = [], 0
    for char in clean:
        place = raw.find(char, start)
        places.append(place)
        start = place + 1 if place >= 0 else start
    return places


def bare(text: str) -> str:
    """Return `text` without white space."""
    return SPACE.sub("", text)


def named(text: str, names: Iterable[str]) -> Spans:
    """Return where any of `names` stands in `text`, the longest first, without overlap.

    >>> named("区长王建国在区政府讲话", ["王建国", "区政府", "政府"])
    ((2, 5), (6, 9))
    """
    # Most names do not stand in most sentences, and few more than once: to look is cheaper than to compile a pattern.
    wanted = sorted({name for name in names if name and name in text}, key=lambda name: (-len(name), name))
    spots = sorted((at, rank, at + len(name)) for rank, name in enumerate(wanted) for at in standing(text, name))
    found: list[tuple[int, int]] = []
    for begin, _, end in spots:
        if not found or begin >= found[-1][1]:
            found.append((begin, end))
    return tuple(found)


def standing(text: str, name: str) -> Iterator[int]:
    """Yield every place where `name` begins in `text`."""
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)
