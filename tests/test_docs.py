"""What the documents tell people to type is what the program and the Makefile do."""

import re
import shlex
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from kg import cli, rulebook
from kg.outputs import answers

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
DOCUMENTS = sorted(ROOT.glob("*.md"))
FENCED = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def commands(program: str) -> list[list[str]]:
    return [words[1:] for line in FENCED if (words := shlex.split(line, comments=True)) and words[0] == program]


def test_readme_has_two_commands_of_the_makefile() -> None:
    assert commands("make") == [["demo"], ["test"]]
    assert {"demo", "test"} <= TARGETS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_command_is_a_target(path: Path) -> None:
    assert set(re.findall(r"`make ([a-z]+)`", path.read_text(encoding="utf-8"))) <= TARGETS


@pytest.mark.parametrize("target", sorted({"demo", "test", "check", "format"}))
def test_make_knows_what_to_do_for_a_target(target: str) -> None:
    dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert dry.stdout


def test_demo_builds_the_seeds_and_names_the_file_to_open() -> None:
    dry = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "kg build seeds -o out" in dry
    assert "out/graph.html" in dry


@pytest.mark.parametrize("arguments", commands("kg"), ids=" ".join)
def test_readme_commands_are_understood(arguments: list[str]) -> None:
    chosen = cli.parser().parse_args(arguments)
    if getattr(chosen, "name", None):
        assert chosen.name in answers.names()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    missing = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (ROOT / link).exists()]
    assert missing == []


def test_rule_in_the_guide_is_a_rule_with_proof() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (entry,) = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)[0])
    rule = rulebook.parse(entry, where="CONTRIBUTING.md")
    assert len(rule.finds) >= 2
    assert rule.skips
    assert all(rule.looks_at(example) for example in rule.finds)


def test_readme_shows_the_flow_of_the_pipeline() -> None:
    flow = next(line for line in README.splitlines() if line.startswith("read → "))
    steps = [step.strip() for step in flow.split("→")]
    stages = {path.stem for path in (ROOT / "kg" / "stages").iterdir()}
    assert set(steps[:-1]) <= stages
    assert all(first != second for first, second in pairwise(steps))
