"""Meeting mention → its full official name, its key and its place in a longer meeting.

What a meeting is called is data: lexicon/meeting_name.yaml, by the rule that read the mention. A place that
`naming` cannot resolve stays as printed.

    >>> from kg.model import Mention
    >>> parts = {"body": "区委", "term": "十三", "session": "六"}
    >>> plenum = Mention("Meeting", 0, 9, "区委十三届六次全会", "meeting.party.plenum", parts)
    >>> name(plenum, lambda place: ("常州市武进区", "")).full
    '中国共产党常州市武进区第十三届委员会第六次全体会议'
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg import patterns
from kg.model import Mention
from kg.rulebook import entries, pattern_of

Naming = Callable[[str], tuple[str, str]]
DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100}
HUNDRED = 100
WORDS = (
    "lead",
    "term",
    "session",
    "sitting",
    "topic",
    "head",
    "tail",
    "society",
    "scope",
    "body",
    "year",
    "count",
    "party",
)
SHORTEST = 3  # 座谈会: what is shorter names no meeting
ORDINALS = ("term", "session", "sitting")
OPTIONAL = patterns.compile(r"\[([^\]]*)\]")
SLOT = patterns.compile(r"\{(\w+)\}")
NOISE = patterns.compile(r"扩大|\W")
PARTY = patterns.compile(r"^(?:中国共产党|中共)")
WIDE = patterns.compile(r"\(?扩大\)?")
PLENUM = patterns.compile("^全会")
OWN = patterns.compile(r"^[我本](?=[省市区县州盟旗镇乡]$)")


@dataclass(frozen=True, slots=True)
class MeetingName:
    """A meeting by name.

    `date` is given only for the well-known national meetings (YYYY-MM); what `is_unique` is held once (庆祝…周年大会).
    """

    full: str
    key: str
    term: int | None = None
    session: int | None = None
    organizer_form: str = ""
    part_of: str = ""
    date: str = ""
    is_unique: bool = False


def name(mention: Mention, naming: Naming) -> MeetingName:
    """Return the full name of the meeting in `mention`; `naming` gives a printed place or level its full name."""
    template = entries("meeting_name")["rules"].get(mention.rule, {})
    words = read_words(mention, naming)
    form = "termed" if words["term"] and words["place"] and "termed" in template else "full"
    full = words["lead"] + write(template.get(form, "{text}"), words)
    return MeetingName(
        full,
        NOISE.sub("", full),
        number(words["term"]),
        number(words["session"]),
        write(template.get("organizer", "{body}"), words),
        write(template.get("part_of", ""), words) or parent(full, words["head"]),
        str(entries("national_meeting")["dates"].get(full, "")),
        bool(template.get("unique")),
    )


def organizers(form: str) -> tuple[str, ...]:
    """Return the bodies that are printed as who convenes a meeting, the second with the place of the first.

    Where they are not two it is the form itself, also "" for nobody.

    >>> organizers("青溪县委、县政府"), organizers("区委政府"), organizers("市委办")
    (('青溪县委', '青溪县政府'), ('区委', '区政府'), ('市委办',))
    """
    pair = pattern_of("meeting_body", "pair").match(form)
    place, organ = split_organ(pair["first"]) if pair else ("", "")
    if pair is None or not organ:
        return (form,)
    is_of_first = pair["level"] in (None, place[-1:])
    return pair["first"], (place if is_of_first else pair["level"]) + pair["second"]


def parent(full: str, head: str) -> str:
    """Return the meeting that a closing or opening ceremony is part of, where its name says so."""
    return full.removesuffix(head) if head in entries("meeting_name")["parts"] else ""


def covers(longer: MeetingName, shorter: MeetingName) -> bool:
    """Return whether `shorter` may be a shorter form of the name `longer` (教育工作会议 of 全市教育工作会议)."""
    return len(shorter.key) >= SHORTEST and longer.key.endswith(shorter.key)


def read_words(mention: Mention, naming: Naming) -> dict[str, str]:
    """Return the words that a template may use, resolved as far as they can be."""
    words = dict.fromkeys(WORDS, "")
    words |= {key: text.replace("（", "(").replace("）", ")") for key, text in mention.parts.items()}
    words["session"] = words["session"] or words.get("number", "")
    words["term"] = words["term"] or words.get("number_of_term", "")
    words["year"] = words["year"] and words["year"].removesuffix("年") + "年"
    words |= {key: characters(words[key]) for key in ORDINALS}
    printed, organ = split_organ(organizers(words["body"])[0])
    words["printed"] = OWN.sub("", words.get("place") or printed)
    words["place"] = resolve(words["printed"], naming)
    words["organ"] = organ.format(place=words["place"]) if organ else words["body"]
    words["host"] = words["place"] + words["body"].removeprefix(printed) if organ else words["body"]
    words["convener"] = words["scope"] if words["scope"].endswith(("委", "院")) else ""
    words["scope"] = resolve_scope(words["scope"], naming)
    words["tail"] = PLENUM.sub("全体会议", WIDE.sub("(扩大)", words["tail"]))
    words["wide"] = "(扩大)" if "扩大" in mention.text else ""
    words["plenary"] = next((kind for kind in ("全体", "联席") if kind in mention.text), "")
    words["joint"] = "".join(mention.text.partition("暨")[1:])
    for short, long in entries("meeting_name")["founded"].items():
        words["topic"] = words["topic"].replace(short, long)
    words["party"] = entries("meeting_name")["parties"].get(words["party"], words["party"])
    return words | {"text": mention.text}


def split_organ(body: str) -> tuple[str, str]:
    """Return the printed place and the full-name template of the organ in `body`.

    >>> split_organ("中共武进区委")
    ('武进区', '中国共产党{place}委员会')
    """
    bare = PARTY.sub("", body)
    for ending, template in organs().items():
        if bare.endswith(ending) and bare != ending:
            return bare.removesuffix(ending), template
    return "", ""


def organs() -> Mapping[str, str]:
    """Return the organs by their printed ending, longest first."""
    terms: dict[str, str] = entries("meeting_organ")["terms"]
    return {ending: terms[ending] for ending in sorted(terms, key=lambda term: (-len(term), term))}


def resolve(printed: str, naming: Naming) -> str:
    """Return the full name of a printed place, or the place as printed."""
    return naming(printed)[0] or printed


def resolve_scope(scope: str, naming: Naming) -> str:
    """Return the scope of a meeting with its place in full (全市, 我市 → 常州市, 省委 → 江苏省委), or as printed."""
    if not scope or scope in entries("meeting_name")["scopes"]:
        return scope
    place, _ = split_organ(scope)
    if place:
        return resolve(place, naming) + scope.removeprefix(place)
    level = re.sub("^(?:全|[我本](?=.$))", "", scope)
    full = naming(level)[0]
    return scope if full in ("", level) else full


def write(template: str, words: Mapping[str, str]) -> str:
    """Fill `template`; an optional part with a missing word falls away.

    >>> write("{a}[第{b}次]会议", {"a": "常务", "b": ""})
    '常务会议'
    """
    kept = OPTIONAL.sub(lambda part: part[1] if all(words[s] for s in SLOT.findall(part[1])) else "", template)
    return SLOT.sub(lambda slot: words[slot[1]], kept)


def number(text: str) -> int | None:
    """Return the ordinal written in characters or digits.

    >>> number("二十七"), number("十五"), number("3"), number("")
    (27, 15, 3, None)
    """
    if not text or not set(text) <= {*DIGITS, *UNITS} | set("0123456789"):
        return None
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in UNITS:
            total, digit = total + (digit or 1) * UNITS[character], 0
        else:
            digit = DIGITS.index(character)
    return total + digit


def characters(text: str) -> str:
    """Return an ordinal below 100 in Chinese characters; anything else unchanged.

    >>> characters("17"), characters("20"), characters("三"), characters("闭幕会")
    ('十七', '二十', '三', '闭幕会')
    """
    value = number(text)
    if value is None or not text.isdecimal() or not 0 < value < HUNDRED:
        return text
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else ("" if tens == 1 else DIGITS[tens]) + "十") + (DIGITS[ones] if ones else "")
