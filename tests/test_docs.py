"""What the documents tell people to type works, what they name is there, and both READMEs say the same."""

import contextlib
import importlib.util
import io
import re
import shlex
import shutil
import struct
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from kg import cli, pipeline, rulebook
from kg.outputs import answers, description, files, turtle

ROOT = Path(__file__).parent.parent
NAMES = ("README.md", "README.zh-CN.md")
READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
DOCUMENTS = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
IMAGE = re.compile(r"!\[[^]]+\]\(([^)]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")
FOLDERS = ("kg", "tests", "tools", "docs", "notebooks", "ontology", "seeds", "benchmarks")
WORDS = "words.yaml"
# What only some readers have: the folder of the score.
ABSENT = "SCORE"


def fences(text: str, language: str) -> list[str]:
    return [inside for name, inside in FENCE.findall(text) if name == language]


def commands(text: str, program: str) -> list[list[str]]:
    lines = [line for block in fences(text, "sh") for line in block.splitlines()]
    return [words[1:] for line in lines if (words := shlex.split(line, comments=True)) and words[0] == program]


def code(text: str) -> list[tuple[str, str]]:
    """The blocks of code without their comments."""
    return [(name, re.sub(r" *#(?!\w+=).*", "", inside)) for name, inside in FENCE.findall(text)]


def tables(text: str) -> list[tuple[int, int]]:
    """How many rows and columns each table has."""
    found = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return [(len(table.splitlines()), table.splitlines()[0].count("|") - 1) for table in found]


def block(text: str, name: str) -> str:
    return text.split(f"<!-- {name}: begin -->\n")[1].partition(f"\n<!-- {name}: end -->")[0]


def paths(text: str) -> set[str]:
    """The files and folders that are named in backquotes."""
    words = {word for word in QUOTED.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)) if " " not in word}
    return {word for word in words if "/" in word and word.split("/")[0] in (*FOLDERS, "out")}


def loaded(name: str) -> ModuleType:
    """One of our tools, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the seeds in which somebody has typed the commands of the README that end by themselves.

    Those with words of the reader's own have a test of their own.
    """
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    files.write(folder / WORDS, fences(READMES["README.md"], "yaml")[0])
    forms = re.findall(r"^FORMS := (.*)$", MAKEFILE, re.MULTILINE)[0].split()
    typed = [words for words in commands(READMES["README.md"], "kg") if words[0] != "serve"]
    typed = [words for words in typed if not {WORDS} & set(words) and not any(ABSENT in word for word in words)]
    with contextlib.chdir(folder):
        for words in [*typed, *(["export", "out", "--to", form] for form in forms)]:
            with contextlib.redirect_stdout(io.StringIO()):
                assert cli.main(words) == 0, words
        yield folder


def test_readme_has_two_commands_of_the_makefile() -> None:
    assert commands(READMES["README.md"], "make") == [["demo"], ["test"]]
    assert {"demo", "test"} <= TARGETS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_command_is_a_target(path: Path) -> None:
    assert set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))) <= TARGETS


@pytest.mark.parametrize("target", sorted({"demo", "test", "check", "format"}))
def test_make_knows_what_to_do_for_a_target(target: str) -> None:
    dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert dry.stdout


def test_demo_builds_the_seeds_and_names_the_files_to_open() -> None:
    dry = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "kg build seeds -o out" in dry
    assert "out/graph.html" in dry
    assert "out/sparql.html" in dry


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_of_every_document_are_understood(path: Path) -> None:
    for arguments in commands(path.read_text(encoding="utf-8"), "kg"):
        cli.parser().parse_args(arguments)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_what_documents_name_is_there(path: Path) -> None:
    named = {word for word in paths(path.read_text(encoding="utf-8")) if not word.startswith("out/")}
    assert [word for word in sorted(named) if not list(ROOT.glob(word))] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_questions_that_are_named_exist(name: str) -> None:
    asked = set(re.findall(r"`kg query ([a-z][\w-]+)`", READMES[name])) | {
        words[1] for words in commands(READMES[name], "kg") if words[0] == "query" and words[1] != "--list"
    }
    assert asked
    assert asked <= set(answers.names())


@pytest.mark.parametrize("name", NAMES)
def test_the_table_of_commands_has_every_command_and_only_its_options(name: str) -> None:
    rows = dict(re.findall(r"^\| `kg (\w+)` \| (.*) \|$", READMES[name], re.MULTILINE))
    declared = {module.__name__.rpartition(".")[2] for module in cli.COMMANDS}
    assert set(rows) == declared
    for command, told in rows.items():
        wanted = options(command)
        assert set(re.findall(r"--[a-z-]+", told)) <= wanted, command
        if command == "build":
            assert set(re.findall(r"--[a-z-]+", told)) == wanted - {"--help", "--out", "--quiet"}


