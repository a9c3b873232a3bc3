"""From files to sentences: the tables in tests/cases hold input and answer."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import pipeline
from kg.errors import SourceError
from kg.model import Article as ArticleRecord
from kg.model import Block, Run, Source, Text
from kg.stages import articles, bylines, clean, dates, mentions, paragraphs, read, sentences

CASES = Path(__file__).parent / "cases"
SEEDS = Path(__file__).parent.parent / "seeds"


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def page(text: str) -> Source:
    return Source("page.txt", text, "", "utf-8")


def split(source: Source) -> list[ArticleRecord]:
    return articles.split(source, paragraphs.join(source, clean.lines(source)))


@pytest.mark.parametrize("case", cases("clean"), ids=lambda case: case["raw"][:20])
def test_a_line_is_cleaned(case: dict[str, Any]) -> None:
    assert clean.line(case["raw"], 0, len(case["raw"])).value == case["clean"]


@pytest.mark.parametrize("case", cases("clean"), ids=lambda case: case["raw"][:20])
def test_cleaning_what_is_clean_changes_nothing(case: dict[str, Any]) -> None:
    assert clean.line(case["clean"], 0, len(case["clean"])).value == case["clean"]


@pytest.mark.parametrize("case", cases("paragraphs"), ids=lambda case: case["about"])
def test_broken_lines_are_joined(case: dict[str, Any]) -> None:
    source = page(case["page"])
    assert [text.value for text in paragraphs.join(source, clean.lines(source))] == case["paragraphs"]


@pytest.mark.parametrize("case", cases("articles"), ids=lambda case: case["about"])
def test_a_page_is_split_into_articles(case: dict[str, Any]) -> None:
    source = page(case["page"])
    found = split(source)
    assert [one.headline.value for one in found] == [one["headline"] for one in case["articles"]]
    assert [[b.kind for b in one.blocks] for one in found] == [one["kinds"] for one in case["articles"]]
    names = [bylines.reporters(one) for one in found]
    assert [[name for name, _, _ in one] for one in names] == [one["reporters"] for one in case["articles"]]
    assert all(source.text[begin:end] == name for one in names for name, begin, end in one)
    speakers = [bylines.speaker(one) for one in found]
    assert [one and one[0] for one in speakers] == [one.get("speaker") for one in case["articles"]]


@pytest.mark.parametrize("case", cases("sentences"), ids=lambda case: case["text"][:12])
def test_a_paragraph_is_split_into_sentences(case: dict[str, Any]) -> None:
    text = Text(case["text"], (Run(0, 0, len(case["text"])),))
    found = sentences.split(ArticleRecord("", Text("", ()), (Block("paragraph", text),)))
    assert [one.text.value for one in found] == case["sentences"]
    assert [case["text"][one.begin : one.end] for one in found] == case["sentences"]


@pytest.mark.parametrize("case", cases("published"), ids=lambda case: case["page"][:12])
def test_a_date_rests_on_words_of_the_page(case: dict[str, Any]) -> None:
    found = dates.published(split(page(case["page"])))
    assert [[one.date, one.certainty] for one in found] == [[str(when), sure] for when, sure, _ in case["dates"]]
    assert all(words in one.basis for one, (_, _, words) in zip(found, case["dates"], strict=True))


def test_a_given_date_holds_where_the_page_states_none() -> None:
    found = dates.published(split(page("# 甲\n会议召开。\n# 乙\n(2024-01-06)\n会议召开。")), given="2024-01-07")
    assert [(one.date, one.certainty) for one in found] == [("2024-01-07", "stated"), ("2024-01-06", "stated")]


@pytest.mark.parametrize(
    ("octets", "encoding"),
    [
        ("区委书记。\r\n".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "区委书记。\r\n".encode(), "utf-8"),
        ("\ufeff区委书记。\r\n".encode("utf-16-le"), "utf-16-le"),
        ("\ufeff区委书记。\r\n".encode("utf-16-be"), "utf-16-be"),
        ("区委书记。\r\n".encode("gb18030"), "gb18030"),
    ],
)
def test_encodings_are_told_apart_and_line_breaks_kept(tmp_path: Path, octets: bytes, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(octets)
    (source,) = read.sources([tmp_path])
    assert isinstance(source, Source)
    assert (source.name, source.text, source.encoding) == ("a.txt", "区委书记。\r\n", encoding)


def test_folders_are_read_in_order_and_named_from_the_folder(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.MD", ".hidden.txt", "d.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("会议。", encoding="utf-8")
    found = list(read.sources([tmp_path, tmp_path / "b.txt", tmp_path / "d.html"]))
    assert [one.name for one in found if isinstance(one, Source)] == ["a/c.MD", "b.txt", "d.html"]


def test_what_cannot_be_read_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("会议。", encoding="utf-8")
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "broken.txt").write_bytes(("区委书记讲话。".encode() + b"\xe5") * 9)
    (tmp_path / "nothing").mkdir()
    paths = [tmp_path, tmp_path / "nothing", tmp_path / "missing.txt", Path("x\0y")]
    found = list(read.sources(paths))
    errors = [str(one) for one in found if isinstance(one, SourceError)]
    assert [one.name for one in found if isinstance(one, Source)] == ["good.txt"]
    assert len(errors) == 6
    assert all("\n" not in error and ";" in error for error in errors)


def test_the_seeds_fall_into_their_articles() -> None:
    found = [one for one in read.sources([SEEDS]) if isinstance(one, Source)]
    assert [len(split(one)) for one in found] == [4, 3, 2, 3, 2]


def test_the_name_of_a_place_before_its_head_is_no_person_elsewhere() -> None:
    assert sorted(mentions.names_in("武进区长石伟东调研企业", "高平市长、市委副书记李明出席。")) == ["李", "石"]


def test_points_in_sentences_of_their_own_are_what_was_said() -> None:
    text = "县里开会\n\n县委书记石伟东提出两点要求。一是抓好春耕。二是管好水渠。\n\n会后，大家下乡。\n"
    [told] = pipeline.read_page(page(text), None)
    [one] = told.speeches
    assert [told.readings[number].sentence.text.value for number in range(one.first, one.last + 1)] == [
        "一是抓好春耕。",
        "二是管好水渠。",
    ]
    silent = text.replace("一是抓好春耕。二是管好水渠。", "大家很高兴。")
    assert pipeline.read_page(page(silent), None)[0].speeches == ()
