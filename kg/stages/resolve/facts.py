"""Relations, figures and speeches of one article → fact nodes, each with its passage and its rule."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import identity, naming
from kg.model import Figure, Literal, Mention, Node, Relation, Speech
from kg.rulebook import entries
from kg.stages.resolve import times
from kg.stages.resolve.describe import described
from kg.stages.resolve.names import body_entity, head_of_government
from kg.stages.resolve.setting import Entity, Scene, zh
from kg.stages.resolve.subjects import agent, is_done_by_others, is_subject, last_subject, last_subjects, lead, measured
from kg.stages.resolve.voices import speaker

HEAD, JOINTS = "长", ("、", "，")
Links = Iterable[tuple[str, str]]
Literals = Iterable[tuple[str, Literal]]


def facts(scene: Scene) -> Iterator[Node]:
    """Yield every fact node of the article, and the entities that only facts imply (区长 → 区政府)."""
    for number, reading in enumerate(scene.read.readings):
        for relation in reading.relations:
            yield from READERS[relation.kind](scene, number, relation)
        for figure in reading.figures:
            yield from observation(scene, number, figure)
    for speech in scene.read.speeches:
        yield from statement(scene, speech)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands and which rule read it."""

    passage: str
    rule: str

    @property
    def links(self) -> Links:
        """Return the evidence as links of the fact."""
        return (("prov:wasDerivedFrom", self.passage), ("kg:rule", identity.iri("rule", self.rule)))


def node(iri: str, types: tuple[str, ...], evidence: Evidence, links: Links, literals: Literals = ()) -> Node:
    """Return a fact node with its evidence."""
    return Node(iri, types, tuple(literals), (*links, *evidence.links))


