"""A pattern with the names of long lexicons in it → a finder that gives what `re` would give, in the same order.

What stands before the last such name is matched here, name by name, as they were found by one look at the text
(`sight`); what comes after it is compiled. So no pattern holds thousands of names, and it looks only where one begins.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kg.patterns import op
from kg.scan.looked_up import FEW, is_fixed, is_looked_up, looked_up
from kg.scan.needs import Words, first
from kg.scan.sight import Sight
from kg.scan.tree import (
    REPEATS,
    SLOT_ITEM,
    Item,
    Lazy,
    UnreadableError,
    inside,
    of_lexicon,
    part,
)
from kg.scan.widths import width

# Repetitions before a name are written out, one step each.
MOST = 60
ABSENT = (-1, -1)


# The groups so far: name, begin, end (-1 while open). In the end the whole match: its end and the spans of its groups.
Groups = tuple[tuple[str, int, int], ...]
Outcome = tuple[int, dict[str, tuple[int, int]]] | None
Step = Callable[[Sight, int, Groups], Outcome]


class Tail(NamedTuple):
    """How a pattern ends: the names of its groups by number, and whether a match must reach the end of the text."""

    names: Mapping[int, str]
    whole: bool

    def accept(self, seen: Sight, at: int, groups: Groups) -> Outcome:
        """Return the outcome of a match that ends at `at`."""
        if self.whole and at != len(seen.text):
            return None
        return at, dict.fromkeys(self.names.values(), ABSENT) | closed(groups, at)


def group_names(tree: Any) -> dict[int, str]:
    """Return the names of the groups of the whole pattern that `tree` is part of, by their numbers."""
    return {number: name for name, number in tree.state.groupdict.items()}


def closed(groups: Groups, at: int) -> dict[str, tuple[int, int]]:
    """Return the span of each group; those still open end at `at`."""
    return {name: (begin, at if end < 0 else end) for name, begin, end in groups}


def sequence(tree: Any, items: Sequence[Item], then: Step, tail: Tail | None, after: Words | None = None) -> Step:
    """Return the step that matches `items` one after the other, then goes on; `tail` where nothing comes after them.

    `after` are the characters of which one must stand where it goes on, None where that is not known.
    """
    last = max((i for i, item in enumerate(items) if looked_up([item])), default=-1) + 1
    if tail is not None and last < len(items):
        then, after = rest(part(tree, items[last:]), tail), ahead(items[last:], None)
        items, tail = items[:last], None
    for run in reversed(list(runs(tree, items))):
        is_one = len(run) == 1
        then = single(tree, run[0], then, tail, after) if is_one else fixed(Lazy(part(tree, run)), then, after)
        tail, after = None, ahead(run, after)
    return then


def ahead(items: Iterable[Item], after: Words | None) -> Words | None:
    """Return the characters of which one must stand where the items match; `after` comes where they match nothing."""
    heads = first(list(items))
    if heads is None or "" not in heads:
        return heads
    return None if after is None else (heads - {""}) | after


def runs(tree: Any, items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the items, those of a fixed width that stand side by side together."""
    run: list[Item] = []
    for item in items:
        if is_fixed(tree, item):
            run.append(item)
            continue
        if run:
            yield run
        yield [item]
        run = []
    if run:
        yield run


