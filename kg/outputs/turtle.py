"""The finished graph, or the nodes that it is made of → Turtle text, the same to the byte for the same graph.

One block per subject, sorted by class and IRI; `a` first, then the predicates in order, one object per line, so
that a difference between two graphs is a difference between lines. Written here because rdflib's writer is slow
and its order is not ours. Nothing is written that a strict parser refuses: characters that an IRI may not hold
are percent-encoded, lone surrogates become U+FFFD.

    >>> literal_term(Literal("说“好”", lang="zh"))
    '"说“好”"@zh'
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from kg import patterns
from kg.errors import KgError
from kg.model import Literal, Node
from kg.ontology import PREFIXES, expand, labels

if TYPE_CHECKING:
    from networkx import MultiDiGraph

# The letters that RFC 3987 (ucschar) allows in an IRI, planes 14 and above left out.
_IRI_LETTERS = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd"
# Spaces and invisible letters are legal there too, but readers differ over them and nobody sees them.
_FORBIDDEN = patterns.compile(
    rf"[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%{_IRI_LETTERS}]|%(?![0-9A-Fa-f]{{2}})|[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f]"
)
# The letters of Turtle's PN_CHARS; a local name neither begins with a mark or "-", nor ends with ".".
_FIRST = (
    "A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
)
_FIRST += "\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0003fffd"
_LOCAL = patterns.compile(rf"[{_FIRST}](?:[{_FIRST}\u00b7\u0300-\u036f.-]*[{_FIRST}\u00b7\u0300-\u036f-])?")
# Controls, line breaks of any kind, invisible and direction-changing characters, noncharacters: shown as escapes.
_ESCAPED = patterns.compile(
    '["\\\\\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff]'
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
# Written bare where the shorthand gives back exactly the same characters.
_BARE = {"xsd:integer": re.compile(r"0|-?[1-9][0-9]*"), "xsd:boolean": re.compile(r"true|false")}

# The predicate of a literal, its datatype and language; what stands between the terms of a node, and their order in it.
Kind = tuple[str, str, str]
Layout = tuple[str, Callable[[list[str]], Sequence[str]]]
LAYOUTS = 4096

# Between the statements of a subject, and between the objects of a predicate.
STATED, SEPARATED = " ;\n    ", ",\n        "
# Before the first statement and after the last.
INDENT, END = "    ", " ."


def write(graph: "MultiDiGraph[str]") -> str:
    """Return `graph` as Turtle; graph attribute "base" says what `id:` stands for, if it is not the usual IRI."""
    return write_nodes(map(partial(node_of, graph), graph), PREFIXES | {"id": graph.graph.get("base", PREFIXES["id"])})


def node_of(graph: "MultiDiGraph[str]", subject: str) -> Node:
    """Return all that `graph` says of `subject`, as one node."""
    told = graph.nodes[subject]
    literals = [(name, one) for name, some in told.get("literals", {}).items() for one in some]
    links = [(name, target) for target, names in graph.adj[subject].items() for name in names]
    return Node(subject, tuple(told.get("types", ())), tuple(literals), tuple(links))


def write_nodes(nodes: Iterable[Node], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the Turtle of nodes, each IRI once: the same as that of a graph which holds them."""
    sections: defaultdict[tuple[bool, str], list[Node]] = defaultdict(list)
    for node in nodes:
        sections[class_order(node.types)].append(node)
    term = cache(partial(iri_term, prefixes=prefixes))
    ordered = ((order[1], sorted(sections[order], key=attrgetter("iri"))) for order in sorted(sections))
    blocks = ((group, text) for group, some in ordered for node in some if (text := node_block(node, term)))
    return "".join(document(blocks, prefixes))


def document(blocks: Iterable[tuple[str, str]], prefixes: Mapping[str, str] = PREFIXES) -> Iterator[str]:
    """Yield the pieces of a Turtle file of `blocks`, each with its class, in the order in which they are to stand."""
    yield from (f"@prefix {prefix}: <{clean_iri(iri)}> .\n" for prefix, iri in prefixes.items())
    section = None
    for group, text in blocks:
        if group != section:
            section = group
            yield f"\n# {heading(group)}\n"
        yield "\n"
        yield text