def tenure(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield the post that a person holds, with the body and the role it consists of."""
    who, role = scene.entity(number, relation.roles.get("who")), relation.roles.get("role")
    if who is None or role is None:
        return
    owner = post_owner(scene, number, relation)
    if owner is None:
        return
    title = plain_title(scene, number, role)
    if "shared" in relation.values and not re.match(entries("role_shared")["pattern"], title):
        return
    yield Node(who.iri, ("kg:Official", "foaf:Person"))
    if owner.iri not in {entity.iri for entity in scene.entities.values()}:
        yield from described(owner)
        yield Node(scene.passages[number], (), (), (("schema:mentions", owner.iri),))
    concept = identity.iri("role", title)
    yield Node(concept, ("kg:Role", "skos:Concept"), (("skos:prefLabel", zh(title)),))
    links = [("org:member", who.iri), ("org:organization", owner.iri), ("org:role", concept)]
    yield node(
        tenure_iri(who, owner, title),
        ("kg:Tenure", "org:Membership"),
        Evidence(scene.passages[number], relation.rule),
        links,
        attested(scene),
    )


def plain_title(scene: Scene, number: int, role: Mention) -> str:
    """Return the title without what only names its body (自治区副主席 → 副主席), 部长 for the 长 of 宣传部长."""
    title = role.parts.get("title", role.text)
    if title == HEAD:
        title = scene.read.readings[number].sentence.text.value[role.begin - 1 : role.end]
    return str(entries("role_plain")["terms"].get(title, title))


def tenure_iri(who: Entity, owner: Entity, title: str) -> str:
    """Return the IRI of a tenure: who, at what body, as what."""
    return identity.fact("tenure", who.iri, owner.iri, title)


def attested(scene: Scene) -> list[tuple[str, Literal]]:
    """Return when a tenure is attested by this article: its date, as exact as is known."""
    if not scene.read.date:
        return []
    kind = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(scene.read.date), "xsd:date")
    return [(name, Literal(scene.read.date, kind)) for name in ("kg:firstAttested", "kg:lastAttested")]


def post_owner(scene: Scene, number: int, relation: Relation) -> Entity | None:
    """Return the body that a post belongs to: the title's own, the one printed before it, or that of the session."""
    role, body = relation.roles["role"], relation.roles.get("body")
    if (head := head_of_government(role, scene.setting.place)) is not None:
        return body_entity(head, "", scene.setting)
    if body is not None:
        return scene.entity(number, body)
    if (session := session_owner(scene, role)) is not None:
        return session
    own = entries("role")["terms"].get(role.parts.get("title", ""), "")
    named = naming.full_name(own, {}, scene.setting.place) if own else None
    return body_entity(named, "", scene.setting) if named is not None else agreeing(scene, number, role)


def agreeing(scene: Scene, number: int, role: Mention) -> Entity | None:
    """Return the body last named before a post in its sentence, or the article's, where it is one that has such posts.

    市住建委…在党委书记、主任某某带领下: a 主任 belongs to a 委, 办 or 中心.
    """
    known = entries("role_body")
    ending = known["terms"].get(re.sub(known["modifiers"], "", role.parts.get("title", "")))
    if ending is None or not stands_alone(scene, number, role):
        return None
    before = [m for m in scene.read.readings[number].mentions if m.kind == "Body" and m.end <= role.begin]
    found = [scene.entity(number, mention) for mention in reversed(before)]
    return next(
        (one for one in (*found, scene.topic) if one is not None and re.search(f"(?:{ending})$", one.label)), None
    )


def stands_alone(scene: Scene, number: int, role: Mention) -> bool:
    """Return whether a post, or the stack of posts that it is in, has no unread words before it (某某局局长)."""
    reading = scene.read.readings[number]
    stack = {m.end: m.begin for m in reading.mentions if m.kind == "Role"}
    text, begin = reading.sentence.text.value, role.begin
    while text[begin - 1 : begin] in JOINTS and begin - 1 in stack:
        begin = stack[begin - 1]
    return begin == 0 or text[begin - 1] in entries("role_body")["before"]


def session_owner(scene: Scene, role: Mention) -> Entity | None:
    """Return the convener of the reported meeting for a title that its members hold (某某委员 at a CPPCC)."""
    kind = entries("role_session")["terms"].get(role.text, "")
    if not kind or scene.meeting is None:
        return None
    conveners = (one for one in scene.meeting.implied if one.kind == "Body" and kind in one.label)
    return next(conveners, None)


def participation(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield a person's part in a meeting: the one named, else the one that the article is about."""
    who = scene.entity(number, relation.roles.get("who"))
    what = (
        scene.entity(number, relation.roles.get("what"))
        or meeting_before(scene, number, relation.end)
        or scene.meeting
        or only_meeting(scene)
    )
    if who is None or what is None or what.kind != "Meeting":
        return
    role, place = relation.values["role"], relation.values.get("position", "")
    literals = [("schema:position", Literal(place, "xsd:integer"))] * bool(place)
    links = [("kg:meeting", what.iri), ("prov:agent", who.iri), ("prov:hadRole", f"kg:{role}")]
    iri = identity.fact("participation", who.iri, what.iri)
    yield node(iri, ("kg:Participation",), Evidence(scene.passages[number], relation.rule), links, literals)


def meeting_before(scene: Scene, number: int, offset: int) -> Entity | None:
    """Return the meeting that stands last before `offset` where a subject stands (结业式由某某主持，某某就座)."""
    reading = scene.read.readings[number]
    text = reading.sentence.text.value
    named = [
        m for m in reading.mentions if m.kind == "Meeting" and m.end <= offset and is_subject(text, m.begin, m.end)
    ]
    return scene.entity(number, named[-1]) if named else None


def only_meeting(scene: Scene) -> Entity | None:
    """Return the one meeting that the article names, where it names one only."""
    named = {entity.iri: entity for entity in scene.entities.values() if entity.kind == "Meeting"}
    return next(iter(named.values())) if len(named) == 1 else None


def decision(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield what meetings or bodies did with a policy; the actors are the clause's subject where none is printed."""
    policy = scene.entity(number, relation.roles.get("policy"))
    if policy is None or is_only_wanted(scene, number, relation):
        return
    if "agent" not in relation.roles and is_done_by_others(lead(scene, number, relation.begin)):
        return
    action = relation.values["action"]
    for actor in actors(scene, number, relation):
        by = "kg:decidedAt" if actor.kind == "Meeting" else "kg:decidedBy"
        links = [("kg:policy", policy.iri), (by, actor.iri), ("kg:action", f"kg:{action}")]
        iri = identity.fact("decision", actor.iri, policy.iri, action)
        yield node(iri, ("kg:Decision",), Evidence(scene.passages[number], relation.rule), links)


def actors(scene: Scene, number: int, relation: Relation) -> list[Entity]:
    """Return who acts: the one that the rule names, the subject of the sentence, or what the article is about.

    For a rule whose actor must be `stated` the last does not count.
    """
    printed = scene.entity(number, relation.roles.get("agent"))
    if printed is not None:
        return [printed]
    stated = last_subjects(scene, number, relation.begin)
    if stated or relation.values.get("actor") == "stated":
        return stated
    prefer = "Meeting" if relation.values["action"] in entries("subject")["meeting_actions"] else "Body"
    about = agent(scene, number, relation.begin, prefer=prefer)
    return [about] if about is not None else []


def is_only_wanted(scene: Scene, number: int, relation: Relation) -> bool:
    """Return whether the text only plans, demands or says that something be done: it is not done yet."""
    words, action = entries("subject"), relation.values["action"]
    if action in words["not_in_speech"] and is_spoken(scene, number, relation.begin):
        return not is_told(scene, number, relation.begin)
    return action != "Proposed" and re.search(words["not_yet"], lead(scene, number, relation.begin)) is not None


def is_spoken(scene: Scene, number: int, offset: int) -> bool:
    """Return whether what stands at `offset` is part of what somebody says: what it demands is not yet done."""
    return any(
        (speech.first, speech.begin) <= (number, offset) < (speech.last, speech.end) for speech in scene.read.speeches
    )


def is_told(scene: Scene, number: int, offset: int) -> bool:
    """Return whether a speaker tells there what a body has done: a past time and the body, in the same sentence."""
    text = scene.read.readings[number].sentence.text.value[:offset]
    return (
        re.search(entries("subject")["told"], text) is not None and last_subject(scene, number, offset) is not None
    ) and re.search(entries("subject")["not_yet"], lead(scene, number, offset)) is None


def observation(scene: Scene, number: int, figure: Figure) -> Iterator[Node]:
    """Yield a measured number with its indicator and its series."""
    sentence = scene.read.readings[number].sentence
    begin, end = sentence.text.origin(figure.begin, figure.end)
    about = measured(scene, number, figure.begin)
    indicator = identity.iri("indicator", figure.indicator)
    series = identity.fact("series", about, indicator, figure.unit, figure.change)
    yield Node(indicator, ("kg:Indicator", "skos:Concept"), (("skos:prefLabel", zh(figure.indicator)),))
    about_link = [("schema:observationAbout", about)] if about else []
    yield Node(series, ("kg:Series",), (), (("kg:indicator", indicator), *about_link))
    literals = [
        ("schema:value", Literal(format(figure.value, "f"), "xsd:decimal")),
        ("schema:unitText", Literal(figure.unit)),
        ("kg:printed", Literal(figure.printed)),
        ("nif:beginIndex", Literal(str(begin), "xsd:nonNegativeInteger")),
        ("nif:endIndex", Literal(str(end), "xsd:nonNegativeInteger")),
    ]
    optional = {"kg:comparator": figure.comparator, "kg:changeKind": figure.change, "kg:period": period(scene, figure)}
    literals += [(name, Literal(value)) for name, value in optional.items() if value]
    links = [
        ("kg:indicator", indicator),
        ("kg:series", series),
        ("kg:status", f"kg:{figure.status.capitalize()}"),
        *about_link,
    ]
    iri = identity.fact("observation", scene.passages[number], str(figure.begin), figure.indicator)
    yield node(
        iri, ("kg:Observation", "schema:Observation"), Evidence(scene.passages[number], figure.rule), links, literals
    )


def period(scene: Scene, figure: Figure) -> str:
    """Return the period that a number is for, resolved by the date of publication, or as it is printed."""
    return times.resolve(figure.period, scene.read.date) or figure.period if figure.period else ""


def statement(scene: Scene, speech: Speech) -> Iterator[Node]:
    """Yield what somebody said, over all the sentences that it runs through."""
    voice = speaker(scene, speech)
    if voice is None:
        return
    readings = scene.read.readings
    first, last = readings[speech.first].sentence, readings[speech.last].sentence
    begin = first.text.origin(min(speech.begin, len(first.text.value) - 1), len(first.text.value))[0]
    end = last.text.origin(0, max(speech.end, 1))[1]
    if end <= begin:
        return
    literals = [
        ("schema:text", zh(said(scene, speech))),
        ("kg:verb", zh(speech.verb)),
        ("nif:beginIndex", Literal(str(begin), "xsd:nonNegativeInteger")),
        ("nif:endIndex", Literal(str(end), "xsd:nonNegativeInteger")),
    ]
    links = [
        ("kg:voice", voice.iri),
        *(("prov:wasDerivedFrom", scene.passages[n]) for n in range(speech.first, speech.last + 1)),
    ]
    links += [("prov:wasAttributedTo", voice.iri)] * (voice.kind == "Person")
    links += [("kg:saidAt", scene.meeting.iri)] if scene.meeting is not None else []
    iri = identity.fact("statement", voice.iri, scene.passages[speech.first], str(speech.begin))
    yield node(
        iri, ("kg:Statement", "schema:Quotation"), Evidence(scene.passages[speech.first], speech.rule), links, literals
    )
    if voice.kind == "Person" and scene.meeting is not None:
        spoke = [("kg:meeting", scene.meeting.iri), ("prov:agent", voice.iri), ("prov:hadRole", "kg:Speaker")]
        part = identity.fact("participation", voice.iri, scene.meeting.iri)
        yield node(part, ("kg:Participation",), Evidence(scene.passages[speech.first], speech.rule), spoke)


def said(scene: Scene, speech: Speech) -> str:
    """Return the cleaned words that were said."""
    values = [reading.sentence.text.value for reading in scene.read.readings[speech.first : speech.last + 1]]
    values[-1] = values[-1][: speech.end]
    values[0] = values[0][speech.begin :]
    return "".join(values)


READERS: Mapping[str, Callable[[Scene, int, Relation], Iterator[Node]]] = {
    "Tenure": tenure,
    "Participation": participation,
    "Decision": decision,
}
