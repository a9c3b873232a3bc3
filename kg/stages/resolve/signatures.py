"""A document that a page prints → who issued or passed it.

The body that alone signs it, a date below, issued what the headline names, and where nobody signs the body that the
headline begins with, which may be several; the meeting in the line under the headline (（2021年9月1日某会议通过）)
passed it.
"""

from collections.abc import Iterator

from kg import naming, patterns
from kg.model import Mention, Node, Reading
from kg.rulebook import pattern_of
from kg.stages.resolve.decisions import ISSUED, done_by
from kg.stages.resolve.describe import described
from kg.stages.resolve.evidence import Evidence
from kg.stages.resolve.names import body_entity
from kg.stages.resolve.setting import Entity, Scene

RULE = "decision.signed_notice"
PASSED = "decision.passed_below"
TITLES = ("headline", "subtitle")
ABOUT = "关于"
NEAR = 8  # so many lines from the end a notice is signed
PART = 0.5  # of the headline at least is the document's name
SEVERAL = patterns.compile("[ \u3000、]+")
HEAD = 8  # so many lines from the headline it is said who passed it


def signed(scene: Scene) -> Iterator[Node]:
    """Yield the decisions by which the signing bodies issued the document that the headline names.

    Who sends it out with a notice issued what the notice is about (某县政府办公室关于印发《方案》的通知).
    """
    if (policy := titled(scene)) is None:
        return
    number, body = signature(scene)  # 0, the headline, where nobody signs
    for one in [body] if body is not None else announced(scene):
        yield from described(one)
        yield done_by(one, ISSUED, sent_out(scene) or policy, Evidence(scene.passages[number], RULE))


def sent_out(scene: Scene) -> Entity | None:
    """Return the document in the headline that a notice sends out (关于印发《方案》的通知)."""
    reading, sends = scene.read.readings[0], pattern_of("layout", "sends")
    inner = (one for one in reading.mentions if one.kind == "Document")
    text = reading.sentence.text.value
    return next((scene.entity(0, one) for one in inner if sends.search(text, 0, one.begin) is not None), None)


def passed(scene: Scene) -> Iterator[Node]:
    """Yield the decision by which the meeting named under the headline passed the document that the headline names."""
    policy = titled(scene)
    number, meeting = passing(scene) if policy is not None else (0, None)
    if policy is not None and meeting is not None:
        yield done_by(meeting, "Adopted", policy, Evidence(scene.passages[number], PASSED))


def passing(scene: Scene) -> tuple[int, Entity | None]:
    """Return the meeting of which a line under the headline says that it passed something, and that line's number."""
    told = pattern_of("layout", "passed")
    for number, reading in enumerate(scene.read.readings[:HEAD]):
        text = reading.sentence.text.value
        meetings = (one for one in reading.mentions if one.kind == "Meeting" and told.match(text, one.end) is not None)
        if (one := next(meetings, None)) is not None:
            return number, scene.entity(number, one) if "。" not in text else None
    return 0, None


def titled(scene: Scene) -> Entity | None:
    """Return the document that a headline is mostly the name of, or all of it after the body that made it."""
    for number, reading in enumerate(scene.read.readings):
        if reading.sentence.kind not in TITLES:
            return None
        for one in reading.mentions:
            if one.kind == "Document" and is_name(reading, one):
                return scene.entity(number, one)
    return None


def is_name(reading: Reading, document: Mention) -> bool:
    """Return whether a headline is the name of the document, with at most a body before it."""
    length = len(reading.sentence.text.value)
    if document.end - document.begin > PART * length:
        return True
    made = any(one.kind == "Body" and (one.begin, one.end) == (0, document.begin) for one in reading.mentions)
    return made and document.end == length


def signature(scene: Scene) -> tuple[int, Entity | None]:
    """Return the body that alone fills one of the last lines before a line with a date, and the number of that line."""
    readings = scene.read.readings
    for number in range(len(readings) - 2, max(0, len(readings) - NEAR), -1):
        if readings[number + 1].sentence.kind == "dateline" and (body := alone(readings[number])) is not None:
            return number, scene.entities.get((number, *body))
    return 0, None


def alone(reading: Reading) -> tuple[int, int] | None:
    """Return where the body stands that fills a line, None for any other line."""
    length = len(reading.sentence.text.value.strip())
    return next(((m.begin, m.end) for m in reading.mentions if m.kind == "Body" and m.end - m.begin == length), None)


def announced(scene: Scene) -> list[Entity]:
    """Return the bodies that the headline, which is the first line, begins with (某县人民政府关于…的通告).

    That is where the text is the notice itself, which says that what it tells follows (现就有关事项通告如下), or where
    the headline says that they send something out (县委办公室 县政府办公室关于印发…的通知).
    """
    readings, follows = scene.read.readings, pattern_of("layout", "follows")
    headline = readings[0].sentence.text.value
    forms, about, rest = headline.partition(ABOUT)
    sends = pattern_of("layout", "sends").search(about + rest) is not None
    if not sends and not any(follows.search(reading.sentence.text.value) for reading in readings[:HEAD]):
        return []
    names = [(form, naming.full_name(form, {}, scene.setting.place)) for form in SEVERAL.split(forms.strip())]
    if not about or any(owner is None or owner.open for _, owner in names):
        return []
    return [body_entity(owner, form, scene.setting) for form, owner in names if owner is not None]
