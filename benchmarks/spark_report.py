"""One archive, built by two local processes and by Spark on local[2], by turns → benchmarks/SPARK.md.

`make bench-spark` makes the archive itself; `make bench-spark CORPUS=folder` takes one of yours.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.archive import archive
from benchmarks.measures import ROOT
from benchmarks.report import load, machine

REPORT = Path(__file__).parent / "SPARK.md"
ROUNDS = 2
# So many times the seeds: of small archives Spark is the slower way, and five pages would tell nothing.
COPIES = 460
QUIET = {"spark.ui.enabled": "false", "spark.log.level": "OFF", "spark.ui.showConsoleProgress": "false"}


def report(corpus: Path, folder: Path) -> Iterator[str]:
    """Yield the lines of the report."""
    pages = [path for path in sorted(corpus.rglob("*")) if path.suffix in (".txt", ".md")]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in pages]
    yield "# Spark\n"
    yield f"{machine()} · pyspark {version('pyspark')} · pyarrow {version('pyarrow')} · {java()}\n"
    yield f"{len(texts):,} pages, {sum(map(len, texts)):,} characters. By turns, by the clock: the whole command"
    yield "`kg build --workers 2 --no-cache`, and `kg.archive.spark.run` on local[2] once its session and two Python"
    yield "processes are up, a new session for each run: Java has compiled nothing, and Python knows no rules yet.\n"
    yield load("when it began")
    yield "| run | local, s | Spark, s | ratio | its session, s | its Python, s |\n|---|---|---|---|---|---|"
    runs = []
    for number, run in enumerate(measured(corpus, folder), 1):
        runs.append(run)
        yield row(str(number), *run)
    yield row("best", *map(min, zip(*runs, strict=True)))
    yield row("median", *map(statistics.median, zip(*runs, strict=True)))
    yield load("when it ended")


def corpus(folder: Path) -> Path:
    """Return the archive to build: the one that was named, or one of ten million characters, made in `folder`."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    made = folder / "pages"
    made.mkdir()
    archive(made, COPIES)
    return made


def row(name: str, local: float, session: float, workers: float, build: float) -> str:
    return f"| {name} | {local:.1f} | {build:.1f} | {build / local:.2f} | {session:.1f} | {workers:.1f} |"


def java() -> str:
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    return told.partition("\n")[0]


def measured(corpus: Path, folder: Path) -> Iterator[tuple[float, float, float, float]]:
    """Yield the seconds of each round: a local build; a new session of Spark, its Python processes, its build.

    A session that has read the pages before knows their words and has compiled its code; a local build begins anew.
    """
    local = [sys.executable, "-m", "kg.cli", "build", str(corpus), "--workers", "2", "--no-cache", "--quiet", "-o"]
    spark = [sys.executable, "-m", "benchmarks.spark_report", "--once", str(corpus)]
    for number in range(ROUNDS):
        took = clocked(lambda out=folder / f"local{number}": subprocess.run([*local, str(out)], check=True))
        told = subprocess.run([*spark, str(folder / f"spark{number}")], check=True, stdout=subprocess.PIPE, text=True)
        session, workers, build = map(float, told.stdout.split())
        yield took, session, workers, build


def once(corpus: str, out: str) -> tuple[float, float, float]:
    """Return the seconds that a session takes to start, its Python processes, and a build with them."""
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    told = " ".join(f"--conf {name}={value}" for name, value in QUIET.items())
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--master local[2] {told} pyspark-shell"
    from kg.archive import spark
    from kg.archive.keys import Options

    begun = time.perf_counter()
    made = spark.session()
    session = time.perf_counter() - begun
    workers = clocked(lambda: made.range(0, 2, 1, 2).mapInArrow(idle, "id long").collect())
    build = clocked(lambda: spark.run(made, [corpus], out, Options()))
    made.stop()
    return session, workers, build


def idle(batches):  # type: ignore[no-untyped-def]
    """Return what is given, so that a Python process is there."""
    time.sleep(1)  # both tasks at once
    yield from batches


def clocked(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    if sys.argv[1] == "--once":
        print(*once(*sys.argv[2:]))
        sys.exit()
    lines = []
    with tempfile.TemporaryDirectory() as made:
        for line in report(corpus(Path(made)), Path(made)):
            print(line, flush=True)
            lines.append(line)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
