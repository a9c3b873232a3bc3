"""The words before and after a number → the readable phrase that says what is measured.

Word boundaries are jieba's; it never decides more than where a phrase ends.

    >>> phrase("{pre}{post}", {"pre": "全年共提交", "post": "集体提案"}, {"pre": "全年共提交", "post": "集体提案"}, [])
    '提交集体提案'
"""

import logging
import re
from functools import cache

from kg.rulebook import entries, lexicon, terms

OTHER, TIME = "＃", "＄"
NOUN_ENOUGH = 3  # shorter objects (企业, 项目) say too little alone
LONGEST = 40
MEASURE = re.compile(r"(?:总|水|用|建筑|占地|灌溉)?(?:金额|投资|面积|价值|额|长度|规模)$|全长$")
SHARED = re.compile(r"[、和与及]")
SUBJECT = re.compile(r"(?:全[市区县省国州盟镇乡]|我[市区县省国州])|[一-鿿]{2,8}?(?:自治区|[省市区县镇乡盟州])(?=[一-鿿＄])")


def phrase(form: str, parts: dict[str, str], masked: dict[str, str], before: list[str]) -> str:
    """Return the indicator that `form` makes of the cleaned `parts`; a gap is filled from the figures `before`."""
    pre, repeated = front(parts.get("pre", ""), masked.get("pre", ""))
    post = after(masked.get("post", ""), parts.get("post", ""), alone=not pre)
    if form == "{post}{measure}":
        measure = MEASURE.search(pre)
        return (post.removeprefix("的") + (measure[0] if measure else pre))[:LONGEST]
    if form == "{verb}{post}":
        rest = clipped(masked["post"], parts["post"])
        return verb(parts["list"]) + (post if len(rest) > LONGEST or not rest else rest if not verb(parts["list"]) else post)
    if repeated and not pre and before:
        return inherited(before[-1], post)
    return completed(pre, post, before)


def completed(pre: str, post: str, before: list[str]) -> str:
    """Return `pre` and `post` as one phrase, the topic of the figure before put in front of a generic name."""
    own = pre + post
    if not own:
        return before[-1] if before else ""
    if own in entries("generic_head")["terms"] and before:
        return topic(before[-1]) + own
    return own


def inherited(last: str, post: str) -> str:
    """Return the phrase of a number in a chain: 接待67批、800余人次学习考察."""
    return last + post if post and not last.endswith(post) else last


def topic(last: str) -> str:
    """Return the figure before without its own generic name: 项目总投资 → 项目."""
    heads = sorted(entries("generic_head")["terms"], key=len, reverse=True)
    return next((last.removesuffix(head) for head in heads if last.endswith(head) and last != head), last)


def front(words: str, masked: str) -> tuple[str, bool]:
    """Return the phrase before a number, and whether it only goes on with a chain of numbers."""
    cut = masked.rfind(OTHER) + 1
    chained = cut > 0
    date_end = masked.rfind(TIME, cut) + 1
    head = trimmed(words[cut : masked.index(TIME, cut)]) if date_end else ""
    tail = trimmed(words[date_end or cut :])
    return (head + tail if head and not is_time_frame(head) else tail), chained


def is_time_frame(head: str) -> bool:
    """Return whether `head` only leads up to a date (自, 到, 扩大到)."""
    return len(head) <= 1 or head in entries("figure_lead")["terms"]


@cache
def edges(name: str) -> tuple[str, ...]:
    """Return the words of one edge lexicon, the longest first."""
    return tuple(sorted(terms(name), key=len, reverse=True))


def trimmed(words: str) -> str:
    """Return `words` without what leads into them and what leads from them to the number."""
    words = words.strip("“”" if words.count("“") != words.count("”") else " ")
    tails = tuple(sorted({*edges("figure_tail"), *entries("change")["terms"]}, key=len, reverse=True))
    while cut := next((tail for tail in tails if words.endswith(tail) and kept(words, tail)), ""):
        words = words[: -len(cut)]
    while cut := next((lead for lead in edges("figure_lead") if words.startswith(lead) and whole_word(words, lead)), ""):
        words = words[len(cut) :]
    return words


