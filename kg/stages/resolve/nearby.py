"""What stands before a place in a sentence, or around it; each fact asks, so a sentence is put in order once."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from kg.model import Mention, Read

END = attrgetter("end")
# How many sentences and kinds are remembered: a fact asks for several, and for those of the sentence before.
REMEMBERED = 16


def last_before(read: Read, number: int, offset: int, *kinds: str) -> Mention | None:
    """Return the last mention of these kinds that ends before `offset` of sentence `number`, or at it."""
    return next(iter(before(read, number, offset, *kinds, most=1)), None)


def before(read: Read, number: int, offset: int, *kinds: str, most: int) -> Sequence[Mention]:
    """Return the mentions of these kinds that end before `offset` of sentence `number`, the nearest first."""
    found = of_kinds(read, number, *kinds)
    end = bisect_right(found, offset, key=END)
    return found[max(0, end - most) : end][::-1]


def around(read: Read, number: int, begin: int, end: int, kind: str) -> Mention | None:
    """Return the mention of this kind that stands around a stretch of sentence `number`, None where none does."""
    found = of_kinds(read, number, kind)
    place = bisect_left(found, end, key=END)  # the first that ends there or later
    return found[place] if place < len(found) and found[place].begin <= begin else None


@lru_cache(maxsize=REMEMBERED)
def of_kinds(read: Read, number: int, *kinds: str) -> Sequence[Mention]:
    """Return the mentions of these kinds in sentence `number`, in the order of their ends."""
    return sorted((one for one in read.readings[number].mentions if one.kind in kinds), key=END)
