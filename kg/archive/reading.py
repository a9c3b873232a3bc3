"""Files → entries: only pages whose key has no entry are read, by one process or by several.

A page is read alone, so who reads it, and when, changes nothing. Processes are started anew (spawn), which is the same
on every system; each learns the options and the user's words once, then keeps what it reads itself, so that only keys
travel between processes.
"""

import atexit
import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from kg import gazetteer, lexicons, pipeline, prepared
from kg.archive import aside, entries, keys
from kg.archive.entries import Entry, Header
from kg.archive.keys import Options
from kg.errors import SourceError
from kg.model import Source
from kg.stages import read, skipped

BATCH = 8  # pages that a process takes at a time; more would leave one with work when the others are done


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the archive: where it is, its name in the graph, the key of what it says, its length in bytes.

    There are millions, so `path` is text: a path of pathlib takes eight times as much memory.
    """

    path: str
    name: str
    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Reader:
    """What a process must know to read pages: the options, their hash, and where entries are kept."""

    options: Options
    said_by: str
    folder: Path


def pages(paths: Sequence[Path], reader: Reader) -> Iterator[Page | SourceError]:
    """Yield every file at or below `paths` with its key, or why it cannot be read."""
    for item in read.listed(paths):
        if isinstance(item, SourceError):
            yield item
            continue
        try:
            octets = read.contents(item[0])
        except SourceError:
            octets = b""  # reading it will say what is wrong
        yield Page(
            str(item[0]), item[1], keys.page_key(reader.said_by, item[1], sha256(octets).hexdigest()), len(octets)
        )


def known(page: Page, folder: Path) -> bool:
    """Return whether there is an entry for a page; whether it is sound shows when it is used."""
    return entries.path(folder, page.key).exists()


def processes(reader: Reader, workers: int) -> AbstractContextManager[Executor | None]:
    """Return the processes to share the work with: they begin when they are first needed; none for one worker."""
    if workers < 2:  # noqa: PLR2004 — one is no worker beside us
        return nullcontext()
    return aside.processes(workers, begin, reader)


def much(size: int, reader: Reader, pool: Executor | None) -> AbstractContextManager[Executor | None]:
    """Return the processes of `pool`, or where there are none one that reads `size` bytes and gives its memory back."""
    return aside.processes(1, begin, reader) if pool is None and size >= aside.LEAST else nullcontext(pool)


def fill(missing: Sequence[Page], reader: Reader, pool: Executor | None, workers: int) -> Iterator[Page | SourceError]:
    """Read `missing` pages, keep what they say, and yield each with its key as read, or why it cannot be read."""
    if pool is None or len(missing) <= BATCH:
        yield from (read_page(page, reader) for page in missing)
        return
    yield from pool.map(work, missing, chunksize=max(1, min(BATCH, len(missing) // (4 * workers))))


_READER: list[Reader] = []  # of a worker process: set once when it begins
_WORDS = ExitStack()


def begin(reader: Reader) -> None:
    """Prepare a worker process: what it reads by, and the user's words."""
    _READER.append(reader)
    _WORDS.enter_context(lexicons.using(reader.options.lexicons))
    _WORDS.enter_context(pipeline.uncollected())
    atexit.register(prepared.save)
    atexit.register(gc.freeze)  # Python's own search for cycles at the end would go through all that is known here


def own() -> Reader:
    """Return what this worker process reads by."""
    return _READER[0]


def work(page: Page) -> Page | SourceError:
    """Read one page in a worker process."""
    return read_page(page, own())


def read_page(page: Page, reader: Reader) -> Page | SourceError:
    """Read one page, keep what it says, and return it with the key of the bytes that were read."""
    found = read_entry(page, reader)
    return found if isinstance(found, SourceError) else found[0]


def read_entry(page: Page, reader: Reader) -> tuple[Page, Entry] | SourceError:
    """Read one page and keep what it says; return both, the page with the key of the bytes that were read."""
    source = read.source(Path(page.path), page.name)
    if isinstance(source, SourceError):
        return source
    key = keys.page_key(reader.said_by, page.name, source.sha256)
    entry = said(source, reader.options)
    entries.save(reader.folder, key, entry)
    return page if page.key == key else replace(page, key=key), entry


def said(source: Source, options: Options) -> Entry:
    """Return what one page says."""
    given = gazetteer.given(options.place) if options.place else None
    reads = pipeline.read_page(source, options.date)
    sentences = sum(len(one.readings) for one in reads)
    header = Header(source.name, source.sha256, source.encoding, len(reads), sentences)
    header = replace(header, warnings=source.warnings, skipped=tuple(skipped.regions(source, reads)))
    return entries.entry(header, pipeline.page_nodes(source, reads, given))


def entry_of(page: Page, reader: Reader) -> Entry:
    """Return what a page says as it is kept; read again where what is kept is damaged or gone."""
    found = entries.load(reader.folder, page.key)
    if found is not None:
        return found
    again = read_entry(page, reader)
    if isinstance(again, SourceError):
        raise again
    if again[0].key != page.key:
        raise SourceError(f"{page.path}: changed while it was read; build again")
    return again[1]
