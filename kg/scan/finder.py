"""A pattern as a rule writes it → the finder that gives its matches in a text that was looked at.

It gives what `re` gives, in the same order: `re` itself where the pattern names no long lexicon, else `match`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol

from kg import patterns
from kg.patterns import op, program, run
from kg.rulebook import kept, rules
from kg.scan.gate import needed
from kg.scan.looked_up import looked_up
from kg.scan.sight import Ends, Index, Look, Sight, index, packed, unpacked
from kg.scan.starts import Guard, Places, after_letter, guarded, starts
from kg.scan.steps import Groups, Outcome, Step, Tail, group_names, sequence
from kg.scan.tree import inlined, is_long, of_lexicon, parsed, slots, uses

# So many sentences are kept in view: those of a page are read more than once, and some recur on others.
KEPT = 2048
# Rules that read a sentence with a symbol for each of its mentions.
SHRUNK = ("relations", "speech")


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

    def __init__(self, written: str, places: Places | None) -> None:
        """Keep what is written until it is needed; `places` gives those where a match can begin, if not `re` does."""
        self.written = written
        self.pattern: re.Pattern[str] | None = None
        self.places = places

    def compiled(self) -> re.Pattern[str]:
        """Return the compiled pattern."""
        if self.pattern is None:
            self.pattern = pattern(self.written)
        return self.pattern

    def finditer(self, seen: Sight) -> Iterable[Match]:
        """Return the matches in a text from left to right, none overlapping another."""
        pattern = self.pattern or self.compiled()
        return pattern.finditer(seen.text) if self.places is None else self.matches(pattern, self.places(seen), seen)

    def matches(self, pattern: re.Pattern[str], places: Iterable[int], seen: Sight) -> Iterator[Match]:
        """Yield the matches that begin at one of the places, none overlapping another."""
        last = 0
        for begin in places:
            if begin >= last and (found := pattern.match(seen.text, begin)) is not None:
                last = found.end()
                yield found

    def fullmatch(self, seen: Sight) -> Match | None:
        """Return the match that is the whole text, or None."""
        return self.compiled().fullmatch(seen.text)


class Stepwise:
    """A pattern that is matched name by name."""

    def __init__(self, tree: Any) -> None:
        """Prepare where to look; most patterns begin nowhere, and few are asked whether they match the whole text."""
        self.tree = tree
        self.search: Step | None = None
        self.whole: Step | None = None
        self.starts: Places = starts(tree)

    def finditer(self, seen: Sight) -> Iterable[Match]:
        """Return the matches in a text from left to right, none overlapping another."""
        begins, matches, last = self.starts(seen), list[Match](), 0
        if not begins:
            return matches
        search = self.search = self.search or steps_of(self.tree, whole=False)
        for begin in begins:
            if begin >= last and (found := search(seen, begin, ())) is not None:
                last = found[0]
                matches.append(Found(seen.text, begin, *found))
        return matches

    def fullmatch(self, seen: Sight) -> Match | None:
        """Return the match that is the whole text, or None."""
        if self.whole is None:
            self.whole = steps_of(self.tree, whole=True)
        found = self.whole(seen, 0, ())
        return None if found is None else Found(seen.text, 0, *found)


def steps_of(tree: Any, *, whole: bool) -> Step:
    """Return the step that matches a whole tree."""
    tail = Tail(group_names(tree), whole)
    return sequence(tree, tree.data, tail.accept, tail)


@cache
def finder(written: str) -> Finder:
    """Return the finder of a pattern as it is written in a rule."""
    is_plain, guard = kept(f"way {written}", lambda: way(written))
    if not is_plain:
        return Stepwise(parsed(written))
    return Compiled(written, None if guard is None else after_letter(*guard))


def way(written: str) -> tuple[bool, Guard | None]:
    """Return whether `re` matches a pattern, and where it need only look, if that is worth while."""
    tree = parsed(written)
    is_plain = uses(tree.data, (op.GROUPREF, op.GROUPREF_EXISTS)) or not looked_up(tree.data)
    return is_plain, guarded(tree) if is_plain else None


@cache
def pattern(written: str) -> re.Pattern[str]:
    """Return the pattern of a rule, compiled whole."""
    return run(None, kept(f"whole {written}", lambda: program(inlined(parsed(written)))))


@lru_cache(maxsize=KEPT)
def look(text: str) -> Sight:
    """Return what one look at `text` shows of what rules ask for."""
    return Sight(text, asked_for(), table)


@cache
def asked_for() -> Index:
    """Return what rules ask of a sentence: the names of long lexicons, and the words that they need."""
    return unpacked(*kept("asked for", lambda: packed(asking())))


def asking() -> Index:
    """Return what rules ask of a sentence, as their trees tell it; those for `SHRUNK` look for no names of lexicons."""
    trees = [parsed(rule.written) for rule in rules("mentions")]
    named = {lexicon for tree in trees for lexicon in slots(tree.data)}
    grams = [need for rule in rules("mentions") for need in needed(rule, anchored=True) + needed(rule, anchored=False)]
    grams += [need for folder in SHRUNK for rule in rules(folder) for need in needed(rule, anchored=False)]
    return index(sorted(filter(is_long, named)), frozenset().union(*grams))


@cache
def table(lexicon: str) -> Look:
    """Return the function that finds where what a lexicon describes stands, with every end that it can have there."""
    if is_long(lexicon):
        return lambda _: {}
    tree = of_lexicon(lexicon)
    ends: list[int] = []

    def collect(_: Sight, at: int, __: Groups) -> Outcome:
        """Note one end and ask for the next one."""
        if at not in ends:
            ends.append(at)
        return None

    step, begins = sequence(tree, tree.data, collect, None), starts(tree)

    def found(seen: Sight) -> Ends:
        """Return the ends of what the lexicon describes, by where it begins."""
        places: Ends = {}
        for begin in begins(seen):
            ends.clear()
            step(seen, begin, ())
            if ends:
                places[begin] = tuple(ends)
        return places

    return found


@cache
def only(lexicon: str) -> Index:
    """Return the names of one lexicon."""
    return unpacked(*kept(f"only {lexicon}", lambda: packed(index([lexicon]))))


@cache
def head_of(lexicon: str) -> re.Pattern[str]:
    """Return the pattern of a character that begins terms of a lexicon before one that goes on in terms of it.

    Of ten places that it finds one has the two characters with which a term begins: few enough to look each up.
    """
    first, second = ["".join(sorted({head[at] for head in only(lexicon).heads if len(head) > 1})) for at in range(2)]
    return patterns.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])" if first else "(?!)")


def begins(lexicon: str, text: str) -> list[int]:
    """Return where the first two characters of a term of a long lexicon stand in `text`, from left to right.

    Terms of one character stand everywhere and are left out.
    """
    heads = only(lexicon).heads
    found = [match.start() for match in head_of(lexicon).finditer(text)]
    return [at for at in found if text[at : at + 2] in heads]


def places(lexicon: str, text: str, among: Iterable[int] | None = None) -> Iterator[tuple[int, int]]:
    """Yield where the terms of a long lexicon begin and end in `text`, from left to right, the longest ones.

    `among` is what `begins` returns of it, where that is known.

    >>> list(places("place_name", "江苏省常州市"))
    [(0, 3), (3, 6)]
    """
    heads, last = only(lexicon).names, 0
    for begin in begins(lexicon, text) if among is None else among:
        if begin < last:
            continue
        followed, alone = heads[text[begin : begin + 2]]
        if (known := followed.get(text[begin + 2 : begin + 3], alone)) is None:
            continue
        lengths, names = known
        for length in lengths:
            if text[begin : begin + length] in names:
                last = begin + length
                yield begin, last
                break
