"""Entities → nodes: the entity itself, what it implies, and its place with all that contain it."""

from collections.abc import Iterator

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


def described(entity: Entity) -> Iterator[Node]:
    """Yield the node of an entity with those of its place and of what it implies."""
    yield Node(entity.iri, CLASSES[entity.kind], entity.literals, entity.links)
    if entity.place is not None:
        yield from place_nodes(entity.place)
    for other in entity.implied:
        yield from described(other)


def place_nodes(place: Place) -> Iterator[Node]:
    """Yield a place with all that contain it."""
    chain = [place, *ancestors(place)]
    for one, above in zip(chain, [*chain[1:], None], strict=True):
        literals = [("skos:prefLabel", zh(one.full)), ("skos:notation", Literal(one.code))]
        literals += [("skos:altLabel", zh(one.name))] * (one.name != one.full)
        links = (("schema:containedInPlace", place_iri(above)),) if above is not None else ()
        yield Node(place_iri(one), ("schema:AdministrativeArea",), tuple(literals), links)