def kept(words: str, tail: str) -> bool:
    """Return whether `tail` may go: the last word of `words` must not go on to its left (总产值增长 but 目的)."""
    return tail in entries("change")["terms"] or len(tail) > 1 or tail in "、和及与，：—（“ " or tokens(words)[-1][0] == tail


def whole_word(words: str, lead: str) -> bool:
    """Return whether `lead` is a word of its own at the start of `words` (共提交, but not 共青团)."""
    if len(lead) > 1 or not lead.isalnum():
        return lead != "计划" or not re.match("计划(?:总?投资|完成)", words)
    return tokens(words)[0][0] == lead


def after(masked: str, words: str, *, alone: bool) -> str:
    """Return the noun phrase after a number; where it says too little `alone`, all of the clause."""
    rest = clipped(masked, words)
    noun = noun_phrase(rest)
    if alone and len(noun) < NOUN_ENOUGH and len(rest) <= LONGEST:
        return rest.strip("、的 ）（”“") if rest.count("“") != rest.count("”") else rest.strip("、的 ")
    return noun


def clipped(masked: str, words: str) -> str:
    """Return `words` up to the next number or date; what only leads to that number goes too."""
    stop = min((at for sign in (OTHER, TIME) if (at := masked.find(sign)) >= 0), default=len(words))
    if stop == len(words):
        return words
    head = words[:stop]
    return head[: max(head.rfind("、"), head.rfind("，"), 0)]


def noun_phrase(rest: str) -> str:
    """Return the noun phrase that `rest` begins with."""
    taken = ""
    for word, flag in tokens(rest):
        ahead = rest[len(taken) :]
        if word in entries("figure_stop")["terms"] or flag in ("d", "p", "c") and "的" not in ahead[:20]:
            break
        if word in "、；" and "的" not in ahead[:24]:
            break
        if flag == "v" and taken and not taken.endswith("的") and "的" not in ahead[:20]:
            break
        if word in "”）》" and word not in "".join(closing(taken)):
            break
        taken += word
    return taken.strip("、的 ")


def closing(taken: str) -> list[str]:
    """Return the closing marks that `taken` still waits for."""
    pairs = {"“": "”", "（": "）", "《": "》"}
    return [end for start, end in pairs.items() if taken.count(start) > taken.count(end)]


def verb(words: str) -> str:
    """Return the verbs that `words` begin with (研究制定 …), "" where there is none."""
    found = ""
    for word, flag in tokens(trimmed(words))[:2]:
        if not flag.startswith("v"):
            break
        found += word
    return found


def listed(words: str) -> list[str]:
    """Return the indicators of a list, a shared beginning put before each.

    >>> listed("政协重点提案答复率、满意率")
    ['政协重点提案答复率', '政协重点提案满意率']
    """
    items = [trimmed(item) for item in SHARED.split(trimmed(words)) if item]
    first = items[0]
    return [first, *(shared(first, item) for item in items[1:])]


def shared(first: str, item: str) -> str:
    """Return `item` with the beginning that it shares with a longer `first` of the same ending."""
    if len(item) < len(first) and first[-1] == item[-1] and len(item) <= 4:  # noqa: PLR2004 — 满意率, 损失数
        return first[: -len(item)] + item
    return item


def subject(text: str, begin: int) -> str:
    """Return the place words that lead the clause at `begin` or the sentence, as printed, else ""."""
    for start in (begin, 0):
        if found := SUBJECT.match(text[start : start + 12]):
            return found[0]
    return ""


@cache
def tokens(words: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a phrase with jieba's word classes."""
    if not words:
        return (("", ""),)
    return tuple((pair.word, pair.flag) for pair in tagger().cut(words, HMM=False))


@cache
def tagger():  # type: ignore[no-untyped-def]  # jieba has no types
    """Return jieba's tagger, loaded on first use."""
    import jieba.posseg  # noqa: PLC0415 — loading takes a second

    logging.getLogger("jieba").setLevel(logging.ERROR)
    return jieba.posseg
