"""A speech → whose words these are: the person or meeting named, or what 他 and 王副市长 go back to."""

import re

from kg.model import Mention, Speech
from kg.rulebook import entries
from kg.stages.resolve.setting import Entity, Scene

NEAR, REACH = 2, 4
GOES_ON = ("statement.also", "statement.subjectless")  # a verb without any subject
STARTS = "，。；：！？”"


def speaker(scene: Scene, speech: Speech) -> Entity | None:
    """Return whose words these are; 他指出 goes on with the voice before it, or goes back to the last subject."""
    if speech.who is not None:
        return by_mention(scene, speech)
    family, title = (speech.family, speech.title) if speech.family or speech.title else titled_subject(scene, speech)
    reach = len(scene.read.readings) if family or title else REACH
    if not (family or title) and (earlier := earlier_voice(scene, speech) or subject_before(scene, speech)) is not None:
        return earlier
    numbers = range(speech.first, max(speech.first - reach, -1), -1)
    found = [(number, mention) for number in numbers for mention in persons(scene, number, speech, family)]
    holding = [one for one in found if title and holds(scene, one[1], title)]
    if title and not family:
        return scene.entity(*holding[0]) if holding else None
    leading = [one for one in holding or found if leads(scene, *one)]
    return scene.entity(*(leading or holding or found)[0]) if found else None


def holds(scene: Scene, person: Mention, title: str) -> bool:
    """Return whether the article gives a person the post that a title names (李书记 is a 党委书记, no 副书记)."""
    posts = [relation.roles for reading in scene.read.readings for relation in reading.relations]
    held = [one["role"].text for one in posts if "role" in one and "who" in one and one["who"].text == person.text]
    return any(role.endswith(title) and ("副" in role) == ("副" in title) for role in held)


def persons(scene: Scene, number: int, speech: Speech, family: str) -> list[Mention]:
    """Return the persons of one sentence that a speech may go back to, the last first."""
    named = [m for m in scene.read.readings[number].mentions if m.kind == "Person" and m.text.startswith(family)]
    return [m for m in reversed(named) if number < speech.first or m.end <= speech.begin]


def leads(scene: Scene, number: int, mention: Mention) -> bool:
    """Return whether a person stands as a subject: at the start of a clause, but for the posts before the name."""
    reading = scene.read.readings[number]
    text, begin = reading.sentence.text.value, mention.begin
    ends = {m.end: m.begin for m in reading.mentions if m.kind in ("Body", "Role", "Media")}
    while begin in ends or (text[begin - 1 : begin] in ("、", "，") and begin - 1 in ends):
        begin = ends[begin] if begin in ends else ends[begin - 1]
    return begin == 0 or text[begin - 1] in STARTS


def earlier_voice(scene: Scene, speech: Speech) -> Entity | None:
    """Return who spoke just before, unless somebody else is the subject since then: 他还说 goes on with the voice."""
    before = [one for one in scene.read.speeches if (one.first, one.begin) < (speech.first, speech.begin)]
    if not before or speech.first - before[-1].last > NEAR:
        return None
    between = range(before[-1].last + 1, speech.first + 1)
    if any(leads(scene, number, m) for number in between for m in persons(scene, number, speech, "")):
        return None
    found = speaker(scene, before[-1])
    return found if found is not None and (found.kind == "Person" or speech.rule in GOES_ON) else None


def subject_before(scene: Scene, speech: Speech) -> Entity | None:
    """Return the person or meeting that the sentence before is about, for a verb without any subject, else None."""
    if speech.rule not in GOES_ON or speech.first == 0:
        return None
    number = speech.first - 1
    named = (m for m in scene.read.readings[number].mentions if m.kind in ("Person", "Meeting"))
    return next((scene.entity(number, m) for m in named if leads(scene, number, m)), None)


def titled_subject(scene: Scene, speech: Speech) -> tuple[str, str]:
    """Return the surname and title by which the sentence calls its subject (王副市长在听取…后，他指出), or ""."""
    text = scene.read.readings[speech.last].sentence.text.value
    found = re.match(entries("speech_end")["titled_subject"], text)
    return (found[1], found[2]) if found else ("", "")


def by_mention(scene: Scene, speech: Speech) -> Entity | None:
    """Return the entity of the speaker's mention, in whichever sentence of the speech it stands."""
    return scene.entity(place_of(scene, speech), speech.who)


def place_of(scene: Scene, speech: Speech) -> int:
    """Return the number of the sentence in which the speaker is named; that of the first where none does."""
    for number in range(speech.first, min(speech.last + 2, len(scene.read.readings))):
        if speech.who in scene.read.readings[number].mentions:
            return number
    return speech.first
