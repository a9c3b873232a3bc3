"""A text → what one look at it shows: its characters and pairs of characters, and where the known names stand.

Every name of a long lexicon is found by its first two characters, in one pass for all lexicons, however many names
they hold; a pattern that asks for a name then looks only where one begins.

>>> Sight("常州市政府", index(("place_name",)), lambda name: lambda seen: {}).table("place_name")
{0: (3, 2)}
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import add

from kg.rulebook import terms

# Position → the ends of what begins there, in the order in which a pattern tries them.
Ends = dict[int, tuple[int, ...]]
Index = Mapping[str, tuple[tuple[str, str], ...]]


class Sight:
    """What one look at a text shows; what rules look up in it later is kept."""

    __slots__ = ("ends", "grams", "look", "text")

    def __init__(self, text: str, names: Index, look: "Callable[[str], Look]") -> None:
        """Look at `text` once for `names`; `look` tells how to find what other lexicons describe."""
        self.text = text
        self.look = look
        pairs = list(map(add, text, text[1:]))
        self.grams = {*pairs, *text}
        self.ends: dict[str, Ends] = {}
        if not self.grams.isdisjoint(names.keys()):
            self.note(names, pairs)
            self.note(names, text)
            self.grams.update(self.ends)

    def note(self, names: Index, heads: Iterable[str]) -> None:
        """Note where each of the `names` stands whose head, of one or two characters, is the head there."""
        for begin, some in enumerate(map(names.get, heads)):
            for lexicon, name in some or ():
                if self.text.startswith(name, begin):
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
    """Return the terms of long lexicons by their first two characters, long ones first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for lexicon in lexicons:
        for term in sorted(filter(None, terms(lexicon)), key=len, reverse=True):
            found.setdefault(term[:2], []).append((lexicon, term))
    return {head: tuple(names) for head, names in found.items()}
