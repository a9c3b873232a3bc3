"""`kg query`: a SPARQL question → its answer on the terminal."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.exits import FINE, refuse
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.commands import Commands
    from kg.outputs.answers import Answer

FORMATS = ("table", "csv", "tsv", "json", "md")
GRAPH = Path("out/graph.ttl")
SECONDS = 60.0


def add(commands: "Commands") -> None:
    """Add the command that asks a graph."""
    query = commands.add_parser(
        "query",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="用 SPARQL 提问  ask a graph a SPARQL question",
        description="Ask a graph a question: one that comes with the program, a .rq file, or - for standard input.",
        epilog="例 example:  kg query who-holds-which-posts\n"
        "             kg query who-said-what-about-a-word --set word=全过程人民民主 --format md\n"
        "             kg query mine.rq --graph out/graph.ttl --format csv > answer.csv\n"
        "             kg query --list",
    )
    query.add_argument(
        "asked",
        nargs="*",
        metavar="NAME|FILE|-",
        help="问题 the question; a GRAPH.ttl before it, or with --name, is asked",
    )
    query.add_argument("--graph", type=Path, metavar="GRAPH.ttl", help=f"图谱文件 a file made by kg build ({GRAPH})")
    query.add_argument("--name", help="自带的问题 a question that comes with the program")
    query.add_argument("--list", action="store_true", help="列出自带的问题 list the questions that come with it")
    query.add_argument(
        "--set", action="append", default=[], metavar="NAME=WORD", help="换词 another word for VALUES ?NAME"
    )
    query.add_argument(
        "--format", choices=FORMATS, default="table", help="答案的写法 the form (csv, tsv: no cell is a formula)"
    )
    query.add_argument(
        "--timeout", type=float, default=SECONDS, metavar="S", help="最多等几秒 the longest wait (%(default)g)"
    )
    query.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the answer to a question, or the list of questions."""
    from kg.outputs import answers, tables  # noqa: PLC0415 — kept out of start-up

    if chosen.list:
        print(tables.show(answers.catalogue(), chosen.format))
        return FINE
    graph, named, file = which(chosen)
    if named is None and file is None:
        return refuse("give a question: kg query NAME, FILE.rq or - (see kg query --list), with --graph GRAPH.ttl")
    question = answers.filled(answers.named(named) if named is not None else text(file or "-"), words(chosen.set))
    print(tables.show(answer(graph, question, chosen.timeout), chosen.format))
    return FINE


def which(chosen: argparse.Namespace) -> tuple[Path, str | None, str | None]:
    """Return the graph, and the name or the file of the question; the graph may also stand first."""
    given = list(chosen.asked)
    graph = chosen.graph
    if graph is None and given and (len(given) > 1 or chosen.name is not None or given[0].endswith(".ttl")):
        graph = Path(given.pop(0))
    if len(given) + (chosen.name is not None) > 1:
        raise QueryError(f"{' '.join(given)}: more than one question; ask one at a time")
    return graph or GRAPH, chosen.name, given[0] if given else None


def text(asked: str) -> str:
    """Return the question that `asked` is: "-" for standard input, the name of one, or a file."""
    from kg.outputs import answers  # noqa: PLC0415 — kept out of start-up

    if asked == "-":
        return sys.stdin.read()
    if asked in answers.names() or not (Path(asked).suffix or Path(asked).exists()):
        return answers.named(asked)
    return answers.read(Path(asked))


def words(settings: list[str]) -> Mapping[str, str]:
    """Return name → word of the settings NAME=WORD.

    >>> words(["word=全过程人民民主"])
    {'word': '全过程人民民主'}
    """
    pairs = [setting.partition("=") for setting in settings]
    wrong = [name for name, sign, _ in pairs if not sign]
    if wrong:
        raise QueryError(f"--set {wrong[0]}: write NAME=WORD, such as word=全过程人民民主")
    return {name: word for name, _, word in pairs}


def answer(graph: Path, question: str, seconds: float) -> "Answer":
    """Return the answer of `graph` to `question`, by a process that is stopped after `seconds`."""
    from kg.outputs import answers, answers_engine  # noqa: PLC0415 — kept out of start-up

    with answers_engine.Engine(graph) as engine:
        reply = engine.ask(question, seconds=seconds)
    if reply.form == "graph":
        raise answers.no_table()
    return answers.parsed(reply.octets, question)
