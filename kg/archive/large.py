"""Entries that do not fit into memory → the results, from what changes; pages show an overview and say so."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile

from kg.archive import entries, keys, merging, overview, reading, results, shelf, splice
from kg.archive.entries import Entry, Header
from kg.archive.reading import Page
from kg.archive.results import Job, Key
from kg.archive.shelf import Change, Shelf, TooMuchError
from kg.archive.state import State, Told
from kg.model import Node
from kg.outputs import files, turtle

Pages = Mapping[str, tuple[Header, int]]


def make(job: Job, old: State | None) -> Told:
    """Write the results of the pages of `job`, and return what there is to tell of them."""
    path = job.reader.folder / shelf.NAME
    stand = changed(job, path) if old is not None and old.stands(path, job.out / results.GRAPH) else None
    filled, headers = stand if stand is not None else filled_anew(job, path)
    told = job.told((header for header, number in headers.values() for _ in range(number)), filled.tally)
    show(job, filled, told)
    filled.close(headers)
    return told
