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
]
TEXT = "王建国出席王建国会议，增长1,234.5%左右，3亿元。一二三月；AbcÉé \U00020001𠮷一二五七四九"


@pytest.mark.parametrize("written", WRITTEN)
def test_a_pattern_matches_as_that_of_re(written):
    def found(pattern):
        return [(match.span(), match.groupdict()) for match in pattern.finditer(TEXT)]

    assert found(patterns.compile(written)) == found(re.compile(written)) != []


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
