"""Which rules fire, and on what: a rule that never fires, and one that another makes superfluous, is told here."""

import functools
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from kg import cli, rulebook
from kg.model import Run, Sentence, Text
from kg.outputs import files
from kg.stages import figures, speech
from kg.tracing import fires, pages, rule_use

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
CORPORA = Path(os.environ.get("ZHENGPU_CORPORA", ROOT.parent / "shared" / "corpora"))
LOCAL, NATIONAL = CORPORA / "local-news", CORPORA / "xinwenlianbo-2023"
RARE = 0.5  # Most rules read what a county prints once a term or once a year, but not more than this share of them.
SUPERFLUOUS = yaml.safe_load((Path(__file__).parent / "cases" / "rule_overlaps.yaml").read_text(encoding="utf-8")) or {}


@functools.cache
def fired(*folders: Path) -> Counter[str]:
    """How often each rule fires on all pages of some folders."""
    found, _ = pages.all_of(folders)
    return rule_use.count(read for page in found for read in page.reads)


def on_own_examples(folder: str, rule: rulebook.Rule) -> bool:
    """Whether a rule fires on one of its own examples when all rules read it."""
    for example in rule.finds:
        text, spans = rulebook.unmark(example["text"] if isinstance(example, dict) else example)
        known = [text[begin:end] for name, begin, end in spans if name == "who"]
        if fires.fires(rule.id, text) or fires.fires(rule.id, text, known=known):
            return True
    return False


@pytest.mark.parametrize("folder", ["mentions", "relations", "speech", "figures"])
def test_every_rule_fires_on_an_example_of_its_own(folder: str) -> None:
    assert [rule.id for rule in rulebook.rules(folder) if not on_own_examples(folder, rule)] == []


def test_a_rule_that_fires_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fires, "ids", lambda: {"never"})
    never = rulebook.parse(
        {"id": "never", "about": "", "kind": "Person", "pattern": "(?!)", "finds": ["⟦span:甲乙⟧来了。"], "skips": []},
        where="test",
    )
    assert not on_own_examples("mentions", never)
    assert fired(SEEDS)["never"] == 0


def test_rules_fire_on_the_seeds() -> None:
    used = rule_use.uses([])
    assert {one.fired for one in used} == {0}
    assert sum(fired(SEEDS)[one.rule] > 0 for one in used) > 50


def test_rules_that_no_page_of_the_corpora_uses_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    if not LOCAL.is_dir() or not NATIONAL.is_dir():
        pytest.skip(
            f"no pages at {CORPORA}; set ZHENGPU_CORPORA to the folder that holds local-news, xinwenlianbo-2023"
        )
    counts = fired(SEEDS) + fired(LOCAL) + fired(NATIONAL)
    unused = [one.rule for one in rule_use.uses([]) if not counts[one.rule]]
    with capsys.disabled():
        pages_read = "seeds, local-news and xinwenlianbo-2023"
        sys.stdout.write(f"\n{len(unused)} rules fire on no page of {pages_read}: {', '.join(unused)}\n")
    assert len(unused) < len(rule_use.uses([])) * RARE


def test_no_rule_is_made_superfluous_by_another_without_a_reason() -> None:
    covered = {f"{rule} & {other}" for folder in rule_use.COMPARED for rule, other in rule_use.covered(folder)}
    assert covered - SUPERFLUOUS.keys() == set(), (
        "drop the rule, sharpen its examples, or say why in rule_overlaps.yaml"
    )
    assert SUPERFLUOUS.keys() - covered == set(), "no longer so: take it out of rule_overlaps.yaml"


def test_a_rule_that_reads_what_another_reads_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = {"about": "", "kind": "Person", "pattern": "(?P<span>甲乙)", "finds": ["⟦span:甲乙⟧来了。"] * 2, "skips": []}
    both = tuple(rulebook.parse({"id": name, **twin}, where="test") for name in ("one", "two"))
    monkeypatch.setattr(rule_use, "rules", lambda _: both)
    assert list(rule_use.covered("mentions")) == [("one", "two"), ("two", "one")]


def test_counts_are_those_of_the_stages() -> None:
    text = "区委书记乔俊杰强调，财政总收入要达到103亿元。"
    page = pages.of_text(text)
    counts = rule_use.count(page.reads)
    sentence = Sentence(Text(text, (Run(0, 0, len(text)),)), 0, len(text), 0, "paragraph")
    mentions = page.reads[0].readings[0].mentions
    assert counts["tenure.before_name"] == 1
    assert counts["figure.counted"] == len(figures.find(text)) == 1
    assert counts["statement.after_name"] == len(speech.find([(sentence, mentions)])) == 1


def test_rules_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "rule,folder,kind,examples,fired,about"
    assert len(lines) - 1 == len(rule_use.uses([])) == len({line.partition(",")[0] for line in lines[1:]})


def test_rules_counts_on_pages_and_lists_the_unused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = files.write(tmp_path / "news.txt", "# 会议\n\n区委书记乔俊杰来到村里。区长恽淇丞也来了。\n")
    assert cli.main(["rules", str(page), "--format", "csv"]) == 0
    first = capsys.readouterr().out.splitlines()[1].split(",")
    assert (first[0], first[4]) == ("person.after_post", "2")
    assert cli.main(["rules", str(page), "--unused", "--format", "csv"]) == 0
    unused = {line.partition(",")[0] for line in capsys.readouterr().out.splitlines()[1:]}
    assert "person.after_post" not in unused
    assert "decision.adopted" in unused


@pytest.mark.parametrize("arguments", [["none.txt"], ["--unused"], ["--date", "昨天"]])
def test_what_cannot_be_counted_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("kg: ")


def test_rules_helps_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["rules", "--help"])
    assert "kg rules" in capsys.readouterr().out.partition("example:")[2]
