"""Text → value: tables of input and answer, and a peer's own test suite where it is at hand."""

import datetime
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.values import date, number, quantity

CASES = Path(__file__).parent / "cases"
# The Chinese specifications of Microsoft Recognizers-Text; see CONTRIBUTING.
RECOGNIZERS = os.environ.get("RECOGNIZERS_ZH", "")
# The ratios that we reach, held as floors.
# Unread: blanks inside numbers, exponents, 折, 万分之; read too much: 一切, 四川.
MOST_NUMBERS = 0.72
MOST_PERCENTAGES = 0.57


def cases(name: str) -> list[Any]:
    return list(yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("case", cases("numbers"), ids=lambda case: case["text"])
def test_number_has_its_value(case: dict[str, Any]) -> None:
    expected = None if case["value"] is None else Decimal(case["value"])
    assert number.parse(case["text"]) == expected


@pytest.mark.parametrize("case", cases("quantities"), ids=lambda case: case["text"])
def test_quantities_are_found(case: dict[str, Any]) -> None:
    found = [(q.printed, q.value, q.unit, q.comparator) for q in quantity.find(case["text"])]
    assert found == [(printed, Decimal(value), unit, sign) for printed, value, unit, sign in case["found"]]


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: f"{case['text']} {case.get('reference', '')}")
def test_date_is_as_exact_as_its_words(case: dict[str, Any]) -> None:
    assert date.parse(case["text"], case.get("reference")) == case["iso"]


def test_dates_are_found_in_running_text() -> None:
    found = date.find("去年12月，全会召开；1月6日上午闭幕，“十四五”收官。", datetime.date(2024, 1, 7))
    assert [one.value for one in found] == ["2023-12", "2024-01-06", "2021/2025"]


@given(st.integers(min_value=0, max_value=10**15))
def test_a_shown_number_reads_back(value: int) -> None:
    assert number.parse(number.show(Decimal(value))) == value


@given(st.text(alphabet="零一两三十百千万亿点分之半0123456789.,%元个余多超近以上年月日—至 ", max_size=20))
def test_any_text_can_be_read(text: str) -> None:
    spans = [(one.begin, one.end) for one in number.find(text)]
    spans += [(one.begin, one.end) for one in quantity.find(text)]
    spans += [(one.begin, one.end) for one in date.find(text)]
    assert all(0 <= begin < end <= len(text) for begin, end in spans)


def specification(name: str) -> list[dict[str, Any]]:
    if not RECOGNIZERS:
        pytest.skip("set RECOGNIZERS_ZH to the folder of the Chinese Recognizers-Text specifications")
    return list(json.loads((Path(RECOGNIZERS) / f"Number.{name}.json").read_text(encoding="utf-8")))


def near(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= abs(right) * Decimal("1e-12")


def ratio(name: str, read: Any) -> float:
    rows = specification(name)
    passed = 0
    for row in rows:
        expected = [Decimal(result["Resolution"]["value"].rstrip("%")) for result in row["Results"]]
        found = read(row["Input"])
        passed += len(found) == len(expected) and all(map(near, found, expected))
    return passed / len(rows)


def test_numbers_of_a_peer_are_mostly_read() -> None:
    passed = ratio("NumberModel", lambda text: [one.value for one in number.find(text)])
    assert passed >= MOST_NUMBERS


def percentages(text: str) -> list[Decimal]:
    tenfold = {"%": Decimal(1), "个百分点": Decimal(1), "成": Decimal(10), "‰": Decimal("0.1")}
    return [one.value * tenfold[one.unit] for one in quantity.find(text) if one.unit in tenfold]


def test_percentages_of_a_peer_are_mostly_read() -> None:
    assert ratio("PercentModel", percentages) >= MOST_PERCENTAGES
