"""A peer's own test suite: the Chinese specifications of Microsoft Recognizers-Text (MIT), where they are at hand.

A case passes where all that we find in its sentence has the peer's spans and the peer's values. What is not counted is
listed with its reason in cases/recognizers_exclusions.yaml.
"""

import datetime
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.values import date, number, percent, quantity

HERE = Path(__file__).parent
CORPORA = Path(os.environ.get("ZHENGPU_CORPORA") or HERE.parent.parent / "shared" / "corpora")
FOLDER = CORPORA / "recognizers-zh"
PLATFORMS = {"dotnet", "java", "javascript", "python"}
KINDS = {
    "DimensionModel": {"area", "volume", "length", "mass", "power", "energy", "data", "speed", "frequency", "voltage"},
    "CurrencyModel": {"money"},
    "AgeModel": {"age"},
    "TemperatureModel": {"temperature", "energy"},
}
DATES = ("DateExtractor", "DateParser")
PERIODS = ("DatePeriodExtractor", "DatePeriodParser")
# The shares that we hold ourselves to; reached are 1.00, 1.00, 1.00, and 0.95 of days, 0.94 of periods.
NUMBERS, PERCENTAGES, UNITS, DAYS = 0.97, 0.97, 0.97, 0.85
# At most so many cases may be left out: an exclusion is for the exception.
MOST_EXCLUDED = 0.30
# A preposition that the peer counts into a period: 从1月到3月.
FROM = "从"
Case = dict[str, Any]


@cache
def read(name: str) -> Any:
    return yaml.safe_load((HERE / "cases" / f"{name}.yaml").read_text(encoding="utf-8"))


def specification(model: str) -> list[Case]:
    path = next(FOLDER.glob(f"*.{model}.json"), None)
    if path is None:
        pytest.skip(f"no {model} in {FOLDER}: set ZHENGPU_CORPORA to a folder with recognizers-zh")
    return list(json.loads(path.read_text(encoding="utf-8-sig")))


def reason(model: str, case: Case) -> str:
    """Why the case is not counted, "" where it is."""
    unsupported = {one.strip() for one in str(case.get("NotSupported", "")).split(",")}
    if unsupported >= PLATFORMS:
        return "the peer itself does not pass it anywhere"
    digest = hashlib.sha1(case["Input"].encode(), usedforsecurity=False).hexdigest()[:8]
    for one in read("recognizers_exclusions"):
        by_text = "pattern" in one and re.search(one["pattern"], case["Input"])
        if model in one["models"] and (by_text or digest in one.get("hashes", ())):
            return str(one["reason"])
    return ""


def counted(models: Iterable[str]) -> list[tuple[str, Case]]:
    return [(model, case) for model in models for case in specification(model) if not reason(model, case)]


def misses(cases: Sequence[tuple[str, Case]], passes: Callable[[str, Case], bool], least: float) -> list[str]:
    """The cases that do not pass, where they are more than `least` allows."""
    failed = [f"{model}: {case['Input']}" for model, case in cases if not passes(model, case)]
    return failed if len(failed) > (1 - least) * len(cases) else []


