"""The finished graph → what is in it, counted: a few short tables for the eye or for a program."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ontology import labels
from kg.outputs import fact_tables
from kg.outputs.answers import Answer

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from kg.outputs.fact_tables import Cell, Table

TOP = 10


@dataclass(frozen=True, slots=True)
class Section:
    """One table of counts, with its title in Chinese and English."""

    name: str
    zh: str
    en: str
    answer: Answer


def sections(graph: "MultiDiGraph[str]", *, top: int = TOP) -> list[Section]:
    """Return the counts of `graph`; of ranked things only the first `top`."""
    tables = {table.plan.name: table for table in fact_tables.tables(graph)}
    facts = [table for table in tables.values() if "sentences" in table.columns]
    ranks = (
        Section("rules", "每条规则的事实", "facts by rule", ranked("rule", column(facts, "rule"), top)),
        Section("officials", "事实最多的官员", "officials with most facts", ranked("official", officials(tables), top)),
        Section(
            "meetings",
            "参加者最多的会议",
            "meetings with most participants",
            ranked("meeting", column([tables["participations"]], "meeting"), top),
        ),
        Section(
            "policies",
            "决策最多的政策",
            "policies with most decisions",
            ranked("policy", column([tables["decisions"]], "policy"), top),
        ),
        Section("files", "每个文件的事实", "facts by file", ranked("file", column(facts, "file"), top)),
    )
    return [
        Section("classes", "各类节点", "nodes by class", classes(graph)),
        Section("dates", "日期", "dated and undated", dates(tables)),
        *ranks,
        Section("open", "未决指称", "open references", open_references(tables["entities"], top)),
    ]


def classes(graph: "MultiDiGraph[str]") -> Answer:
    """Return how many nodes there are of each class; a node counts under every class that it has."""
    found = Counter(name for _, types in graph.nodes(data="types") for name in set(types))
    names = sorted(found, key=lambda name: (-found[name], name))
    rows = ((name, labels(name).get("zh", ""), labels(name).get("en", ""), str(found[name])) for name in names)
    return Answer(("class", "类", "label", "n"), tuple(rows))


def dates(tables: "dict[str, Table]") -> Answer:
    """Return how many articles and meetings have a full date, a part of one, or none, and how many are inferred."""
    wanted = (("articles", "published"), ("meetings", "date"), ("tenures", "first"), ("figures", "period"))
    rows = []
    for name, date in wanted:
        cells = [str(cell or "") for cell in column([tables[name]], date)]
        full = sum(len(cell) == len("2023-12-28") for cell in cells)
        none = cells.count("")
        stated = Counter(column([tables[name]], "certainty")) if name == "articles" else Counter()
        certain = tuple(str(stated[one]) if stated else "" for one in ("stated", "inferred"))
        rows.append((name, str(len(cells)), str(full), str(len(cells) - full - none), str(none), *certain))
    return Answer(("of", "n", "full", "part", "none", "stated", "inferred"), tuple(rows))


def open_references(entities: "Table", top: int) -> Answer:
    """Return the first `top` names that could not be resolved, with their class."""
    rows = [dict(zip(entities.columns, row, strict=True)) for row in entities.rows]
    found = [(str(row["class"]), str(row["name"])) for row in rows if row["open"] is True]
    return Answer(("class", "name"), tuple(found[:top]))


def officials(tables: "dict[str, Table]") -> "Iterator[Cell]":
    """Yield the name of the person of each fact, where it is somebody with a post."""
    known = set(column([tables["tenures"]], "person"))
    for name, person in (("tenures", "person"), ("participations", "participant"), ("statements", "voice")):
        yield from (cell for cell in column([tables[name]], person) if cell in known)


def column(found: "Iterable[Table]", name: str) -> "Iterator[Cell]":
    """Yield the cells of one column of several tables."""
    for table in found:
        place = table.columns.index(name)
        yield from (row[place] for row in table.rows)


def ranked(what: str, cells: "Iterable[Cell]", top: int) -> Answer:
    """Return the `top` most frequent cells with their numbers, the most frequent first, then by name."""
    found = Counter(str(cell) for cell in cells if cell is not None)
    names = sorted(found, key=lambda name: (-found[name], name))[:top]
    return Answer((what, "n"), tuple((name, str(found[name])) for name in names))
