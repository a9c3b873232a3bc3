"""`kg explain`: a sentence → which rules fired and what each took; an IRI → why that node or fact stands."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands import options
from kg.commands.build import check_date
from kg.commands.exits import FINE
from kg.errors import SourceError

if TYPE_CHECKING:
    from kg.commands import Commands

IRI = ("http://", "https://", "id:", "<")
GRAPH = Path("out")


def add(commands: "Commands") -> None:
    """Add the command that explains."""
    explain = commands.add_parser(
        "explain",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="为什么这样读  which rules read a sentence, or why a fact stands",
        description=(
            "Explain a sentence (which rules fired, what each took, what each name stands for and why), "
            "or a node or fact of a graph (its sentences, rule, names and dates)."
        ),
        epilog=(
            "例 example:  kg explain 区委书记乔俊杰主持会议。 --place 常州市武进区\n"
            "             kg explain 乔俊杰主持会议 seeds\n"
            "             kg explain id:person.320412.乔俊杰 --graph out/graph.ttl"
        ),
    )
    explain.add_argument("what", metavar="TEXT|IRI", help="一句话，或图中一点 a sentence, or a node or fact of a graph")
    explain.add_argument("sources", nargs="*", type=Path, metavar="SRC", help="出处 the pages that it stands in")
    explain.add_argument(
        "--graph", type=Path, metavar="GRAPH.ttl", help="图谱 made by kg build; else that of SRC, or out"
    )
    options.origin(explain)
    options.lexicon(explain)
    explain.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the explanation."""
    from kg.lexicons import using  # noqa: PLC0415 — kept out of start-up

    check_date(chosen.date)
    with using(chosen.lexicon):
        print("\n".join(node(chosen) if chosen.what.startswith(IRI) else sentences(chosen)))
    return FINE


def sentences(chosen: argparse.Namespace) -> Iterator[str]:
    """Yield the explanation of every sentence of a text, an empty line between two."""
    from kg.tracing import sentence, sentence_view  # noqa: PLC0415 — kept out of start-up

    found = sentence.explain(chosen.what, place=chosen.place, date=chosen.date, paths=chosen.sources)
    if not found:
        raise SourceError("there is no sentence in the text; give a sentence in quotes, or an IRI of the graph")
    for number, one in enumerate(found):
        yield from [""] * bool(number)
        yield from sentence_view.lines(one)


def node(chosen: argparse.Namespace) -> Iterator[str]:
    """Yield the explanation of a node or fact, of the graph that is given or made from the pages."""
    from kg import pipeline  # noqa: PLC0415 — kept out of start-up
    from kg.outputs import graph_file  # noqa: PLC0415
    from kg.tracing import node as nodes  # noqa: PLC0415

    if chosen.sources and chosen.graph is None:
        graph = pipeline.build(chosen.sources, place=chosen.place, date=chosen.date).graph
    else:
        graph = graph_file.read(chosen.graph or GRAPH)
    yield from nodes.lines(graph, chosen.what)
