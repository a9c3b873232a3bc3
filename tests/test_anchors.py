"""Every anchor of a rule can stand in what its pattern matches; one that cannot lets it look at sentences in vain."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest

from kg import rulebook
from kg.patterns import op
from kg.rulebook import SYMBOLS, entries, parse, terms
from kg.scan.tree import REPEATS, SLOT_ITEM, Item, inside, of_lexicon, parsed

FOLDERS = ("mentions", "relations", "figures", "speech", "stages", "own")
SYMBOL = frozenset(map(ord, "".join(SYMBOLS.values()))) - {ord("["), ord("]")}
# How many characters of an anchor stand at the end of what was read: 0 before it begins, all of them once it stood.
States = frozenset[int]
BEGUN: States = frozenset({0})


def can_hold(written: str, anchor: str) -> bool:
    """Return whether what the pattern matches, with what it looks at around it, can hold `anchor`.

    What it forbids is left out of account, so an anchor that can only stand where it is forbidden is not found.
    """
    return len(anchor) in read(parsed(written).data, anchor, BEGUN)


def read(items: Iterable[Item], anchor: str, states: States) -> States:
    """Return the states after items in a row."""
    for item in items:
        states = read_item(item, anchor, states)
    return states


def read_item(item: Item, anchor: str, states: States) -> States:
    """Return the states after one item."""
    code, value = item
    if code in (op.ASSERT_NOT, op.AT):
        return states
    if code is SLOT_ITEM:
        return states | read_lexicon(value, anchor, states)
    if code is op.BRANCH:
        return frozenset[int]().union(*(read(arm.data, anchor, states) for arm in value[1]))
    if code in REPEATS:
        return repeated(value, anchor, states)
    if code in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
        return frozenset(after for state in states for after in read_letter(item, anchor, state))
    after = read(next(inside(code, value)).data, anchor, states)
    return states | after if code is op.ASSERT else after


def repeated(value: Any, anchor: str, states: States) -> States:
    """Return the states after an item that may be repeated, as often as it takes the anchor to stand."""
    least, most, tree = value
    known = states if least == 0 else frozenset[int]()
    for _ in range(min(most, least + len(anchor))):
        states = read(tree.data, anchor, states)
        known |= states
    return known


def read_letter(item: Item, anchor: str, state: int) -> Iterable[int]:
    """Yield the states after one character; a symbol stands for any words."""
    if state == len(anchor):
        yield state
        return
    yield 0
    if may_be(item, anchor[state]):
        yield state + 1
    letters = [item] if item[0] is op.LITERAL else item[1] if item[0] is op.IN else []
    if any(one[0] is op.LITERAL and one[1] in SYMBOL for one in letters):
        yield from range(len(anchor) + 1)


def may_be(item: Item, letter: str) -> bool:
    """Return whether an item of one character matches `letter`."""
    code, value = item
    if code is op.LITERAL:
        return ord(letter) == value
    if code is not op.IN:
        return True
    held = any(
        one[0] is op.CATEGORY
        or (one[0] is op.LITERAL and one[1] == ord(letter))
        or (one[0] is op.RANGE and one[1][0] <= ord(letter) <= one[1][1])
        for one in value
    )
    return held != (value[0][0] is op.NEGATE)


@cache
def read_lexicon(name: str, anchor: str, states: States) -> States:
    """Return the states after what a lexicon describes."""
    if "pattern" in entries(name):
        return read(of_lexicon(name).data, anchor, states)
    return frozenset(after for term in terms(name) for after in read(parsed_term(term), anchor, states))


@cache
def parsed_term(term: str) -> tuple[Item, ...]:
    """Return the characters of a term as items."""
    return tuple((op.LITERAL, ord(letter)) for letter in term)


def idle(rule: rulebook.Rule) -> list[str]:
    """Return the anchors of a rule that no match can hold."""
    return [anchor for anchor in rule.anchors if not can_hold(rule.written, anchor)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_anchor_can_stand_in_a_match(folder):
    assert {rule.id: found for rule in rulebook.rules(folder) if (found := idle(rule))} == {}


@pytest.mark.parametrize(
    ("written", "anchor", "held"),
    [
        ("(?:主|支)持", "主持", True),
        ("主(?=持会)", "主持", True),
        ("[^，。]{0,9}会议", "全体会", True),
        ("[^，。]{0,9}会议", "，会议", False),
        ("带领", "与", False),
        ("(?:一二){2}", "二一", True),
        ("一二", "二一", False),
        ("{organ}会议", "委会议", True),
    ],
)
def test_what_a_pattern_can_hold(written, anchor, held):
    assert can_hold(written, anchor) is held


def test_an_anchor_that_no_match_can_hold_is_found():
    entry = {"id": "one", "about": "A rule.", "pattern": "带领", "finds": ["带领"], "skips": ["与"]}
    assert idle(parse(entry | {"anchors": ["带领", "与"]}, where="")) == ["与"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_rule_skips_a_sentence_that_its_anchors_let_through(folder):
    told = [rule for rule in rulebook.rules(folder) if rule.skips]
    assert [r.id for r in told if not any(r.looks_at(rulebook.unmark(skip)[0]) for skip in r.skips)] == []
