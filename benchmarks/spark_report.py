"""One archive, built by two local processes and by Spark on local[2], by turns → benchmarks/SPARK.md:
`make bench-spark CORPUS=folder`."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.report import load, machine

REPORT = Path(__file__).parent / "SPARK.md"
ROOT = Path(__file__).parent.parent
ROUNDS = 2
QUIET = {"spark.ui.enabled": "false", "spark.log.level": "OFF", "spark.ui.showConsoleProgress": "false"}


def report(corpus: Path, folder: Path) -> Iterator[str]:
    """Yield the lines of the report."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(corpus.rglob("*.txt"))]
    yield "# Spark\n"
    yield f"{machine()} · pyspark {version('pyspark')} · pyarrow {version('pyarrow')} · {java()}\n"
    yield f"{len(texts):,} pages, {sum(map(len, texts)):,} characters. By turns, by the clock: the whole command"
    yield "`kg build --workers 2 --no-cache`, and `kg.archive.spark.run` on local[2] once its session and two Python"
    yield "processes are up. Only the first run of Spark pays for compiling in Java.\n"
    yield load("when it began")
    session, workers, runs = measured(corpus, folder)
    yield "| run | local, s | Spark, s | ratio |\n|---|---|---|---|"
    for number, (local, spark) in enumerate(runs, 1):
        yield row(str(number), local, spark)
    yield row("best", *(min(took) for took in zip(*runs, strict=True)))
    yield row("median", *(statistics.median(took) for took in zip(*runs, strict=True)))
    yield f"\nStart of the session {session:.1f} s, of the Python processes {workers:.1f} s."
    yield load("when it ended")


def row(name: str, local: float, spark: float) -> str:
    return f"| {name} | {local:.1f} | {spark:.1f} | {spark / local:.2f} |"


def java() -> str:
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    return told.partition("\n")[0]


def measured(corpus: Path, folder: Path) -> tuple[float, float, list[tuple[float, float]]]:
    """Return the seconds that a session takes to start, its workers, and each pair of builds: local, Spark."""
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    told = " ".join(f"--conf {name}={value}" for name, value in QUIET.items())
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--master local[2] {told} pyspark-shell"
    from kg.archive import spark
    from kg.archive.keys import Options

    begun = time.perf_counter()
    made = spark.session()
    session = time.perf_counter() - begun
    workers = clocked(lambda: made.range(0, 2, 1, 2).mapInArrow(idle, "id long").collect())
    command = [sys.executable, "-m", "kg.cli", "build", str(corpus), "--workers", "2", "--no-cache", "--quiet", "-o"]
    found = []
    for number in range(ROUNDS):
        local = clocked(lambda out=folder / f"local{number}": subprocess.run([*command, str(out)], check=True))
        whole = clocked(lambda out=f"{folder}/spark{number}": spark.run(made, [str(corpus)], out, Options()))
        found.append((local, whole))
    made.stop()
    return session, workers, found


def idle(batches):  # type: ignore[no-untyped-def]
    """Return what is given, so that a Python process is there."""
    time.sleep(1)  # both tasks at once
    yield from batches


def clocked(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    lines = []
    with tempfile.TemporaryDirectory() as made:
        for line in report(Path(sys.argv[1]), Path(made)):
            print(line, flush=True)
            lines.append(line)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
