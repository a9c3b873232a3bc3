"""Entries ↔ an SQLite file: what is said of each IRI, for archives that are too large to be united in memory.

Each line of an entry is kept once, with the number of pages that say it. A page that comes or goes therefore changes
only the IRIs of which something is said for the first or the last time; all others stay as they were. The shelf is made
anew from the entries where it is missing, damaged, or where too much has changed.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from kg import identity
from kg.archive import merging
from kg.archive.entries import Entry, Header, Line
from kg.archive.merging import Tally
from kg.model import Node
from kg.stages.graph_union import derived, finished

if TYPE_CHECKING:
    import sqlite3

NAME = "shelf.sqlite"
LARGEST = 200_000  # lines of a change: what 35 million characters say has two million
CACHE = 32 * 1024  # KiB of the file that SQLite keeps in memory
SCHEMA = """
CREATE TABLE page (key TEXT PRIMARY KEY, header TEXT, number INTEGER) WITHOUT ROWID;
CREATE TABLE said (iri TEXT, rest TEXT, number INTEGER, PRIMARY KEY (iri, rest)) WITHOUT ROWID;
CREATE TABLE derived (subject TEXT, name TEXT, target TEXT, fact TEXT, PRIMARY KEY (subject, name, target, fact))
    WITHOUT ROWID;
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
LAST = "\U0010ffff"  # sorts after every character that an IRI has
# What was finished of an IRI before and after a change; None where nothing was said of it.
Change = tuple[Node | None, Node | None]


class TooMuchError(Exception):
    """A change is so large that making the shelf anew is cheaper, and takes less memory."""


