"""`kg rules`: the rules, and how often each fires on the pages that are given."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands import options
from kg.commands.build import check_date
from kg.commands.exits import BAD_INPUT, FINE, refuse

if TYPE_CHECKING:
    from kg.commands import Commands

COLUMNS = ("rule", "folder", "kind", "examples", "fired", "about")


def add(commands: "Commands") -> None:
    """Add the command that lists the rules."""
    rules = commands.add_parser(
        "rules",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="有哪些规则，各用了几次  list the rules, and how often each fires",
        description="List every rule with its kind and examples, and with pages how often each fires on them.",
        epilog="例 example:  kg rules seeds --format csv",
    )
    rules.add_argument("sources", nargs="*", type=Path, metavar="SRC", help="文件或文件夹 a file or folder")
    rules.add_argument("--unused", action="store_true", help="只列一次也没用上的 only those that never fire on SRC")
    rules.add_argument("--date", metavar="YYYY-MM-DD", help="出版日期 the date of publication, where none is printed")
    options.form(rules)
    options.lexicon(rules)
    rules.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the rules, those that fire most often first where pages are given."""
    from kg.lexicons import using  # noqa: PLC0415 — kept out of start-up
    from kg.outputs import answers, tables  # noqa: PLC0415
    from kg.tracing import pages, rule_use  # noqa: PLC0415

    check_date(chosen.date)
    if chosen.unused and not chosen.sources:
        return refuse("--unused needs pages to count on; give files or folders: kg rules SRC --unused")
    with using(chosen.lexicon):
        found, problems = pages.all_of(chosen.sources, date=chosen.date)
        used = rule_use.uses(read for page in found for read in page.reads)
    for problem in problems:
        refuse(problem)
    used = [one for one in used if not (chosen.unused and one.fired)]
    told = sorted(used, key=lambda one: -one.fired)
    rows = (
        (one.rule, one.folder, one.kind, str(one.examples), str(one.fired) * bool(chosen.sources), one.about)
        for one in told
    )
    print(tables.show(answers.Answer(COLUMNS, tuple(rows)), chosen.format))
    return BAD_INPUT if problems else FINE
