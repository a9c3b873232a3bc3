"""Measures of the program, each a table of the report. All times are of the processor, in seconds, and all that is
compared was measured in one run."""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from benchmarks import plain
from kg import pipeline
from kg.additions import adding
from kg.model import Source
from kg.outputs import turtle
from kg.stages import (
    articles,
    clean,
    dates,
    figures,
    graph,
    mentions,
    paragraphs,
    relations,
    resolve,
    sentences,
    speech,
)

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
ARTICLE = 1250
ODD = {
    "。的的的…": "的",
    "江苏省常州市武进区…": "江苏省常州市武进区",
    "《《《…": "《",
    "“““…": "“",
    "1111…": "1",
    "一一一…": "一",
    "1,1,1,…": "1,",
    "王建国、王建国、…": "王建国、",
    "区委书记区委书记…": "区委书记",
    "增长1%，增长1%，…": "增长1%，",
    "《“（王市长1亿元…": "《“（王市长1亿元",
    "区政府区政府…": "区政府",
}
STAGES: Sequence[tuple[ModuleType, str, str]] = (
    (clean, "lines", "clean 清理"),
    (paragraphs, "join", "paragraphs 分段"),
    (articles, "split", "articles 分篇"),
    (sentences, "split", "sentences 断句"),
    (mentions, "names_in", "mentions: names of the page 全页姓名"),
    (mentions, "find", "mentions 识别"),
    (figures, "find", "figures 数字"),
    (relations, "find", "relations 关系"),
    (speech, "find", "speech 发言"),
    (dates, "published", "dates 日期"),
    (resolve, "nodes", "resolve 归一"),
    (graph, "assemble", "graph 成图"),
    (turtle, "write_nodes", "turtle 写出"),
)


def pages(paths: Sequence[Path]) -> list[tuple[str, str]]:
    return [(path.stem, path.read_text(encoding="utf-8", errors="replace")) for path in paths]


def length(paths: Sequence[Path]) -> int:
    return sum(len(text) for _, text in pages(paths))


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def build(paths: Sequence[Path]) -> str:
    """From the files to sorted Turtle with its evidence."""
    with pipeline.uncollected():
        return turtle.write_nodes(pipeline.build(paths).nodes)


def speeds(paths: Sequence[Path]) -> dict[str, float]:
    """Characters a second of our program, of jieba.cut and of the plain program on the same pages, all warmed up.

    jieba is measured before and after ours: a machine that quickens or slows meanwhile does so for both.
    """
    import jieba

    jieba.setLogLevel("ERROR")
    list(jieba.cut("预热"))
    build(SEEDS)
    plain.read(pages(SEEDS[:1]))
    total = length(paths)

    def cut() -> None:
        for _, text in pages(paths):
            list(jieba.cut(text))

    before, ours, after = timed(cut), timed(lambda: build(paths)), timed(cut)
    return {
        "kg": total / ours,
        "jieba.cut": 2 * total / (before + after),
        "plain": total / timed(lambda: plain.read(pages(paths))),
    }


def starts() -> dict[str, tuple[float, float]]:
    """Seconds by the clock and of the processor from a cold start, the best of three each.

    The bytecode of all modules is kept, as after an installation: a run before the first that counts writes it.
    """
    commands = {
        "kg --help": ["-m", "kg.cli", "--help"],
        "kg build seeds": ["-m", "kg.cli", "build", "seeds", "--quiet", "-o"],
        "all packages, plainly": ["-m", "benchmarks.plain"],
    }
    with tempfile.TemporaryDirectory() as bytecode:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        kept["PYTHONPYCACHEPREFIX"] = bytecode
        runs = {name: [process(words, kept) for _ in range(4)][1:] for name, words in commands.items()}
    return {name: (min(wall for wall, _ in took), min(cpu for _, cpu in took)) for name, took in runs.items()}


