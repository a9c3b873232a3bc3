"""Builds that die or meet errors, servers that are killed: what was there stays whole, and nothing is left behind.

The long version of each is in tests/hard; `make check-hard` runs it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.outputs import files

ROOT = Path(__file__).parent.parent
POSIX = pytest.mark.skipif(os.name != "posix", reason="forks processes and kills them: POSIX only")


def hard(name: str, *arguments: str) -> dict[str, dict[str, int]]:
    """What a hard test tells, run as a short one."""
    command = [sys.executable, "-m", f"tests.hard.{name}", *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert run.stdout, run.stderr
    told: dict[str, dict[str, int]] = json.loads(run.stdout)
    assert told["findings"] == []
    return told


@POSIX
def test_builds_that_die_or_fail_leave_one_whole_result() -> None:
    counts = hard("faults", "--kills", "6", "--every", "17")["counts"]
    assert counts["killed at a random moment"] >= 6
    assert {"killed at a step", "full disk at a step", "jumping clock"} <= set(counts)
    assert {"no room for a file", "two builds in one folder at once"} <= set(counts)


@POSIX
def test_a_server_holds_a_load_and_leaves_no_process_when_it_is_killed() -> None:
    pytest.importorskip("rdflib_endpoint", reason="kg serve is not installed: pip install '.[serve]'")
    told = hard("load", "--requests", "200")
    assert told["counts"]["answered"] >= 200
    beside = told["figures"]
    assert (beside["malformed"] >= 24, beside["slow clients"] >= 100, beside["servers stopped"]) == (True, True, 1)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        files.write(tmp_path / "out" / name, "old")
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file()}


def test_files_change_together(out: Path) -> None:
    with files.together(out) as new:
        files.write(new / "a", "new")
        files.write(new / "b", "new")
        assert contents(out) == {"a": "old", "b": "old"}
    assert contents(out) == {"a": "new", "b": "new"}
    assert len(list(out.iterdir())) == 2


def test_after_an_error_none_has_changed(out: Path) -> None:
    def half() -> None:
        with files.together(out) as new:
            files.write(new / "a", "new")
            raise SourceError("b: not written")

    with pytest.raises(SourceError):
        half()
    assert contents(out) == {"a": "old", "b": "old"}
    assert len(list(out.iterdir())) == 2


def test_who_comes_next_finishes_what_was_decided(out: Path) -> None:
    files.write(out / files.DECIDED / "b", "new")  # a process died after it had put "a" in place
    files.write(out / "a", "new")
    files.finish(out)
    assert contents(out) == {"a": "new", "b": "new"}
    assert not (out / files.DECIDED).exists()


@POSIX
def test_what_a_dead_process_was_writing_goes_and_what_a_living_one_writes_stays(out: Path) -> None:
    files.write(out / f"{files.WRITING}dead" / "a", "half")
    with files.together(out) as new:
        files.write(new / "a", "new")
        files.finish(out)
        assert [path.name for path in out.iterdir() if path.is_dir()] == [new.name]
    assert contents(out) == {"a": "new", "b": "old"}


def test_a_folder_that_is_not_there_has_nothing_to_finish(tmp_path: Path) -> None:
    files.finish(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
