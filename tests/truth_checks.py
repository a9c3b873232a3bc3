"""What the tests of truth look at: a page as a string → its graph, its facts and what each of them stands on.

Facts of two graphs are compared by what they say (`Fact.said`: labels and values), since most IRIs hang on the page's
words; whole graphs by `shape`, which knows a node by all that is around it instead of by its IRI.
"""

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
from kg.stages import read

Graph = nx.MultiDiGraph
ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
OTHERS = sorted((ROOT.parent / "shared" / "score" / "pages").glob("*.txt"))
NO_OTHERS = "the pages of other places are not here: expected in ../shared/score/pages"
FACTS = frozenset(("kg:Tenure", "kg:Participation", "kg:Decision", "kg:Observation", "kg:Statement"))
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
        for kind in FACTS.intersection(types):
            links = [(key, label(graph, end)) for _, end, key in graph.out_edges(node, keys=True) if key not in ASIDE]
            literals = graph.nodes[node]["literals"].items()
            told = [(name, one.value) for name, some in literals if name not in BESIDE for one in some]
            (rule,) = ends(graph, node, RULE)
            passages = sorted(ends(graph, node, EVIDENCE), key=lambda one: span(graph, one))
            (name,) = values(graph, rule, "dcterms:identifier")
            yield Fact(node, kind, name, tuple(passages), frozenset((*links, *told)))


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


def shape(
    graph: Graph, *, leave_out: Iterable[str] = (), spelt: Callable[[str], str] = str
) -> Counter[str]:
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


def paint(node: str, record: Mapping[str, Mapping[str, object]], aside: frozenset[str], spelt: Callable[[str], str]) -> str:
    """What a node says by itself: its name unless that is a digest, its classes and values."""
    own = HASHED.sub("", node) if HASHED.search(node) else spelt(node)
    literals = record["literals"].items()
    told = sorted(f"{name} {spelt(one[0])} {one[1:]}" for name, some in literals if name not in aside for one in some)
    return digest(own, *record["types"], *told)


def digest(*parts: str) -> str:
    """One short text for many."""
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
