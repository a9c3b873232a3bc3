"""The finished graph → JSON-LD that a person can read: prefixed names, links as plain strings, sorted.

The context stands in the file itself, so that nothing has to be fetched to understand it.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.model import Literal
from kg.ontology import PREFIXES, expand
from kg.outputs import files, turtle
from kg.outputs.exports.characters import whole

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write `graph` as JSON-LD to the file `target`."""
    return [files.write(target, json.dumps(document(graph), ensure_ascii=False, indent=1) + "\n")]


def document(graph: "MultiDiGraph[str]") -> dict[str, Any]:
    """Return the whole document: its context and one object per node that something is said of."""
    links = sorted({name for _, _, name in graph.edges(keys=True)})
    prefixes = PREFIXES | {"id": graph.graph.get("base", PREFIXES["id"])}
    context = {**prefixes, **{name: {"@type": "@id"} for name in links}}
    objects = (described(graph, node) for node in sorted(graph))
    return {"@context": context, "@graph": [one for one in objects if len(one) > 1]}


def described(graph: "MultiDiGraph[str]", node: str) -> dict[str, Any]:
    """Return what `graph` says of one node; only its "@id" where it says nothing."""
    found: dict[str, Any] = {"@id": turtle.clean_iri(node)}
    if types := graph.nodes[node].get("types"):
        found["@type"] = sorted(set(types))
    said: dict[str, list[Any]] = {}
    for name, literals in graph.nodes[node].get("literals", {}).items():
        said[name] = [value(one) for one in sorted(set(literals), key=lambda one: (one.value, one.lang, one.datatype))]
    for end, names in sorted(graph.adj[node].items()):
        for name in names:
            said.setdefault(name, []).append(turtle.clean_iri(end))
    return found | dict(sorted(said.items()))


def value(one: Literal) -> dict[str, str]:
    """Return a literal as a value object; its datatype is written in full, where it has one.

    >>> value(Literal("市长", lang="zh"))
    {'@value': '市长', '@language': 'zh'}
    """
    found = {"@value": whole(one.value)}
    if one.lang:
        return found | {"@language": one.lang}
    if one.datatype in ("", "xsd:string"):
        return found
    return found | {"@type": expand(one.datatype)}
