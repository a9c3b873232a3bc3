"""The finished graph → one HTML document that shows it, whole in itself: it asks the network for nothing.

vis-network, which draws it, comes with pyvis; the document is ours, since pyvis's own template loads scripts from the
network and runs text of articles as markup. Text reaches the reader only as JSON and DOM text, and the
Content-Security-Policy names each script and style by its hash.
"""

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.ontology import labels
from kg.outputs.document import data, filled, fingerprint, inline, text
from kg.outputs.page_facts import Facts
from kg.outputs.page_graph import Drawn
from kg.outputs.page_layout import chosen
from kg.outputs.page_pinyin import readings
from kg.outputs.page_tables import tables
from kg.outputs.page_view import ASSETS, View, view

if TYPE_CHECKING:
    from networkx import MultiDiGraph

# The scripts share one scope and stand in this order; those of the views come last but one, then the page starts.
SCRIPTS = (
    *("dom.js", "store.js", "search.js", "layout.js", "drawing.js", "around.js", "labels.js", "filters.js", "panel.js"),
    *("path.js", "export.js"),
)
START = "main.js"
VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


def write(graph: "MultiDiGraph[str] | Drawn", *, title: str, start: str = "", whole: bool = True) -> str:
    """Return the page for `graph`: the same text for the same arguments.

    The page opens at the overview, or where `start` is the IRI of an entity, at that entity. Where `graph` is a part of
    a larger one and not the `whole`, the page says so.
    """
    facts = Facts(graph, view())
    told = {**payload(facts), "start": start, "whole": whole}
    return filled(asset("page.html"), {**frame(), "title": text(title), "payload": data(told)})


@cache
def frame() -> Mapping[str, str]:
    """Return what the template names and every page has: styles and scripts with their hashes, and a few words."""
    css = "\n".join(map(asset, ("page.css", *found("views*.css"))))
    app = "\n".join(map(asset, (*SCRIPTS, *found("views*.js"), START)))
    vis = network_script()
    return {
        "css": inline(css),
        "app": inline(app),
        "vis": inline(vis),
        "style_hashes": fingerprint(css),
        "script_hashes": f"{fingerprint(vis)} {fingerprint(app)}",
        **{f"noscript_{language}": text(words["noscript"]) for language, words in view().words.items()},
    }


def network_script() -> str:
    """Return vis-network as pyvis carries it; pyvis is not imported, since it imports all of IPython."""
    spec = find_spec("pyvis")
    folders = spec.submodule_search_locations if spec is not None else None
    if not folders:
        raise KgError("page: pyvis is missing, whose vis-network draws the graph; install it")
    return Path(folders[0], VIS).read_text(encoding="utf-8")


def payload(facts: Facts) -> Mapping[str, Any]:
    """Return all that the script reads of a graph; `overview` says which entities are seen at first."""
    nodes, told = facts.entity_records(), facts.fact_records()
    return {
        "nodes": nodes,
        "overview": chosen(facts.lines),
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
