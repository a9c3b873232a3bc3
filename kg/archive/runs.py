"""Paragraphs of many pages → files of them, each sorted, and from these any range of IRIs in order.

What an archive says does not fit into memory, and has to come by IRI. So what some pages say is sorted and written as
one run; later a range of IRIs is read from all runs, each of which is read at one place only. Marks tell where: every
few paragraphs, and where the IRIs of another kind begin.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from heapq import merge
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kg.archive.entries import BETWEEN
from kg.identity import family

BYTES = "Q"  # in an array: a number of eight bytes
MARKED = 64  # paragraphs between two marks: some 25 KB
LAST = "\U0010ffff"  # sorts after every character that an IRI has


class Run(NamedTuple):
    """A file of sorted paragraphs: which IRIs are marked, at which bytes these stand, and how many bytes it has."""

    path: Path
    marks: tuple[str, ...]
    places: "array[int]"
    size: int


class Span(NamedTuple):
    """The IRIs from `begin` to before `end`, and where they may be: in which runs, from and up to which byte."""

    begin: str
    end: str
    places: tuple[tuple[Path, int, int], ...]


def write(path: Path, paragraphs: Sequence[str]) -> Run:
    """Write sorted paragraphs to `path`."""
    marks, places, size = list[str](), array(BYTES), 0
    with path.open("wb") as file:
        for begin, end in pairwise(borders(paragraphs)):
            marks.append(iri(paragraphs[begin]))
            places.append(size)
            text = BETWEEN.join(paragraphs[begin:end]) + BETWEEN
            size += file.write(text.encode("utf-8", "surrogatepass"))
    return Run(path, tuple(marks), places, size)


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


def ranges(runs: Collection[Run], families: Collection[str], size: int) -> Iterator[tuple[str, str]]:
    """Yield ranges of about `size` bytes that hold all IRIs; those of `families` share none with others."""
    apart = sorted(border for one in families for border in (one, one + LAST))
    cuts, held = [""], 0
    for mark, at, end in merge(*map(stretches, runs)):
        while apart and apart[0] <= mark:
            cuts.append(apart.pop(0))
            held = 0
        if held >= size and mark > cuts[-1]:
            cuts.append(mark)
            held = 0
        held += end - at
    yield from pairwise((*cuts, *apart, LAST))


def stretches(run: Run) -> Iterator[tuple[str, int, int]]:
    """Yield the marks of a run, each with the byte of the next one."""
    return zip(run.marks, run.places, (*run.places[1:], run.size), strict=True)


def span(runs: Collection[Run], begin: str, end: str) -> Span:
    """Return where in `runs` the IRIs from `begin` to before `end` may be."""
    found = []
    for run in runs:
        first, after = max(bisect_left(run.marks, begin) - 1, 0), bisect_left(run.marks, end)
        if first < after:
            found.append((run.path, run.places[first], run.places[after] if after < len(run.marks) else run.size))
    return Span(begin, end, tuple(found))


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
