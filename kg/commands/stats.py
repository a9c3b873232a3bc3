"""`kg stats`: a graph → what is in it, counted."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.exits import FINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.commands import Commands
    from kg.outputs.statistics import Section


def add(commands: "Commands") -> None:
    """Add the command that counts."""
    stats = commands.add_parser(
        "stats",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="图中有多少什么  count what is in a graph",
        description="Count nodes by class, facts by rule and file, dated and undated, open names, who is named most.",
        epilog="例 example:  kg stats out\n             kg stats out --format json --top 50",
    )
    stats.add_argument("graph", type=Path, metavar="OUT", help="kg build 的输出 a folder made by kg build, or a .ttl")
    stats.add_argument("--top", type=positive, default=10, metavar="N", help="排名列到第几 how many of a ranking (10)")
    stats.add_argument("--format", choices=("table", "json"), default="table", help="写法 how to print")
    stats.set_defaults(run=run)


def positive(text: str) -> int:
    """Return `text` as a whole number above zero; else argparse says what is wrong."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above zero")
    return int(text)


def run(chosen: argparse.Namespace) -> int:
    """Print the counts of a graph."""
    from kg.outputs import graph_file, statistics  # noqa: PLC0415 — kept out of start-up

    found = statistics.sections(graph_file.read(chosen.graph), top=chosen.top)
    print(as_json(found) if chosen.format == "json" else as_text(found))
    return FINE


def as_json(found: "Iterable[Section]") -> str:
    """Return the sections by name, each a list of rows."""
    rows = {one.name: [dict(zip(one.answer.columns, row, strict=True)) for row in one.answer.rows] for one in found}
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_text(found: "Iterable[Section]") -> str:
    """Return the sections as tables with their titles."""
    from kg.outputs import tables  # noqa: PLC0415 — kept out of start-up
    from kg.outputs.answers import Answer  # noqa: PLC0415
    from kg.outputs.plain import one_line  # noqa: PLC0415

    shown = []
    for one in found:
        rows = tuple(tuple(map(one_line, row)) for row in one.answer.rows)
        shown.append(f"■ {one.zh} {one.en}\n{tables.table(Answer(one.answer.columns, rows))}")
    return "\n\n".join(shown)
