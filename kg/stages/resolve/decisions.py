"""What was done with a policy, as the rules read it → decisions of the meetings and bodies that did it."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg import identity
from kg.model import Literal, Mention, Node, Read, Relation
from kg.rulebook import entries, lexicon, pattern_of
from kg.stages.resolve.describe import described
from kg.stages.resolve.evidence import Evidence, node
from kg.stages.resolve.nearby import last_before
from kg.stages.resolve.participations import last_meeting
from kg.stages.resolve.setting import LATEST, Entity, Scene, zh
from kg.stages.resolve.subjects import (
    before,
    governments,
    is_done_by_others,
    last_group,
    last_subject,
    last_subjects,
    lead,
)

NEAR = 6  # characters: 同志组织
MOST = 12  # bodies that act together
ISSUED = "Issued"
OFFICES = ("办公室", "办公厅")  # who prints the minutes of a sitting has not deliberated there
CLAUSE = set("，。；：、")


def decision(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield what meetings or bodies did with a policy; the actors are the clause's subject where none is printed."""
    policy = scene.entity(number, relation.roles.get("policy"))
    if (
        policy is None
        or is_visited(relation)
        or is_only_wanted(scene, number, relation)
        or is_told_better(scene, number, relation)
    ):
        return
    action = relation.values["action"]
    acting = actors(scene, number, relation)
    if not acting:
        return
    for actor in acting:
        if actor.iri not in scene.known:
            yield from described(actor)
        evidence = Evidence(scene.passages[number], relation.rule)
        yield done_by(actor, action, policy, evidence, text_state(relation.roles["policy"]))


def done_by(
    actor: Entity, action: str, policy: Entity, evidence: Evidence, literals: Iterable[tuple[str, Literal]] = ()
) -> Node:
    """Return the decision in which a meeting or a body did something with a policy."""
    by = "kg:decidedAt" if actor.kind == "Meeting" else "kg:decidedBy"
    links = [("kg:policy", policy.iri), (by, actor.iri), ("kg:action", f"kg:{action}")]
    iri = identity.fact("decision", actor.iri, policy.iri, action)
    return node(iri, ("kg:Decision",), evidence, links, literals)


def is_visited(relation: Relation) -> bool:
    """Return whether a building project is only looked at (视察水库除险加固工程): nothing is done with it."""
    works = entries("policy_scope")["works"]
    return relation.values["action"] == "Studied" and relation.roles["policy"].rule in works


def is_told_better(scene: Scene, number: int, relation: Relation) -> bool:
    """Return whether another rule says in the same sentence who did the same with the same policy.

    Of what a place did (沛县印发《…》) another sentence may say it too (县委办公室、县政府办公室印发《…》).
    """
    if "agent" in relation.roles:
        return False
    if done(relation) in done_by_agents(scene.read, number):
        return True
    policy = scene.entity(number, relation.roles["policy"])
    if policy is None or relation.values["action"] != ISSUED:
        return False
    return policy.iri in issued_by_bodies(scene) and not last_subjects(scene, number, relation.begin)


@lru_cache(maxsize=LATEST)
def done_by_agents(read: Read, number: int) -> frozenset[tuple[int, int, str]]:
    """Return what a sentence says that somebody whom a rule names did with which policy."""
    decisions = (one for one in read.readings[number].relations if one.kind == "Decision")
    return frozenset(done(one) for one in decisions if {"agent", "policy"} <= one.roles.keys())


def done(decision: Relation) -> tuple[int, int, str]:
    """Return what is done with which policy, by where this stands in its sentence."""
    policy = decision.roles["policy"]
    return policy.begin, policy.end, decision.values["action"]


@lru_cache(maxsize=LATEST)
def issued_by_bodies(scene: Scene) -> frozenset[str]:
    """Return the IRIs of the policies that the article says bodies issued."""
    found: set[str] = set()
    for number, reading in enumerate(scene.read.readings):
        for one in (each for each in reading.relations if each.kind == "Decision" and each.values["action"] == ISSUED):
            policy = scene.entity(number, one.roles.get("policy"))
            if policy is not None and ("agent" in one.roles or last_subjects(scene, number, one.begin)):
                found.add(policy.iri)
    return frozenset(found)


def text_state(printed: Mention) -> list[tuple[str, Literal]]:
    """Return what stands in brackets at the end of a title (草案, 征求意见稿, 试行): which text is acted on."""
    found = re.findall(f"（({lexicon('document_draft')})）》?$", printed.text)
    return [("kg:textState", zh(state)) for state in found]


def actors(scene: Scene, number: int, relation: Relation) -> list[Entity]:
    """Return who acts: the one that the rule names, the subject of the sentence, or what the article is about.

    For a rule whose actor must be `stated` the last does not count.
    """
    printed = scene.entity(number, relation.roles.get("agent"))
    if beside := [printed] if printed is not None else bodies_beside(scene, number, relation.begin):
        return beside
    action, words = relation.values["action"], entries("subject")
    if is_done_by_person(scene, number, relation.begin):
        return [scene.meeting] if scene.meeting is not None and action in words["sitting_actions"] else []
    sitting = held_by_subject(scene, number, relation.begin) if action in words["meeting_actions"] else []
    stated = sitting or last_subjects(scene, number, relation.begin)
    if not stated and action in words["government_actions"]:
        stated = governments(scene, number, relation.begin) or before(scene, number)
    if stated or relation.values.get("actor") == "stated":
        return stated
    if is_done_by_others(lead(scene, number, relation.begin)) or is_begun_by_others(scene, number, relation.begin):
        return []
    if action not in words["meeting_actions"]:
        return [scene.topic] if scene.topic is not None else []
    sitting = [one for one in (scene.meeting, scene.topic) if one is not None][:1]
    return [one for one in sitting if not one.label.endswith(OFFICES)]


