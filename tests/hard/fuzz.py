"""Coverage-guided fuzzing (atheris) of reading, cleaning, values and rules → how often each was run and what broke it.

    python -m tests.hard.fuzz read 60

Each target runs in a process of its own for so many seconds and begins with pages of the seeds. What it finds is an
exception that is no refusal, or a promise that does not hold.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from kg.errors import KgError

ROOT = Path(__file__).parent.parent.parent
RUNS = re.compile(r"Done (\d+) runs|stat::number_of_executed_units:\s+(\d+)")
LONGEST = 600  # bytes of one input
# A mark between digits is wide in a sentence and narrow in a number; it may change where a space beside it is gone.
IN_NUMBERS = re.compile(r"(?<=\d)[,，:：．.](?=\d)|[:：](?=//)")
# The module whose branches guide the search, and what else is instrumented with it.
INSTRUMENTED = ["kg.stages", "kg.values", "kg.scan", "kg.naming", "kg.shrink", "kg.pipeline", "kg.plain_yaml"]


def reading(octets: bytes) -> None:
    """Bytes are a text or a refusal of one line."""
    from kg.stages import read  # noqa: PLC0415 — loaded under instrumentation

    refusal = ""
    try:
        text, _ = read.decode(octets)
    except KgError as error:
        text, refusal = "", str(error)
    text.encode("utf-8")
    assert all(one.isprintable() for one in (refusal, *read.warnings(text)))


def cleaning(octets: bytes) -> None:
    """Cleaning keeps the place of every character, and cleaning twice is cleaning once (but for marks in numbers)."""
    from kg.model import Source  # noqa: PLC0415
    from kg.stages import clean  # noqa: PLC0415

    text = octets.decode("utf-8", "ignore")
    for line in clean.lines(Source("页", text, "", "")):
        begin, end = line.origin(0, len(line.value))
        assert 0 <= begin < end <= len(text)
        again = clean.line(line.value, 0, len(line.value)).value
        assert IN_NUMBERS.sub("", again) == IN_NUMBERS.sub("", line.value)


def values(octets: bytes) -> None:
    """Whatever a text says of dates and numbers, it is found inside the text."""
    from kg.values import date, number, quantity  # noqa: PLC0415

    text = octets.decode("utf-8", "ignore")
    for module in (date, number, quantity):
        for found in module.find(text):
            assert 0 <= found.begin < found.end <= len(text)


def rules(octets: bytes) -> None:
    """The whole of reading: every mention, relation, figure and speech stands where it says."""
    from kg import pipeline  # noqa: PLC0415
    from kg.model import Source  # noqa: PLC0415

    source = Source("页", octets.decode("utf-8", "ignore"), "", "")
    reads = pipeline.read_page(source, None)
    for read in reads:
        for reading in read.readings:
            value = reading.sentence.text.value
            assert source.text[reading.sentence.begin : reading.sentence.end].strip()
            assert all(one.text == value[one.begin : one.end] for one in reading.mentions)
            assert all(0 <= one.begin < one.end <= len(value) for one in reading.figures)
    list(pipeline.page_nodes(source, reads, None))


TARGETS: dict[str, Callable[[bytes], None]] = {"read": reading, "clean": cleaning, "values": values, "rules": rules}


def corpus(folder: Path, name: str) -> None:
    """Write inputs to begin with: sentences of the seeds, for reading in several encodings."""
    sentences = [one for page in sorted((ROOT / "seeds").glob("*.txt")) for one in page.read_text("utf-8").split("\n")]
    for number, sentence in enumerate(one for one in sentences if one.strip()):
        encodings = ("utf-8", "gb18030", "utf-16") if name == "read" else ("utf-8",)
        for encoding in encodings:
            (folder / f"{number}-{encoding}").write_bytes(sentence.encode(encoding)[:LONGEST])


def fuzz(name: str, seconds: int, folder: str) -> None:
    """Run one target in this process until the time is over; atheris ends the process."""
    import atheris  # noqa: PLC0415 — only this part needs it

    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        TARGETS[name]("区委书记王建国1月6日主持召开会议，投入1.5亿元。".encode())
    told = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-print_final_stats=1", "-timeout=20", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *told, f"-artifact_prefix={folder}/", f"{folder}/corpus"], TARGETS[name])
    atheris.Fuzz()


def run(name: str, seconds: int) -> tuple[int, str]:
    """Return how often a target was run, and what broke it ("" for nothing)."""
    with tempfile.TemporaryDirectory(prefix="kg-fuzz-") as folder:
        (Path(folder) / "corpus").mkdir()
        corpus(Path(folder) / "corpus", name)
        command = [sys.executable, "-m", "tests.hard.fuzz", name, str(seconds), folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        said = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
        broke = [
            path.read_bytes() for path in Path(folder).iterdir() if path.name.startswith(("crash", "timeout", "oom"))
        ]
    counted = [int(one or other) for one, other in RUNS.findall(said)]
    problem = f"{broke[:1]!r} {said[-1500:]}" if broke or done.returncode else ""
    return max(counted, default=0), problem


def main() -> int:
    """Print the counts and the findings of all targets, or be the process of one."""
    if len(sys.argv) == 4:
        fuzz(sys.argv[1], int(sys.argv[2]), sys.argv[3])
        return os.EX_OK
    name, seconds = sys.argv[1], int(sys.argv[2])
    runs, problem = run(name, seconds)
    print(json.dumps({"counts": {name: runs}, "findings": [problem] * bool(problem)}, ensure_ascii=False, indent=1))  # noqa: T201
    return bool(problem)


if __name__ == "__main__":
    sys.exit(main())
