"""A parse tree → the words of which a text must hold one, before the pattern can match in it.

A need is a set of words: where none of them stands, there is no match. All needs of a pattern must be met.

>>> [sorted(need) for need in needs(parsed("(?:召开|举行)[^，。]{0,9}会议"))]
[['举行', '召开'], ['会议']]
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from kg.patterns import op
from kg.rulebook import entries, terms
from kg.scan.tree import ASSERTIONS, END, REPEATS, SLOT_ITEM, UNITS, Item, inside, is_long, of_lexicon, once, parsed

# More words than this tell little: a text that holds none of them is rare.
MOST = 400
LETTERS = 64
# Needs beyond the rarest ones turn few more texts away.
TESTED = 6
# A need of this weight turns few texts away.
VAGUE = 700

# How many in a thousand sentences hold a pair of characters, a character or a term of a long lexicon, and these.
RARE, USUAL, COMMON = 1, 30, 300
VERY_COMMON = frozenset("，。、的一在了和是为“”（）中国人会大上")

Words = frozenset[str]
EMPTY: Words = frozenset({""})


@cache
def of_pattern(written: str) -> tuple[Words, ...]:
    """Return the needs of a pattern as it is written in a rule."""
    return tuple(needs(parsed(written)))


def sign(lexicon: str) -> str:
    """Return the sign that stands among the characters of a text where one of a long lexicon's terms is found in it."""
    return END + lexicon


@cache
def of_lexicon_named(name: str) -> tuple[Words, ...]:
    """Return the needs of a lexicon; that of a long one is its sign."""
    if "pattern" in entries(name):
        return tuple(needs(of_lexicon(name)))
    words = frozenset({sign(name)}) if is_long(name) else frozenset(terms(name))
    return (words,) if words else ()


def needs(tree: Any) -> list[Words]:
    """Return the needs of a tree, in the order of the pattern."""
    found: list[Words] = []
    words = EMPTY
    for item in tree.data:
        if item[0] in ASSERTIONS or item[0] is op.AT:
            found += [*asserted(item), *followed(words, item)]
            continue
        spelled = spell(item)
        found += within(item) if spelled is None or asserts(item) else []
        joined = None if spelled is None else joint(words, spelled)
        if joined is not None:
            words = joined
            continue
        found += [words] * ("" not in words)
        words = EMPTY if spelled is None else spelled
    return found + [words] * ("" not in words)


def followed(words: Words, item: Item) -> list[Words]:
    """Return the need that one of the words be followed by what a lookahead asks for."""
    heads = first_letters(item[1][1]) if item[0] is op.ASSERT and item[1][0] > 0 else None
    joined = None if heads is None or "" in heads or "" in words else joint(words, heads)
    return [] if joined is None else [joined]


def asserts(item: Item) -> bool:
    """Return whether a lookahead or a lookbehind stands within an item."""
    return any(one[0] is op.ASSERT or asserts(one) for tree in inside(*item) for one in tree.data)


def joint(heads: Words, tails: Words) -> Words | None:
    """Return every head with every tail, None where they are too many."""
    if len(heads) * len(tails) > MOST:
        return None
    return frozenset(head + tail for head in heads for tail in tails)


def asserted(item: Item) -> list[Words]:
    """Return the needs of a lookahead or a lookbehind."""
    return needs(item[1][1]) if item[0] is op.ASSERT else []


def within(item: Item) -> list[Words]:
    """Return the needs of an item that cannot be spelled out."""
    code, value = item
    if code is op.BRANCH:
        return either([needs(arm) for arm in value[1]])
    if code is op.SUBPATTERN:
        return needs(value[-1])
    if code in REPEATS and value[0] > 0:
        return needs(value[2])
    return list(of_lexicon_named(value)) if code is SLOT_ITEM else []


def worth(found: Iterable[Words]) -> tuple[Words, ...]:
    """Return the needs as characters and pairs of characters, those that the fewest texts meet first."""
    grams = {frozenset(map(cut, need)) for need in found for cut in (gram, last_gram)}
    ranked = sorted(grams, key=lambda need: (weight(need), sorted(need)))[:TESTED]
    return (*ranked[:1], *(need for need in ranked[1:] if weight(need) <= VAGUE))


