"""What the W3C's tests for Turtle and N-Triples are about, written by us and read by others, comes back unchanged.

tests/cases/w3c_turtle.nt holds the triples of those suites (as they come with rdflib's source; one IRI left out that
RFC 3987 forbids). Blank nodes stand as IRIs, for we write none, and other datatypes than our model has as texts.
"""

import itertools
from pathlib import Path

import networkx as nx
import pyoxigraph
import rdflib
from rdflib.compare import isomorphic

from kg.model import Literal
from kg.ontology import PREFIXES, compact
from kg.outputs.turtle import clean_iri, write

TRIPLES = list(
    pyoxigraph.parse(path=str(Path(__file__).parent / "cases" / "w3c_turtle.nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
)
# The characters at which the grammar's classes begin and end (PN_CHARS_BASE, PN_CHARS, ECHAR, UCHAR), and their
# neighbours: where a writer is wrong, it is wrong there.
EDGES = [
    *(
        "\x00",
        "\x08",
        "\t",
        "\n",
        "\x0b",
        "\x0c",
        "\r",
        "\x1f",
        " ",
        "!",
        '"',
        "#",
        "%",
        "'",
        "(",
        "-",
        ".",
        "/",
        "0",
        "9",
    ),
    *(":", ";", "<", ">", "@", "A", "Z", "[", "\\", "]", "^", "_", "`", "a", "z", "{", "|", "}", "~", "\x7f", "\x80"),
    *map(chr, (0x9F, 0xA0, 0xAD, 0xB7, 0xBF, 0xC0, 0xD6, 0xD7, 0xD8, 0xF6, 0xF7, 0xF8, 0x2FF, 0x300, 0x36F, 0x370)),
    *map(chr, (0x37D, 0x37E, 0x37F, 0x1FFF, 0x2000, 0x200B, 0x200C, 0x200D, 0x200F, 0x2028, 0x2029, 0x202E, 0x203F)),
    *map(chr, (0x2040, 0x2060, 0x206F, 0x2070, 0x218F, 0x2190, 0x2BFF, 0x2C00, 0x2FEF, 0x2FF0, 0x3000, 0x3001, 0xD7FF)),
    *map(chr, (0xE000, 0xF8FF, 0xF900, 0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0, 0xFEFF, 0xFFEF, 0xFFF0, 0xFFFD, 0xFFFE, 0xFFFF)),
    *map(chr, (0x10000, 0x1FFFD, 0x1FFFE, 0x20000, 0x2FFFD, 0x30000, 0x3FFFD, 0x40000, 0xDFFFD, 0xE0001, 0xEFFFD)),
    *map(chr, (0xF0000, 0x10FFFF)),
]


def node(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode) -> str:
    """The IRI of a term of the suites."""
    return term.value if isinstance(term, pyoxigraph.NamedNode) else f"{PREFIXES['id']}blank.{term.value}"


def literal(term: pyoxigraph.Literal) -> Literal:
    """A literal of the suites as ours."""
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, compact(term.datatype.value) or "")


def graph_of(triples: list[pyoxigraph.Triple]) -> nx.MultiDiGraph:
    """The triples of the suites as a graph of ours: a literal is a text of its subject, a link a mention."""
    graph = nx.MultiDiGraph()
    for one in triples:
        ends = [
            node(end) for end in (one.subject, one.predicate, one.object) if not isinstance(end, pyoxigraph.Literal)
        ]
        graph.add_nodes_from((end, {"types": (), "literals": {}}) for end in ends if end not in graph)
        for start, end in itertools.pairwise(ends):
            graph.add_edge(start, end, key="schema:mentions")
        if isinstance(one.object, pyoxigraph.Literal):
            texts = graph.nodes[ends[0]]["literals"]
            texts["schema:text"] = (*texts.get("schema:text", ()), literal(one.object))
    return graph


def expected(graph: nx.MultiDiGraph) -> set[str]:
    """The lines of N-Triples that a graph stands for, made by another writer."""
    found = []
    for start, end, key in graph.edges(keys=True):
        assert key == "schema:mentions"
        found.append((start, "mentions", pyoxigraph.NamedNode(clean_iri(end))))
    for start, literals in graph.nodes(data="literals"):
        for value, datatype, lang in itertools.chain(*literals.values()):
            kind = pyoxigraph.NamedNode(PREFIXES["xsd"] + (datatype.partition(":")[2] or "string"))
            if datatype.startswith("rdfs:"):
                kind = pyoxigraph.NamedNode(PREFIXES["rdfs"] + datatype.partition(":")[2])
            term = pyoxigraph.Literal(value, language=lang) if lang else pyoxigraph.Literal(value, datatype=kind)
            found.append((start, "text", term))
    schema = PREFIXES["schema"]
    return {
        str(pyoxigraph.Triple(pyoxigraph.NamedNode(clean_iri(start)), pyoxigraph.NamedNode(schema + name), end))
        for start, name, end in found
    }


def test_the_triples_of_the_suites_come_back():
    graph = graph_of(TRIPLES)
    assert len(TRIPLES) > 200
    turtle, lines = write(graph), expected(graph)
    assert {str(quad.triple) for quad in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)} == lines
    other = rdflib.Graph().parse(data="".join(f"{line} .\n" for line in lines), format="nt")
    assert isomorphic(rdflib.Graph().parse(data=turtle, format="turtle"), other)


def test_no_iri_of_the_suites_is_changed_unless_nobody_can_see_what_it_holds():
    iris = {end.value for one in TRIPLES for end in one if isinstance(end, pyoxigraph.NamedNode)}
    changed = {iri for iri in iris if clean_iri(iri) != iri}
    assert len(iris) > 50
    assert all(any(not char.isprintable() or ord(char) >= 0x40000 for char in iri) for iri in changed)


def test_every_edge_of_the_grammar_comes_back_in_a_text():
    graph = nx.MultiDiGraph()
    texts = tuple(
        Literal(before + char + after) for char in EDGES for before, after in (("", ""), ("文", "n"), ("\\", "0"))
    )
    graph.add_node(PREFIXES["id"] + "x", types=(), literals={"schema:text": texts})
    found = {quad.object.value for quad in pyoxigraph.parse(write(graph), format=pyoxigraph.RdfFormat.TURTLE)}
    assert found == {one.value for one in texts}


def test_every_edge_of_the_grammar_makes_a_legal_name():
    names = [
        PREFIXES["id"] + before + char + after for char in EDGES for before, after in (("", ""), ("x", ""), ("", "x"))
    ]
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((name, {"types": ("kg:Meeting",), "literals": {}}) for name in dict.fromkeys(names))
    read = pyoxigraph.parse(write(graph), format=pyoxigraph.RdfFormat.TURTLE)
    assert {quad.subject.value for quad in read} == {clean_iri(name) for name in names}
