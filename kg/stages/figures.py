"""One cleaned sentence → the figures that it states: numbers that measure or count, each with what is measured.

For every quantity the rules of rules/figures are asked in file order; each sees the quantity's clause, in which the
quantity stands as {n:Number} (filled up with ＿), other quantities as ＃ and dates as ＄, as long as they are, so that
offsets stay. What a clause leaves open (增长32%) is taken from the figure before it.

    >>> [(f.printed, f.indicator, f.change) for f in find("财政总收入103亿元，增长32%。")]
    [('103亿元', '财政总收入', ''), ('32%', '财政总收入', 'increase')]
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from operator import attrgetter

from kg import gazetteer, patterns, scan
from kg.model import Figure
from kg.rulebook import SYMBOLS, Rule, lexicon, rules
from kg.scan import needs, tree
from kg.stages import figures_context as context
from kg.stages import figures_indicator as indicator
from kg.stages import figures_mood as mood
from kg.stages.figures_named import Window, subjects
from kg.stages.figures_noun import noun_phrase
from kg.stages.figures_words import trimmed
from kg.values import bare, date, quantity
from kg.values.quantity import Quantity

LONGEST_PLACE = 6  # characters of a name that begins with a numeral (三江侗族自治县 is told by 三江县)
THIS, OTHER, TIME, BLANK = SYMBOLS["Number"], "＃", "＄", "＿"
CLAUSE_END = patterns.compile(r"[，；：。！？]")
# A name in quotes has no clause mark inside; speech has.
NAMED = patterns.compile(r"“[^“”，。；：！？]{1,40}”|‘[^‘’，。；]{1,30}’|《[^《》]{1,60}》")
BRACKETED = patterns.compile(r"“[^“”。；]{1,80}”|《[^《》]{1,60}》|（[^（）]{1,60}）")
ASIDE = patterns.compile(r"（(?![一二]）型?)[^（）]{1,80}）")  # 小（一）型水库 stays
# What makes a number an ordinal stands so close before it.
NEAR = 12
INDICATOR = attrgetter("indicator")  # of hundreds of figures, each time, where a sentence has so many
SAID = 12  # a longer indicator says what is counted
# A clause without any mark is read so far around its number.
FARTHEST = 160
NUMERALS = "一二三四五六七八九十百千万亿两数几"
COUNTED = patterns.compile(f"[0-9{NUMERALS}]")
QUALIFIES = patterns.compile("[的一-鿿0-9]")
# 一个, 零部件: no count.
RHETORICAL = patterns.compile(r"[一零][^十百千万亿余多一二三四五六七八九点]")


def find(text: str, rulebook: Iterable[Rule] | None = None) -> list[Figure]:
    """Return the figures in one sentence, left to right."""
    measured = measures(text)
    if not measured:
        return []
    gate = gate_of_all() if rulebook is None else scan.gate(tuple(rulebook), anchored=False)
    found: list[Figure] = []
    masked = covered(text, measured)
    for one in measured:
        found.extend(read(one, masked, text, found, gate))
    return found


@cache
def gate_of_all() -> scan.Gate:
    """Return the gate of all rules for figures."""
    return scan.gate(rules("figures"), anchored=False)


def measures(text: str) -> list[Quantity]:
    """Return the quantities of `text` that measure something: no date, ordinal, name or set phrase."""
    found = quantities(text)
    if not found or (COUNTED.search(text) is None and not any(map(str.isdigit, text))):
        return []
    found = [
        one
        for one in found
        if not RHETORICAL.match(one.printed)
        and not is_place(text, one)
        and not ordinal().search(text[max(0, one.begin - NEAR) : one.begin])
    ]
    spans = barred(text) if found else ()
    return [one for one in found if not any(begin < one.end and one.begin < end for begin, end in spans)]


@cache
def ordinal() -> re.Pattern[str]:
    """Return the pattern of what makes the number after it an ordinal."""
    return patterns.compile(f"{lexicon('ordinal_before')}$")


def is_place(text: str, one: Quantity) -> bool:
    """Return whether what looks like a quantity begins the name of a place (三门峡, 三台县, 四川)."""
    if text[one.begin] not in NUMERALS:
        return False
    lengths = range(one.end - one.begin + 1, LONGEST_PLACE + 1)
    return any(gazetteer.called(text[one.begin : one.begin + length]) for length in lengths)


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of `text`, left to right, those too that leave their unit to be understood."""
    printed = quantity.find(text)
    added = [*bare.sums(text), *(bare.shares(text, printed) if printed else ())]
    if not added:
        return printed
    free = [one for one in added if not any(one.begin < p.end and p.begin < one.end for p in printed)]
    return sorted([*printed, *free], key=lambda one: one.begin) if free else printed


def barred(text: str) -> list[tuple[int, int]]:
    """Return the spans in which a number measures nothing."""
    spans = [match.span() for match in no_measure().finditer(text)]
    spans += [match.span() for match in NAMED.finditer(text)]
    return [*spans, *date.spans(text)]


@cache
def no_measure() -> re.Pattern[str]:
    """Return the pattern of what holds a number and measures nothing, tried only where a head of it stands."""
    written = lexicon("not_measure")
    heads = needs.first(tree.parsed(written).data)
    ahead = f"(?=[{re.escape(''.join(sorted(heads)))}])" if heads is not None and "" not in heads else ""
    return patterns.compile(f"{ahead}(?:{written})")


