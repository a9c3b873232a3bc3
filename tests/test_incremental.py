"""What a build does again after a change, and that the result is always that of a build of everything."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.archive import blocks, building, entries, shelf
from kg.archive.keys import Options
from kg.model import Literal, Node
from tests.archive_pages import PIECEWISE, TEXTS, WHOLE, build, put

ROOT = Path(__file__).parent.parent
SIZES = pytest.mark.parametrize("large", [WHOLE, PIECEWISE], ids=["whole", "piecewise"])
PAGES = {f"{i}.txt": i for i in range(len(TEXTS))}
archives = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "c.txt", "d.txt"]), st.integers(0, 5), min_size=1)


def read_again(folder: Path, out: Path, **way: object) -> list[str]:
    """The names of the pages that a build reads."""
    found: list[str] = []
    build(folder, out=out, report=lambda name, done, total: found.append(name), **way)
    return found


# From 600 bytes on: some versions of an archive are large, some are not.
@given(versions=st.lists(archives, min_size=2, max_size=4), large=st.sampled_from([PIECEWISE, 600]))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_changes_the_result_is_that_of_a_full_build(
    versions: list[dict[str, int]], large: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("archive")
    for version in versions:
        changed = build(put(root / "in", version), out=root / "out", large=large)
    assert changed == build(root / "in", out=root / "anew", large=large, cache=None)


@SIZES
def test_only_what_changed_is_read_and_its_facts_go_with_it(large: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = build(put(tmp_path / "in", PAGES), out=out, large=large)
    assert "李华" in first["graph.ttl"].decode()
    fewer = {**PAGES, "3.txt": 0}
    assert read_again(put(tmp_path / "in", fewer), out, large=large) == ["3.txt"]
    del fewer["4.txt"]
    assert read_again(put(tmp_path / "in", fewer), out, large=large) == []
    assert "李华" not in (out / "graph.ttl").read_text(encoding="utf-8")
    assert build(put(tmp_path / "in", PAGES), out=out, large=large) == first


@SIZES
def test_an_unchanged_archive_is_left_alone(large: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(put(tmp_path / "in", PAGES), out=out, large=large)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    build(tmp_path / "in", out=out, large=large)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before


@SIZES
def test_a_result_that_somebody_changed_is_written_again(large: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = build(put(tmp_path / "in", PAGES), out=out, large=large)
    for name in first:
        (out / name).write_bytes(first[name][:-9])
        assert build(tmp_path / "in", out=out, large=large) == first
    (out / "graph.ttl").unlink()
    assert build(put(tmp_path / "in", {**PAGES, "1.txt": 0}), out=out, large=large) != first


@pytest.mark.parametrize("pattern", ["pages/??/*", shelf.NAME, "state.json"])
def test_what_is_kept_is_read_again_where_it_is_damaged(pattern: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(put(tmp_path / "in", PAGES), out=out, large=PIECEWISE)
    damaged = list((out / ".cache").glob(pattern))
    assert damaged
    for path in damaged:
        octets = bytearray(path.read_bytes())
        for place in (len(octets) // 3, len(octets) // 2, len(octets) - 9):
            octets[place] ^= 0x20
        path.write_bytes(octets)
    changed = build(put(tmp_path / "in", {**PAGES, "1.txt": 0}), out=out, large=PIECEWISE)
    assert changed == build(tmp_path / "in", out=tmp_path / "anew", large=PIECEWISE, cache=None)


def test_what_is_kept_is_text_and_is_not_believed_without_its_checksum(tmp_path: Path) -> None:
    node = Node("id:x", ("kg:Meeting",), (("skos:prefLabel", Literal("例会\n\t", lang="zh")),), (("kg:term", "id:y"),))
    entry = entries.entry(entries.Header("页.txt", "0" * 64, "utf-8", 1, 2), [node])
    packed = entries.pack(entry)
    assert entries.unpack(packed) == entry
    assert [blocks.node(*line) for line in entry.lines] == [node]
    for place in range(len(packed)):
        octets = bytearray(packed)
        octets[place] ^= 1
        assert entries.unpack(bytes(octets)) is None


def test_other_options_and_words_are_another_archive(tmp_path: Path) -> None:
    folder, out = put(tmp_path / "in", {"a.txt": 0}), tmp_path / "out"
    made = []
    for options in (Options(), Options(place="320412"), Options(date="2023-12-28"), Options()):
        building.build([folder], out, options, building.Way(cache=out / ".cache"))
        made.append((out / "graph.ttl").read_bytes())
    assert made[0] == made[3]
    assert len(set(made)) == 3


def test_a_build_that_is_killed_is_continued(tmp_path: Path) -> None:
    folder, out = put(tmp_path / "in", PAGES), tmp_path / "out"
    code = (
        "import sys; from pathlib import Path; from tests.archive_pages import build; "
        f"build(Path({str(folder)!r}), out=Path({str(out)!r}), large={PIECEWISE}, report=print)"
    )
    for moment in range(4):  # after 1, 2 … pages, then somewhere while the results are written
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent
        )
        assert process.stdout is not None
        for _ in range(moment + 1 if moment < 2 else 2):
            process.stdout.readline()
        time.sleep(0.05 * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    made = build(folder, out=out, large=PIECEWISE)
    assert made == build(folder, out=tmp_path / "anew", large=PIECEWISE, cache=None)
    left = {path.name for path in out.iterdir()}
    assert left == {*made, ".cache"}
