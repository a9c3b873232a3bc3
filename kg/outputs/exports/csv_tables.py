"""The finished graph → a folder of CSV files that Excel opens rightly, and datapackage.json that says what is in them.

UTF-8 with a byte-order mark, a line of names, CR LF. Text that a spreadsheet would take for a formula has an
apostrophe in front; numbers are numbers. datapackage.json (https://datapackage.org) gives each column's type and
meaning in Chinese and English.
"""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.outputs import fact_tables, files
from kg.outputs.exports.characters import for_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from networkx import MultiDiGraph

    from kg.outputs.fact_tables import Cell, Column, Table

TYPES = {"text": "string", "date": "string", "whole": "integer", "number": "number", "truth": "boolean"}
BOM = "\ufeff"


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write the tables of `graph` and their description to the folder `target`."""
    tables = fact_tables.tables(graph)
    written = [files.write(target / f"{table.plan.name}.csv", text(table)) for table in tables]
    package = json.dumps(description(tables), ensure_ascii=False, indent=1) + "\n"
    return [*written, files.write(target / "datapackage.json", package)]


def text(table: "Table") -> str:
    """Return one table as the text of its file."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([shown(cell) for cell in row] for row in table.rows)
    return BOM + lines.getvalue()


def shown(cell: "Cell") -> str:
    """Return one cell as text.

    >>> shown(Decimal("410000000000")), shown(True), shown(None), shown("-1")
    ('410000000000', 'true', '', "'-1")
    """
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case Decimal():
            return f"{cell:f}"
        case int():
            return str(cell)
        case _:
            return for_spreadsheet(cell)


def description(tables: "Iterable[Table]") -> dict[str, Any]:
    """Return datapackage.json: every table and column with its type and meaning."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "zhengpu",
        "title": "政谱 Zhengpu",
        "description": "一行一条事实，附原句。以等号等开头的文字前加了单引号。One row a fact with its sentence. "
        "Text that begins like a formula has an apostrophe in front.",
        "resources": [resource(table) for table in tables],
    }


def resource(table: "Table") -> dict[str, Any]:
    """Return the description of one table."""
    return {
        "name": table.plan.name,
        "path": f"{table.plan.name}.csv",
        "title": table.plan.means["zh"],
        "description": table.plan.means["en"],
        "encoding": "utf-8",
        "schema": {"fields": [field(column) for column in table.plan.columns]},
    }


def field(column: "Column") -> dict[str, str]:
    """Return the description of one column."""
    means = column.means
    return {"name": column.name, "type": TYPES[column.type], "title": means["zh"], "description": means["en"]}
