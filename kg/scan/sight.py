"""A text → what one look at it shows: its characters and pairs of characters, and where the known names stand.

Every name of a long lexicon is found by its first two characters, in one pass for all lexicons, however many names
they hold; a pattern that asks for a name then looks only where one begins.

>>> seen = Sight("常州市政府", long_lexicons(["place_name"]))
>>> seen.ends["place_name"]
{0: (3, 2)}
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import add

from kg.rulebook import terms

# More terms than this are looked up, fewer are compiled.
LONG = 150

# Position → the ends of what begins there, in the order in which a pattern tries them.
Ends = Mapping[int, tuple[int, ...]]
Index = Mapping[str, tuple[tuple[str, str], ...]]
NONE: Ends = {}


class Sight:
    """What one look at a text shows; what rules look up in it later is kept."""

    __slots__ = ("ends", "grams", "text")

    def __init__(self, text: str, names: Index) -> None:
        """Look at `text` once."""
        self.text = text
        pairs = list(map(add, text, text[1:]))
        self.grams = set(pairs)
        self.ends: dict[str, Ends] = {}
        for pair in self.grams & names.keys():
            self.note(pair, pairs, names[pair])
        self.grams.update(text, self.ends)

    def note(self, pair: str, pairs: list[str], names: Iterable[tuple[str, str]]) -> None:
        """Note where the `names` that begin with `pair` stand."""
        begin = -1
        for _ in range(pairs.count(pair)):
            begin = pairs.index(pair, begin + 1)
            for lexicon, name in names:
                if self.text.startswith(name, begin):
                    found = self.ends.setdefault(lexicon, {})
                    assert isinstance(found, dict)
                    found[begin] = (*found.get(begin, ()), begin + len(name))

    def table(self, lexicon: str, look: "Callable[[Sight], Ends]") -> Ends:
        """Return where what a lexicon describes stands, by `look` at the first time."""
        if lexicon not in self.ends:
            self.ends[lexicon] = look(self)
        return self.ends[lexicon]
