"""`kg diff`, `kg stats` and `kg validate`: what they print of graphs that we know, and with which exit code."""

import json
import sys
from pathlib import Path

import pytest

import kg
from kg import cli
from kg.errors import KgError
from kg.model import Literal
from kg.outputs import differences, files, graph_file, plain, statistics, turtle, validation
from tests.page_graph import ID, small
from tests.test_shapes import BROKEN, SOUND

MONDAY = "# 区委召开会议\n\n本报讯 (记者 朱梦琪) 1月5日,武进区召开全区领导干部会议。区委书记乔俊杰主持会议并讲话。\n"
TUESDAY = "# 区政府召开会议\n\n本报讯 (记者 朱梦琪) 1月8日,区委书记乔俊杰出席招商大会。区长恽淇丞主持会议。\n"
OPTIONS = {"place": "320412", "date": "2024-01-09"}


def saved(folder: Path, **changes: str) -> Path:
    """A folder with the graph of a page, one of its texts changed."""
    return files.write(folder / "graph.ttl", turtle.write(small(**changes))).parent


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The graphs of one article, and of that article and another."""
    root = tmp_path_factory.mktemp("days")
    pages = [files.write(root / "in" / "1.txt", MONDAY), files.write(root / "in" / "2.txt", TUESDAY)]
    one, two = kg.build(pages[:1], **OPTIONS), kg.build(pages, **OPTIONS)
    return tuple(files.write(root / f"{i}" / "graph.ttl", turtle.write(graph)) for i, graph in enumerate((one, two)))


def told(old: Path, new: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert cli.main(["diff", str(old), str(new), *more]) == 0
    return capsys.readouterr().out


def test_an_added_article_adds_its_facts_and_takes_none_away(
    days: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(*days, capsys)
    assert "+ 恽淇丞 · 常州市武进区人民政府 · 区长" in text
    assert "“区长恽淇丞主持会议。” 2.txt" in text
    assert "− " not in text.replace("  −0", "")
    found = json.loads(told(*days, capsys, "--format", "json"))
    assert {one["how"] for one in found} <= {"added", "changed"}
    assert {one["table"] for one in found if one["how"] == "added"} >= {"tenures", "entities", "articles"}


def test_a_fact_of_both_articles_is_changed_not_added(
    days: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(told(*days, capsys, "--format", "json"))
    (post,) = [one for one in found if one["table"] == "tenures" and "乔俊杰" in one["says"]]
    assert post["how"] == "changed"
    assert ["sentences", "1", "2"] in post["changes"]


def test_the_other_way_round_they_are_taken_away(days: tuple[Path, Path]) -> None:
    one, two = map(graph_file.read, days)
    there = sorted((d.table, d.says) for d in differences.compare(one, two) if d.how == "added")
    back = sorted((d.table, d.says) for d in differences.compare(two, one) if d.how == "removed")
    assert there == back != []


def test_a_graph_does_not_differ_from_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = saved(tmp_path)
    assert told(out, out / "graph.ttl", capsys) == "没有差别 no difference\n"
    assert told(out, out, capsys, "--format", "json") == "[]\n"


def test_a_changed_value_shows_both(tmp_path: Path) -> None:
    graph = small()
    graph.nodes[f"{ID}observation.1"]["literals"]["schema:value"] = (Literal("419", "xsd:decimal"),)
    (one,) = differences.compare(small(), graph)
    assert (one.how, one.table, one.changes) == ("changed", "figures", (("value", "418", "419"),))


@pytest.mark.parametrize("command", ["diff", "stats", "validate"])
def test_a_missing_graph_is_one_line(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graphs = [str(tmp_path / "none")] * (2 if command == "diff" else 1)
    assert cli.main([command, *graphs]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "kg build" in line


@pytest.mark.parametrize("command", ["diff", "stats", "validate"])
def test_text_of_a_page_cannot_steer_the_terminal(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = (
        saved(tmp_path / "old"),
        saved(tmp_path / "new", label="王\x1b[31m\u202e\x07\n建国", text="他\x1b]0;x\x07说"),
    )
    graphs = [str(old), str(new)] if command == "diff" else [str(new)]
    cli.main([command, *graphs])
    said = capsys.readouterr().out
    assert said
    assert not set(said) & set("\x1b\x07\u202e\r")


def test_plain_text_keeps_chinese_and_loses_control() -> None:
    assert plain.one_line("区长\u200b讲\x9b话") == "区长 讲 话"


def test_stats_count_what_is_in_the_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["stats", str(saved(tmp_path)), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    counts = {row["class"]: row["n"] for row in found["classes"]}
    assert (counts["kg:Meeting"], counts["kg:Official"], counts["kg:Passage"]) == ("3", "1", "3")
    assert found["rules"] == [{"rule": "attend.list", "n": "5"}]
    assert found["officials"] == [{"official": "恽淇丞", "n": "3"}]
    assert found["files"] == [{"file": "000_page.txt", "n": "5"}]
    dates = {row["of"]: row for row in found["dates"]}
    assert (dates["articles"]["part"], dates["articles"]["inferred"]) == ("1", "1")
    assert (dates["meetings"]["full"], dates["meetings"]["none"]) == ("1", "2")


def test_stats_name_open_references() -> None:
    graph = small()
    graph.nodes[f"{ID}body.人大"]["literals"]["kg:openReference"] = (Literal("true", "xsd:boolean"),)
    (section,) = [one for one in statistics.sections(graph) if one.name == "open"]
    assert section.answer.rows == (("FormalOrganization", "常州市武进区人民代表大会"),)


def test_stats_print_a_title_over_each_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["stats", str(saved(tmp_path)), "--top", "1"]) == 0
    titles = [line for line in capsys.readouterr().out.splitlines() if line.startswith("■")]
    assert titles[0] == "■ 各类节点 nodes by class"
    assert len(titles) == len(statistics.sections(small()))


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_top_is_a_number_above_zero(number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["stats", str(tmp_path), f"--top={number}"])
    assert stop.value.code == 2
    assert "above zero" in capsys.readouterr().err


def test_a_sound_graph_is_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = files.write(tmp_path / "graph.ttl", SOUND)
    assert cli.main(["validate", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"合乎本体和形状 fits the ontology and the shapes: {path}\n"


@pytest.mark.parametrize("name", ["a fact without a rule", "an unknown action", "a name without a language"])
def test_a_broken_graph_is_told_line_by_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = files.write(tmp_path / "graph.ttl", SOUND.replace(*BROKEN[name], 1))
    assert cli.main(["validate", str(path)]) == 2
    *lines, last = capsys.readouterr().out.splitlines()
    assert lines
    assert last == f"{len(lines)} 处不合 problems: {path}"
    assert all(line.startswith(("id:", "http")) and " · " in line for line in lines)


def test_a_problem_names_the_node_the_property_and_what_is_wrong(tmp_path: Path) -> None:
    path = files.write(tmp_path / "graph.ttl", SOUND.replace(*BROKEN["a number without unit"], 1))
    (one,) = validation.problems(path)
    assert (one.node, one.path, one.zh, one.en) == ("id:number", "schema:unitText", "缺少", "missing")


def test_a_term_that_is_not_declared_is_a_problem(tmp_path: Path) -> None:
    path = files.write(tmp_path / "graph.ttl", f"{SOUND}\nid:person kg:favouriteColour 3 .")
    (one,) = validation.problems(path)
    assert one.node.endswith("#favouriteColour")
    assert one.zh == "本体中没有这个词"


def test_only_so_many_problems_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = files.write(tmp_path / "graph.ttl", SOUND.replace("kg:rule id:rule ;", ""))
    assert cli.main(["validate", str(path), "--limit", "2"]) == 2
    *lines, last = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert int(last.split()[0]) > 2


def test_what_is_no_turtle_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", str(files.write(tmp_path / "x.ttl", "市长 讲话"))]) == 2
    assert "not Turtle" in capsys.readouterr().err


def test_without_pyshacl_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(KgError, match=r"pip install 'zhengpu\[validate\]'"):
        validation.problems(files.write(tmp_path / "graph.ttl", SOUND))


@pytest.mark.parametrize("command", ["diff", "export", "stats", "validate"])
def test_help_of_a_command_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([command, "--help"])
    assert stop.value.code == 0
    assert f"kg {command}" in capsys.readouterr().out.partition("example:")[2]
