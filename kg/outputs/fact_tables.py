"""The finished graph → tables: one row a fact with the sentence behind it, beside the entities and articles.

Which tables and columns there are stands in fact_tables.yaml; a column is a path through the graph. Cells are text,
int, Decimal, bool, or None where the graph says nothing; rows are sorted, so the same graph gives the same tables.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import own_yaml
from kg.ontology import compact, labels, superterms
from kg.outputs.page_graph import Reader

if TYPE_CHECKING:
    from networkx import MultiDiGraph

FILE = Path(__file__).with_suffix(".yaml")
NAMES = ("foaf:name", "skos:prefLabel", "schema:name", "schema:headline", "dcterms:identifier")
EVIDENCE, EACH, FIRST = "prov:wasDerivedFrom", "each", "first"
JOINED = "；"
SEEN = ("sentence", "file")
Cell = str | int | Decimal | bool | None
Row = tuple[Cell, ...]
Starts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type ("text", "whole", "number", "truth", "date"), and what it means, zh and en."""

    name: str
    at: tuple[tuple[str, ...], ...] = ()
    show: str = "name"
    type: str = "text"
    count: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    means: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table is made of: the classes of its rows and its columns."""

    name: str
    classes: frozenset[str]
    columns: tuple[Column, ...]
    says: tuple[str, ...]
    each: str
    means: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one plan."""

    plan: Plan
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.plan.columns)


def tables(graph: "MultiDiGraph[str]") -> tuple[Table, ...]:
    """Return every table of `graph`, in the order of fact_tables.yaml; a table may have no rows."""
    read = Reader(graph, NAMES)
    return tuple(fill(plan, read) for plan in plans())


@cache
def plans() -> tuple[Plan, ...]:
    """Return what fact_tables.yaml says, in its order."""
    entry: dict[str, Any] = own_yaml.load(FILE)
    return tuple(plan(name, said, entry["evidence"]) for name, said in entry["tables"].items())


def plan(name: str, said: Mapping[str, Any], evidence: Mapping[str, Any]) -> Plan:
    """Return one entry of fact_tables.yaml as a plan, the columns of `evidence` last where it wants them."""
    classes = said["class"] if isinstance(said["class"], list) else [said["class"]]
    wanted = {**said["columns"], **(evidence if said.get("evidence") else {})}
    columns = tuple(column(one, how) for one, how in wanted.items())
    return Plan(name, frozenset(classes), columns, tuple(said["says"]), said.get("each", ""), two_languages(said))


def column(name: str, said: Mapping[str, Any]) -> Column:
    """Return one entry of a plan as a column."""
    steps = tuple(tuple(step.split("|")) for step in said["at"].split("/")) if "at" in said else ()
    rest = {key: said[key] for key in ("show", "type", "count", "words") if key in said}
    return Column(name, steps, means=two_languages(said), **rest)


