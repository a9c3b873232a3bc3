"""What stands shortly before an offset of a sentence; each fact asks, so the sentence is put in order once."""

from bisect import bisect_right
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


@lru_cache(maxsize=REMEMBERED)
def of_kinds(read: Read, number: int, *kinds: str) -> Sequence[Mention]:
    """Return the mentions of these kinds in sentence `number`, in the order of their ends."""
    return sorted((one for one in read.readings[number].mentions if one.kind in kinds), key=END)
