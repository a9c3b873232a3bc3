"""Every fact is defensible: its sentence holds it, its rule fires there, and nothing but its words decides.

The long version over all pages is tests/hard/facts.py.
"""

import random

import pytest

from kg import pipeline
from kg.outputs import turtle
from tests import truth_checks as truth

PAGE = truth.SEEDS[2]
SOME = truth.pages()[:3] + truth.pages()[5::4]
PLANTED = (
    "本报讯 昨天，区长王建国主持召开区政府常务会议。\n\n会议审议通过了《武进区采购办法》。财政收入103亿元。\n\n"
    "王建国强调，要抓落实。\n"
)


def sample(found: list[object], size: int) -> list[object]:
    """Some of many, spread over all."""
    return found[:: max(1, len(found) // size)]


@pytest.mark.parametrize("path", truth.each_page())
def test_every_passage_is_its_slice(path):
    assert truth.moved_slices(path) == []


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem[:24])
def test_the_rule_of_every_fact_fires_on_its_sentence_alone(path):
    assert truth.unreplayed(path) == []


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem[:24])
def test_cutting_its_sentence_out_takes_a_fact_away_and_invents_no_name(path):
    for evidence in sample(list(truth.by_evidence(truth.graph_of(path))), 8):
        assert truth.left_after_cutting(path, evidence) == []


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem[:24])
def test_another_name_changes_the_name_and_nothing_else(path):
    for name in sample(truth.renameable(path), 4):
        assert truth.changed_by_renaming(path, name, truth.other_names(name, truth.text_of(path))[0]) == []


@pytest.mark.parametrize("path", truth.SEEDS[:2], ids=lambda path: path.stem[:24])
def test_the_order_of_articles_changes_nothing(path):
    pieces = truth.articles(path)
    assert len(pieces) > 1
    assert truth.changed_by_order(path, pieces[::-1]) == []


def test_the_order_of_files_changes_no_byte():
    files = truth.pages()[:8]
    usual = turtle.write(pipeline.build(files).graph)
    random.Random(6).shuffle(files)
    assert turtle.write(pipeline.build(files).graph) == usual


def test_a_page_takes_nothing_from_another():
    together = truth.statements(pipeline.build(SOME).graph)
    for path in SOME:
        assert truth.statements(truth.graph_of(path)) <= together


# The checks themselves must be able to fail.


@pytest.fixture(scope="module")
def planted():
    return truth.built({"page.txt": PLANTED})


def test_a_fact_is_known_by_what_it_says(planted):
    found = {fact.kind: fact for fact in truth.facts(planted)}
    assert found.keys() >= {"kg:Tenure", "kg:Decision", "kg:Observation", "kg:Statement"}
    assert ("kg:printed", "103亿元") in found["kg:Observation"].said
    assert truth.sentence(planted, found["kg:Tenure"].passages[0]).startswith("昨天，区长王建国")


@pytest.mark.parametrize(
    ("old", "new"), [("王建国", "王建军"), ("103", "104"), ("审议通过", "审议"), ("区长", "副区长")]
)
def test_a_changed_word_changes_the_shape(planted, old, new):
    other = truth.built({"page.txt": PLANTED.replace(old, new)})
    assert truth.shape(other, leave_out=["kg:sha256"]) != truth.shape(planted, leave_out=["kg:sha256"])


def test_the_same_words_have_the_same_shape_under_another_name(planted):
    other = truth.built({"page.txt": PLANTED.replace("王建国", "王志航")})
    aside = ["kg:sha256", "rdfs:comment"]
    assert truth.shape(planted, leave_out=aside, spelt=lambda text: text.replace("王建国", "王志航")) == truth.shape(
        other, leave_out=aside
    )


def test_a_rule_that_does_not_fire_is_told(planted):
    known = truth.persons(planted)
    (tenure, *_) = [fact for fact in truth.facts(planted) if fact.kind == "kg:Tenure"]
    wrong = truth.Fact(tenure.iri, tenure.kind, "tenure.after_name", tenure.passages, tenure.said)
    assert truth.replays(planted, tenure, known)
    assert not truth.replays(planted, wrong, known)


def test_a_name_that_stands_nowhere_is_told(planted):
    empty = truth.built({"page.txt": "今天天气很好。"})
    assert ["王建国"] in truth.invented(empty, planted, "今天天气很好。")


def test_a_name_is_changed_across_line_breaks():
    assert truth.renaming("王 建\n国、王建国", "王建国", "王志航") == "王 志\n航、王志航"
