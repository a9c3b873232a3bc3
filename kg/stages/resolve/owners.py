"""A post as the rules read it → the body that has it, where the text shows which one.

A post in a row asks for the owner of the one before. So what a sentence says is put in order once, and owners are kept.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from operator import itemgetter

from kg import gazetteer, naming
from kg.gazetteer import Place
from kg.model import Mention, Read, Relation
from kg.rulebook import entries, pattern_of
from kg.stages.resolve.levels import place_meant
from kg.stages.resolve.names import body_entity, head_of_government
from kg.stages.resolve.nearby import before
from kg.stages.resolve.setting import LATEST, Entity, Scene

JOINTS = ("、", "，", "和", "及")
GROUP = "党组"
AFTER_NAME = "tenure.after_name"
# The most characters that stand between a head and the next of the posts (lexicon role_body: acts), and those of a
# body's own word for itself before a post (own); of how many bodies before a post one may have it.
BETWEEN, OWN, NEAR = 64, 8, 16


def post_owner(scene: Scene, number: int, relation: Relation) -> Entity | None:
    """Return the body that a post belongs to: the title's own, the one printed before it, or that of the session."""
    roles = (relation.roles.get(one) for one in ("role", "who", "body"))
    post = (number, relation.values.get("change"), *(one and (one.begin, one.end) for one in roles))
    found = owners_found(scene)
    if post not in found:
        found[post] = owner_of(scene, number, relation)
    return found[post]


@lru_cache(maxsize=LATEST)
def owners_found(_: Scene) -> dict[tuple[object, ...], Entity | None]:
    """Return where the owners of the posts of an article are kept: one post asks for that of the one before."""
    return {}


def owner_of(scene: Scene, number: int, relation: Relation) -> Entity | None:
    """Return the body that a post belongs to, worked out once for each post."""
    role, body = relation.roles["role"], relation.roles.get("body")
    if body is None and relation.rule == AFTER_NAME and (told := told_before(scene, relation)) is not None:
        number_told, full = told
        return post_owner(scene, number_told, full) if full.roles["role"].text == role.text else None
    here = scene.setting.place or home(scene, relation.roles.get("who"))
    if (head := head_of_government(role, place_meant(scene.read, number, role, here) or here)) is not None:
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
        or (agreeing(scene, number, role) if not is_of_unknown(scene, number, role) else None)
        or session_owner(scene, role, "alone")
    )


def told_before(scene: Scene, relation: Relation) -> tuple[int, Relation] | None:
    """Return the post that the article gives somebody who is called by it for short (李大为主任, a 副主任)."""
    who, title = relation.roles["who"].text, base(relation.roles["role"])
    return posts_of(scene.read).get((who, title))


@lru_cache(maxsize=LATEST)
def posts_of(read: Read) -> Mapping[tuple[str, str], tuple[int, Relation]]:
    """Return the first post that an article prints with a body for each name and title, deputies with their heads."""
    found: dict[tuple[str, str], tuple[int, Relation]] = {}
    for number, reading in enumerate(read.readings):
        for one in reading.relations:
            if one.kind == "Tenure" and {"who", "role", "body"} <= one.roles.keys():
                found.setdefault((one.roles["who"].text, base(one.roles["role"])), (number, one))
    return found


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
    text, acts = scene.read.readings[number].sentence.text.value, pattern_of("role_body", "acts")
    for relation in posts_before(scene.read, number, role.begin):
        between, other = text[relation.roles["who"].end : role.begin], relation.roles["role"]
        goes_on = between in JOINTS or acts.fullmatch(between) is not None
        owner = post_owner(scene, number, relation) if goes_on else None
        if owner is not None and (base(other) == base(role) or are_of_one_body(base(other), base(role), owner)):
            return owner
    return carried(scene, number, role) if role.begin == 0 else None


def is_of_unknown(scene: Scene, number: int, role: Mention) -> bool:
    """Return whether the row begins with the same title at a body that was not read (某联谊会会长甲，副会长乙)."""
    head = row_heads(scene.read, number).get(role.begin)
    return head is not None and head.roles["role"].begin < role.begin and post_owner(scene, number, head) is None


@lru_cache(maxsize=LATEST)
def row_heads(read: Read, number: int) -> Mapping[int, Relation]:
    """Return the first post of the row with the same title that each post of a sentence is in, by where it begins."""
    heads: dict[int, Relation] = {}
    last: dict[str, tuple[int, Relation]] = {}
    posts = holders(read, number)[1]
    for _, one in sorted(posts, key=lambda post: (post[1].roles["role"].begin, post[0])):
        title, begin = base(one.roles["role"]), one.roles["role"].begin
        end, head = last.get(title, (begin, one))
        heads[begin] = head if begin - end <= BETWEEN else one
        last[title] = one.roles["who"].end, heads[begin]
    return heads


def posts_before(read: Read, number: int, begin: int) -> list[Relation]:
    """Return the posts of a sentence whose holder is named shortly before an offset, in the order of the rules."""
    ends, posts = holders(read, number)
    near = posts[bisect_left(ends, begin - BETWEEN) : bisect_left(ends, begin)]
    return [relation for _, relation in sorted(near, key=itemgetter(0))]


@lru_cache(maxsize=LATEST)
def holders(read: Read, number: int) -> tuple[list[int], list[tuple[int, Relation]]]:
    """Return the posts of a sentence with their places in its order, by where their holders end, and these ends."""
    found = [
        (one.roles["who"].end, at, one)
        for at, one in enumerate(read.readings[number].relations)
        if one.kind == "Tenure" and {"who", "role"} <= one.roles.keys()
    ]
    found.sort(key=itemgetter(0, 1))
    return [end for end, _, _ in found], [(at, one) for _, at, one in found]


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
    posts = filled(scene.read, number).get((change, base(role)), [])
    earlier = bisect_left(posts, role.begin, key=end_of_title)
    return scene.entity(number, posts[earlier - 1].roles["body"]) if earlier else None


