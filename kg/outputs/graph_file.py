"""A folder of results or a Turtle file → the graph in it, as it was when it was written.

The graph has the form that every output takes: nodes by IRI with `types` and `literals`, edges by predicate, and on
each derived edge the `facts` that it stands for. Those are not in the file; they are found again by the same rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, SourceError
from kg.model import Literal
from kg.ontology import PREFIXES, compact, expand, values
from kg.outputs import files

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pyoxigraph import BlankNode, NamedNode, Triple
    from pyoxigraph import Literal as Text

    Term = NamedNode | BlankNode | Text | Triple

NAME = "graph.ttl"
TEXT = "xsd:string"
TYPE = expand("rdf:type")
# A derived edge stands for these facts only; a general one for those that no exact one stands for.
EXACT = {
    "kg:chaired": ("prov:hadRole", "kg:Chair"),
    "kg:spokeAt": ("prov:hadRole", "kg:Speaker"),
    "kg:adopted": ("kg:action", "kg:Adopted"),
    "kg:issuedBy": ("kg:action", "kg:Issued"),
}
GENERAL = {"kg:attended": ("kg:chaired", "kg:spokeAt"), "kg:decidedOn": ("kg:adopted",)}


def find(path: Path) -> Path:
    """Return the Turtle file that `path` means: itself, or graph.ttl in it; SourceError where there is none."""
    file = path / NAME if path.is_dir() else path
    files.finish(file.parent)
    if not file.is_file():
        raise SourceError(f"{file}: there is no such file; make it with kg build SRC -o {path}")
    return file


def read(path: Path) -> "MultiDiGraph[str]":
    """Return the graph in `path`, a folder made by `kg build` or a Turtle file; SourceError where it is none."""
    from pyoxigraph import RdfFormat, parse  # noqa: PLC0415 — kept out of start-up

    file = find(path)
    try:
        return assemble(parse(path=str(file), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise SourceError(f"{file}: not Turtle: {error.msg}; make it again with kg build") from error
    except OSError as error:
        raise SourceError(f"{file}: cannot be opened ({error.strerror}); make it with kg build") from error
    except KgError as error:
        raise SourceError(f"{file}: {error}") from error


def assemble(triples: "Iterable[Triple]") -> "MultiDiGraph[str]":
    """Return the graph of `triples`; a term that no graph of ours has is a KgError."""
    import networkx as nx  # noqa: PLC0415 — kept out of start-up
    from pyoxigraph import Literal as Text  # noqa: PLC0415

    types: defaultdict[str, set[str]] = defaultdict(set)
    literals: defaultdict[str, defaultdict[str, set[Literal]]] = defaultdict(lambda: defaultdict(set))
    links: set[tuple[str, str, str]] = set()
    for triple in triples:
        subject, predicate = named(triple.subject), triple.predicate.value
        if isinstance(triple.object, Text):
            literals[subject][curie(predicate)].add(literal(triple.object))
        elif predicate == TYPE:
            types[subject].add(curie(named(triple.object)))
        else:
            links.add((subject, named(triple.object), curie(predicate)))
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri in sorted({*types, *literals, *(end for link in links for end in link[:2])}):
        graph.add_node(iri, types=own_first(types.get(iri, ())), literals=in_order(literals.get(iri, {})))
    for subject, target, name in sorted(links):
        graph.add_edge(subject, target, key=name)
    remember_base(graph)
    restore_facts(graph)
    return graph


def named(term: "Term") -> str:
    """Return the IRI of a node; a blank node or a triple about a triple is a KgError."""
    from pyoxigraph import NamedNode  # noqa: PLC0415 — kept out of start-up

    if isinstance(term, NamedNode):
        return term.value
    raise KgError(f"{term} is a node without an IRI; give a graph made by kg build")


def curie(iri: str) -> str:
    """Return the CURIE for a class or predicate.

    >>> curie("http://xmlns.com/foaf/0.1/name")
    'foaf:name'
    """
    found = compact(iri)
    if found is None:
        raise KgError(f"{iri} is no term that this program knows; give a graph made by kg build")
    return found


def literal(term: "Text") -> Literal:
    """Return a literal of pyoxigraph as one of ours, with a CURIE for its datatype and none for plain text."""
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = curie(term.datatype.value)
    return Literal(term.value, "" if datatype == TEXT else datatype)


def own_first(types: Iterable[str]) -> tuple[str, ...]:
    """Return the classes of a node, own ones first.

    >>> own_first({"schema:Event", "kg:Meeting"})
    ('kg:Meeting', 'schema:Event')
    """
    return tuple(sorted(types, key=lambda name: (not name.startswith("kg:"), name)))


def in_order(said: "dict[str, set[Literal]]") -> dict[str, tuple[Literal, ...]]:
    """Return the literals of a node in the order in which the program keeps them."""
    return {
        name: tuple(sorted(some, key=lambda one: (one.value, one.datatype, one.lang)))
        for name, some in sorted(said.items())
    }


def remember_base(graph: "MultiDiGraph[str]") -> None:
    """Note on the graph what `id:` stands for, where the file says that it is not the usual IRI."""
    for _, said in graph.nodes(data="literals"):
        for one in said.get("void:uriSpace", ()):
            if one.value != PREFIXES["id"]:
                graph.graph["base"] = one.value


def restore_facts(graph: "MultiDiGraph[str]") -> None:
    """Note on every derived edge the facts that it stands for."""
    derived = {name: values(name, "kg:isInferredFrom") for name in {key for _, _, key in graph.edges(keys=True)}}
    told: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for fact, types in graph.nodes(data="types"):
        if any(types and source in types for sources in derived.values() for source in sources):
            ends = sorted({end for _, end, name in graph.out_edges(fact, keys=True) if name != "kg:capacity"})
            for one in ends:
                for other in ends:
                    told[one, other].append(fact)
    for subject, target, name, record in graph.edges(keys=True, data=True):
        if derived[name]:
            record["facts"] = tuple(sorted(stands_for(graph, told[subject, target], name)))


def stands_for(graph: "MultiDiGraph[str]", facts: Iterable[str], name: str) -> Iterator[str]:
    """Yield those of `facts` that the derived edge `name` stands for."""
    sources = values(name, "kg:isInferredFrom")
    for fact in facts:
        if set(sources).intersection(graph.nodes[fact]["types"]):
            exact = [one for one, (link, end) in EXACT.items() if graph.has_edge(fact, expand(end), key=link)]
            if name in exact if name in EXACT else not set(GENERAL.get(name, ())).intersection(exact):
                yield fact
