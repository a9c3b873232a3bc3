"""What is kept for the next process is used only where it is sound, and never decides what comes out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import prepared
from kg.additions import adding
from kg.prepared import Store

ROOT = Path(__file__).parent.parent


def maker() -> bytes:
    return b"m" * 32


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "cache" / "kept.prepared"


def never() -> str:
    raise AssertionError


def test_what_is_saved_is_not_derived_again(path):
    first = Store(path, maker)
    assert first.kept("officials", lambda: {"市长": ("王",)}) == {"市长": ("王",)}
    first.save()
    assert Store(path, maker).kept("officials", never) == {"市长": ("王",)}


def test_what_is_damaged_inside_is_derived_anew(path):
    store = Store(path, maker)
    store.kept("word", lambda: "old")
    store.kept("other", lambda: "sound")
    store.save()
    path.write_bytes(path.read_bytes().replace(b"old", b"odd"))
    again = Store(path, maker)
    assert again.kept("word", lambda: "new") == "new"
    assert again.kept("other", never) == "sound"
    again.save()
    assert Store(path, maker).kept("word", never) == "new"


@pytest.mark.parametrize("harm", [lambda o: o[:-1], lambda o: o + b"x", lambda o: b"", lambda o: b"n" + o[1:]])
def test_a_damaged_file_or_one_of_another_program_is_not_read(path, harm):
    store = Store(path, maker)
    store.kept("word", lambda: "old")
    store.save()
    path.write_bytes(harm(path.read_bytes()))
    assert Store(path, maker).kept("word", lambda: "new") == "new"


def test_nothing_is_written_where_python_writes_no_bytecode(path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    store = Store(path, maker)
    store.kept("word", lambda: "said")
    store.save()
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "kept.prepared", maker)
    assert store.kept("word", lambda: "said") == "said"
    store.save()


def test_what_is_no_plain_data_is_a_mistake_of_ours(path):
    with pytest.raises(ValueError, match="unmarshallable"):
        Store(path, maker).kept("maker", lambda: maker)


def test_what_follows_from_lexicons_is_derived_anew_with_a_users_words():
    prepared.of_lexicons("test of words", lambda: "ours")
    with adding({"role": {"园长": ""}}):
        assert prepared.of_lexicons("test of words", lambda: "theirs") == "theirs"
    assert prepared.of_lexicons("test of words", lambda: "other") == "ours"


def test_a_rule_that_was_changed_is_seen_by_the_next_process(tmp_path):
    """And what is kept changes nothing: the second process reads what the first one kept."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(tmp_path), "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode"), "PYTHONUTF8": "1"}
    subprocess.run(["cp", "-r", ROOT / "kg", ROOT / "ontology", tmp_path], check=True)
    (tmp_path / "page.txt").write_text("昨天，区委书记王建国主持召开区委常委会会议。", encoding="utf-8")

    def build(name: str) -> str:
        command = [sys.executable, "-m", "kg.cli", "build", "page.txt", "--quiet", "--no-cache", "-o", name]
        subprocess.run(command, cwd=tmp_path, env=environment, check=True)
        return (tmp_path / name / "graph.ttl").read_text(encoding="utf-8")

    first, second = build("first"), build("second")
    assert first == second
    assert "kg:Official" in first
    kept = next(tmp_path.rglob("*.prepared"))
    assert len(prepared.read(kept, kept.read_bytes()[:32]).places) > 100
    role = tmp_path / "kg" / "lexicon" / "role.yaml"
    role.write_text(role.read_text(encoding="utf-8").replace("书记", "书机"), encoding="utf-8")
    assert "kg:Official" not in build("third")
