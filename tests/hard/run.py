"""The long versions of the hard tests → one table of what was tried and found.

    python -m tests.hard.run

Two run at a time, on two cores within half an hour. Each tells in JSON, or in lines `kind | what | tried | found`, how
often it tried what; the exit code is 1 where anything was found.
"""

import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
FUZZ_SECONDS, KILLS, REQUESTS, FILES, PAGES = 150, 400, 20_000, 100_000, 6000
TOLD = re.compile(
    r"^(?P<kind>[\w ]+) \| (?P<what>.+?) \| (?P<tried>\d+) [\w ]+ \| (?P<wrong>\d+) [\w ]+$", re.MULTILINE
)


@dataclass(frozen=True)
class Job:
    """One hard test: what the table calls it, and its command behind `python -m`."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    name: str
    what: str
    tried: str
    found: str


def jobs() -> list[Job]:
    """All hard tests, the longest first."""
    found = [
        Job("输入 inputs", ("tests.hard.inputs", "--files", str(FILES), "--pages", str(PAGES))),
        Job("故障 faults", ("tests.hard.faults", "--kills", str(KILLS), "--every", "1")),
        Job("服务 server", ("tests.hard.load", "--requests", str(REQUESTS))),
    ]
    names = ("read", "clean", "values", "rules") if find_spec("atheris") else ()
    found += [Job("模糊 fuzzing", ("tests.hard.fuzz", name, str(FUZZ_SECONDS))) for name in names]
    # Hard tests that are tests of pytest have names of their own kind.
    return found + [Job("事实 truth", ("pytest", "-q", "-s", str(one))) for one in sorted(HERE.glob("truth_*.py"))]


def rows(job: Job) -> list[Row]:
    """Carry out a hard test and return its lines of the table."""
    began = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-m", *job.command], cwd=HERE.parent.parent, capture_output=True, encoding="utf-8", check=False
    )
    took = f"{time.perf_counter() - began:.0f} s"
    try:
        told = json.loads(run.stdout)
    except ValueError:
        found = [Row(job.name, one["what"], one["tried"], one["wrong"]) for one in TOLD.finditer(run.stdout)]
        failed = [Row(job.name, run.stdout[-600:] + run.stderr[-600:], "", "1")] if run.returncode else []
        return [*found, *failed, Row(job.name, "用时 took", took, "")]
    counted = [Row(job.name, what, f"{number:,}", "") for what, number in told["counts"].items()]
    measured = [Row(job.name, what, f"{figure:,}", "") for what, figure in told.get("figures", {}).items()]
    problems = [Row(job.name, problem[:600], "", "1") for problem in told["findings"]]
    return [*counted, *measured, *problems, Row(job.name, "用时 took", took, "" if problems else "0")]


def main() -> int:
    """Run all and print the table."""
    began = time.perf_counter()
    if not find_spec("atheris"):
        print("没有 atheris，略去模糊测试 no atheris, so no fuzzing: pip install '.[hard]'", file=sys.stderr)  # noqa: T201
    with ThreadPoolExecutor(2) as pool:
        table = [row for found in pool.map(rows, jobs()) for row in found]
    print("\n| 试验 test | 什么 what | 次数 tried | 发现 findings |\n|---|---|---|---|")  # noqa: T201 — this is the table
    for row in table:
        print(f"| {row.name} | {' '.join(row.what.split()).replace('|', '¦')} | {row.tried} | {row.found} |")  # noqa: T201
    wrong = sum(int(row.found or 0) for row in table)
    print(f"\n{wrong} 个发现 findings, {time.perf_counter() - began:.0f} s")  # noqa: T201
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
