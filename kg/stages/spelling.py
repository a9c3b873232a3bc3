"""Bare levels in the names of bodies and posts → the place that the text itself gives them.

市政府 right after 广州市委 is that of 广州市, wherever the paper is from; 镇长 on a page with one town is its head.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg import gazetteer, patterns
from kg.model import Mention, Read, Reading, Relation
from kg.rulebook import pattern_of

TOWNS = ("镇", "乡", "街道")
PLACE = {"Body": "prefix", "Role": "place"}
REACH = 10  # characters from one body or post to the next that shares its place: 广州市委副书记、市长
LEVEL = patterns.compile("街道|[省市州区县旗镇乡盟](?=长)")
BREAKS = patterns.compile("[，。；：！？“”《》]")
HEAD = "role.head_of_government"
# What is printed without a place is of that of the body before it: 区委常委、宣传部长; 市城管局、城建局.
SHARING = ("body.shared_post", "body.department_series", "body.department_bare")
LONGEST = 9  # characters of a printed place


def spelt(reads: Sequence[Read]) -> list[Read]:
    """Return the articles of a page with the place of each bare level that the text decides."""
    town = only_town(reads)
    return [replace(read, readings=tuple(spell(reading, town) for reading in read.readings)) for read in reads]


def only_town(reads: Sequence[Read]) -> str:
    """Return the one town whose organs or head the page names (思茅镇镇长), else that of its headline, or ""."""
    mentions = [m for read in reads for reading in read.readings for m in reading.mentions if m.kind in PLACE]
    printed = {m.parts.get(PLACE[m.kind], "") for m in mentions}
    named = {name for name in printed if name.endswith(TOWNS) and name not in TOWNS}
    heads = (pattern_of("place_level", "acting").match(read.article.headline.value) for read in reads)
    named = named or {found["town"] for found in heads if found is not None}
    return named.pop() if len(named) == 1 else ""


def spell(reading: Reading, town: str) -> Reading:
    """Return a sentence as read, its bare levels spelt out."""
    if not any(mention.kind in PLACE for mention in reading.mentions):
        return reading
    changed = dict(changes(reading, town))
    if not changed:
        return reading
    mentions = tuple(changed.get(span(one), one) for one in reading.mentions)
    return reading._replace(mentions=mentions, relations=tuple(renewed(one, changed) for one in reading.relations))


def changes(reading: Reading, town: str) -> Iterator[tuple[tuple[int, int, str], Mention]]:
    """Yield the mentions whose place is spelt out, each by its span."""
    text, before, end = reading.sentence.text.value, "", 0
    names = {m.end: m for m in reversed(reading.mentions) if m.kind == "Person"}
    for mention in sorted((m for m in reading.mentions if m.kind in PLACE), key=lambda m: m.begin):
        level = level_of(mention)
        place = (
            town if level in TOWNS and town.endswith(level) else place_of_name(text, names.get(mention.begin), level)
        )
        shares = before != level and near(text[end : mention.begin])
        if not place and shares and (before.endswith(level) if level else is_bare(mention)):
            place = before
        if place:
            yield span(mention), mention._replace(parts={**mention.parts, PLACE[mention.kind]: place})
        if place or level or PLACE[mention.kind] in mention.parts:
            before, end = place or mention.parts.get(PLACE[mention.kind], ""), mention.end


def level_of(mention: Mention) -> str:
    """Return the level by which a body or the head of a government is printed without a place, or ""."""
    if mention.kind == "Body":
        prefix = mention.parts.get("prefix", "")
        return prefix if len(prefix) == 1 or prefix in TOWNS else ""
    if mention.rule != HEAD or "place" in mention.parts:
        return ""
    found = LEVEL.search(mention.parts.get("title", ""))
    return found[0] if found else ""


def is_bare(mention: Mention) -> bool:
    """Return whether a body is printed without place or level in a stack of posts or a row (区委常委、宣传部长)."""
    return mention.kind == "Body" and mention.rule in SHARING and "prefix" not in mention.parts


def place_of_name(text: str, name: Mention | None, level: str) -> str:
    """Return the place printed before the name that a post of this level follows (南京市某某副市长), or ""."""
    if not level or name is None or text[name.begin - 1 : name.begin] != level:
        return ""
    before = (text[max(0, name.begin - size) : name.begin] for size in range(LONGEST, 1, -1))
    return next((one for one in before if gazetteer.known(one)), "")


def near(between: str) -> bool:
    """Return whether two names stand so close that the second shares the place of the first."""
    return len(between) <= REACH and BREAKS.search(between) is None


def span(mention: Mention) -> tuple[int, int, str]:
    """Return what tells the mentions of one sentence apart."""
    return mention.begin, mention.end, mention.kind


def renewed(relation: Relation, changed: Mapping[tuple[int, int, str], Mention]) -> Relation:
    """Return the relation between the mentions as they are spelt now."""
    return relation._replace(roles={name: changed.get(span(one), one) for name, one in relation.roles.items()})
