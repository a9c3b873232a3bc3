"""Runs every measure of archives and writes benchmarks/ARCHIVE.md: `make bench-archive`, `… SIZE=700` for 15 million
characters and 5 million triples."""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import archive
from benchmarks.report import load, machine

REPORT = Path(__file__).parent / "ARCHIVE.md"
SMALL, USUAL = 20, 160  # copies of the seeds: 0.4 and 3.5 million characters, 0.15 and 1.2 million triples
SHOWN = 6
PAGES = (6, 30, 120)  # graphs of 5,000 to 100,000 nodes


def report(copies: int, folder: Path) -> Iterator[str]:
    """Yield the lines of the report."""
    yield "# 大档案 Archives\n"
    yield machine()
    yield "\nProcessor time; everything that is compared was measured in the same run.\n"
    yield load("when it began")
    large = made(folder / "large", copies)
    characters = sum(len(path.read_text(encoding="utf-8")) for path in large.iterdir())
    yield f"The archive: {len(list(large.iterdir())):,} pages, {characters:,} characters.\n"
    yield from table("新的一天 A new day", ("build", "s", "of a full one"), new_day(large, folder / "out"))
    yield from table(
        "进程与内存 Processes and memory",
        ("processes", "s of the longest chain", "as fast as one", "peak MB of a process"),
        processes(made(folder / "usual", USUAL), folder),
    )
    small = folder / "small-out"
    archive.kg("build", made(folder / "small", SMALL), "-o", small)
    yield from table("写 Turtle Writing Turtle", ("writer", "s", "of rdflib's"), writing(small / "graph.ttl"))
    yield from table(
        f"问 Named questions, Oxigraph, {triples(folder / 'out' / 'graph.ttl'):,} triples",
        ("question", "rows", f"s for the first {archive.READ:,}", "s for all"),
        questions(archive.asked(folder / "out" / "graph.ttl")),
    )
    yield from table(
        f"问 Named questions, rdflib, {triples(folder / '1' / 'graph.ttl'):,} triples",
        ("question", "rows", f"s for the first {archive.READ:,}", "s for all"),
        questions(archive.asked_of_rdflib(folder / "1" / "graph.ttl")),
    )
    yield from table("页面 The page of a whole graph", ("nodes", "s", "ms a node"), drawn(folder))
    yield load("when it ended")


def made(folder: Path, copies: int) -> Path:
    """Return the folder with an archive in it."""
    folder.mkdir()
    archive.archive(folder, copies)
    return folder


def table(title: str, head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Yield one table under its title."""
    yield f"\n## {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def new_day(source: Path, out: Path) -> Iterator[Sequence[str]]:
    """Yield what builds of a changing archive take."""
    took = dict(archive.new_day(source, out))
    whole = next(iter(took.values()))
    for name, seconds in took.items():
        yield name, f"{seconds:.1f}", f"{100 * seconds / whole:.1f} %"


def processes(source: Path, folder: Path) -> Iterator[Sequence[str]]:
    """Yield what one and two processes take."""
    took = list(archive.processes(source, folder))
    for count, seconds, peak in took:
        yield str(count), f"{seconds:.1f}", f"{took[0][1] / seconds:.2f} ×", str(peak)


def writing(turtle: Path) -> Iterator[Sequence[str]]:
    """Yield what writing takes."""
    took = archive.writing(turtle)
    for name, seconds in took.items():
        yield name, f"{seconds:.2f}", f"{took['rdflib'] / seconds:.0f} × as fast"


def questions(took: Mapping[str, archive.Answered]) -> Iterator[Sequence[str]]:
    """Yield the slowest questions, and how many are answered within a second."""
    slowest = sorted(took.items(), key=lambda one: -one[1].all)
    for name, one in slowest[:SHOWN]:
        yield name, f"{one.rows:,}", f"{one.first:.2f}", f"{one.all:.2f}"
    first, whole = (sum(one[i] <= 1 for one in took.values()) for i in (1, 2))
    yield f"within a second, of {len(took)}", "", str(first), str(whole)
    yield "together", f"{sum(one.rows for one in took.values()):,}", "", f"{sum(one.all for one in took.values()):.1f}"


def drawn(folder: Path) -> Iterator[Sequence[str]]:
    """Yield what pages of growing graphs take."""
    for copies in PAGES:
        nodes, seconds = archive.drawn(made(folder / f"page-{copies}", copies))
        yield f"{nodes:,}", f"{seconds:.1f}", f"{1000 * seconds / nodes:.2f}"


def triples(turtle: Path) -> int:
    """Return the number of triples of a file."""
    from pyoxigraph import RdfFormat, parse

    return sum(1 for _ in parse(path=str(turtle), format=RdfFormat.TURTLE))


if __name__ == "__main__":
    lines = []
    with tempfile.TemporaryDirectory() as kept:
        for line in report(int(sys.argv[1]) if len(sys.argv) > 1 else USUAL, Path(kept)):
            print(line, flush=True)
            lines.append(line)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
