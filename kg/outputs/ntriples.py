r"""What graph.ttl says below a subject → the same triples as N-Triples terms, from the text alone.

Our Turtle has every object on a line of its own and no value with a line break (kg.outputs.turtle), so its terms can be
cut out and written in full: no graph, and no parser. Terms are in the canonical form of N-Triples, as strict parsers
write them.

    >>> for row in triples("https://example.org/x", '    a kg:Meeting ;\n    schema:position 2 .'):
    ...     print(*row)
    <https://example.org/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/zhengpu/ontology#Meeting>
    <https://example.org/x> <https://schema.org/position> "2"^^<http://www.w3.org/2001/XMLSchema#integer>
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kg.ontology import expand
from kg.outputs import turtle
from kg.outputs.turtle import SEPARATED

REMEMBERED = 2**16
Triple = tuple[str, str, str]
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|.)")
# What the canonical form, too, writes by number: controls and two noncharacters.
_KEPT = frozenset((*range(0x20), 0x7F, 0xFFFE, 0xFFFF))


def triples(iri: str, rest: str) -> Iterator[Triple]:
    """Yield the triples of a node, of which `rest` is the text below its subject, as N-Triples terms."""
    subject = whole(iri)
    for name, objects in turtle.statements(rest):
        predicate = resource("rdf:type" if name == "a" else name)
        for written in objects.split(SEPARATED):
            yield subject, predicate, term(written)


def link(subject: str, name: str, target: str) -> Triple:
    """Return the triple of a link between two IRIs, its name a CURIE, as N-Triples terms."""
    return whole(subject), resource(name), whole(target)


def whole(iri: str) -> str:
    """Return the N-Triples term of an IRI."""
    return f"<{turtle.clean_iri(iri)}>"


def term(written: str) -> str:
    r"""Return the N-Triples term of an object as our Turtle has it.

    >>> term('"例会"@zh'), term("true"), term('"4.10"^^xsd:decimal')[:8], term(r'"甲\u200B乙"') == '"甲\u200b乙"'
    ('"例会"@zh', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', '"4.10"^^', True)
    """
    if written[0] != '"':
        return resource(written)
    if "\\" in written:
        written = _ESCAPE.sub(unescaped, written)
    if written[-1] == '"':
        return written
    end = written.rindex('"') + 1
    return written[:end] + ending(written[end:])


@lru_cache(maxsize=REMEMBERED)
def resource(written: str) -> str:
    """Return the N-Triples term of an IRI, of a prefixed name, or of a number or truth value that is written bare."""
    if written[0] == "<":
        return written
    if ":" in written:
        return f"<{expand(written)}>"
    return f'"{written}"^^{resource("xsd:boolean" if written in ("true", "false") else "xsd:integer")}'


@cache
def ending(tail: str) -> str:
    """Return what stands after the quotation mark of a literal: its language, or its datatype in full."""
    return tail.lower() if tail[0] == "@" else f"^^{resource(tail[2:])}"


def unescaped(found: re.Match[str]) -> str:
    """Return what the canonical form has for an escape of our Turtle: mostly the character itself."""
    if found[1] is None or (code := int(found[1], 16)) in _KEPT:
        return found[0]
    return chr(code)
