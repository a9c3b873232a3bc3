"""The words around a number → their tokens, and the phrase in them without what leads into it or on to the number.

>>> trimmed("全年共提交"), verb("研究制定办法")
('提交', '研究制定')
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from kg import patterns
from kg.rulebook import entries, pattern_of, terms
from kg.values.quantity import signs

QUOTED = patterns.compile(r"(“[^“”]{1,40}”|‘[^‘’]{1,30}’|《[^《》]{1,60}》|（[^（）]{1,40}）)")


@cache
def edges(name: str) -> tuple[str, ...]:
    """Return the words of one edge lexicon, the longest first."""
    return tuple(sorted(terms(name), key=len, reverse=True))


@cache
def tails(*, keep_change: bool) -> dict[str, list[str]]:
    """Return what may stand between a phrase and its number by its last character, the longest first."""
    changes = () if keep_change else tuple(entries("change")["terms"])
    return by_edge(sorted({*edges("figure_tail"), *signs("before"), *changes}, key=len, reverse=True), -1)


@cache
def leads() -> dict[str, list[str]]:
    """Return what may lead into a phrase by its first character, the longest first."""
    return by_edge(edges("figure_lead"), 0)


def trimmed(words: str, *, keep_change: bool = False) -> str:
    """Return `words` without what leads into them and what leads from them to the number."""
    if words:
        words = words.strip("“”" if words.count("“") != words.count("”") else " ")
    endings, beginnings = tails(keep_change=keep_change), leads()
    while tail := tail_of(words, endings.get(words[-1:], ())):
        words = words[: -len(tail)]
    while lead := lead_of(words, beginnings.get(words[:1], ())):
        if len(words) - len(lead) == 1 and lead == "已":  # 已结30件
            break
        words = words[len(lead) :]
    return words


def tail_of(words: str, endings: Iterable[str]) -> str:
    """Return the first of some `endings` of `words` that may go, "" where none may."""
    for one in endings:  # no next(): every phrase asks here, and few have such an end
        if words.endswith(one) and kept(words, one):
            return one
    return ""


def lead_of(words: str, leads: Iterable[str]) -> str:
    """Return the first of some `leads` that stands at the start of `words` as a word of its own, "" where none does."""
    for one in leads:
        if words.startswith(one) and whole_word(words, one):
            return one
    return ""


def by_edge(words: Iterable[str], edge: int) -> dict[str, list[str]]:
    """Return words, in their order, by their character at one edge (0 or -1)."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        found[word[edge]].append(word)
    return dict(found)


def kept(words: str, tail: str) -> bool:
    """Return whether `tail` may go: a single character must be a word of its own (目的, 附近 and 占比 stay)."""
    if pattern_of("figure_relative", "whole_end").search(words) is not None:
        return False
    always = len(tail) > 1 or tail in "、和及与，：—（“ 达超逾了约"
    return always or tokens(words)[-1][0] == tail


def whole_word(words: str, lead: str) -> bool:
    """Return whether `lead` is a word of its own at the start of `words` (共提交, but not 共青团)."""
    if pattern_of("figure_relative", "whole_start").match(words) is not None:
        return False
    if len(lead) > 1 or not lead.isalnum():
        return True
    from kg import segments  # noqa: PLC0415 — only figures need jieba

    return segments.is_alone(words) or tokens(words)[0][0] == lead


def verb(words: str) -> str:
    """Return the verbs that `words` begin with (研究制定 …), "" where there is none."""
    found = ""
    for word, flag in tokens(trimmed(words))[:2]:
        if not flag.startswith("v") or (len(word) == 1 and word in entries("figure_stop")["terms"]):
            break
        found += word
    return found


@lru_cache(maxsize=4096)
def tokens(words: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a phrase with jieba's word classes."""
    from kg import segments  # noqa: PLC0415 — only figures need jieba

    found: list[tuple[str, str]] = []
    for piece in QUOTED.split(words) if QUOTED.search(words) else (words,):
        found += [(piece, "nz")] if QUOTED.fullmatch(piece) else segments.tagged(piece)
    return tuple(found) or (("", ""),)
