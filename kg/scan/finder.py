"""A pattern as a rule writes it → the finder that gives its matches in a text that was looked at.

It gives what `re` gives, in the same order: `re` itself where the pattern names no long lexicon, else `match`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, Protocol

from kg.scan.match import Lazy, Step, Tail, group_names, looked_up, sequence
from kg.scan.sight import Sight
from kg.scan.starts import Starts, starts
from kg.scan.tree import parsed, uses


class Match(Protocol):
    """What a rule needs to know of a match: the part of `re.Match` that both ways of matching give."""

    @property
    def string(self) -> str:
        """Return the text that was searched."""

    def span(self, group: int | str = 0, /) -> tuple[int, int]:
        """Return where a group begins and ends, (-1, -1) where it took no part."""

    def groupdict(self) -> dict[str, Any]:
        """Return the text of every named group, None where it took no part."""


class Found(NamedTuple):
    """A match that was put together from names and the compiled rest."""

    string: str
    begin: int
    end: int
    spans: dict[str, tuple[int, int]]

    def span(self, group: int | str = 0, /) -> tuple[int, int]:
        """Return where a group begins and ends, (-1, -1) where it took no part."""
        return (self.begin, self.end) if group == 0 else self.spans[str(group)]

    def groupdict(self) -> dict[str, Any]:
        """Return the text of every named group, None where it took no part."""
        return {n: None if begin < 0 else self.string[begin:end] for n, (begin, end) in self.spans.items()}


class Finder(Protocol):
    """What gives the matches of one pattern."""

    def finditer(self, seen: Sight) -> Iterable[Match]:
        """Return the matches in a text from left to right, none overlapping another."""

    def fullmatch(self, seen: Sight) -> Match | None:
        """Return the match that is the whole text, or None."""


class Compiled:
    """A pattern that `re` matches."""

    def __init__(self, tree: Any) -> None:
        """Keep the tree until it is needed."""
        self.lazy = Lazy(tree)

    def finditer(self, seen: Sight) -> Iterable[Match]:
        """Return the matches in a text from left to right, none overlapping another."""
        return self.lazy.compiled().finditer(seen.text)

    def fullmatch(self, seen: Sight) -> Match | None:
        """Return the match that is the whole text, or None."""
        return self.lazy.compiled().fullmatch(seen.text)


class Stepwise:
    """A pattern that is matched name by name."""

    def __init__(self, tree: Any) -> None:
        """Prepare both ways of matching."""
        self.search, self.whole = prepared(tree, whole=False), prepared(tree, whole=True)
        self.starts: Starts = starts(tree)

    def finditer(self, seen: Sight) -> Iterator[Match]:
        """Yield the matches in a text from left to right, none overlapping another."""
        last = 0
        for begin in sorted(self.starts(seen)):
            if begin >= last and (found := self.search(seen, begin, ())) is not None:
                last = found[0]
                yield Found(seen.text, begin, *found)

    def fullmatch(self, seen: Sight) -> Match | None:
        """Return the match that is the whole text, or None."""
        found = self.whole(seen, 0, ())
        return None if found is None else Found(seen.text, 0, *found)


def prepared(tree: Any, *, whole: bool) -> Step:
    """Return the step that matches a whole tree."""
    tail = Tail(group_names(tree), whole)
    return sequence(tree, tree.data, tail.accept, tail)


@cache
def finder(written: str) -> Finder:
    """Return the finder of a pattern as it is written in a rule."""
    tree = parsed(written)
    return Stepwise(tree) if looked_up(tree.data) and not refers_back(tree.data) else Compiled(tree)
