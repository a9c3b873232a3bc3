"""The graph in Turtle → one HTML document in which SPARQL is asked of it, whole in itself: it asks no network.

The engine is Oxigraph in WebAssembly, the editor CodeMirror (sparql_assets/vendor: versions, licences, how they are
made). It runs in a worker made of text of the page, so that a question can be stopped, from file:// too. As on the page
of the graph, text reaches the reader only as JSON and text nodes, and the Content-Security-Policy names each script and
style by its hash; beyond that it allows WebAssembly and workers of the page's own.
"""

import base64
import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg import own_yaml
from kg.errors import KgError
from kg.ontology import PREFIXES, declared, expand, labels
from kg.outputs import answers
from kg.outputs.document import data, filled, fingerprint, inline, text
from kg.outputs.page_view import view

ASSETS = Path(__file__).parent / "sparql_assets"
SCRIPTS = ("engine.js", "table.js", "main.js")
PACKED_FROM = 2**20  # characters; a shorter graph stays readable, and its bytes do not depend on the version of zlib


def write(turtle: str, *, title: str, whole: bool = True) -> str:
    """Return the page for a graph in Turtle; it says so where that is a part and not the `whole`."""
    app, css, editor = "\n".join(map(asset, SCRIPTS)), asset("sparql.css"), asset("vendor/codemirror.js")
    shown = told()
    values = {
        "title": text(title),
        "css": inline(css),
        "app": inline(app),
        "editor": inline(editor),
        "style_hashes": fingerprint(css),
        "script_hashes": f"{fingerprint(editor)} {fingerprint(app)}",
        "payload": data({**payload(shown), "whole": whole}),
        "graph": data(graph(turtle)),
        "engine": data(asset("vendor/oxigraph.js") + asset("worker.js")),
        "wasm": base64.b64encode((ASSETS / "vendor" / "oxigraph.wasm.gz").read_bytes()).decode("ascii"),
    }
    words = {f"{lang}_{name}": text(word) for lang, words in shown["words"].items() for name, word in words.items()}
    return filled(asset("sparql.html"), words | values)


def payload(shown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the scripts read beside the graph: words, questions by group, prefixes, and the terms to complete."""
    return {
        "words": shown["words"],
        "columns": shown["columns"],
        "groups": [{**group, "questions": [*map(question, group["questions"])]} for group in shown["groups"]],
        "prefixes": dict(PREFIXES),
        "kinds": [expand(kind.curie) for kind in view().kinds],
        "head": " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()) + " ",
        "terms": [
            [curie, *(labels(curie).get(language, "") for language in ("zh", "en"))] for curie in sorted(declared())
        ],
    }


def question(name: str) -> Mapping[str, str]:
    """Return a named question with what its first two lines say in both languages.

    >>> question("persons")["zh"]
    '文中提到了哪些人？'
    """
    asked = (answers.QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    (zh, en), (zh_why, en_why) = (line.removeprefix("# ").split(" | ", 1) for line in asked.splitlines()[:2])
    return {"name": name, "zh": zh, "en": en, "zh_why": zh_why, "en_why": en_why, "text": asked}


def graph(turtle: str) -> Mapping[str, Any]:
    """Return `turtle` for the page, compressed where it is long."""
    if len(turtle) < PACKED_FROM:
        return {"packed": False, "text": turtle}
    packed = gzip.compress(turtle.encode("utf-8"), mtime=0)
    return {"packed": True, "text": base64.b64encode(packed).decode("ascii")}


@cache
def told() -> Mapping[str, Any]:
    """Return the words and groups of the page; a question without a group is a KgError."""
    shown: Mapping[str, Any] = own_yaml.load(ASSETS / "sparql.yaml")
    sorted_in = [name for group in shown["groups"] for name in group["questions"]]
    there = sorted(answers.names())
    if sorted(sorted_in) != there:
        wrong = sorted({*sorted_in} ^ {*there}) or "one twice"
        raise KgError(f"sparql_assets/sparql.yaml: groups: {wrong}: put each question of kg/queries into one group")
    return shown


@cache
def asset(name: str) -> str:
    """Return the text of one file of the page."""
    return (ASSETS / name).read_text(encoding="utf-8")
