"""The long version of tests/test_truth.py: every fact, every person, many orders, every page at hand.

    python -m tests.hard.facts

The pages are the seeds and, where they are there, those of other places that have annotations.
"""

import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kg import pipeline
from kg.outputs import turtle
from tests import truth_checks as truth

ORDERS = 6
NAMES = 4


@dataclass
class Told:
    """How much was tried and what was found."""

    counts: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)


def replay(path: Path, told: Told) -> None:
    """Let the rule of every fact fire on its sentence alone."""
    told.counts["facts"] += len(list(truth.facts(truth.graph_of(path))))
    told.findings += [f"{path.name}: not replayed: {one}" for one in truth.unreplayed(path)]


def cut(path: Path, told: Told) -> None:
    """Cut out the sentence of every fact: the fact goes, and no name is invented."""
    for evidence, found in truth.by_evidence(truth.graph_of(path)).items():
        told.figures["facts whose sentences were cut out"] += len(found)
        told.findings += [f"{path.name}: after cutting: {one}" for one in truth.left_after_cutting(path, evidence)]


def rename(path: Path, told: Told) -> None:
    """Give every person another name: the name changes and nothing else."""
    for name in truth.renameable(path):
        for other in truth.other_names(name, truth.text_of(path))[:NAMES]:
            told.figures["persons given another name"] += 1
            told.findings += [f"{path.name}: renamed: {one}" for one in truth.changed_by_renaming(path, name, other)]


def shuffle(path: Path, told: Told) -> None:
    """Put the articles of a page in other orders: nothing changes."""
    pieces, chance = truth.articles(path), random.Random(path.stem)
    for _ in range(ORDERS if len(pieces) > 1 else 0):
        told.figures["orders of articles"] += 1
        order = chance.sample(pieces, len(pieces))
        told.findings += [f"{path.name}: in another order: {one}" for one in truth.changed_by_order(path, order)]


def together(told: Told) -> None:
    """Build all pages in many orders, to the same bytes; no page takes anything from another."""
    files, chance = truth.pages(), random.Random(6)
    whole = pipeline.build(files).graph
    for _ in range(ORDERS):
        told.figures["orders of files"] += 1
        order = chance.sample(files, len(files))
        if turtle.write(pipeline.build(order).graph) != turtle.write(whole):
            told.findings.append(f"another graph in this order: {[one.name for one in order]}")
    said = truth.statements(whole)
    for path in files:
        told.figures["pages"] += 1
        lost = truth.statements(truth.graph_of(path)) - said
        told.findings += [f"{path.name}: lost beside others: {one}" for one in lost]


def main() -> int:
    """Print the counts and the findings as JSON."""
    told = Told()
    for path in truth.pages():
        for check in (replay, cut, rename, shuffle):
            check(path, told)
    together(told)
    said = {"counts": told.counts, "figures": told.figures, "findings": told.findings}
    print(json.dumps(said, ensure_ascii=False, indent=1))  # noqa: T201 — make check-hard shows it
    return bool(told.findings)


if __name__ == "__main__":
    sys.exit(main())
