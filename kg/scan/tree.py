"""A written pattern → its parse tree, in which every slot stands as one item; a tree → a compiled pattern.

The tree is that of Python's own `re`, so nothing here can read a pattern differently. An item is a pair of an opcode
and its argument; a lexicon that a slot names is put in its place only where a part of the tree is compiled.
"""

import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, wraps
from typing import Any, TypeVar

from kg import prepared
from kg.errors import RuleError
from kg.patterns import op, parser, program, run
from kg.rulebook import SLOT, SYMBOLS, entries, kept, terms, trie

# How a slot stands in the text that is parsed: a letter of its own, then this one. Both are private letters.
END, FIRST = "\U000f0000", 0xF0001
SLOT_ITEM = "slot"
# Shorter lexicons are compiled into the patterns that name them.
LONG, MANY = 150, 16
# The same bytes for the same data: later formats of marshal tell what is one object.
CANONICAL = 2
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
UNITS = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
ASSERTIONS = (op.ASSERT, op.ASSERT_NOT)
NESTING = (*REPEATS, op.BRANCH, op.SUBPATTERN)
# Items of which the last argument is a tree; one (of Python 3.11) that is nothing else; those that name what they mean.
HOLDING = frozenset((*REPEATS, *ASSERTIONS, op.SUBPATTERN, getattr(op, "POSSESSIVE_REPEAT", None)))
ATOMIC = getattr(op, "ATOMIC_GROUP", None)
CODES = {int(code): code for code in (*op.OPCODES, *REPEATS)}
NAMED = {op.AT: op.ATCODES, op.CATEGORY: op.CHCODES}
Item = tuple[Any, Any]
Told = TypeVar("Told")


def once(tell: Callable[[Any], Told]) -> Callable[[Any], Told]:
    """Return the function that tells something of a tree, which is kept at the tree: the steps of a rule ask often."""
    name = tell.__name__

    @wraps(tell)
    def told(tree: Any) -> Told:
        """Return what is told of `tree`, or was before."""
        known: dict[str, Told] = vars(tree)
        if name not in known:
            known[name] = tell(tree)
        return known[name]

    return told


class UnreadableError(RuleError):
    """A pattern that cannot be matched name by name."""


@cache
def parsed(written: str) -> Any:
    """Return the tree of a pattern as it is written in a rule; a slot in it is the item (SLOT_ITEM, lexicon)."""
    flags, widths_of_groups, numbers, items = prepared.of_lexicons(f"parsed {written}", lambda: parse(written))
    state = parser.State()
    state.flags, state.groupwidths, state.groupdict = flags, list(widths_of_groups), dict(numbers)
    return planted(items, state)


def parse(written: str) -> tuple[Any, ...]:
    """Return the tree of a pattern as plain data: flags, widths and numbers of its groups, and its items."""
    names: list[str] = []

    def marked(slot: re.Match[str]) -> str:
        """Return what stands for a slot in the text that `re` parses."""
        alias, name = slot[1] if slot[1] is not None else slot[2], slot[2]
        if name not in SYMBOLS and name not in names:
            names.append(name)
        body = SYMBOLS[name] if name in SYMBOLS else chr(FIRST + names.index(name)) + END
        return f"(?P<{alias}>{body})" if alias else f"(?:{body})"

    tree = parser.parse(SLOT.sub(marked, written))
    state = tree.state
    return int(state.flags), bare(state.groupwidths), dict(state.groupdict), shape(slotted(tree, names))


def slotted(tree: Any, names: list[str]) -> Any:
    """Return `tree` with each pair of letters that stands for a slot made one item."""
    items: list[Item] = []
    for code, value in tree.data:
        if code is op.LITERAL and value == ord(END):
            items[-1] = (SLOT_ITEM, names[items[-1][1] - FIRST])
        else:
            items.append(rebuilt(code, value, lambda inner: slotted(inner, names)))
    return parser.SubPattern(tree.state, items)


def planted(items: Sequence[Item], state: Any) -> Any:
    """Return the tree of items that are plain data."""
    tree = parser.SubPattern(state, [grown(code, value, state) for code, value in items])
    vars(tree)[shape.__name__] = items
    return tree


def grown(code: Any, value: Any, state: Any) -> Item:
    """Return an item of a tree from one that is plain data."""
    if code == SLOT_ITEM:
        return SLOT_ITEM, value
    own = CODES[code]
    match own:
        case op.BRANCH:
            value = value[0], [planted(arm, state) for arm in value[1]]
        case op.GROUPREF_EXISTS:
            value = value[0], *[arm if arm is None else planted(arm, state) for arm in value[1:]]
        case op.IN:
            value = [grown(member, argument, state) for member, argument in value]
        case op.AT | op.CATEGORY:
            value = NAMED[own][value]
        case _ if own in HOLDING:
            value = *value[:-1], planted(value[-1], state)
        case _ if own is ATOMIC:
            value = planted(value, state)
    return own, value


