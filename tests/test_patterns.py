"""Patterns that are compiled by the copy of Python's compiler are those of `re`."""

import re
from importlib import import_module

import pytest

from kg import patterns

WRITTEN = [
    "[一二三]{2,3}月",
    "[^，。；]{0,9}会议",
    "(?P<who>[一-龥]{2,4})(?:出席|参加)(?P=who)?",
    r"[\u3400-\u9fff]+[^\u3400-\u9fff]",
    r"(?<![0-9])[0-9.,]+(?:%|[万亿]元)(?!左右)",
    "(?i:[a-zé]+)|[A-ZÉ]{2}",
    "[\U00020000-\U0002a6df㐀-䶿]|[^\x00-\uffff]",
    "(?:一(?:二|三)?|四)(?:[五六][七八]|[^五六])",
    "(?:^|(?<=[，。席]))(?:副?(?=王)..|左?右|[0-9]{1,3})+?",
    "(?=[一二三四五])(?:[^，]{2}|.七)",
    "(?:(?=[王右])|(?<!，))(?:王|[右七])(?P<next>[建九])?",
    "(?:增|(?:减|))长|左*(?=右)",
]
TEXT = "王建国出席王建国会议，增长1,234.5%左右，3亿元。一二三月；AbcÉé \U00020001𠮷一二五七四九"


@pytest.mark.parametrize("written", WRITTEN)
def test_a_pattern_matches_as_that_of_re(written):
    def found(pattern):
        return [(match.span(), match.groupdict()) for match in pattern.finditer(TEXT)]

    assert found(patterns.compile(written)) == found(re.compile(written)) != []


@pytest.mark.parametrize(
    ("written", "begins"),
    [
        ("(?<!副)[市县]长|省", "市县省"),
        ("(?:市|(?:代|副)?(?=县)..)长", "市代副县"),
        ("(?=[市县])[^，]{2}", "市县"),
        ("(?:市)?县*+", None),
        ("市?[^，]", None),
        ("(?i:a)b", None),
        ("(市)?(?(1)县|长)", None),
    ],
)
def test_with_which_characters_a_match_begins(written, begins):
    found = patterns.heads(patterns.parser.parse(written))
    assert (None if found is None or None in found else "".join(chr(letter) for _, letter in found)) == begins


def test_what_is_no_pattern_is_refused_as_by_re():
    with pytest.raises(re.error, match="missing \\), unterminated subpattern"):
        patterns.compile("(甲")


def test_the_compiler_of_re_stays_as_it_is():
    patterns.compile("[甲乙丙]")
    own = import_module("re._compiler")
    assert patterns.compiler() is not own
    assert getattr(own, patterns.WORKS_OUT).__module__ == "re._compiler"


def test_each_set_is_worked_out_once(monkeypatch):
    asked = []

    def work_out(charset, *more):
        asked.append(charset)
        return charset, False

    remembered = patterns.remembering(work_out)
    for _ in range(3):
        assert remembered([("in", 1)]) == ([("in", 1)], False)
    assert len(asked) == 1
    remembered([("in", 1)], None, str.lower, None)
    assert len(asked) == 2


def test_without_the_function_that_is_known_nothing_is_remembered(monkeypatch):
    monkeypatch.setattr(patterns, "WORKS_OUT", "_gone")
    patterns.compiler.cache_clear()
    try:
        assert patterns.compile("[甲乙]丙").match("乙丙") is not None
    finally:
        patterns.compiler.cache_clear()