def read(one: Quantity, masked: str, text: str, before: list[Figure], gate: scan.Gate) -> list[Figure]:
    """Return the figures that the first matching rule makes of one quantity; `masked` is `covered`."""
    window = clause(one, masked, text)
    for rule in gate.asked_by(window.masked):
        if match := scan.pattern(rule.written).search(window.masked):
            named = subjects(rule, match, window, topics(one, window, text, before)) or [
                indicator.last_clause(text[: window.begin]) or window.text
            ]
            return [figure(one, counted(what, one, before, text), window, text, rule) for what in named]
    return []


def topics(one: Quantity, window: Window, text: str, before: list[Figure]) -> list[str]:
    """Return what is spoken of before a quantity: the indicators before it, then the project that a clause names.

    A change in per cent (占比69.3%，同比增长5%) is one of the thing itself, not of its share; 提高到70% is the share.
    """
    found, lead = list(map(INDICATOR, before)), text[window.begin : one.begin]
    by = one.unit == "%" and not lead.endswith(("到", "至")) and mood.change(lead, one) in ("increase", "decrease")
    if found and by:
        found[-1] = context.base(found[-1])
    after = before[-1].end if before else 0
    named = context.work(("" if after else "，") + text[after : window.begin])
    return [*found, named] if named else found


def counted(what: str, one: Quantity, before: list[Figure], text: str) -> str:
    """Return `what` with the counted thing where only a predicate is left: 4篇被采用 → 被采用的社情民意信息."""
    if threshold(one, text):
        return context.unbound(what)
    if one.kind != "count":
        return what
    if len(what) > SAID:
        return what
    same = [f.end for f in reversed(before) if f.unit == one.unit and not text.startswith("（", f.end)]
    if not same or not indicator.is_predicate(what):  # to ask what is a predicate takes far longer
        return what
    nouns = (noun_phrase(CLAUSE_END.split(text[end:])[0]) for end in same)
    noun = next((noun for noun in nouns if len(noun) > context.NOUN_ENOUGH and is_other_noun(noun, what)), "")
    return f"{what}的{noun}" if noun else what


def is_other_noun(noun: str, what: str) -> bool:
    """Return whether a phrase is a noun that `what` lacks: neither the next of a row (和25家) nor one that it has."""
    return noun[0] not in "和及与、的" and noun[:2] not in what


def covered(text: str, measured: list[Quantity]) -> str:
    """Return `text` with its dates and quantities masked."""
    masked = text
    for begin, end in date.spans(text):
        masked = masked[:begin] + TIME * (end - begin) + masked[end:]
    for one in measured:
        if not threshold(one, text):
            masked = masked[: one.begin] + OTHER * (one.end - one.begin) + masked[one.end :]
    return masked


def clause(one: Quantity, masked: str, text: str) -> Window:
    """Return the clause around one quantity, in which it stands as {n:Number}; `masked` is `covered`."""
    stops = stops_of(text)
    after = bisect_left(stops, one.begin)
    begin = stops[after - 1] + 1 if after else 0
    later = bisect_left(stops, one.end)
    end = stops[later] if later < len(stops) else len(text)
    if text[begin - 1 : begin] == "：" and not trimmed(text[begin : one.begin]):  # 绿地率：不小于35%
        begin = stops[after - 2] + 1 if after > 1 else 0
    begin, end = max(begin, one.begin - FARTHEST), min(end, one.end + FARTHEST)
    hole = THIS + BLANK * (one.end - one.begin - 1)
    if "（" not in text:
        return Window(begin, end, text[begin:end], masked[begin : one.begin] + hole + masked[one.end : end])
    return without_asides(Window(begin, end, text, masked[: one.begin] + hole + masked[one.end :]), one)


def without_asides(window: Window, one: Quantity) -> Window:
    """Return the clause of `window` without what stands in brackets, or only that where the quantity stands in it."""
    begin, end, dropped = window.begin, window.end, set[int]()
    for low, high in asides_of(window.text):
        if low < one.begin < high:
            begin, end = max(begin, low + 1), min(end, high - 1)
        elif low < window.end and window.begin < high:
            dropped.update(range(low, high))
    if not dropped:
        return Window(begin, end, window.text[begin:end], window.masked[begin:end])
    kept = [i for i in range(begin, end) if i not in dropped]
    return Window(begin, end, "".join(window.text[i] for i in kept), "".join(window.masked[i] for i in kept))


@lru_cache(maxsize=64)
def asides_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the brackets of a sentence stand."""
    return tuple(m.span() for m in ASIDE.finditer(text))


@lru_cache(maxsize=64)
def stops_of(text: str) -> tuple[int, ...]:
    """Return where the clauses of a sentence end."""
    return tuple(m.start() for m in CLAUSE_END.finditer(hidden(text)))


def hidden(text: str) -> str:
    """Return `text` with bracketed and quoted parts blanked, so that marks inside end no clause."""
    return BRACKETED.sub(lambda m: m[0] if m[0][0] == "“" and "，" in m[0] else BLANK * len(m[0]), text)


def threshold(one: Quantity, text: str) -> bool:
    """Return whether the quantity only qualifies what follows it: 500万元以上村17个, 其中30亿元以上2个."""
    bound = one.printed.endswith(("以上", "以下")) and one.kind != "ratio"
    return bound and QUALIFIES.match(text, one.end) is not None


def figure(one: Quantity, what: str, window: Window, text: str, rule: Rule) -> Figure:
    """Return the record of one figure."""
    lead = text[window.begin : one.begin]
    return Figure(
        one.begin,
        one.end,
        one.printed,
        one.value,
        one.unit,
        what,
        one.comparator,
        mood.change(lead, one),
        "result" if mood.is_start(text, one) else mood.status(text, window.begin, window.end),
        mood.period(text, window.begin, one),
        indicator.subject(text, window.begin),
        rule.id,
    )
