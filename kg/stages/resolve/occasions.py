"""What the text says of a meeting as an occasion → its date, its place, how many were due and how many came."""

from collections.abc import Iterator
from functools import lru_cache

from kg import identity
from kg.model import Literal, Node, Relation
from kg.stages.resolve import times
from kg.stages.resolve.antecedents import main_meeting
from kg.stages.resolve.describe import place_nodes
from kg.stages.resolve.names import dated, place_iri, place_printed
from kg.stages.resolve.participations import meant
from kg.stages.resolve.setting import LATEST, Entity, Scene, zh
from kg.values import date as dates
from kg.values import number as numbers

DAYS = "日天晨午晚"
LEAD = 40
COUNTS = {"expected": "kg:expectedAttendance", "actual": "kg:actualAttendance"}


def meeting_date(scene: Scene) -> Iterator[Node]:
    """Yield when the reported meeting was held, and why that is known."""
    start, printed = held_on(scene)
    if scene.meeting is not None and start:
        basis = zh(f"“{printed}”，见报日期{scene.read.date or '未知'}")
        yield Node(scene.meeting.iri, (), (("schema:startDate", dated(start)), ("kg:dateBasis", basis)))


@lru_cache(maxsize=LATEST)
def held_on(scene: Scene) -> tuple[str, str]:
    """Return the first day of the reported meeting and how it is printed before it in the sentence that reports it."""
    found = main_meeting(scene.read)
    if found is None or scene.meeting is None or stated_start(scene.meeting):
        return "", ""
    number, mention = found
    leads = [r.sentence.text.value for r in scene.read.readings if r.sentence.kind == "paragraph"][:1]
    text = scene.read.readings[number].sentence.text.value[: mention.begin] or (leads[0][:LEAD] if leads else "")
    printed = [one for one in dates.find(text) if one.text[-1] in DAYS]
    last = printed[-1].text if printed else ""
    return (times.resolve(last, scene.read.date).partition("/")[0], last) if last else ("", "")


def stated_start(meeting: Entity) -> str:
    """Return the date that the meeting's own name gives, or ""."""
    return next((one.value for name, one in meeting.literals if name == "schema:startDate"), "")


def attendance(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield how many were due at a meeting and how many came, as the sentence says."""
    meeting = meant(scene, number, relation)
    counts = [(COUNTS[name], numbers.parse(relation.values.get(name, ""))) for name in COUNTS]
    literals = [(name, Literal(format(count, "f"), "xsd:integer")) for name, count in counts if count is not None]
    if meeting is not None and meeting.kind == "Meeting" and literals:
        yield Node(meeting.iri, (), tuple(literals))


def location(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield where a meeting was held: the area or the venue that the sentence names."""
    meeting = scene.entity(number, relation.roles.get("what"))
    if meeting is None or meeting.kind != "Meeting":
        return
    area = place_printed(relation.values.get("area", ""), scene.setting.place) if "area" in relation.values else None
    if area is not None:
        yield from place_nodes(area)
        yield Node(meeting.iri, (), (), (("schema:location", place_iri(area)),))
    if venue := relation.values.get("venue", ""):
        home = scene.setting.place.code if scene.setting.place is not None else scene.setting.source.name
        iri = identity.iri("venue", home, venue)
        yield Node(iri, ("schema:Place",), (("skos:prefLabel", zh(venue)),))
        yield Node(meeting.iri, (), (), (("schema:location", iri),))
