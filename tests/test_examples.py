"""The examples of all rules, read as pages, against the graphs that they are known to give.

A rule's own test holds what it finds in its example; here it is held what becomes of that: names in full, who goes back
to whom, what is one thing. Refresh: pytest tests/test_examples.py --update.
"""

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
    passages = {node for node, types in graph.nodes(data="types") if "kg:Passage" in types or "schema:Article" in types}
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
