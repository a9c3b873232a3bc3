"""Who acts in a clause that names no actor: the last subject before it, or what the article is about."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from kg import gazetteer, toponyms
from kg.model import Mention, Read
from kg.naming_places import place_of
from kg.rulebook import pattern_of
from kg.stages.resolve.named import is_titled
from kg.stages.resolve.names import body_entity, government_of, place_iri
from kg.stages.resolve.nearby import END
from kg.stages.resolve.setting import LATEST, Entity, Scene, Setting

ACTORS = ("Body", "Meeting")
JOINS = ("", "、", "和", "与")
LONGEST = 9  # characters of a printed place
BACK = 6  # sentences
OPENING = 12  # characters of the words that may stand before a subject
CLAUSE = "，。；：！？“”"
LATELY = LATEST + BACK


def first_begin(group: Sequence[Mention]) -> int:
    """Return where the first of a group begins in its sentence."""
    return group[0].begin


def first_end(group: Sequence[Mention]) -> int:
    """Return where the first of a group ends in its sentence."""
    return group[0].end


@lru_cache(maxsize=LATEST)
def names_other_place(text: str, place: gazetteer.Place) -> bool:
    """Return whether a sentence names a place that is neither `place` nor one above it; each of its figures asks."""
    own = {place, *gazetteer.ancestors(place)}
    return any(own.isdisjoint(gazetteer.by_name(name)) for name in toponyms.mentioned(text))


def lead(scene: Scene, number: int, offset: int) -> str:
    """Return the words of the clause before `offset`."""
    text = scene.read.readings[number].sentence.text.value
    return text[max(text.rfind(mark, 0, offset) for mark in CLAUSE) + 1 : offset]


def governments(scene: Scene, number: int, limit: int) -> list[Entity]:
    """Return the government of the place that is the last subject before `limit` (荣成市出台《办法》), in a list."""
    places, text = openings(scene, number), scene.read.readings[number].sentence.text.value
    at = bisect_right(places, limit, key=opening_end)
    if not at:
        return []
    _, end, place = places[at - 1]
    owner = government_of(place, scene.setting.place)
    others = pattern_of("subject", "others").search(text[end:limit])
    return [body_entity(owner, "", scene.setting)] if owner is not None and not owner.open and not others else []


def opening_end(opening: tuple[int, int, str]) -> int:
    """Return where a place that opens a clause ends."""
    return opening[1]


@lru_cache(maxsize=LATELY)
def openings(scene: Scene, number: int) -> list[tuple[int, int, str]]:
    """Return the places, or levels such as 我市, that open the clauses of a sentence as who acts: begin, end and name.

    Made once: each decision of the sentence asks.
    """
    reading, here = scene.read.readings[number], scene.setting.place
    clause, *barred = (pattern_of("subject", one) for one in ("clause", "not_after", "called", "befell"))
    text, starts = reading.sentence.text.value, {m.begin for m in reading.mentions if m.kind in ACTORS}
    found: list[tuple[int, int, str]] = []
    for begin in (opened.end() for opened in clause.finditer(text)):
        place = named_place(text[begin : begin + LONGEST])
        end = begin + len(place)
        after = text[end : end + OPENING]
        if not place or begin in starts or any(one.match(after) for one in barred):
            continue
        if text.startswith("该", begin) and not (is_told_of(scene, number) and place_of(place[1:], here)[0] == here):
            continue
        found.append((begin, end, place))
    return found


@lru_cache(maxsize=LATELY)
def is_told_of(scene: Scene, number: int) -> bool:
    """Return whether a paragraph up to a sentence names its page's own place, or none: 该县 is that one."""
    place, here = scene.setting.place, scene.read.readings[number].sentence
    earlier = (reading.sentence for reading in scene.read.readings[max(0, number - BACK) : number + 1])
    own = (one.text.value for one in earlier if one.block == here.block)
    return place is not None and not any(names_other_place(text, place) for text in own)


def before(scene: Scene, number: int) -> list[Entity]:
    """Return the last subject of the sentences before in the paragraph, for one that opens with what is done."""
    here = scene.read.readings[number].sentence
    if here.kind != "paragraph" or pattern_of("subject", "opens").match(here.text.value) is None:
        return []
    for earlier in range(number - 1, max(-1, number - 1 - BACK), -1):
        sentence = scene.read.readings[earlier].sentence
        if sentence.block != here.block:
            break
        end = len(sentence.text.value)
        if found := last_subjects(scene, earlier, end) or governments(scene, earlier, end):
            return found
        if pattern_of("subject", "opens").match(sentence.text.value) is None:
            break
    return []


