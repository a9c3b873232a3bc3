"""A filled shelf → graph.ttl: ranges of IRIs → blocks by class, by one process or by several → one file.

The nodes come by IRI; the file has them by class. Each range puts the blocks of a class into a file of its own, and
these files follow each other in the order of classes and ranges: the number of ranges changes nothing.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO

from kg.archive import merging, results, shelf
from kg.archive.merging import Tally
from kg.archive.shelf import Shelf
from kg.model import Node
from kg.outputs import turtle

CHUNK = 2**20
RANGES = 2  # for each process: the one that writes the pages gets fewer
# Class order → the file with the blocks of that class.
Spilled = dict[tuple[bool, str], Path]


def pieces(filled: Shelf, path: Path, folder: Path, pool: Executor | None, workers: int) -> Iterator[str]:
    """Yield the pieces of graph.ttl for the shelf at `path`, and count its tally; `folder` takes what is spilled."""
    spilled = []
    for tally, found in ranges(filled, path, folder, pool, workers):
        filled.tally.add(Tally.load(tally))
        spilled.append(found)
    spilled.append(spill(sorted(merging.about(filled.tally, filled.sources())), folder / "about"))
    yield from turtle.document(())
    for order in sorted({order for found in spilled for order in found}):
        yield f"\n# {turtle.heading(order[1])}\n"
        for found in spilled:
            if order in found:
                yield from chunks(found[order])


def ranges(
    filled: Shelf, path: Path, folder: Path, pool: Executor | None, workers: int
) -> Iterable[tuple[str, Spilled]]:
    """Yield the tally and the files of each range of IRIs, in their order."""
    if pool is None:
        yield one_range(path, "", shelf.LAST, folder / "0")
        return
    parts = [(begin, end, folder / str(i)) for i, (begin, end) in enumerate(filled.parts(RANGES * workers))]
    yield from pool.map(partial(one_range, path), *zip(*parts, strict=True))


def one_range(path: Path, begin: str, end: str, folder: Path) -> tuple[str, Spilled]:
    """Return the tally of the nodes from `begin` to before `end`, and the files with their blocks."""
    tally = Tally()
    line = shelf.opened(path)
    found = spill(counted(Shelf(line).nodes(begin, end), tally), folder)
    line.close()
    return tally.dump(), found


def counted(nodes: Iterable[Node], tally: Tally) -> Iterator[Node]:
    """Yield `nodes` and count them."""
    for node in nodes:
        tally.count(node)
        yield node


def spill(nodes: Iterable[Node], folder: Path) -> Spilled:
    """Write the blocks of `nodes`, sorted by IRI, into a file for each class in `folder`, and return the files."""
    folder.mkdir()
    found: Spilled = {}
    with ExitStack() as stack:
        opened: dict[tuple[bool, str], IO[str]] = {}
        for node in nodes:
            order = turtle.class_order(node.types)
            if order not in opened:
                found[order] = folder / str(len(found))
                opened[order] = stack.enter_context(found[order].open("w", encoding="utf-8", newline="\n"))
            if text := turtle.node_block(node, results.term):
                opened[order].write(f"\n{text}")
    return found


def chunks(path: Path) -> Iterator[str]:
    """Yield the text of a file piece by piece."""
    with path.open(encoding="utf-8", newline="\n") as file:
        while piece := file.read(CHUNK):
            yield piece