@cache
def class_order(types: tuple[str, ...]) -> tuple[bool, str]:
    """Return where nodes with `types` stand in the file: by their first own class, those without class last.

    >>> class_order(("schema:Event", "kg:Meeting"))
    (False, 'kg:Meeting')
    """
    named = sorted(types, key=lambda curie: (not curie.startswith("kg:"), curie))
    return (False, named[0]) if named else (True, "")


def heading(group: str) -> str:
    """Return the comment line over the nodes of one class.

    >>> heading("kg:Meeting")
    'kg:Meeting · 会议 · meeting'
    """
    names = labels(group)
    return " · ".join((group or "—", *(names[language] for language in ("zh", "en") if language in names)))


def node_block(node: Node, term: Callable[[str], str]) -> str:
    """Return the block of one node, one object per line; "" where nothing is said of it.

    >>> name, term = ("foaf:name", Literal("王建国")), partial(iri_term, prefixes=PREFIXES)
    >>> print(node_block(Node(f"{PREFIXES['id']}x", ("foaf:Person", "kg:Official"), (name,)), term), end="")
    id:x
        a foaf:Person,
            kg:Official ;
        foaf:name "王建国" .
    """
    iri, types, literals, links = node
    kinds = tuple([(name, datatype, lang) for name, (_, datatype, lang) in literals])
    layout = layout_of(types, kinds, tuple([name for name, _ in links]))
    values = [literal[0] for _, literal in literals]
    if layout is not None and not needs_escapes("".join(values)):
        written, in_order = layout
        values += [term(target) for _, target in links]
        return written % (term(iri), *in_order(values))
    said = [f"{checked(name)} {literal_term(literal)}" for name, literal in literals]
    said += [f"{checked(name)} {term(target)}" for name, target in links]
    said = gathered(sorted(said))  # a blank sorts before all that a name may hold: sorted by name, then by object
    if types:
        said.insert(0, classes(types))
    return f"{term(iri)}\n    {STATED.join(said)} .\n" if said else ""


@lru_cache(maxsize=LAYOUTS)
def layout_of(types: tuple[str, ...], literals: tuple[Kind, ...], links: tuple[str, ...]) -> Layout | None:
    """Return the layout of all nodes with these classes, literals and links; None where each has to be seen by itself.

    >>> written, in_order = layout_of((), (("foaf:name", "", "zh"),), ("dcterms:source",))
    >>> print(written % ("id:x", *in_order(["王建国", "id:y"])), end="")
    id:x
        dcterms:source id:y ;
        foaf:name "王建国"@zh .
    """
    said = [f'{checked(name)} "%s{ending(datatype, lang)}' for name, datatype, lang in literals]
    said += [f"{checked(name)} %s" for name in links]
    names = {statement.partition(" ")[0] for statement in said}
    if len(names) < len(said) or not said or any(datatype in _BARE for _, datatype, _ in literals):
        return None
    order = sorted(range(len(said)), key=said.__getitem__)
    written = [classes(types)] * bool(types) + [said[place] for place in order]
    return f"%s\n    {STATED.join(written)} .\n", itemgetter(*order) if len(order) > 1 else list


def statements(rest: str) -> Iterator[tuple[str, str]]:
    r"""Yield the predicates of a block, each with its objects as they are written; `rest` is what follows the subject.

    >>> list(statements('    a kg:Meeting ;\n    kg:term 1,\n        2 .'))
    [('a', 'kg:Meeting'), ('kg:term', '1,\n        2')]
    """
    for statement in rest[len(INDENT) : -len(END)].split(STATED) if rest else ():
        name, _, objects = statement.partition(" ")
        yield name, objects


