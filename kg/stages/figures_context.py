"""What a clause says of its number alone → the indicator that can be read alone, made whole by what stands before.

>>> completed("年均", ["进出口总额"]), completed("占全市比重", ["规上产值", "规上产值增速高于全省"])
('进出口总额年均', '规上产值占全市比重')
"""

import re
from functools import cache

from kg import patterns
from kg.rulebook import entries, lexicon, pattern_of

# What is spoken of further on is none of these (规划用地108亩，总投资2亿元).
APART = patterns.compile("用地(?:总?规划|规模)?$|率$")
NOUN_ENOUGH = 3  # shorter objects (企业, 项目) say too little alone


def completed(own: str, before: list[str]) -> str:
    """Return `own`, or the figure before where it is empty; a generic name gets its topic from there."""
    if not before or not own:
        return of_itself(before[-1]) if before else own
    if pattern_of("figure_relative", "empty").fullmatch(own):
        return base(before[-1])
    if pattern_of("figure_relative", "bound").fullmatch(own):
        return own + unbound(before[-1])
    if (related := of_place(relative(own, before), before)) != own:
        return related
    if own in entries("generic_head")["terms"]:
        topics = [found for one in reversed(before) if (found := topic(one))]
        return next((one for one in topics if len(one) > NOUN_ENOUGH), (topics or [""])[0]) + own
    return own


def relative(own: str, before: list[str]) -> str:
    """Return what only says than what something is higher, with that thing: 增幅比一季度 → 产值增幅比一季度."""
    compared, rate = (pattern_of("figure_relative", name) for name in ("compared", "rate"))
    return base(before[-1]) + own if before and (compared.match(own) or rate.fullmatch(own)) else own


def of_place(own: str, before: list[str]) -> str:
    """Return what is counted at a place that alone stands before a number, `own` where more stands there.

    >>> of_place("西秀区", ["全市建设安置点"]), of_place("新区", ["全市建设安置点", "西秀区建设安置点"])
    ('西秀区建设安置点', '新区建设安置点')
    """
    if not pattern_of("figure_relative", "place").fullmatch(own):
        return own
    whole = pattern_of("figure_relative", "whole").match(before[-1])
    return own + before[-1][whole.end() :] if whole else own


@cache
def named_work() -> re.Pattern[str]:
    """Return the pattern of a project that a clause names alone."""
    return patterns.compile(lexicon("named_work"))


@cache
def named_course() -> re.Pattern[str]:
    """Return the pattern of a clause that only says how something goes on."""
    return patterns.compile(lexicon("figure_course"))


def unbound(what: str) -> str:
    """Return what is counted without the least size that qualifies it.

    >>> unbound("10亿元以上重大项目入库"), unbound("10亿元以上")
    ('重大项目入库', '10亿元以上')
    """
    return pattern_of("figure_relative", "bound").sub("", what) or what


def base(last: str) -> str:
    """Return the figure before without what compares it with others: 产值增速高于全省 → 产值.

    >>> base("规上产值占全市产值的比重"), base("采矿业增加值占比"), base("占地面积")
    ('规上产值', '采矿业增加值', '占地面积')
    """
    last = of_itself(last)
    rest = pattern_of("figure_relative", "tail").sub("", last)
    return rest if len(rest) > 1 else last


def of_itself(last: str) -> str:
    """Return the figure before without the plan that it is a share of; what grows is the thing: 收入为预算 → 收入.

    >>> of_itself("财政收入为年初预算"), of_itself("规上产值占全市比重")
    ('财政收入', '规上产值占全市比重')
    """
    share = pattern_of("figure_relative", "planned").fullmatch(last)
    return share["thing"] if share and len(share["thing"]) > 1 else last


def topic(last: str) -> str:
    """Return the figure before without its own generic name: 项目总投资 → 项目; "" where it names nothing else."""
    heads, last = entries("generic_head")["terms"], base(last)
    if last in heads or APART.search(last):
        return ""
    return next((last.removesuffix(head) for head in sorted(heads, key=len, reverse=True) if last.endswith(head)), last)


def work(clauses: str) -> str:
    """Return the project that one of some `clauses` names alone, or what the last one says goes on, "" where none does.

    >>> work("，云河大桥项目，由县城投公司承建，"), work("；工业投资持续恢复，")
    ('云河大桥项目', '工业投资')
    """
    found = named_work().findall(clauses)
    if found:
        return str(found[-1])
    course = named_course().search(clauses)
    return course[1] if course else ""


def counterpart(place: int, chain: int, before: list[str]) -> str:
    """Return what number `place` of `chain` numbers after 分别 goes back to, "" where too little stands before.

    `before` holds what is measured before, the numbers before `place` in the chain included.

    >>> counterpart(1, 2, ["贷款余额", "受理案件", "涉案人数", "受理案件"])
    '涉案人数'
    """
    own = len(before) - place - chain
    return before[own + place] if own >= 0 else ""
