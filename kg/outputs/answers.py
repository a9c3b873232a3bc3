"""A Turtle file and a SPARQL question → the names of the columns and the rows of the answer, as text.

A question is a file, the name of one that comes with the program (kg/queries/), or text. The first comment line of a
file says in Chinese and in English what it asks, the second how the answer is to be read. Rows come sorted unless the
question says ORDER BY, so the same graph and question always give the same answer. The usual prefixes (kg:, org: …)
need not be declared.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError, SourceError
from kg.ontology import PREFIXES
from kg.outputs import answers_guard
from kg.outputs import store as stores

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

QUERIES = Path(__file__).parent.parent / "queries"
_WORD = re.compile(r'VALUES \?(\w+) \{ "([^"\\\n]*)" \}')
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


def explained(question: str) -> str:
    """Return what the second comment line of a question says: how the answer is to be read."""
    first, _, rest = question.partition("\n")
    second = rest.partition("\n")[0]
    return second.removeprefix("#").strip() if first.startswith("#") and second.startswith("#") else ""


def named(name: str) -> str:
    """Return the text of the question called `name`; an unknown name is a QueryError."""
    if name not in names():
        near = get_close_matches(name, names(), n=3) or sorted(names())[:3]
        raise QueryError(f"{name}: no question is called so, and no file; {', '.join(near)} … see kg query --list")
    return (QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def read(path: Path) -> str:
    """Return the text of the question in the file at `path`."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(
            f"{path}: cannot be opened ({error.strerror}); give a .rq file, - or a name of kg query --list"
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8 at byte {error.start}; save the question as UTF-8") from error


def words(question: str) -> dict[str, str]:
    """Return the words of a question that can be changed, in its lines VALUES ?name { "word" }: name → word.

    >>> words('VALUES ?word { "新能源之都" }')
    {'word': '新能源之都'}
    """
    return {found[1]: found[2] for found in _WORD.finditer(question)}


def filled(question: str, words: Mapping[str, str]) -> str:
    """Return `question` with other words in its lines VALUES ?name { … }; a name that has none is a QueryError.

    >>> filled('VALUES ?word { "新能源之都" }', {"word": "两湖创新区"})
    'VALUES ?word { "两湖创新区" }'
    """
    for name, word in words.items():
        place = next((found for found in _WORD.finditer(question) if found[1] == name), None)
        if place is None:
            raise QueryError(f'--set {name}: the question has no line VALUES ?{name} {{ "…" }}; write one there')
        value = json.dumps(word, ensure_ascii=False)  # its escapes are SPARQL's too
        question = f"{question[: place.start()]}VALUES ?{name} {{ {value} }}{question[place.end() :]}"
    return question


def find(graph: Path, question: str) -> Answer:
    """Return what the Turtle file `graph` answers to the SELECT or ASK query `question`, however long it takes.

    answers_engine.Engine gives the same answer within a time.
    """
    from pyoxigraph import QueryBoolean, QueryTriples  # noqa: PLC0415 — kept out of start-up

    answers_guard.check(question)
    found = query(load(graph), question)
    if isinstance(found, QueryBoolean):
        return yes_or_no(truth=bool(found))
    if isinstance(found, QueryTriples):
        raise no_table()
    return table([variable.value for variable in found.variables], solutions(found), question)


def parsed(octets: bytes, question: str) -> Answer:
    """Return the answer in `octets`, the SPARQL results in JSON that came to `question`."""
    said = json.loads(octets)
    if "boolean" in said:
        return yes_or_no(truth=said["boolean"])
    columns = said["head"]["vars"]
    rows = [tuple(row[name]["value"] if name in row else "" for name in columns) for row in said["results"]["bindings"]]
    return table(columns, rows, question)


def table(columns: Iterable[str], rows: Sequence[tuple[str, ...]], question: str) -> Answer:
    """Return an answer whose rows stand as `question` orders them, else sorted."""
    return Answer(tuple(columns), tuple(rows if ORDERED.search(question) else sorted(rows)))


def yes_or_no(*, truth: bool) -> Answer:
    """Return the answer to an ASK query: one row."""
    return Answer(("answer",), (("true" if truth else "false",),))


def no_table() -> QueryError:
    """Return what is wrong with a question whose answer is a graph."""
    return QueryError("the question makes a graph (CONSTRUCT or DESCRIBE); ask with SELECT or ASK")


def query(
    store: "Store", question: str, prefixes: Mapping[str, str] = PREFIXES
) -> "QuerySolutions | QueryBoolean | QueryTriples":
    """Return what `store` begins to answer to `question`; one that is not SPARQL is a QueryError."""
    try:
        return store.query(question, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise answers_guard.explain(question, first_line(error)) from error


def load(graph: Path) -> "Store":
    """Return a store with the triples of the Turtle file `graph`: the one on the disk beside it, if it has one."""
    from pyoxigraph import RdfFormat, Store  # noqa: PLC0415 — kept out of start-up

    if (on_disk := stores.open_store(graph)) is not None:
        return on_disk
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