@lru_cache(maxsize=LATEST)
def filled(read: Read, number: int) -> Mapping[tuple[str, str], list[Relation]]:
    """Return the posts that a sentence fills at a body that it names, by change and title, in the order of the text."""
    found: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
    for one in read.readings[number].relations:
        if one.kind == "Tenure" and "change" in one.values and {"body", "role"} <= one.roles.keys():
            found[one.values["change"], base(one.roles["role"])].append(one)
    return {title: sorted(posts, key=end_of_title) for title, posts in found.items()}


def end_of_title(post: Relation) -> int:
    """Return where the title of a post ends in its sentence."""
    return post.roles["role"].end


def are_of_one_body(one: str, other: str, owner: Entity) -> bool:
    """Return whether a body such as `owner` has both titles (董事长某某、副总经理某某)."""
    together: dict[str, str] = entries("role_body")["together"]
    return any(
        re.search(body, owner.label) and re.fullmatch(titles, one) and re.fullmatch(titles, other)
        for body, titles in together.items()
    )


def base(role: Mention) -> str:
    """Return a title without what tells deputies apart: 组长 of 常务副组长."""
    return pattern_of("role_body", "modifiers").sub("", role.parts.get("title", role.text))


def agreeing(scene: Scene, number: int, role: Mention) -> Entity | None:
    """Return the body last named before a post in its sentence, or the article's, where it is one that has such posts.

    市住建委…在党委书记、主任某某带领下: a 主任 belongs to a 委, 办 or 中心; 局党组书记、局长某某: to the article's 局.
    """
    ending, begin = entries("role_body")["terms"].get(base(role)), stack_begin(scene.read, number, role)
    text = scene.read.readings[number].sentence.text.value
    own = pattern_of("role_body", "own").search(text, max(0, begin - OWN), begin)
    words, ahead = entries("role_body"), text[max(0, begin - 1) : begin]  # "" where the post begins the sentence
    is_alone = ahead in words["before"] or (ahead in words["made"] and base(role) in words["leads"])
    if own is None and (ending is None or not is_alone):
        return None
    ending = ending if own is None else words["own_ends"].get(own[1], own[1])
    before_it, topic = bodies_before(scene, number, role), [scene.topic] if scene.topic is not None else []
    unique = only_body(scene, ending) if own is not None or base(role) in words["unique"] else []
    among = chain(before_it, topic, unique) if own is None else chain(topic, unique, before_it)
    seen = chain.from_iterable((one, *those_of_group(one)) for one in among)
    return next((one for one in seen if re.search(f"(?:{ending})$", one.label)), None)


def those_of_group(group: Entity) -> list[Entity]:
    """Return, in a list, the body whose leading party group `group` is: its secretary heads that body."""
    whole = group.label.removesuffix(GROUP)
    return [one for one in group.implied if one.kind == "Body" and one.label == whole != group.label]


def bodies_before(scene: Scene, number: int, role: Mention) -> Iterator[Entity]:
    """Yield the bodies that stand before a post in its sentence, or else in the one before it, the nearest first."""
    found, at = before(scene.read, number, role.begin, "Body", most=NEAR), number
    earlier, here = scene.read.readings[max(number - 1, 0)], scene.read.readings[number]
    if not found and number and here.sentence.block == earlier.sentence.block:
        found, at = before(scene.read, number - 1, len(earlier.sentence.text.value), "Body", most=NEAR), number - 1
    for mention in found:
        if (entity := scene.entity(at, mention)) is not None:
            yield entity


@lru_cache(maxsize=16)
def only_body(scene: Scene, ending: str) -> list[Entity]:
    """Return the body of the article whose name ends so, where it names one such only."""
    named = {e.iri: e for e in scene.entities.values() if e.kind == "Body" and re.search(f"(?:{ending})$", e.label)}
    return list(named.values()) if len(named) == 1 else []


def stack_begin(read: Read, number: int, role: Mention) -> int:
    """Return where a post begins, or the stack of posts that it is in; 0 after a name, as in a new sentence."""
    names, stack = ends_of(read, number)
    if role.begin in names:
        return 0
    text, begin = read.readings[number].sentence.text.value, role.begin
    while text[begin - 1 : begin] in JOINTS and begin - 1 in stack:
        begin = stack[begin - 1]
    return begin


@lru_cache(maxsize=LATEST)
def ends_of(read: Read, number: int) -> tuple[frozenset[int], Mapping[int, int]]:
    """Return where the names of persons in a sentence end, and where the titles do, with the begin of each."""
    mentions = read.readings[number].mentions
    names = frozenset(one.end for one in mentions if one.kind == "Person")
    return names, {one.end: one.begin for one in mentions if one.kind == "Role"}


def session_owner(scene: Scene, role: Mention, titles: str = "terms") -> Entity | None:
    """Return the convener of the reported meeting for a title that its members hold (某某委员 at a CPPCC).

    Of the titles that stand `alone` other bodies have some too: those that the text names come first.
    """
    kind = entries("role_session")[titles].get(role.text, "")
    if not kind or scene.meeting is None:
        return None
    conveners = (one for one in scene.meeting.implied if one.kind == "Body" and re.search(kind, one.label))
    return next(conveners, None)
