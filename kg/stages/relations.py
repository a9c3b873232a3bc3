"""Mentions of a sentence → relations.

Each mention shrinks to the symbol of its kind, so a rule reads like the sentence: `{who:Person}出席{what:Meeting}`.
A rule with `each` gives one relation for every match of `each` inside its own match; the roles of the outer match are
kept; a role named in `carry` passes on to later ones that lack it (区农业农村局党组书记、局长: one body, two posts).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kg import scan
from kg.model import Mention, Relation
from kg.rulebook import Rule, rules
from kg.shrink import roles, shrink, texts


def find(text: str, mentions: Sequence[Mention], rulebook: Iterable[Rule] | None = None) -> list[Relation]:
    """Return every relation that a rule sees between the mentions of `text`."""
    if not mentions:
        return []
    short, at, back = shrink(text, mentions)
    if rulebook is None:
        asked = gate_of_all().asked_shrunk(short, at, scan.look(text).grams)
    else:
        asked = scan.gate(tuple(rulebook), anchored=False).asked_by(short)
    return [
        relation
        for rule in asked
        if rule.looks_at(text)
        for match in scan.pattern(rule.written).finditer(short)
        for relation in read(rule, match, at, back)
    ]


@cache
def gate_of_all() -> scan.Gate:
    """Return the gate of all rules; their anchors may stand inside a mention, so it does not ask for them."""
    return scan.gate(rules("relations"), anchored=False)


def read(rule: Rule, match: re.Match[str], at: Mapping[int, Mention], back: Sequence[int]) -> Iterator[Relation]:
    """Yield the relations that one match of `rule` stands for."""
    outer = roles(match, at)
    begin, end = back[match.start()], back[match.end()]
    if not rule.written_each:
        yield Relation(rule.fact, begin, end, rule.id, outer, {**rule.values, **texts(match, at)})
        return
    carried: dict[str, Mention] = {}
    for place, inner in enumerate(scan.pattern(rule.written_each).finditer(match.string, *match.span()), start=1):
        found = {**outer, **carried, **roles(inner, at)}
        carried = {name: found[name] for name in rule.carry if name in found}
        values = {**rule.values, **texts(match, at), "position": str(place)}
        yield Relation(rule.fact, begin, end, rule.id, found, values)
