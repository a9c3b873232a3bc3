"""Sentence text → mentions. Longest match wins; on a tie, the earlier rule.

A rule's group named `span`, where it has one, bounds the mention; its other groups are the parts. A rule with `each`
gives one mention for every match of `each` inside its own match (the names of a list, say).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from kg import scan, whereabouts
from kg.model import Mention
from kg.rulebook import SYMBOLS, Rule, rules, trie, words

INSIDE = ("Person", "Role", "Meeting", "Body")
NESTING = ("Formulation", "Meeting")
ASKED = "asked"
# What may begin with the name of a place, and what stands for letters that are none of it.
PLACED, BORDER = ("Body", "Meeting"), "，"
# Formulations recur word for word; so many are remembered.
FORMULATIONS = 4096


def find(text: str, *, known: Iterable[Mention] = ()) -> list[Mention]:
    """Return the mentions in `text`, left to right and without overlap; `known` are read elsewhere on the page."""
    return find_by(asked(text), text, known)


def find_by(chosen: Sequence[Rule], text: str, known: Iterable[Mention] = ()) -> list[Mention]:
    """Return the mentions that the `chosen` rules find in `text`, and those that are `known`."""
    found = [*read_by(chosen, text), *known]
    if len(found) <= 1:
        return [one for one in found if one.end > one.begin]
    kept = without_overlaps(found)
    if len(kept) == len(found) or not (lost := cut_off(found, kept)):
        return kept
    rest = masked(text, kept)
    again_read = (m for rule in chosen if rule.id in lost for m in matches(rule, rest))
    return without_overlaps([*kept, *again_read])


def read_by(chosen: Sequence[Rule], text: str) -> list[Mention]:
    """Return all that the rules see in `text`; what they read over the border of two words is read again without it.

    In 完成县委的任务 no body is 成县委, but 县委.
    """
    found = [m for rule in chosen for m in matches(rule, text)]
    cuts = [(m, whereabouts.border(text, m.begin) if m.kind in PLACED else 0) for m in found]
    if not (wrong := [(m, cut) for m, cut in cuts if cut]):
        return found
    letters = list(text)
    for one, cut in wrong:
        letters[one.begin : one.begin + cut] = BORDER * cut
    rest, ids = "".join(letters), {one.rule for one, _ in wrong}
    again_read = (m for rule in chosen if rule.id in ids for m in matches(rule, rest))
    return [*(m for m, cut in cuts if not cut), *(m for m in again_read if BORDER not in m.text and m not in found)]


def asked(text: str) -> Sequence[Rule]:
    """Return the rules that need to look at `text`, in their order."""
    seen = scan.look(text)
    if ASKED not in seen.kept:
        seen.kept[ASKED] = tuple(rule for rule in gate().asked(seen.grams) if rule.looks_at(text))
    kept: tuple[Rule, ...] = seen.kept[ASKED]
    return kept


@cache
def gate() -> scan.Gate:
    """Return the gate of all rules."""
    return scan.gate(rules("mentions"))


def cut_off(found: Iterable[Mention], kept: Sequence[Mention]) -> set[str]:
    """Return the rules of mentions that lost to a longer one which covers them only in part (自治区党委, 党委书记)."""
    edges = sorted({edge for one in kept for edge in (one.begin, one.end)})
    return {m.rule for m in found if bisect_right(edges, m.begin) < bisect_left(edges, m.end)}


def masked(text: str, kept: Iterable[Mention]) -> str:
    """Return `text` with every mention replaced by as many symbols, so that what is left can be read again."""
    parts: list[str] = []
    last = 0
    for one in kept:
        parts += (text[last : one.begin], SYMBOLS[one.kind] * (one.end - one.begin))
        last = one.end
    return "".join([*parts, text[last:]])


def matches(rule: Rule, text: str) -> Sequence[Mention]:
    """Return every mention that one rule sees in `text`."""
    seen = scan.look(text)
    if rule.id not in seen.kept:
        seen.kept[rule.id] = tuple(matched(rule, seen))
    kept: tuple[Mention, ...] = seen.kept[rule.id]
    return kept


def matched(rule: Rule, seen: scan.Sight) -> Iterator[Mention]:
    """Yield every mention that one rule sees in a text that was looked at."""
    banned = words(rule.unless) if rule.unless else frozenset()
    for match in scan.finder(rule.written).finditer(seen):
        each = rule.each.finditer(seen.text, *match.span()) if rule.each else (match,)
        for one in (mention(rule, m) for m in each):
            if one.text not in banned:
                yield one


def inside(outer: Mention) -> list[Mention]:
    """Return what is named inside a longer name (习近平总书记在某会议上的重要讲话, 秸秆禁烧攻坚行动推进会)."""
    if outer.kind not in NESTING:
        return []
    found = inner(outer.text) if outer.kind == "Formulation" else campaigns(outer.text)
    return [replace(m, begin=m.begin + outer.begin, end=m.end + outer.begin) for m in found]


@lru_cache(maxsize=FORMULATIONS)
def campaigns(name: str) -> Sequence[Mention]:
    """Return the campaigns, projects and texts inside the name of a meeting."""
    return tuple(find_by([rule for rule in asked(name) if rule.kind in ("Initiative", "Document")], name))


@lru_cache(maxsize=FORMULATIONS)
def inner(name: str) -> Sequence[Mention]:
    """Return the persons, posts, meetings and bodies inside a long name that holds a post."""
    found = find_by([rule for rule in asked(name) if rule.kind in INSIDE], name)
    return tuple(found) if any(m.kind == "Role" for m in found) else ()


def mention(rule: Rule, match: scan.Match) -> Mention:
    """Return the mention that `match` stands for."""
    groups = match.groupdict()
    name = "span" if "span" in groups else 0
    begin, end = match.span(name)
    parts = {key: value for key, value in groups.items() if value is not None and key != "span"}
    return Mention(rule.kind, begin, end, match.string[begin:end], rule.id, parts)


def names_in(*lines: str) -> re.Pattern[str] | None:
    """Return a pattern of the names of persons that the rules find in the lines of a page, or None."""
    persons = ((line, [rule for rule in asked(line) if rule.kind == "Person"]) for line in lines)
    found = {m.text for line, chosen in persons if chosen for m in find_by(chosen, line)}
    return re.compile(trie(sorted(found))) if found else None


def again(text: str, names: re.Pattern[str]) -> Iterator[Mention]:
    """Yield the mentions of persons whose names were read elsewhere on the page."""
    for match in names.finditer(text):
        yield Mention("Person", *match.span(), match[0], "person.again")


def without_overlaps(found: Iterable[Mention]) -> list[Mention]:
    """Keep the longest mentions; on a tie, the one found first."""
    kept: list[Mention] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda m: m.begin - m.end):
        if one.end > one.begin and taken.isdisjoint(range(one.begin, one.end)):
            kept.append(one)
            taken.update(range(one.begin, one.end))
    return sorted(kept, key=lambda m: m.begin)
