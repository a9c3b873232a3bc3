"""The words before and after a number → the readable phrase that says what is measured.

Word boundaries are jieba's; it never decides more than where a phrase ends.

    >>> phrase("{pre}{post}", {"pre": "全年共提交", "post": "集体提案"}, {"pre": "全年共提交", "post": "集体提案"}, [])
    '提交集体提案'
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import takewhile

from kg import patterns
from kg.rulebook import entries, pattern_of, terms
from kg.stages.figures_context import NOUN_ENOUGH, completed
from kg.values.quantity import signs

OTHER, TIME = "＃", "＄"
LONGEST = 40
NEAR = 20  # so far ahead a 的 is looked for
OBJECT = 14  # a longer phrase after a verb and its number is a clause
SHORT_PAIR = 5  # 家庭和个人
PLANNED = patterns.compile("计划(?:总?投资|完成)")
MEASURE = patterns.compile(r"(?:总|水|用|建筑|占地|灌溉)?(?:金额|投资|面积|价值|额|长度|规模)$|全长$")
OPENING = tuple("“‘《")
WHOLE = ("占比", "亩均", "户均", "应到")  # their last character is no word of its own
AND = ("及", "和", "与", "、")
WITHIN = patterns.compile("之?[内后前里](?!部|外|任)")
QUALIFIED = patterns.compile(r"(?:在|于|为|达到?|是)$")
CLAUSE_MARK = patterns.compile("[，；：。！？]")
LEVELS = "省市区县盟州镇乡"
LEVEL = patterns.compile(f"[{LEVELS}国]")
REACH = 14  # a place that leads a clause stands in its first characters
WHOLE_PLACE = patterns.compile(r"(?:全|我)[市区县省国州盟镇乡]")
QUOTED = patterns.compile(r"(“[^“”]{1,40}”|‘[^‘’]{1,30}’|《[^《》]{1,60}》|（[^（）]{1,40}）)")


def phrase(form: str, parts: dict[str, str], masked: dict[str, str], before: list[str]) -> str:
    """Return the indicator that `form` makes of the cleaned `parts`; a gap is filled from the figures `before`."""
    match form:
        case "{post}{measure}":
            return measured(parts["pre"], after(masked["post"], parts["post"], alone=True))
        case "{verb}{post}":
            return counted(verb(parts["list"]), parts["post"], masked["post"])
    words = parts["pre"]
    post, gap = parts["post"], masked["post"].lstrip("、和及与")
    object_follows = bool(post) and post[0].isalnum() and post[0] != "的" and not gap.startswith(OTHER)
    pre = front(words, masked["pre"], object_follows=object_follows)
    post = "" if modifies(words, parts["post"]) else after(masked["post"], parts["post"], alone=not pre)
    several = "、" in pre and (words.endswith(AND) or (len(pre) > LONGEST and pre.count("、") > 1))
    if several and post:
        pre = verb(pre)
    link = "的" if post and pre and words.endswith("的") else ""
    chained = masked["pre"].rstrip("、和及与").endswith(OTHER) and not pre
    return before[-1] + post if chained and post and before else completed(pre + link + post, before)


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


def front(words: str, masked: str, *, object_follows: bool) -> str:
    """Return the phrase before a number, a verb that it shares with the number before in front of it.

    Where the counted thing follows, a change verb is part of the phrase (增加500个岗位), and what stands between
    two numbers (百个示范群、百条) belongs to the first.
    """
    cut = masked.rfind(OTHER) + 1
    if cut and object_follows and words[cut:].strip("、") and words.endswith(("、", "和", "及", "与", "以及")):
        return verb(words[: masked.find(OTHER)])
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
    if words.endswith(WHOLE):
        return False
    always = len(tail) > 1 or tail in "、和及与，：—（“ 达超逾了"
    return always or tokens(words)[-1][0] == tail


def whole_word(words: str, lead: str) -> bool:
    """Return whether `lead` is a word of its own at the start of `words` (共提交, but not 共青团)."""
    if len(lead) > 1 or not lead.isalnum():
        return lead != "计划" or not PLANNED.match(words)
    from kg import segments  # noqa: PLC0415 — only figures need jieba

    return segments.is_alone(words) or tokens(words)[0][0] == lead


def after(masked: str, words: str, *, alone: bool) -> str:
    """Return the noun phrase after a number; where it says too little `alone`, all of the clause."""
    if not (words[:1].isalnum() or words.startswith(OPENING)):
        return ""
    rest = clipped(masked, words)
    if inside := WITHIN.match(rest):
        rest = rest[inside.end() :]
    noun = noun_phrase(rest) if alone or not is_object(rest) else rest
    if alone and (len(noun) < NOUN_ENOUGH or tokens(noun)[0][1] == "v") and len(rest) <= LONGEST:
        return rest.strip("、的 ）（”“") if rest.count("“") != rest.count("”") else rest.strip("、的 ")
    return noun


def is_object(rest: str) -> bool:
    """Return whether a short phrase is one noun phrase to its end, verbs in it included (汽车制造企业)."""
    words, stops = tokens(rest), entries("figure_stop")["terms"]
    if len(rest) > OBJECT or words[-1][1][:1] != "n" or words[0][1] == "v":
        return False
    return all(flag[:1] in "navbjlxm" and flag != "ad" and word not in stops for word, flag in words)


def clipped(masked: str, words: str) -> str:
    """Return `words` up to the next number or date; what only leads to that number goes too."""
    stop = min((at for sign in (OTHER, TIME) if (at := masked.find(sign)) >= 0), default=len(words))
    if stop == len(words):
        return words
    head = words[:stop]
    joint = max(head.rfind("、"), head.rfind("，"))
    return head[:joint] if joint >= 0 else trimmed(head)


def noun_phrase(rest: str) -> str:
    """Return the noun phrase that `rest` begins with."""
    taken, words = "", tokens(rest)
    for index, (word, flag) in enumerate(words):
        ahead = rest[len(taken) :]
        follows = words[index + 1][1] if index + 1 < len(words) else ""
        if ends_noun(word, flag, follows, ahead, taken):
            break
        taken += word
    return taken.strip("、的 ")


def ends_noun(word: str, flag: str, follows: str, ahead: str, taken: str) -> bool:
    """Return whether a noun phrase stops before `word`; a 的 in `ahead` shows that its modifier still goes on."""
    modifier = "的" in ahead[:NEAR]
    if word in entries("figure_stop")["terms"] or word in "）”》；":
        return True
    if len(ahead) <= SHORT_PAIR and word != "、":
        return False
    if flag in ("c", "p"):
        return True
    if flag in ("d", "ad") or word == "、":
        return not modifier
    predicate = flag == "v" and bool(taken) and not taken.endswith("的")
    return predicate and not modifier and follows[:1] in tuple("nmruv")


def is_predicate(indicator: str) -> bool:
    """Return whether `indicator` only tells what was done with the counted things: 被采用, 市政协采用."""
    named = pattern_of("figure_relative", "noun").search(indicator) is not None
    return indicator.startswith("被") or (not named and tokens(indicator)[-1][1] == "v")


def verb(words: str) -> str:
    """Return the verbs that `words` begin with (研究制定 …), "" where there is none."""
    found = ""
    for word, flag in tokens(trimmed(words))[:2]:
        if not flag.startswith("v") or (len(word) == 1 and word in entries("figure_stop")["terms"]):
            break
        found += word
    return found


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


@lru_cache(maxsize=4096)
def tokens(words: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a phrase with jieba's word classes."""
    from kg import segments  # noqa: PLC0415 — only figures need jieba

    found: list[tuple[str, str]] = []
    for piece in QUOTED.split(words) if QUOTED.search(words) else (words,):
        found += [(piece, "nz")] if QUOTED.fullmatch(piece) else segments.tagged(piece)
    return tuple(found) or (("", ""),)