def two_languages(said: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what an entry means, by language."""
    return {"zh": said["zh"], "en": said["en"]}


def fill(plan: Plan, read: Reader) -> Table:
    """Return the table of one plan."""
    rows = [tuple(cell(one, read, starts) for one in plan.columns) for starts in beginnings(plan, read)]
    place = {one.name: number for number, one in enumerate(plan.columns)}
    order = [place[name] for name in plan.says]

    def key(row: Row) -> list[Any]:
        """Return what a row is sorted by: what it says, then all of it; what is missing comes first."""
        return [(one is not None, str(type(one)), one) for one in (*(row[i] for i in order), *row)]

    return Table(plan, tuple(sorted(rows, key=key)))


def beginnings(plan: Plan, read: Reader) -> Iterator[Starts]:
    """Yield for each row where its paths begin: "" at the node, "first" at its first sentence, "each" at one link."""
    for node in read.graph.nodes:
        if not any(plan.classes & superterms(name) for name in read.types(node)):
            continue
        if plan.each:
            yield from ({"": (node,), EACH: (end,)} for end in read.links(node).get(plan.each, ()))
        else:
            yield {"": (node,), FIRST: tuple(sentences(read, node)[:1])}


def sentences(read: Reader, fact: str) -> list[str]:
    """Return the sentences of a fact in the order of files, and in them of reading."""

    def place(passage: str) -> tuple[str, int, str]:
        """Return the file of a sentence and where it stands there."""
        files = walk(read, (passage,), (("schema:isPartOf",), ("schema:isPartOf",), ("schema:name",)))
        return next(iter(files), ""), read.number(passage, "nif:beginIndex") or 0, passage

    return sorted(read.links(fact).get(EVIDENCE, ()), key=place)


def cell(column: Column, read: Reader, starts: Starts) -> Cell:
    """Return the value of one column in the row that begins at `starts`."""
    if column.count:
        return len(read.links(starts[""][0]).get(column.count, ()))
    at = column.at
    begin = at[0][0] if at and at[0][0] in (EACH, FIRST) else ""
    found = walk(read, starts[begin], at[1:] if begin else at)
    shown = dict.fromkeys(shown_as(column.show, read)(one) for one in found)
    return typed(column, [column.words.get(one, one) for one in shown])


def walk(read: Reader, nodes: Iterable[str], steps: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what the path of `steps` leads to from `nodes`: nodes, or at its end texts."""
    found = tuple(nodes)
    for step in steps:
        found = tuple(end for node in found for name in step for end in ends(read, node, name))
    return found


def ends(read: Reader, node: str, predicate: str) -> tuple[str, ...]:
    """Return the nodes or else the texts that `predicate` gives `node`."""
    if node not in read.graph.nodes:
        return ()
    texts = tuple(value.value for value in read.literals(node).get(predicate, ()))
    return (*read.links(node).get(predicate, ()), *texts)


def shown_as(show: str, read: Reader) -> Callable[[str], str]:
    """Return the function that shows the end of a path in the way `show`."""
    match show:
        case "iri":
            return str
        case "class":
            return lambda node: local(next(iter(read.types(node)), ""))
        case "term":
            return lambda node: local(compact(node) or node)
        case "zh":
            return lambda node: labels(compact(node) or "").get("zh", node)
        case _:
            return lambda node: read.name(node) if node in read.graph.nodes else node


def local(name: str) -> str:
    """Return a CURIE without its prefix.

    >>> local("kg:Meeting")
    'Meeting'
    """
    return name.rpartition(":")[2]


def typed(column: Column, values: list[str]) -> Cell:
    """Return the values of a cell as its type says; None where there are none or they are no such thing.

    >>> typed(Column("n", type="whole"), ["12"]), typed(Column("n", type="whole"), ["十二"]), typed(Column("t"), [])
    (12, None, None)
    """
    if not values:
        return None
    match column.type:
        case "whole":
            return int(values[0]) if values[0].removeprefix("-").isdecimal() else None
        case "number":
            return number(values[0])
        case "truth":
            return values[0] in ("true", "1")
        case "date":
            return min(values)
        case _:
            return JOINED.join(values)


def number(text: str) -> Decimal | None:
    """Return `text` as a finite number, or None.

    >>> number("4.10"), number("NaN"), number("很多")
    (Decimal('4.10'), None, None)
    """
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def told(found: Iterable[Table]) -> list[tuple[str, ...]]:
    """Return every fact of the tables on one row: its kind in Chinese, what it says, its sentence, its file."""
    rows: list[tuple[str, ...]] = []
    for table in found:
        if "sentences" in table.columns:
            for row in table.rows:
                cells = dict(zip(table.columns, row, strict=True))
                rows.append((kind(table.plan), summary(table.plan, cells), *(str(cells[name] or "") for name in SEEN)))
    return rows


def kind(plan: Plan) -> str:
    """Return what the facts of a table are called in Chinese."""
    return plan.means["zh"].partition("：")[0]


def summary(plan: Plan, cells: Mapping[str, Cell]) -> str:
    """Return what one row says on one line."""
    return " · ".join(str(cells[name]) for name in plan.says if cells[name] is not None)
