"""Every example in every rule file is a test: what a rule finds, what it skips, what it is known to miss."""

from collections.abc import Iterator

import pytest

from kg.model import Mention
from kg.rulebook import Rule, rules, unmark
from kg.shrink import shrink
from kg.stages import mentions, relations

MENTIONS, RELATIONS, SPEECH = rules("mentions"), rules("relations"), rules("speech")
ALL = (*MENTIONS, *RELATIONS, *SPEECH)
Spans = list[tuple[str, int, int]] | tuple[()]


def cases(name: str) -> list[object]:
    """Every example of one list of all rules, with a readable id."""
    return [pytest.param(r, e, id=f"{r.id}-{i}") for r in ALL for i, e in enumerate(getattr(r, name))]


def contributed(rule: Rule, text: str, expected: Spans = ()) -> set[tuple[int, int]]:
    """The spans that `rule` gives when all rules read `text`; persons marked `who` are known from elsewhere."""
    if rule in MENTIONS:
        kept = [m for m in mentions.find(text) if m.rule == rule.id]
        return {(m.begin, m.end) for m in kept} | set(groups(rule, text, kept))
    known = [Mention("Person", b, e, text[b:e], "person.again") for name, b, e in expected if name == "who"]
    known = [m for m in known if text[m.begin : m.end] not in ("会议", "全会", "大会") and not institution(text, m)]
    found = mentions.find(text, known=known)
    nested = [one for outer in found for one in mentions.inside(outer)]
    if rule in RELATIONS:
        return {
            (m.begin, m.end)
            for kept in (found, nested)
            for r in relations.find(text, kept)
            if r.rule == rule.id
            for m in r.roles.values()
        }
    short, at, back = shrink(text, found)
    return {
        (back[match.start(name)], at[match.start(name)].end if match.start(name) in at else back[match.end(name)])
        for match in rule.pattern.finditer(short)
        for name, value in match.groupdict().items()
        if value
    }


def groups(rule: Rule, text: str, kept: list[Mention]) -> Iterator[tuple[int, int]]:
    """The spans of the named groups of a mention rule, inside the mentions that were kept."""
    for match in rule.pattern.finditer(text):
        if any(match.start() <= m.begin and m.end <= match.end() for m in kept):
            yield from (match.span(name) for name, value in match.groupdict().items() if value)


def institution(text: str, one: Mention) -> bool:
    """Whether the marked actor is a body that the rules find by themselves."""
    return any(m.kind == "Body" and (m.begin, m.end) == (one.begin, one.end) for m in mentions.find(text))


def promised(example: str) -> tuple[str, Spans]:
    """The plain text of an example and the spans that it marks."""
    text, spans = unmark(example)
    return text, sorted((s for s in spans if s[2] > s[1]), key=lambda one: (one[1], one[0]))


@pytest.mark.parametrize(("rule", "example"), cases("finds"))
def test_finds(rule: Rule, example: str) -> None:
    text, expected = promised(example)
    found = contributed(rule, text, expected)
    assert found, "the rule finds nothing in its example"
    assert {(begin, end) for _, begin, end in expected} <= found


@pytest.mark.parametrize(("rule", "example"), cases("skips"))
def test_skips(rule: Rule, example: str) -> None:
    assert contributed(rule, example) == set()


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("rule", "example"), cases("misses"))
def test_misses(rule: Rule, example: str) -> None:
    text, expected = promised(example)
    assert {(begin, end) for _, begin, end in expected} <= contributed(rule, text, expected)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_has_examples(rule: Rule) -> None:
    assert len(rule.finds) >= 2
    assert len(rule.skips) >= 1


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in ALL}) == len(ALL)
