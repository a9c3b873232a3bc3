"""ontology/kg.ttl → the declared names, with their labels; no other module spells a namespace.

The file is read at the first question, not at import. In a checkout it lies beside the package, in an
installed wheel inside it (`kg/_ontology`).

    >>> compact(expand("kg:Meeting"))
    'kg:Meeting'
    >>> labels("kg:Meeting")["zh"]
    '会议'
"""

from collections import defaultdict
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg import prepared
from kg.errors import KgError

PREFIXES = MappingProxyType(
    {
        "kg": "https://w3id.org/zhengpu/ontology#",
        "id": "https://w3id.org/zhengpu/id/",
        "org": "http://www.w3.org/ns/org#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "prov": "http://www.w3.org/ns/prov#",
        "time": "http://www.w3.org/2006/time#",
        "dcterms": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "void": "http://rdfs.org/ns/void#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "unit": "http://qudt.org/vocab/unit/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "sh": "http://www.w3.org/ns/shacl#",
    }
)
_NAMESPACES = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_PACKAGE = Path(__file__).parent
# term → predicate ("rdfs:label@zh" for text) → values, sorted.
Facts = dict[str, dict[str, tuple[str, ...]]]


@cache
def expand(curie: str) -> str:
    """Return the IRI that `curie` stands for; an unknown prefix is a KgError.

    >>> expand("foaf:name")
    'http://xmlns.com/foaf/0.1/name'
    """
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        raise KgError(f"{curie!r} has no known prefix: expected one of {', '.join(PREFIXES)}")
    return PREFIXES[prefix] + local


def compact(iri: str) -> str | None:
    """Return the CURIE for `iri`, or None where it lies in none of the known namespaces."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _NAMESPACES.get(iri[:cut])
    return None if prefix is None or cut == len(iri) else f"{prefix}:{iri[cut:]}"


def path(name: str = "kg.ttl") -> Path:
    """Return where the file `name` of the ontology lies: "kg.ttl" or "shapes.ttl"."""
    folders = (_PACKAGE / "_ontology", _PACKAGE.parent / "ontology")
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise KgError(f"ontology file {name} is missing: looked in {' and '.join(str(folder) for folder in folders)}")


def declared() -> frozenset[str]:
    """Return the CURIEs of all declared classes, properties, individuals and datatypes."""
    return frozenset(_facts())


def labels(curie: str) -> dict[str, str]:
    """Return the labels of `curie` by language, {"zh": …, "en": …}; empty where it is not declared."""
    return _texts(curie, "rdfs:label")


def comments(curie: str) -> dict[str, str]:
    """Return what `curie` means, by language; empty where it is not declared."""
    return _texts(curie, "rdfs:comment")


@cache
def superterms(curie: str) -> frozenset[str]:
    """Return `curie` and every class or property that it specialises, at any distance.

    >>> sorted(superterms("kg:Official"))
    ['foaf:Agent', 'foaf:Person', 'kg:Official']
    """
    facts = _facts().get(curie, {})
    parents = (*facts.get("rdfs:subClassOf", ()), *facts.get("rdfs:subPropertyOf", ()))
    return frozenset({curie}).union(*(superterms(parent) for parent in parents))


def values(curie: str, predicate: str) -> tuple[str, ...]:
    """Return the CURIEs that `predicate` links `curie` to in the ontology, sorted.

    >>> values("kg:meeting", "rdfs:range")
    ('kg:Meeting',)
    """
    return _facts().get(curie, {}).get(predicate, ())


def _texts(curie: str, predicate: str) -> dict[str, str]:
    """Return the texts of `curie` under `predicate` by language."""
    marked = (key.partition("@") for key in _facts().get(curie, {}) if key.startswith(f"{predicate}@"))
    return {language: _facts()[curie][f"{name}@{language}"][0] for name, _, language in marked}


@cache
def _facts() -> Facts:
    """Return subject → predicate ("rdfs:label@zh" for text) → sorted values, for every declared term."""
    return prepared.kept(f"ontology {prepared.digest(path()).hex()}", parsed)


def parsed() -> Facts:
    """Return the same, read from the file."""
    import pyoxigraph  # here, so that start-up does not wait for it  # noqa: PLC0415 — the command's help does not need it

    terms: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in pyoxigraph.parse(path=str(path()), format=pyoxigraph.RdfFormat.TURTLE):
        subject, predicate = compact(quad.subject.value), compact(quad.predicate.value)
        if subject is None or predicate is None:
            continue
        if isinstance(quad.object, pyoxigraph.Literal):
            terms[subject][f"{predicate}@{quad.object.language or ''}"].append(quad.object.value)
        elif (value := compact(quad.object.value)) is not None:
            terms[subject][predicate].append(value)
    return {name: {key: tuple(sorted(found)) for key, found in facts.items()} for name, facts in terms.items()}
