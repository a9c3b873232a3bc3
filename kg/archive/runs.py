"""Paragraphs of many pages → files of them, each sorted, and from these any range of IRIs in order.

What an archive says does not fit into memory, and has to come by IRI. So what some pages say is sorted and written as
one run; later a range of IRIs is read from all runs, each of which is read at one place only. Marks tell where: every
few paragraphs, and where the IRIs of another kind begin.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from kg.archive.entries import BETWEEN
from kg.identity import family

MARKED = 64  # paragraphs between two marks: some 25 KB
LAST = "\U0010ffff"  # sorts after every character that an IRI has


class Run(NamedTuple):
    """A file of sorted paragraphs: at which byte stand which IRIs, and how many bytes it has."""

    path: Path
    marks: tuple[tuple[str, int], ...]
    size: int


class Span(NamedTuple):
    """The IRIs from `begin` to before `end`, and where they may be: in which runs, from and up to which byte."""

    begin: str
    end: str
    places: tuple[tuple[Path, int, int], ...]


def write(path: Path, paragraphs: Sequence[str]) -> Run:
    """Write sorted paragraphs to `path`."""
    marks: list[tuple[str, int]] = []
    size = 0
    with path.open("wb") as file:
        for begin, end in pairwise(borders(paragraphs)):
            marks.append((iri(paragraphs[begin]), size))
            text = BETWEEN.join(paragraphs[begin:end]) + BETWEEN
            size += file.write(text.encode("utf-8", "surrogatepass"))
    return Run(path, tuple(marks), size)


def borders(paragraphs: Sequence[str]) -> Iterator[int]:
    """Yield the places in sorted paragraphs at which marks are set, and that of their end."""
    begin = 0
    while begin < len(paragraphs):
        yield begin
        after = bisect_left(paragraphs, family(iri(paragraphs[begin])) + LAST, begin)
        begin = min(begin + MARKED, after)
    yield len(paragraphs)


def iri(paragraph: str) -> str:
    """Return the IRI of which a paragraph speaks."""
    return paragraph[: paragraph.index("\n")]


def spans(runs: Collection[Run], families: Collection[str], size: int) -> list[Span]:
    """Return ranges of about `size` bytes that hold all IRIs; those of `families` share none with others."""
    apart = sorted(border for one in families for border in (one, one + LAST))
    cuts, held = [""], 0
    weights = sorted((mark, end - at) for run in runs for mark, at, end in stretches(run))
    for mark, weight in weights:
        while apart and apart[0] <= mark:
            cuts.append(apart.pop(0))
            held = 0
        if held >= size and mark > cuts[-1]:
            cuts.append(mark)
            held = 0
        held += weight
    found = (Span(begin, end, places(runs, begin, end)) for begin, end in pairwise((*cuts, *apart, LAST)))
    return [one for one in found if one.places]


def stretches(run: Run) -> Iterator[tuple[str, int, int]]:
    """Yield the marks of a run, each with the byte of the next one."""
    ends = (*map(itemgetter(1), run.marks[1:]), run.size)
    return ((mark, at, end) for (mark, at), end in zip(run.marks, ends, strict=True))


def places(runs: Collection[Run], begin: str, end: str) -> tuple[tuple[Path, int, int], ...]:
    """Return where in `runs` the IRIs from `begin` to before `end` may be."""
    found = []
    for run in runs:
        first = max(bisect_left(run.marks, begin, key=itemgetter(0)) - 1, 0)
        after = bisect_left(run.marks, end, key=itemgetter(0))
        if first < after:
            found.append((run.path, run.marks[first][1], run.marks[after][1] if after < len(run.marks) else run.size))
    return tuple(found)


def paragraphs(span: Span) -> list[str]:
    """Return the paragraphs of a range, sorted, as often as they are said."""
    found: list[str] = []
    for path, begin, end in span.places:
        with path.open("rb") as file:
            file.seek(begin)
            text = file.read(end - begin).decode("utf-8", "surrogatepass")
        some = text.removesuffix(BETWEEN).split(BETWEEN)
        found += some[bisect_left(some, span.begin) : bisect_left(some, span.end)]
    found.sort()  # of sorted pieces, which takes little more than to go through them
    return found
