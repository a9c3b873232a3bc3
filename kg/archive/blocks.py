r"""A node ↔ what graph.ttl says below its subject: the form in which an archive keeps and compares what is said.

Nine of ten nodes are said by one page only. What is kept of them is what is written in the end, so nothing has to be
read or written again; where several pages speak of one IRI, their nodes are read from it and united. In graph.ttl
every object has a line of its own and no value holds a line break, so that much can be told without reading.

    >>> said = rest(Node("id:x", ("kg:Meeting",), (("skos:prefLabel", Literal("例会", lang="zh")),)))
    >>> said
    '    a kg:Meeting ;\n    skos:prefLabel "例会"@zh .'
    >>> node("id:x", said).literals
    (('skos:prefLabel', Literal(value='例会', datatype='', lang='zh')),)
"""

import re
from functools import lru_cache

from kg.identity import BASE
from kg.model import Literal, Node
from kg.ontology import PREFIXES, expand
from kg.outputs import turtle
from kg.outputs.turtle import END, INDENT, SEPARATED, STATED
from kg.stages.graph_union import full, is_settled, settle

# A page speaks of the same things again and again, and so does the next page.
REMEMBERED = 2**12
TYPED = f"{INDENT}a "
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@lru_cache(maxsize=REMEMBERED)
def term(iri: str) -> str:
    """Return the IRI of a link's target, which may be a CURIE of the ontology, as a Turtle term."""
    return turtle.iri_term(full(iri), PREFIXES)


def rest(node: Node) -> str:
    """Return all that a node says if nothing else is said of its IRI; "" where that is nothing."""
    if not is_settled(node.literals):
        node = node._replace(literals=settle((node,)))
    block = turtle.node_block(node, term)
    return block[block.index("\n") + 1 : -1] if block else ""


def block(iri: str, rest: str) -> str:
    """Return the block of graph.ttl in which `rest` is said of an IRI; "" where nothing is."""
    return f"{turtle.iri_term(iri, PREFIXES)}\n{rest}\n" if rest else ""


def node(iri: str, rest: str) -> Node:
    """Return the node that says `rest`: uniting it gives what uniting the node would give of which `rest` was made."""
    types: tuple[str, ...] = ()
    literals: list[tuple[str, Literal]] = []
    links: list[tuple[str, str]] = []
    for name, objects in turtle.statements(rest):
        if name == "a":
            types = kinds(objects)
            continue
        for written in objects.split(SEPARATED):
            if (value := literal(written)) is not None:
                literals.append((name, value))
            else:
                links.append((name, target(written)))
    return Node(iri, types, tuple(literals), tuple(links))


@lru_cache(maxsize=1024)
def kinds(objects: str) -> tuple[str, ...]:
    """Return the classes that a statement of classes names."""
    return tuple(objects.split(SEPARATED))


def literal(written: str) -> Literal | None:
    """Return the literal that a Turtle term is, None where it is none.

    >>> literal('"4.10"^^xsd:decimal'), literal("12").datatype, literal("id:x")
    (Literal(value='4.10', datatype='xsd:decimal', lang=''), 'xsd:integer', None)
    """
    if written[0] != '"':
        if written[0] == "<" or ":" in written:
            return None
        return Literal(written, "xsd:boolean" if written in ("true", "false") else "xsd:integer")
    end = written.rindex('"')
    value, tail = written[1:end], written[end + 1 :]
    if "\\" in value:
        value = _ESCAPE.sub(character, value)
    return Literal(value, tail[2:] if tail[:2] == "^^" else "", tail[1:] if tail[:1] == "@" else "")


def character(found: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    return chr(int(found[1], 16)) if found[1] else _SHORT.get(found[2], found[2])


@lru_cache(maxsize=REMEMBERED)
def target(written: str) -> str:
    """Return what the Turtle term of a link's target stands for; names of the ontology stay as they are written.

    >>> target("id:x"), target("kg:Chair"), target("<https://example.org/a>")
    ('https://w3id.org/zhengpu/id/x', 'kg:Chair', 'https://example.org/a')
    """
    if written.startswith("id:"):
        return BASE + written[len("id:") :]
    if written[0] == "<":
        return written[1:-1]
    return written if written.startswith("kg:") else expand(written)


def head(rest: str) -> str:
    """Return the statement of classes with which `rest` begins, "" where no class is said; of few forms."""
    if not rest.startswith(TYPED):
        return ""
    end = rest.find(STATED)
    return rest[len(TYPED) : end if end > 0 else -len(END)]


@lru_cache(maxsize=1024)
def order(head: str) -> tuple[bool, str]:
    """Return where the nodes stand in the file of which `head` tells the classes."""
    return turtle.class_order(kinds(head) if head else ())
