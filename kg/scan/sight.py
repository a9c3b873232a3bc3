"""A text → what one look at it shows: its characters and pairs of characters, and where the known names stand.

Every name of a long lexicon is found by its first two characters, in one pass for all lexicons, however many names
they hold; a pattern that asks for a name then looks only where one begins.

>>> Sight("常州市政府", index(["place_name"]), lambda name: lambda seen: {}).table("place_name")
{0: (3, 2)}
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from operator import add
from typing import Any, NamedTuple

from kg.rulebook import terms
from kg.scan.needs import sign

# Position → the ends of what begins there, in the order in which a pattern tries them.
Ends = dict[int, tuple[int, ...]]
# The first two characters of names, or the only one → the lengths of the names that begin so, long ones first, and of
# each name the lexicons that hold it.
Heads = Mapping[str, tuple[tuple[int, ...], Mapping[str, tuple[str, ...]]]]


class Index(NamedTuple):
    """What to look for: names by their heads, of two characters or one, and all characters and pairs worth knowing."""

    pairs: Heads
    single: Heads
    grams: frozenset[str]


class Sight:
    """What one look at a text shows; what rules find in it later is kept."""

    __slots__ = ("ends", "grams", "kept", "look", "text")

    def __init__(self, text: str, known: Index, look: "Callable[[str], Look]") -> None:
        """Look at `text` once for what is `known`; `look` tells how to find what other lexicons describe."""
        self.text = text
        self.look = look
        pairs = list(map(add, text, text[1:]))
        self.grams = {*known.grams.intersection(pairs), *known.grams.intersection(text)}
        self.ends: dict[str, Ends] = {}
        self.kept: dict[str, Any] = {}
        for heads, units in ((known.pairs, pairs), (known.single, text)):
            if not heads.keys().isdisjoint(self.grams):
                self.note(heads, units)
        self.grams.update(map(sign, self.ends))

    def note(self, heads: Heads, units: Iterable[str]) -> None:
        """Note where each of the names stands whose head is one of the `units` of the text, a unit at each place."""
        text, ends = self.text, self.ends
        for begin, known in [(at, known) for at, known in enumerate(map(heads.get, units)) if known is not None]:
            lengths, names = known
            for end in [begin + length for length in lengths if begin + length <= len(text)]:
                for lexicon in names.get(text[begin:end], ()):
                    places = ends.setdefault(lexicon, {})
                    places[begin] = (*places.get(begin, ()), end)

    def table(self, lexicon: str) -> Ends:
        """Return where what a lexicon describes stands."""
        if lexicon not in self.ends:
            self.ends[lexicon] = self.look(lexicon)(self)
        return self.ends[lexicon]


Look = Callable[[Sight], Ends]


def index(lexicons: Iterable[str], grams: Iterable[str] = ()) -> Index:
    """Return the terms of long lexicons by their heads, with further `grams` worth knowing."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for lexicon in lexicons:
        for term in filter(None, terms(lexicon)):
            found[term[:2]][term].append(lexicon)
    heads = {
        head: (tuple(sorted(set(map(len, names)), reverse=True)), {name: tuple(held) for name, held in names.items()})
        for head, names in found.items()
    }
    pairs, single = ({head: names for head, names in heads.items() if len(head) == length} for length in (2, 1))
    return Index(pairs, single, frozenset({*heads, *grams}))
