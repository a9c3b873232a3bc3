"""The finished graph → one SQLite database: a table for each table of facts, indices, views, and what columns mean.

Views join what is asked most: `officials` (one row a person with a post), `targets_and_results` (the same indicator
of the same subject, wanted and reached), `protocol_order` (who stands where in the printed lists). The table
`columns` says in Chinese and English what each column means.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kg.outputs import fact_tables
from kg.outputs.exports.characters import whole
from kg.outputs.exports.placing import put

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from kg.outputs.fact_tables import Cell, Plan, Table

VIEWS = Path(__file__).with_name("sqlite_views.sql")
TYPES = {"text": "TEXT", "date": "TEXT", "whole": "INTEGER", "number": "REAL", "truth": "INTEGER"}
INDEXED = ("person", "meeting", "participant", "policy", "indicator", "voice", "name", "file", "fact")
LARGEST = 2**63 - 1


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write the tables of `graph` as a database to the file `target`."""
    tables = fact_tables.tables(graph)

    def make(path: Path) -> None:
        """Write the database to `path`."""
        with closing(sqlite3.connect(path)) as database, database:
            for table in tables:
                fill(database, table)
            database.execute("CREATE TABLE columns (table_name TEXT, column_name TEXT, type TEXT, zh TEXT, en TEXT)")
            database.executemany("INSERT INTO columns VALUES (?, ?, ?, ?, ?)", meanings(tables))
            database.executescript(VIEWS.read_text(encoding="utf-8"))

    return [put(target, make)]


def fill(database: sqlite3.Connection, table: "Table") -> None:
    """Add one table with its rows and indices. Names of tables and columns are ours (fact_tables.yaml), not input."""
    plan = table.plan
    database.execute(f'CREATE TABLE "{plan.name}" ({", ".join(declarations(plan))})')
    marks = ", ".join("?" * len(plan.columns))
    rows = ([stored(cell) for cell in row] for row in table.rows)
    database.executemany(f'INSERT INTO "{plan.name}" VALUES ({marks})', rows)
    for column in plan.columns:
        if column.name in INDEXED or column.name.endswith("iri"):
            database.execute(f'CREATE INDEX "{plan.name}_{column.name}" ON "{plan.name}" ("{column.name}")')


def declarations(plan: "Plan") -> Iterator[str]:
    """Yield the declarations of the columns; the IRI of the row's own node is its key."""
    for column in plan.columns:
        key = " PRIMARY KEY" if column.show == "iri" and not column.at and not plan.each else ""
        yield f'"{column.name}" {TYPES[column.type]}{key}'


def meanings(tables: "tuple[Table, ...]") -> Iterator[tuple[str, ...]]:
    """Yield what every column means."""
    for table in tables:
        for column in table.plan.columns:
            yield table.plan.name, column.name, column.type, column.means["zh"], column.means["en"]


def stored(cell: "Cell") -> str | int | float | None:
    """Return a cell as SQLite stores it; a whole number beyond 64 bits is left out."""
    match cell:
        case Decimal():
            return float(cell)
        case int():
            return int(cell) if abs(cell) <= LARGEST else None
        case str():
            return whole(cell)
        case _:
            return None
