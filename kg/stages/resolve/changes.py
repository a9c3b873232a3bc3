"""An appointment, election, removal or resignation → the change of a tenure: when, how certain, by which meeting.

The date is the day printed before it in its sentence, else that of the meeting that decided, else, only as the latest
day possible, that of the article. The first two open or close the tenure itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg import identity
from kg.model import Literal, Node, Relation
from kg.rulebook import pattern_of
from kg.stages.resolve import times
from kg.stages.resolve.evidence import Evidence, Links, node
from kg.stages.resolve.names import dated
from kg.stages.resolve.nearby import around, last_before, of_kinds
from kg.stages.resolve.occasions import held_on, stated_start
from kg.stages.resolve.posts import Post
from kg.stages.resolve.setting import LATEST, Entity, Scene, zh
from kg.stages.resolve.subjects import last_subject
from kg.values import date as dates

KINDS = {"begin": "kg:Appointment", "end": "kg:Departure"}
TERM = {"begin": "schema:startDate", "end": "schema:endDate"}
STATED, INFERRED = "stated", "inferred"
DECIDING = ("Adopted", "Issued")
FULL = 10  # characters of a date that is exact to the day


@dataclass(frozen=True, slots=True)
class When:
    """A date with how certain it is and why; `exact` where it is that of the change and not only its latest one."""

    date: str
    certainty: str
    basis: str
    exact: bool = True

    @property
    def literals(self) -> list[tuple[str, Literal]]:
        """Return the date and its reason as literals of the change."""
        return [
            ("dcterms:date", dated(self.date)),
            ("kg:dateCertainty", Literal(self.certainty)),
            ("kg:dateBasis", zh(self.basis)),
        ]


def is_only_meant(scene: Scene, number: int, relation: Relation) -> bool:
    """Return whether a change is only proposed, or told of other times (拟任命, 曾当选), or only a draft's title."""
    if "change" not in relation.values:
        return False
    text = scene.read.readings[number].sentence.text.value
    begin = max(text.rfind(mark, 0, relation.begin) for mark in "。；") + 1
    lead = pattern_of("tenure_change", "decided").split(text[begin : relation.begin])[-1]
    if pattern_of("tenure_change", "not_yet").search(lead + text[relation.begin : relation.end]) is not None:
        return True
    return any(one.begin <= relation.begin and relation.end <= one.end for one in undecided(scene, number))


@lru_cache(maxsize=LATEST)
def undecided(scene: Scene, number: int) -> list[Relation]:
    """Return the span of each title in a sentence of which the sentence does not say that it was adopted or issued."""
    reading, titles = scene.read.readings[number], of_kinds(scene.read, number, "Document")
    decided = [
        one.roles["policy"]
        for one in reading.relations
        if one.kind == "Decision" and "policy" in one.roles and one.values["action"] in DECIDING
    ]
    return [Relation("Title", m.begin, m.end, m.rule) for m in titles if m not in decided]


def changed(scene: Scene, number: int, relation: Relation, post: Post) -> Iterator[Node]:
    """Yield the change, what it is based on, and the begin or end of the tenure where its date is known."""
    way = relation.values["change"]
    meeting, basis = decider(scene, number, relation)
    when = dating(scene, number, relation, meeting)
    links: Links = (("kg:tenure", post.iri), *basis, *document(scene, number, relation))
    kind = KINDS[way]
    key = (post.iri, kind, *(end for _, end in links), when.date if when else "", when.basis if when else "")
    evidence = Evidence(scene.passages[number], relation.rule)
    yield node(identity.fact("change", *key), (kind, "kg:TenureChange"), evidence, links, when.literals if when else ())
    if when is not None and when.exact:
        yield Node(post.iri, (), ((TERM[way], dated(when.date)),))


def decider(scene: Scene, number: int, relation: Relation) -> tuple[Entity | None, Links]:
    """Return the meeting that decided, if one did, and the link to it or to the body that decided."""
    number, limit = opening(scene, number, relation.begin)
    before = last_before(scene.read, number, limit, "Meeting")
    found = scene.entity(number, before) if before is not None else last_subject(scene, number, limit) or scene.meeting
    if found is None:
        return None, ()
    return (
        (found, (("kg:decidedAt", found.iri),)) if found.kind == "Meeting" else (None, (("kg:decidedBy", found.iri),))
    )


def opening(scene: Scene, number: int, begin: int) -> tuple[int, int]:
    """Return the sentence, and where in it, whose words the change goes on with: for 二、免去… that before 一、."""
    first = heads(scene)[number]
    text = scene.read.readings[first].sentence.text.value
    start = pattern_of("tenure_change", "first").search(text) if first < number else None
    return (first, start.start()) if start is not None else (number, begin)


@lru_cache(maxsize=LATEST)
def heads(scene: Scene) -> list[int]:
    """Return for each sentence that with which its list begins: itself, where it is no later item (二、…)."""
    following = pattern_of("tenure_change", "next")
    found: list[int] = []
    for number, reading in enumerate(scene.read.readings):
        found.append(found[-1] if number and following.match(reading.sentence.text.value) else number)
    return found


def document(scene: Scene, number: int, relation: Relation) -> Links:
    """Return the link to the document whose title states the change (《关于任命某某为副区长的决定》)."""
    found = scene.entity(number, around(scene.read, number, relation.begin, relation.end, "Document"))
    return (("kg:basedOn", found.iri),) if found is not None else ()


def dating(scene: Scene, number: int, relation: Relation, meeting: Entity | None) -> When | None:
    """Return when the change was made, and why that is known; None where nothing tells."""
    begun, limit = opening(scene, number, relation.begin)
    text = scene.read.readings[begun].sentence.text.value[:limit]
    printed = [one.text for one in dates.find(text) if one.text.endswith(("日", "天"))]
    day = times.resolve(printed[-1], scene.read.date) if printed else ""
    if len(day) == FULL:
        certainty = STATED if day == dates.parse(printed[-1]) else scene.read.certainty or INFERRED
        return When(day, certainty, f"原句印出“{printed[-1]}”")
    held = "" if meeting is None else stated_start(meeting) or (held_on(scene)[0] if meeting == scene.meeting else "")
    if held and meeting is not None:
        return When(held, INFERRED, f"会议日期：{meeting.label}")
    if scene.read.date:
        return When(scene.read.date, INFERRED, f"见报日期，不晚于此：{scene.read.basis}", exact=False)
    return None