def gathered(said: Iterable[str]) -> list[str]:
    r"""Return sorted statements with the objects of one predicate, each once, in one statement.

    >>> gathered(['kg:term 1', 'schema:text "乙"', 'schema:text "甲"', 'schema:text "甲"'])
    ['kg:term 1', 'schema:text "乙",\n        "甲"']
    """
    found: list[str] = []
    before, last = "", ""
    for statement in said:
        name, _, term = statement.partition(" ")
        if name != before:
            found.append(statement)
        elif term != last:
            found[-1] += SEPARATED + term
        before, last = name, term
    return found


@cache
def classes(types: tuple[str, ...]) -> str:
    """Return the statement of the classes of a node."""
    return f"a {SEPARATED.join(sorted({checked(curie) for curie in types}))}"


@cache
def checked(curie: str) -> str:
    """Return a CURIE as it is written; one of an unknown prefix is a KgError."""
    return iri_term(expand(curie), PREFIXES)


def iri_term(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return `iri` as a prefixed name where Turtle allows it, otherwise in angle brackets.

    >>> iri_term("https://w3id.org/zhengpu/id/person.320412.乔俊杰", PREFIXES)
    'id:person.320412.乔俊杰'
    >>> iri_term("https://w3id.org/zhengpu/id/a b", PREFIXES)
    '<https://w3id.org/zhengpu/id/a%20b>'
    """
    # What may stand in a local name may stand in an IRI, if it can be printed at all: nearly all of ours.
    if (iri.isascii() or iri.isprintable()) and (short := shortened(iri, prefixes)):
        return short
    legal = clean_iri(iri)
    return shortened(legal, prefixes) or f"<{legal}>"


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return a legal IRI as a prefixed name, "" where Turtle does not allow it."""
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return ""


def clean_iri(iri: str) -> str:
    """Return `iri` with every character that RFC 3987 forbids percent-encoded.

    >>> clean_iri("https://example.org/“两个确立” 100%")
    'https://example.org/“两个确立”%20100%25'
    """
    head, sign, fragment = iri.partition("#")
    return _FORBIDDEN.sub(percent, head) + sign + _FORBIDDEN.sub(percent, fragment).replace("#", "%23")


def percent(found: re.Match[str]) -> str:
    """Return one character as the percent-encoded bytes of its UTF-8 form."""
    return "".join(f"%{byte:02X}" for byte in whole(found[0]).encode())


def literal_term(literal: Literal) -> str:
    """Return `literal` as a Turtle term with its language or datatype.

    >>> literal_term(Literal("12", "xsd:integer")), literal_term(Literal("4.10", "xsd:decimal"))
    ('12', '"4.10"^^xsd:decimal')
    """
    value, datatype, lang = literal
    if needs_escapes(value):
        return f'"{_ESCAPED.sub(escape, value)}{ending(datatype, lang)}'
    if datatype in _BARE and not lang and _BARE[datatype].fullmatch(value):
        return value
    return f'"{value}{ending(datatype, lang)}'


def needs_escapes(text: str) -> bool:
    """Return whether `text` may hold what is escaped: what can be printed is not, but for two signs; faster told so."""
    return not text.isprintable() or '"' in text or "\\" in text


@cache
def ending(datatype: str, lang: str) -> str:
    """Return what stands after the text of a literal: its quotation mark, language or datatype."""
    if lang:
        return f'"@{language(lang)}'
    return '"' if datatype in ("", "xsd:string") else f'"^^{checked(datatype)}'


def language(tag: str) -> str:
    """Return a language tag; a KgError where it is none."""
    if _LANGUAGE.fullmatch(tag) is None:
        raise KgError(f"{tag!r} is no language tag: expected one such as zh or en")
    return tag


def escape(found: re.Match[str]) -> str:
    r"""Return one character as its Turtle escape.

    >>> _ESCAPED.sub(escape, 'a"\x00\n')
    'a\\"\\u0000\\n'
    """
    return _SHORT.get(found[0]) or (whole(found[0]) if "\ud800" <= found[0] <= "\udfff" else f"\\u{ord(found[0]):04X}")


def whole(character: str) -> str:
    """Return `character`, or U+FFFD where it is half of a surrogate pair and so no character."""
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character
