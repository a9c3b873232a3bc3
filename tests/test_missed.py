"""Pages → names, titles, numbers and terms that no rule used, most frequent first, each with its first place."""

import csv
import io
import json
from pathlib import Path

import pytest

from kg import cli
from kg.lexicons import using
from kg.outputs import files
from kg.tracing import missed, pages

SEEDS = Path(__file__).parent.parent / "seeds"
NEWS = (
    "# 村里的事\n\n"
    "本报讯 昨天,区委书记乔俊杰到村里走访。\n\n"
    "村民送来3提篮鸡蛋,又送来12提篮鸭蛋和7竹篓花生。“土秀才”说,要看节目《春江夜话》。\n\n"
    "“土秀才”还说,督办专干张海燕要来。于是,李海生宣布散会。\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("in")
    files.write(made / "news.txt", NEWS)
    return made


def found(*paths: Path) -> list[missed.Missed]:
    return missed.missed(page for page in pages.of_files(paths) if isinstance(page, pages.Page))


@pytest.mark.parametrize(
    ("kind", "term", "count", "line"),
    [("number", "提篮", 2, 5), ("number", "竹篓", 1, 5), ("quoted", "土秀才", 2, 5), ("work", "春江夜话", 1, 5)],
)
def test_what_no_rule_used_is_listed_with_its_place(kind: str, term: str, count: int, line: int, folder: Path) -> None:
    (one,) = [one for one in found(folder) if (one.kind, one.term) == (kind, term)]
    assert (one.count, one.where) == (count, f"news.txt:{line}")
    assert "【" in one.example


@pytest.mark.parametrize(
    ("text", "kind", "term"),
    [
        ("会上，乡贤总管赵刚讲话。", "name", "赵刚"),
        ("师傅王晓明介绍，桥修好了。", "name", "王晓明"),
        ("乡贤总管乔俊杰讲话，区长乔俊杰出席。", "title", "乡贤总管"),
        ("节目《春江夜话》开播。", "work", "春江夜话"),
    ],
)
def test_names_titles_and_works_that_no_rule_read_are_listed(text: str, kind: str, term: str) -> None:
    assert (kind, term) in {(one.kind, one.term) for one in missed.missed([pages.of_text(text)])}


@pytest.mark.parametrize(
    "text", ["区长乔俊杰出席。", "2024年1月6日，完成产值103亿元。", "《政府工作报告》获得通过。", "强调“两个确立”。"]
)
def test_what_the_rules_read_leaves_nothing(text: str) -> None:
    assert missed.missed([pages.of_text(text)]) == []


def test_what_a_rule_used_is_not_listed(folder: Path) -> None:
    listed = {one.term for one in found(folder)}
    read = {
        mention.text
        for page in pages.of_files([folder])
        if isinstance(page, pages.Page)
        for article in page.reads
        for reading in article.readings
        for mention in reading.mentions
    }
    assert "乔俊杰" in read
    assert not listed & read


def test_a_word_of_the_user_is_no_longer_missed(folder: Path, tmp_path: Path) -> None:
    mine = files.write(tmp_path / "mine.yaml", "unit: {提篮: {kind: count}, 竹篓: {kind: count}}\npersons: [土秀才]\n")
    with using([mine]):
        listed = {(one.kind, one.term) for one in found(folder)}
    assert not listed & {("number", "提篮"), ("number", "竹篓"), ("quoted", "土秀才")}
    assert ("work", "春江夜话") in listed


def test_most_frequent_stands_first_and_order_of_files_changes_nothing() -> None:
    some = sorted(SEEDS.glob("*.txt"))[:2]
    listed = found(*some)
    assert [one.count for one in listed] == sorted((one.count for one in listed), reverse=True)
    assert listed == found(*reversed(some))
    for one in listed:
        file, _, line = one.where.rpartition(":")
        text = (SEEDS / file).read_text(encoding="utf-8").splitlines()
        assert text[int(line) - 1].strip()


def test_missed_prints_the_first_in_each_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = {}
    for form in ("table", "csv", "json"):
        assert cli.main(["missed", str(folder), "--top", "2", "--format", form]) == 0
        shown[form] = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(shown["csv"])))
    assert rows == json.loads(shown["json"])
    assert [(row["term"], row["count"]) for row in rows] == [("提篮", "2"), ("土秀才", "2")]
    assert "(2 行 rows)" in shown["table"]


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["missed", str(folder), "none.txt", "--format", "csv"]) == 2
    said = capsys.readouterr()
    assert "none.txt" in said.err
    assert "提篮" in said.out


def test_a_negative_number_of_terms_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["missed", str(folder), "--top", "-1"]) == 2
    assert "--top" in capsys.readouterr().err


def test_missed_helps_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["missed", "--help"])
    assert "kg missed" in capsys.readouterr().out.partition("example:")[2]
