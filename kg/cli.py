"""Arguments → text on the terminal and files in a folder: the command `kg`, with no logic of its own.

Exit codes: 0 all is well · 1 a defect of the program · 2 an input is bad: one line on stderr says which and what to
do, and what was good is still built. Heavy modules are imported by the command that needs them, so that `kg --help`
answers at once.
"""

import argparse
import csv
import io
import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import KgError, SourceError

if TYPE_CHECKING:
    from tqdm import tqdm

    from kg.outputs.answers import Answer
    from kg.pipeline import Built

FINE, DEFECT, BAD_INPUT = 0, 1, 2
SHOWN_OPEN = 8
WIDEST = 60
Report = Callable[[str, int, int], None]
T = TypeVar("T")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; errors of the input become one line each."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except KgError as error:
        return refuse(str(error))
    except BrokenPipeError:  # the reader of a pipe (head, less) has seen enough
        sys.stderr.close()
        return FINE
    except KeyboardInterrupt:
        return refuse("stopped")
    return code


def refuse(problem: str) -> int:
    """Print one line that says what is wrong and return the exit code for it."""
    print("kg: " + " ".join(problem.split()), file=sys.stderr)
    return BAD_INPUT


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="kg",
        description="政谱：从官方报纸到知识图谱。 Chinese official newspapers → a knowledge graph with evidence.",
        epilog="例 example:  kg build seeds -o out  &&  kg query out/graph.ttl --name who-holds-which-posts",
    )
    top.add_argument("--version", action="version", version=f"kg {version()}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    add_build(commands)
    add_query(commands)
    return top


def version() -> str:
    """Return the version of the program."""
    from kg import __version__  # noqa: PLC0415 — the package's own name, not a dependency of this module

    return __version__


def add_build(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command that makes a graph."""
    build = commands.add_parser(
        "build",
        help="报纸文本 → 图谱  read pages, write graph.ttl, graph.html and manifest.json",
        description="Read pages (files, or folders of .txt and .md) and write graph.ttl, graph.html and manifest.json.",
        epilog="例 example:  kg build seeds -o out --place 常州市武进区 --date 2023-12-28",
    )
    build.add_argument("sources", nargs="+", type=Path, metavar="SRC", help="文件或文件夹 a file or folder")
    build.add_argument("-o", "--out", required=True, type=Path, help="输出文件夹 the folder for the results")
    build.add_argument("--place", metavar="NAME|CODE", help="报纸所在地 where the paper is from, else inferred: 320412")
    build.add_argument("--date", metavar="YYYY-MM-DD", help="出版日期 the date of publication, where none is printed")
    build.add_argument("--quiet", action="store_true", help="只报错 print nothing but errors")
    build.set_defaults(run=run_build)


def add_query(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command that asks a graph."""
    query = commands.add_parser(
        "query",
        help="用 SPARQL 提问  ask a graph a SPARQL question",
        description="Ask a graph a question: a .rq file, - for standard input, or one that comes with the program.",
        epilog="例 example:  kg query out/graph.ttl --name targets --format csv  ·  kg query --list",
    )
    query.add_argument("graph", nargs="?", type=Path, metavar="GRAPH.ttl", help="图谱文件 a file made by kg build")
    query.add_argument("file", nargs="?", metavar="FILE.rq", help="问题文件，- 为标准输入 the question, - for stdin")
    query.add_argument("--name", help="自带的问题 a question that comes with the program")
    query.add_argument("--list", action="store_true", help="列出自带的问题 list the questions that come with it")
    query.add_argument("--format", choices=tuple(FORMATS), default="table", help="答案的写法 how to print the answer")
    query.set_defaults(run=run_query)


def run_build(chosen: argparse.Namespace) -> int:
    """Build the graph, write it, and tell what is in it."""
    from kg import pipeline  # noqa: PLC0415 — kept out of start-up

    started = time.perf_counter()
    check_date(chosen.date)
    with progress(quiet=chosen.quiet) as bar:
        report = None if bar is None else partial_report(bar)
        built = pipeline.build(chosen.sources, place=chosen.place, date=chosen.date, report=report)
    for problem in built.problems:
        refuse(problem)
    if len(built.problems) == len(built.files):
        return refuse("nothing could be read, so nothing was written")
    written = write(built, chosen.out)
    if not chosen.quiet:
        print(closing(built, written, seconds=time.perf_counter() - started))
    return BAD_INPUT if built.problems else FINE


def check_date(text: str | None) -> None:
    """Raise a SourceError where `text` is given and is no date."""
    try:
        valid = text is None or date.fromisoformat(text).isoformat() == text
    except ValueError:
        valid = False
    if not valid:
        raise SourceError(f"--date {text}: not a date; write it as YYYY-MM-DD, such as 2023-12-28")


def progress(*, quiet: bool) -> "AbstractContextManager[tqdm[None] | None]":
    """Return a progress bar where somebody watches, else nothing."""
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from tqdm import tqdm  # noqa: PLC0415 — kept out of start-up

    return tqdm(unit=" 个文件", file=sys.stderr, leave=False)


def partial_report(bar: "tqdm[None]") -> Report:
    """Return the function by which the pipeline moves `bar`."""

    def move(name: str, done: int, total: int) -> None:
        """Show that `done` of `total` files are read, `name` the last of them."""
        bar.total = total
        bar.set_postfix_str(name, refresh=False)
        bar.update(done - bar.n)

    return move


def write(built: "Built", folder: Path) -> list[Path]:
    """Write the results into `folder` and return where they are."""
    from kg.outputs import files, page, turtle  # noqa: PLC0415 — kept out of start-up

    manifest = {"files": list(built.files), "open": list(built.open)}
    return [
        files.write(folder / "graph.ttl", turtle.write(built.graph)),
        files.write(folder / "graph.html", page.write(built.graph, title="政谱")),
        files.write(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"),
    ]


def closing(built: "Built", written: Iterable[Path], *, seconds: float) -> str:
    """Return the summary of a build."""
    from kg.outputs import summary  # noqa: PLC0415 — kept out of start-up

    left = f"{len(built.open)}" + (f"：{'、'.join(built.open[:SHOWN_OPEN])}" if built.open else "")
    lines = {
        "读入 read": f"{len(built.files)} 个文件 files · {built.articles} 篇文章 articles · {built.sentences} 句 sentences",
        "实体 entities": counts(summary.entities(built.graph)),
        "事实 facts": counts(summary.facts(built.graph)),
        "未决 open": left + (" …" if len(built.open) > SHOWN_OPEN else ""),
        "略过 skipped": f"{len(built.problems)}",
        "用时 took": f"{seconds:.1f} s",
        "写入 wrote": "  ".join(map(str, written)),
    }
    return "\n".join(f"{pad(label, 14)} {text}" for label, text in lines.items())


def counts(found: Mapping[str, int]) -> str:
    """Return the counts by kind on one line.

    >>> counts({"会议": 3, "文件": 2})
    '5：会议 3 · 文件 2'
    """
    return f"{sum(found.values())}：" + " · ".join(f"{kind} {count}" for kind, count in found.items())


def run_query(chosen: argparse.Namespace) -> int:
    """Print the answer to a question, or the list of questions."""
    from kg.outputs import answers  # noqa: PLC0415 — kept out of start-up

    if chosen.list:
        print(table(answers.Answer(("name", "question"), tuple(answers.names().items()))))
        return FINE
    if chosen.graph is None or (chosen.file is None) == (chosen.name is None):
        return refuse("give a graph and one question: kg query GRAPH.ttl FILE.rq, or --name NAME, or - (see --list)")
    question = answers.named(chosen.name) if chosen.name is not None else ask(chosen.file)
    print(FORMATS[chosen.format](answers.find(chosen.graph, question)))
    return FINE


def ask(file: str) -> str:
    """Return the text of the question in `file`, or on standard input for "-"."""
    from kg.outputs import answers  # noqa: PLC0415 — kept out of start-up

    return sys.stdin.read() if file == "-" else answers.read(Path(file))


def table(answer: "Answer") -> str:
    """Return the answer as columns for the eye, long texts cut, with the number of rows below."""
    cells = [[cut(" ".join(text.split())) for text in row] for row in (answer.columns, *answer.rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(pad, row, widths)).rstrip() for row in cells]
    rule = "  ".join("─" * size for size in widths)
    return "\n".join([lines[0], rule, *lines[1:], f"({len(answer.rows)} 行 rows)"])


def cut(text: str) -> str:
    """Return `text` if it is short, else its beginning."""
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes.

    >>> width("区委a")
    5
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, size: int) -> str:
    """Return `text` filled with spaces up to `size` columns of a terminal."""
    return text + " " * (size - width(text))


def csv_text(answer: "Answer") -> str:
    """Return the answer as CSV with a header line."""
    return separated(answer, delimiter=",")


def tsv_text(answer: "Answer") -> str:
    """Return the answer as tab-separated lines with a header line."""
    return separated(answer, delimiter="\t")


def separated(answer: "Answer", *, delimiter: str) -> str:
    """Return the answer as lines of cells, quoted where needed."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([answer.columns, *answer.rows])
    return text.getvalue().rstrip("\n")


def json_text(answer: "Answer") -> str:
    """Return the answer as a JSON list of objects."""
    return json.dumps([dict(zip(answer.columns, row, strict=True)) for row in answer.rows], ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[["Answer"], str]] = {
    "table": table,
    "csv": csv_text,
    "tsv": tsv_text,
    "json": json_text,
}


if __name__ == "__main__":
    sys.exit(main())
