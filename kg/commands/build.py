"""`kg build`: pages → the graph, its pages and the manifest in a folder."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.commands import options
from kg.commands.exits import BAD_INPUT, FINE, refuse
from kg.errors import PlaceError, SourceError

if TYPE_CHECKING:
    from tqdm import tqdm

    from kg.commands import Commands
    from kg.pipeline import Built

SHOWN_OPEN = 8
Report = Callable[[str, int, int], None]


def add(commands: "Commands") -> None:
    """Add the command that makes a graph."""
    build = commands.add_parser(
        "build",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="报纸文本 → 图谱  read pages, write graph.ttl, its pages and manifest.json",
        description="Read pages (files, or folders of .txt and .md) and write the graph and its two pages.",
        epilog="例 example:  kg build seeds -o out --place 常州市武进区 --date 2023-12-28",
    )
    build.add_argument("sources", nargs="+", type=Path, metavar="SRC", help="文件或文件夹 a file or folder")
    build.add_argument("-o", "--out", required=True, type=Path, help="输出文件夹 the folder for the results")
    build.add_argument("--place", metavar="NAME|CODE", help="报纸所在地 where the paper is from, else inferred: 320412")
    build.add_argument("--date", metavar="YYYY-MM-DD", help="出版日期 the date of publication, where none is printed")
    options.lexicon(build)
    build.add_argument("--quiet", action="store_true", help="只报错 print nothing but errors")
    build.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Build the graph, write it, and tell what is in it."""
    started = time.perf_counter()
    check_date(chosen.date)
    with progress(quiet=chosen.quiet) as bar:
        built, problems = read(chosen, None if bar is None else mover(bar))
    for problem in problems:
        refuse(problem)
    if len(built.problems) == len(built.files):
        return refuse(f"nothing could be read, so nothing was written to {chosen.out}")
    written = write(built, chosen.out)
    if not chosen.quiet:
        print(closing(built, written, seconds=time.perf_counter() - started))
    return BAD_INPUT if problems else FINE


def read(chosen: argparse.Namespace, report: Report | None) -> "tuple[Built, tuple[str, ...]]":
    """Return what was built, with all problems. An unknown place is one: the place is then inferred, as without it."""
    from kg import pipeline  # noqa: PLC0415 — kept out of start-up

    ask = partial(pipeline.build, chosen.sources, date=chosen.date, lexicons=chosen.lexicon, report=report)
    try:
        built = ask(place=chosen.place)
    except PlaceError as error:
        built = ask()
        return built, (f"--place {chosen.place}: {error}; inferred from the pages instead", *built.problems)
    return built, built.problems


def check_date(text: str | None) -> None:
    """Raise a SourceError where `text` is given and is no date."""
    try:
        valid = text is None or date.fromisoformat(text).isoformat() == text
    except ValueError:
        valid = False
    if not valid:
        raise SourceError(f"--date {text}: not a date; write it as YYYY-MM-DD, such as 2023-12-28")


def progress(*, quiet: bool) -> "AbstractContextManager[tqdm[Any] | None]":
    """Return a progress bar where somebody watches, else nothing."""
    if quiet or not sys.stderr.isatty():
        return nullcontext()
    from tqdm import tqdm  # noqa: PLC0415 — kept out of start-up

    bar: tqdm[Any] = tqdm(unit=" 个文件", file=sys.stderr, leave=False)
    return bar


def mover(bar: "tqdm[Any]") -> Report:
    """Return the function by which the pipeline moves `bar`."""

    def move(name: str, done: int, total: int) -> None:
        """Show that `done` of `total` files are read, `name` the last of them."""
        bar.total = total
        bar.set_postfix_str(name, refresh=False)
        bar.update(done - bar.n)

    return move


def write(built: "Built", folder: Path) -> list[Path]:
    """Write the results into `folder` and return where they are."""
    from kg.outputs import description, files, page, sparql_page, turtle  # noqa: PLC0415 — kept out of start-up

    manifest = {"files": list(built.files), "open": list(built.open)}
    triples = turtle.write(description.describe(built.graph))
    return [
        files.write(folder / "graph.ttl", triples),
        files.write(folder / "graph.html", page.write(built.graph, title="政谱")),
        files.write(folder / "sparql.html", sparql_page.write(triples, title="政谱")),
        files.write(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"),
    ]


def closing(built: "Built", written: Iterable[Path], *, seconds: float) -> str:
    """Return the summary of a build."""
    from kg.outputs import summary, tables  # noqa: PLC0415 — kept out of start-up

    read_in = f"{len(built.files) - len(built.problems)} 个文件 files · {built.articles} 篇文章 articles"
    lines = {
        "读入 read": f"{read_in} · {built.sentences} 句 sentences",
        "略过 skipped": f"{len(built.problems)} 个文件 files",
        "实体 entities": counts(summary.entities(built.graph)),
        "事实 facts": counts(summary.facts(built.graph)),
        "未决 open": shorten(built.open),
        "用时 took": f"{seconds:.1f} s",
        "写入 wrote": "  ".join(map(str, written)),
    }
    return "\n".join(f"{tables.pad(label, 14)} {text}" for label, text in lines.items())


def shorten(names: Sequence[str]) -> str:
    """Return how many names there are, and the first of them.

    >>> shorten(("市直机关", "该厂"))
    '2：市直机关、该厂'
    """
    first = "、".join(names[:SHOWN_OPEN])
    return f"{len(names)}" + f"：{first}" * bool(names) + " …" * (len(names) > SHOWN_OPEN)


def counts(found: Mapping[str, int]) -> str:
    """Return the counts by kind on one line.

    >>> counts({"会议": 3, "文件": 2})
    '5：会议 3 · 文件 2'
    """
    return f"{sum(found.values())}：" + " · ".join(f"{kind} {count}" for kind, count in found.items())
