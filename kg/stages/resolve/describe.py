"""Entities → nodes: the entity itself, what it implies, and its place with all that contain it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from kg import identity
from kg.gazetteer import Place, ancestors
from kg.model import Literal, Node
from kg.stages.resolve.names import place_iri
from kg.stages.resolve.setting import Entity, zh

# A page is about few places, and so is the next page.
REMEMBERED = 1024
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


def described(*entities: Entity) -> Iterator[Node]:
    """Yield the nodes of entities with those of what they imply and of all their places."""
    every = with_implied(entities)
    for one in every:
        is_formula = one.kind == "Formulation"
        links = (*one.links, ("skos:inScheme", SCHEME)) if is_formula else one.links
        yield Node(one.iri, CLASSES[one.kind], one.literals, links)
    if any(one.kind == "Formulation" for one in every):
        yield Node(SCHEME, ("skos:ConceptScheme",), (("skos:prefLabel", zh("提法")),))
    places = {one.place.code: one.place for one in every if one.place is not None}.values()
    yield from {node.iri: node for place in places for node in place_nodes(place)}.values()


def with_implied(entities: Iterable[Entity]) -> Collection[Entity]:
    """Return entities and all that they imply, each object once: told apart by what they are, which takes no time."""
    found: dict[int, Entity] = {}
    for entity in entities:
        if id(entity) not in found:
            found[id(entity)] = entity
            if entity.implied:
                found.update({id(one): one for one in with_implied(entity.implied)})
    return found.values()


@lru_cache(maxsize=REMEMBERED)
def place_nodes(place: Place) -> Sequence[Node]:
    """Return a place with all that contain it."""
    chain = [place, *ancestors(place)]
    return tuple(place_node(one, above) for one, above in zip(chain, [*chain[1:], None], strict=True))


def place_node(place: Place, above: Place | None) -> Node:
    """Return one place, which lies in the one `above`."""
    literals = [("skos:prefLabel", zh(place.full)), ("skos:notation", Literal(place.code))]
    literals += [("skos:altLabel", zh(place.name))] * (place.name != place.full)
    links = (("schema:containedInPlace", place_iri(above)),) if above is not None else ()
    return Node(place_iri(place), ("schema:AdministrativeArea",), tuple(literals), links)
