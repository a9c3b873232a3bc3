"""Who acts in a clause that names no actor: the last subject before it, or what the article is about."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter

from kg import gazetteer, naming, toponyms
from kg.model import Mention, Read
from kg.rulebook import entries
from kg.stages.resolve.names import body_entity, place_iri
from kg.stages.resolve.setting import LATEST, Entity, Scene, Setting

ACTORS = ("Body", "Meeting")
JOINS = ("", "、", "和", "与")
LONGEST = 9  # characters of a printed place
BACK = 6  # sentences


def agent(scene: Scene, number: int, offset: int, *, prefer: str = "Body") -> Entity | None:
    """Return who acts at `offset` of sentence `number`; without a subject, what the article is about."""
    if (found := last_subject(scene, number, offset)) is not None:
        return found
    about = (scene.meeting, scene.topic) if prefer == "Meeting" else (scene.topic, scene.meeting)
    return next((one for one in about if one is not None), None)


def measured(scene: Scene, number: int, offset: int) -> str:
    """Return the IRI of what a number is about, "" where the text leaves it open.

    That is the subject of the sentence, else the body that the headline is about, else the page's place, unless the
    sentence speaks of another place.
    """
    if (found := last_subject(scene, number, offset)) is not None:
        return found.iri
    if scene.topic is not None and scene.topic.iri in headed(scene):
        return scene.topic.iri
    place = scene.setting.place
    if place is None or names_other_place(scene.read.readings[number].sentence.text.value, place):
        return ""
    return place_iri(place)


@lru_cache(maxsize=LATEST)
def headed(scene: Scene) -> set[str]:
    """Return the IRIs of the bodies that the lines above the article name, and of the conveners of meetings there."""
    kinds = [reading.sentence.kind for reading in scene.read.readings]
    first = next((number for number, kind in enumerate(kinds) if kind == "paragraph"), len(kinds))
    above = [entity for (number, _, _), entity in scene.entities.items() if number < first]
    bodies = [one for entity in above for one in (entity, *entity.implied) if one.kind == "Body"]
    return {whole(body).iri for body in bodies}


def names_other_place(text: str, place: gazetteer.Place) -> bool:
    """Return whether a sentence names a place that is neither `place` nor one above it."""
    own = {place, *gazetteer.ancestors(place)}
    return any(own.isdisjoint(gazetteer.by_name(name)) for name in places_in(text))


@lru_cache(maxsize=LATEST)
def places_in(text: str) -> frozenset[str]:
    """Return the names of places in a sentence; each of its figures asks for them."""
    return frozenset(toponyms.mentioned(text))


def lead(scene: Scene, number: int, offset: int) -> str:
    """Return the words of the clause before `offset`."""
    text = scene.read.readings[number].sentence.text.value[:offset]
    return re.split("[，。；：！？“”]", text)[-1]


def governments(scene: Scene, number: int, limit: int) -> list[Entity]:
    """Return the government of the place that is the last subject before `limit` (荣成市出台《办法》), in a list."""
    reading = scene.read.readings[number]
    text, words = reading.sentence.text.value[:limit], entries("subject")
    starts = {m.begin for m in reading.mentions if m.kind in ACTORS}
    for clause in reversed(list(re.finditer(words["clause"], text))):
        begin = clause.end()
        place = named_place(text[begin : begin + LONGEST])
        if not place or begin in starts or re.match(words["not_after"], text[begin + len(place) :]):
            continue
        owner = naming.full_name(f"{place}政府", {"prefix": place, "organ": "政府"}, scene.setting.place)
        others = re.search(words["others"], text[begin + len(place) :])
        return [body_entity(owner, "", scene.setting)] if owner is not None and not owner.open and not others else []
    return []


def before(scene: Scene, number: int) -> list[Entity]:
    """Return the last subject of the sentences before in the paragraph, for one that opens with what is done."""
    here = scene.read.readings[number].sentence
    if here.kind != "paragraph" or re.match(entries("subject")["opens"], here.text.value) is None:
        return []
    for earlier in range(number - 1, max(-1, number - 1 - BACK), -1):
        sentence = scene.read.readings[earlier].sentence
        if sentence.block != here.block:
            break
        end = len(sentence.text.value)
        if found := last_subjects(scene, earlier, end) or governments(scene, earlier, end):
            return found
        if re.match(entries("subject")["opens"], sentence.text.value) is None:
            break
    return []


def named_place(text: str) -> str:
    """Return the place, or level such as 我市, that `text` begins with, "" where it begins with none."""
    if own := re.match("[我全][省市区县州]", text):
        return own[0]
    everyday = toponyms.everyday_names()
    found = (text[:size] for size in range(len(text), 1, -1))
    return next((name for name in found if gazetteer.known(name) and name not in everyday), "")


def is_done_by_others(words: str) -> bool:
    """Return whether the words before a verb name an actor that is no mention (国家, 企业, 衡阳市)."""
    pattern = entries("subject")["others"]
    tail = words.removesuffix("已").removesuffix("将")
    return re.search(pattern, words) is not None or any(gazetteer.known(tail[-n:]) for n in (2, 3, 4))


def topic(setting: Setting, read: Read, entities: Mapping[tuple[int, int, int], Entity]) -> Entity | None:
    """Return the body that the article is about: the one of the page's own place that it names most, at least twice."""
    own = place_iri(setting.place) if setting.place is not None else ""
    counts: Counter[str] = Counter()
    first: dict[str, Entity] = {}
    bodies = [item for item in entities.items() if item[1].kind == "Body" and ("dcterms:spatial", own) in item[1].links]
    for (number, begin, end), entity in sorted(bodies, key=itemgetter(0)):
        sentence = read.readings[number].sentence
        heads = sentence.kind != "paragraph"
        counts[entity.iri] += 2 * heads or is_subject(sentence.text.value, begin, end)
        first.setdefault(entity.iri, entity)
    best = max(counts, key=lambda iri: (counts[iri], iri), default="")
    return whole(first[best]) if best and counts[best] > 1 else None


