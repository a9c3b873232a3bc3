"""A post as the rules read it → who holds what at which body."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg import gazetteer, identity, naming
from kg.gazetteer import Place
from kg.model import Mention, Relation
from kg.rulebook import entries, pattern_of
from kg.stages.resolve.levels import place_of_row
from kg.stages.resolve.names import body_entity, head_of_government
from kg.stages.resolve.setting import Entity, Scene

HEAD, JOINTS = "长", ("、", "，", "和", "及")
ENDED = "end"


@dataclass(frozen=True, slots=True)
class Post:
    """Who is what at which body."""

    who: Entity
    owner: Entity
    title: str

    @property
    def iri(self) -> str:
        """Return the IRI of the tenure: who, at what body, as what."""
        return identity.fact("tenure", self.who.iri, self.owner.iri, self.title)


def post(scene: Scene, number: int, relation: Relation) -> Post | None:
    """Return the post that a relation of sentence `number` states; None where the text leaves its body open."""
    who, role = scene.entity(number, relation.roles.get("who")), relation.roles.get("role")
    if who is None or role is None:
        return None
    owner = post_owner(scene, number, relation)
    if owner is None:
        return None
    title = plain_title(scene, number, role)
    if any(
        re.fullmatch(one, title) and re.search(body, owner.label) for one, body in entries("role_body")["never"].items()
    ):
        return None
    if "shared" in relation.values and not re.match(entries("role_shared")["pattern"], title):
        return None
    return Post(who, owner, title)


def capacities(scene: Scene, number: int, who: Mention) -> Iterator[tuple[str, str]]:
    """Yield, as links of a fact, the posts printed with the mention `who`: those in which the person acts there."""
    for relation in scene.read.readings[number].relations:
        if relation.kind == "Tenure" and relation.roles.get("who") == who and relation.values.get("change") != ENDED:
            found = post(scene, number, relation)
            if found is not None:
                yield "kg:capacity", found.iri


def plain_title(scene: Scene, number: int, role: Mention) -> str:
    """Return the title without what only names its body (自治区副主席 → 副主席), 部长 for the 长 of 宣传部长."""
    title = role.parts.get("title", role.text)
    if title == HEAD:
        title = scene.read.readings[number].sentence.text.value[role.begin - 1 : role.end]
    return str(entries("role_plain")["terms"].get(title, title))


def post_owner(scene: Scene, number: int, relation: Relation) -> Entity | None:
    """Return the body that a post belongs to: the title's own, the one printed before it, or that of the session."""
    role, body = relation.roles["role"], relation.roles.get("body")
    here = scene.setting.place or home(scene, relation.roles.get("who"))
    if (head := head_of_government(role, place_of_row(scene.read, number, role, here) or here)) is not None:
        return body_entity(head, "", scene.setting)
    if body is not None:
        owner = scene.entity(number, body)
        if owner is None or fits(role, body, owner):
            return seat(scene, owner, role) or owner
    if (session := session_owner(scene, role)) is not None:
        return session
    own = entries("role")["terms"].get(role.parts.get("title", ""), "")
    named = naming.full_name(own, {}, scene.setting.place) if own else None
    if named is not None:
        return body_entity(named, "", scene.setting)
    return (
        continued(scene, number, role)
        or voted(scene, number, relation)
        or agreeing(scene, number, role)
        or session_owner(scene, role, "alone")
    )


def home(scene: Scene, who: Mention | None) -> Place | None:
    """Return the place that other posts of a person on the page show, for a page whose own place is not known."""
    code = scene.setting.homes.get(who.text, "") if who is not None else ""
    return gazetteer.by_code(code) if code else None


def fits(role: Mention, body: Mention, owner: Entity) -> bool:
    """Return whether a body that is not printed right before a title can have it (教育工委书记、局长: not its)."""
    ending = entries("role_body")["always"].get(base(role))
    return ending is None or body.end == role.begin or re.search(f"(?:{ending})$", owner.label) is not None


def seat(scene: Scene, owner: Entity | None, role: Mention) -> Entity | None:
    """Return the body that has a title where it is printed for short (自治区党委常委、副主席; 区人大副主任)."""
    if owner is None or (owner.place is not None and owner.place.level == "town"):
        return None
    seats: dict[str, dict[str, str]] = entries("role_body")["seats"]
    for body, meant in seats.items():
        if re.search(body, owner.label) and re.fullmatch(meant["title"], role.text):
            named = seated(owner, meant)
            return None if named is None else body_entity(named, "", scene.setting)
    return None


def seated(owner: Entity, meant: Mapping[str, str]) -> naming.Naming | None:
    """Return the naming of the body that has a title in the seat of `owner`: an organ of its place, or in its name."""
    if "within" in meant:
        found = re.search(meant["within"], owner.label)
        return None if found is None else naming.full_name(found[0], {}, None)
    organ, place = meant["organ"], owner.place
    return None if place is None else naming.full_name(organ, {"prefix": place.full, "organ": organ}, None)


