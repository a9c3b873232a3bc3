"""Entries ↔ an SQLite file: what is said of each IRI, for archives that are too large to be united in memory.

Each line of an entry is kept once, with the number of pages that say it. A page that comes or goes therefore changes
only the IRIs of which something is said for the first or the last time; all others stay as they were. The shelf is made
anew from the entries where it is missing, damaged, or where too much has changed: then several processes write to it,
one after the other, and by IRI it can be asked once all is there.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.archive import merging
from kg.archive.entries import Entry, Header, line
from kg.archive.merging import Tally
from kg.archive.runs import LAST
from kg.model import Node
from kg.stages.graph_union import derived, finished

if TYPE_CHECKING:
    import sqlite3

NAME = "shelf.sqlite"
LARGEST = 200_000  # lines of a change: what 35 million characters say has two million
CACHE = 32 * 1024  # KiB of the file that SQLite keeps in memory
LITTLE = 4 * 1024  # the same where a process goes through the file once, or hardly reads it
PATIENCE = 600  # seconds to wait until another process has written
SCHEMA = """
CREATE TABLE page (key TEXT PRIMARY KEY, header TEXT, number INTEGER) WITHOUT ROWID;
CREATE TABLE said (iri TEXT, rest TEXT, number INTEGER);
CREATE TABLE derived (subject TEXT, name TEXT, target TEXT, fact TEXT, PRIMARY KEY (subject, name, target, fact))
    WITHOUT ROWID;
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
# What is said of an IRI, and by how many pages · a shortcut (subject, predicate, target) and the fact that it is of.
Row = tuple[str, str, int]
Tie = tuple[str, str, str, str]
# What was finished of an IRI before and after a change; None where nothing was said of it.
Change = tuple[Node | None, Node | None]


class TooMuchError(Exception):
    """A change is so large that making the shelf anew is cheaper, and takes less memory."""


class Shelf:
    """What is said of each IRI of an archive, and the tally of what it makes together."""

    def __init__(self, line: "sqlite3.Connection", path: Path) -> None:
        self.line, self.path = line, path
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

    def rests(self, iri: str) -> list[str]:
        """Return all that is said of one IRI."""
        return list(self.told(iri))

    def told(self, iri: str) -> Iterator[str]:
        """Yield all that is said of one IRI."""
        return (rest for (rest,) in self.line.execute("SELECT rest FROM said WHERE iri = ? ORDER BY rest", (iri,)))

    def knows(self, iri: str) -> bool:
        """Return whether something is said of an IRI."""
        return self.line.execute("SELECT 1 FROM said WHERE iri = ? LIMIT 1", (iri,)).fetchone() is not None

    def shortcuts(self, iri: str) -> set[tuple[str, str]]:
        """Return the shortcuts that begin at one IRI, as (predicate, target)."""
        return set(self.line.execute("SELECT DISTINCT name, target FROM derived WHERE subject = ?", (iri,)))

    def finished(self, iri: str) -> Node | None:
        """Return the finished node of one IRI, None where nothing is said of it."""
        return whole(iri, self.rests(iri), self.shortcuts(iri))

    def put(self, rows: Iterable[Row], ties: Iterable[Tie]) -> None:
        """Put there what is said of new IRIs, and shortcuts, after any other process that does so."""
        self.line.execute("BEGIN IMMEDIATE")
        self.line.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)
        self.line.executemany("INSERT INTO derived VALUES (?, ?, ?, ?)", ties)
        self.line.commit()

    def begun(self, begin: str, end: str) -> Mapping[str, set[tuple[str, str]]]:
        """Return the shortcuts that begin at IRIs from `begin` to before `end`, as (predicate, target)."""
        found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        query = "SELECT DISTINCT subject, name, target FROM derived WHERE subject >= ? AND subject < ?"
        for subject, name, target in self.line.execute(query, (begin, end)):
            found[subject].add((name, target))
        return found

    def begins(self, family: str) -> bool:
        """Return whether a shortcut begins at an IRI that begins with `family`."""
        query = "SELECT 1 FROM derived WHERE subject >= ? AND subject < ? LIMIT 1"
        return self.line.execute(query, (family, family + LAST)).fetchone() is not None

    def count(self, iri: str, said: Mapping[str, int]) -> list[str]:
        """Add to the number of pages that say something of an IRI, and return all that is said of it now."""
        rows = self.line.execute("SELECT rest, number FROM said WHERE iri = ?", (iri,))
        now = Counter(dict(rows))
        now.update(said)
        self.line.execute("DELETE FROM said WHERE iri = ?", (iri,))
        left = [(iri, rest, number) for rest, number in sorted(now.items()) if number > 0]
        self.line.executemany("INSERT INTO said VALUES (?, ?, ?)", left)
        return [rest for _, rest, _ in left]

    def change(self, gone: Iterable[Entry], come: Iterable[Entry]) -> list[Change]:
        """Take what `gone` say from the shelf, put there what `come` say, and return what that changes.

        Raises TooMuchError, and leaves the shelf as it was, where that is more than LARGEST lines.
        """
        lines = difference(gone, come)
        old = {iri: self.rests(iri) for iri in sorted(lines)}
        new = {iri: self.count(iri, lines[iri]) for iri in sorted(lines)}
        dirty = [iri for iri in old if old[iri] != new[iri]]
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


def difference(gone: Iterable[Entry], come: Iterable[Entry]) -> dict[str, dict[str, int]]:
    """Return by how many pages more each thing is said of each IRI; TooMuchError where too much changes."""
    paragraphs: Counter[str] = Counter()
    for sign, entries in ((-1, gone), (1, come)):
        for entry in entries:
            for said in entry.said:
                paragraphs[said] += sign
            if len(paragraphs) > LARGEST:
                raise TooMuchError
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for paragraph, number in paragraphs.items():
        if number:
            iri, rest = line(paragraph)
            found[iri][rest] = number
    return found


def whole(iri: str, rests: Collection[str], shortcuts: Collection[tuple[str, str]]) -> Node | None:
    """Return the finished node of an IRI, None where nothing is said of it."""
    return finished(merging.united(iri, rests), shortcuts) if rests or shortcuts else None


def derivations(said: Mapping[str, list[str]], iris: Iterable[str]) -> set[tuple[str, str, str, str]]:
    """Return the shortcuts of the facts among `iris`, each with its fact."""
    return {(*one, iri) for iri in iris if said[iri] for one in derived(merging.united(iri, said[iri]))}


def index(path: Path) -> None:
    """Let what is said on the shelf at `path` be found by IRI, once it is all there."""
    line = opened(path, LITTLE)
    line.execute("CREATE INDEX said_iri ON said (iri)")
    line.close()


def opened(path: Path, cache: int = CACHE) -> "sqlite3.Connection":
    """Return a connection to the shelf at `path`, made where it is missing, with so many KiB in memory at most.

    It writes without a journal: whether the file is as it was left is known by its checksum (kg.archive.building).
    """
    import sqlite3  # noqa: PLC0415 — most archives are small and need none

    is_new = not path.exists()
    line = sqlite3.connect(path, isolation_level="IMMEDIATE", timeout=PATIENCE)
    for setting in ("page_size = 16384", "journal_mode = OFF", "synchronous = OFF", f"cache_size = -{cache}"):
        line.execute(f"PRAGMA {setting}")
    if is_new:
        line.executescript(SCHEMA)
    return line
