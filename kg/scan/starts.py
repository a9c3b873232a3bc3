"""A tree → where in a text its matches can begin: at the names that it begins with, or where its first words match."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from sys import intern, maxunicode
from typing import Any, NamedTuple

from kg import patterns
from kg.patterns import op, parser
from kg.scan.looked_up import looked_up
from kg.scan.needs import Words, first, needs, worth
from kg.scan.sight import Sight
from kg.scan.tree import ASSERTIONS, REPEATS, SLOT_ITEM, Item, Lazy, part, shape, signed
from kg.scan.widths import width

# So many words are looked for one by one before a pattern is asked.
FEW = 12
# Alternatives that begin with more characters than these are tried only where one of them can begin.
MANY = 64
# What stands before the first character of a text; and the blanks, as `\s` has them.
BEGIN = -1
AT_BEGIN = (BEGIN, BEGIN)
BLANKS = tuple((code, code) for code in range(0x3001) if chr(code).isspace())

# Characters by their numbers: the first and the last of each stretch, in order.
Spans = tuple[tuple[int, int], ...]
Guard = tuple[Spans, Words]
Places = Callable[[Sight], Sequence[int]]


class Source(NamedTuple):
    """What gives places where a match can begin, and a name for it: those of one name give the same."""

    name: str
    places: Callable[[Sight], Iterable[int]]


def starts(tree: Any) -> Places:
    """Return the function that gives every place where a match of `tree` can begin, and perhaps others, in order."""
    sources, is_empty = heads(tree, tree.data)
    return anywhere if is_empty else united(sources)


def united(sources: Sequence[Source]) -> Places:
    """Return the function that gives the places of all sources in order.

    Several rules begin with the same words, so the answer is kept with the text that was asked.
    """
    key, asked = intern("\n".join(sorted({source.name for source in sources}))), [source.places for source in sources]

    def places(seen: Sight) -> Sequence[int]:
        """Return the places, those of the text that were found before."""
        found: list[int] | None = seen.kept.get(key)
        if found is None:
            given = [some for ask in asked if (some := ask(seen))]
            found = seen.kept[key] = sorted(given[0] if len(given) == 1 else set().union(*given)) if given else []
        return found

    return places


def anywhere(seen: Sight) -> Sequence[int]:
    """Return every place of a text."""
    return range(len(seen.text) + 1)


def heads(tree: Any, items: Sequence[Item]) -> tuple[list[Source], bool]:
    """Return the sources of the places where a match of the items begins, and whether the match can be empty."""
    found: list[Source] = []
    if items and is_place(items[0]):
        return [by_pattern(part(tree, items[:1]))], False
    for place, item in enumerate(items):
        if looked_up([item]):
            sources, is_empty = heads_of(item)
            found += sources
            if not is_empty:
                return found, False
            continue
        run = part(tree, plain(items[place:]))
        if sum(width(one, tree)[0] for one in run.data) > 0:
            return [*found, by_pattern(run)], False
        found += by_letter(item)
    return found, True


def is_place(item: Item) -> bool:
    """Return whether an item matches no character and says where in a text it may stand: (?:^|(?<=[，。]))."""
    code, value = item
    if code is op.BRANCH:
        return all(len(arm.data) == 1 and is_place(arm.data[0]) for arm in value[1])
    if code is op.SUBPATTERN:
        return value[0] is None and len(value[-1].data) == 1 and is_place(value[-1].data[0])
    return code is op.AT or (code is op.ASSERT and not looked_up(value[1].data))


def plain(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items up to the first that is looked up."""
    for item in items:
        if looked_up([item]):
            return
        yield item


def heads_of(item: Item) -> tuple[list[Source], bool]:
    """Return what `heads` does, for one item that is looked up."""
    code, value = item
    if code is SLOT_ITEM:
        return [Source(f"names {value}", lambda seen: seen.table(value))], False
    if code is op.BRANCH:
        arms = [heads(arm, arm.data) for arm in value[1]]
        return [source for sources, _ in arms for source in sources], any(is_empty for _, is_empty in arms)
    inner = value[-1]
    sources, is_empty = heads(inner, inner.data)
    return sources, is_empty or (code in REPEATS and value[0] == 0)


def by_pattern(tree: Any) -> Source:
    """Return the source of the places where a part of a pattern matches."""
    lazy, name = Lazy(tree), intern(f"places of {signed(shape(tree))}")
    wanted = [sorted(need) for need in worth(needs(tree)) if len(need) <= FEW]
    is_empty = not any(width(item, tree)[1] for item in tree.data)

    def places(seen: Sight) -> Sequence[int]:
        """Return the places where the part matches, those of the text that were found before."""
        found: list[int] | None = seen.kept.get(name)
        if found is not None:
            return found
        found = seen.kept[name] = []
        for need in wanted:
            if not any(map(seen.text.__contains__, need)):
                return found
        pattern = lazy.pattern or lazy.compiled()
        if is_empty:
            found += [match.start() for match in pattern.finditer(seen.text)]
            return found
        # One after the other, since the next may begin inside the one before.
        search = pattern.search
        match = search(seen.text)
        while match is not None:
            found.append(match.start())
            match = search(seen.text, match.start() + 1)
        return found

    return Source(name, places)


