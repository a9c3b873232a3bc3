"""Entries, one after the other → a new shelf; it is filled while other processes still read."""

from collections import Counter

from kg.archive import reading, shelf
from kg.archive.entries import Header, Line
from kg.archive.reading import Page, Reader
from kg.archive.shelf import Shelf
from kg.stages.graph_union import derived

BUFFER = 25_000  # lines that are sorted in memory before they are written: about 30 MB


class Filling:
    """A shelf that is being filled; `pages` has the header of each page on it and the number of its files."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.path = reader, reader.folder / shelf.NAME
        self.path.unlink(missing_ok=True)
        self.shelf = Shelf(shelf.opened(self.path))
        self.pages: dict[str, tuple[Header, int]] = {}
        self.lines: Counter[Line] = Counter()

    def add(self, page: Page, number: int = 1) -> None:
        """Put on the shelf what a page says of which there are `number` files."""
        entry = reading.entry_of(page, self.reader)
        self.pages[page.key] = entry.header, number + (self.pages[page.key][1] if page.key in self.pages else 0)
        for said in entry.lines:
            self.lines[said] += number
        if len(self.lines) > BUFFER:
            self.empty()

    def empty(self) -> None:
        """Write what is in memory."""
        self.shelf.count(self.lines)
        self.lines.clear()

    def finish(self) -> Shelf:
        """Return the shelf once everything is on it, with the shortcuts that follow from all facts."""
        self.empty()
        line = self.shelf.line
        line.commit()
        for family in sorted({family for header, _ in self.pages.values() for family in header.deriving}):
            found = ((*one, node.iri) for node in self.shelf.among(family) for one in derived(node))
            line.executemany("INSERT INTO derived VALUES (?, ?, ?, ?)", found)
        line.commit()
        return self.shelf
