"""The finished graph → TriG: one named graph per article, so that one can ask what a single article says.

The graph of an article is named by the article's IRI. It holds the article, its sentences, and the facts that they
are the evidence of; a fact of two articles stands in both, with the sentences of each. What no single article says
(persons, bodies, rules, derived relations) is in the default graph. All graphs together are the whole graph.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ontology import PREFIXES
from kg.outputs import files, turtle

if TYPE_CHECKING:
    from networkx import MultiDiGraph

ARTICLE, PASSAGE, EVIDENCE, PART = "schema:NewsArticle", "kg:Passage", "prov:wasDerivedFrom", "schema:isPartOf"


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write `graph` as TriG to the file `target`."""
    return [files.write(target, "".join(pieces(graph)))]


def pieces(graph: "MultiDiGraph[str]") -> Iterator[str]:
    """Yield the text of the file: prefixes, the default graph, one graph per article."""
    prefixes = PREFIXES | {"id": graph.graph.get("base", PREFIXES["id"])}
    yield from (f"@prefix {prefix}: <{turtle.clean_iri(iri)}> .\n" for prefix, iri in prefixes.items())
    term = cache(partial(turtle.iri_term, prefixes=prefixes))
    told = articles_of(graph)
    for node in sorted(graph):
        if node not in told and (block := turtle.node_block(turtle.node_of(graph, node), term)):
            yield f"\n{block}"
    members: defaultdict[str, list[str]] = defaultdict(list)
    for node in sorted(told):
        for article in told[node]:
            members[article].append(node)
    for article in sorted(members):
        own = article_view(graph, article, members[article], told)
        blocks = (turtle.node_block(turtle.node_of(own, node), term) for node in members[article])
        yield f"\n{term(article)} {{\n\n" + "\n".join(blocks) + "}\n"


def articles_of(graph: "MultiDiGraph[str]") -> dict[str, tuple[str, ...]]:
    """Return for articles, sentences and facts in which articles' graphs they stand; for others nothing."""
    found: dict[str, tuple[str, ...]] = {node: (node,) for node, types in graph.nodes(data="types") if ARTICLE in types}
    for node, types in graph.nodes(data="types"):
        if PASSAGE in types and (wholes := [end for end in follow(graph, node, PART) if end in found]):
            found[node] = tuple(wholes)
    sentences = dict(found)
    for node in graph:
        told = {article for end in follow(graph, node, EVIDENCE) for article in sentences.get(end, ())}
        if told:
            found[node] = tuple(sorted(told))
    return found


def follow(graph: "MultiDiGraph[str]", node: str, name: str) -> list[str]:
    """Return the nodes that `name` links `node` to, sorted."""
    return sorted(end for end, keys in graph.adj[node].items() if name in keys)


def article_view(
    graph: "MultiDiGraph[str]", article: str, nodes: Iterable[str], told: dict[str, tuple[str, ...]]
) -> "MultiDiGraph[str]":
    """Return what one article says of `nodes`: everything but the sentences of other articles."""
    own: MultiDiGraph[str] = graph.__class__()
    for node in nodes:
        own.add_node(node, **graph.nodes[node])
        for _, end, name in graph.out_edges(node, keys=True):
            if name != EVIDENCE or article in told.get(end, (article,)):
                own.add_edge(node, end, key=name)
    return own
