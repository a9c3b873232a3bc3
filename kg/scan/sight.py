"""A text → what one look at it shows: its characters and pairs of characters, and where the known names stand.

Every name of a long lexicon is found by its first two characters, in one pass for all lexicons, however many names
they hold; a pattern that asks for a name then looks only where one begins.

>>> Sight("常州市政府", index(("place_name",)), lambda name: lambda seen: {}).table("place_name")
{0: (3, 2)}
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import add
from typing import Any, NamedTuple

from kg.rulebook import terms

# Position → the ends of what begins there, in the order in which a pattern tries them.
Ends = dict[int, tuple[int, ...]]
# The first two characters of a name, or its only one → the lexicons and the names that begin so.
Heads = Mapping[str, tuple[tuple[str, str], ...]]


class Index(NamedTuple):
    """The names of long lexicons by their heads: those of two characters and more, and those of one."""

    pairs: Heads
    single: Heads


class Sight:
    """What one look at a text shows; what rules find in it later is kept."""

    __slots__ = ("ends", "grams", "kept", "look", "text")

    def __init__(self, text: str, names: Index, look: "Callable[[str], Look]") -> None:
        """Look at `text` once for `names`; `look` tells how to find what other lexicons describe."""
        self.text = text
        self.look = look
        pairs = list(map(add, text, text[1:]))
        self.grams = {*pairs, *text}
        self.ends: dict[str, Ends] = {}
        self.kept: dict[str, Any] = {}
        for heads, units in ((names.pairs, pairs), (names.single, text)):
            if heads and not self.grams.isdisjoint(heads.keys()):
                self.note(heads, units)
        self.grams.update(self.ends)

    def note(self, heads: Heads, units: Iterable[str]) -> None:
        """Note where each of the names stands whose head is one of the `units` of the text, a unit at each place."""
        text = self.text
        for begin, names in [(i, names) for i, names in enumerate(map(heads.get, units)) if names is not None]:
            for lexicon, name in names:
                if text.startswith(name, begin):
                    found = self.ends.setdefault(lexicon, {})
                    found[begin] = (*found.get(begin, ()), begin + len(name))

    def table(self, lexicon: str) -> Ends:
        """Return where what a lexicon describes stands."""
        if lexicon not in self.ends:
            self.ends[lexicon] = self.look(lexicon)(self)
        return self.ends[lexicon]


Look = Callable[[Sight], Ends]


@cache
def index(lexicons: tuple[str, ...]) -> Index:
    """Return the terms of long lexicons by their heads, long ones first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for lexicon in lexicons:
        for term in sorted(filter(None, terms(lexicon)), key=len, reverse=True):
            found.setdefault(term[:2], []).append((lexicon, term))
    heads = {head: tuple(names) for head, names in found.items()}
    return Index(*({head: names for head, names in heads.items() if len(head) == length} for length in (2, 1)))
