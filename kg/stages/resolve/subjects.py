"""Who acts in a clause that names no actor: the last subject before it, or what the article is about."""

import re
from collections import Counter
from collections.abc import Mapping

from kg.model import Read
from kg.rulebook import entries
from kg.stages.resolve.names import place_iri
from kg.stages.resolve.setting import Entity, Scene, Setting

ACTORS = ("Body", "Meeting")


def agent(scene: Scene, number: int, offset: int) -> Entity | None:
    """Return the body or meeting that acts at `offset` of sentence `number`; looks back within the article."""
    if (found := last_subject(scene, number, offset)) is not None:
        return found
    if scene.meeting is not None:
        return scene.meeting
    if scene.topic is not None:
        return scene.topic
    earlier = (last_subject(scene, back, None) for back in range(number - 1, -1, -1))
    return next((one for one in earlier if one is not None), None)


def topic(setting: Setting, read: Read, entities: Mapping[tuple[int, int, int], Entity]) -> Entity | None:
    """Return the body that the article is about: the one of the page's own place that it names most, at least twice."""
    own = place_iri(setting.place) if setting.place is not None else ""
    counts: Counter[str] = Counter()
    first: dict[str, Entity] = {}
    for (number, _, _), entity in sorted(entities.items()):
        if entity.kind == "Body" and ("dcterms:spatial", own) in entity.links:
            heads = read.readings[number].sentence.kind != "paragraph"
            counts[entity.iri] += 1 + heads
            first.setdefault(entity.iri, entity)
    best = max(counts, key=lambda iri: (counts[iri], iri), default="")
    return first[best] if best and counts[best] > 1 else None


def last_subject(scene: Scene, number: int, limit: int | None) -> Entity | None:
    """Return the last body or meeting of the sentence that stands where a subject stands, before `limit`."""
    reading = scene.read.readings[number]
    text = reading.sentence.text.value
    subjects = [
        mention
        for mention in reading.mentions
        if mention.kind in ACTORS
        and not any(mention is held for relation in reading.relations for held in relation.roles.values() if relation.kind == "Tenure")
        and (limit is None or mention.end <= limit) and is_subject(text, mention.begin, mention.end)
    ]
    if reading.sentence.kind != "paragraph":
        subjects = [m for m in reading.mentions if m.kind in ACTORS][:1]
    return scene.entity(number, subjects[-1]) if subjects else None


def is_subject(text: str, begin: int, end: int) -> bool:
    """Return whether a mention opens its clause and is not itself only a modifier."""
    words = entries("subject")
    before = text[max(0, begin - 12) : begin]
    return re.search(words["before"], before) is not None and re.match(words["not_after"], text[end:]) is None
