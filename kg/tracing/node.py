"""A node or fact of a graph → why it stands: sentences with the span marked, rule, how names and dates were decided.

Only the graph is asked, so it may as well come from a file that somebody else made.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.errors import SourceError
from kg.ontology import PREFIXES, compact, labels
from kg.outputs.tables import one_line
from kg.tracing.show import marked, part

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    Graph = MultiDiGraph[str]

NAMES = ("foaf:name", "skos:prefLabel", "skos:altLabel", "schema:headline", "schema:name", "dcterms:identifier")
# Told in parts of their own.
APART = {*NAMES, "kg:resolution", "kg:openReference", "nif:anchorOf", "schema:text"}
EVIDENCE = ("prov:wasDerivedFrom", "kg:rule")
# So many sentences and facts of an entity are shown; the number of all stands beside them.
SHOWN = 5
CUT = 60


def lines(graph: "Graph", what: str) -> Iterator[str]:
    """Yield the explanation of the node `what`, an IRI or its short form id:…; an unknown one is a SourceError."""
    iri = full(graph, what)
    if iri not in graph:
        raise SourceError(f"{one_line(what)}: no such node in the graph; take an IRI out of graph.ttl or of kg query")
    yield from part("节点 node", [(iri,), (class_names(graph, iri),), (label(graph, iri),)])
    yield from part("属性 values", values(graph, iri))
    yield from part("相连 links", links(graph, iri))
    yield from part("规则 rule", rules(graph, iri))
    yield from part("名从 resolved", resolved(graph, iri))
    passages = evidence(graph, iri)
    yield from part("时从 dated", dates(graph, passages))
    yield from part("原句 sentences", sentences(graph, iri, passages))
    yield from part("所涉 facts", facts(graph, iri))


def full(graph: "Graph", what: str) -> str:
    """Return the whole IRI that `what` means."""
    bare = what.strip().removeprefix("<").removesuffix(">")
    base = str(graph.graph.get("base", PREFIXES["id"]))
    return base + bare.removeprefix("id:") if bare.startswith("id:") else bare


def said(graph: "Graph", iri: str, name: str) -> list[str]:
    """Return the values of one property of a node."""
    return [one.value for one in graph.nodes[iri].get("literals", {}).get(name, ())]


def ends(graph: "Graph", iri: str, name: str) -> list[str]:
    """Return the nodes that one property links a node to, sorted."""
    return sorted(end for _, end, key in graph.out_edges(iri, keys=True) if key == name)


def word(curie: str) -> str:
    """Return the name of a class or property in Chinese and English.

    >>> word("kg:rule"), word("ex:unknown")
    ('所据规则 rule', 'ex:unknown')
    """
    found = labels(curie)
    return f"{found['zh']} {found['en']}" if {"zh", "en"} <= found.keys() else curie


def class_names(graph: "Graph", iri: str) -> str:
    """Return the classes of a node, its own first."""
    return " · ".join(map(word, graph.nodes[iri].get("types", ())))


def label(graph: "Graph", iri: str) -> str:
    """Return the names of a node; for a fact those of what it joins, else the end of its IRI."""
    if names := [text for name in NAMES for text in said(graph, iri, name)]:
        return "、".join(dict.fromkeys(names))
    if labels(compact(iri) or ""):
        return word(compact(iri) or "")
    joined = [end for _, end, key in sorted(graph.out_edges(iri, keys=True)) if key not in EVIDENCE and end != iri]
    named = [next((t for name in NAMES for t in said(graph, end, name)), "") for end in joined]
    term = [word(curie) for end in joined if (curie := compact(end) or "").startswith("kg:")]
    found = " · ".join(dict.fromkeys(filter(None, (*named, *said(graph, iri, "kg:printed"), *term))))
    return found or iri.rpartition("/")[2]


def values(graph: "Graph", iri: str) -> Iterator[tuple[str, str]]:
    """Yield the properties of a node that are words or numbers."""
    for name, some in sorted(graph.nodes[iri].get("literals", {}).items()):
        if name not in APART:
            yield word(name), "、".join(one.value for one in some)


def links(graph: "Graph", iri: str) -> Iterator[tuple[str, str, str]]:
    """Yield what a node is linked to, its evidence and derived shortcuts left out."""
    for _, end, name, record in sorted(graph.out_edges(iri, keys=True, data=True), key=lambda edge: edge[2:0:-1]):
        if name not in (*EVIDENCE, "schema:mentions") and not record.get("facts"):
            yield word(name), compact(end) or end, label(graph, end)


def rules(graph: "Graph", iri: str) -> Iterator[tuple[str, ...]]:
    """Yield the rule of a fact: id, version and what it is about."""
    for rule in ends(graph, iri, "kg:rule"):
        names, versions = said(graph, rule, "dcterms:identifier"), said(graph, rule, "kg:ruleVersion")
        yield " ".join(names) or rule, "v" + " ".join(versions), " ".join(said(graph, rule, "rdfs:comment"))


def resolved(graph: "Graph", iri: str) -> Iterator[tuple[str, str]]:
    """Yield how the names of a node, and of what a fact joins, were resolved and why."""
    around = [iri, *(end for _, end, name in sorted(graph.out_edges(iri, keys=True)) if is_part(graph, iri, name))]
    for one in dict.fromkeys(around):
        reasons = said(graph, one, "kg:resolution")
        if said(graph, one, "kg:openReference"):
            reasons = [*reasons, "未决，仍如原文 left open, as printed"]
        yield from ((label(graph, one).partition("、")[0], reason) for reason in reasons)


def is_part(graph: "Graph", iri: str, name: str) -> bool:
    """Return whether a link of a node leads to something that the fact joins, not to its evidence."""
    return name not in EVIDENCE and bool(ends(graph, iri, "kg:rule"))


def evidence(graph: "Graph", iri: str) -> list[str]:
    """Return the passages of a node: what a fact was read from, what mentions an entity, or the passage itself."""
    if said(graph, iri, "nif:anchorOf"):
        return [iri]
    if own := ends(graph, iri, "prov:wasDerivedFrom"):
        return own
    mentioned = {start for start, _, name in graph.in_edges(iri, keys=True) if name == "schema:mentions"}
    return sorted(mentioned, key=lambda one: where(graph, one))


def where(graph: "Graph", passage: str) -> tuple[str, int, int]:
    """Return the file of a passage and where it begins and ends there."""
    files = [name for article in ends(graph, passage, "schema:isPartOf") for name in file_names(graph, article)]
    return files[0] if files else "", number(graph, passage, "nif:beginIndex"), number(graph, passage, "nif:endIndex")


def file_names(graph: "Graph", article: str) -> list[str]:
    """Return the names of the files that an article is part of."""
    return [name for file in ends(graph, article, "schema:isPartOf") for name in said(graph, file, "schema:name")]


def number(graph: "Graph", iri: str, name: str) -> int:
    """Return an offset that a node states, 0 where it states none."""
    found = said(graph, iri, name)
    return int(found[0]) if found and found[0].isdecimal() else 0


def dates(graph: "Graph", passages: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the date of each article that the passages stand in, how certain it is, and on what it rests."""
    articles = sorted({article for passage in passages for article in ends(graph, passage, "schema:isPartOf")})
    for article in articles[:SHOWN]:
        told = (said(graph, article, name) for name in ("schema:datePublished", "kg:dateCertainty", "kg:dateBasis"))
        date, certainty, basis = (" ".join(one) for one in told)
        yield date or "未定 open", certainty, basis, label(graph, article)


