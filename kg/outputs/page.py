"""The finished graph → one HTML document that shows it, whole in itself: it asks the network for nothing.

pyvis holds nodes and lines and carries vis-network; the document is ours, since pyvis's own template loads
scripts from the network and runs text of articles as markup. Text reaches the reader only as JSON and DOM text,
and the Content-Security-Policy names each script and style by its hash.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from math import sqrt
from typing import Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from kg.errors import KgError
from kg.ontology import labels
from kg.outputs.page_facts import Facts
from kg.outputs.page_layout import chosen, place
from kg.outputs.page_view import ASSETS, View, view

SCRIPTS = ("dom.js", "store.js", "drawing.js", "panel.js", "main.js")
VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


def write(graph: "nx.MultiDiGraph[str]", *, title: str) -> str:
    """Return the page for `graph`: the same text for the same graph and title."""
    facts = Facts(graph, view())
    net = network(facts, title)
    net.templateEnv = environment(facts)
    net.path = "page.html.j2"
    html: str = net.generate_html()
    return html


def network(facts: Facts, title: str) -> Network:
    """Return the pyvis network: all entities and lines; those of the overview have a position."""
    net = Network(directed=True, cdn_resources="in_line", heading=title)
    spots = place(chosen(facts.lines), facts.lines)
    degrees = Counter(end for pair in facts.lines for end in set(pair))
    for node, record in enumerate(facts.entity_records()):
        x, y = spots.get(node, (None, None))
        shape = facts.view.kinds[record["group"]].shape
        net.add_node(node, shape=shape, size=size(degrees[node]), x=x, y=y, **record)
    for (source, target), relations in facts.lines.items():
        net.add_edge(source, target, relations=[[name, list(told)] for name, told in relations.items()])
    return net


def size(degree: int) -> int:
    """Return the radius of a node with `degree` lines: area grows with the number of lines.

    >>> size(0), size(4), size(900)
    (6, 12, 30)
    """
    return min(30, round(6 + 3 * sqrt(degree)))


def environment(facts: Facts) -> Environment:
    """Return the template environment, with escaping on and everything that the template names."""
    env = Environment(loader=FileSystemLoader(ASSETS, encoding="utf-8"), autoescape=True, undefined=StrictUndefined)
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    css = asset("page.css")
    app = "\n".join(map(asset, SCRIPTS))
    vis = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    env.globals.update(
        css=inline(css),
        app=inline(app),
        vis=inline(vis),
        style_hashes=Markup(fingerprint(css)),
        script_hashes=Markup(f"{fingerprint(vis)} {fingerprint(app)}"),
        words=facts.view.words,
        payload=lambda nodes, edges: payload(facts, nodes, edges),
    )
    return env


def payload(facts: Facts, nodes: list[Any], edges: list[Any]) -> Mapping[str, Any]:
    """Return all that the script reads."""
    told = facts.fact_records()
    return {
        "nodes": nodes,
        "edges": edges,
        "facts": told,
        "passages": facts.passage_records,
        "articles": facts.article_records(),
        "rules": facts.rule_records(),
        "kinds": [{"class": kind.curie, "color": kind.color, "shape": kind.shape} for kind in facts.view.kinds],
        "terms": {curie: labels(curie) for curie in sorted(terms(facts.view, [*nodes, *told]))},
        "words": facts.view.words,
    }


def terms(shown: View, records: list[Any]) -> set[str]:
    """Return every CURIE whose label the page may show."""
    properties = [pair for record in records for pair in record["properties"]]
    values = {value for _, pairs in properties for sort, value in pairs if sort == "term"}
    kinds = {kind.curie for kind in shown.kinds}
    return values | kinds | {name for name, _ in properties} | {*shown.lines, *shown.facts}


def asset(name: str) -> str:
    """Return the text of one file of the page."""
    return (ASSETS / name).read_text(encoding="utf-8")


def inline(text: str) -> Markup:
    """Return `text` for a script or style element; what HTML would end early is a KgError."""
    if any(end in text.lower() for end in ("</script", "</style", "<!--")):
        raise KgError("page: a script or style holds a tag that would end it early; write it in another way")
    return Markup(text)


def fingerprint(text: str) -> str:
    """Return the source expression of a Content-Security-Policy for an inline script or style."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
