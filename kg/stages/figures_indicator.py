"""The words before and after a number → the readable phrase that says what is measured.

Word boundaries are jieba's; it never decides more than where a phrase ends.

    >>> phrase("{pre}{post}", {"pre": "全年共提交", "post": "集体提案"}, {"pre": "全年共提交", "post": "集体提案"}, [])
    '提交集体提案'
"""

from functools import lru_cache
from itertools import takewhile

from kg import patterns
from kg.rulebook import entries, pattern_of
from kg.stages.figures_context import base, completed
from kg.stages.figures_noun import LONGEST, OTHER, TIME, after, clipped, noun_phrase
from kg.stages.figures_words import tokens, trimmed, verb

MEASURE = patterns.compile(
    r"(?:总|水|用|建筑|占地|灌溉)?(?:金额|投资|面积|价值|额|长度|规模|容量|库容)$|装机容量$|全?长$"
)
AND = ("及", "和", "与", "、")
# 产值200亿元和工业增加值50亿元: what follows 和 is measured by the next number.
NEXT_ITEM = patterns.compile(f"(?:[和及与]|以及)[^{OTHER}、，]{{2,20}}{OTHER}")
OTHER_HOLDER = patterns.compile("、(?P<own>[^、，]{2,12}(?:共?有|拥有))$")
QUALIFIED = patterns.compile(r"(?:在|于|为|达到?|是)$")
CLAUSE_MARK = patterns.compile("[，；：。！？]")
LEVELS = "省市区县盟州镇乡"
LEVEL = patterns.compile(f"[{LEVELS}国]")
REACH = 14  # a place that leads a clause stands in its first characters
WHOLE_PLACE = patterns.compile(r"(?:全|我)[市区县省国州盟镇乡]")


def phrase(form: str, parts: dict[str, str], masked: dict[str, str], before: list[str]) -> str:
    """Return the indicator that `form` makes of the cleaned `parts`; a gap is filled from the figures `before`."""
    match form:
        case "{post}{measure}":
            return measured(parts["pre"], after(masked["post"], parts["post"], alone=True))
        case "{verb}{post}":
            return counted(verb(parts["list"]), parts["post"], masked["post"])
    words = parts["pre"]
    share = pattern_of("figure_relative", "planned").fullmatch(words[:-1]) if words.endswith("的") else None
    if before and share is not None and not share["thing"]:
        return base(before[-1]).removesuffix("完成") + share["share"]
    post, gap = parts["post"], masked["post"].lstrip("、和及与")
    object_follows = bool(post) and post[0].isalnum() and post[0] != "的" and not gap.startswith(OTHER)
    pre = front(words, masked["pre"], object_follows=object_follows, item_follows=object_follows or post[:1] == "的")
    is_told = modifies(words, parts["post"]) or (pre and NEXT_ITEM.match(masked["post"]) is not None)
    post = "" if is_told else after(masked["post"], parts["post"], alone=not pre)
    if use := pattern_of("figure_relative", "funded").search(pre) and used(masked["post"], parts["post"]):
        post = use
    if post and is_list(pre, words, post):
        pre = verb(pre)
    link = "的" if post and pre and words.endswith("的") else ""
    chained = masked["pre"].rstrip("、和及与").endswith(OTHER) and not pre
    return overlaid(before[-1], post) if chained and post and before else completed(pre + link + post, before)


def used(masked: str, words: str) -> str:
    """Return what a sum before `words` is for, "" where they do not tell it: 更新了设备 → 更新设备."""
    purpose = pattern_of("figure_relative", "purpose").match(clipped(masked, words))
    return purpose["verb"] + purpose["rest"] if purpose else ""


def is_list(pre: str, words: str, post: str) -> bool:
    """Return whether what stands before a number only lists other things, or those that it counts."""
    commas = pre.count("、")
    if commas > 1 and (len(pre) > LONGEST or tokens(post)[0][1][:1] == "n" or tokens(post)[0][1] == "b"):
        return True
    return bool(commas) and words.endswith(AND)


def overlaid(first: str, second: str) -> str:
    """Return two phrases as one, what the first ends and the second begins with only once.

    >>> overlaid("全旗贫困户", "贫困户脱贫")
    '全旗贫困户脱贫'
    """
    shared = next(size for size in range(len(second), -1, -1) if first.endswith(second[:size]))
    return first + second[shared:]


