"""A SPARQL question or a table of facts → a pandas DataFrame whose columns have types.

A column becomes whole numbers, numbers, true/false or days only where every value of it is one and none loses
anything by it; else it is text, as the graph has it (a date that is known to the month stays "2023-12"). pandas is
no part of the program: it comes with `pip install 'zhengpu[notebooks]'`.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, QueryError
from kg.ontology import compact

if TYPE_CHECKING:
    import pandas as pd
    from pyoxigraph import QuerySolutions, Store

    from kg.outputs.fact_tables import Cell, Table

WHOLE = frozenset(("xsd:integer", "xsd:nonNegativeInteger", "xsd:positiveInteger", "xsd:int", "xsd:long"))
NUMBERS = WHOLE | {"xsd:decimal", "xsd:double", "xsd:float"}
LARGEST = 2**63 - 1
# (datatype as a CURIE, "" for IRIs and text; value), or None where the answer has none.
Term = tuple[str, str] | None


def library(name: str) -> Any:
    """Return an imported library that the program itself does not need; its absence is a KgError with the remedy."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise KgError(f"{name} is not installed; install it with: pip install 'zhengpu[notebooks]'") from error


def ask(store: "Store", question: str) -> "pd.DataFrame":
    """Return the answer of `store` to a SELECT or ASK query; rows are sorted unless the question says ORDER BY."""
    from pyoxigraph import QueryBoolean, QuerySolutions  # noqa: PLC0415 — kept out of start-up

    from kg.outputs import answers, answers_guard  # noqa: PLC0415

    answers_guard.check(question)
    found = answers.query(store, question)
    if isinstance(found, QueryBoolean):
        return frame(["answer"], [[("xsd:boolean", "true" if found else "false")]])
    if not isinstance(found, QuerySolutions):
        raise answers.no_table()
    rows = solutions(found)
    if answers.ORDERED.search(question) is None:
        rows.sort(key=lambda row: [("", "") if one is None else one[::-1] for one in row])
    return frame([variable.value for variable in found.variables], rows)


def solutions(found: "QuerySolutions") -> list[list[Term]]:
    """Return the rows of an answer; a failure while they are computed is a QueryError."""
    try:
        return [[None if term is None else (datatype(term), str(term.value)) for term in row] for row in found]
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"the question cannot be answered: {error}; make it simpler") from error


def datatype(term: Any) -> str:
    """Return the datatype of a literal as a CURIE, "" for text and nodes."""
    found = getattr(term, "datatype", None)
    return "" if found is None else (compact(found.value) or "").replace("xsd:string", "").replace("rdf:langString", "")


def frame(columns: Sequence[str], rows: Sequence[Sequence[Term]], types: Sequence[str] = ()) -> "pd.DataFrame":
    """Return `rows` as a DataFrame with one typed column per name; `types` are those of columns without a value."""
    pandas = library("pandas")
    known = types or [""] * len(columns)
    found = zip(columns, known, strict=True)
    made = {name: series(pandas, [row[at] for row in rows], kind) for at, (name, kind) in enumerate(found)}
    return pandas.DataFrame(made, columns=list(columns))


def series(pandas: Any, terms: Sequence[Term], kind: str) -> Any:
    """Return one column with the narrowest type that holds every term of it; `kind` where it has none."""
    kinds = {term[0] for term in terms if term is not None} or {kind}
    for wanted, make in ((WHOLE, whole), (NUMBERS, exact), ({"xsd:boolean"}, truth), ({"xsd:date"}, str)):
        if kinds <= wanted:
            values = each(terms, make)
            if values is not None:
                return column(pandas, values, make)
    return pandas.Series([None if term is None else term[1] for term in terms], dtype="str")


def each(terms: Sequence[Term], make: Callable[[str], Any]) -> list[Any] | None:
    """Return what `make` makes of each term, None where there is no term; nothing where it cannot be done for all."""
    try:
        return [None if term is None else make(term[1]) for term in terms]
    except (ValueError, InvalidOperation):
        return None


def column(pandas: Any, values: list[Any], make: Callable[[str], Any]) -> Any:
    """Return `values`, which `make` made, as a column; a day that no calendar of pandas has keeps them as text."""
    missing = None in values
    if make is whole:
        return pandas.Series(values, dtype="Int64" if missing else "int64")
    if make is truth:
        return pandas.Series(values, dtype="boolean" if missing else "bool")
    if make is exact:
        return pandas.Series(values, dtype="float64")
    days = pandas.to_datetime(pandas.Series(values, dtype="str"), format="%Y-%m-%d", errors="coerce")
    lost = days.isna().sum() > values.count(None)
    return pandas.Series(values, dtype="str") if lost else days


def whole(text: str) -> int:
    """Return `text` as a whole number that fits 64 bits; else a ValueError."""
    found = int(text)
    if abs(found) > LARGEST:
        raise ValueError(text)
    return found


def exact(text: str) -> float:
    """Return `text` as a float that stands for exactly this decimal when printed; else a ValueError.

    >>> exact("4.10"), exact("410000000000")
    (4.1, 410000000000.0)
    """
    found = float(text)
    if Decimal(repr(found)) != Decimal(text):
        raise ValueError(text)
    return found


def truth(text: str) -> bool:
    """Return an xsd:boolean as a bool."""
    return text in ("true", "1")


def of_table(table: "Table") -> "pd.DataFrame":
    """Return a table of facts as a DataFrame."""
    names = {"whole": "xsd:integer", "number": "xsd:decimal", "truth": "xsd:boolean"}
    types = [names.get(one.type, "") for one in table.plan.columns]
    rows = [[term(one, kind) for one, kind in zip(row, types, strict=True)] for row in table.rows]
    return frame(table.columns, rows, types)


def term(cell: "Cell", kind: str) -> Term:
    """Return a cell of a table as a term of the datatype `kind`."""
    return None if cell is None else (kind, str(cell).lower() if isinstance(cell, bool) else str(cell))