def process(words: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds by the clock and of the processor that a command takes, its results in a new folder."""
    with tempfile.TemporaryDirectory() as folder:
        into = [folder] if words[-1] == "-o" else []
        began, used = time.perf_counter(), children()
        command = [sys.executable, *words, *into]
        subprocess.run(command, check=True, cwd=ROOT, capture_output=True, env=environment)
        return time.perf_counter() - began, children() - used


def children() -> float:
    """Seconds of the processor that ended subprocesses took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def copies(folder: Path, count: int) -> list[Path]:
    """The seeds so many times over, as files in a folder; each differs, so that nothing is remembered from another."""
    for number in range(count):
        for name, text in pages(SEEDS):
            (folder / f"{number:03}-{name}.txt").write_text(different(text, number), encoding="utf-8")
    return sorted(folder.iterdir())


def by_stage(paths: Sequence[Path]) -> dict[str, float]:
    """Microseconds a character of each stage, what it calls of other stages left out."""
    build(paths)
    spent: defaultdict[str, float] = defaultdict(float)
    with watched(spent):
        whole = timed(lambda: build(paths))
    spent["the rest 其余"] = whole - sum(spent.values())
    return {name: 1e6 * one / length(paths) for name, one in sorted(spent.items(), key=lambda pair: -pair[1])}


@contextmanager
def watched(spent: dict[str, float]) -> Iterator[None]:
    """Note what each stage takes."""
    inner: list[float] = []

    def watching(function: Callable[..., object], name: str) -> Callable[..., object]:
        def watched_one(*args: object, **options: object) -> object:
            began = time.process_time()
            inner.append(0.0)
            result = function(*args, **options)
            result = list(result) if isinstance(result, Iterator) else result
            took = time.process_time() - began
            spent[name] += took - inner.pop()
            if inner:
                inner[-1] += took
            return result

        return watched_one

    kept = [(module, name, getattr(module, name)) for module, name, _ in STAGES]
    for module, name, label in STAGES:
        setattr(module, name, watching(getattr(module, name), label))
    try:
        yield
    finally:
        for module, name, function in kept:
            setattr(module, name, function)


def growth(sizes: Sequence[int] = (1_000, 10_000, 50_000)) -> dict[int, float]:
    """Characters a second with so many more place names known, the first time and what it prepares left out."""
    letters = [chr(0x4E00 + i) for i in range(3000)]
    dice, found = random.Random(1), {}
    for size in sizes:
        names = {"".join(dice.choices(letters, k=dice.randint(2, 4))) + "县": "" for _ in range(size)}
        with adding({"place_name": names}):
            pipeline.built_from(SEEDS, place=None, date=None, report=None)
            took = min(timed(lambda: pipeline.built_from(SEEDS, place=None, date=None, report=None)) for _ in range(3))
            found[size] = length(SEEDS) / took
    return found


def scaling(times: Sequence[int] = (1, 4, 16, 64), rounds: int = 3) -> dict[int, tuple[float, int]]:
    """Microseconds a character and megabytes at the peak for the seeds, each page so many times with other numbers.

    Each size has a process of its own, the sizes take turns, and the fastest of the rounds counts.
    """
    found: dict[int, list[tuple[float, int]]] = {count: [] for count in times}
    for count in [count for _ in range(rounds) for count in times]:
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.measures", str(count)],
            check=True,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        took, peak = told.stdout.split()
        found[count].append((float(took), int(peak)))
    return {count: (min(took for took, _ in runs), max(peak for _, peak in runs)) for count, runs in found.items()}


def scaled(count: int) -> tuple[float, int]:
    """What `scaling` tells of one size; the pages differ, so that nothing is remembered from one to the next."""
    build(SEEDS)
    texts = [(f"{name}-{i}", different(text, i)) for i in range(count) for name, text in pages(SEEDS)]
    began, said = time.process_time(), []
    with pipeline.uncollected():  # as a build does
        for name, text in texts:
            page = Source(name, text, name, "utf-8")
            said += pipeline.page_nodes(page, pipeline.read_page(page, None), None)
        turtle.write_nodes(graph.assemble(said, ()))
    took = time.process_time() - began
    return 1e6 * took / sum(len(text) for _, text in texts), peak()


def peak() -> int:
    """The megabytes that this process had at most; Linux also tells without those of the process that started it."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM")) // 1024


def different(text: str, number: int) -> str:
    """The text with a word of its own at the end of every sentence."""
    return text.replace("。", f"（{chr(0x4E00 + number % 5000)}字版）。")


def odd() -> dict[str, float]:
    """How much longer a character takes in an article of repeated runs than in an article of the seeds."""

    def read(text: str) -> None:
        page = Source("页", text, "", "utf-8")
        list(pipeline.page_nodes(page, pipeline.read_page(page, None), None))

    usual = []
    for _, text in pages(SEEDS):
        for begin in range(0, len(text) - ARTICLE, ARTICLE):
            part = text[begin : begin + ARTICLE]
            read(part)
            usual.append(min(timed(lambda part=part: read(part)) for _ in range(2)))
    median = sorted(usual)[len(usual) // 2]
    runs = {name: (unit * ARTICLE)[:ARTICLE] for name, unit in ODD.items()}
    for text in runs.values():
        read(text[:100])
    return {name: min(timed(lambda text=text: read(text)) for _ in range(3)) / median for name, text in runs.items()}


def million() -> tuple[float, float]:
    """Microseconds a character of a line of 100,000 and of one of a million characters."""
    clause = "昨天，区委书记王建国主持召开常委会会议，审议通过《武进区行动方案》，要求全区规上工业产值增长5%，"
    found = []
    for size in (100_000, 1_000_000):
        page = Source("行", (clause * (size // len(clause) + 1))[:size], "", "utf-8")
        found.append(1e6 * timed(lambda page=page: pipeline.read_page(page, None)) / size)
    return found[0], found[1]


if __name__ == "__main__":
    took, peak = scaled(int(sys.argv[1]))
    print(took, peak)
