"""A Turtle file → what in it does not fit ontology/shapes.ttl, and which of its terms ontology/kg.ttl does not declare.

pySHACL judges the shapes; it comes with `pip install 'zhengpu[validate]'`. The file is read strictly (pyoxigraph)
before, since rdflib, on which pySHACL stands, reads what is no Turtle.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import ontology, own_yaml
from kg.errors import KgError, SourceError

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

NAMES = ("foaf:name", "skos:prefLabel", "schema:headline", "schema:name", "dcterms:identifier")
# Namespaces of the terms that the ontology has to declare; `rdf:type` is Turtle's own `a`.
OWN = frozenset(("rdf:type",))


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not fit: the node and its name, the property, what is wrong (zh and en), value, message."""

    node: str
    name: str
    path: str
    zh: str
    en: str
    value: str
    message: str


def problems(file: Path) -> list[Problem]:
    """Return what is wrong with the graph in `file`, sorted; SourceError where it is no Turtle."""
    graph = read(file)
    return sorted({*undeclared(graph), *unfit(graph)})


def read(file: Path) -> "Graph":
    """Return the triples of the Turtle file, read strictly."""
    from pyoxigraph import RdfFormat, parse, serialize  # noqa: PLC0415 — kept out of start-up
    from rdflib import Graph  # noqa: PLC0415

    try:
        triples = serialize(parse(path=str(file), format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise SourceError(f"{file}: not Turtle: {error.msg}; make it again with kg build") from error
    except OSError as error:
        raise SourceError(f"{file}: cannot be opened ({error.strerror}); make it with kg build") from error
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # ill-typed literals are ours to report, not to log
    return Graph().parse(data=triples, format="nt")


def undeclared(graph: "Graph") -> Iterator[Problem]:
    """Yield the classes and properties that the graph uses and the ontology does not declare, each once."""
    from rdflib import RDF  # noqa: PLC0415 — kept out of start-up

    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    for term in sorted(map(str, used)):
        if (ontology.compact(term) or term) not in ontology.declared() | OWN:
            said = words()["undeclared"]
            yield Problem(term, "", "", said["zh"], said["en"], "", "")


def unfit(graph: "Graph") -> Iterator[Problem]:
    """Yield what pySHACL finds; a KgError with the remedy where it is not installed."""
    from rdflib import Graph, Namespace  # noqa: PLC0415 — kept out of start-up

    shapes = Graph().parse(ontology.path("shapes.ttl"), format="turtle")
    _, report, text = shacl().validate(graph, shacl_graph=shapes, inplace=True)
    if not isinstance(report, Graph):
        raise KgError(f"the shapes cannot be checked: {text}; install the versions of requirements.lock")
    sh = Namespace(ontology.PREFIXES["sh"])
    for result in report.objects(None, sh.result):
        yield problem(graph, {name: report.value(result, sh[name]) for name in PARTS})


PARTS = ("focusNode", "resultPath", "value", "resultMessage", "sourceConstraintComponent")


def problem(graph: "Graph", told: "dict[str, Node | None]") -> Problem:
    """Return one result of pySHACL as a problem."""
    node = told["focusNode"]
    component = ontology.compact(str(told["sourceConstraintComponent"])) or "other"
    said = words().get(component, words()["other"])
    shown = {name: "" if one is None else short(str(one)) for name, one in told.items()}
    path = shown["resultPath"] if told["resultPath"] not in set(graph.subjects()) else ""
    return Problem(
        shown["focusNode"], called(graph, node), path, said["zh"], said["en"], shown["value"], shown["resultMessage"]
    )


def called(graph: "Graph", node: "Node | None") -> str:
    """Return what people call a node, "" where it has no name."""
    from rdflib import URIRef  # noqa: PLC0415 — kept out of start-up

    names = (sorted(map(str, graph.objects(node, URIRef(ontology.expand(name))))) for name in NAMES)
    return next((found[0] for found in names if found), "")


def short(text: str) -> str:
    """Return an IRI of a known vocabulary as a CURIE, other text as it is."""
    return ontology.compact(text) or text


def shacl() -> Any:
    """Return pySHACL; its absence is a KgError with the remedy."""
    try:
        return import_module("pyshacl")
    except ModuleNotFoundError as error:
        raise KgError("pyshacl is not installed; install it with: pip install 'zhengpu[validate]'") from error


@cache
def words() -> dict[str, dict[str, str]]:
    """Return what validation.yaml says."""
    found: dict[str, dict[str, str]] = own_yaml.load(Path(__file__).with_suffix(".yaml"))
    return found
