"""A speech → whose words these are: the person or meeting named, or what 他 and 王副市长 go back to."""

import re

from kg.model import Speech
from kg.rulebook import entries
from kg.stages.resolve.setting import Entity, Scene

NEAR = 2


def speaker(scene: Scene, speech: Speech) -> Entity | None:
    """Return whose words these are; 他指出 goes back to the person last named before it."""
    if speech.who is not None:
        return by_mention(scene, speech)
    family = speech.family or titled_subject(scene, speech)
    reach = len(scene.read.readings) if family else 4
    if not family and (earlier := earlier_voice(scene, speech)) is not None:
        return earlier
    for number in range(speech.first, max(speech.first - reach, -1), -1):
        persons = [
            m
            for m in scene.read.readings[number].mentions
            if m.kind == "Person" and m.text.startswith(family) and (number < speech.first or m.end <= speech.begin)
        ]
        if persons:
            return scene.entity(number, persons[-1])
    return None


def earlier_voice(scene: Scene, speech: Speech) -> Entity | None:
    """Return the named person who spoke just before: 他还说 goes on with the same voice."""
    before = [one for one in scene.read.speeches if one.first < speech.first and one.who is not None]
    if not before or speech.first - before[-1].last > NEAR:
        return None
    found = by_mention(scene, before[-1])
    between = scene.read.readings[before[-1].last + 1 : speech.first + 1]
    named = [m for reading in between for m in reading.mentions if m.kind == "Person"]
    return found if found is not None and found.kind == "Person" and not named else None


def titled_subject(scene: Scene, speech: Speech) -> str:
    """Return the surname by which the sentence calls its subject (王副市长在听取…后，他指出), or ""."""
    text = scene.read.readings[speech.last].sentence.text.value
    found = re.match(entries("speech_end")["titled_subject"], text)
    return found[1] if found else ""


def by_mention(scene: Scene, speech: Speech) -> Entity | None:
    """Return the entity of the speaker's mention, in whichever sentence of the speech it stands."""
    return scene.entity(place_of(scene, speech), speech.who)


def place_of(scene: Scene, speech: Speech) -> int:
    """Return the number of the sentence in which the speaker is named; that of the first where none does."""
    for number in range(speech.first, min(speech.last + 2, len(scene.read.readings))):
        if speech.who in scene.read.readings[number].mentions:
            return number
    return speech.first