class Shelf:
    """What is said of each IRI of an archive, and the tally of what it makes together."""

    def __init__(self, line: "sqlite3.Connection") -> None:
        self.line = line
        self.tally = Tally.load(self.note("tally")) if self.note("tally") else Tally()

    def note(self, name: str) -> str:
        """Return what is noted under `name`, "" where nothing is."""
        found = self.line.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def pages(self) -> dict[str, tuple[Header, int]]:
        """Return the header of each page by its key, with the number of files that are this page."""
        rows = self.line.execute("SELECT key, header, number FROM page ORDER BY key")
        return {key: (Header.load(header), number) for key, header, number in rows}

    def close(self, pages: Mapping[str, tuple[Header, int]]) -> None:
        """Note which pages are on the shelf now, and the tally of what they say; then the file is whole."""
        self.line.execute("DELETE FROM page")
        rows = ((key, header.dump(), number) for key, (header, number) in sorted(pages.items()))
        self.line.executemany("INSERT INTO page VALUES (?, ?, ?)", rows)
        self.line.execute("INSERT OR REPLACE INTO note VALUES ('tally', ?)", (self.tally.dump(),))
        self.line.commit()
        self.line.close()

    def size(self) -> int:
        """Return the number of IRIs of which something is said."""
        return int(self.line.execute("SELECT count(DISTINCT iri) FROM said").fetchone()[0])

    def sources(self) -> Iterator[str]:
        """Yield the IRIs of the source files in order."""
        family = f"{identity.BASE}file."
        rows = self.line.execute("SELECT DISTINCT iri FROM said WHERE iri >= ? AND iri < ?", (family, family + LAST))
        return (iri for (iri,) in rows)

    def rests(self, iri: str) -> list[str]:
        """Return all that is said of one IRI."""
        return [rest for (rest,) in self.line.execute("SELECT rest FROM said WHERE iri = ? ORDER BY rest", (iri,))]

    def shortcuts(self, iri: str) -> set[tuple[str, str]]:
        """Return the shortcuts that begin at one IRI, as (predicate, target)."""
        return set(self.line.execute("SELECT DISTINCT name, target FROM derived WHERE subject = ?", (iri,)))

    def finished(self, iri: str) -> Node | None:
        """Return the finished node of one IRI, None where nothing is said of it."""
        return whole(iri, self.rests(iri), self.shortcuts(iri))

    def count(self, lines: Mapping[Line, int]) -> None:
        """Add to the number of pages that say each of some lines; what nobody says any more goes."""
        rows = ((iri, rest, number) for (iri, rest), number in sorted(lines.items()) if number)
        put = "INSERT INTO said VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number"
        self.line.executemany(put, rows)
        fewer = [line for line, number in lines.items() if number < 0]
        self.line.executemany("DELETE FROM said WHERE iri = ? AND rest = ? AND number <= 0", fewer)

    def among(self, family: str) -> Iterator[Node]:
        """Yield the united nodes of which the IRI begins with `family`."""
        rows = self.line.execute(
            "SELECT iri, rest FROM said WHERE iri >= ? AND iri < ? ORDER BY iri, rest", (family, family + LAST)
        )
        for iri, group in groupby(rows, itemgetter(0)):
            yield merging.united(iri, [rest for _, rest in group])

    def parts(self, number: int) -> list[tuple[str, str]]:
        """Return `number` ranges of IRIs, from and up to, that hold about equally much."""
        lines = self.line.execute("SELECT count(*) FROM said").fetchone()[0]
        query = "SELECT iri FROM said ORDER BY iri LIMIT 1 OFFSET ?"
        cuts = [self.line.execute(query, (lines * i // number,)).fetchone()[0] for i in range(1, number) if lines]
        return list(pairwise(("", *cuts, LAST)))

    def nodes(self, begin: str = "", end: str = LAST) -> Iterator[Node]:
        """Yield the finished nodes with IRIs from `begin` to before `end`, in their order."""
        lines = "SELECT iri, 0, rest, '' FROM said WHERE iri >= ?1 AND iri < ?2"
        ties = "SELECT DISTINCT subject, 1, name, target FROM derived WHERE subject >= ?1 AND subject < ?2"
        rows = self.line.execute(f"{lines} UNION ALL {ties} ORDER BY 1", (begin, end))
        for iri, group in groupby(rows, itemgetter(0)):
            said = [row[1:] for row in group]
            found = whole(iri, [rest for kind, rest, _ in said if not kind], {row[1:] for row in said if row[0]})
            if found is not None:
                yield found

    def change(self, gone: Iterable[Entry], come: Iterable[Entry]) -> list[Change]:
        """Take what `gone` say from the shelf, put there what `come` say, and return what that changes.

        Raises TooMuchError, and leaves the shelf as it was, where that is more than LARGEST lines.
        """
        lines = difference(gone, come)
        touched = sorted({iri for iri, _ in lines})
        old = {iri: self.rests(iri) for iri in touched}
        self.count(lines)
        new = {iri: self.rests(iri) for iri in touched}
        dirty = [iri for iri in touched if old[iri] != new[iri]]
        lost, won = derivations(old, dirty), derivations(new, dirty)
        iris = sorted({*dirty, *(one[0] for one in lost ^ won)})
        before = [whole(iri, old[iri] if iri in old else self.rests(iri), self.shortcuts(iri)) for iri in iris]
        delete = "DELETE FROM derived WHERE subject = ? AND name = ? AND target = ? AND fact = ?"
        self.line.executemany(delete, sorted(lost - won))
        self.line.executemany("INSERT INTO derived VALUES (?, ?, ?, ?)", sorted(won - lost))
        after = [self.finished(iri) for iri in iris]
        changes = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        for one, other in changes:
            self.tally.count(one, -1)
            self.tally.count(other, 1)
        return changes


def difference(gone: Iterable[Entry], come: Iterable[Entry]) -> Counter[Line]:
    """Return by how many pages more each line is said; TooMuchError where too many lines change."""
    lines: Counter[Line] = Counter()
    for sign, entries in ((-1, gone), (1, come)):
        for entry in entries:
            for said in entry.lines:
                lines[said] += sign
            if len(lines) > LARGEST:
                raise TooMuchError
    return Counter({line: number for line, number in lines.items() if number})


def whole(iri: str, rests: Collection[str], shortcuts: Collection[tuple[str, str]]) -> Node | None:
    """Return the finished node of an IRI, None where nothing is said of it."""
    return finished(merging.united(iri, rests), shortcuts) if rests or shortcuts else None


def derivations(said: Mapping[str, list[str]], iris: Iterable[str]) -> set[tuple[str, str, str, str]]:
    """Return the shortcuts of the facts among `iris`, each with its fact."""
    return {(*one, iri) for iri in iris if said[iri] for one in derived(merging.united(iri, said[iri]))}


def opened(path: Path) -> "sqlite3.Connection":
    """Return a connection to the shelf at `path`, made where it is missing.

    It writes without a journal: whether the file is as it was left is known by its checksum (kg.archive.building).
    """
    import sqlite3  # noqa: PLC0415 — most archives are small and need none

    is_new = not path.exists()
    line = sqlite3.connect(path, isolation_level="IMMEDIATE")
    for setting in ("page_size = 16384", "journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}"):
        line.execute(f"PRAGMA {setting}")
    if is_new:
        line.executescript(SCHEMA)
    return line