def named_place(text: str) -> str:
    """Return the place, or level such as 我市 (该市), that `text` begins with, "" where it begins with none."""
    if own := re.match("[我全该][省市区县州]", text):
        return own[0].replace("该", "全")
    everyday = toponyms.everyday_names()
    found = (text[:size] for size in range(len(text), 1, -1))
    return next((name for name in found if gazetteer.known(name) and name not in everyday), "")


def is_done_by_others(words: str) -> bool:
    """Return whether the words before a verb name an actor that is no mention (国家, 企业, 衡阳市)."""
    tail = words.removesuffix("已").removesuffix("将")
    if pattern_of("subject", "others").search(words) is not None:
        return True
    return any(gazetteer.known(tail[-size:]) for size in (2, 3, 4))


def topic(setting: Setting, read: Read, entities: Mapping[tuple[int, int, int], Entity]) -> Entity | None:
    """Return the body that the article is about: the one of the page's own place that it names most, at least twice.

    A paper (关于…的通知) is about none: what it tells is to be done by others.
    """
    if pattern_of("layout", "paper").search(read.article.headline.value.strip()) is not None:
        return None
    own = place_iri(setting.place) if setting.place is not None else ""
    counts: Counter[str] = Counter()
    first: dict[str, Entity] = {}
    bodies = [item for item in entities.items() if item[1].kind == "Body" and ("dcterms:spatial", own) in item[1].links]
    for (number, begin, end), entity in sorted(bodies, key=itemgetter(0)):
        sentence = read.readings[number].sentence
        heads = sentence.kind != "paragraph"
        counts[entity.iri] += 2 * heads or is_subject(sentence.text.value, begin, end)
        first.setdefault(entity.iri, entity)
    best = max(counts, key=lambda iri: (counts[iri], iri), default="")
    return whole(first[best]) if best and counts[best] > 1 else reporting(setting, read)


def reporting(setting: Setting, read: Read) -> Entity | None:
    """Return the government whose yearly report of work the article is, None for any other article."""
    here = setting.place
    if here is None or pattern_of("subject", "yearly").search(read.article.headline.value.strip()) is None:
        return None
    owner = government_of(here.full, here)
    return None if owner is None else body_entity(owner, "", setting)


def whole(entity: Entity) -> Entity:
    """Return the body whose work is told: the yearly account of a CPPCC standing committee is that of its CPPCC."""
    if pattern_of("subject", "topic_whole").match(entity.label) is None:
        return entity
    return next((other for other in entity.implied if other.kind == "Body"), entity)


def last_subject(scene: Scene, number: int, limit: int | None) -> Entity | None:
    """Return the last body or meeting of the sentence that stands alone where a subject stands, before `limit`."""
    return next((scene.entity(number, mention) for mention in last_group(scene.read, number, limit, alone=True)), None)


def last_subjects(scene: Scene, number: int, limit: int) -> list[Entity]:
    """Return all who act together in the last subject before `limit` (市委、市政府印发).

    Of a sitting named after its session (人大一次会议主席团第一次会议) it is the sitting that acts.
    """
    group = last_group(scene.read, number, limit)
    sitting = {one.begin for one in group if one.kind == "Meeting"}
    entities = [scene.entity(number, one) for one in group if one.kind != "Meeting" or one.end not in sitting]
    return [entity for entity in entities if entity is not None]


def last_group(read: Read, number: int, limit: int | None, *, alone: bool = False) -> Sequence[Mention]:
    """Return the last of those who stand as subjects in a sentence before `limit`, or the last of one only."""
    sentence, found = read.readings[number].sentence, groups(read, number)
    text = sentence.text.value
    if sentence.kind != "paragraph":
        return found[0][:1] if found and not is_object(text, found[0][0].begin) else ()
    limit = len(text) if limit is None else limit
    at = bisect_right(found, limit, key=first_end)
    if at and found[at - 1][-1].end > limit:
        at -= 1
        cut = found[at][: bisect_right(found[at], limit, key=END)]
        if is_standing(text, cut, alone=alone) and not is_past(text, cut[0].begin, cut[-1].end, limit):
            return cut
    before = (found[place] for place in earlier(read, number, limit, at, alone=alone))
    return next((one for one in before if not is_past(text, one[0].begin, one[-1].end, limit)), ())


