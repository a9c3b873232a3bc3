"""What a number is about: whom its sentence speaks of, the whole of a place that it names, or the page's place."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from kg import gazetteer
from kg.model import Node, Read
from kg.rulebook import pattern_of
from kg.stages.resolve.describe import place_nodes
from kg.stages.resolve.names import place_iri
from kg.stages.resolve.setting import LATEST, Scene
from kg.stages.resolve.subjects import LATELY, last_group, names_other_place, whole

NOWHERE = ("", ())


def measured(scene: Scene, number: int, offset: int) -> tuple[str, Sequence[Node]]:
    """Return the IRI of what a number is about, "" where the text leaves it open, and the places that it lies in.

    That is the subject of the sentence, or the whole place that a clause after it begins with (全省粮食产量), else the
    body that the headline is about, else the page's place, unless the sentence speaks of another place.
    """
    scope = last_scope(scene.read, number, offset)
    group = last_group(scene.read, number, offset, alone=True)
    if scope is not None and not (group and group[-1].begin > scope[0]):
        return of_place(within(scene.setting.place, scope[1]))
    if (found := scene.entity(number, group[0]) if group else None) is not None:
        return found.iri, ()
    if scene.topic is not None and scene.topic.iri in in_headlines(scene):
        return scene.topic.iri, ()
    place = scene.setting.place
    if place is None or names_other_place(scene.read.readings[number].sentence.text.value, place):
        return NOWHERE
    return place_iri(place), ()


def of_place(place: gazetteer.Place | None) -> tuple[str, Sequence[Node]]:
    """Return the IRI of a place and its nodes, nothing of None."""
    return NOWHERE if place is None else (place_iri(place), place_nodes(place))


def within(here: gazetteer.Place | None, scope: str) -> gazetteer.Place | None:
    """Return the place that 全国, 我省, 全县 … is on a page from `here`; None where it is none (全球) or stays open."""
    if scope in ("全国", "我国"):
        return gazetteer.by_code(gazetteer.NATION)
    return gazetteer.at_level(here, scope[-1]) if here is not None else None


def last_scope(read: Read, number: int, offset: int) -> tuple[int, str] | None:
    """Return the last whole place before `offset` that a clause begins with, and where it stands."""
    found = scopes(read, number)
    at = bisect_right(found, offset, key=itemgetter(0))
    return found[at - 1] if at else None


@lru_cache(maxsize=LATELY)
def scopes(read: Read, number: int) -> Sequence[tuple[int, str]]:
    """Return the whole places that clauses of a sentence begin with; each of its figures asks."""
    text = read.readings[number].sentence.text.value
    return [(match.start("scope"), match["scope"]) for match in pattern_of("subject", "scope").finditer(text)]


@lru_cache(maxsize=LATEST)
def in_headlines(scene: Scene) -> set[str]:
    """Return the IRIs of the bodies that the lines above the article name, and of the conveners of meetings there."""
    kinds = [reading.sentence.kind for reading in scene.read.readings]
    first = next((number for number, kind in enumerate(kinds) if kind == "paragraph"), len(kinds))
    above = [entity for (number, _, _), entity in scene.entities.items() if number < first]
    bodies = [one for entity in above for one in (entity, *entity.implied) if one.kind == "Body"]
    return {whole(body).iri for body in bodies}
