"""Who acts in a clause that names no actor: the last subject before it, or what the article is about."""

import re
from collections import Counter
from collections.abc import Mapping

from kg.model import Read
from kg.rulebook import entries
from kg.stages.resolve.names import place_iri
from kg.stages.resolve.setting import Entity, Scene, Setting

ACTORS = ("Body", "Meeting")


def agent(scene: Scene, number: int, offset: int, *, prefer: str = "Body") -> Entity | None:
    """Return who acts at `offset` of sentence `number`; without a subject, what the article is about."""
    if (found := last_subject(scene, number, offset)) is not None:
        return found
    about = (scene.meeting, scene.topic) if prefer == "Meeting" else (scene.topic, scene.meeting)
    if (known := next((one for one in about if one is not None), None)) is not None:
        return known
    earlier = (last_subject(scene, back, None) for back in range(number - 1, -1, -1))
    return next((one for one in earlier if one is not None), None)


def topic(setting: Setting, read: Read, entities: Mapping[tuple[int, int, int], Entity]) -> Entity | None:
    """Return the body that the article is about: the one of the page's own place that it names most, at least twice."""
    own = place_iri(setting.place) if setting.place is not None else ""
    counts: Counter[str] = Counter()
    first: dict[str, Entity] = {}
    for (number, begin, end), entity in sorted(entities.items(), key=lambda item: item[0]):
        if entity.kind == "Body" and ("dcterms:spatial", own) in entity.links:
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
    """Return the last body or meeting of the sentence that stands where a subject stands, before `limit`."""
    reading = scene.read.readings[number]
    text = reading.sentence.text.value
    subjects = [
        mention
        for mention in reading.mentions
        if mention.kind in ACTORS
        and not any(
            mention is held
            for relation in reading.relations
            for held in relation.roles.values()
            if relation.kind == "Tenure"
        )
        and (limit is None or mention.end <= limit)
        and is_subject(text, mention.begin, mention.end)
    ]
    if reading.sentence.kind != "paragraph":
        subjects = [m for m in reading.mentions if m.kind in ACTORS][:1]
    return scene.entity(number, subjects[-1]) if subjects else None


def is_subject(text: str, begin: int, end: int) -> bool:
    """Return whether a mention opens its clause and is not itself only a modifier."""
    words = entries("subject")
    before = text[max(0, begin - 12) : begin]
    return re.search(words["before"], before) is not None and re.match(words["not_after"], text[end:]) is None
