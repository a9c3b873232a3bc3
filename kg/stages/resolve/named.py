"""One article → the meetings that it names, to be asked for by sentence, by how a name ends and by its number.

An article asks for these at each of its mentions. Each is made once, so a long article takes no longer for each word.
"""

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from kg.model import Mention, Read
from kg.rulebook import pattern_of
from kg.stages.resolve.nearby import around
from kg.stages.resolve.setting import LATEST

ANAPHOR = "meeting.anaphor"
NAMED = "meeting.named."
SHORTEST = 4  # a shorter name or subject (座谈会, 重点项目) is too common to go back to
KIND = "常务会议"  # what is no longer names no organ
JOINT = "暨"
QUOTES = str.maketrans("", "", "“”")
SEVERAL = 2  # of several names that could be meant none is: two of them tell that there are

Placed = tuple[int, Mention]


@dataclass(frozen=True, slots=True)
class Names:
    """The last mention of each of some meetings by its name, and these names by what they are asked for.

    `bare` by the name as it is compared, `ending` by each ending of it; of several names the two longest.
    """

    last: Mapping[str, Mention]
    bare: Mapping[str, Sequence[str]]
    ending: Mapping[str, Sequence[str]]


def without(field: str, mention: Mention) -> str:
    """Return the name of a meeting without what `field` of lexicon/meeting_held.yaml leaves out."""
    return pattern_of("meeting_held", field).sub("", mention.text)


def is_anaphor(mention: Mention) -> bool:
    """Return whether the mention is a second mention such as 会议."""
    return mention.kind == "Meeting" and mention.rule.startswith(ANAPHOR)


@lru_cache(maxsize=LATEST)
def named(read: Read) -> Sequence[tuple[int, str, Mention]]:
    """Return every meeting that is named in the article: sentence number, sentence, mention.

    A session in the title of a document (某届人大某次会议议程) is none that the text tells of.
    """
    return tuple(
        (number, reading.sentence.text.value, mention)
        for number, reading in enumerate(read.readings)
        for mention in reading.mentions
        if mention.kind == "Meeting" and not is_anaphor(mention) and not is_titled(read, number, mention)
    )


def is_titled(read: Read, number: int, mention: Mention) -> bool:
    """Return whether a mention stands in the title of a document."""
    return around(read, number, mention.begin, mention.end, "Document") is not None


def last_until(placed: Sequence[Placed], number: int) -> Mention | None:
    """Return the last of the mentions, which stand in the order of their sentences, up to sentence `number`."""
    count = bisect_right(placed, number, key=itemgetter(0))
    return placed[count - 1][1] if count else None


def longer(read: Read, mention: Mention) -> Mention | None:
    """Return the one meeting of the article whose name is that of `mention` and more, None where there are several.

    That is a name which ends with it, else one that does but for a word such as 工作, else the same with its number or
    its term, else that of a joint meeting (推进会 of 推进会暨动员会). Of two of which one ends with the other
    (“读书日”筹备会, 2023年“4·23读书日”筹备会) it is the longer one.
    """
    found = (
        beyond(whole(read), unquoted(mention.text), mention) or loosely_longer(read, mention) or numbered(read, mention)
    )
    found = found or termed(read, mention) or joint(read).get(mention.text, [])
    names = sorted((unquoted(one.text) for one in found), key=len)
    is_one = len({name[-len(names[0]) :] for name in names}) == 1
    return max(found, key=lambda one: len(one.text)) if is_one else None


@lru_cache(maxsize=LATEST)
def joint(read: Read) -> Mapping[str, list[Mention]]:
    """Return the joint meetings of the article (推进会暨动员会), by the name before 暨."""
    found = defaultdict[str, list[Mention]](list)
    for text, mention in whole(read).last.items():
        if JOINT in text:
            found[text.partition(JOINT)[0]].append(mention)
    return found


def beyond(names: Names, end: str, mention: Mention) -> list[Mention]:
    """Return up to two of the meetings whose names end so and are longer than that of `mention`, or come after it."""
    own = (len(mention.text), mention.text)
    return [names.last[text] for text in names.ending.get(end, ()) if (len(text), text) > own]


def loosely_longer(read: Read, mention: Mention) -> list[Mention]:
    """Return up to two meetings whose names end as this one but for a word such as 工作, and are longer."""
    return beyond(loose(read), without("loose", mention), mention) if mention.rule.startswith(NAMED) else []