def whole(entity: Entity) -> Entity:
    """Return the body whose work is told: the yearly account of a CPPCC standing committee is that of its CPPCC."""
    if re.match(entries("subject")["topic_whole"], entity.label) is None:
        return entity
    return next((other for other in entity.implied if other.kind == "Body"), entity)


def last_subject(scene: Scene, number: int, limit: int | None) -> Entity | None:
    """Return the last body or meeting of the sentence that stands alone where a subject stands, before `limit`."""
    alone = [group for group in subjects(scene, number, limit) if len(group) == 1]
    return scene.entity(number, alone[-1][0]) if alone else None


def last_subjects(scene: Scene, number: int, limit: int) -> list[Entity]:
    """Return all who act together in the last subject before `limit` (市委、市政府印发)."""
    groups = subjects(scene, number, limit)
    entities = [scene.entity(number, mention) for mention in groups[-1]] if groups else []
    return [entity for entity in entities if entity is not None]


def subjects(scene: Scene, number: int, limit: int | None) -> list[list[Mention]]:
    """Return the bodies and meetings that stand as subjects in a sentence, those joined by 、 in one group."""
    reading = scene.read.readings[number]
    text = reading.sentence.text.value
    held = [one for relation in reading.relations if relation.kind == "Tenure" for one in relation.roles.values()]
    if reading.sentence.kind != "paragraph":
        return [[mention] for mention in reading.mentions if mention.kind in ACTORS][:1]
    actors = [m for m in reading.mentions if m.kind in ACTORS and not any(m is one for one in held)]
    groups: list[list[Mention]] = []
    for mention in actors:
        if limit is not None and mention.end > limit:
            continue
        if groups and text[groups[-1][-1].end : mention.begin] in JOINS:
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [
        group
        for group in groups
        if is_subject(text, group[0].begin, group[-1].end) and not is_past(text, group[0].begin, group[-1].end, limit)
    ]


def is_past(text: str, begin: int, end: int, limit: int | None) -> bool:
    """Return whether a mention is who did the clause before (被市政府评为先进，): what follows is not its work."""
    return text[:begin].endswith("被") and "，" in text[end:limit]


def is_subject(text: str, begin: int, end: int) -> bool:
    """Return whether a mention opens its clause and is not itself only a modifier."""
    words = entries("subject")
    before = text[max(0, begin - 12) : begin]
    return re.search(words["before"], before) is not None and re.match(words["not_after"], text[end:]) is None
