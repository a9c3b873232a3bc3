"""`kg diff`: two graphs → what was added, removed and changed, in facts."""

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.exits import FINE

if TYPE_CHECKING:
    from kg.commands import Commands
    from kg.outputs.differences import Difference

SIGNS = {"added": "+", "removed": "−", "changed": "~"}
LONGEST = 120


def add(commands: "Commands") -> None:
    """Add the command that compares."""
    diff = commands.add_parser(
        "diff",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="两个图差在哪里  what one graph says that another does not",
        description="Compare two graphs fact by fact: what was added (+), removed (−) and changed (~), by kind, "
        "with the sentence.",
        epilog="例 example:  kg diff out-yesterday out\n             kg diff old.ttl new.ttl --format json",
    )
    diff.add_argument("old", type=Path, metavar="OLD", help="旧图 the old folder or .ttl")
    diff.add_argument("new", type=Path, metavar="NEW", help="新图 the new folder or .ttl")
    diff.add_argument("--format", choices=("text", "json"), default="text", help="写法 how to print")
    diff.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the differences between two graphs; differences are no failure."""
    from kg.outputs import differences, graph_file  # noqa: PLC0415 — kept out of start-up

    found = differences.compare(graph_file.read(chosen.old), graph_file.read(chosen.new))
    print(as_json(found) if chosen.format == "json" else "\n".join(as_text(found)))
    return FINE


def as_json(found: "Sequence[Difference]") -> str:
    """Return the differences as a list of objects."""
    from dataclasses import asdict  # noqa: PLC0415 — this form only

    return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1)


def as_text(found: "Sequence[Difference]") -> Iterator[str]:
    """Yield the lines: under each kind how many, then one line a difference with its sentence below it."""
    if not found:
        yield "没有差别 no difference"
    for table, group in groupby(found, key=lambda one: one.table):
        some = list(group)
        counts = "  ".join(f"{sign}{sum(one.how == how for one in some)}" for how, sign in SIGNS.items())
        yield f"■ {some[0].kind['zh']} {table}  {counts}"
        for one in some:
            yield from lines(one)
        yield ""


def lines(one: "Difference") -> Iterator[str]:
    """Yield one difference: what it says, each column that changed, and the sentence with its file."""
    from kg.outputs.plain import one_line  # noqa: PLC0415 — kept out of start-up

    yield f"  {SIGNS[one.how]} {one_line(one.says, longest=LONGEST)}"
    for column, old, new in one.changes:
        before, after = (one_line(text, longest=LONGEST) or "∅" for text in (old, new))
        yield f"      {column}: {before} → {after}"
    if one.sentence and one.how != "changed":
        yield f"      “{one_line(one.sentence, longest=LONGEST)}” {one_line(one.file)}"
