"""Sources, options, a folder → the graph in that folder, at the cost of what has changed since the last time.

The result depends on the pages and the options alone: not on what is kept, the order of the sources, the number of
processes, or whether an earlier build was killed. What is kept is only ever used when its checksum is right.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kg import gazetteer, lexicons, pipeline
from kg.archive import aside, entries, keys, reading, results, shelf, small, state
from kg.archive.keys import Options
from kg.archive.reading import Page, Reader
from kg.archive.results import Job
from kg.archive.state import Told
from kg.errors import KgError, SourceError
from kg.outputs import files, store
from kg.stages import read

if TYPE_CHECKING:
    from kg.archive.filling import Filling
    from kg.archive.large import Changes

KEPT = ".cache"
NOTHING = Told(0, 0, 0, {}, {}, ())
LARGE = 4_000_000  # bytes of text: from here on the graph is not united in memory, and its page is an overview
STORED = 2_000_000  # triples: from here on reading graph.ttl for every question takes too long and too much memory
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Way:
    """How a build is done; none of it changes what comes out.

    `cache` None keeps nothing · `fresh` does not use what is kept · `large` from which number of bytes on · `store` a
    small graph gets a store too.
    """

    cache: Path | None = None
    fresh: bool = False
    workers: int = 1
    large: int = LARGE
    store: bool = False
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What there is to tell about a build; `problems` are the files that could not be read, and why."""

    told: Told
    problems: tuple[str, ...]
    written: tuple[Path, ...]


def build(sources: Sequence[Path], out: Path, options: Options, way: Way) -> Built:
    """Build the graph of `sources` in the folder `out`.

    Raises PlaceError for an unknown place, RuleError for lexicons that do not fit, SourceError where `out` cannot be
    written; files that cannot be read are problems. Where no file can be read nothing is written.
    """
    with ExitStack() as stack:
        stack.enter_context(lexicons.using(options.lexicons))
        stack.enter_context(pipeline.uncollected())
        place = gazetteer.given(options.place).code if options.place else None
        asked = Options(place, options.date, options.lexicons)
        folder = way.cache or Path(stack.enter_context(TemporaryDirectory(prefix="kg-")))
        reader = Reader(asked, keys.reader(asked), folder)
        stack.enter_context(state.alone(folder))
        pool = stack.enter_context(reading.processes(reader, way.workers))
        try:
            return build_here(sources, out, reader, way, pool)
        except BrokenExecutor as error:
            raise KgError(
                "a worker was ended from outside; build again with fewer --workers: nothing is lost"
            ) from error
        except OSError as error:  # a disk that fails while what is kept is tidied, for one
            where, why = error.filename or folder, error.strerror
            raise SourceError(f"{where}: {why}; see to the disk, then build again: nothing is lost") from error


def build_here(sources: Sequence[Path], out: Path, reader: Reader, way: Way, pool: Executor | None) -> Built:
    """Build with the user's words known, and the folder of what is kept to ourselves."""
    made = united(sources, out, reader, way, pool)  # what it knows of each page is gone when the store is made
    if not made.files:
        return Built(made.told, made.problems, ())
    return Built(made.told, made.problems, (*made.files, *stored(out, made, way)))


class Made(NamedTuple):
    """What there is to tell of the results, what could not be read, and the files, none where nothing could be.

    `before` is the SHA-256 of graph.ttl before the `changes`, "" and none where these are not known.
    """

    told: Told
    problems: tuple[str, ...]
    files: tuple[Path, ...] = ()
    before: str = ""
    changes: "Changes" = MappingProxyType({})


