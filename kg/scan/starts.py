"""A tree → where in a text its matches can begin: at the names that it begins with, or at what its first words allow."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kg.scan.match import Lazy, Outcome, Groups, looked_up, sequence
from kg.scan.needs import first, gram, needs
from kg.scan.sight import Ends, Sight, is_long
from kg.scan.tree import ASSERTIONS, REPEATS, SLOT_ITEM, Item, of_lexicon, op, part, width

Starts = Callable[[Sight], set[int]]


def starts(tree: Any) -> Starts:
    """Return the function that gives the places where matches of `tree` can begin, and perhaps others."""
    sources, _ = heads(tree, tree.data)
    if len(sources) == 1:
        return sources[0]
    return lambda seen: set().union(*(source(seen) for source in sources))


def heads(tree: Any, items: Sequence[Item]) -> tuple[list[Starts], bool]:
    """Return the sources of places where a match of `items` begins, and whether the match can be empty."""
    found: list[Starts] = []
    for place, item in enumerate(items):
        if not looked_up([item]):
            run = plain_run(items[place:])
            if width_of(tree, run)[0] > 0:
                return [*found, by_pattern(part(tree, run))], False
            found += by_letter(first([item]))
            continue
        sources, can_be_empty = heads_of(item)
        found += sources
        if not can_be_empty:
            return found, False
    return found, True
