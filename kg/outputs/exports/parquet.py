"""The finished graph → a folder of Parquet files, one a table, with types and the meaning of each column.

pyarrow (Apache Arrow) writes them; it comes with `pip install 'zhengpu[parquet]'`. Values are doubles, which hold
15 digits exactly; the printed form stands beside them.
"""

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.outputs import fact_tables
from kg.outputs.exports.characters import whole
from kg.outputs.exports.placing import put

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from kg.outputs.fact_tables import Cell, Column, Table

TYPES = {"text": "string", "date": "string", "whole": "int64", "number": "float64", "truth": "bool_"}
LARGEST = 2**63 - 1


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write the tables of `graph` to the folder `target`; a KgError where pyarrow is missing."""
    arrow, writer = library("pyarrow"), library("pyarrow.parquet")
    written = []
    for table in fact_tables.tables(graph):
        made = arrow_table(arrow, table)
        written.append(
            put(target / f"{table.plan.name}.parquet", partial(writer.write_table, made, compression="zstd"))
        )
    return written


def library(name: str) -> Any:
    """Return a module of pyarrow; its absence is a KgError with the remedy."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise KgError("pyarrow is not installed; install it with: pip install 'zhengpu[parquet]'") from error


def arrow_table(arrow: Any, table: "Table") -> Any:
    """Return one table as a table of pyarrow."""
    fields = [field(arrow, column) for column in table.plan.columns]
    about = {f"title_{language}": text for language, text in table.plan.means.items()}
    columns = [[plain(row[place]) for row in table.rows] for place in range(len(fields))]
    arrays = [arrow.array(cells, type=one.type) for cells, one in zip(columns, fields, strict=True)]
    return arrow.table(arrays, schema=arrow.schema(fields, metadata=about))


def field(arrow: Any, column: "Column") -> Any:
    """Return one column as a field of pyarrow, with its meaning in both languages."""
    kind = getattr(arrow, TYPES[column.type])()
    return arrow.field(column.name, kind, metadata={f"title_{key}": text for key, text in column.means.items()})


def plain(cell: "Cell") -> str | int | float | None:
    """Return a cell as pyarrow takes it; a whole number beyond 64 bits is left out.

    >>> from decimal import Decimal
    >>> plain(Decimal("4.10")), plain(10**30), plain(True)
    (4.1, None, True)
    """
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int):
        return cell if abs(cell) <= LARGEST else None
    return whole(cell) if isinstance(cell, str) else float(cell)
