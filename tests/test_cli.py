"""Arguments → exit code, what is printed, and which files there are then."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import cli
from kg.outputs import files

NEWS = "# 区委召开会议\n\n本报讯 (记者 朱梦琪) 昨天下午,武进区召开全区领导干部会议。区委书记乔俊杰主持会议并讲话。\n"
GRAPH = str(Path(__file__).parent / "cases" / "questions.ttl")
MADE = ["graph.html", "graph.ttl", "manifest.json", "sparql.html"]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return files.write(tmp_path / "in" / "news.txt", NEWS)


def built(out: Path) -> list[str]:
    return sorted(path.name for path in out.glob("[!.]*")) if out.exists() else []


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("kg: ")
    return lines[0]


def test_build_writes_four_files_and_tells_what_is_in_them(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = news.parent.parent / "out"
    assert cli.main(["build", str(news), "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert built(out) == MADE
    assert all(word in said for word in ("1 个文件", "1 篇文章", "官员 1", "任职 1", "未决", "graph.html"))
    (fate,) = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert (fate["file"], fate["fate"]) == ("news.txt", "read")


def test_quiet_build_prints_nothing(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", str(news), "-o", str(news.parent / "out"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_two_builds_write_the_same_bytes(news: Path, tmp_path: Path) -> None:
    outs = [tmp_path / "one", tmp_path / "two"]
    for out in outs:
        cli.main(["build", str(news.parent), "-o", str(out), "--quiet"])
    assert [(outs[0] / name).read_bytes() for name in MADE] == [(outs[1] / name).read_bytes() for name in MADE]


@pytest.mark.parametrize("kind", ["missing file", "empty folder", "unreadable encoding"])
def test_bad_input_is_one_line_and_the_good_is_built(
    kind: str, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.txt"
    if kind == "empty folder":
        bad.mkdir()
    if kind == "unreadable encoding":
        bad.write_bytes(b"\xff\xff\x00\xff\x81" * 40)
    out = tmp_path / "out"
    assert cli.main(["build", str(news), str(bad), "-o", str(out), "--quiet"]) == 2
    assert str(bad) in one_line(capsys)
    assert built(out) == MADE
    fates = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert sorted(fate["fate"] for fate in fates) == ["read", "refused"]


def test_unknown_place_is_one_line_and_the_place_is_inferred(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = news.parent / "out"
    assert cli.main(["build", str(news), "-o", str(out), "--place", "火星市", "--quiet"]) == 2
    assert "火星市" in one_line(capsys)
    assert built(out) == MADE


def test_nothing_readable_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert cli.main(["build", str(tmp_path / "none.txt"), "-o", str(out)]) == 2
    assert "none.txt" in capsys.readouterr().err
    assert built(out) == []


@pytest.mark.parametrize("text", ["2023-13-01", "昨天", "20231228", "2023-1-2"])
def test_bad_date_is_one_line(text: str, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", str(news), "-o", str(news.parent / "out"), "--date", text]) == 2
    assert text in one_line(capsys)


def test_folder_that_cannot_be_written_is_one_line(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", str(news), "-o", str(news / "out"), "--quiet"]) == 2
    assert "cannot be written" in one_line(capsys)


def test_failed_write_keeps_the_old_file_and_leaves_no_other(tmp_path: Path) -> None:
    old = files.write(tmp_path / "graph.ttl", "old")
    with pytest.raises(UnicodeEncodeError):
        files.write(old, "new \ud800")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]
    assert old.read_text(encoding="utf-8") == "old"


def test_query_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["query", GRAPH, "--name", "bodies-under"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["above", "body"]
    assert lines[2].split() == ["江东市人民政府", "江东市临江区人民政府"]
    assert lines[-1] == "(1 行 rows)"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", "formulation,articles\n两个确立,2\n"),
        ("tsv", "formulation\tarticles\n两个确立\t2\n"),
        ("json", '[\n {\n  "formulation": "两个确立",\n  "articles": "2"\n }\n]\n'),
    ],
)
def test_query_prints_other_forms(form: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["query", GRAPH, "--name", "formulations", "--format", form]) == 0
    assert capsys.readouterr().out == text


def test_query_reads_a_file_or_standard_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = "SELECT ?n WHERE { ?x <http://xmlns.com/foaf/0.1/name> ?n }"
    cli.main(["query", GRAPH, str(files.write(tmp_path / "q.rq", question)), "--format", "csv"])
    from_file = capsys.readouterr().out
    command = [sys.executable, "-m", "kg.cli", "query", GRAPH, "-", "--format", "csv"]
    piped = subprocess.run(command, input=question, capture_output=True, check=True, encoding="utf-8").stdout
    assert from_file == piped == "n\n李华\n欧阳明\n王建国\n"


def test_list_names_every_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["query", "--list", "--format", "csv"]) == 0
    assert "targets,提出了哪些目标，" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["no.ttl", "--name", "persons"],
        [GRAPH, "--name", "no-such-question"],
        [GRAPH, "no.rq"],
        [GRAPH],
        [GRAPH, "q.rq", "--name", "persons"],
        [],
    ],
)
def test_bad_query_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["query", *arguments]) == 2
    one_line(capsys)


@pytest.mark.parametrize("command", [[], ["build"], ["query"]])
def test_help_has_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([*command, "--help"])
    assert stop.value.code == 0
    assert f"kg {' '.join(command)}".strip() in capsys.readouterr().out.partition("example:")[2]


def test_help_loads_nothing_heavy() -> None:
    script = "import sys, kg.cli; kg.cli.parser().format_help(); print(*sys.modules)"
    started = time.perf_counter()
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout.split()
    assert time.perf_counter() - started < 1.5  # 0.05 s on an idle machine; the list of modules is the real test
    assert not {"networkx", "yaml", "jieba", "rdflib", "pyvis", "pyoxigraph", "numpy", "tqdm"} & set(loaded)
