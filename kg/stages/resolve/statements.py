"""A speech as it was read → the statement of its voice, and the part of the speaker in the meeting."""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from kg import identity, patterns
from kg.model import Mention, Node, Read, Speech
from kg.rulebook import entries, pattern_of
from kg.scan import needs
from kg.stages.resolve import elsewhere
from kg.stages.resolve.evidence import Evidence, node
from kg.stages.resolve.nearby import of_kinds
from kg.stages.resolve.participations import own_meeting
from kg.stages.resolve.posts import capacities
from kg.stages.resolve.setting import LATEST, Entity, Scene, offset, zh
from kg.stages.resolve.voices import place_of


def statement(scene: Scene, speech: Speech, voice: Entity) -> Iterator[Node]:
    """Yield what `voice` said, over all the sentences that it runs through."""
    readings = scene.read.readings
    first, last = readings[speech.first].sentence, readings[speech.last].sentence
    begin = first.text.origin(min(speech.begin, len(first.text.value) - 1), len(first.text.value))[0]
    end = last.text.origin(0, max(speech.end, 1))[1]
    if end <= begin:
        return
    literals = [
        ("schema:text", zh(said(scene, speech))),
        ("kg:verb", zh(speech.verb)),
        ("nif:beginIndex", offset(begin)),
        ("nif:endIndex", offset(end)),
    ]
    sentences = {*range(speech.first, speech.last + 1), speech.told}
    links = [("kg:voice", voice.iri), *(("prov:wasDerivedFrom", scene.passages[n]) for n in sorted(sentences))]
    links += [("prov:wasAttributedTo", voice.iri)] * (voice.kind == "Person")
    meeting = said_at(scene, speech, voice)
    links += [("kg:saidAt", meeting.iri)] if meeting is not None else []
    acting = list(capacities(scene, place_of(scene, speech), speech.who)) if speech.who is not None else []
    iri = identity.fact("statement", voice.iri, scene.passages[speech.first], str(speech.begin))
    evidence = Evidence(scene.passages[speech.told], speech.rule)
    yield node(iri, ("kg:Statement", "schema:Quotation"), evidence, [*links, *acting], literals)
    if voice.kind == "Person" and meeting is not None:
        spoke = [("kg:meeting", meeting.iri), ("prov:agent", voice.iri), ("prov:hadRole", "kg:Speaker")]
        part = identity.fact("participation", voice.iri, meeting.iri)
        yield node(part, ("kg:Participation",), evidence, [*spoke, *acting])


def said_at(scene: Scene, speech: Speech, voice: Entity) -> Entity | None:
    """Return the meeting at which it was said: the reported one, else the one at which the paragraph places it.

    What somebody says to a visitor beside the meeting (会见某某) is not said at it.
    """
    if (own := own_meeting(scene, speech.told)) is not None:
        return own
    if scene.meeting is None or any(speech.told in told(scene.read) for told in (elsewhere.sentences, elsewhere.asked)):
        return placed_at(scene, speech)
    return None if first_met(scene)(voice.label) <= speech.told else scene.meeting


@lru_cache(maxsize=LATEST)
def first_met(scene: Scene) -> Callable[[str], int]:
    """Return what tells for a name the first sentence that says of a visit by or to whoever is called so."""
    words, readings = entries("speech_end"), scene.read.readings
    parts = [words["met"].partition("◎")[0], words["visited"].partition("◎")[2]]
    begins, some = patterns.compile("|".join(parts)), needs.best(needs.of_pattern("|".join(parts)))
    texts = ((number, reading.sentence.text.value) for number, reading in enumerate(readings))
    visits = [(n, text) for n, text in texts if any(map(text.__contains__, some)) and begins.search(text)]

    @cache
    def first(name: str) -> int:
        told = [(number, text) for number, text in visits if name in text]
        if not told:  # nearly always; to compile a pattern takes long
            return len(readings)
        of_name = re.compile(f"{words['met']}|{words['visited']}".replace("◎", re.escape(name)))
        return next((number for number, text in told if of_name.search(text)), len(readings))

    return first


def placed_at(scene: Scene, speech: Speech) -> Entity | None:
    """Return the meeting that opens the sentence that tells of a speech, or the one before it (在座谈会上，)."""
    for number in (speech.told, speech.told - 1):
        mention = opened_by(scene.read, number) if number >= 0 else None
        if mention is not None:
            return scene.entity(number, mention)
    return None


@lru_cache(maxsize=LATEST)
def opened_by(read: Read, number: int) -> Mention | None:
    """Return the meeting that opens a sentence (在座谈会上，), None where none does; many may speak in one."""
    opening, text = pattern_of("speech_end", "opening"), read.readings[number].sentence.text.value
    meetings = of_kinds(read, number, "Meeting")
    return next((m for m in meetings if opening.match(f"{text[: m.begin]}◎{text[m.end :]}") is not None), None)


def said(scene: Scene, speech: Speech) -> str:
    """Return the cleaned words that were said."""
    values = [reading.sentence.text.value for reading in scene.read.readings[speech.first : speech.last + 1]]
    values[-1] = values[-1][: speech.end]
    values[0] = values[0][speech.begin :]
    return "".join(values)
