"""The rules for speech → the pattern of their verbs: where none of them stands, nobody is seen to speak.

A sentence in four holds one; the others need not be shrunk to be asked for more.

>>> spoken().search("区委书记王建国主持会议，区长李华出席。") is None
True
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from kg import patterns
from kg.patterns import op
from kg.rulebook import SYMBOLS, rules, trie
from kg.scan.needs import Words, best, needs
from kg.scan.tree import END, Item, inside, parsed

VERB = "verb"  # the group that every rule for speech has
# What stands for names and mentions, not for itself.
SIGNS = {END, *"".join(SYMBOLS.values())}


@cache
def spoken() -> re.Pattern[str]:
    """Return the pattern of what stands in every sentence in which a rule for speech can match."""
    found = [verbs(parsed(rule.written)) for rule in rules("speech")]
    known = [words for words in found if words is not None]
    return patterns.compile(trie(sorted(frozenset[str]().union(*known))) if len(known) == len(found) else "")


def verbs(tree: Any) -> Words | None:
    """Return words of which one stands wherever the verb of a rule's `tree` does, None where they are too many."""
    verb = group(tree.data, tree.state.groupdict.get(VERB))
    words = needs(verb) if verb is not None else []
    return best(words) if words and SIGNS.isdisjoint("".join(best(words))) else None


def group(items: Iterable[Item], number: int | None) -> Any:
    """Return the tree inside the group of this number, None where it does not stand among the items."""
    for code, value in items:
        for tree in inside(code, value):
            if code is op.SUBPATTERN and value[0] == number:
                return tree
            if (found := group(tree.data, number)) is not None:
                return found
    return None
