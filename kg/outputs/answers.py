"""A Turtle file and a SPARQL question → the names of the columns and the rows of the answer, as text.

A question is a file, the name of one that comes with the program (kg/queries/), or text. The first comment line of a
file says in Chinese and in English what it asks. Rows come sorted unless the question says ORDER BY, so the same
graph and question always give the same answer.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError, SourceError

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

QUERIES = Path(__file__).parent.parent / "queries"
ORDERED = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: one row has one text for each column, "" where there is no value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def names() -> dict[str, str]:
    """Return the questions that come with the program: name → what it asks, in the order of the names.

    >>> names()["persons"]
    '文中提到了哪些人？ | Every person that a source file mentions.'
    """
    return {path.stem: asked(path.read_text(encoding="utf-8")) for path in sorted(QUERIES.glob("*.rq"))}


def catalogue() -> Answer:
    """Return the names of the questions that come with the program, each with what it asks."""
    rows = ((name, *question.split(" | ")) for name, question in names().items())
    return Answer(("name", "问题", "question"), tuple(rows))


def asked(question: str) -> str:
    """Return what the first comment line of a question says."""
    return question.partition("\n")[0].removeprefix("#").strip()


def named(name: str) -> str:
    """Return the text of the question called `name`; an unknown name is a QueryError."""
    if name not in names():
        raise QueryError(f"no question is called {name!r}; those that are: {', '.join(names())}")
    return (QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def read(path: Path) -> str:
    """Return the text of the question in the file at `path`."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{path}: cannot be opened ({error.strerror}); give a .rq file, --name NAME or -") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8 at byte {error.start}; save the question as UTF-8") from error


def find(graph: Path, question: str) -> Answer:
    """Return the answer that the Turtle file `graph` gives to the SELECT or ASK query `question`."""
    from pyoxigraph import QueryBoolean, QuerySolutions  # noqa: PLC0415 — kept out of start-up

    try:
        found = load(graph).query(question)
    except SyntaxError as error:
        raise QueryError(f"the question is not SPARQL: {first_line(error)}; mend it there") from error
    if isinstance(found, QueryBoolean):
        return Answer(("answer",), (("true" if found else "false",),))
    if not isinstance(found, QuerySolutions):
        raise QueryError("the question makes a graph (CONSTRUCT or DESCRIBE); ask with SELECT or ASK")
    rows = solutions(found)
    columns = tuple(variable.value for variable in found.variables)
    return Answer(columns, tuple(rows if ORDERED.search(question) else sorted(rows)))


def load(graph: Path) -> "Store":
    """Return a store with the triples of the Turtle file `graph`."""
    from pyoxigraph import RdfFormat, Store  # noqa: PLC0415 — kept out of start-up

    store = Store()
    try:
        octets = graph.read_bytes()
    except OSError as error:
        raise SourceError(f"{graph}: cannot be opened ({error.strerror}); make it with kg build") from error
    try:
        store.bulk_load(octets, format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise SourceError(f"{graph}: not Turtle: {first_line(error)}; make it again with kg build") from error
    return store


def solutions(found: "QuerySolutions") -> list[tuple[str, ...]]:
    """Return the rows of an answer as text; a failure while they are computed is a QueryError."""
    try:
        return [tuple("" if term is None else str(getattr(term, "value", term)) for term in row) for row in found]
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"the question cannot be answered: {first_line(error)}; make it simpler") from error


def first_line(error: Exception) -> str:
    """Return the first line of what `error` says."""
    return str(error.msg if isinstance(error, SyntaxError) else error).strip().partition("\n")[0]
