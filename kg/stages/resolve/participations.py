"""Who took part in a meeting, as the rules read it → participations, each with the posts printed beside the name."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg import identity
from kg.model import Literal, Mention, Node, Read, Relation
from kg.rulebook import entries, pattern_of
from kg.stages.resolve import antecedents, elsewhere, rosters
from kg.stages.resolve.evidence import Evidence, node
from kg.stages.resolve.named import is_anaphor
from kg.stages.resolve.nearby import END
from kg.stages.resolve.posts import capacities
from kg.stages.resolve.setting import LATEST, Entity, Scene
from kg.stages.resolve.subjects import is_subject

ELECTED, ROSTER = "Elected", "roster"


def participation(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield a person's part in a meeting: the one named, else the one that the article is about."""
    who = scene.entity(number, relation.roles.get("who"))
    what = meant(scene, number, relation)
    if who is None or what is None or what.kind != "Meeting" or is_far(scene, relation):
        return
    if is_not_there(scene, number, relation):
        return
    role, place = relation.values["role"], relation.values.get("position", "")
    if role == ELECTED and pattern_of("meeting_held", "festive").search(what.label) is not None:
        return  # somebody is elected elsewhere: no ceremony does it
    literals = [("schema:position", Literal(place, "xsd:integer"))] * bool(place)
    literals += [("kg:listOpen", Literal("true", "xsd:boolean"))] * ("open" in relation.values)
    links = [("kg:meeting", what.iri), ("prov:agent", who.iri), ("prov:hadRole", f"kg:{role}")]
    links += capacities(scene, number, relation.roles["who"])
    # Who attends and speaks is one part in a meeting (the stronger role); to be elected there is another.
    iri = identity.fact("participation", who.iri, what.iri, *([role] if role == ELECTED else []))
    yield node(iri, ("kg:Participation",), Evidence(scene.passages[number], relation.rule), links, literals)


def is_not_there(scene: Scene, number: int, relation: Relation) -> bool:
    """Return whether the sentence tells of another occasion, or seems a line of a list of those present and is none."""
    if ROSTER in relation.values:
        return number not in rosters.lines(scene.read)
    what, read = relation.roles.get("what"), scene.read
    if what is not None and not is_anaphor(what):
        return False
    asked = pattern_of("meeting_held", "asked").search(read.readings[number].sentence.text.value)
    return asked is not None or number in elsewhere.sentences(read)


def is_far(scene: Scene, relation: Relation) -> bool:
    """Return whether a leader of the nation is told of beside a local meeting that he did not come to."""
    return (
        "what" not in relation.roles
        and scene.setting.place is not None
        and relation.roles["who"].text in entries("national_leader")["terms"]
        and relation.roles["who"].text not in scene.setting.namesakes
    )


def meant(scene: Scene, number: int, relation: Relation) -> Entity | None:
    """Return the meeting that a relation is about: the one it names, else the last subject, else the article's."""
    return (
        scene.entity(number, relation.roles.get("what"))
        or meeting_before(scene, number, relation.end)
        or own_meeting(scene, number)
        or scene.meeting
        or only_meeting(scene)
    )


def own_meeting(scene: Scene, number: int) -> Entity | None:
    """Return the meeting of the day that the paragraph tells of, in a chronicle."""
    held = [one for one in antecedents.own(scene.read, number) if one[0] <= number]
    return scene.entity(*held[-1]) if held else None


def meeting_before(scene: Scene, number: int, offset: int) -> Entity | None:
    """Return the last meeting before `offset` that is a subject or is held there (举办联谊会，某某到场)."""
    return scene.entity(number, last_meeting(scene.read, number, offset))


def last_meeting(read: Read, number: int, offset: int) -> Mention | None:
    """Return the mention of the last meeting before `offset` that is a subject or is held there."""
    named = meetings_told(read).get(number, ())
    before = bisect_right(named, offset, key=END)
    return named[before - 1] if before else None


@lru_cache(maxsize=LATEST)
def meetings_told(read: Read) -> Mapping[int, Sequence[Mention]]:
    """Return, by sentence, the meetings that are a subject or are held there; everybody in a row asks for them."""
    found: defaultdict[int, list[Mention]] = defaultdict(list)
    is_holding = pattern_of("meeting_held", "holding").search
    for number, reading in enumerate(read.readings):
        text = reading.sentence.text.value
        for m in reading.mentions:
            if m.kind == "Meeting" and (is_subject(text, m.begin, m.end) or is_holding(text[: m.begin])):
                found[number].append(m)
    return found


@lru_cache(maxsize=LATEST)
def only_meeting(scene: Scene) -> Entity | None:
    """Return the one meeting that the article names and does not only cite, where it is one only."""
    found = {e.iri: e for place, e in scene.entities.items() if e.kind == "Meeting" and not is_cited(scene, place, e)}
    return next(iter(found.values())) if len(found) == 1 else None


def is_cited(scene: Scene, place: tuple[int, int, int], meeting: Entity) -> bool:
    """Return whether the text speaks there of an earlier meeting: a national one, its spirit, its decisions."""
    number, begin, end = place
    text = scene.read.readings[number].sentence.text.value
    return any(name == "schema:startDate" for name, _ in meeting.literals) or antecedents.is_cited(text, begin, end)
