"""What holds for every text, however odd."""

import itertools
import re
from collections.abc import Callable
from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.model import Article, Source, Text
from kg.stages import articles, bylines, clean, dates, paragraphs, read, sentences
from tests.hard import fuzz, inputs

# The first text of a run loads words and rules, which takes seconds.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# Text that looks like a page: every sign that a rule reads, and some that none does.
SIGNS = "区委书记。，,;:!?()“”‘’《》「」\"'#□—·. \u3000\n\n\r\t\0\ue000\u200b0189年月日AbＡ１％一、"
WORDS = ("本报讯", "记者", "（记者 王明）", "昨天", "年终岁尾", "2024年1月6日", "——", "# ", "## ", " and ", "\r\n")
PIECES = st.sampled_from([*SIGNS, *WORDS])
PAGES = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80))


def page(text: str) -> Source:
    return Source("page.txt", text, "", "utf-8")


def split(source: Source) -> list[Article]:
    return articles.split(source, paragraphs.join(source, clean.lines(source)))


def cleaned(raw: str) -> Text:
    return clean.line(raw, 0, len(raw))


@given(st.lists(PIECES, max_size=30).map("".join).map(lambda text: re.sub(r"[\r\n]", "", text)))
@example("⿃⻢豈")  # radicals and compatibility forms, of traditional characters too
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    once = cleaned(raw).value
    assert fuzz.IN_NUMBERS.sub("", cleaned(once).value) == fuzz.IN_NUMBERS.sub("", once)


@pytest.mark.parametrize(("raw", "once", "twice"), [("比分4: 4。", "比分4：4。", "比分4:4。"), ("4: 4", "4：4", "4:4")])
def test_a_mark_between_digits_whose_space_is_gone_is_the_only_exception(raw: str, once: str, twice: str) -> None:
    assert (cleaned(raw).value, cleaned(once).value, cleaned(twice).value) == (once, twice, twice)


@given(PAGES, st.integers(0, 50), st.integers(1, 50))
def test_every_cleaned_character_stands_somewhere_in_the_source(raw: str, begin: int, length: int) -> None:
    for text in clean.lines(page(raw)):
        low = min(begin, len(text.value) - 1)
        high = min(low + length, len(text.value))
        start, stop = text.origin(low, high)
        assert 0 <= start < stop <= len(raw)
        assert text.cut(low, high).origin(0, high - low) == (start, stop)


@given(st.text(alphabet="区委书记和“”《》，。 \0\u200b\u3000年", min_size=1, max_size=40), st.integers(0, 40))
def test_the_source_of_a_character_reads_as_that_character(raw: str, at: int) -> None:
    text = cleaned(raw)
    for i in range(min(at, len(text.value)), len(text.value)):
        start, stop = text.origin(i, i + 1)
        assert cleaned(raw[start:stop]).value == text.value[i].strip()


@given(PAGES)
def test_splitting_loses_nothing(raw: str) -> None:
    source = page(raw)
    lines = clean.lines(source)
    joined = paragraphs.join(source, lines)
    assert "".join(text.value for text in joined) == "".join(text.value for text in lines)
    for article in split(source):
        found = sentences.split(article)
        for index, block in enumerate(article.blocks):
            whole = "".join(one.text.value for one in found if one.block == index)
            assert whole.replace(" ", "") == block.text.value.replace(" ", "")


@given(PAGES)
def test_sentences_stand_in_order_and_without_overlap(raw: str) -> None:
    found = [one for article in split(page(raw)) for one in sentences.split(article)]
    assert all(one.end <= other.begin for one, other in itertools.pairwise(found))
    assert all(raw[one.begin : one.end].strip() for one in found)


@given(PAGES)
def test_no_text_breaks_a_stage(raw: str) -> None:
    found = split(page(raw))
    assert len(dates.published(found)) == len(found)
    names = [name for article in found for name in bylines.reporters(article)]
    assert all(0 <= begin < end <= len(raw) for _, begin, end in names)


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_no_file_breaks_reading(tmp_path_factory: pytest.TempPathFactory, octets: bytes) -> None:
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_bytes(octets)
    (found,) = read.sources([path])
    line = found.text if isinstance(found, Source) else str(found).replace("\n", "two lines \ud800")
    line.encode("utf-8")  # neither a lone surrogate nor an error of two lines


@pytest.mark.parametrize("target", fuzz.TARGETS.values(), ids=fuzz.TARGETS)
@given(raw=PAGES)
@settings(max_examples=40)
def test_what_is_promised_of_each_stage_holds_for_every_text(target: Callable[[bytes], None], raw: str) -> None:
    target(raw.encode("utf-8", "ignore"))


@given(raw=PAGES)
@settings(max_examples=40)
def test_what_is_left_out_is_told(raw: str) -> None:
    text = raw.encode("utf-8", "ignore").decode()
    assert inputs.fate_of(page(text)) == ("read", "")


def test_a_line_of_a_megabyte_takes_time_in_proportion() -> None:
    def seconds(repeats: int) -> float:
        source = page("会议 召开，“好”，共 1,000 件（含3件）。本报讯" * repeats)
        start = perf_counter()
        assert sum(len(sentences.split(article)) for article in split(source)) >= repeats
        return perf_counter() - start

    seconds(100)
    assert seconds(32_000) < 30 * max(seconds(3_200), 0.05)
