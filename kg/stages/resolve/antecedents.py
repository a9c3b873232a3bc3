"""Second mentions → what they go back to: 会议, 大会, 全会 stand for the meeting that the article is about."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kg.model import Mention, Read
from kg.rulebook import entries

ANAPHOR = "meeting.anaphor"
NAMED = "meeting.named."
PLENUM = "meeting.party.plenum"
HELD_INSIDE = re.compile("召开|举行")
JOINT = "暨"
# Words that one name of a meeting has and another leaves out (普查工作启动会, 普查启动会).
LOOSE = re.compile("工作|(?<=会)议$")
TOPIC = 4  # a shorter subject (重点项目) is too common to go back to

# The articles of a page ask for these again and again.
REMEMBERED = 256
KIND = "常务会议"  # what is no longer names no organ


def is_anaphor(mention: Mention) -> bool:
    """Return whether the mention is a second mention such as 会议."""
    return mention.kind == "Meeting" and mention.rule.startswith(ANAPHOR)


@lru_cache(maxsize=REMEMBERED)
def named(read: Read) -> Sequence[tuple[int, str, Mention]]:
    """Return every meeting that is named in the article: sentence number, sentence, mention."""
    return tuple(
        (number, reading.sentence.text.value, mention)
        for number, reading in enumerate(read.readings)
        for mention in reading.mentions
        if mention.kind == "Meeting" and not is_anaphor(mention)
    )


def led(read: Read, number: int, mention: Mention) -> Mention:
    """Return a ceremony with what stands before its subject where the article first tells of it.

    乌兰浩特经济技术开发区重点项目开工 … 出席重点项目开工奠基仪式: the ceremony is that of the zone.
    """
    topic = mention.parts.get("topic", "")
    if len(topic) < TOPIC or mention.parts.keys() & {"scope", "place", "body"}:
        return mention
    before = [
        one.text
        for reading in read.readings[:number]
        for one in reading.mentions
        if one.kind in ("Body", "Place") and reading.sentence.text.value.startswith(topic, one.end)
    ]
    return replace(mention, parts={**mention.parts, "lead": before[0]}) if before else mention


def longest(read: Read, mention: Mention) -> Mention:
    """Return the one longer name in the article for this meeting.

    That is a name which ends with this one (国际投资年会 of 2016年广州国际投资年会), else the same name with its number
    (县政府常务会议 of 县政府第五次常务会议).
    """
    longer = {m.text: m for _, _, m in named(read) if m.text.endswith(mention.text) and m.text != mention.text}
    longer = longer or loosely_longer(read, mention)
    longer = longer or numbered(read, mention)
    if len(longer) != 1 or len(mention.text) < TOPIC:
        return mention
    (found,) = longer.values()
    return replace(found, parts={**found.parts, "form": mention.text})


def loosely_longer(read: Read, mention: Mention) -> dict[str, Mention]:
    """Return the names of the article that end as this one but for a word such as 工作, and are longer."""
    if not mention.rule.startswith(NAMED):
        return {}
    name, same = LOOSE.sub("", mention.text), [m for _, _, m in named(read) if m.rule.startswith(NAMED)]
    return {m.text: m for m in same if len(m.text) > len(mention.text) and LOOSE.sub("", m.text).endswith(name)}


def numbered(read: Read, mention: Mention) -> dict[str, Mention]:
    """Return the meetings of the article that are called as `mention`, which has no number, but with a number."""
    name, bare = printed(mention), unnumbered(mention)
    if name != bare:
        return {}
    same = [(printed(m), unnumbered(m), m) for _, _, m in named(read) if printed(m) != unnumbered(m)]
    return {text: m for text, name, m in same if is_same_kind(bare, name)}


def is_same_kind(one: str, other: str) -> bool:
    """Return whether one name without number is the end of the other, and says whose meeting it is (not 常务会议)."""
    return len(min(one, other, key=len)) > len(KIND) and (one.endswith(other) or other.endswith(one))


def printed(mention: Mention) -> str:
    """Return the name of a meeting with the organ that stands before it (县政府 召开 第五次常务会议)."""
    body = mention.parts.get("body", "")
    return (mention.text if body in mention.text else body + mention.text).replace("常委会会议", "常委会议")


def unnumbered(mention: Mention) -> str:
    """Return the name of a sitting without its number."""
    return re.sub(entries("meeting_held")["ordinal"], "", printed(mention))


@lru_cache(maxsize=REMEMBERED)
def main_meeting(read: Read) -> tuple[int, Mention] | None:
    """Return the meeting that the article reports: held, opened, closed, attended or chaired at its beginning."""
    words = entries("meeting_held")
    held = re.compile(words["held"])
    first = [number for number, reading in enumerate(read.readings) if reading.sentence.kind == "paragraph"]
    lead = first[: words["sentences"]]
    reported = [(n, t, m) for n, t, m in named(read) if not is_cited(t, m.begin, m.end)]
    candidates = [(n, m) for n, t, m in reported if n in lead and held.search(clause(t, m))]
    if candidates:
        return next((one for one in candidates if one[1].rule.startswith(words["preparatory"])), candidates[0])
    return next(((n, m) for n, _, m in reported if n < (first or [1])[0]), None)


def is_cited(text: str, begin: int, end: int) -> bool:
    """Return whether a meeting named there is only spoken of: its spirit, its decisions, or that it is to be held."""
    words = entries("meeting_held")
    return re.match(words["past"], text[end:]) is not None or re.search(words["cited"], text[:begin]) is not None


def clause(text: str, mention: Mention) -> str:
    """Return the words around the mention, up to the full stop, the mention itself replaced by ◎.

    A verb inside it (主席团举行第四次会议) stays.
    """
    begin = max(text.rfind("。", 0, mention.begin) + 1, mention.begin - 40)
    stop = text.find("。", mention.end)
    verb = "举行" if HELD_INSIDE.search(mention.text) is not None else ""
    return text[begin : mention.begin] + "◎" + verb + text[mention.end : (len(text) if stop < 0 else stop)][:40]


def antecedent(read: Read, page: Sequence[Read], number: int, mention: Mention, main: Mention | None) -> Mention | None:
    """Return what a second mention goes back to.

    区委全会 goes back to the last plenum of the same body on the page, 全会 to the last plenum of the article, a bare
    kind (座谈会) to the last meeting of that kind or stands for itself, anything else to the article's main meeting.
    """
    before = [m for n, _, m in named(read) if n <= number]
    if mention.rule == "meeting.anaphor.body_plenum":
        body = mention.parts.get("body", "")
        plenums = [
            m for one in page for _, _, m in named(one) if m.rule.startswith(PLENUM) and m.parts.get("body") == body
        ]
        return plenums[-1] if len({m.text for m in plenums}) == 1 else None
    if mention.rule == "meeting.anaphor.plenum":
        plenums = [m for m in before if m.rule.startswith(PLENUM)]
        return plenums[-1] if plenums else main
    if mention.rule == "meeting.anaphor.head":
        head = mention.parts.get("head", mention.text)
        same = [m for m in before if m.text.endswith(head) or head + JOINT in m.text]
        return same[-1] if same else main or mention
    return main or last_held(read, number)


def last_held(read: Read, number: int) -> Mention | None:
    """Return the last meeting or ceremony before sentence `number` that the article says is held, or nothing."""
    held = re.compile(entries("meeting_held")["held"])
    before = [(text, m) for n, text, m in named(read) if n < number and not is_cited(text, m.begin, m.end)]
    found = [m for text, m in before if m.rule.startswith("meeting.part.") or held.search(clause(text, m))]
    return found[-1] if found else None
