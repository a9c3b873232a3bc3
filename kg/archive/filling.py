"""Pages → runs of what they say: each page is read, or what is kept of it, by whichever process is free."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.archive import entries, reading, runs
from kg.archive.entries import Header
from kg.archive.reading import Page, Reader
from kg.archive.runs import Run
from kg.errors import SourceError

SPILLED = "spilled-"
# Bytes of text that are read before what they say is sorted and written: 5 MB of paragraphs. Towards the end fewer, so
# that all processes are done at the same time.
MOST, LEAST = 800_000, 16_000
PARTS = 4  # of what is left, for each process
Found = tuple[Page, Header] | SourceError


class Filling:
    """What an archive says, on its way to the shelf; `pages` has the header of each page and the number of its files.

    `folder` is for files that nobody needs afterwards.
    """

    def __init__(self, reader: Reader) -> None:
        for left in reader.folder.glob(f"{SPILLED}*"):  # by a build that was killed
            shutil.rmtree(left, ignore_errors=True)
        self.reader = reader
        self.kept = TemporaryDirectory(prefix=SPILLED, dir=reader.folder)
        self.folder = Path(self.kept.name)
        self.pages: dict[str, tuple[Header, int]] = {}
        self.runs: list[Run] = []

    def fill(
        self, pages: Sequence[tuple[Page, bool]], pool: Executor | None, workers: int
    ) -> Iterator[Page | SourceError]:
        """Take what `pages` say, and yield each with its key as read, or why it cannot be read.

        With each page stands whether it is known: then what is kept of it is taken, if it is sound.
        """
        alone = pool is None or len(pages) <= reading.BATCH
        parts = list(portions(pages, 1 if alone else workers))
        paths = [self.folder / f"run-{number}" for number in range(len(parts))]
        if pool is None or alone:
            for part, path in zip(parts, paths, strict=True):
                said: list[str] = []
                yield from map(self.told, gather(part, self.reader, said))
                self.runs.append(runs.write(path, sorted(said)))
            return
        for found, run in pool.map(gathered, parts, paths):
            yield from map(self.told, found)
            self.runs.append(run)

    def told(self, found: Found) -> Page | SourceError:
        """Put down the header of a page that was read, and return the page."""
        if isinstance(found, SourceError):
            return found
        page, header = found
        # A few words, and millions of pages.
        header = replace(header, name=page.name, deriving=tuple(map(sys.intern, header.deriving)))
        self.pages[page.key] = header, self.pages[page.key][1] + 1 if page.key in self.pages else 1
        return page

    def close(self) -> None:
        """Remove the files that nobody needs any more."""
        self.kept.cleanup()


def portions(pages: Sequence[tuple[Page, bool]], workers: int) -> Iterator[tuple[tuple[Page, bool], ...]]:
    """Yield the pages in portions for processes to take."""
    left, held = sum(page.size for page, _ in pages), 0
    portion: list[tuple[Page, bool]] = []
    for page, known in pages:
        portion.append((page, known))
        held += page.size
        if held >= (MOST if workers == 1 else max(LEAST, min(MOST, left // (PARTS * workers)))):
            yield tuple(portion)
            left, held = left - held, 0
            portion.clear()
    if portion:
        yield tuple(portion)


def gather(pages: Sequence[tuple[Page, bool]], reader: Reader, said: list[str]) -> Iterator[Found]:
    """Yield each page and its header, or why it cannot be read, and add what it says to `said`."""
    for page, known in pages:
        kept = entries.load(reader.folder, page.key) if known else None
        found = (page, kept) if kept is not None else reading.read_entry(page, reader)
        if isinstance(found, SourceError):
            yield found
        else:
            said += found[1].said
            yield found[0], found[1].header


def gathered(pages: Sequence[tuple[Page, bool]], path: Path) -> tuple[list[Found], Run]:
    """Do the same in a worker process, and write what they say to `path`."""
    said: list[str] = []
    found = list(gather(pages, reading.own(), said))
    return found, runs.write(path, sorted(said))
