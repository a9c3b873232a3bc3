"""`kg query`: a SPARQL question → its answer on the terminal."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.exits import FINE, refuse

if TYPE_CHECKING:
    from kg.commands import Commands

FORMATS = ("table", "csv", "tsv", "json")


def add(commands: "Commands") -> None:
    """Add the command that asks a graph."""
    query = commands.add_parser(
        "query",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="用 SPARQL 提问  ask a graph a SPARQL question",
        description="Ask a graph a question: a .rq file, - for standard input, or one that comes with the program.",
        epilog="例 example:  kg query out/graph.ttl --name targets --format csv\n             kg query --list",
    )
    query.add_argument("graph", nargs="?", type=Path, metavar="GRAPH.ttl", help="图谱文件 a file made by kg build")
    query.add_argument("file", nargs="?", metavar="FILE.rq", help="问题文件，- 为标准输入 the question, - for stdin")
    query.add_argument("--name", help="自带的问题 a question that comes with the program")
    query.add_argument("--list", action="store_true", help="列出自带的问题 list the questions that come with it")
    query.add_argument("--format", choices=FORMATS, default="table", help="答案的写法 how to print the answer")
    query.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the answer to a question, or the list of questions."""
    from kg.outputs import answers, tables  # noqa: PLC0415 — kept out of start-up

    if chosen.list:
        print(tables.show(answers.catalogue(), chosen.format))
        return FINE
    if chosen.graph is None or (chosen.file is None) == (chosen.name is None):
        return refuse("give a graph and one question: kg query GRAPH.ttl FILE.rq, or --name NAME, or - (see --list)")
    question = answers.named(chosen.name) if chosen.name is not None else ask(chosen.file)
    print(tables.show(answers.find(chosen.graph, question), chosen.format))
    return FINE


def ask(file: str) -> str:
    """Return the text of the question in `file`, or on standard input for "-"."""
    from kg.outputs import answers  # noqa: PLC0415 — kept out of start-up

    return sys.stdin.read() if file == "-" else answers.read(Path(file))
