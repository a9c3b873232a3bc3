"""The finished graph → one HTML document that shows it, whole in itself: it asks the network for nothing.

pyvis holds nodes and lines and carries vis-network; the document is ours, since pyvis's own template loads
scripts from the network and runs text of articles as markup. Text reaches the reader only as JSON and DOM text,
and the Content-Security-Policy names each script and style by its hash.
"""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from kg.errors import KgError
from kg.ontology import labels
from kg.outputs.page_facts import Facts
from kg.outputs.page_layout import chosen, place
from kg.outputs.page_pinyin import readings
from kg.outputs.page_tables import tables
from kg.outputs.page_view import ASSETS, View, view

# The scripts share one scope and stand in this order; those of the views come last but one, then the page starts.
SCRIPTS = (
    *("dom.js", "store.js", "search.js", "drawing.js", "around.js", "labels.js", "filters.js", "panel.js"),
    *("path.js", "export.js"),
)
START = "main.js"
VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


def write(graph: "nx.MultiDiGraph[str]", *, title: str, start: str = "", whole: bool = True) -> str:
    """Return the page for `graph`: the same text for the same arguments.

    The page opens at the overview, or where `start` is the IRI of an entity, at that entity. Where `graph` is a part of
    a larger one and not the `whole`, the page says so.
    """
    facts = Facts(graph, view())
    net = network(facts, title)
    net.templateEnv = environment(facts, start, whole=whole)
    net.path = "page.html.j2"
    html: str = net.generate_html()
    return html


def network(facts: Facts, title: str) -> Network:
    """Return the pyvis network: the entities and lines of the overview, each entity with its position.

    The rest of the graph goes beside it: pyvis searches all that it has for each thing added, which is slow for many.
    """
    net = Network(directed=True, cdn_resources="in_line", heading=title)
    spots = place(chosen(facts.lines), facts.lines)
    for node, (x, y) in spots.items():
        net.add_node(node, x=x, y=y)
    for source, target in facts.lines:
        if source in spots and target in spots:
            net.add_edge(source, target)
    return net


def environment(facts: Facts, start: str, *, whole: bool) -> Environment:
    """Return the template environment, with escaping on and everything that the template names."""
    env = Environment(loader=FileSystemLoader(ASSETS, encoding="utf-8"), autoescape=True, undefined=StrictUndefined)
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    css = "\n".join(map(asset, ("page.css", *found("views*.css"))))
    app = "\n".join(map(asset, (*SCRIPTS, *found("views*.js"), START)))
    vis = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    env.globals.update(
        css=inline(css),
        app=inline(app),
        vis=inline(vis),
        style_hashes=Markup(fingerprint(css)),
        script_hashes=Markup(f"{fingerprint(vis)} {fingerprint(app)}"),
        words=facts.view.words,
        payload=lambda nodes: {**payload(facts, nodes), "start": start, "whole": whole},
    )
    return env


def payload(facts: Facts, drawn: list[Any]) -> Mapping[str, Any]:
    """Return all that the script reads; `drawn` are the nodes of the overview."""
    nodes, told = facts.entity_records(), facts.fact_records()
    for spot in drawn:
        nodes[spot["id"]].update(x=spot["x"], y=spot["y"])
    return {
        "nodes": nodes,
        "edges": [
            {"from": source, "to": target, "relations": [[name, list(told)] for name, told in relations.items()]}
            for (source, target), relations in facts.lines.items()
        ],
        "facts": told,
        "passages": facts.passage_records,
        "articles": facts.article_records(),
        "rules": facts.rule_records(),
        "tables": tables(facts),
        "kinds": [{"class": kind.curie, "color": kind.color, "shape": kind.shape} for kind in facts.view.kinds],
        "lines": [*facts.view.lines, *(line.fact for line in facts.view.fact_lines)],
        "order": facts.view.facts,
        "terms": {curie: labels(curie) for curie in sorted(terms(facts.view, [*nodes, *told]))},
        "pinyin": readings(name for node in nodes for name in (node["label"], *node["aliases"])),
        "words": facts.view.words,
    }


def terms(shown: View, records: list[Any]) -> set[str]:
    """Return every CURIE whose label the page may show."""
    properties = [pair for record in records for pair in record["properties"]]
    values = {value for _, pairs in properties for sort, value in pairs if sort == "term"}
    kinds = {kind.curie for kind in shown.kinds}
    return values | kinds | {name for name, _ in properties} | {*shown.lines, *shown.facts}


def found(pattern: str) -> list[str]:
    """Return the names of the files of the page that match `pattern`, in order."""
    return sorted(path.name for path in ASSETS.glob(pattern))


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
