"""The page's records → the tables of its views: officials, meetings, policies, figures.

A table is a list of rows, a row a list of whole numbers (or of lists of them): an entity, a fact or a sentence by its
place in the page's own lists, a text or a CURIE by its place in `texts`. So a view repeats nothing that the page
holds, and every cell leads to the same evidence as the picture does. -1 says that there is nothing; text 0 is "".
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from kg.ontology import compact, declared, labels
from kg.outputs.page_facts import Facts
from kg.outputs.page_tables_cells import NOTHING, Cells

Row = list[Any]
POLICIES = ("kg:Document", "kg:Initiative", "kg:Formulation")
# A list of those who took part begins with those who led; then the printed list counts, then the text.
ROLES = ("kg:Chair", "kg:Speaker", "kg:Rapporteur", "kg:Discussant", "kg:Elected", "kg:Attendee")
# Names of classes and properties that head a column or a list, whether or not the graph uses them.
TERMS = (
    *(
        "kg:Official",
        "kg:Tenure",
        "kg:Participation",
        "kg:Meeting",
        "kg:Statement",
        "kg:Policy",
        *POLICIES,
        "kg:Passage",
    ),
    *("kg:firstAttested", "kg:lastAttested", "org:organization", "org:role", "schema:startDate", "schema:superEvent"),
    *("prov:hadRole", "prov:agent", "schema:position", "kg:expectedAttendance", "kg:actualAttendance", "kg:action"),
    *("kg:policy", "kg:decidedAt", "kg:decidedBy", "schema:NewsArticle", "schema:headline", "schema:observationAbout"),
    *("kg:indicator", "kg:period", "kg:printed", "kg:comparator", "schema:value", "schema:unitText", "kg:changeKind"),
    *("kg:status", "kg:series", "kg:Result", "kg:Target", "kg:Forecast"),
)
DATES = ("kg:firstAttested", "kg:lastAttested", "schema:startDate", "schema:endDate")
FIGURE = ("kg:period", "kg:printed", "kg:comparator", "schema:value", "schema:unitText", "kg:changeKind")


def tables(facts: Facts) -> Mapping[str, Any]:
    """Return the tables of the views, their columns, the texts that they point at, and the labels of terms."""
    cells = Cells(facts)
    rows = {name: list(make(cells)) for name, (_, make) in TABLES.items()}
    columns = {name: list(names) for name, (names, _) in TABLES.items()}
    named = {*TERMS, *ROLES, *(text for text in cells.texts if text in declared())}
    return {
        "columns": columns,
        "rows": rows,
        "texts": list(cells.texts),
        "terms": {curie: labels(curie) for curie in sorted(named)},
    }


def officials(cells: Cells) -> Iterable[Row]:
    """Yield who holds a post, with the first and the last date of any of the posts."""
    posts: dict[str, list[str]] = {}
    for _, tenure in cells.told("kg:Tenure"):
        for person in cells.links(tenure, "org:member"):
            posts.setdefault(person, []).append(tenure)
    for node in cells.facts.read.of("kg:Official"):
        if node in cells.facts.entities:
            firsts, lasts = (spread(cells, posts.get(node, ()), f"kg:{name}Attested") for name in ("first", "last"))
            yield [cells.facts.entities[node], cells.word(min(firsts)), cells.word(max(lasts))]


def spread(cells: Cells, nodes: Iterable[str], predicate: str) -> list[str]:
    """Return the dates that `nodes` have under `predicate`; [""] where none has one."""
    return [text for text in (cells.facts.read.text(node, predicate) for node in nodes) if text] or [""]


def tenures(cells: Cells) -> Iterable[Row]:
    """Yield who held which post at which body, the earliest first."""
    read = cells.facts.read
    for place, node in sorted(
        cells.told("kg:Tenure"), key=lambda told: read.text(told[1], "schema:startDate", "kg:firstAttested")
    ):
        ends = [cells.end(node, "org:member"), cells.end(node, "org:organization"), cells.name(node, "org:role")]
        yield [place, *ends, *(cells.literal(node, name) for name in DATES)]


def meetings(cells: Cells) -> Iterable[Row]:
    """Yield the meetings with their dates, the meeting that each is part of, and how many were due and came."""
    for node in cells.facts.read.of("kg:Meeting"):
        if node in cells.facts.entities:
            dates = [cells.literal(node, name) for name in ("schema:startDate", "schema:endDate")]
            counts = [cells.number(node, f"kg:{name}Attendance") for name in ("expected", "actual")]
            yield [cells.facts.entities[node], *dates, cells.end(node, "schema:superEvent"), *counts]


def participations(cells: Cells) -> Iterable[Row]:
    """Yield who took part in what and how, in the order of `ROLES`, of the printed list and of the text."""
    for place, node in sorted(cells.told("kg:Participation"), key=lambda told: rank(cells, told[1])):
        ends = [cells.end(node, "prov:agent"), cells.end(node, "kg:meeting"), cells.term(node, "prov:hadRole")]
        more = int(cells.facts.read.text(node, "kg:listOpen") == "true")
        yield [place, *ends, cells.number(node, "schema:position"), more, *cells.when(node, "kg:meeting")]


def rank(cells: Cells, participation: str) -> tuple[int, bool, int]:
    """Return where a participation stands among those of its meeting; the text decides between equals."""
    roles = [compact(role) for role in cells.links(participation, "prov:hadRole")]
    position = cells.number(participation, "schema:position")
    return min((ROLES.index(role) for role in roles if role in ROLES), default=len(ROLES)), position < 0, position


def policies(cells: Cells) -> Iterable[Row]:
    """Yield the policies with the first and the last sentence that mentions each, and in how many it stands."""
    for node in cells.facts.read.of(*POLICIES):
        if node in cells.facts.entities:
            seen = cells.facts.mentioned.get(node, ())
            articles = {cells.article(passage) for passage in seen}
            uses = [*use(cells, cells.first(seen)), *use(cells, cells.last(seen))]
            yield [cells.facts.entities[node], *uses, len(seen), len(articles)]


def use(cells: Cells, passage: str | None) -> list[int]:
    """Return [sentence, date, what the date is] of one use of a name."""
    if passage is None:
        return [NOTHING, 0, 0]
    date, kind = cells.day(passage)
    return [cells.facts.passages[passage], cells.word(date), kind]


def decisions(cells: Cells) -> Iterable[Row]:
    """Yield what was done with which policy, where, by whom and when, in the order of the text."""
    for place, node in cells.told("kg:Decision"):
        for policy in cells.ends(node, "kg:policy"):
            ends = [cells.ends(node, "kg:decidedAt"), cells.ends(node, "kg:decidedBy")]
            yield [place, policy, cells.term(node, "kg:action"), *ends, *cells.when(node, "kg:decidedAt")]


def statements(cells: Cells) -> Iterable[Row]:
    """Yield who said something where and when, with the sentence in which it begins."""
    for place, node in cells.told("kg:Statement"):
        begun = min(cells.passages(node), key=cells.begin, default=None)
        sentence = NOTHING if begun is None else cells.facts.passages[begun]
        ends = [cells.end(node, "kg:voice"), cells.literal(node, "kg:verb"), cells.end(node, "kg:saidAt")]
        yield [place, *ends, sentence, *cells.when(node, "kg:saidAt")]


def figures(cells: Cells) -> Iterable[Row]:
    """Yield the numbers: of what, about whom, for when, as printed and as read; series are numbered."""
    series: dict[str, int] = {}
    for place, node in cells.told("kg:Observation"):
        key = next(iter(cells.links(node, "kg:series")), node)
        texts = [cells.literal(node, name) for name in FIGURE]
        ends = [cells.end(node, "kg:indicator"), cells.ends(node, "schema:observationAbout")]
        number = series.setdefault(key, len(series))
        yield [place, *ends, *texts, cells.term(node, "kg:status"), number, *cells.when(node)]


FIGURE_COLUMNS = ("period", "printed", "comparator", "value", "unit", "change", "status", "series", "date", "dated")
USE_COLUMNS = ("first", "firstDate", "firstDated", "last", "lastDate", "lastDated", "sentences", "articles")
TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[Cells], Iterable[Row]]]] = MappingProxyType(
    {
        "officials": (("node", "first", "last"), officials),
        "tenures": (("fact", "member", "body", "role", "first", "last", "begin", "end"), tenures),
        "meetings": (("node", "start", "end", "parent", "expected", "actual"), meetings),
        "participations": (("fact", "agent", "meeting", "role", "position", "more", "date", "dated"), participations),
        "policies": (("node", *USE_COLUMNS), policies),
        "decisions": (("fact", "policy", "action", "meetings", "bodies", "date", "dated"), decisions),
        "statements": (("fact", "voice", "verb", "meeting", "sentence", "date", "dated"), statements),
        "figures": (("fact", "indicator", "subjects", *FIGURE_COLUMNS), figures),
    }
)