def either(arms: Sequence[list[Words]]) -> list[Words]:
    """Return the need that one of several arms be possible: the best need of each, united."""
    if not all(arms):
        return []
    united = frozenset(word for arm in arms for word in best(arm))
    return [united] if len(united) <= MOST else []


def last_gram(word: str) -> str:
    """Return the last two characters of a word, a sign whole."""
    return word if word.startswith(END) else word[-2:]


def gram(word: str) -> str:
    """Return the first two characters of a word, a sign whole."""
    return word if word.startswith(END) else word[:2]


def best(found: Iterable[Words]) -> Words:
    """Return the need that the fewest texts meet."""
    return min(found, key=weight)


def weight(need: Words) -> int:
    """Return how often a need is met, roughly, by how often its words stand in sentences."""
    return sum(COMMON if word in VERY_COMMON else RARE if len(word) > 1 and word[0] != END else USUAL for word in need)


def spell(item: Item) -> Words | None:
    """Return every text that an item matches, None where they are too many to tell."""
    code, value = item
    if code is op.LITERAL:
        return frozenset({chr(value)})
    if code is op.IN:
        return spell_set(value)
    if code is op.BRANCH:
        return spell_arms([spell_all(arm.data) for arm in value[1]])
    if code is op.SUBPATTERN:
        return spell_all(value[-1].data)
    if code in REPEATS and value[1] == 1:
        inner = spell_all(value[2].data)
        return inner if inner is None or value[0] == 1 else inner | EMPTY
    return spell_lexicon(value) if code is SLOT_ITEM else None


@cache
def spell_lexicon(name: str) -> Words | None:
    """Return every text that a lexicon matches, None where they are too many."""
    if "pattern" in entries(name):
        return spell_all(of_lexicon(name).data)
    return frozenset(terms(name)) if terms(name) and not is_long(name) else None


def spell_all(items: Iterable[Item]) -> Words | None:
    """Return every text that items in a row match; what stands around them is left out of account."""
    words = EMPTY
    for item in items:
        if item[0] in ASSERTIONS or item[0] is op.AT:
            continue
        spelled = spell(item)
        joined = None if spelled is None else joint(words, spelled)
        if joined is None:
            return None
        words = joined
    return words


def spell_arms(arms: Sequence[Words | None]) -> Words | None:
    """Return every text that one of several arms matches."""
    known = [arm for arm in arms if arm is not None]
    united = frozenset[str]().union(*known)
    return united if len(known) == len(arms) and len(united) <= MOST else None


def spell_set(members: Iterable[Item]) -> Words | None:
    """Return the characters of a set, None where it is a large one or one of all others."""
    found: set[str] = set()
    for code, value in members:
        if code is op.LITERAL:
            found.add(chr(value))
        elif code is op.RANGE and value[1] - value[0] < LETTERS:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)


def first(items: Sequence[Item]) -> Words | None:
    """Return the characters that a match of the items begins with, None where any can; "" where it can be empty.

    >>> sorted(first(parsed("(?:中共)?[省市]委").data))
    ['中', '市', '省']
    """
    found: Words = frozenset()
    for item in items:
        if item[0] in ASSERTIONS or item[0] is op.AT:
            continue
        heads = first_of(item)
        if heads is None:
            return None
        found |= heads - EMPTY
        if "" not in heads:
            return found
    return found | EMPTY


@once
def first_letters(tree: Any) -> Words | None:
    """Return the characters that a match of a tree begins with, as `first` does."""
    return first(tree.data)


def first_of(item: Item) -> Words | None:
    """Return the characters that a match of one item begins with, as `first` does."""
    code, value = item
    if code in UNITS:
        return spell(item) if code is not op.IN else spell_set(value)
    if code is op.BRANCH:
        arms = [first_letters(arm) for arm in value[1]]
        known = [arm for arm in arms if arm is not None]
        return frozenset[str]().union(*known) if len(known) == len(arms) else None
    if code is op.SUBPATTERN:
        return first_letters(value[-1])
    if code in REPEATS:
        inner = first_letters(value[2])
        return inner if inner is None or value[0] else inner | EMPTY
    return first_of_lexicon(value) if code is SLOT_ITEM else None


@cache
def first_of_lexicon(name: str) -> Words | None:
    """Return the characters that the texts of a lexicon begin with."""
    if "pattern" in entries(name):
        return first_letters(of_lexicon(name))
    return frozenset(term[:1] for term in terms(name))
