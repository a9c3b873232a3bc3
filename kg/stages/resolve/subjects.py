"""Who acts in a clause that names no actor: the last subject before it, or what the article is about."""

import re

from kg.rulebook import entries
from kg.stages.resolve.setting import Entity, Scene

ACTORS = ("Body", "Meeting")


def agent(scene: Scene, number: int, offset: int) -> Entity | None:
    """Return the body or meeting that acts at `offset` of sentence `number`; looks back within the article."""
    for back in range(number, -1, -1):
        limit = offset if back == number else None
        if (found := last_subject(scene, back, limit)) is not None:
            return found
    return scene.meeting


def last_subject(scene: Scene, number: int, limit: int | None) -> Entity | None:
    """Return the last body or meeting of the sentence that stands where a subject stands, before `limit`."""
    reading = scene.read.readings[number]
    text = reading.sentence.text.value
    subjects = [
        mention
        for mention in reading.mentions
        if mention.kind in ACTORS and (limit is None or mention.end <= limit) and is_subject(text, mention.begin, mention.end)
    ]
    if reading.sentence.kind != "paragraph":
        subjects = [m for m in reading.mentions if m.kind in ACTORS][:1]
    return scene.entity(number, subjects[-1]) if subjects else None


def is_subject(text: str, begin: int, end: int) -> bool:
    """Return whether a mention opens its clause and is not itself only a modifier."""
    words = entries("subject")
    before = text[max(0, begin - 12) : begin]
    return re.search(words["before"], before) is not None and re.match(words["not_after"], text[end:]) is None