def options(command: str) -> set[str]:
    parser: Any = next(action for action in cli.parser()._actions if action.dest not in ("help", "version"))
    return {word for action in parser.choices[command]._actions for word in action.option_strings if word[1] == "-"}


def test_both_readmes_have_the_same_sections_code_tables_and_pictures() -> None:
    english, chinese = READMES.values()
    for part in (
        lambda text: re.findall(r"^#+(?= )", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE),
        code,
        tables,
        IMAGE.findall,
        lambda text: re.findall(r"<!-- .* -->", text),
        lambda text: sorted(paths(text)),
        lambda text: [re.sub(r"ontology\.(en|zh)", "ontology", link) for link in LINK.findall(text)][1:],
        lambda text: len(re.findall(r"^- \*\*", text, re.MULTILINE)),
    ):
        assert part(english) == part(chinese)


@pytest.mark.parametrize("table", ["accuracy", "heldout", "speed"])
def test_both_readmes_tell_the_same_numbers(table: str) -> None:
    english, chinese = (re.findall(r"\d[\d.,/]*", block(text, table)) for text in READMES.values())
    assert english
    assert english == chinese


def test_both_readmes_tell_of_the_same_held_out_scores() -> None:
    english, chinese = (
        sorted(re.findall(r"\b0\.\d{3}", text.split("accuracy: end")[1].split("heldout: begin")[0]))
        for text in READMES.values()
    )
    assert english
    assert english == chinese


def test_each_readme_leads_to_the_other() -> None:
    for name, other in (NAMES, NAMES[::-1]):
        assert f"]({other})" in READMES[name].split("## ")[0]


def test_what_the_readme_says_is_in_out_is_there(followed: Path) -> None:
    named = {word for word in paths(READMES["README.md"]) if word.startswith("out/")}
    assert len(named) > 8
    assert [word for word in sorted(named) if not (followed / word).exists()] == []


def test_the_python_of_the_readme_runs(followed: Path) -> None:
    assert (followed / "out").exists()
    known: dict[str, Any] = {}
    exec(compile(fences(READMES["README.md"], "python")[0], "README.md", "exec"), known)
    assert set(known["graph"]) <= set(known["result"].graph)


def test_words_of_ones_own_make_the_difference_that_the_readme_tells(followed: Path) -> None:
    assert (followed / WORDS).exists()
    [typed] = [words for words in commands(READMES["README.md"], "kg") if words[0] == "explain" and WORDS in words]
    said = []
    for words in (typed, typed[: typed.index("--lexicon")]):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            cli.main(words)
        said.append(
            [word for word in ("机构 body", "职务名称 role", "人 person", "任职 tenure") if word in printed.getvalue()]
        )
    assert list(map(len, said)) == [4, 0]


def test_the_answers_and_the_speed_are_those_of_today(seeds: pipeline.Built, tmp_path: Path) -> None:
    tool = loaded("readme")
    graph = files.write(tmp_path / "graph.ttl", turtle.write(description.describe(seeds.graph)))
    remedy = "run: python tools/readme.py"
    for language, name in tool.PLAN["files"].items():
        assert block(READMES[name], "answers") == tool.questions(graph, language), remedy
        assert block(READMES[name], "speed") == tool.speed()[language], remedy


def test_what_is_said_about_the_answers_is_so(seeds: pipeline.Built, tmp_path: Path) -> None:
    graph = files.write(tmp_path / "graph.ttl", turtle.write(seeds.graph))
    for name in NAMES:
        told = READMES[name].split("<!-- answers: end -->")[1].split("## ")[0]
        counted = re.findall(r"[一二三四五六七八九两][个篇种项条]", told)
        assert counted
        assert [word for word in counted if f"| {word} |" not in block(READMES[name], "answers")] == []
        for question in re.findall(r"`([a-z-]+)`", told):
            assert answers.find(graph, answers.named(question)).rows == (), question


@pytest.mark.parametrize("name", sorted(set(IMAGE.findall(READMES["README.md"]))))
def test_pictures_are_of_one_size_and_light(name: str) -> None:
    picture = (ROOT / name).read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1400, 900)
    assert len(picture) <= 200_000


def test_rule_in_the_guide_is_a_rule_with_proof() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (entry,) = yaml.safe_load(fences(guide, "yaml")[0])
    rule = rulebook.parse(entry, where="CONTRIBUTING.md")
    assert len(rule.finds) >= 2
    assert rule.skips
    assert all(rule.looks_at(example) for example in rule.finds)


def test_readme_shows_the_flow_of_the_pipeline() -> None:
    flow = next(line for line in READMES["README.md"].splitlines() if line.startswith("read → "))
    steps = [step.strip() for step in flow.split("→")]
    stages = {path.stem for path in (ROOT / "kg" / "stages").iterdir()}
    assert set(steps[:-1]) <= stages
    assert all(first != second for first, second in pairwise(steps))