@cache
def of_lexicon(name: str) -> Any:
    """Return the tree of the lexicon `name`, by its pattern or by its terms."""
    entry = entries(name)
    if "pattern" in entry:
        tree = parsed(entry["pattern"])
        if tree.state.groups > 1:
            raise RuleError(f"lexicon {name}: its pattern has groups of its own; write (?:…) instead")
        return tree
    return parser.parse(trie(terms(name)) or "(?!)")


@cache
def is_long(lexicon: str) -> bool:
    """Return whether a lexicon lists many terms, few of them of one character: those stand everywhere."""
    if "pattern" in entries(lexicon):
        return False
    letters = sum(len(term) == 1 for term in terms(lexicon))
    return len(terms(lexicon)) > max(LONG + letters, MANY * letters)


def rebuilt(code: Any, value: Any, change: Callable[[Any], Any]) -> Item:
    """Return an item with `change` made to each tree inside it."""
    if code is op.BRANCH:
        return code, (value[0], [change(arm) for arm in value[1]])
    if code is op.GROUPREF_EXISTS:
        return code, (value[0], change(value[1]), change(value[2]) if value[2] else value[2])
    if isinstance(value, parser.SubPattern):
        return code, change(value)
    if isinstance(value, tuple) and value and isinstance(value[-1], parser.SubPattern):
        return code, (*value[:-1], change(value[-1]))
    return code, value


def inside(code: Any, value: Any) -> Iterator[Any]:
    """Yield the trees inside an item."""
    if code is op.BRANCH:
        yield from value[1]
    elif code is op.GROUPREF_EXISTS:
        yield from filter(None, value[1:])
    elif isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, tuple) and value and isinstance(value[-1], parser.SubPattern):
        yield value[-1]


def slots(items: Iterable[Item]) -> set[str]:
    """Return the lexicons that the items name, those named by lexicons among them."""
    found: set[str] = set()
    for code, value in items:
        if code is SLOT_ITEM:
            found |= {value, *named_by(value)}
        for tree in inside(code, value):
            found |= slots(tree.data)
    return found


@cache
def named_by(lexicon: str) -> frozenset[str]:
    """Return the lexicons that the pattern of a lexicon names; terms name none."""
    return frozenset(slots(of_lexicon(lexicon).data) if "pattern" in entries(lexicon) else ())


def inlined(tree: Any) -> Any:
    """Return `tree` with the tree of its lexicon in the place of each slot."""
    items = [
        (op.SUBPATTERN, (None, 0, 0, whole(value))) if code is SLOT_ITEM else rebuilt(code, value, inlined)
        for code, value in tree.data
    ]
    return parser.SubPattern(tree.state, items)


@cache
def whole(lexicon: str) -> Any:
    """Return the tree of a lexicon with the trees of those that it names."""
    return inlined(of_lexicon(lexicon))


def part(tree: Any, items: Iterable[Item]) -> Any:
    """Return some items of `tree` as a tree, its groups numbered and named as in the whole."""
    return parser.SubPattern(tree.state, list(items))


def compiled(tree: Any) -> re.Pattern[str]:
    """Return the compiled pattern of `tree`; the groups of the whole that are not in it never match."""
    state = tree.state
    known, name = compiled_trees(), signed((int(state.flags), state.groups, *state.groupdict.items(), shape(tree)))
    if name not in known:
        known[name] = run(None, kept(f"tree {name}", lambda: program(inlined(tree))))
    return known[name]


def signed(told: tuple[Any, ...]) -> str:
    """Return plain data as a text that no other data has."""
    return marshal.dumps(told, CANONICAL).decode("latin-1")


@cache
def compiled_trees() -> dict[str, re.Pattern[str]]:
    """Return where the patterns of trees are remembered, as long as no other words are known."""
    return {}


@once
def shape(tree: Any) -> tuple[Any, ...]:
    """Return the items of a tree as plain tuples, numbers and words."""
    return tuple([(code if code is SLOT_ITEM else int(code), bare(value)) for code, value in tree.data])


def bare(value: Any) -> Any:
    """Return the argument of an item as plain tuples, numbers and words."""
    if type(value) is int:  # most arguments are: the characters of sets
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, parser.SubPattern):
        return shape(value)
    return tuple(map(bare, value)) if isinstance(value, list | tuple) else value


class Lazy:
    """A tree that is compiled when it is first asked."""

    __slots__ = ("pattern", "tree")

    def __init__(self, tree: Any) -> None:
        """Keep the tree."""
        self.tree = tree
        self.pattern: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """Return the compiled tree."""
        if self.pattern is None:
            self.pattern = compiled(self.tree)
        return self.pattern


def uses(items: Iterable[Item], codes: Iterable[Any]) -> bool:
    """Return whether an item of one of the `codes` stands among the items."""
    return any(code in codes or any(uses(tree.data, codes) for tree in inside(code, value)) for code, value in items)
