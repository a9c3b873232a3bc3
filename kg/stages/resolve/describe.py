"""Entities → nodes: the entity itself, what it implies, and its place with all that contain it."""

from collections.abc import Iterator

from kg import identity
from kg.gazetteer import Place, ancestors
from kg.model import Literal, Node
from kg.stages.resolve.names import place_iri
from kg.stages.resolve.setting import Entity, zh

CLASSES = {
    "Person": ("foaf:Person",),
    "Body": ("org:FormalOrganization",),
    "Class": ("skos:Concept",),
    "Meeting": ("kg:Meeting", "schema:Event"),
    "Document": ("kg:Document", "kg:Policy"),
    "Initiative": ("kg:Initiative", "kg:Policy"),
    "Formulation": ("kg:Formulation", "kg:Policy", "skos:Concept"),
}

SCHEME = identity.iri("scheme", "提法")


def described(entity: Entity) -> Iterator[Node]:
    """Yield the node of an entity with those of its place and of what it implies."""
    yield Node(entity.iri, CLASSES[entity.kind], entity.literals, entity.links)
    if entity.kind == "Formulation":
        yield from in_scheme(entity)
    if entity.place is not None:
        yield from place_nodes(entity.place)
    for other in entity.implied:
        yield from described(other)


def in_scheme(formulation: Entity) -> Iterator[Node]:
    """Yield the concept scheme of all political formulas with one of its members."""
    yield Node(SCHEME, ("skos:ConceptScheme",), (("skos:prefLabel", zh("提法")),))
    yield Node(formulation.iri, (), (), (("skos:inScheme", SCHEME),))


def place_nodes(place: Place) -> Iterator[Node]:
    """Yield a place with all that contain it."""
    chain = [place, *ancestors(place)]
    for one, above in zip(chain, [*chain[1:], None], strict=True):
        literals = [("skos:prefLabel", zh(one.full)), ("skos:notation", Literal(one.code))]
        literals += [("skos:altLabel", zh(one.name))] * (one.name != one.full)
        links = (("schema:containedInPlace", place_iri(above)),) if above is not None else ()
        yield Node(place_iri(one), ("schema:AdministrativeArea",), tuple(literals), links)