def sentences(graph: "Graph", iri: str, passages: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the first passages with the span marked, and how many more there are."""
    for passage in passages[:SHOWN]:
        file, begin, end = where(graph, passage)
        yield f"{file} {begin}–{end}", shown(graph, iri, passage)
    if len(passages) > SHOWN:
        yield "…", f"共 {len(passages)} 句 sentences"


def shown(graph: "Graph", iri: str, passage: str) -> str:
    """Return a passage with what it says of the node in 【】: the printed span of a fact, else the names it joins."""
    start = number(graph, passage, "nif:beginIndex")
    if said(graph, iri, "nif:endIndex") and iri != passage:
        raw = "".join(said(graph, passage, "nif:anchorOf"))
        begin, end = (number(graph, iri, name) - start for name in ("nif:beginIndex", "nif:endIndex"))
        return marked(raw, [(max(begin, 0), min(end, len(raw)))])
    text = "".join(said(graph, passage, "schema:text"))
    joined = ends_of_fact(graph, iri) if iri != passage else ends(graph, iri, "schema:mentions")
    return marked(text, [span for one in joined for span in spans(graph, one, text)])


def ends_of_fact(graph: "Graph", iri: str) -> list[str]:
    """Return a node, and what it joins where it is a fact."""
    return [iri, *(end for _, end, name in sorted(graph.out_edges(iri, keys=True)) if is_part(graph, iri, name))]


def spans(graph: "Graph", iri: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a form of the node's name stands in `text`."""
    for form in {form for name in NAMES[:3] for form in said(graph, iri, name) if form}:
        begin = text.find(form)
        while begin >= 0:
            yield begin, begin + len(form)
            begin = text.find(form, begin + len(form))


def facts(graph: "Graph", iri: str) -> Iterator[tuple[str, ...]]:
    """Yield the first facts of each class that an entity takes part in, and how many there are."""
    about = sorted({start for start, _ in graph.in_edges(iri) if ends(graph, start, "kg:rule")})
    kinds = Counter(graph.nodes[fact]["types"][0] for fact in about)
    for kind, count in sorted(kinds.items()):
        some = [fact for fact in about if graph.nodes[fact]["types"][0] == kind]
        for place, fact in enumerate(some[:SHOWN]):
            yield (f"{word(kind)} {count}" if place == 0 else ""), compact(fact) or fact, label(graph, fact)[:CUT]
