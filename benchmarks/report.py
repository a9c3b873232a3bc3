"""Runs every measure and writes benchmarks/REPORT.md: `make bench`, or `make bench CORPUS=folder` for more pages."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks import measures

REPORT = Path(__file__).parent / "REPORT.md"
COPIES = 200
PACKAGES = ("jieba", "networkx", "rdflib", "pyvis", "pyoxigraph")


def report(corpus: Path | None) -> Iterator[str]:
    """Yield the lines of the report."""
    yield "# 测速 Benchmark\n"
    yield machine()
    yield "\nProcessor time of one process; everything that is compared was measured in one run, after a build that"
    yield "leaves what follows from the rules (kg/prepared.py), as any use of jieba leaves its dictionary.\n"
    yield load("when it began")
    with tempfile.TemporaryDirectory() as folder:
        yield from tables(corpus, Path(folder))
    yield load("when it ended")


def machine() -> str:
    """Return what the measures were taken on, and with which versions."""
    packages = " · ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{platform.machine()} · {platform.system()} · CPython {platform.python_version()} · {packages}"


def load(when: str) -> str:
    """Return how busy the machine is, where that can be told."""
    if not hasattr(os, "getloadavg"):
        return ""
    return (
        f"\nProcesses that wanted a processor {when} (load average), of {os.cpu_count()}: {os.getloadavg()[0]:.1f}.\n"
    )


def tables(corpus: Path | None, folder: Path) -> Iterator[str]:
    """Yield the tables; copies of the seeds are written to `folder`."""
    sets = {f"seeds × {COPIES}": measures.copies(folder, COPIES)}
    sets |= {corpus.name: sorted(corpus.glob("*.*"))} if corpus else {}
    yield "| pages | characters | kg, characters/s | of jieba.cut | of the plain program |\n|---|---|---|---|---|"
    for name, paths in sets.items():
        found = measures.speeds(paths)
        ours = found["kg"]
        ratios = f"{ours / found['jieba.cut']:.2f} × | {ours / found['plain']:.1f} ×"
        yield f"| {name} | {measures.length(paths):,} | {ours:,.0f} | {ratios} |"
    cold = measures.starts()
    yield "\n## 冷启动 Cold start (the best of three)\n"
    yield "| what | s by the clock | of all packages | s of the processor | of all packages |\n|---|---|---|---|---|"
    wall, used = cold["all packages, plainly"]
    for name, (by_clock, cpu) in cold.items():
        yield f"| {name} | {by_clock:.2f} | {by_clock / wall:.2f} | {cpu:.2f} | {cpu / used:.2f} |"
    yield "\n## 各步用时 By stage\n\n| stage | µs a character |\n|---|---|"
    for name, took in measures.by_stage(next(reversed(sets.values()))).items():
        yield f"| {name} | {took:.2f} |"
    sizes = measures.growth()
    yield "\n## 词表增长 More names\n\n| further place names | time of a build |\n|---|---|"
    for size, speed in sizes.items():
        yield f"| {size:,} | {next(iter(sizes.values())) / speed:.2f} × |"
    yield "\n## 规模 Size\n\n| seeds × | µs a character | peak MB |\n|---|---|---|"
    for count, (took, peak) in measures.scaling().items():
        yield f"| {count} | {took:.2f} | {peak} |"
    yield "\n## 怪文 Odd articles of 1,250 characters, against the median article\n\n| article | time |\n|---|---|"
    for name, ratio in sorted(measures.odd().items(), key=lambda pair: -pair[1]):
        yield f"| {name} | {ratio:.1f} × |"
    short, long = measures.million()
    yield f"\nA line of 1,000,000 characters takes {long / short:.2f} × the time a character of one of 100,000."


if __name__ == "__main__":
    lines = []
    for line in report(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(line, flush=True)
        lines.append(line)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