def continued(scene: Scene, number: int, role: Mention) -> Entity | None:
    """Return the body of the post that is named before, where one body has both (组长某某，副组长某某).

    Nothing stands between the two, or what the first does at a meeting (主任某某主持会议，副主任某某出席).
    """
    reading = scene.read.readings[number]
    for relation in reading.relations:
        other, who = relation.roles.get("role"), relation.roles.get("who")
        if relation.kind != "Tenure" or other is None or who is None or who.end >= role.begin:
            continue
        between = reading.sentence.text.value[who.end : role.begin]
        goes_on = between in JOINTS or pattern_of("role_body", "acts").fullmatch(between) is not None
        owner = post_owner(scene, number, relation) if goes_on else None
        if owner is not None and (base(other) == base(role) or are_of_one_body(base(other), base(role), owner)):
            return owner
    return carried(scene, number, role) if role.begin == 0 else None


def carried(scene: Scene, number: int, role: Mention) -> Entity | None:
    """Return the body of the deputies that a sentence begins with: that whose head the one before is about."""
    earlier, here = scene.read.readings[max(number - 1, 0)], scene.read.readings[number]
    if not number or earlier.sentence.block != here.sentence.block or base(role) == role.text:
        return None
    heads = [one for one in earlier.relations if one.kind == "Tenure" and {"who", "role", "body"} <= one.roles.keys()]
    same = [one for one in heads if base(one.roles["role"]) == base(role) and "change" not in one.values]
    owners = {one.iri: one for one in (post_owner(scene, number - 1, head) for head in same) if one is not None}
    return next(iter(owners.values())) if len(owners) == 1 else None


def voted(scene: Scene, number: int, relation: Relation) -> Entity | None:
    """Return the body that the same vote filled just before: 甲当选区妇联主席，乙当选副主席."""
    change, role = relation.values.get("change"), relation.roles["role"]
    if change is None:
        return None
    earlier = [
        (other.roles["body"], other.roles["role"])
        for other in scene.read.readings[number].relations
        if other.kind == "Tenure" and other.values.get("change") == change and {"body", "role"} <= other.roles.keys()
    ]
    found = [body for body, title in earlier if title.end < role.begin and base(title) == base(role)]
    return scene.entity(number, found[-1]) if found else None


def are_of_one_body(one: str, other: str, owner: Entity) -> bool:
    """Return whether a body such as `owner` has both titles (董事长某某、副总经理某某)."""
    together: dict[str, str] = entries("role_body")["together"]
    return any(
        re.search(body, owner.label) and re.fullmatch(titles, one) and re.fullmatch(titles, other)
        for body, titles in together.items()
    )


def base(role: Mention) -> str:
    """Return a title without what tells deputies apart: 组长 of 常务副组长."""
    return re.sub(entries("role_body")["modifiers"], "", role.parts.get("title", role.text))


def agreeing(scene: Scene, number: int, role: Mention) -> Entity | None:
    """Return the body last named before a post in its sentence, or the article's, where it is one that has such posts.

    市住建委…在党委书记、主任某某带领下: a 主任 belongs to a 委, 办 or 中心; 局党组书记、局长某某: to the article's 局.
    """
    ending, before = entries("role_body")["terms"].get(base(role)), words_before(scene, number, role)
    own = re.search(entries("role_body")["own"], before)
    is_alone = before == "" or before[-1] in entries("role_body")["before"]
    if own is None and (ending is None or not is_alone):
        return None
    ending = ending if own is None else own[1]
    before_it, topic = bodies_before(scene, number, role), [scene.topic] if scene.topic is not None else []
    among = [*before_it, *topic] if own is None else [*topic, *only_body(scene, own[1]), *before_it]
    return next((one for one in among if re.search(f"(?:{ending})$", one.label)), None)


def bodies_before(scene: Scene, number: int, role: Mention) -> list[Entity]:
    """Return the bodies that stand before a post in its sentence, or else in the one before it, the nearest first."""
    before = [m for m in scene.read.readings[number].mentions if m.kind == "Body" and m.end <= role.begin]
    found = [scene.entity(number, mention) for mention in reversed(before)]
    earlier, here = scene.read.readings[max(number - 1, 0)], scene.read.readings[number]
    if not found and number and here.sentence.block == earlier.sentence.block:
        found = [scene.entity(number - 1, m) for m in reversed(earlier.mentions) if m.kind == "Body"]
    return [one for one in found if one is not None]


def only_body(scene: Scene, ending: str) -> list[Entity]:
    """Return the body of the article whose name ends so, where it names one such only."""
    named = {e.iri: e for e in scene.entities.values() if e.kind == "Body" and e.label.endswith(ending)}
    return list(named.values()) if len(named) == 1 else []


def words_before(scene: Scene, number: int, role: Mention) -> str:
    """Return what stands before a post, or before the stack of posts that it is in; nothing after a name."""
    reading = scene.read.readings[number]
    if any(m.kind == "Person" and m.end == role.begin for m in reading.mentions):
        return ""
    stack = {m.end: m.begin for m in reading.mentions if m.kind == "Role"}
    text, begin = reading.sentence.text.value, role.begin
    while text[begin - 1 : begin] in JOINTS and begin - 1 in stack:
        begin = stack[begin - 1]
    return text[:begin]


def session_owner(scene: Scene, role: Mention, titles: str = "terms") -> Entity | None:
    """Return the convener of the reported meeting for a title that its members hold (某某委员 at a CPPCC).

    Of the titles that stand `alone` other bodies have some too: those that the text names come first.
    """
    kind = entries("role_session")[titles].get(role.text, "")
    if not kind or scene.meeting is None:
        return None
    conveners = (one for one in scene.meeting.implied if one.kind == "Body" and re.search(kind, one.label))
    return next(conveners, None)
