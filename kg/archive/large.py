"""Entries that do not fit into memory → the results, from what changes; the pages show an overview and say so."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from itertools import chain, repeat
from pathlib import Path

from kg.archive import aside, entries, merging, overview, reading, results, shelf, spilling, splice
from kg.archive.blocks import term
from kg.archive.entries import Entry, Header
from kg.archive.filling import Filling
from kg.archive.results import Job, Key
from kg.archive.shelf import Change, Shelf, TooMuchError
from kg.archive.state import State, Told
from kg.errors import SourceError
from kg.model import Node
from kg.outputs import files, turtle

Pages = Mapping[str, tuple[Header, int]]
# Blocks of graph.ttl by their place; "" where one goes.
Changes = Mapping[Key, str]


def make(job: Job, old: State | None) -> tuple[Told, Changes | None]:
    """Write the results of the pages of `job`; return what there is to tell of them, and which blocks have changed.

    SourceError where the shelf cannot be written: SQLite tells of a full disk in a way of its own.
    """
    try:
        return shelved(job, old)
    except sqlite3.Error as error:
        raise SourceError(f"{job.reader.folder}: cannot be written ({error}); give another --cache") from error


def shelved(job: Job, old: State | None) -> tuple[Told, Changes | None]:
    """Write the results by way of the shelf, as `make`."""
    path, graph = job.reader.folder / shelf.NAME, job.before / results.GRAPH
    stands = job.filling is None and old is not None and old.stands(path, graph)
    filled, pages, changes = (changed(job, path) if stands else None) or made_anew(job, path)
    told = job.told(of_files(pages), filled.tally)
    job.manifest(list(of_files(pages)), told.open)
    filled.close(pages)
    return told, changes


def of_files(pages: Pages) -> Iterator[Header]:
    """Yield the header of each file."""
    return chain.from_iterable(repeat(header, number) for header, number in pages.values())


def changed(job: Job, path: Path) -> tuple[Shelf, Pages, Changes] | None:
    """Bring the shelf and graph.ttl from the last build to this one; None where beginning anew is better."""
    line = shelf.opened(path)
    try:
        filled = Shelf(line, path)
        before, now = filled.pages(), {page.key: number for page, number in job.pages}
        gone = [(key, number - now.get(key, 0)) for key, (_, number) in before.items()]
        come = [(page, number - before.get(page.key, (None, 0))[1]) for page, number in job.pages]
        changes = filled.change(taken(job, gone), given(job, come, pages := dict(before)))
    except (TooMuchError, sqlite3.DatabaseError):
        line.close()
        return None
    about = merging.about(filled.tally)
    new = blocks(changes, about)
    files.write_pieces(job.out / results.GRAPH, splice.spliced(job.before / results.GRAPH, new))
    show(filled, job.out)
    return filled, {key: (pages[key][0], number) for key, number in now.items()}, new


def taken(job: Job, gone: Iterable[tuple[str, int]]) -> Iterator[Entry]:
    """Yield what the pages say that are no longer there, as often as they went; TooMuchError where that is lost."""
    for key, number in gone:
        if number > 0:
            entry = entries.load(job.reader.folder, key)
            if entry is None:
                raise TooMuchError
            yield from repeat(entry, number)


def given(
    job: Job, come: Iterable[tuple[reading.Page, int]], headers: dict[str, tuple[Header, int]]
) -> Iterator[Entry]:
    """Yield what the pages say that are new, as often as they came, and put down their headers."""
    for page, number in come:
        if number > 0:
            entry = reading.entry_of(page, job.reader)
            headers[page.key] = entry.header, number
            yield from repeat(entry, number)


def blocks(changes: Iterable[Change], about: Iterable[Node]) -> Changes:
    """Return the blocks that change in graph.ttl by their place, "" where one goes."""
    pairs = list(changes)
    found = {results.key(old): "" for old, _ in pairs if old is not None}
    new = chain((new for _, new in pairs if new is not None), about)
    return found | {results.key(node): turtle.node_block(node, term) for node in new}


def made_anew(job: Job, path: Path) -> tuple[Shelf, Pages, None]:
    """Make the shelf and graph.ttl from what all pages say."""
    filling = job.filling or refilled(job)
    path.unlink(missing_ok=True)
    filled = Shelf(shelf.opened(path, shelf.LITTLE), path)
    with beside(job) as pool:
        found = spilling.spilled(filling, filled, pool, job.workers)
    with beside(job) as pool:
        shown = pool.submit(show_shelf, path, job.out)
        files.write_octets(job.out / results.GRAPH, spilling.pieces(filled, found, filling.folder))
        shown.result()
    filling.close()
    return filled, filling.pages, None


def beside(job: Job) -> AbstractContextManager[Executor]:
    """Return what does that which takes memory: the processes of `job`, or one that ends when it is done."""
    if job.pool is not None:
        return nullcontext(job.pool)
    return aside.for_size(job.size, reading.begin, job.reader)


def refilled(job: Job) -> Filling:
    """Return what the entries of all pages say, ready to be put on a shelf."""
    filling = Filling(job.reader)
    pages = [(page, True) for page, number in job.pages for _ in range(number)]
    for found, (page, _) in zip(filling.fill(pages, job.pool, job.workers), pages, strict=True):
        if isinstance(found, SourceError):
            raise found
        if found.key != page.key:
            raise SourceError(f"{page.path}: changed while it was read; build again")
    return filling


def show_shelf(path: Path, out: Path) -> None:
    """Write the pages for the shelf at `path`, in a process of its own."""
    line = shelf.opened(path, shelf.LITTLE)
    show(Shelf(line, path), out)
    line.close()


def show(filled: Shelf, out: Path) -> None:
    """Write the pages with an overview, which say that they are one."""
    nodes = overview.nodes(filled)
    title = f"{results.TITLE} · 概览 overview"
    results.pages(out, results.drawn(nodes), turtle.write_nodes(nodes), title, whole=False)
