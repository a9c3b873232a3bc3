"""Whatever lies in a folder: it is read or refused in one line, and the rest is built (docs/inputs.md)."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import cli, pipeline
from kg.model import Source
from kg.outputs import files, graph_file
from kg.stages import read, skipped
from tests import odd_inputs
from tests.odd_inputs import GOOD, ODD, READ, REFUSED, SAID, WARNED, Odd

DOCS = Path(__file__).parent.parent / "docs" / "inputs.md"
SEEDS = Path(__file__).parent.parent / "seeds"
NOBODY = 65534
MEMORY = 2 * 2**30


def build(folder: Path) -> tuple[int, dict[str, Any]]:
    """Build the folder `in` of `folder` and return the exit code and the manifest."""
    code = cli.main(["build", str(folder / "in"), "-o", str(folder / "out")])
    return code, json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "in").mkdir()
    files.write(tmp_path / "in" / "good.txt", GOOD)
    yield tmp_path
    for path in (tmp_path / "in").iterdir():
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


@pytest.mark.parametrize("odd", [one for one in ODD if not one.needs], ids=lambda one: one.title)
def test_every_odd_input_has_the_fate_that_the_table_says(
    odd: Odd, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd.make(inside / "in")
    code, manifest = build(inside)
    check(odd, code, capsys.readouterr().err, manifest)
    assert any("李建国" in str(one) for _, one in graph_file.read(inside / "out").nodes(data="literals"))


def check(odd: Odd, code: int, said: str, manifest: dict[str, Any]) -> None:
    fates = {one["file"]: one for one in manifest["files"]}
    assert fates.pop("good.txt")["fate"] == READ
    mine = next(one for one in fates.values() if odd.fate in (READ, one["fate"]))
    assert mine["fate"] == odd.fate
    assert odd.says in json.dumps(mine, ensure_ascii=False)
    assert code == (2 if odd.fate == REFUSED else 0)
    lines = said.splitlines()
    assert len(lines) == (odd.fate in (REFUSED, WARNED))
    assert all(line.startswith("kg: ") and line.isprintable() and odd.says in line for line in lines)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become somebody without permission")
@pytest.mark.parametrize("odd", [one for one in ODD if one.needs], ids=lambda one: one.title)
def test_what_may_not_be_opened_is_refused(odd: Odd, inside: Path) -> None:
    odd.make(inside / "in")
    found = as_nobody(
        lambda: [str(one) for one in read.sources([inside / "in"]) if not isinstance(one, Source)], inside
    )
    (line,) = found
    assert "odd" in line
    assert odd.says in line


def as_nobody(work: Callable[[], list[str]], folder: Path) -> list[str]:
    """What a function returns that is carried out by a process without rights."""
    for one in (folder, *folder.parents):
        if one.stat().st_uid == 0 and one != Path("/"):
            one.chmod(one.stat().st_mode | 0o755)
    (folder / "said").touch()
    (folder / "said").chmod(0o666)
    child = os.fork()
    if child == 0:
        os.setuid(NOBODY)
        (folder / "said").write_text(json.dumps(work()), encoding="utf-8")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    said: list[str] = json.loads((folder / "said").read_text(encoding="utf-8"))
    return said


def test_a_folder_of_all_of_them_is_built_and_every_file_is_told(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usable = [one for one in ODD if not one.needs]
    for number, odd in enumerate(usable):
        (inside / "in" / str(number)).mkdir()
        odd.make(inside / "in" / str(number))
    code, manifest = build(inside)
    said = capsys.readouterr().err.splitlines()
    names = {one["file"] for one in manifest["files"]}
    assert {name.partition("/")[0] for name in names} == {"good.txt", *map(str, range(len(usable)))}
    assert code == 2
    assert len(said) == sum(one["fate"] in (REFUSED, WARNED) for one in manifest["files"])


def test_the_table_of_the_documentation_is_true(request: pytest.FixtureRequest) -> None:
    begin, end = "<!-- table: begin -->\n", "<!-- table: end -->"
    told = DOCS.read_text(encoding="utf-8")
    head, rest = told.split(begin)
    table, tail = rest.split(end)
    if request.config.getoption("--update"):
        files.write(DOCS, f"{head}{begin}{odd_inputs.table()}{end}{tail}")
    else:
        assert table == odd_inputs.table()


def test_what_is_no_part_of_an_article_is_told_with_its_place(inside: Path) -> None:
    text = f"{GOOD}\n责任编辑：王明\n\n{SAID}"
    files.write(inside / "in" / "page.txt", text)
    _, manifest = build(inside)
    (told,) = [one for one in manifest["files"] if "skipped" in one]
    (gap,) = told["skipped"]
    assert text[gap["begin"] : gap["end"]] == "责任编辑：王明"
    assert gap["reason"] == skipped.NO_ARTICLE


def test_a_sentence_with_a_lost_character_says_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes((SAID * 9).encode() + "昨天，区长王建".encode() + b"\xe5" + "主持召开区政府常务会议。".encode())
    built = pipeline.build([page])
    (fate,) = built.files
    (gap,) = fate["skipped"]
    assert gap["reason"] == skipped.UNREADABLE
    names = {literal.value for _, one in built.graph.nodes(data="literals") for literal in one.get("foaf:name", ())}
    assert names == {"王明", "张大山"}


def test_of_the_seeds_nothing_is_left_out(seeds: pipeline.Built) -> None:
    assert all(set(one) == {"file", "fate", "sha256", "encoding"} for one in seeds.files)


def test_two_files_with_the_same_content_say_so(inside: Path) -> None:
    odd_inputs.same(inside / "in")
    _, manifest = build(inside)
    told = {one["file"]: one.get("same_content_as") for one in manifest["files"]}
    assert told == {"good.txt": None, "odd-too.txt": None, "odd.txt": "odd-too.txt"}


def test_both_ways_of_building_tell_the_same(inside: Path) -> None:
    for number, odd in enumerate(one for one in ODD if not one.needs and one.fate in (READ, WARNED)):
        (inside / "in" / str(number)).mkdir()
        odd.make(inside / "in" / str(number))
    _, manifest = build(inside)
    kept = [{name: said for name, said in one.items() if name != "same_content_as"} for one in manifest["files"]]
    simple = pipeline.build([inside / "in"]).files
    assert sorted(map(str, kept)) == sorted(map(str, simple))


def test_a_file_of_any_size_takes_little_memory(inside: Path) -> None:
    odd_inputs.sparse("odd.txt", 10**12)(inside / "in")
    script = "import sys, pathlib; from kg.stages import read; print(*read.sources([pathlib.Path(sys.argv[1])]))"
    run = subprocess.run(
        [sys.executable, "-c", script, str(inside / "in" / "odd.txt")],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert "larger than" in run.stdout


def test_the_same_in_another_encoding_is_the_same_graph(tmp_path: Path) -> None:
    page = next(SEEDS.glob("000*.txt"))
    said = {}
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        made = tmp_path / encoding / "page.txt"
        made.parent.mkdir()
        made.write_bytes(page.read_bytes().decode("utf-8").encode(encoding))
        graph = pipeline.build([made]).graph
        said[encoding] = {
            (iri, str(one))
            for iri, one in graph.nodes(data="literals")
            if "kg:sha256" not in one and "source" not in iri
        }
    assert said["utf-8"] == said["utf-8-sig"] == said["utf-16"] == said["gb18030"]


def test_an_article_that_a_page_prints_twice_has_sentences_of_its_own_each_time(tmp_path: Path) -> None:
    page = files.write(tmp_path / "page.txt", f"{SAID}\n{SAID}")
    graph = pipeline.build([page]).graph
    begins = [one["nif:beginIndex"] for _, one in graph.nodes(data="literals") if "nif:anchorOf" in one]
    assert len(begins) == 6
    assert all(len(one) == 1 for one in begins)
