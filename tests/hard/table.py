"""What the hard tests tell → one table: of each kind how much was tried, of what, and what was found."""

import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# What each kind of test counts, in the order of the table.
KINDS = {
    "inputs": "输入 inputs tried",
    "fuzz": "模糊测试 fuzz executions",
    "runs": "乱词长文 random runs",
    "faults": "故障 faults injected",
    "facts": "事实重放 facts replayed",
    "mutants": "杀死的变异 mutants killed",
    "requests": "应答的请求 requests served",
}
TRIED = "tried"  # the figure of which a count is a part
LONGEST = 1500  # characters of what is told of one finding
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


@dataclass(frozen=True)
class Tried:
    """What one hard test tells: how often it tried what, what it saw beside, what is wrong, and its seconds."""

    kind: str
    counts: dict[str, int] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0


def table(told: Iterable[Tried], seconds: float, processor: float) -> str:
    """Return the table, and below it the machine, the time and each finding."""
    every = list(told)
    head = ["| 什么 what | 次数 count | 其中 of which | 发现 findings | 用时 took |", "|---|---:|---|---:|---:|"]
    rows = [row(kind, [one for one in every if one.kind == kind]) for kind in KINDS]
    wrong = [finding for one in every for finding in one.findings]
    last = f"| 发现 findings | {len(wrong):,} | | {len(wrong):,} | {seconds:,.0f} s |"
    machine = (
        f"{platform.machine()} · {platform.system()} · CPython {platform.python_version()} · {os.cpu_count()} cores"
    )
    took = f"{machine} · {seconds / 60:.1f} min, {processor / 60:.1f} min of the processor"
    listed = [f"- {' '.join(one.split())[:LONGEST]}" for one in wrong]
    return "\n".join([*head, *rows, last, "", took, *([""] if listed else []), *listed])


def row(kind: str, told: list[Tried]) -> str:
    """Return the line of one kind, of which there may be several tests."""
    counts: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for one in told:
        counts.update(one.counts)
        figures.update(one.figures)  # type: ignore[arg-type]  # a Counter of measures, too
    found = sum(len(one.findings) for one in told)
    of = f" / {figures.pop(TRIED):,}" if TRIED in figures else ""
    which = "；".join(parts(counts if len(counts) > 1 else {}, figures))
    took = sum(one.seconds for one in told)
    return f"| {KINDS[kind]} | {sum(counts.values()):,}{of} | {which} | {found:,} | {took:,.0f} s |"


def parts(counts: dict[str, int], figures: dict[str, float]) -> Iterator[str]:
    """Yield what the counts are of and what was seen beside, in words."""
    for what, number in (*counts.items(), *figures.items()):
        yield f"{what} {number:,}".replace("|", "¦")


def filled(document: str, said: str) -> str:
    r"""Return a document with another table between its marks.

    >>> filled("<!-- table: begin -->\nold\n<!-- table: end -->\n", "new")
    '<!-- table: begin -->\nnew\n<!-- table: end -->\n'
    """
    before, rest = document.split(BEGIN)
    return f"{before}{BEGIN}\n{said}\n{END}{rest.partition(END)[2]}"
