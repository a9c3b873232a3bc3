"""Policy mention → kind, preferred label and key. Variants of one policy get one key.

Which words are left out of a key is data: lexicon/policy_*.yaml and lexicon/document_draft.yaml.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from kg import patterns
from kg.model import Mention
from kg.rulebook import lexicon, pattern_of, terms

MARKS = patterns.compile(r"[\s“”\"'‘’《》〈〉「」『』()（）\[\]【】,，、.。·—\-:：;；!！?？]")
QUOTES = {"“": "”", "‘": "’", "《": "》", "〈": "〉"}
COUNT = "一二三四五六七八九十百千万两双0-9"
# a quoted core of numbers is the name by itself, whatever follows it: “532”发展战略, “六个三”监督闭环
NUMBERED = patterns.compile(rf"[“‘]((?:[{COUNT}](?:个|大|项)[^“”‘’]{{1,4}}|[0-9+＋]{{2,}}))[”’]")
FIVE_YEARS = patterns.compile(r"十[一二三四五六七]五")
CAMPAIGN = patterns.compile("[^”](?:活动|行动|计划|战略|布局|教育|工程)$")
STATE = patterns.compile(r"^中华人民共和国(?=.)")
REMEMBERED = 2048  # a page names the same policies again and again, and asks for each several times
TERM = patterns.compile(r"[0-9]{4,8}年?$")  # the years at the end of a title: （2024—2026年）
LEVELS = frozenset("省市区县州盟旗")
TITLE, PLACE = 6, 10  # characters that a title without its place has at least, and a place at most
LEAST = 2  # characters that a key keeps at least


def name(mention: Mention) -> tuple[str, str, str]:
    """Return the kind, the preferred label and the key of the policy that `mention` names.

    >>> name(Mention("Initiative", 0, 9, "“532”发展战略", "r"))
    ('Initiative', '“532”发展战略', '532')
    >>> name(Mention("Document", 0, 8, "《政府工作报告》", "r"))
    ('Document', '政府工作报告', '政府工作报告')
    """
    return mention.kind, label(mention.text), key(mention.text)


@lru_cache(maxsize=REMEMBERED)
def label(text: str) -> str:
    """Return `text` without the marks around the whole of it.

    >>> label("《选举办法》（草案）"), label("“两个确立”"), label("“两湖”创新区")
    ('选举办法（草案）', '两个确立', '“两湖”创新区')
    """
    closing = QUOTES.get(text[:1], "")
    end = partner(text) if closing else -1
    rest = text[end + 1 :] if end > 0 else ""
    whole = end == len(text) - 1 or (text[:1] == "《" and rest.startswith("（"))
    return text[1:end] + rest if end > 0 and whole else text


def partner(text: str) -> int:
    """Return where the mark that opens `text` is closed, or -1.

    >>> partner("《关于印发《办法》的通知》（试行）")
    12
    """
    opening, closing, depth = text[0], QUOTES[text[0]], 0
    for index, char in enumerate(text):
        depth += (char == opening) - (char == closing)
        if depth == 0:
            return index
    return -1


@lru_cache(maxsize=REMEMBERED)
def key(text: str) -> str:
    """Return the form shared by all variants of one policy's name.

    >>> key("“两湖”创新区建设") == key("“两湖”创新区"), key("《条例（草案）》")
    (True, '条例')
    """
    numbered = NUMBERED.search(text)
    if numbered and not FIVE_YEARS.fullmatch(numbered[1]):
        return squash(numbered[1])
    if called := quoted().fullmatch(text):
        return squash(called[1])
    plain = squash(brackets().sub("", text))
    plain = shortest(STATE.sub("", plain))
    if plan := whole("policy_plan").match(plain):
        return f"十{plan[1]}五规划"
    said = whole("policy_leader").match(plain)
    return f"习近平{said[1]}" if said else plain


def squash(text: str) -> str:
    """Return `text` without marks and white space, full width folded.

    >>> squash("“1＋8＋5”治理体系")
    '1+8+5治理体系'
    """
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def shortest(plain: str) -> str:
    """Return `plain` without the words at its end that may be left out.

    >>> shortest("中央八项规定精神"), shortest("建设")
    ('中央八项规定', '建设')
    """
    while (match := tail().search(plain)) and match.start() >= LEAST:
        plain = plain[: match.start()]
    return plain


@cache
def tail() -> re.Pattern[str]:
    """Return the pattern for words that may be left out at the end."""
    return patterns.compile(lexicon("policy_tail") + "$")


@cache
def whole(lexicon_name: str) -> re.Pattern[str]:
    """Return the pattern that a lexicon states for a whole name."""
    return patterns.compile(lexicon(lexicon_name))


@cache
def quoted() -> re.Pattern[str]:
    """Return the pattern for a name in quotes and words that may be left out after it."""
    return patterns.compile(rf"“([^“”]{{2,}})”{lexicon('policy_tail_quoted')}?")


@cache
def brackets() -> re.Pattern[str]:
    """Return the pattern for the state of a document in brackets: （草案）, （试行）."""
    return patterns.compile(rf"（{lexicon('document_draft')}）")


def short(text: str) -> str:
    """Return the quoted name that opens `text` and may stand for all of it, or "".

    >>> short("“532”发展战略"), short("《条例》")
    ('532', '')
    """
    end = partner(text) if text[:1] in ("“", "‘") else -1
    return text[1:end] if end > LEAST else ""


def bare(text: str) -> bool:
    """Return whether `text` is a title that names nothing by itself.

    >>> bare("《规划》"), bare("《条例（草案）》"), bare("《选举办法》")
    (True, True, False)
    """
    return label(brackets().sub("", text)) in terms("document_bare")


def antecedent(text: str, named: Iterable[str]) -> str:
    """Return the latest of the keys `named` on the same page that the short name `text` stands for, or "".

    >>> antecedent("《规划》", ["海峡西岸经济区发展规划", "选举办法"])
    '海峡西岸经济区发展规划'
    >>> antecedent("民生实事项目", ["2024年民生实事项目"])
    '2024年民生实事项目'
    >>> antecedent("《行动方案》", ["云河市氢能产业行动方案20192022年"])
    '云河市氢能产业行动方案20192022年'
    """
    if not bare(text) and label(text) not in terms("policy_year_less"):
        return only_speech(named) if pattern_of("policy_leader", "bare").match(text) else ""
    printed = key(text)
    own = printed.removeprefix("全年")
    ends = (one for one in reversed(list(named)) if one not in (own, printed) and undated(one).endswith(own))
    return next(ends, "")


def only_speech(named: Iterable[str]) -> str:
    """Return the key of the one speech of the general secretary among those `named`, "" where there are more or none.

    >>> only_speech(["习近平第三次中央新疆工作座谈会上", "习近平总书记", "选举办法"])
    '习近平第三次中央新疆工作座谈会上'
    """
    speeches = [one for one in named if pattern_of("policy_leader", "speech").match(one)]
    return speeches[0] if len(speeches) == 1 else ""


def inside(printed: Iterable[str]) -> Mapping[str, str]:
    """Return, for each quoted name that stands inside one longer name of a page, the key of that longer name.

    What is known by itself (“四个意识”教育活动) is not called after what it is part of.

    >>> inside(["“放心肉”", "食品安全“放心肉”专项行动", "“放心肉”", "“六进六讲”大宣讲活动"])
    {'“放心肉”': '食品安全放心肉专项行动', '“六进六讲”': '六进六讲大宣讲'}
    """
    found: dict[str, set[str]] = {}
    for text in printed:
        begin = text.find("“")
        ending = quoted().fullmatch(text, begin) if begin > 0 else None
        called = ending[1] if ending is not None else short(text) if CAMPAIGN.search(text) else ""
        if called and not is_known(called):
            found.setdefault(f"“{called}”", set()).add(key(text))
    return {name: keys.pop() for name, keys in found.items() if len(keys) == 1}


def is_known(name: str) -> bool:
    """Return whether a name is that of a policy of the whole country by itself.

    >>> is_known("一带一路"), is_known("十四五"), is_known("六进六讲")
    (True, True, False)
    """
    return name in known() or FIVE_YEARS.fullmatch(name) is not None


@cache
def known() -> frozenset[str]:
    """Return the names of the policies and formulations of the whole country."""
    return frozenset((*terms("formulation"), *terms("initiative")))


def undated(title: str) -> str:
    """Return the key of a title without the years at its end, or all of it where it ends with none."""
    return TERM.sub("", title)


def local(named: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the keys `named` on a page by what they are without their place and years.

    >>> local(["云河市氢能产业行动方案20192022年"])["氢能产业行动方案"]
    ['云河市氢能产业行动方案20192022年']
    """
    found: dict[str, list[str]] = {}
    for one in named:
        title = undated(one)
        for cut in range(LEAST, min(PLACE, len(title) - TITLE) + 1):
            if title[cut - 1] in LEVELS:
                found.setdefault(title[cut:], []).append(one)
    return found


def whole_title(text: str, titles: Mapping[str, Sequence[str]]) -> str:
    """Return the one key among `titles` (see `local`) that is that of `text` with its place before it, or ""."""
    own = key(text)
    others = [one for one in titles.get(own, ()) if one != own]
    return others[0] if len(others) == 1 else ""
