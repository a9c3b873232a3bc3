"""Text → value: tables of input and answer."""

import datetime
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.values import date, date_form, number, percent, quantity

CASES = Path(__file__).parent / "cases"
# So often a piece is repeated to see that time grows with the text, not with its square.
LONG = 6000


def cases(name: str) -> list[Any]:
    return list(yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("case", cases("numbers"), ids=lambda case: case["text"])
def test_number_has_its_value(case: dict[str, Any]) -> None:
    expected = None if case["value"] is None else Decimal(case["value"])
    assert number.parse(case["text"]) == expected


@pytest.mark.parametrize("case", cases("numbers_in_text"), ids=lambda case: case["text"])
def test_numbers_are_found_in_running_text(case: dict[str, Any]) -> None:
    found = [[one.text, str(one.value)] for one in number.find(case["text"])]
    assert found == case["found"]


@pytest.mark.parametrize("case", cases("percentages"), ids=lambda case: case["text"])
def test_shares_are_found_in_running_text(case: dict[str, Any]) -> None:
    found = [[one.text, percent.show(one.value)] for one in percent.find(case["text"])]
    assert found == case["found"]


@pytest.mark.parametrize("case", cases("quantities"), ids=lambda case: case["text"])
def test_quantities_are_found(case: dict[str, Any]) -> None:
    found = [(q.printed, q.value, q.unit, q.comparator) for q in quantity.find(case["text"])]
    assert found == [(printed, Decimal(value), unit, sign) for printed, value, unit, sign in case["found"]]


@pytest.mark.parametrize("case", cases("quantities_wide"), ids=lambda case: case["text"])
def test_quantities_in_any_unit_are_found_where_asked_for(case: dict[str, Any]) -> None:
    found = [(q.printed, q.value, q.unit, q.comparator) for q in quantity.find(case["text"], quantity.ALL_UNITS)]
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


@given(
    st.text(
        alphabet="零一两三十百千万亿兆点分之又半折成负-0123456789.,%/^ek元个余多超近以上下周末前年月日—至 ", max_size=20
    )
)
def test_any_text_can_be_read(text: str) -> None:
    for found in (number.find(text), percent.find(text), quantity.find(text), date.find(text)):
        ends = [0, *(one.end for one in found)]
        assert all(end <= one.begin < one.end <= len(text) for end, one in zip(ends, found, strict=False))


@pytest.mark.parametrize(
    "piece", ["1", "一", "1,111", "一百万", "1万 ", "一分之", "1月1日至", "3又", "近三", "负", "1^", "一点"]
)
@pytest.mark.parametrize(
    "find", [number.find, percent.find, quantity.find, date.find], ids=lambda find: find.__module__
)
def test_no_text_is_read_for_ever(find: Any, piece: str) -> None:
    find(piece)
    before = time.process_time()
    find(piece * LONG)
    assert time.process_time() - before < 2  # a quadratic pattern takes minutes, ours a tenth of a second


PIECES_OF_DATES = (
    *"0123456789零一二三四五六七八九十两千 年月日号时点世纪：/.-至“”五上本前近最今后个周期礼拜末秋午",
    *date_form.WORDS,
)
PIECES_OF_QUANTITIES = (
    *"0123456789一两二十百千万亿数几余多分之点.,-负 至￥第以上",
    *quantity.known(quantity.ALL_UNITS),
)


@given(text=st.lists(st.sampled_from(PIECES_OF_DATES), max_size=12).map("".join))
def test_whatever_begins_a_date_is_looked_at(text: str) -> None:
    begins = [at for at in range(len(text)) if date_form.PATTERN.match(text, at)]
    assert [at for at in begins if not date_form.ANCHOR.match(text, at)] == []


@pytest.mark.parametrize("units", [quantity.FIGURE_UNITS, quantity.ALL_UNITS])
@given(text=st.lists(st.sampled_from(PIECES_OF_QUANTITIES), max_size=12).map("".join))
def test_whatever_begins_a_quantity_is_looked_at(units: tuple[str, ...], text: str) -> None:
    begins = [at for at in range(len(text)) if quantity.pattern(units).match(text, at)]
    assert [at for at in begins if not quantity.anchor(units).match(text, at)] == []
