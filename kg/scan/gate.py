"""Rules and a text → the rules that need to look at it at all, in their order.

Every rule has needs (`needs`): its anchors, and words without which its pattern cannot match. The rarest need is asked
first, for all rules at once, by the characters and pairs of characters of the text.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import add
from typing import Any, NamedTuple

from kg.rulebook import Rule, kept
from kg.scan.needs import Words, met, of_pattern, worth
from kg.scan.tree import END


class Gate(NamedTuple):
    """Rules with what they need. A number stands for a set of rules, rule i for bit i."""

    rules: tuple[Rule, ...]
    wanted: tuple[tuple[Words, ...], ...]
    always: int
    by_gram: Mapping[str, int]
    grams: frozenset[str]
    signs: frozenset[str]

    def asked_by(self, text: str) -> Iterator[Rule]:
        """Yield the rules that may match in `text`, which nobody looked at before."""
        grams = {*self.grams.intersection(map(add, text, text[1:])), *self.grams.intersection(text), *self.signs}
        return self.asked(grams)

    def asked(self, grams: AbstractSet[str]) -> Iterator[Rule]:
        """Yield the rules that may match in a text with these characters and pairs of characters."""
        waiting, by_gram = self.always, self.by_gram
        for gram in by_gram.keys() & grams:
            waiting |= by_gram[gram]
        while waiting:
            lowest = waiting & -waiting
            waiting ^= lowest
            number = lowest.bit_length() - 1
            if met(self.wanted[number], grams):
                yield self.rules[number]


def gate(rules: Sequence[Rule], *, anchored: bool = True) -> Gate:
    """Return the gate of `rules`; where they are not `anchored`, a text without a rule's anchors is looked at too."""
    about = [anchored, *((rule.written, rule.anchors) for rule in rules)]
    found: tuple[Any, ...] = kept(f"gate {about}", lambda: tuple(needing(rules, anchored=anchored)[1:]))
    return Gate(tuple(rules), *found)


def needing(rules: Sequence[Rule], *, anchored: bool) -> Gate:
    """Return the gate of `rules` by what each needs."""
    by_gram: defaultdict[str, int] = defaultdict(int)
    wanted, always = [], 0
    for number, rule in enumerate(rules):
        rarest, *others = needed(rule, anchored=anchored) or (frozenset[str](),)
        always |= (1 << number) * (not rarest)
        for gram in rarest:
            by_gram[gram] |= 1 << number
        wanted.append(tuple(others))
    grams = frozenset(by_gram).union(*(need for needs in wanted for need in needs))
    signs = frozenset(gram for gram in grams if gram.startswith(END))
    return Gate(tuple(rules), tuple(wanted), always, dict(by_gram), grams, signs)


def needed(rule: Rule, *, anchored: bool) -> tuple[Words, ...]:
    """Return what a rule needs, its anchors included where it is `anchored`; the rarest first."""
    anchors = (frozenset(rule.anchors),) if anchored and rule.anchors else ()
    return worth((*of_pattern(rule.written), *anchors))
