"""Which lexicons are looked up instead of compiled, and which parts of a pattern that concerns."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from kg.patterns import op
from kg.rulebook import entries
from kg.scan.tree import REPEATS, SLOT_ITEM, Item, is_long, of_lexicon, once
from kg.scan.widths import width

# Names in a row, as in 江苏省常州市武进区; what repeats more often is compiled.
FEW = 3


@cache
def is_looked_up(lexicon: str) -> bool:
    """Return whether a lexicon is long or names a long one."""
    return is_long(lexicon) or ("pattern" in entries(lexicon) and is_searched(of_lexicon(lexicon)))


def looked_up(items: Iterable[Item]) -> bool:
    """Return whether a long lexicon stands among the items, in a place where it can be looked up."""
    for code, value in items:
        if code is SLOT_ITEM and is_looked_up(value):
            return True
        if code is op.BRANCH and any(map(is_searched, value[1])):
            return True
        if code is op.SUBPATTERN and is_searched(value[-1]):
            return True
        if code in REPEATS and value[1] <= FEW and is_searched(value[2]):
            return True
    return False


@once
def is_searched(tree: Any) -> bool:
    """Return whether a long lexicon stands in a tree, in a place where it can be looked up."""
    return looked_up(tree.data)


def is_fixed(tree: Any, item: Item) -> bool:
    """Return whether an item holds no name that is looked up, and each of its matches is as long."""
    if looked_up([item]):
        return False
    low, high = width(item, tree)
    return low == high
