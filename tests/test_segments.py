"""Words and their classes are those of jieba, though only a part of its dictionary is read."""

import logging
import math
import os
import random
import subprocess
import sys
from itertools import accumulate

import pytest

from kg import segments
from kg.packages import jieba, quietly

posseg = quietly("jieba.posseg")

MIXED = "a b%3.5- CT扫描 AT&T\r\nA股\u3000１２ T恤 C++ c# x_1.5 “引号”、……"


@pytest.fixture(scope="module", autouse=True)
def whole():
    """jieba with all of its dictionary."""
    logging.getLogger("jieba").setLevel(logging.ERROR)
    jieba.initialize()
    return posseg.dt.word_tag_tab


def texts(words):
    """Real words side by side, and parts of them, so that words meet at every kind of break."""
    dice = random.Random(1)
    known = sorted(words)
    for _ in range(3000):
        text = "".join(dice.choices(known, k=3))
        begin = dice.randrange(len(text))
        yield text[begin : begin + dice.randint(1, 12)]
    yield from ("", "\n", MIXED, "\ue000", "々", "a1", "1a的1")


def test_words_are_those_of_jieba(whole):
    assert [t for t in texts(whole) if segments.words(t) != tuple(jieba.cut(t, HMM=False))] == []


def test_classes_are_those_of_jieba(whole):
    pairs = {t: tuple((one.word, one.flag) for one in posseg.cut(t, HMM=False)) for t in texts(whole)}
    assert [t for t, told in pairs.items() if segments.tagged(t) != told] == []


def test_the_sum_of_frequencies_is_that_of_jieba(monkeypatch):
    assert segments.Tokenizer().total == 0
    for totals in (segments.TOTALS, {}):
        monkeypatch.setattr(segments, "TOTALS", totals)
        one = segments.Tokenizer()
        one.check_initialized()
        assert one.total == jieba.dt.total


def test_what_is_known_of_words_is_what_jieba_knows(whole):
    one = segments.Tokenizer()
    one.calc("中华人民共和国成立", {}, {})
    assert {"中华", "中华人民共和国", "成立"} <= one.entries.keys()
    assert {word: int(entry.split(" ")[1]) for word, entry in one.entries.items()}.items() <= jieba.dt.FREQ.items()
    assert one.weights["成立"] == math.log(jieba.dt.FREQ["成立"]) - math.log(jieba.dt.total)
    assert one.tags.items() <= whole.items()


def test_what_is_said_of_first_words_without_parting_holds_of_them(whole):
    for text in filter(None, texts(whole)):
        (first, tag), *_ = segments.tagged(text)
        assert segments.may_lead(text, tag) or tag in ("x", "eng")
        assert first == text[0] or not segments.is_alone(text)


def test_words_cross_only_where_one_may(whole):
    for text in filter(str.isalpha, texts(whole)):
        words = segments.words(text)
        inside = set(range(1, len(text))) - set(accumulate(map(len, words)))
        assert text.isascii() or [at for at in inside if not segments.may_cross(text, at)] == []


def test_what_jieba_guesses_by_is_imported_when_it_guesses():
    told = """if True:
        import sys
        from kg.packages import jieba
        assert "jieba.finalseg.prob_emit" not in sys.modules
        assert type(sys.modules["jieba.finalseg"]).__name__ == "Later"
        print(*jieba.cut("他来到了网易杭研大厦"), sep="/")
        assert jieba.finalseg is sys.modules["jieba.finalseg"]
        assert "jieba.finalseg.prob_emit" in sys.modules
    """
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "/".join(jieba.cut("他来到了网易杭研大厦"))), done.stderr


def test_jieba_s_own_warnings_are_no_one_s(tmp_path):
    """Where Python keeps no compiled files (PYTHONDONTWRITEBYTECODE), each import compiles jieba's odd patterns."""
    told = "from kg.packages import GUESSING, jieba\nimport sys\nsys.modules[GUESSING].cut"
    strict = ["-B", "-W", "error::SyntaxWarning", "-W", "error::DeprecationWarning"]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, *strict, "-c", told], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
