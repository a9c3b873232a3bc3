"""A tree → where in a text its matches can begin: at the names that it begins with, or where its first words match."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from sys import intern
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


def guarded(tree: Any) -> Places | None:
    """Return the function that gives the places where a match can begin, in order, for a tree that begins by asserting.

    None for another tree: `re` looks for its first characters fast enough.
    """
    asserted = list(takewhile(lambda item: item[0] in ASSERTIONS, leading(tree.data)))
    heads = first(tree.data)
    if not asserted or heads is None or "" in heads:
        return None
    behind = next(filter(is_letter_behind, asserted), None)
    if behind is None:
        return after_letter(None, heads, at_begin=False)
    code, (_, inner) = behind
    members = tuple(inner.data[0][1])
    return after_letter(members if code is op.ASSERT else negated(members), heads, at_begin=code is op.ASSERT_NOT)


def leading(items: Sequence[Item]) -> Sequence[Item]:
    """Return the items that come first, those of a group that stands first before the others."""
    code, value = items[0]
    return [*leading(value[-1].data), *items[1:]] if code is op.SUBPATTERN and value[-1].data else items


def is_letter_behind(item: Item) -> bool:
    """Return whether an assertion looks at the set to which the character before belongs."""
    _, (direction, inner) = item
    return direction < 0 and len(inner.data) == 1 and inner.data[0][0] is op.IN


def negated(members: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the set of all characters that are not in a set."""
    return members[1:] if members[0][0] is op.NEGATE else ((op.NEGATE, None), *members)


@cache
def after_letter(behind: tuple[Item, ...] | None, heads: Words, *, at_begin: bool) -> Places:
    """Return the function that gives the places where one of `heads` stands after a character of the set `behind`.

    Several rules ask the same of a text, so the answer is kept with it. Where it is `at_begin`, the text may begin so.
    """
    here = (op.IN, [(op.LITERAL, ord(char)) for char in sorted(heads)])
    state = parser.State()
    items = [here] if behind is None else [(op.IN, list(behind)), (op.ASSERT, (1, parser.SubPattern(state, [here])))]
    lazy, key = Lazy(parser.SubPattern(state, items)), object()

    def places(seen: Sight) -> Sequence[int]:
        """Return the places, those of the text that were found before."""
        found: list[int] | None = seen.kept.get(key)
        if found is None:
            matches = (lazy.pattern or lazy.compiled()).finditer(seen.text)
            found = [match.start() if behind is None else match.end() for match in matches]
            if at_begin and seen.text[:1] in heads:
                found.insert(0, 0)
            seen.kept[key] = found
        return found

    return places
