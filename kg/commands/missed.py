"""`kg missed`: names, titles, numbers and terms of the pages that no rule used, so that a lexicon can grow."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands import options
from kg.commands.exits import BAD_INPUT, FINE, refuse

if TYPE_CHECKING:
    from kg.commands import Commands

COLUMNS = ("kind", "term", "count", "where", "example")
TOP = 50


def add(commands: "Commands") -> None:
    """Add the command that lists what no rule used."""
    missed = commands.add_parser(
        "missed",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="哪些词没有规则用上  names, titles, numbers and terms that no rule used",
        description="List the names, titles, numbers, 《》 and quoted terms that no rule used, most frequent first.",
        epilog="例 example:  kg missed seeds --top 20 --lexicon my.yaml",
    )
    missed.add_argument("sources", nargs="+", type=Path, metavar="SRC", help="文件或文件夹 a file or folder")
    missed.add_argument(
        "--top", type=int, default=TOP, metavar="N", help=f"列几个，0 为全部 how many, 0 for all; {TOP}"
    )
    options.form(missed)
    options.lexicon(missed)
    missed.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print what no rule used."""
    from kg.lexicons import using  # noqa: PLC0415 — kept out of start-up
    from kg.outputs import answers, tables  # noqa: PLC0415
    from kg.tracing import missed, pages  # noqa: PLC0415

    if chosen.top < 0:
        return refuse(f"--top {chosen.top}: give how many terms to list, 0 for all")
    with using(chosen.lexicon):
        found, problems = pages.all_of(chosen.sources)
        told = missed.missed(found)
    for problem in problems:
        refuse(problem)
    some = told[: chosen.top] if chosen.top else told
    rows = ((missed.kind_name(one.kind), one.term, str(one.count), one.where, one.example) for one in some)
    print(tables.show(answers.Answer(COLUMNS, tuple(rows)), chosen.format))
    return BAD_INPUT if problems else FINE
