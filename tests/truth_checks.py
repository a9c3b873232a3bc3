"""What the tests of truth look at: a page as a string → its graph, its facts and what each of them stands on.

Facts of two graphs are compared by what they say (`Fact.said`: labels and values), since most IRIs hang on the page's
words; whole graphs by `shape`, which knows a node by all that is around it instead of by its IRI.
"""

import itertools
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import networkx as nx
import pytest

from kg import pipeline
from kg.model import Reading, Source
from kg.rulebook import terms
from kg.stages import read, speech
from kg.tracing import fires

Graph = nx.MultiDiGraph
ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
OTHERS = sorted((ROOT.parent / "shared" / "score" / "pages").glob("*.txt"))
NO_OTHERS = "the pages of other places are not here: expected in ../shared/score/pages"
ENTITIES = frozenset(("foaf:Person", "org:FormalOrganization", "kg:Meeting", "kg:Policy"))
NAMES = ("foaf:name", "skos:prefLabel", "skos:altLabel")
EVIDENCE, RULE = "prov:wasDerivedFrom", "kg:rule"
# What a fact has besides what it says: its evidence, and what depends on the whole page or on where it stands.
ASIDE = frozenset((EVIDENCE, RULE, "kg:series", "kg:capacity", "kg:evaluates"))
BESIDE = frozenset(("nif:beginIndex", "nif:endIndex", "kg:firstAttested", "kg:lastAttested", "schema:position"))
# A digest stands in place of words in these, so that they are known by what is around them.
HASHED = re.compile(r"\.[0-9a-f]{16}$")
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a graph: its class, the id of its rule, its passages in order, and what it says."""

    iri: str
    kind: str
    rule: str
    passages: tuple[str, ...]
    said: frozenset[tuple[str, str]]


# Given names that occur in every county, some of them with characters that are words elsewhere.
GIVEN_TWO = ("志航", "晓斌", "瑞峰", "建国", "为民", "海涛", "向东", "玉兰", "文斌", "俊宁")
GIVEN_ONE = ("瑞", "航", "斌", "宁", "涛", "峰", "兰", "伟")


def pages() -> list[Path]:
    """All pages at hand."""
    return [*SEEDS, *OTHERS]


def each_page() -> list[object]:
    """All pages as parameters of a test; one that is skipped stands for those that are absent."""
    absent = pytest.param(None, marks=pytest.mark.skip(reason=NO_OTHERS), id="other-pages")
    return [*(pytest.param(path, id=path.stem[:24]) for path in pages()), *([] if OTHERS else [absent])]


@cache
def text_of(path: Path) -> str:
    """The text of a page, as offsets count it."""
    return read.decode(path.read_bytes())[0]


@cache
def graph_of(path: Path) -> Graph:
    """The graph of a page by itself, built once."""
    return pipeline.build([path]).graph


def built(texts: Mapping[str, str]) -> Graph:
    """The graph of pages given as name → text."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_bytes(text.encode("utf-8"))
        return pipeline.build([Path(folder) / name for name in texts]).graph


def values(graph: Graph, node: str, name: str) -> list[str]:
    """The values of one property."""
    return [one.value for one in graph.nodes[node]["literals"].get(name, ())]


def ends(graph: Graph, node: str, name: str) -> list[str]:
    """What one property links to, in order."""
    return sorted(end for _, end, key in graph.out_edges(node, keys=True) if key == name)


def label(graph: Graph, node: str) -> str:
    """What people call a node; its IRI where it has no name."""
    return next((text for name in NAMES[:2] for text in values(graph, node, name)), node)


def facts(graph: Graph) -> Iterator[Fact]:
    """Every fact of a graph in order."""
    for node, types in sorted(graph.nodes(data="types")):
        for rule in ends(graph, node, RULE):
            links = [(key, label(graph, end)) for _, end, key in graph.out_edges(node, keys=True) if key not in ASIDE]
            literals = graph.nodes[node]["literals"].items()
            told = [(name, one.value) for name, some in literals if name not in BESIDE for one in some]
            passages = sorted(ends(graph, node, EVIDENCE), key=lambda one: span(graph, one))
            (name,) = values(graph, rule, "dcterms:identifier")
            yield Fact(node, types[0], name, tuple(passages), frozenset((*links, *told)))


