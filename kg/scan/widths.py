"""An item of a parse tree → how many characters it can match, at least and at most."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from kg.patterns import op
from kg.rulebook import entries, terms
from kg.scan.tree import ASSERTIONS, NESTING, REPEATS, SLOT_ITEM, UNITS, Item, inlined, inside, of_lexicon, part


def width(item: Item, tree: Any) -> tuple[int, int]:
    """Return how many characters an item can match at least and at most."""
    return widths([item]) or measured(tree, item)


def widths(items: Iterable[Item]) -> tuple[int, int] | None:
    """Return how many characters items in a row can match at least and at most, None where that is not so simple."""
    low = high = 0
    for item in items:
        found = width_of(*item)
        if found is None:
            return None
        low, high = low + found[0], high + found[1]
    return low, high


def width_of(code: Any, value: Any) -> tuple[int, int] | None:
    """Return the same for one item; a tree keeps what it is asked."""
    if code in UNITS:
        return 1, 1
    if code is SLOT_ITEM:
        return lexicon_width(value)
    if code in ASSERTIONS or code is op.AT:
        return 0, 0
    arms = [arm.width or set_width(arm) for arm in inside(code, value)] if code in NESTING else [None]
    known = [arm for arm in arms if arm is not None]
    if len(known) < len(arms):
        return None
    low, high = min(arm[0] for arm in known), max(arm[1] for arm in known)
    return (low * value[0], high * value[1]) if code in REPEATS else (low, high)


def set_width(tree: Any) -> tuple[int, int] | None:
    """Return how many characters a tree can match at least and at most; where that is simple it is kept at the tree."""
    tree.width = widths(tree.data)
    kept: tuple[int, int] | None = tree.width
    return kept


@cache
def lexicon_width(name: str) -> tuple[int, int] | None:
    """Return how many characters the texts of a lexicon have at least and at most."""
    if "pattern" in entries(name):
        return widths(of_lexicon(name).data)
    lengths = [*map(len, terms(name))] or [0]
    return min(lengths), max(lengths)


def measured(tree: Any, item: Item) -> tuple[int, int]:
    """Return how many characters an item can match at least and at most, as `re` tells it."""
    low, high = inlined(part(tree, [item])).getwidth()
    return int(low), int(high)
