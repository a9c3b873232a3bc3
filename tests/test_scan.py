"""Looking first and matching name by name gives what `re` gives with all names compiled into the patterns."""

import random
import re
from itertools import chain
from pathlib import Path

import pytest

from kg import scan
from kg.additions import adding
from kg.model import Source
from kg.rulebook import Rule, expand, lexicon, rules, unmark
from kg.scan.needs import needs
from kg.scan.tree import parsed
from kg.stages import articles, clean, mentions, paragraphs, sentences

MENTIONS = rules("mentions")
SEEDS = Path(__file__).parent.parent / "seeds"
# What the names, levels and verbs of the patterns below are made of, and what comes between them.
PIECES = (
    "江苏省",
    "常州市",
    "常州",
    "武进区",
    "武进",
    "吉林",
    "吉林市",
    "市",
    "区",
    "政府",
    "党",
    "委",
    "第三届",
    "召开",
    "，",
    "在",
)
PATTERNS = (
    "{:place_name}政府",
    "(?P<place>{:place_chain})(?P<organ>党?委|政府)",
    "(?:在|第(?P<term>[一二三])届)?(?P<place>{:place_name}市?|[市区])(?=政府|党)",
    "(?P<all>(?:{:place_name}){1,2}?)(?P<last>市|区)?委",
    "(?<=在)(?P<place>{:place_chain}|{:level})",
    "(?P<who>{:level_or_place})(?!政府).(?P<then>.)",
    "召开{0,1}[^，]{0,3}{:place_name}",
    "(?:{:place_name}|召开){2,3}",
    "(?P<first>[党第])?(?:(?P<a>{:place_name})|(?P<b>[市区]))(?P<c>政府)?",
)


def shown(found: "scan.Match") -> tuple[tuple[int, int], dict[str, str]]:
    return found.span(), found.groupdict()


def texts() -> list[str]:
    """Every sentence of the seeds and every example of the rules."""
    told = {unmark(example)[0] for rule in MENTIONS for example in (*rule.finds, *rule.skips, *rule.misses)}
    for path in sorted(SEEDS.glob("*.txt")):
        page = Source(path.name, path.read_text(encoding="utf-8"), "", "utf-8")
        split = articles.split(page, paragraphs.join(page, clean.lines(page)))
        told |= {one.text.value for one in chain.from_iterable(map(sentences.split, split))}
    return sorted(told)


TEXTS = texts()


@pytest.mark.parametrize("rule", MENTIONS, ids=lambda rule: rule.id)
def test_a_rule_finds_what_re_finds(rule: Rule) -> None:
    pattern, finder = rule.pattern, scan.finder(rule.written)
    own = {unmark(example)[0] for example in (*rule.finds, *rule.skips, *rule.misses)}
    for text in (*own, *TEXTS[::3]):
        assert [shown(m) for m in finder.finditer(scan.look(text))] == [shown(m) for m in pattern.finditer(text)]


def test_no_rule_is_turned_away_where_it_finds_something() -> None:
    gate = mentions.gate()
    for text in TEXTS:
        asked = {rule.id for rule in gate.asked(scan.look(text).grams)}
        wrongly = [r.id for r in MENTIONS if r.id not in asked and r.looks_at(text) and r.pattern.search(text)]
        assert wrongly == []


def test_most_rules_are_turned_away() -> None:
    gate = mentions.gate()
    asked = sum(len(list(gate.asked(scan.look(text).grams))) for text in TEXTS)
    assert asked < len(TEXTS) * len(MENTIONS) * 0.15


@pytest.mark.parametrize("written", PATTERNS)
def test_a_pattern_finds_what_re_finds_in_texts_made_at_random(written: str) -> None:
    dice, pattern, finder = random.Random(written), re.compile(expand(written)), scan.finder(written)
    for _ in range(300):
        text = "".join(dice.choices(PIECES, k=dice.randint(0, 9)))
        seen = scan.look(text)
        assert [shown(m) for m in finder.finditer(seen)] == [shown(m) for m in pattern.finditer(text)], text
        whole, expected = finder.fullmatch(seen), pattern.fullmatch(text)
        assert (whole and shown(whole)) == (expected and shown(expected)), text


@pytest.mark.parametrize("written", PATTERNS)
def test_a_pattern_that_matches_has_what_it_needs(written: str) -> None:
    dice, pattern = random.Random(written), re.compile(expand(written))
    words = [need for need in needs(parsed(written)) if not any(word.startswith("\U000f0000") for word in need)]
    for _ in range(300):
        text = "".join(dice.choices(PIECES, k=dice.randint(0, 9)))
        if pattern.search(text):
            assert all(any(word in text for word in need) for need in words)


def test_names_are_found_as_the_pattern_of_all_names_finds_them() -> None:
    pattern = re.compile(lexicon("place_name"))
    for text in TEXTS:
        assert [text[begin:end] for begin, end in scan.places("place_name", text)] == pattern.findall(text)


def test_thousands_of_names_of_a_user_are_found() -> None:
    names = {f"甲{chr(0x4E00 + i)}{chr(0x4E01 + i)}": "" for i in range(3000)} | {"甲": "", "甲一": ""}
    with adding({"own_person": names}):
        found = mentions.find("甲一丁到甲一家，甲在。")
    assert [(m.text, m.kind) for m in found] == [("甲一丁", "Person"), ("甲一", "Person"), ("甲", "Person")]