def span(graph: Graph, node: str) -> tuple[int, int]:
    """Where a passage, a number or a speech stands in its file."""
    return int(values(graph, node, "nif:beginIndex")[0]), int(values(graph, node, "nif:endIndex")[0])


def sentence(graph: Graph, passage: str) -> str:
    """A passage as it is read, cleaned."""
    return values(graph, passage, "schema:text")[0]


def squeeze(text: str) -> str:
    """`text` without the space that pages print where they like."""
    return "".join(text.split())


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with some stretches cut out."""
    for begin, end in sorted(spans, reverse=True):
        text = text[:begin] + text[end:]
    return text


def names(graph: Graph) -> dict[str, set[str]]:
    """Every entity with all forms of its name."""
    entities = (node for node, types in graph.nodes(data="types") if ENTITIES.intersection(types))
    return {node: {text for name in NAMES for text in values(graph, node, name)} for node in entities}


def shape(graph: Graph, *, leave_out: Iterable[str] = (), spelt: Callable[[str], str] = str) -> Counter[str]:
    """What a graph says, whatever its hashed IRIs are: each node as a digest of all that is near it.

    `leave_out` are properties that do not count; `spelt` changes every text before it is looked at.
    """
    aside = frozenset(leave_out)
    colour = {node: paint(node, record, aside, spelt) for node, record in graph.nodes(data=True)}
    edges = [(start, key, end) for start, end, key in graph.edges(keys=True) if key not in aside]
    for _ in range(ROUNDS):
        around: defaultdict[str, list[str]] = defaultdict(list)
        for start, key, end in edges:
            around[start].append(f"> {key} {colour[end]}")
            around[end].append(f"< {key} {colour[start]}")
        colour = {node: digest(colour[node], *sorted(around[node])) for node in colour}
    return Counter(colour.values())


def paint(
    node: str, record: Mapping[str, Mapping[str, object]], aside: frozenset[str], spelt: Callable[[str], str]
) -> str:
    """What a node says by itself: its name unless that is a digest, its classes and values."""
    own = HASHED.sub("", node) if HASHED.search(node) else spelt(node)
    literals = record["literals"].items()
    told = sorted(f"{name} {spelt(one[0])} {one[1:]}" for name, some in literals if name not in aside for one in some)
    return digest(own, *record["types"], *told)


def digest(*parts: str) -> str:
    """One short text for many."""
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


# What holds of a page. Each function returns what does not, as lines for people.


def moved_slices(path: Path) -> list[str]:
    """The passages whose words are not those of the file at their place."""
    graph, text = graph_of(path), text_of(path)
    passages = (node for node, types in graph.nodes(data="types") if "kg:Passage" in types)
    return [
        f"{path.name} {span(graph, node)}"
        for node in passages
        if text[slice(*span(graph, node))] != values(graph, node, "nif:anchorOf")[0]
    ]


def persons(graph: Graph) -> list[str]:
    """The names of all persons."""
    found = (node for node, types in graph.nodes(data="types") if "foaf:Person" in types)
    return sorted({name for node in found for name in values(graph, node, "foaf:name")})


def unreplayed(path: Path) -> list[str]:
    """The facts whose rule does not fire on their sentences alone; a name that the page gives elsewhere is known.

    Of several passages one is enough for the rule that is named; on each other one a rule for such facts must fire.
    """
    graph = graph_of(path)
    known = persons(graph)
    return [
        f"{path.name} {fact.kind} {fact.rule} {sentence(graph, fact.passages[0])[:60]}"
        for fact in facts(graph)
        if not (
            replays(graph, fact, known) or any(replays_in_article(graph, one, known) for one in spoken(graph, fact))
        )
    ]


def replays(graph: Graph, fact: Fact, known: list[str]) -> bool:
    """Whether the rule of a fact fires on one of its sentences by itself, and one for such facts on each other."""
    texts = {passage: sentence(graph, passage) for passage in fact.passages}
    if not any(fires.fires(fact.rule, text, known=known) for text in texts.values()):
        return False
    return (len(texts) == 1 or fact.kind == "kg:Statement") or all(
        makes(fires.read(text, known), fact) or is_printed_speech(graph, fact, passage, known)
        for passage, text in texts.items()
    )


def is_printed_speech(graph: Graph, fact: Fact, passage: str, known: list[str]) -> bool:
    """Whether a passage is of a speech of the one who takes part, printed under the speaker's name: it replays so."""
    who = {text for name, text in fact.said if name == "prov:agent"}
    return fact.kind == "kg:Participation" and any(
        one.kind == "kg:Statement" and passage in one.passages and replays_in_article(graph, one, known)
        for one in facts(graph)
        if who & {text for name, text in one.said if name == "kg:voice"}
    )