def near(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= abs(right) * Decimal("1e-12")


def same(found: list[tuple[int, int, Decimal]], case: Case) -> bool:
    expected = [
        (result["Start"], result["End"] + 1, Decimal(result["Resolution"]["value"].rstrip("%")))
        for result in case["Results"]
    ]
    return len(found) == len(expected) and all(
        one[:2] == other[:2] and near(one[2], other[2]) for one, other in zip(found, expected, strict=True)
    )


def test_numbers_are_read_as_a_peer_reads_them() -> None:
    cases = [("NumberModel", case) for case in specification("NumberModel")]

    def passes(_: str, case: Case) -> bool:
        return same([(one.begin, one.end, one.value) for one in number.find(case["Input"])], case)

    assert misses(cases, passes, NUMBERS) == []


def test_percentages_are_read_as_a_peer_reads_them() -> None:
    cases = [("PercentModel", case) for case in specification("PercentModel")]

    def passes(_: str, case: Case) -> bool:
        return same([(one.begin, one.end, one.value) for one in percent.find(case["Input"])], case)

    assert misses(cases, passes, PERCENTAGES) == []


def measured(model: str, case: Case) -> bool:
    """Whether the quantities of the model's kinds are the peer's: span, value and unit."""
    found = [one for one in quantity.find(case["Input"], quantity.ALL_UNITS) if one.kind in KINDS[model]]
    if [(one.begin, one.end) for one in found] != [(one["Start"], one["End"] + 1) for one in case["Results"]]:
        return False
    stated = [one["Resolution"] for one in case["Results"]]
    factors = [read("recognizers_units").get(one["unit"], {}) for one in stated]
    return all(
        one.unit in factor and near(one.value, Decimal(other["value"]) * factor[one.unit])
        for one, other, factor in zip(found, stated, factors, strict=True)
    )


def test_units_of_official_text_are_read_as_a_peer_reads_them() -> None:
    assert misses(counted(KINDS), measured, UNITS) == []


def dated(_: str, case: Case) -> bool:
    """Whether the dates have the peer's spans and, seen from its reference, one of the peer's readings."""
    context = case.get("Context", {}).get("ReferenceDateTime", "")[:10]
    found = date.find(case["Input"], datetime.date.fromisoformat(context) if context else None)
    if [(one.begin, one.end) for one in found] != [span(one) for one in case["Results"]]:
        return False
    readings = [meanings(one.get("Value")) for one in case["Results"]]
    return all(not wanted or wanted & edges(one.value) for one, wanted in zip(found, readings, strict=True))


def span(result: Case) -> tuple[int, int]:
    begin = result["Start"] + len(FROM) * result["Text"].startswith(FROM)
    return begin, result["Start"] + result["Length"]


def meanings(value: Any) -> set[tuple[str, ...]]:
    """The peer's two readings of a date or period, none where it has none."""
    return {tuple(one.values()) for name in ("PastResolution", "FutureResolution") if (one := (value or {}).get(name))}


def edges(iso: str | None) -> set[tuple[str, ...]]:
    """What the peer may give for our value; of a stretch it gives the day after it or its last part's first day."""
    if iso is None:
        return {("0001-01-01",)}
    first, _, last = iso.partition("/")
    begin, end = days(first), days(last or first)
    after = (end[1] + datetime.timedelta(days=1)).isoformat()
    return {(begin[0].isoformat(),), (begin[0].isoformat(), after)} | (
        {(begin[0].isoformat(), end[0].isoformat())} if last else set()
    )


def days(iso: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a year, month or day."""
    year, month, day = (*map(int, iso.split("-")), 0, 0)[:3]
    if day:
        return (datetime.date(year, month, day),) * 2
    after = datetime.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
    return datetime.date(year, month or 1, 1), after - datetime.timedelta(days=1)


@pytest.mark.parametrize("models", [DATES, PERIODS], ids=["dates", "periods"])
def test_dates_of_official_text_are_read_as_a_peer_reads_them(models: tuple[str, ...]) -> None:
    assert misses(counted(models), dated, DAYS) == []


def test_every_exclusion_excludes_something_and_few_are_excluded() -> None:
    models = (*KINDS, *DATES, *PERIODS)
    cases = [(model, case) for model in models for case in specification(model)]
    reasons = [why for model, case in cases if (why := reason(model, case))]
    assert {one["reason"] for one in read("recognizers_exclusions")} <= set(reasons)
    assert len(reasons) <= MOST_EXCLUDED * len(cases)


def test_without_the_specifications_the_tests_skip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(globals(), "FOLDER", tmp_path)
    with pytest.raises(pytest.skip.Exception, match="ZHENGPU_CORPORA"):
        specification("NumberModel")
