"""ontology/kg.ttl → docs/ontology.zh.html and docs/ontology.en.html, the model for people to read.

    python tools/ontology_docs.py

The pages ask the network for nothing and run no script. A test holds that they are what this command makes. (pyLODE
and Widoco make such pages too, but in one language, and Widoco needs Java.)
"""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LANGUAGES = ("zh", "en")
NAMESPACE = "https://w3id.org/zhengpu/ontology"
# What stands in one part of the page: (part, the types of its terms, whether they are our own).
PROPERTY = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property")
PARTS = (
    ("classes", ("owl:Class",), True),
    ("properties", PROPERTY, True),
    ("individuals", ("owl:NamedIndividual",), True),
    ("standard_classes", ("owl:Class",), False),
    ("standard_properties", PROPERTY, False),
    ("datatypes", ("rdfs:Datatype",), False),
)
LINKS = (
    *("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range", "schema:domainIncludes"),
    *("schema:rangeIncludes", "kg:isInferredFrom", "skos:relatedMatch"),
)


def main() -> None:
    """Write the pages."""
    DOCS.mkdir(exist_ok=True)
    for language in LANGUAGES:
        path = DOCS / f"ontology.{language}.html"
        path.write_text(page(language), encoding="utf-8", newline="\n")
        print(path)


def page(language: str) -> str:
    """Return the page in one language, "zh" or "en"."""
    folder = FileSystemLoader(Path(__file__).parent, encoding="utf-8")
    env = Environment(
        loader=folder,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    other = next(one for one in LANGUAGES if one != language)
    model = ontology()
    names = set(model.declared())
    return env.get_template("ontology.html.j2").render(
        language=language,
        other=other,
        about=about(),
        prefixes=used_prefixes(model, names),
        parts=[(name, terms(model, kinds, own=own)) for name, kinds, own in PARTS],
        anchor=anchor,
        known=names.__contains__,
        label=lambda curie, of: model.labels(curie).get(of, curie),
    )


def ontology() -> ModuleType:
    """Return the module that reads the ontology, of this checkout and no other."""
    sys.path.insert(0, str(ROOT))
    return import_module("kg.ontology")


def about() -> dict[str, dict[str, str]]:
    """Return what the ontology says of itself: property → language ("" for none) → text."""
    import pyoxigraph  # noqa: PLC0415 — the page in tests needs it once

    found: dict[str, dict[str, str]] = {}
    for quad in pyoxigraph.parse(path=str(ROOT / "ontology" / "kg.ttl"), format=pyoxigraph.RdfFormat.TURTLE):
        if quad.subject.value == NAMESPACE and isinstance(quad.object, pyoxigraph.Literal):
            name = quad.predicate.value.rpartition("#")[2].rpartition("/")[2]
            found.setdefault(name, {})[quad.object.language or ""] = quad.object.value
    return found


def used_prefixes(model: ModuleType, names: set[str]) -> list[tuple[str, str]]:
    """Return the prefixes of which a term is declared, in their usual order."""
    used = {name.partition(":")[0] for name in names}
    return [(prefix, iri) for prefix, iri in model.PREFIXES.items() if prefix in used]


def terms(model: ModuleType, kinds: tuple[str, ...], *, own: bool) -> list[dict[str, Any]]:
    """Return the declared terms of some kinds, sorted by name, each with all that the page says of it."""
    found = [
        name
        for name in sorted(model.declared(), key=lambda name: (name.partition(":")[2].lower(), name))
        if name.startswith("kg:") == own and set(kinds).intersection(model.values(name, "rdf:type"))
    ]
    return [term(model, name) for name in found]


def term(model: ModuleType, name: str) -> dict[str, Any]:
    """Return what the page says of one term: names, meaning, links to other terms, and what links to it."""
    types = [one for one in model.values(name, "rdf:type") if not one.startswith(("owl:", "rdfs:", "rdf:"))]
    links = {"rdf:type": tuple(types), **{link: model.values(name, link) for link in LINKS}}
    below = sorted(
        one
        for one in model.declared()
        if name in (*model.values(one, "rdfs:subClassOf"), *model.values(one, "rdfs:subPropertyOf"))
    )
    has = sorted(
        one
        for one in model.declared()
        if name in (*model.values(one, "rdfs:domain"), *model.values(one, "schema:domainIncludes"))
    )
    return {
        "name": name,
        "iri": model.expand(name),
        "labels": model.labels(name),
        "comments": model.comments(name),
        "links": {link: ends for link, ends in {**links, "below": tuple(below), "has": tuple(has)}.items() if ends},
    }


def anchor(name: str) -> str:
    """Return the anchor of a term: for our own its local name, so that its IRI leads there."""
    return name.removeprefix("kg:").replace(":", ".")


if __name__ == "__main__":
    main()
