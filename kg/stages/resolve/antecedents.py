"""Second mentions → what they go back to: 会议, 大会, 全会 stand for the meeting that the article is about."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from kg.model import Mention, Read
from kg.rulebook import entries, pattern_of
from kg.stages.resolve.named import JOINT, SHORTEST, Placed, last_until, led_by, longer, named
from kg.stages.resolve.setting import LATEST

PLENUM = "meeting.party.plenum"
AT = "meeting.anaphor.at"
CLOSING = "meeting.anaphor.closing"  # and opening
SHARED, BARE = "body.committee_shared", "body.congress_committee_bare"
CONGRESS = {"organ": "人大"}  # only its committees have a 主任委员
NOUN = "document.anaphor"
BRACKETS = re.compile("（[^（）]*）|》")

# An article has few kinds of second mentions, and asks for each again and again.
REMEMBERED = 64


def plenums(meetings: Iterable[Mention]) -> dict[str, Mention]:
    """Return, by each body, the last mention of its plenum on a page that names only one."""
    found: dict[str, dict[str, Mention]] = {}
    for mention in meetings:
        if mention.rule.startswith(PLENUM) and "body" in mention.parts:
            found.setdefault(mention.parts["body"], {})[mention.text] = mention
    return {body: mention for body, called in found.items() if len(called) == 1 for mention in called.values()}


def led(read: Read, number: int, mention: Mention) -> Mention:
    """Return a ceremony with what stands before its subject where the article first tells of it.

    乌兰浩特经济技术开发区重点项目开工 … 出席重点项目开工奠基仪式: the ceremony is that of the zone.
    """
    topic = mention.parts.get("topic", "")
    if len(topic) < SHORTEST or mention.parts.keys() & {"scope", "place", "body"}:
        return mention
    first, before = led_by(read).get(topic, (number, ""))
    return mention._replace(parts={**mention.parts, "lead": before}) if first < number else mention


def shared(read: Read, number: int, mention: Mention) -> Mention:
    """Return a committee with the congress that is printed before the first of its list (、财政经济委员会主任委员).

    One that stands alone is of the congress of the page's place.
    """
    if mention.rule == BARE:
        return mention._replace(parts={**CONGRESS, **mention.parts})
    if mention.rule != SHARED:
        return mention
    before = [one for one in read.readings[number].mentions if one.kind == "Body" and one.end <= mention.begin]
    wholes = [whole for one in before if (whole := congress(one))]
    return mention._replace(parts={**wholes[-1], "tail": mention.parts["tail"]}) if wholes else mention


def congress(body: Mention) -> Mapping[str, str]:
    """Return the parts of the name of the congress or CPPCC that `body` is, or is a part of, none where it is neither.

    What is printed with its term (县十八届人大常委会) has its place in its parts, 全国人大 in its text alone.
    """
    printed = body.parts["prefix"] + body.parts["organ"] if {"prefix", "organ"} <= body.parts.keys() else body.text
    found = pattern_of("role_body", "congress").match(printed)
    return found.groupdict() if found is not None else {}


def named_so(read: Read, number: int, mention: Mention) -> Placed | None:
    """Return the last document before sentence `number` that is called by the noun of a second mention (该方案)."""
    noun = mention.parts["noun"]
    earlier = (
        (place, one)
        for place in range(number, -1, -1)
        for one in reversed(read.readings[place].mentions)
        if one.kind == "Document" and one.rule != NOUN and (place < number or one.end <= mention.begin)
    )
    last = next(earlier, None)
    return last if last is not None and BRACKETS.sub("", last[1].text).endswith(noun) else None


def longest(read: Read, mention: Mention) -> Mention:
    """Return the one longer name in the article for this meeting.

    That is a name which ends with this one (国际投资年会 of 2016年广州国际投资年会), else the same name with its number
    (县政府常务会议 of 县政府第五次常务会议).
    """
    found = longer(read, mention) if len(mention.text) >= SHORTEST else None
    if found is None or is_of_another_level(read, mention, found):
        return mention
    return found._replace(parts={**found.parts, "form": mention.text})


def is_of_another_level(read: Read, mention: Mention, longer_one: Mention) -> bool:
    """Return whether `mention` is held by a place of another level than the longer name tells of.

    我县召开征兵工作会议，传达全市征兵工作会议精神: two meetings.
    """
    level = longer_one.parts.get("scope", "")[-1:]
    return bool(level) and not held_by(read).get(mention.text, set()) <= {level}


@lru_cache(maxsize=LATEST)
def held_by(read: Read) -> Mapping[str, set[str]]:
    """Return the levels of the places that hold a meeting (县 of 我县召开), by its name as printed."""
    found, holder = defaultdict[str, set[str]](set), pattern_of("meeting_held", "holder")
    for _, text, one in named(read):
        if (told := holder.search(text, 0, one.begin)) is not None:
            found[one.text].add(told["level"])
    return found


@lru_cache(maxsize=LATEST)
def main_meeting(read: Read) -> tuple[int, Mention] | None:
    """Return the meeting that the article reports: held, opened, closed, attended or chaired at its beginning."""
    words = entries("meeting_held")
    held = pattern_of("meeting_held", "held")
    first = [number for number, reading in enumerate(read.readings) if reading.sentence.kind == "paragraph"]
    lead = first[: words["sentences"]]
    reported = [(n, t, m) for n, t, m in named(read) if not is_cited(t, m.begin, m.end)]
    candidates = [(n, m) for n, t, m in reported if n in lead and held.search(clause(t, m))]
    if candidates:
        return next((one for one in candidates if one[1].rule.startswith(tuple(words["preparatory"]))), candidates[0])
    headed = next(((n, m) for n, _, m in reported if n < (first or [1])[0]), None)
    return headed or attended(read, first[: words["early"]])


def attended(read: Read, numbers: Sequence[int]) -> tuple[int, Mention] | None:
    """Return the bare ceremony (签约仪式) that people attend in the first of these sentences that tells of one."""
    joined = pattern_of("meeting_held", "joined")
    bare = (
        (number, mention)
        for number in numbers
        for mention in read.readings[number].mentions
        if mention.rule == "meeting.anaphor.head"
        and joined.search(read.readings[number].sentence.text.value[: mention.begin])
    )
    return next(bare, None)


def is_cited(text: str, begin: int, end: int) -> bool:
    """Return whether a meeting named there is only spoken of: its spirit, its decisions, or that it is to be held."""
    past, cited = pattern_of("meeting_held", "past"), pattern_of("meeting_held", "cited")
    before, after = text[:begin], text[end:]
    if past.match(after) is not None or cited.search(before) is not None:
        return True
    is_studied = pattern_of("meeting_held", "studied").search(before) is not None
    return is_studied and pattern_of("meeting_held", "opened").match(after) is None


def clause(text: str, mention: Mention) -> str:
    """Return the words around the mention, up to the full stop, the mention itself replaced by ◎.

    A verb inside it (主席团举行第四次会议) stays.
    """
    begin = max(text.rfind("。", 0, mention.begin) + 1, mention.begin - 40)
    stop = text.find("。", mention.end)
    verb = "举行" if pattern_of("meeting_held", "verb").search(mention.text) is not None else ""
    return text[begin : mention.begin] + "◎" + verb + text[mention.end : (len(text) if stop < 0 else stop)][:40]


def antecedent(
    read: Read, number: int, mention: Mention, main: Mention | None, page: Mapping[str, Mention]
) -> Mention | None:
    """Return what a second mention goes back to.

    区委全会 goes back to the last plenum of the same body on the `page`, 全会 to the plenum that the article reports,
    else to the last one that it names, a bare kind (座谈会) to the last meeting of that kind, else to the one that the
    article reports if that is such a one, or stands for itself; 活动 to the reported ceremony, festival or fair;
    anything else to the article's main meeting, and an opening in an article without any stands for itself.
    """
    match mention.rule:
        case "meeting.anaphor.body_plenum":
            return page.get(mention.parts["body"])
        case "meeting.anaphor.plenum":
            is_plenum = main is not None and main.rule.startswith(PLENUM)
            return main if is_plenum else last_until(ruled(read, PLENUM), number) or main
        case "meeting.anaphor.head":
            same = of_kind(read, mention.parts.get("head", mention.text))
            return last_until(same, number) or (main if main is not None and is_kind(main, mention) else mention)
        case "meeting.anaphor.activity":
            is_festive = main is not None and pattern_of("meeting_held", "festive").search(main.text) is not None
            return told(read, number) if is_festive else None
    return (
        just_held(read, number, mention)
        or last_until(own(read, number), number)
        or told(read, number)
        or last_until(held(read), number - 1)
        or (mention if mention.rule == CLOSING and not named(read) else None)
    )


def just_held(read: Read, number: int, mention: Mention) -> Mention | None:
    """Return the meeting that the sentence right before says is held or attended: 他们参加了“某会议”。会上，…."""
    sentences = [reading.sentence for reading in read.readings[number - 1 : number + 1]] if number else []
    if mention.rule != AT or mention.begin or len({sentence.block for sentence in sentences}) != 1:
        return None
    return next((one for place, one in reversed(held(read)) if place == number - 1), None)


def is_kind(main: Mention, bare: Mention) -> bool:
    """Return whether a bare kind may be the meeting that is reported: 动员会 a 动员大会, a ceremony what is opened."""
    return pattern_of("meeting_held", "kind").sub("", bare.text) in main.text


def told(read: Read, number: int) -> Mention | None:
    """Return the meeting that the article reports, unless sentence `number` stands before it is first told of."""
    found = main_meeting(read)
    if found is None or (found[0] > number and read.readings[number].sentence.kind == "paragraph"):
        return None
    return found[1]


def own(read: Read, number: int) -> Sequence[Placed]:
    """Return the meetings of a paragraph that tells of a day of its own (8月4日 … 主持召开某会议), as chronicles do.

    Else the one held in the part under its own heading, as the news of a day has them.
    """
    return diary(read).get(read.readings[number].sentence.block) or parts(read).get(heading(read)[number], ())


@lru_cache(maxsize=LATEST)
def diary(read: Read) -> Mapping[int, Sequence[Placed]]:
    """Return the meetings held by the paragraph that tells of them, of the paragraphs that begin with a day."""
    dated = pattern_of("meeting_held", "dated")
    found: dict[int, list[Placed]] = {}
    for number, mention in held(read):
        sentence = read.readings[number].sentence
        first = number == 0 or read.readings[number - 1].sentence.block != sentence.block
        if first and sentence.kind == "paragraph" and dated.match(sentence.text.value):
            found.setdefault(sentence.block, []).append((number, mention))
    return found if len(found) > 1 else {}


@lru_cache(maxsize=LATEST)
def parts(read: Read) -> Mapping[int, Sequence[Placed]]:
    """Return the first meeting held by each part of an article under a heading, where several parts tell of one."""
    above = heading(read)
    found: dict[int, list[Placed]] = {}
    for number, mention in held(read):
        if read.readings[number].sentence.kind == "paragraph":
            found.setdefault(above[number], [(number, mention)])
    return found if len(found) > 1 else {}


@lru_cache(maxsize=LATEST)
def heading(read: Read) -> Sequence[int]:
    """Return for each sentence the number of the heading above it, -1 for none."""
    numbers = (number if one.sentence.kind == "heading" else -1 for number, one in enumerate(read.readings))
    return list(accumulate(numbers, max))


@lru_cache(maxsize=REMEMBERED)
def ruled(read: Read, rule: str) -> Sequence[Placed]:
    """Return the meetings of the article that rules whose names begin so have read."""
    return [(number, mention) for number, _, mention in named(read) if mention.rule.startswith(rule)]


@lru_cache(maxsize=REMEMBERED)
def of_kind(read: Read, head: str) -> Sequence[Placed]:
    """Return the meetings of the article that a bare kind such as 座谈会 may stand for."""
    return [(n, m) for n, _, m in named(read) if m.text.endswith(head) or head + JOINT in m.text]


@lru_cache(maxsize=LATEST)
def held(read: Read) -> Sequence[Placed]:
    """Return the meetings and ceremonies that the article says are held."""
    is_held = pattern_of("meeting_held", "held")
    own = ((n, text, m) for n, text, m in named(read) if not is_cited(text, m.begin, m.end))
    return [(n, m) for n, text, m in own if m.rule.startswith("meeting.part.") or is_held.search(clause(text, m))]
