"""The long version of tests/test_truth.py: every fact, every person, many orders, every page at hand.

    python -m pytest -q -s tests/hard/truth_pages.py

The table at the end says how much was tried.
"""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from kg import pipeline
from kg.outputs import turtle
from tests import truth_checks as truth

ORDERS = 6
NAMES = 4
TRIED: Counter[str] = Counter()
WRONG: Counter[str] = Counter()


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    """Print at the end how much was tried and how much was wrong."""
    yield
    for what, tried in TRIED.items():
        print(f"\ntruth | {what} | {tried} tried | {WRONG[what]} wrong", end="")  # noqa: T201 — it is what is run for
    print()  # noqa: T201


def told(what: str, tried: int, wrong: list[str]) -> None:
    """Count what was tried, and fail with what was found."""
    TRIED[what] += tried
    WRONG[what] += len(wrong)
    assert wrong == []


@pytest.mark.parametrize("path", truth.each_page())
def test_the_rule_of_every_fact_fires_on_its_sentence_alone(path):
    told(
        "facts replayed on their sentences alone", len(list(truth.facts(truth.graph_of(path)))), truth.unreplayed(path)
    )


@pytest.mark.parametrize("path", truth.each_page())
def test_cutting_its_sentence_out_takes_a_fact_away_and_invents_no_name(path):
    every = truth.by_evidence(truth.graph_of(path))
    wrong = [line for evidence in every for line in truth.left_after_cutting(path, evidence)]
    told("facts whose sentences were cut out", sum(map(len, every.values())), wrong)


@pytest.mark.parametrize("path", truth.each_page())
def test_another_name_changes_the_name_and_nothing_else(path):
    pairs = [
        (name, other)
        for name in truth.renameable(path)
        for other in truth.other_names(name, truth.text_of(path))[:NAMES]
    ]
    wrong = [line for old, new in pairs for line in truth.changed_by_renaming(path, old, new)]
    told("persons given another name", len(pairs), wrong)


@pytest.mark.parametrize("path", truth.each_page())
def test_the_order_of_articles_changes_nothing(path):
    pieces = truth.articles(path)
    if len(pieces) < 2:
        pytest.skip("one article only")
    chance = random.Random(path.stem)
    orders = [chance.sample(pieces, len(pieces)) for _ in range(ORDERS)]
    told(
        "orders of articles",
        ORDERS,
        [line for one in orders for line in truth.changed_by_order(path, one)],
    )


def test_the_order_of_files_changes_no_byte():
    files, chance = truth.pages(), random.Random(6)
    usual = turtle.write(pipeline.build(files).graph)
    orders = [chance.sample(files, len(files)) for _ in range(ORDERS)]
    wrong = [str(one) for one in orders if turtle.write(pipeline.build(one).graph) != usual]
    told("orders of files", ORDERS, wrong)


def test_a_page_takes_nothing_from_another():
    files = truth.pages()
    together = truth.statements(pipeline.build(files).graph)
    wrong = [str(one) for path in files for one in truth.statements(truth.graph_of(path)) - together]
    told("pages beside all others", len(files), wrong)