def is_begun_by_others(scene: Scene, number: int, offset: int) -> bool:
    """Return whether a clause of the sentence before `offset` has a subject that is no mention (城管部门)."""
    text = scene.read.readings[number].sentence.text.value
    return pattern_of("subject", "acts").search(text, 0, offset) is not None


def bodies_beside(scene: Scene, number: int, offset: int) -> list[Entity]:
    """Return the bodies right before a verb, whoever is the subject of the sentence (甲局按照乙部制定的《办法》……)."""
    text, found = scene.read.readings[number].sentence.text.value, list[Mention]()
    last = last_before(scene.read, number, offset, "Body")
    between, end = pattern_of("subject", "between"), offset
    while last is not None and len(found) < MOST and between.fullmatch(text, last.end, end) is not None:
        found.insert(0, last)
        end = last.begin
        last = last_before(scene.read, number, end, "Body")
    if not found or pattern_of("subject", "cited").search(text, max(0, found[0].begin - NEAR), found[0].begin) is None:
        return []
    return [one for one in (scene.entity(number, mention) for mention in found) if one is not None]


def held_by_subject(scene: Scene, number: int, offset: int) -> list[Entity]:
    """Return, in a list, the meeting that the last subject before `offset` holds there (区政府召开常务会议，审议…)."""
    held, subject = last_meeting(scene.read, number, offset), last_group(scene.read, number, offset)
    if held is None or not subject:
        return []
    between = scene.read.readings[number].sentence.text.value[subject[-1].end : held.begin]
    if pattern_of("subject", "holds").fullmatch(between) is None:
        return []
    sitting = scene.entity(number, held)
    return [] if sitting is None else [sitting]


def is_done_by_person(scene: Scene, number: int, offset: int) -> bool:
    """Return whether a person stands right before the verb: what he reads or studies is not done by his office."""
    last = last_before(scene.read, number, offset, "Person", "Body", "Meeting")
    if last is None or last.kind != "Person":
        return False
    between = scene.read.readings[number].sentence.text.value[last.end : offset]
    return len(between) <= NEAR and not set(between) & CLAUSE


def is_only_wanted(scene: Scene, number: int, relation: Relation) -> bool:
    """Return whether the text only plans, demands or says that something be done: it is not done yet."""
    words, action = entries("subject"), relation.values["action"]
    if action in words["not_in_speech"] and is_spoken(scene, number, relation.begin):
        return not is_told(scene, number, relation.begin)
    if is_benefit(scene, number, relation) or is_agenda(scene, number, relation):
        return True
    before, not_yet = lead(scene, number, relation.begin), pattern_of("subject", "not_yet")
    text, deadline = scene.read.readings[number].sentence.text.value, pattern_of("subject", "deadline")
    is_to_come = action in words["not_in_speech"] and deadline.search(text, 0, relation.begin) is not None
    return is_to_come or (action != "Proposed" and not_yet.search(before) is not None)


def is_agenda(scene: Scene, number: int, relation: Relation) -> bool:
    """Return whether it stands in the agenda of a meeting to come (会议议程为：听取报告)."""
    text = scene.read.readings[number].sentence.text.value
    return pattern_of("subject", "agenda").search(text, 0, relation.begin) is not None


def is_benefit(scene: Scene, number: int, relation: Relation) -> bool:
    """Return whether the clause says what something is good for (对推进乡村振兴具有重要意义)."""
    text = scene.read.readings[number].sentence.text.value
    is_for = pattern_of("subject", "benefit").search(lead(scene, number, relation.begin)) is not None
    return is_for and pattern_of("subject", "benefit_after").match(text, relation.end) is not None


def is_spoken(scene: Scene, number: int, offset: int) -> bool:
    """Return whether what stands at `offset` is part of what somebody says: what it demands is not yet done."""
    begun = bisect_right(scene.read.speeches, (number, offset), key=lambda speech: (speech.first, speech.begin))
    return begun > 0 and (number, offset) < ends(scene)[begun - 1]


@lru_cache(maxsize=LATEST)
def ends(scene: Scene) -> list[tuple[int, int]]:
    """Return for each speech where it and all before it have ended."""
    return list(itertools.accumulate(((speech.last, speech.end) for speech in scene.read.speeches), max))


def is_told(scene: Scene, number: int, offset: int) -> bool:
    """Return whether a speaker tells there what a body has done, and does not ask for it.

    A past time and the body stand in the same sentence, or it is a printed report that has not come to its plans.
    """
    text = scene.read.readings[number].sentence.text.value[:offset]
    if pattern_of("subject", "not_yet").search(lead(scene, number, offset)) is not None:
        return False
    told = pattern_of("subject", "told").search(text) is not None and last_subject(scene, number, offset) is not None
    return told or number < plans_begin(scene.read)


@lru_cache(maxsize=LATEST)
def plans_begin(read: Read) -> int:
    """Return the sentence at which a printed report of work turns to its plans (总体要求); 0 for any other article."""
    if pattern_of("subject", "report").search(read.article.headline.value) is None:
        return 0
    plans, values = pattern_of("subject", "plans"), (reading.sentence.text.value for reading in read.readings)
    return next((place for place, value in enumerate(values) if plans.search(value)), len(read.readings))
