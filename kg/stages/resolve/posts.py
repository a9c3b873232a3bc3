"""A post as the rules read it → the tenure: who, at what body, as what."""

import re
from collections.abc import Iterator

from kg import identity, naming
from kg.model import Literal, Mention, Node, Relation
from kg.rulebook import entries
from kg.stages.resolve.describe import described
from kg.stages.resolve.evidence import Evidence, node
from kg.stages.resolve.names import body_entity, head_of_government
from kg.stages.resolve.setting import Entity, Scene, zh

HEAD, JOINTS = "长", ("、", "，")


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