def rest(tree: Any, tail: Tail) -> Step:
    """Return the step that matches all the rest by a compiled pattern."""
    # One character shows most of the failures.
    lazy, heads = Lazy(tree), ahead(tree.data, None)

    def step(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Match the rest at `at`."""
        if heads is not None and seen.text[at : at + 1] not in heads:
            return None
        pattern = lazy.pattern or lazy.compiled()
        found = pattern.fullmatch(seen.text, at) if tail.whole else pattern.match(seen.text, at)
        if found is None:
            return None
        spans = {name: found.span(number) for number, name in tail.names.items()}
        return found.end(), spans | closed(groups, found.end())

    return step


def fixed(lazy: Lazy, then: Step, after: Words | None) -> Step:
    """Return the step for items of a fixed width: whichever way they match, they end in the same place."""
    if all(code is op.LITERAL for code, _ in lazy.tree.data):
        return literal("".join(chr(value) for _, value in lazy.tree.data), then)
    inner, heads = groups_in(lazy.tree.data), ahead(lazy.tree.data, after)
    names = {number: name for number, name in group_names(lazy.tree).items() if number in inner}

    def step(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Match the items at `at`, then go on."""
        if heads is not None and seen.text[at : at + 1] not in heads:
            return None
        found = (lazy.pattern or lazy.compiled()).match(seen.text, at)
        if found is None:
            return None
        new = tuple((name, *found.span(number)) for number, name in names.items() if found.start(number) >= 0)
        return then(seen, found.end(), groups + new if new else groups)

    return step


def literal(word: str, then: Step) -> Step:
    """Return the step for characters that stand as they are written."""

    def step(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Go on after the characters where they stand at `at`."""
        return then(seen, at + len(word), groups) if seen.text.startswith(word, at) else None

    return step


def groups_in(items: Iterable[Item]) -> set[int]:
    """Return the numbers of the groups among the items."""
    found: set[int] = set()
    for code, value in items:
        if code is op.SUBPATTERN and value[0] is not None:
            found.add(value[0])
        for tree in inside(code, value):
            found |= groups_in(tree.data)
    return found


def single(tree: Any, item: Item, then: Step, tail: Tail | None, after: Words | None) -> Step:
    """Return the step for one item."""
    code, value = item
    if code is SLOT_ITEM and is_looked_up(value):
        return named(value, then)
    if code is SLOT_ITEM:
        return sequence(of_lexicon(value), of_lexicon(value).data, then, tail, after)
    if is_fixed(tree, item):
        return fixed(Lazy(part(tree, [item])), then, after)
    if code is op.BRANCH:
        return either([(ahead(arm.data, after), sequence(arm, arm.data, then, tail, after)) for arm in value[1]])
    if code is op.SUBPATTERN:
        return grouped(tree, value, then, tail, after)
    if code in REPEATS and value[1] <= MOST:
        return letters(tree, item, then, after) if is_of_letters(item) else repeated(item, then, after)
    raise UnreadableError(f"no way to match {code} before the name of a long lexicon; bound the repetition")


def named(lexicon: str, then: Step) -> Step:
    """Return the step for a lexicon: each end of what it describes is tried in turn."""

    def step(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Go on after each text of the lexicon that begins at `at`."""
        for end in seen.table(lexicon).get(at, ()):
            if (found := then(seen, end, groups)) is not None:
                return found
        return None

    return step


def either(arms: Sequence[tuple[Words | None, Step]]) -> Step:
    """Return the step that tries in turn those of several arms that can begin with the character at hand.

    Each arm comes with the characters that it can begin with, None where it can begin with any or match nothing.
    """
    letters = frozenset[str]().union(*(heads for heads, _ in arms if heads is not None))
    others = tuple(arm for heads, arm in arms if heads is None)
    by_letter: dict[str, tuple[Step, ...]] = {}  # of those letters that were met, which are few

    def step(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Try each arm at `at`."""
        letter = seen.text[at : at + 1]
        chosen = by_letter.get(letter)
        if chosen is None:
            chosen = others
            if letter in letters:
                chosen = tuple([arm for heads, arm in arms if heads is None or letter in heads])
                by_letter[letter] = chosen
        for arm in chosen:
            if (found := arm(seen, at, groups)) is not None:
                return found
        return None

    return step


def grouped(tree: Any, value: Any, then: Step, tail: Tail | None, after: Words | None) -> Step:
    """Return the step for a group; one at the end of the pattern is closed where the match ends."""
    number, _, _, inner = value
    name = group_names(tree).get(number)
    if name is None:
        return sequence(inner, inner.data, then, tail, after)

    def close(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Close the group, of those that are open the one of this name."""
        return then(seen, at, tuple((n, b, at) if n == name and e < 0 else (n, b, e) for n, b, e in groups))

    body = sequence(inner, inner.data, close if tail is None else then, tail, after)

    def step(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Open the group at `at`."""
        return body(seen, at, (*groups, (name, at, -1)))

    return step


def is_of_letters(item: Item) -> bool:
    """Return whether what repeats, more than a few times, is one character and no group."""
    _, (_, most, inner) = item
    return most > FEW and all(is_fixed(inner, one) for one in inner.data) and is_one_letter(inner)


def is_one_letter(tree: Any) -> bool:
    """Return whether a tree without groups matches one character and no more."""
    return not groups_in(tree.data) and sum(width(one, tree)[1] for one in tree.data) == 1


def letters(tree: Any, item: Item, then: Step, after: Words | None) -> Step:
    """Return the step for a character that repeats: how far it goes is found once, then each place is tried."""
    code, (least, most, inner) = item
    lazy = Lazy(part(tree, [(op.MAX_REPEAT, (0, most, inner))]))

    def step(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Go on after as many characters as there can be, or as few."""
        text, reach = seen.text, (lazy.pattern or lazy.compiled()).match(seen.text, at)
        places = range(at + least, reach.end() + 1 if reach is not None else at)
        for place in reversed(places) if code is op.MAX_REPEAT else places:
            is_open = after is None or text[place : place + 1] in after
            if is_open and (found := then(seen, place, groups)) is not None:
                return found
        return None

    return step


def later(tree: Any, then: Step, after: Words | None) -> Step:
    """Return the step for a tree that is prepared when a match first comes to it, which few repetitions ever see."""
    made: list[Step] = []

    def step(seen: Sight, at: int, groups: Groups) -> Outcome:
        """Match the tree at `at`, then go on."""
        if not made:
            is_unit = all(is_fixed(tree, one) for one in tree.data)
            made.append(fixed(Lazy(tree), then, after) if is_unit else sequence(tree, tree.data, then, None, after))
        return made[0](seen, at, groups)

    return step


def repeated(item: Item, then: Step, after: Words | None) -> Step:
    """Return the step for an item that repeats: as often as it can first, or as seldom."""
    code, (least, most, inner) = item
    step, follow = then, after
    for count in range(int(most) - 1, -1, -1):
        more = later(inner, step, follow)
        heads = ahead(inner.data, follow)
        if count < least:
            step, follow = more, heads
            continue
        arms = [(heads, more), (after, then)]
        step = either(arms if code is op.MAX_REPEAT else arms[::-1])
        follow = None if heads is None or after is None else heads | after
    return step
