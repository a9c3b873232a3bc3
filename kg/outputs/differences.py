"""Two graphs → what the second says that the first does not, and the other way round, in facts with their sentences.

Facts are the same where their IRI is: it is made from what the fact says, so an added article leaves the others
alone. A fact is changed where a column of its row (fact_tables.yaml) is another, such as when it is last attested.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.outputs import fact_tables
from kg.outputs.fact_tables import Cell, Plan, Table

if TYPE_CHECKING:
    from networkx import MultiDiGraph

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
# Which sentence comes first, and how many there are, is shown by the sentence itself.
BESIDE = frozenset(("headline", "published", "certainty", "begin", "end"))
Cells = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was added, removed or changed: its table, what it says, its sentence, and which columns changed.

    `changes` holds (column, old, new); `sentence` and `file` are "" for what is no fact.
    """

    how: str
    table: str
    kind: Mapping[str, str]
    says: str
    sentence: str
    file: str
    changes: tuple[tuple[str, str, str], ...] = ()


def compare(old: "MultiDiGraph[str]", new: "MultiDiGraph[str]") -> list[Difference]:
    """Return every difference, by table, in it added before removed before changed, then by what is said."""
    pairs = zip(fact_tables.tables(old), fact_tables.tables(new), strict=True)
    return [one for before, after in pairs if not before.plan.each for one in of_tables(before, after)]


def of_tables(before: Table, after: Table) -> Iterator[Difference]:
    """Yield the differences between two states of one table."""
    key = next(column.name for column in before.plan.columns if column.show == "iri" and not column.at)
    first, second = by_iri(before, key), by_iri(after, key)
    yield from (difference(ADDED, after.plan, cells) for iri, cells in second.items() if iri not in first)
    yield from (difference(REMOVED, before.plan, cells) for iri, cells in first.items() if iri not in second)
    for iri, cells in second.items():
        if iri in first and (changes := tuple(changed(first[iri], cells))):
            yield difference(CHANGED, after.plan, cells, changes)


def by_iri(table: Table, key: str) -> dict[Cell, Cells]:
    """Return the rows of a table by the IRI that they are about, in their order."""
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    return {cells[key]: cells for cells in rows}


def changed(old: Cells, new: Cells) -> Iterator[tuple[str, str, str]]:
    """Yield the columns in which two rows about the same thing differ."""
    for name, cell in new.items():
        if cell != old[name] and name not in BESIDE:
            yield name, shown(old[name]), shown(cell)


def difference(how: str, plan: Plan, cells: Cells, changes: tuple[tuple[str, str, str], ...] = ()) -> Difference:
    """Return one difference of a table."""
    kind = {language: text.partition("：")[0].partition(":")[0] for language, text in plan.means.items()}
    sentence, file = (shown(cells.get(name)) for name in fact_tables.SEEN)
    return Difference(how, plan.name, kind, fact_tables.summary(plan, cells), sentence, file, changes)


def shown(cell: Cell) -> str:
    """Return a cell as text, "" where it is empty."""
    return "" if cell is None else str(cell)
