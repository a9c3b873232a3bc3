"""Runs → a shelf and graph.ttl: ranges of IRIs → blocks by class, by one process or by several → one file.

What is said comes by IRI; the file has it by class. Each range puts the blocks of a class into a file of its own, and
these files follow each other in the order of classes and ranges: the number of ranges changes nothing. Facts come
first: what begins at an entity because of them is known once all of them are united.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from kg.archive import blocks, entries, merging, runs, shelf
from kg.archive.entries import Line
from kg.archive.filling import Filling
from kg.archive.merging import Tally
from kg.archive.runs import LAST, Span
from kg.archive.shelf import Row, Shelf, Tie
from kg.errors import KgError
from kg.outputs import turtle

CHUNK = 2**20
RANGE = 8_000_000  # bytes of a range, of which all is in memory once, and twice where several pages speak of an IRI
HELD = 1_000_000  # characters of blocks that are in memory before they are written
PARTS = 4  # at least so many ranges for each process
# Class order → the file with the blocks of that class.
Order = tuple[bool, str]
Spilled = Mapping[Order, Path]
# The tally of a range, as text, and the files with its blocks.
Found = tuple[str, Spilled]


def spilled(filling: Filling, filled: Shelf, pool: Executor, workers: int) -> list[Spilled]:
    """Put on the empty shelf what is said, count its tally, and return the files of blocks, range by range.

    The `pool` of `workers` does it: what a range takes of memory is not taken here.
    """
    families = {family for header, _ in filling.pages.values() for family in header.deriving}
    size = min(RANGE, sum(run.size for run in filling.runs) // (PARTS * workers))
    ranges = list(enumerate(runs.ranges(filling.runs, families, size)))
    facts = [one for one in ranges if any(family <= one[1][0] < family + LAST for family in families)]
    others = [one for one in ranges if one not in facts]
    found: dict[int, Spilled] = {}
    for some in (facts, others):
        done = (
            pool.submit(one_range, filled.path, runs.span(filling.runs, *between), filling.folder / str(number))
            for number, between in some
        )
        for (number, _), (tally, files) in zip(some, in_turn(done, workers), strict=True):
            filled.tally.add(Tally.load(tally))
            found[number] = files
    if any(filled.begins(family) for family in families):
        raise KgError("a shortcut begins at a fact from which shortcuts follow: these are written before it is known")
    pool.submit(shelf.index, filled.path).result()
    return [found[number] for number in sorted(found)]


def in_turn(begun: Iterator[Future[Found]], workers: int) -> Iterator[Found]:
    """Yield what is found, in order; no more is begun than `workers` have to do: a range is in all runs."""
    waiting = deque(islice(begun, workers + 1))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(islice(begun, 1))


def pieces(filled: Shelf, found: Sequence[Spilled], folder: Path) -> Iterator[bytes]:
    """Yield the pieces of graph.ttl: the blocks that were `found`, and those that are about the whole graph."""
    about = [(node.iri, blocks.rest(node)) for node in sorted(merging.about(filled.tally))]
    everything = (*found, written(about, folder / "about", Tally()))
    yield from map(str.encode, turtle.document(()))
    for order in sorted({order for files in everything for order in files}):
        yield f"\n# {turtle.heading(order[1])}\n".encode()
        for files in everything:
            if order in files:
                yield from chunks(files[order])


def one_range(path: Path, span: Span, folder: Path) -> Found:
    """Put on the shelf at `path` what is said in a range; return the tally of it, and the files with its blocks."""
    line = shelf.opened(path)
    filled, rows, ties, tally = Shelf(line, path), list[Row](), list[Tie](), Tally()
    files = written(finished(runs.paragraphs(span), filled.begun(span.begin, span.end), rows, ties), folder, tally)
    filled.put(rows, ties)
    line.close()
    return tally.dump(), files


def finished(
    paragraphs: list[str], shortcuts: Mapping[str, Collection[tuple[str, str]]], rows: list[Row], ties: list[Tie]
) -> Iterator[Line]:
    """Yield what is said of each IRI in the end; add to `rows` and `ties` what the shelf has of it.

    `shortcuts` are those that begin at IRIs of the range. No paragraph is left.
    """
    if shortcuts:
        paragraphs += [f"{iri}\n" for iri in shortcuts]
    for iri, group in groupby(map(entries.line, taken(paragraphs)), itemgetter(0)):
        rests = [rest for _, rest in group]
        rest = rests[0]
        if len(rests) == 1 and rest:  # nine of ten: what one page says is what is written
            rows.append((iri, rest, 1))
        else:
            said = Counter(rest for rest in rests if rest)
            rows += [(iri, rest, number) for rest, number in said.items()]
            node = shelf.whole(iri, said, shortcuts.get(iri, ()))
            rest = blocks.rest(node) if node is not None else ""
        ties += [(*one, iri) for one in merging.implied(iri, rest)]
        if rest:
            yield iri, rest


def taken(paragraphs: list[str]) -> Iterator[str]:
    """Yield `paragraphs` in order and take them away, so that each is in memory only once."""
    paragraphs.sort(reverse=True)
    while paragraphs:
        yield paragraphs.pop()


def written(lines: Iterable[Line], folder: Path, tally: Tally) -> Spilled:
    """Write the blocks of IRIs in order into a file for each class in `folder`; return the files, and count `tally`."""
    folder.mkdir()
    found: defaultdict[Order, list[Line]] = defaultdict(list)
    files: dict[Order, Path] = {}
    held = 0
    for line in lines:
        found[blocks.order(blocks.head(line[1]))].append(line)
        held += len(line[1])
        if held > HELD:
            add(found, folder, files, tally)
            held = 0
    add(found, folder, files, tally)
    return files


def add(found: dict[Order, list[Line]], folder: Path, files: dict[Order, Path], tally: Tally) -> None:
    """Add the blocks of lines to the file of their class, and count them; none is left."""
    for order, some in found.items():
        text = "".join([f"\n{blocks.block(iri, rest)}" for iri, rest in some])
        tally.read(some, text)
        path = files.setdefault(order, folder / str(len(files)))
        with path.open("ab") as file:
            file.write(text.encode())
    found.clear()


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
