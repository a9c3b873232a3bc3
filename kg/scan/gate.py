"""Rules and a text → the rules that need to look at it at all, in their order.

Every rule has needs (`needs`): its anchors, and words without which its pattern cannot match. The rarest need is asked
first, for all rules at once, by the characters and pairs of characters of the text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain, repeat
from operator import add, or_
from typing import NamedTuple

from kg.rulebook import Rule, kept
from kg.scan.needs import TESTED, Words, of_pattern, worth
from kg.scan.tree import END

# What a gram meets that no rule asks for, for each of any number of them.
NONE = repeat(0)


class Gate(NamedTuple):
    """Rules with what they need. A number stands for a set of needs: need k of rule i for bit i + k · all rules.

    So one number for each gram tells which needs it meets, and a few operations on numbers ask all rules at once.
    """

    rules: tuple[Rule, ...]
    met: Mapping[str, int]
    given: int
    grams: frozenset[str]
    signs: frozenset[str]

    def asked_by(self, text: str) -> list[Rule]:
        """Return the rules that may match in `text`, which nobody looked at before."""
        chars = list(text)
        return self.asked(self.grams.intersection(chain(map(add, chars, chars[1:]), chars, self.signs)))

    def asked_shrunk(self, short: str, symbols: Iterable[int], grams: Iterable[str]) -> list[Rule]:
        """Return the rules that may match in a text in which symbols stand for what was printed there.

        `grams` are the characters and pairs of the text as printed: only those around a symbol can be new, and what
        stood behind one lets some more rules look, which takes less time than to go through the text again.
        """
        near = [gram for at in symbols for gram in (short[at], short[at : at + 2], short[at - 1 : at + 1])]
        return self.asked({*self.grams.intersection(grams), *self.grams.intersection(near), *self.signs})

    def asked(self, grams: Iterable[str]) -> list[Rule]:
        """Return the rules that may match in a text with these characters and pairs of characters, in their order."""
        met, count = reduce(or_, map(self.met.get, grams, NONE), self.given), len(self.rules)
        waiting = met & ((1 << count) - 1)
        for level in range(1, TESTED):
            waiting &= met >> (level * count)
        found = []
        while waiting:
            lowest = waiting & -waiting
            waiting ^= lowest
            found.append(self.rules[lowest.bit_length() - 1])
        return found


def gate(rules: Sequence[Rule], *, anchored: bool = True) -> Gate:
    """Return the gate of `rules`; where they are not `anchored`, a text without a rule's anchors is looked at too."""
    about = [anchored, *((rule.written, rule.anchors) for rule in rules)]
    met, given = kept(f"gate {about}", lambda: needing(rules, anchored=anchored))
    return Gate(tuple(rules), met, given, frozenset(met), frozenset(gram for gram in met if gram.startswith(END)))


def needing(rules: Sequence[Rule], *, anchored: bool) -> tuple[dict[str, int], int]:
    """Return which needs of the rules each gram meets, and those that every text meets."""
    met: defaultdict[str, int] = defaultdict(int)
    given = 0
    for number, rule in enumerate(rules):
        wanted = needed(rule, anchored=anchored)
        for level in range(TESTED):
            bit = 1 << (number + level * len(rules))
            given |= bit * (level >= len(wanted))
            for gram in wanted[level] if level < len(wanted) else ():
                met[gram] |= bit
    return dict(met), given


def needed(rule: Rule, *, anchored: bool) -> tuple[Words, ...]:
    """Return what a rule needs, its anchors included where it is `anchored`; the rarest first."""
    anchors = (frozenset(rule.anchors),) if anchored and rule.anchors else ()
    return worth((*of_pattern(rule.written), *anchors))
