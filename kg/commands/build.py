"""`kg build`: pages → the graph, its pages and the manifest in a folder."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.commands import options
from kg.commands.exits import BAD_INPUT, FINE, refuse
from kg.errors import PlaceError, SourceError
from kg.outputs import plain

if TYPE_CHECKING:
    from tqdm import tqdm

    from kg.archive.building import Built, Way
    from kg.commands import Commands

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
    build.add_argument("sources", nargs="+", metavar="SRC", help="文件或文件夹 a file or folder")
    build.add_argument("-o", "--out", required=True, help="输出文件夹 the folder for the results")
    build.add_argument("--place", metavar="NAME|CODE", help="报纸所在地 where the paper is from, else inferred: 320412")
    build.add_argument("--date", metavar="YYYY-MM-DD", help="出版日期 the date of publication, where none is printed")
    options.lexicon(build)
    ways(build)
    build.add_argument("--quiet", action="store_true", help="只报错 print nothing but errors")
    build.set_defaults(run=run)


def ways(build: argparse.ArgumentParser) -> None:
    """Let the command be told how to work; none of it changes the result."""
    build.add_argument(
        "--workers", type=workers, default=1, metavar="N|auto", help="同时读的进程数 processes that read (%(default)s)"
    )
    build.add_argument("--cache", type=Path, metavar="DIR", help="留存处 where what is read is kept (OUT/.cache)")
    build.add_argument("--no-cache", action="store_true", help="不用也不留 neither use nor keep anything")
    build.add_argument(
        "--store", action="store_true", help="另存 Oxigraph 库 also an on-disk store (large graphs always)"
    )
    build.add_argument(
        "--engine",
        choices=("local", "spark"),
        default="local",
        help="在何处做 where the work is done; spark: SRC and OUT are paths of its own (zhengpu[spark])",
    )
    build.add_argument("--fresh", action="store_true", help="全部重读 read everything again, then keep it")


def run(chosen: argparse.Namespace) -> int:
    """Build the graph, write it, and tell what is in it."""
    started = time.perf_counter()
    check_date(chosen.date)
    if chosen.engine == "spark":
        return run_on_spark(chosen)
    with progress(quiet=chosen.quiet) as bar:
        built, problems = build_from(chosen, None if bar is None else mover(bar))
    for problem in (*problems, *(() if chosen.quiet else built.told.warnings)):
        refuse(problem)
    if not built.written:
        return refuse(f"nothing could be read, so nothing was written to {chosen.out}")
    if not chosen.quiet:
        print(closing(built, seconds=time.perf_counter() - started))
    return BAD_INPUT if problems else FINE


def build_from(chosen: argparse.Namespace, report: Report | None) -> "tuple[Built, tuple[str, ...]]":
    """Return what was built, with all problems. An unknown place is one: the place is then inferred, as without it."""
    from kg.archive import building  # noqa: PLC0415 — kept out of start-up
    from kg.archive.keys import Options  # noqa: PLC0415

    sources, out, way = [*map(Path, chosen.sources)], Path(chosen.out), way_of(chosen, report)
    options = Options(chosen.place, chosen.date, tuple(chosen.lexicon))
    try:
        built = building.build(sources, out, options, way)
    except PlaceError as error:
        built = building.build(sources, out, replace(options, place=None), way)
        return built, (f"--place {chosen.place}: {error}; inferred from the pages instead", *built.problems)
    return built, built.problems


def run_on_spark(chosen: argparse.Namespace) -> int:
    """Build the graph on Spark, in folders of parts, and tell where it is."""
    from kg.archive import spark  # noqa: PLC0415 — an extra
    from kg.archive.keys import Options  # noqa: PLC0415

    spark.build(chosen.sources, chosen.out, Options(chosen.place, chosen.date, tuple(chosen.lexicon)))
    if not chosen.quiet:
        print(f"{chosen.out}/triples.parquet  {chosen.out}/graph.nt")
    return FINE


def way_of(chosen: argparse.Namespace, report: Report | None) -> "Way":
    """Return how to build."""
    from kg.archive import building  # noqa: PLC0415 — kept out of start-up

    cache = None if chosen.no_cache else chosen.cache or Path(chosen.out) / building.KEPT
    return building.Way(cache, fresh=chosen.fresh, workers=chosen.workers, store=chosen.store, report=report)


def workers(text: str) -> int:
    """Return the number of processes that `text` asks for; "auto" is one for each core.

    >>> workers("4")
    4
    """
    number = os.cpu_count() or 1 if text == "auto" else int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; write auto, 1, 2 …")
    return number


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
        bar.set_postfix_str(plain.one_line(name), refresh=False)
        bar.update(done - bar.n)

    return move


def closing(built: "Built", *, seconds: float) -> str:
    """Return the summary of a build."""
    from kg.outputs import tables  # noqa: PLC0415 — kept out of start-up

    told = built.told
    lines = {
        "读入 read": f"{told.files} 个文件 files · {told.articles} 篇文章 articles · {told.sentences} 句 sentences",
        "略过 skipped": f"{len(built.problems)} 个文件 files",
        "实体 entities": counts(told.entities),
        "事实 facts": counts(told.facts),
        "未决 open": shorten(told.open),
        "用时 took": f"{seconds:.1f} s",
        "写入 wrote": "  ".join(map(str, built.written)),
    }
    return "\n".join(f"{tables.pad(label, 14)} {text}" for label, text in lines.items())


def shorten(names: Sequence[str]) -> str:
    """Return how many names there are, and the first of them.

    >>> shorten(("市直机关", "该厂"))
    '2：市直机关、该厂'
    """
    first = "、".join(map(plain.one_line, names[:SHOWN_OPEN]))
    return f"{len(names)}" + f"：{first}" * bool(names) + " …" * (len(names) > SHOWN_OPEN)


def counts(found: Mapping[str, int]) -> str:
    """Return the counts by kind on one line.

    >>> counts({"会议": 3, "文件": 2})
    '5：会议 3 · 文件 2'
    """
    return f"{sum(found.values())}：" + " · ".join(f"{kind} {count}" for kind, count in found.items())
