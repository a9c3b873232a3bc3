"""The examples of all rules, read as pages, against the graphs that they are known to give.

A rule's own test holds what it finds in its example; here it is held what becomes of that: names in full, who goes back
to whom, what is one thing. Refresh: pytest tests/test_examples.py --update. The same sentences in random company show
that no two rules break what the other one made.
"""

import random
from pathlib import Path

import pytest

from kg import pipeline
from kg.rulebook import rules, unmark
from tests import truth_checks as truth

GOLDEN = Path(__file__).parent / "golden" / "examples"
FOLDERS = ("mentions", "relations", "speech")
# What each article begins with: the place and the meeting that its sentences may go back to.
# What is the same for all, or said of the sentences and not of what they tell.
LEFT_OUT = {
    "prov:wasDerivedFrom",
    "kg:rule",
    "kg:printed",
    "schema:text",
    "kg:resolution",
    "kg:series",
    "rdfs:comment",
    "kg:ruleVersion",
}
IDS = "https://w3id.org/zhengpu/id/"
BEGIN = "8月8日下午，武进区委召开全区优化营商环境大会。区委书记李建民主持会议并讲话。"


def page(folder: str) -> str:
    """One article for each rule of a folder: its `about` is the headline, its examples are the paragraphs."""
    articles = []
    for rule in rules(folder):
        told = [unmark(one)[0] for one in rule.finds]
        articles.append("\n\n".join([f"# {rule.about}", BEGIN, *told, *rule.skips]))
    return "\n\n".join(articles) + "\n"


def told(graph: truth.Graph) -> str:
    """All that a graph says of entities and facts, a line each, sorted."""
    passages = {node for node, types in graph.nodes(data="types") if {"kg:Passage", "schema:NewsArticle"} & set(types)}
    said = (one for one in truth.statements(graph) if one[0] not in passages and one[1] not in LEFT_OUT)
    lines = ("\t".join(part.removeprefix(IDS) for part in one if part) for one in said)
    return "\n".join(sorted(lines)) + "\n"


@pytest.mark.parametrize("folder", FOLDERS)
def test_examples_give_the_graph_that_is_held(folder: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    source = tmp_path / f"{folder}.txt"
    source.write_text(page(folder), encoding="utf-8")
    made = told(pipeline.build([source], place="320412").graph)
    golden = GOLDEN / f"{folder}.txt"
    if request.config.getoption("--update"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", [None, "100000", "320322"], ids=["no place", "the country", "a county"])
@pytest.mark.parametrize("date", [None, "2023-05-09"], ids=["no date", "a day"])
def test_examples_in_any_company_are_read(place: str | None, date: str | None, tmp_path: Path) -> None:
    """Facts of one sentence are taken up by rules for another: what each rule reads alone says nothing of that."""
    chance = random.Random(f"{place} {date}")
    sentences = [unmark(one)[0] for folder in FOLDERS for rule in rules(folder) for one in [*rule.finds, *rule.skips]]
    paragraphs = ["".join(chance.sample(sentences, chance.randint(1, 4))) for _ in range(400)]
    sources = [tmp_path / f"{number:02}.txt" for number in range(50)]
    for number, source in enumerate(sources):
        mine = paragraphs[number * 8 : number * 8 + 8]
        source.write_text("\n\n".join([f"# {chance.choice(sentences)}", *mine]) + "\n", encoding="utf-8")
    built = pipeline.build(sources, place=place, date=date)
    assert built.articles >= len(sources)
    assert not built.problems