def earlier(read: Read, number: int, limit: int, at: int, *, alone: bool) -> Iterator[int]:
    """Yield which groups before group `at` stand as subjects, the nearest first.

    Who is only heard in a clause (听取了甲汇报，乙通报；讨论了《办法》) is none in a clause after it.
    """
    whole, free, clauses = standing(read, number, alone=alone), unheard(read, number, alone=alone), begins(read, number)
    here = bisect_left(groups(read, number), clauses[bisect_right(clauses, limit) - 1], key=first_begin)
    yield from (whole[place] for place in range(bisect_left(whole, at) - 1, bisect_left(whole, here) - 1, -1))
    yield from (free[place] for place in range(bisect_left(free, min(here, at)) - 1, -1, -1))


@lru_cache(maxsize=LATELY)
def begins(read: Read, number: int) -> list[int]:
    """Return where the clauses of a sentence begin that semicolons part."""
    text = read.readings[number].sentence.text.value
    return [0, *(place + 1 for place, char in enumerate(text) if char == "；")]


@lru_cache(maxsize=LATELY)
def unheard(read: Read, number: int, *, alone: bool) -> list[int]:
    """Return which of the groups that stand as subjects are not only heard in their clause."""
    text, clauses, found = read.readings[number].sentence.text.value, begins(read, number), groups(read, number)
    hears = pattern_of("subject", "hears")
    starts = ((place, found[place][0].begin) for place in standing(read, number, alone=alone))
    within = ((place, clauses[bisect_right(clauses, begin) - 1], begin) for place, begin in starts)
    return [place for place, clause, begin in within if hears.match(text, clause, begin) is None]


@lru_cache(maxsize=LATELY)
def groups(read: Read, number: int) -> list[list[Mention]]:
    """Return the bodies and meetings of a sentence that have no post there, those joined by 、 in one group.

    Of a headline all count. Made once: each figure and each decision of the sentence asks.
    """
    reading = read.readings[number]
    text, is_text = reading.sentence.text.value, reading.sentence.kind == "paragraph"
    posts = (relation for relation in reading.relations if relation.kind == "Tenure" and is_text)
    held = {id(one) for post in posts for one in post.roles.values()}
    found: list[list[Mention]] = []
    for mention in reading.mentions:
        if mention.kind not in ACTORS or id(mention) in held or is_titled(read, number, mention):
            continue
        if found and text[found[-1][-1].end : mention.begin] in JOINS:
            found[-1].append(mention)
        else:
            found.append([mention])
    return found


@lru_cache(maxsize=LATELY)
def standing(read: Read, number: int, *, alone: bool) -> list[int]:
    """Return which of the groups of a sentence stand as subjects, or which of one only do."""
    text = read.readings[number].sentence.text.value
    return [place for place, group in enumerate(groups(read, number)) if is_standing(text, group, alone=alone)]


def is_standing(text: str, group: Sequence[Mention], *, alone: bool) -> bool:
    """Return whether those who act together stand as a subject, and, where asked, `alone`."""
    return not (alone and len(group) > 1) and is_subject(text, group[0].begin, group[-1].end)


def is_object(text: str, begin: int) -> bool:
    """Return whether what is named in a headline stands after the verb of a sitting (六、审议县财政局《办法》)."""
    return pattern_of("subject", "object").search(text, max(0, begin - OPENING), begin) is not None


def is_past(text: str, begin: int, end: int, limit: int) -> bool:
    """Return whether what follows the clause of a mention is not its work (被市政府评为先进，; 围绕全会定的目标，)."""
    return text.endswith(("被", "围绕"), 0, begin) and text.find("，", end, limit) >= 0


def is_subject(text: str, begin: int, end: int) -> bool:
    """Return whether a mention opens its clause and is not itself only a modifier."""
    before, not_after = pattern_of("subject", "before"), pattern_of("subject", "not_after")
    return before.search(text, max(0, begin - OPENING), begin) is not None and not_after.match(text, end) is None
