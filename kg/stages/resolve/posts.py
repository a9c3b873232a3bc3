"""A post as the rules read it → who holds what at which body."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg import identity
from kg.model import Mention, Read, Relation
from kg.rulebook import entries
from kg.stages.resolve import careers
from kg.stages.resolve.owners import post_owner
from kg.stages.resolve.setting import LATEST, Entity, Scene

HEAD = "长"
ENDED = "end"
CAREER = "career"


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
    if CAREER in relation.values:
        who = careers.holder(scene, number)
    if who is None or role is None:
        return None
    owner = post_owner(scene, number, relation)
    if owner is None:
        return None
    title = relation.values.get("acting", "") + plain_title(scene, number, role)
    if any(
        re.fullmatch(one, title) and re.search(body, owner.label) for one, body in entries("role_body")["never"].items()
    ):
        return None
    shared = relation.values.get("shared", "")
    if shared and not re.match(entries("role_shared")[shared], title):
        return None
    return Post(who, owner, title)


def capacities(scene: Scene, number: int, who: Mention) -> Iterator[tuple[str, str]]:
    """Yield, as links of a fact, the posts printed with the mention `who`: those in which the person acts there."""
    for relation in held(scene.read, number).get((who.begin, who.end), ()):
        if (found := post(scene, number, relation)) is not None:
            yield "kg:capacity", found.iri


@lru_cache(maxsize=LATEST)
def held(read: Read, number: int) -> Mapping[tuple[int, int], list[Relation]]:
    """Return the posts that a sentence gives people and does not end, by where the name stands."""
    found: defaultdict[tuple[int, int], list[Relation]] = defaultdict(list)
    for relation in read.readings[number].relations:
        who = relation.roles.get("who")
        if relation.kind == "Tenure" and who is not None and relation.values.get("change") != ENDED:
            found[who.begin, who.end].append(relation)
    return found


def plain_title(scene: Scene, number: int, role: Mention) -> str:
    """Return the title without what only names its body (自治区副主席 → 副主席), 部长 for the 长 of 宣传部长.

    An acting or honorary office (代院长) is another one.
    """
    title, plain = role.parts.get("title", role.text), entries("role_plain")
    if title == HEAD:
        title = scene.read.readings[number].sentence.text.value[role.begin - 1 : role.end]
    modifier = role.parts.get("modifier", "")
    return (modifier if modifier in plain["offices"] else "") + str(plain["terms"].get(title, title))
