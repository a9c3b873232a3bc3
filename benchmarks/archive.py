"""Measures of archives: a new day, two processes, memory, writing, questions, pages; each a table of ARCHIVE.md.

The archive is made of the seeds: each copy is of another district, with other people, years and figures, so that its
graph grows as that of a real archive does. Run as a program, it is `kg` that tells at the end what it took.
"""

import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.measures import ROOT, SEEDS, pages, timed

PLACES = ROOT / "kg" / "lexicon" / "places.tsv"
QUERIES = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "kg" / "queries").glob("*.rq"))]
FIGURE = re.compile(r"\d+(?:\.\d+)?(?=[%万亿家个项件])")
PEOPLE = (
    "乔俊杰",
    "恽淇丞",
    "石伟东",
    "郑政平",
    "祁斌",
    "于乐",
    "钱勤东",
    "丁一",
    "吴震宇",
    "赵钢",
    "朱梦琪",
    "宋祎凡",
)
TRIES = 3
READ = 1000  # rows, more than a person reads at once
SURNAMES, GIVEN = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗", "建国伟明志军海文德永春晓云平学清玉华立新"


class Answered(NamedTuple):
    """Rows of an answer; seconds of the processor until READ of them have come, and until all have."""

    rows: int
    first: float
    all: float


def archive(folder: Path, copies: int) -> list[Path]:
    """Write the seeds so many times over to `folder`, each copy as the pages of another district."""
    dice, known = random.Random(7), districts()
    for number in range(copies):
        district, city = known[number % len(known)]
        people = {one: dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2)) for one in PEOPLE}
        words = {"武进": district, "常州": city, "2023": str(2004 + number // len(known)), **people}
        for name, text in pages(SEEDS):
            (folder / f"{number:05}-{name}.txt").write_text(elsewhere(text, words, dice), encoding="utf-8")
    return sorted(folder.iterdir())


def districts() -> list[tuple[str, str]]:
    """Return the districts with names of three characters, and their cities: (武进, 常州)."""
    named = dict(line.split("\t") for line in PLACES.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return [
        (name[:2], named[f"{code[:4]}00"][:-1])
        for code, name in named.items()
        if len(name) == 3 and name.endswith("区") and named.get(f"{code[:4]}00", "").endswith("市")
    ]


def elsewhere(text: str, words: Mapping[str, str], dice: random.Random) -> str:
    """Return the text with other words, and with figures of its own."""
    for old, new in words.items():
        text = text.replace(old, new)
    return FIGURE.sub(lambda _: str(dice.randint(1, 9999)), text)


def kg(*words: str | Path) -> tuple[float, float, int]:
    """Run the program: processor seconds of its first process, those of its helpers, and megabytes of the largest."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.archive", *map(str, words)],
        check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    own, helpers, peak = told.stdout.split()[-3:]
    return float(own), float(helpers), int(peak)


def new_day(source: Path, out: Path) -> Iterator[tuple[str, float]]:
    """Processor seconds of a full build, of one where nothing, and of one where a hundredth of the pages changed."""
    yield "a full build", sum(kg("build", source, "-o", out)[:2])
    yield "nothing changed", sum(kg("build", source, "-o", out)[:2])
    for path in sorted(source.iterdir())[::100]:
        path.write_text(path.read_text(encoding="utf-8").replace("会议", "大会", 1), encoding="utf-8")
    yield "1 % of the pages changed", sum(kg("build", source, "-o", out)[:2])


def processes(source: Path, folder: Path) -> Iterator[tuple[int, float, int]]:
    """For one and two processes: seconds of the longest chain of work, and megabytes of the largest process.

    Where processors are shared with others the clock tells nothing; the chain is what the first process does and an
    equal part of what its helpers do.
    """
    for count in (1, 2):
        own, helpers, peak = kg("build", source, "-o", folder / str(count), "--no-cache", "--workers", str(count))
        yield count, own + helpers / count, peak


def writing(turtle: Path) -> dict[str, float]:
    """Processor seconds to write the same triples, the best of some tries: our Turtle, rdflib's add and serialize."""
    import rdflib

    import kg
    from kg.outputs import turtle as ours

    graph = kg.load(turtle.parent).graph
    triples = list(rdflib.Graph().parse(turtle, format="turtle"))

    def theirs() -> None:
        made = rdflib.Graph()
        for triple in triples:
            made.add(triple)
        made.serialize(format="turtle")

    ways = {"kg": lambda: ours.write(graph), "rdflib": theirs}
    return {name: min(timed(way) for _ in range(TRIES)) for name, way in ways.items()}


def asked(turtle: Path) -> dict[str, Answered]:
    """What each named question takes in Oxigraph, the graph in memory."""
    from pyoxigraph import RdfFormat, Store

    from kg.ontology import PREFIXES

    store = Store()
    store.bulk_load(path=str(turtle), format=RdfFormat.TURTLE)
    return {name: counted(lambda text=text: store.query(text, prefixes=dict(PREFIXES))) for name, text in QUERIES}


def asked_of_rdflib(turtle: Path) -> dict[str, Answered]:
    """What each named question takes in rdflib."""
    import rdflib

    from kg.ontology import PREFIXES

    graph = rdflib.Graph().parse(turtle, format="turtle")
    return {name: counted(lambda text=text: graph.query(text, initNs=dict(PREFIXES))) for name, text in QUERIES}


def counted(ask: Callable[[], Iterable[object]]) -> Answered:
    """Ask, and take every row."""
    began = time.process_time()
    rows = iter(ask())
    some = sum(1 for _ in islice(rows, READ))
    first = time.process_time() - began
    return Answered(some + sum(1 for _ in rows), first, time.process_time() - began)


def drawn(source: Path) -> tuple[int, float]:
    """Number of nodes of the graph of some pages, and processor seconds for writing its page."""
    from kg import pipeline
    from kg.outputs import page

    graph = pipeline.build([source]).graph
    return len(graph), timed(lambda: page.write(graph, title="政谱"))


if __name__ == "__main__":
    from kg.cli import main

    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, helpers = (one.ru_utime + one.ru_stime for one in used)
    print(own, helpers, max(one.ru_maxrss for one in used) // 1024)