def makes(reading: Reading, fact: Fact) -> bool:
    """Whether some rule sees a fact of this kind in a sentence by itself; who speaks takes part too."""
    if fact.kind == "kg:Observation":
        return bool(reading.figures)
    told = speech.find([(reading.sentence, reading.mentions)]) if fact.kind == "kg:Participation" else []
    return bool(told) or any(f"kg:{one.kind}" == fact.kind or one.rule == fact.rule for one in reading.relations)


def spoken(graph: Graph, fact: Fact) -> Iterator[Fact]:
    """The statements that a fact is, or that its one sentence tells of: who speaks takes part."""
    for one in facts(graph):
        if one.kind == "kg:Statement" and one.rule == fact.rule and {*fact.passages[:1]} <= {*one.passages}:
            yield one


def replays_in_article(graph: Graph, fact: Fact, known: list[str]) -> bool:
    """Whether a short article gives the same, beside one that names the persons of the page.

    It has the headline, and the sentences of a speech as one paragraph, or the first of them (the name under the
    headline and how the speech begins) each by itself.
    """
    (article,) = ends(graph, fact.passages[0], "schema:isPartOf")
    headline = "".join(values(graph, article, "schema:headline"))
    texts = [sentence(graph, passage) for passage in fact.passages]
    beside = "# 名单\n\n本报讯 " + "".join(f"书记{name}到场。" for name in known)
    bodies = ("".join(texts), "\n\n".join(texts[:3]))
    made = (built({"a.txt": f"# {headline}\n\n{body}\n\n{beside}\n"}) for body in bodies)
    return any((one.kind, one.rule) == (fact.kind, fact.rule) for small in made for one in facts(small))


def by_evidence(graph: Graph) -> dict[tuple[str, ...], list[Fact]]:
    """The facts of a graph by the passages that they stand on."""
    found: defaultdict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts(graph):
        found[fact.passages].append(fact)
    return dict(found)


def left_after_cutting(path: Path, evidence: tuple[str, ...]) -> list[str]:
    """What is wrong once the passages are cut out of the page: facts that stay, names that are not in the rest."""
    before = graph_of(path)
    rest = without(text_of(path), [span(before, passage) for passage in evidence])
    if not rest.strip():
        return []
    after = built({path.name: rest})
    cut = by_evidence(before)[evidence]
    # What two sentences say alike stays once where one of them is cut out.
    other = Counter((fact.kind, fact.said) for fact in facts(before)) - Counter((one.kind, one.said) for one in cut)
    more = Counter((fact.kind, fact.said) for fact in facts(after)) - other
    stays = [fact for fact in cut if more[(fact.kind, fact.said)] > 0]
    wrong = [f"{path.name} stays: {fact.kind} {fact.rule} {sentence(before, fact.passages[0])[:60]}" for fact in stays]
    return wrong + [f"{path.name} invented: {forms}" for forms in invented(before, after, squeeze(rest))]