def by_letter(item: Item) -> list[Source]:
    """Return the source of the places where an item that may be left out can begin."""
    heads = first([item])
    if heads is None:
        return [Source("anywhere", anywhere)]
    allowed = heads - {""}
    letters = "".join(sorted(allowed))
    if not letters:
        return []
    pattern = patterns.compile(f"[{re.escape(letters)}]")
    return [Source(f"letters {letters}", lambda seen: [match.start() for match in pattern.finditer(seen.text)])]


def guarded(tree: Any) -> Guard | None:
    """Return what stands before a match and at its first place, for a tree that begins by asserting (`after_letter`).

    None for another tree, one of which is not known what stands before a match, and one of alternatives that begin with
    few characters: `re` looks for these fast enough.
    """
    items, heads = leading(tree.data), first(tree.data)
    if heads is None or "" in heads or (items[0][0] is op.BRANCH and len(heads) <= MANY):
        return None
    behind = before(items)
    return None if behind is None or behind == (AT_BEGIN,) else (behind, heads)


def leading(items: Sequence[Item]) -> Sequence[Item]:
    """Return the items that come first, those of a group that stands first before the others."""
    code, value = items[0]
    return [*leading(value[-1].data), *items[1:]] if code is op.SUBPATTERN and value[-1].data else items


def before(items: Sequence[Item]) -> Spans | None:
    """Return the characters of which one stands before a match of the items, None where that is not known.

    >>> from kg.scan.tree import parsed
    >>> before(parsed("(?:^|(?<=书记)|(?<![#-~]))王").data)
    ((-1, 34), (127, 1114111))
    """
    for code, value in leading(items) if items else ():
        if code is op.BRANCH:
            arms = [before(arm.data) for arm in value[1]]
            return None if None in arms else joined(span for arm in arms for span in arm or ())
        if code is op.AT and value is op.AT_BEGINNING:
            return (AT_BEGIN,)
        if code not in ASSERTIONS and code is not op.AT:
            return None
        looks_back = code in ASSERTIONS and value[0] < 0 and len(value[1].data) > 0
        if looks_back and (code is op.ASSERT or len(value[1].data) == 1) and (known := letters(value[1].data[-1])):
            return known if code is op.ASSERT else others(known)
    return None


def letters(item: Item) -> Spans | None:
    """Return the characters that an item matches, None where it is none of a set of them."""
    code, value = item
    if code is op.LITERAL:
        return ((value, value),)
    if code is not op.IN or any(kind is op.CATEGORY and one is not op.CATEGORY_SPACE for kind, one in value):
        return None
    spans: list[tuple[int, int]] = []
    for kind, one in value:
        spans += [one] if kind is op.RANGE else [(one, one)] if kind is op.LITERAL else []
        spans += BLANKS if kind is op.CATEGORY else ()
    known = joined(spans)
    return tuple((max(begin, 0), end) for begin, end in others(known)) if value[0][0] is op.NEGATE else known


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return spans in order, those that touch or overlap as one.

    >>> joined([(7, 9), (1, 3), (4, 5)])
    ((1, 5), (7, 9))
    """
    found: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return tuple(found)


def others(spans: Spans) -> Spans:
    """Return the spans between some: all other characters, and the begin of a text.

    >>> others(((48, 57),)) == ((-1, 47), (58, 0x10FFFF))
    True
    """
    edges = [BEGIN, *(edge for begin, end in spans for edge in (begin - 1, end + 1)), maxunicode]
    return tuple((begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if begin <= end)


@cache
def after_letter(behind: Spans, heads: Words) -> Places:
    """Return the function that gives the places, in order, where one of `heads` stands after one of those `behind`.

    Several rules ask the same of a text, so the answer is kept with it.
    """
    here = (op.IN, [(op.LITERAL, ord(char)) for char in sorted(heads)])
    state = parser.State()
    members = [(op.RANGE, (max(begin, 0), end)) for begin, end in behind if end > BEGIN]
    items = [(op.IN, members), (op.ASSERT, (1, parser.SubPattern(state, [here])))]
    at_begin = behind[0][0] == BEGIN
    lazy, key = Lazy(parser.SubPattern(state, items)), object()

    def places(seen: Sight) -> Sequence[int]:
        """Return the places, those of the text that were found before."""
        found: list[int] | None = seen.kept.get(key)
        if found is None:
            matches = (lazy.pattern or lazy.compiled()).finditer(seen.text)
            found = [match.end() for match in matches]
            if at_begin and seen.text[:1] in heads:
                found.insert(0, 0)
            seen.kept[key] = found
        return found

    return places