def measured(pre: str, thing: str) -> str:
    """Return 水利建设协议 and 签订总金额 as 水利建设协议总金额."""
    measure = MEASURE.search(pre.rstrip("达到为约超过近逾"))
    return thing + (measure[0] if measure else "")


def counted(lead: str, words: str, masked: str) -> str:
    """Return what a list of names comes to: the verb before it and the noun after, or all that is said of them."""
    rest = clipped(masked, words)
    return rest if rest and not lead and len(rest) <= LONGEST else lead + noun_phrase(rest)


def modifies(pre: str, post: str) -> bool:
    """Return whether number and 的 qualify what `pre` measures: 金额在80万元以下的计算机."""
    return post.startswith("的") and bool(QUALIFIED.search(pre))


def front(words: str, masked: str, *, object_follows: bool, item_follows: bool) -> str:
    """Return the phrase before a number, a verb that it shares with the number before in front of it.

    Where the counted thing follows, a change verb is part of the phrase (增加500个岗位), and what stands between
    two numbers (百个示范群、百条) belongs to the first, what stands before 、 there too (法国有3家酒庄、德国有2家酒商).
    """
    if (lead := pattern_of("figure_relative", "leading").match(words)) is not None:
        words, masked = words[lead.end() :], masked[lead.end() :]
    cut = masked.rfind(OTHER) + 1
    if cut and item_follows and words[cut:].strip("、") and words.endswith(("、", "和", "及", "与", "以及")):
        return verb(words[: masked.find(OTHER)])
    if cut and object_follows and (other := OTHER_HOLDER.search(words, cut)) is not None:
        words, masked, cut = words[other.start("own") :], masked[other.start("own") :], 0
    date_end = masked.rfind(TIME, cut) + 1
    head = trimmed(words[cut : masked.index(TIME, cut)]) if date_end else ""
    tail = trimmed(without_date_end(words[date_end:]) if date_end else words[cut:], keep_change=object_follows)
    own = head + tail if head and not is_time_frame(head) else tail
    shared_verb = verb(words[: masked.find(OTHER)]) if cut and words[cut : cut + 1] == "、" else ""
    return own if not own or not shared_verb or own.startswith("“") or verb(own) else shared_verb + own


def last_clause(text: str) -> str:
    """Return the phrase of the clause that `text` ends with, for a number whose own clause names nothing."""
    clauses = [words for words in CLAUSE_MARK.split(text) if words]
    return trimmed(clauses[-1])[:LONGEST] if clauses else ""


def without_date_end(words: str) -> str:
    """Return `words` without what still belongs to the date before them (2015年底前, 3月份以来)."""
    ends = sorted(entries("figure_lead")["after_date"], key=len, reverse=True)
    return next((words[len(end) :] for end in ends if words.startswith(end)), words)


def is_time_frame(head: str) -> bool:
    """Return whether `head` only leads up to a date (自, 到, 扩大到)."""
    words = entries("figure_lead")
    return len(head) <= 1 or head in words["terms"] or head in words["after_date"]


def is_predicate(indicator: str) -> bool:
    """Return whether `indicator` only tells what was done with the counted things: 被采用, 市政协采用."""
    named = pattern_of("figure_relative", "noun").search(indicator) is not None
    return indicator.startswith("被") or (not named and tokens(indicator)[-1][1] == "v")


def subject(text: str, begin: int) -> str:
    """Return the place that leads the clause at `begin` or the sentence, as printed, else ""."""
    return leading_place(text[begin : begin + REACH]) or (leading_place(text[:REACH]) if begin else "")


@lru_cache(maxsize=512)
def leading_place(words: str) -> str:
    """Return the place that leads some words, else "": the figures of one sentence have the same ones."""
    from kg import segments  # noqa: PLC0415 — only figures need jieba

    if LEVEL.search(words) is None:
        return ""
    words = trimmed(words)
    if found := WHOLE_PLACE.match(words):
        return found[0]
    if not any(map(words.__contains__, LEVELS)) or not segments.may_lead(words, "ns"):
        return ""
    names = list(takewhile(lambda token: token[1] == "ns" or token[0] in LEVELS, tokens(words)))
    place = "".join(word for word, _ in names)
    return place if names and names[0][1] == "ns" and place[-1] in LEVELS and len(place) > len("城镇") else ""