def numbered(read: Read, mention: Mention) -> list[Mention]:
    """Return up to two meetings that are called as `mention`, which has no number, but with a number.

    One of the names without number is the end of the other, and says whose meeting it is (not 常务会议).
    """
    name, names = unnumbered(mention), by_number(read)
    if printed(mention) != name or len(name) <= len(KIND):
        return []
    shorter = (names.bare.get(name[begin:], ()) for begin in range(len(name) - len(KIND)))
    found = dict.fromkeys([*names.ending.get(name, ()), *itertools.chain.from_iterable(shorter)])
    return [names.last[text] for text in found][:SEVERAL]


def termed(read: Read, mention: Mention) -> list[Mention]:
    """Return up to two meetings that are called as `mention`, which has a number but no term, but with a term."""
    if "session" not in mention.parts or is_termed(mention):
        return []
    names = by_term(read)
    return [names.last[text] for text in names.bare.get(without("term", mention), ())]


def is_termed(mention: Mention) -> bool:
    """Return whether the name of a meeting says of which term it is."""
    return bool(mention.parts.get("term") or mention.parts.get("number_of_term"))


@lru_cache(maxsize=LATEST)
def by_term(read: Read) -> Names:
    """Return the meetings that the article prints with a term, by their names without it."""
    return by_name({m.text: m for _, _, m in named(read) if is_termed(m)}, lambda mention: without("term", mention))


@lru_cache(maxsize=LATEST)
def whole(read: Read) -> Names:
    """Return the meetings of the article by their names as they are printed, but for quotation marks."""
    return by_name({m.text: m for _, _, m in named(read)}, lambda mention: unquoted(mention.text))


def unquoted(name: str) -> str:
    """Return a name without its quotation marks, of which one print of it has others than the next."""
    return name.translate(QUOTES)


@lru_cache(maxsize=LATEST)
def loose(read: Read) -> Names:
    """Return the meetings of the article that have names of their own, by these without words such as 工作."""
    own = {m.text: m for _, _, m in named(read) if m.rule.startswith(NAMED)}
    return by_name(own, lambda mention: without("loose", mention))


@lru_cache(maxsize=LATEST)
def by_number(read: Read) -> Names:
    """Return the meetings that the article prints with a number, by their names without it."""
    return by_name({printed(m): m for _, _, m in named(read) if printed(m) != unnumbered(m)}, unnumbered)


def by_name(last: Mapping[str, Mention], compared: Callable[[Mention], str]) -> Names:
    """Return meetings by the names by which they are compared."""
    bare, ending = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for text, mention in last.items():
        name = compared(mention)
        for names in (bare[name], *(ending[name[begin:]] for begin in range(len(name) + 1))):
            names.append(text)
            names.sort(key=len, reverse=True)
            del names[SEVERAL:]
    return Names(last, bare, ending)


def printed(mention: Mention) -> str:
    """Return the name of a meeting with the organ that stands before it (县政府 召开 第五次常务会议)."""
    body = mention.parts.get("body", "")
    return (mention.text if body in mention.text else body + mention.text).replace("常委会会议", "常委会议")


def unnumbered(mention: Mention) -> str:
    """Return the name of a sitting without its number, nor the verb before it (领导小组召开第二次会议)."""
    whole_name = pattern_of("meeting_held", "verb").sub("", printed(mention))
    return pattern_of("meeting_held", "ordinal").sub("", whole_name)


@lru_cache(maxsize=LATEST)
def led_by(read: Read) -> Mapping[str, tuple[int, str]]:
    """Return, by the subject of a ceremony, in which sentence the article first tells of it, and after what."""
    topics = {one.parts.get("topic", "") for r in read.readings for one in r.mentions if one.kind == "Meeting"}
    lengths = {len(topic) for topic in topics if len(topic) >= SHORTEST}
    found: dict[str, tuple[int, str]] = {}
    for number, reading in enumerate(read.readings):
        text = reading.sentence.text.value
        for one in reading.mentions:
            if one.kind in ("Body", "Place"):
                told = {text[one.end : one.end + length] for length in lengths} & topics
                found.update((topic, (number, one.text)) for topic in told - found.keys())
    return found
