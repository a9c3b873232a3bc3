"""The long versions of the hard tests → one table of what was tried and found, docs/hardness.md.

    python -m tests.hard.run

Two run at a time, on two cores within half an hour. Each tells in JSON how often it tried what (`counts`), what it saw
beside (`figures`) and what is wrong (`findings`); the exit code is 1 where anything is.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE

from kg.outputs import files
from tests.hard import table

ROOT = Path(__file__).parent.parent.parent
FUZZ_SECONDS, RUN_SECONDS, KILLS, REQUESTS, FILES, PAGES, MUTANTS = 120, 240, 400, 6_000, 100_000, 3000, 40
LIMIT = 1700  # seconds after which a hard test that does not end is stopped
FUZZED = ("read", "clean", "values", "rules")
MUTATED = ("resolve", "values", "rulebook", "turtle")


@dataclass(frozen=True)
class Job:
    """One hard test: the kind of what it tries, and its command behind `python`."""

    kind: str
    command: tuple[str, ...]


@dataclass
class Pace:
    """What all of it took."""

    began: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """The time by the clock."""
        return time.perf_counter() - self.began

    @property
    def processor(self) -> float:
        """The time of the processor, over all cores."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


def jobs() -> list[Job]:
    """All hard tests, the longest first."""
    found = [
        Job("inputs", ("-m", "tests.hard.inputs", "--files", str(FILES), "--pages", str(PAGES))),
        Job("faults", ("-m", "tests.hard.faults", "--kills", str(KILLS), "--every", "1")),
        Job("facts", ("-m", "tests.hard.facts")),
        Job("runs", ("-m", "tests.hard.runs", str(RUN_SECONDS))),
        Job("requests", ("-m", "tests.hard.load", "--requests", str(REQUESTS))),
    ]
    found += [Job("mutants", ("tools/mutate.py", area, "--sample", str(MUTANTS), "--json")) for area in MUTATED]
    names = FUZZED if find_spec("atheris") else ()
    return found + [Job("fuzz", ("-m", "tests.hard.fuzz", name, str(FUZZ_SECONDS))) for name in names]


def tried(job: Job) -> table.Tried:
    """Carry out a hard test and return what it tells."""
    print(f"… {' '.join(job.command)}", file=sys.stderr, flush=True)  # noqa: T201 — half an hour without a word is long
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *job.command], cwd=ROOT, stdout=PIPE, stderr=PIPE, encoding="utf-8", start_new_session=True
    ) as run:
        try:
            out, errors = run.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)  # with what it has begun: builds, a server
            return table.Tried(job.kind, findings=[f"{' '.join(job.command)}: no end after {LIMIT} s"], seconds=LIMIT)
    seconds = time.perf_counter() - began
    try:
        told = json.loads(out)
    except ValueError:
        said = f"{' '.join(job.command)}: {run.returncode} {out[-600:]} {errors[-1500:]}"
        return table.Tried(job.kind, findings=[said], seconds=seconds)
    return table.Tried(job.kind, told["counts"], told.get("figures", {}), told["findings"], seconds)


def main() -> int:
    """Run all, print the table and write it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--to", type=Path, default=ROOT / "docs" / "hardness.md", help="the file with the table")
    target, pace = asked.parse_args().to, Pace()
    if not find_spec("atheris"):
        print("没有 atheris，略去模糊测试 no atheris, so no fuzzing: pip install 'atheris>=3.0'", file=sys.stderr)  # noqa: T201
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(tried, jobs()))
    said = table.table(told, pace.seconds, pace.processor)
    files.write(target, table.filled(target.read_text(encoding="utf-8"), said))
    print(said)  # noqa: T201 — this is what it is run for
    return any(one.findings for one in told)


if __name__ == "__main__":
    sys.exit(main())
