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
        help="问题 the question; a folder made by kg build or a GRAPH.ttl beside it is asked",
    )
    query.add_argument(
        "--graph",
        type=Path,
        metavar="OUT",
        help=f"kg build 的输出 made by kg build: a folder or a .ttl ({GRAPH.parent})",
    )
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
        return refuse("give a question: kg query NAME, FILE.rq or - (see kg query --list), with --graph OUT")
    question = answers.filled(answers.named(named) if named is not None else text(file or "-"), words(chosen.set))
    found = answer(graph, question, chosen.timeout)
    print(tables.show(found, chosen.format))
    if not found.rows:
        print(nothing(question), file=sys.stderr)
    return FINE


def nothing(question: str) -> str:
    """Return what to tell who asked `question` and got no rows: what it asks for, and which words can be changed."""
    from kg.outputs import answers  # noqa: PLC0415 — kept out of start-up

    lines = [
        "图中没有这样的事实；没有读出来，不等于报上没有。",
        "No such fact in this graph, which is no proof that there was none.",
        *answers.explained(question).split(" | "),
        *(f"换词 another word:  --set {name}=… (“{word}”)" for name, word in answers.words(question).items() if word),
    ]
    return "\n".join(line for line in lines if line)


def which(chosen: argparse.Namespace) -> tuple[Path, str | None, str | None]:
    """Return the graph, and the name or the file of the question; the graph may also stand beside the question."""
    given, graph = list(chosen.asked), chosen.graph
    if graph is None:
        graph = next((Path(each) for each in given if is_graph(each)), None)
        if graph is not None:
            given.remove(str(graph))
    if len(given) + (chosen.name is not None) > 1:
        raise QueryError(f"{' '.join(given)}: more than one question, or no graph there; ask one at a time")
    return in_folder(graph or GRAPH), chosen.name, given[0] if given else None


def is_graph(given: str) -> bool:
    """Return whether a word of the command means a graph: a Turtle file or a folder that has one."""
    return given.endswith(".ttl") or (Path(given) / GRAPH.name).is_file()


def in_folder(graph: Path) -> Path:
    """Return the Turtle file that `graph` means: itself, or the one in it."""
    return graph / GRAPH.name if graph.is_dir() else graph


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
