"""A text → what one look at it shows: its characters and pairs of characters, and where the known names stand.

Every name of a long lexicon is found by its first two characters, in one pass for all lexicons, however many names
they hold; a pattern that asks for a name then looks only where one begins.

>>> Sight("常州市政府", index(["place_name"]), lambda name: lambda seen: {}).table("place_name")
{0: (3, 2)}
"""

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from operator import add
from typing import Any, NamedTuple

from kg.rulebook import terms
from kg.scan.needs import sign

# Position → the ends of what begins there, in the order in which a pattern tries them.
Ends = dict[int, tuple[int, ...]]
# Lengths of names, long ones first, and of each name the lexicons that hold it.
Names = tuple[tuple[int, ...], Mapping[str, tuple[str, ...]]]
# The names that begin with a head, by the character that follows it, and those of any other such place.
Head = tuple[Mapping[str, Names], Names | None]


class Heads(dict[str, Head]):
    """Names by their heads, each unpacked when it is first met: a text meets few of thousands."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        """Keep the names as the bytes of plain data."""
        super().__init__()
        self.packed = packed

    def __missing__(self, head: str) -> Head:
        """Return the names that begin with `head`; KeyError where none do."""
        found: Head = marshal.loads(self.packed[head])
        self[head] = found
        return found


class Index(NamedTuple):
    """What to look for: names by their heads, of two characters or one, and all characters and pairs worth knowing."""

    names: Mapping[str, Head]
    heads: frozenset[str]
    grams: frozenset[str]


class Sight:
    """What one look at a text shows; what rules find in it later is kept."""

    __slots__ = ("ends", "grams", "kept", "look", "text")

    def __init__(self, text: str, known: Index, look: "Callable[[str], Look]") -> None:
        """Look at `text` once for what is `known`; `look` tells how to find what other lexicons describe."""
        self.text = text
        self.look = look
        chars = list(text)
        self.grams = known.grams.intersection(chain(map(add, chars, chars[1:]), chars))
        self.ends: dict[str, Ends] = {}
        self.kept: dict[object, Any] = {}
        for head in known.heads & self.grams:
            followed, alone = known.names[head]
            begin = text.find(head)
            while begin >= 0:
                after = begin + len(head)
                if (names := followed.get(text[after : after + 1], alone)) is not None:
                    self.note(begin, names)
                begin = text.find(head, begin + 1)
        if self.ends:
            self.grams = self.grams.union(map(sign, self.ends))

    def note(self, begin: int, names: Names) -> None:
        """Note which of the names stand at `begin`."""
        lengths, known = names
        for length in lengths:
            name = self.text[begin : begin + length]
            if name in known and len(name) == length:  # a name that ends the text is as long as what begins longer ones
                for lexicon in known[name]:
                    places = self.ends.setdefault(lexicon, {})
                    ends = (*places.get(begin, ()), begin + length)
                    places[begin] = ends if len(ends) == 1 else tuple(sorted(ends, reverse=True))

    def table(self, lexicon: str) -> Ends:
        """Return where what a lexicon describes stands."""
        if lexicon not in self.ends:
            self.ends[lexicon] = self.look(lexicon)(self)
        return self.ends[lexicon]


Look = Callable[[Sight], Ends]


def packed(found: Index) -> tuple[dict[str, bytes], frozenset[str], frozenset[str]]:
    """Return an index as plain data, to be kept."""
    names: Mapping[str, Any] = found.names
    return {head: marshal.dumps(known) for head, known in names.items()}, found.heads, found.grams


def unpacked(names: Mapping[str, bytes], heads: frozenset[str], grams: frozenset[str]) -> Index:
    """Return the index that was packed."""
    return Index(Heads(names), heads, grams)


def index(lexicons: Iterable[str], grams: Iterable[str] = ()) -> Index:
    """Return the terms of long lexicons by their heads, with further `grams` worth knowing."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for lexicon in lexicons:
        for term in filter(None, terms(lexicon)):
            found[term[:2]][term].append(lexicon)
    heads = {head: by_next(head, {name: tuple(held) for name, held in names.items()}) for head, names in found.items()}
    return Index(heads, frozenset(heads), frozenset({*heads, *grams}))


def by_next(head: str, names: Mapping[str, tuple[str, ...]]) -> Head:
    """Return the names that begin with a head, each with its lexicons, by the character that follows the head."""
    alone = {name: held for name, held in names.items() if name == head}
    followed: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(lambda: dict(alone))
    for name in names.keys() - alone.keys():
        followed[name[len(head)]][name] = names[name]
    return {char: sized(some) for char, some in followed.items()}, sized(alone) if alone else None


def sized(names: Mapping[str, tuple[str, ...]]) -> Names:
    """Return names with their lengths, long ones first."""
    return tuple(sorted(set(map(len, names)), reverse=True)), names
