"""Every example of rules/figures is a test: text → printed numbers, what they measure, their status."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.rulebook import Rule, rules, unmark
from kg.stages import figures

RULES = rules("figures")
FINDS = [pytest.param(r, e, id=f"{r.id}-{i}") for r in RULES for i, e in enumerate(r.finds)]
SKIPS = [pytest.param(r, e, id=f"{r.id}-{i}") for r in RULES for i, e in enumerate(r.skips)]
MISSES = [pytest.param(r, e, id=f"{r.id}-{i}") for r in RULES for i, e in enumerate(r.misses)]
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "figures.yaml").read_text(encoding="utf-8"))


def check(rule: Rule, example: Any) -> None:
    text, spans = unmark(example["text"])
    found = figures.find(text)
    assert rule.id in {f.rule for f in found}
    assert {(f.begin, f.end) for f in found} == {(begin, end) for _, begin, end in spans}
    for figure, expected in zip(found, example["figures"], strict=True):
        assert {key: getattr(figure, key) for key in expected} == expected


@pytest.mark.parametrize(("rule", "example"), FINDS)
def test_finds(rule: Rule, example: Any) -> None:
    check(rule, example)


@pytest.mark.parametrize(("rule", "example"), SKIPS)
def test_skips(rule: Rule, example: Any) -> None:
    assert rule.id not in {f.rule for f in figures.find(example)}


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("rule", "example"), MISSES)
def test_misses(rule: Rule, example: Any) -> None:
    check(rule, example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_has_examples(rule: Rule) -> None:
    assert len(rule.finds) > 1
    assert rule.skips


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_sentence_states_its_figures(case: dict[str, Any]) -> None:
    found = figures.find(case["text"])
    assert [f.printed for f in found] == [expected["printed"] for expected in case["figures"]]
    for figure, expected in zip(found, case["figures"], strict=True):
        assert {key: getattr(figure, key) for key in expected} == expected


def test_values_are_in_the_unit_without_multiplier() -> None:
    (figure,) = figures.find("规上企业完成产值4100亿元。")
    assert (figure.value, figure.unit) == (Decimal(410_000_000_000), "元")