def invented(before: Graph, after: Graph, text: str) -> list[list[str]]:
    """The names of the entities that only `after` has, of which no form stands in `text`."""
    known = {form for forms in names(before).values() for form in forms}
    fresh = (forms for forms in names(after).values() if forms.isdisjoint(known))
    return [sorted(forms) for forms in fresh if not any(squeeze(form) in text for form in forms)]


def renaming(text: str, old: str, new: str) -> str:
    """`text` with one name for another of the same length; spaces and line breaks inside the name stay."""
    return re.sub(
        r"(\s*)".join(map(re.escape, old)),
        lambda found: "".join(char + gap for char, gap in zip(new, (*found.groups(), ""), strict=True)),
        text,
    )


def other_names(name: str, text: str) -> list[str]:
    """Names with the same surname and length that the page does not hold in any part."""
    surname = 2 if len(name) > 2 and name[:2] in terms("surname_compound") else 1
    given = {1: GIVEN_ONE, 2: GIVEN_TWO}.get(len(name) - surname, ())
    return [name[:surname] + one for one in given if one not in text]


def renameable(path: Path) -> list[str]:
    """The persons of a page whom nobody knows by name beforehand, and whose name is no part of another's."""
    everybody = persons(graph_of(path))
    famous = {*terms("national_leader"), *terms("own_person")}
    alone = (one for one in everybody if not any(one in other or other in one for other in everybody if other != one))
    return [one for one in alone if one not in famous and "·" not in one]


def changed_by_renaming(path: Path, old: str, new: str) -> list[str]:
    """Whether anything but the name changes where a page calls a person otherwise."""
    aside = ("kg:sha256", "rdfs:comment")
    expected = shape(graph_of(path), leave_out=aside, spelt=lambda text: renaming(text, old, new))
    found = built({path.name: renaming(text_of(path), old, new)})
    if shape(found, leave_out=aside) == expected and new in persons(found):
        return []
    before = {
        (fact.kind, frozenset((key, renaming(text, old, new)) for key, text in fact.said))
        for fact in facts(graph_of(path))
    }
    after = {(fact.kind, fact.said) for fact in facts(found)}
    return [f"{path.name} {old} → {new}: {len(before - after)} facts lost, {len(after - before)} new"]


def articles(path: Path) -> list[str]:
    """The articles of a page as pieces of its text, each with whole lines."""
    text = text_of(path)
    reads = pipeline.read_page(Source(path.name, text, "", "utf-8"), None)
    starts = [text.rfind("\n", 0, one.readings[0].sentence.begin) + 1 for one in reads if one.readings]
    bounds = [0, *starts[1:], len(text)]
    return [text[begin:end].rstrip() + "\n\n" for begin, end in itertools.pairwise(bounds)]


def changed_by_order(path: Path, pieces: list[str]) -> list[str]:
    """Whether the articles of a page say something else in another order (where they stand in the file aside)."""
    aside = ("kg:sha256", "nif:beginIndex", "nif:endIndex")
    usual, other = (built({path.name: "".join(some)}) for some in (articles(path), pieces))
    if shape(usual, leave_out=aside) == shape(other, leave_out=aside):
        return []
    before, after = ({(fact.kind, fact.said) for fact in facts(graph)} for graph in (usual, other))
    return [f"{path.name}: {len(before - after)} facts lost, {len(after - before)} new"]


# What pages may say against each other; one value stands then, and the others are variants or later.
COMPETING = frozenset(
    (
        "skos:prefLabel",
        "schema:startDate",
        "kg:firstAttested",
        "kg:lastAttested",
        "schema:position",
        "prov:hadRole",
        RULE,
    )
)


def statements(graph: Graph) -> set[tuple[str, ...]]:
    """All that a graph says, what pages may say against each other and the derived shortcuts left out."""
    links = {
        (start, key, end)
        for start, end, key, record in graph.edges(keys=True, data=True)
        if key not in COMPETING and not record.get("facts")
    }
    told = {
        (node, name, *one)
        for node, record in graph.nodes(data="literals")
        for name, some in record.items()
        if name not in COMPETING
        for one in some
    }
    return links | told | {(node, "a", one) for node, types in graph.nodes(data="types") for one in types}