def united(sources: Sequence[Path], out: Path, reader: Reader, way: Way, pool: Executor | None) -> Made:
    """Write the results, unless they stand."""
    found, filling = read_all(list(reading.pages(sources, reader)), reader, way, pool)
    refused = tuple(one for one in found if isinstance(one, SourceError))
    problems, left_out = tuple(map(str, refused)), tuple(read.left_out(sources))
    pages = [one for one in found if isinstance(one, Page)]
    if not pages:
        return Made(NOTHING, problems)
    is_large = sum(page.size for page in pages) >= way.large
    number = Counter(page.key for page in pages)
    once = sorted({page.key: page for page in pages}.values(), key=lambda page: page.key)
    made_of = keys.build_key(reader.said_by, (page.key for page in pages), problems, left_out, is_large)
    files.finish(out)
    old = None if way.fresh else state.load(reader.folder, keys.whole_program())
    left = tuple(out / name for name in results.NAMES)
    if old is not None and old.made_of == made_of and old.stands(*left):
        return Made(old.told, problems, left)
    with files.together(out) as new:
        job = Job(
            reader, new, [(page, number[page.key]) for page in once], refused, left_out, out, way.workers, pool, filling
        )
        told, changes = make_large(job, old) if is_large else small.make(job)
    if way.cache is not None:
        state.save(reader.folder, keys.whole_program(), made_of, told, (*left, reader.folder / shelf.NAME))
        entries.prune(reader.folder, number)
    before = old.left.get(str(left[0].resolve()), "") if old is not None else ""
    return Made(told, problems, left, before, changes or {})


def make_large(job: Job, old: state.State | None) -> "tuple[Told, Changes | None]":
    """Write the results of the pages of `job`, and return what changes, without having all of them in memory."""
    from kg.archive import large  # noqa: PLC0415 — most archives are small

    return large.make(job, old)


def stored(out: Path, made: Made, way: Way) -> tuple[Path, ...]:
    """See that a graph of STORED triples, or one of which it is wanted, has a store of what it is now, and no other."""
    graph = out / results.GRAPH
    if not (way.store or made.told.triples >= STORED):
        store.remove(graph)
        return ()
    if not store.is_current(graph):
        if made.before and made.changes:
            from kg.archive import splice  # noqa: PLC0415 — only of large archives changes are known

            turtle = "".join(splice.turtle_of(made.changes))
            store.change(graph, made.before, (iri for _, iri in made.changes), turtle)
        else:
            with aside.for_size(graph.stat().st_size) as alone:
                alone.submit(store.write, graph).result()
    return (graph.with_suffix(store.SUFFIX),)


def read_all(
    listed: Sequence[Page | SourceError], reader: Reader, way: Way, pool: Executor | None
) -> "tuple[list[Page | SourceError], Filling | None]":
    """Return the pages as read, of each of which there is an entry now, or why they cannot be.

    Of a large archive that is mostly new, what the pages say is taken down on the way.
    """
    pages = [(one, not way.fresh and reading.known(one, reader.folder)) for one in listed if isinstance(one, Page)]
    filling = filling_for(pages, reader, way)
    wanted = [(page, known) for page, known in pages if filling is not None or not known]
    with reading.much(sum(page.size for page, _ in wanted), reader, pool) as among:
        if filling is not None:
            taken = filling.fill(wanted, among, way.workers)
        else:
            taken = reading.fill([page for page, _ in wanted], reader, among, way.workers)
        read_now = dict(reported(wanted, taken, way.report))
    return [read_now.get(one.path, one) if isinstance(one, Page) else one for one in listed], filling


def filling_for(pages: Sequence[tuple[Page, bool]], reader: Reader, way: Way) -> "Filling | None":
    """Return what takes down what pages say while they are read, None where the archive is small or mostly known."""
    from kg.archive.filling import Filling  # noqa: PLC0415 — most archives are small

    is_new = 2 * sum(known for _, known in pages) < len(pages)
    return Filling(reader) if is_new and sum(page.size for page, _ in pages) >= way.large else None


def reported(
    pages: Sequence[tuple[Page, bool]], taken: Iterable[Page | SourceError], report: Report | None
) -> Iterator[tuple[str, Page | SourceError]]:
    """Yield where each page is with the page, of which there is an entry now, or why there is none; tell of each.

    A page that stayed as it was is the same one, not what a worker process makes of it: there are millions.
    """
    for number, ((page, _), one) in enumerate(zip(pages, taken, strict=True), 1):
        if report is not None:
            report(page.name, number, len(pages))
        yield page.path, page if one == page else one
