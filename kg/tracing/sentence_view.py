"""A traced sentence → lines for the eye: Chinese first, columns aligned, one part a family of rules."""

from collections.abc import Iterator, Sequence

from kg.tracing.sentence import Step, Traced, kind_label, rulebook
from kg.tracing.show import marked, part

HEADINGS = {
    "mention": "提及 mentions",
    "relation": "关系 relations",
    "figure": "数 figures",
    "speech": "话 speech",
    "lost": "让位 gave way",
}
NOTHING = "没有规则读到什么 no rule took anything"
QUOTED = 24


def lines(one: Traced) -> Iterator[str]:
    """Yield the explanation of one sentence."""
    taken = [(step.begin, step.end) for step in one.steps if step.family in ("mention", "figure")]
    yield from part("句 sentence", [(marked(one.text, taken),), (f"{one.file}:{one.line}",)])
    yield from part("地 place", [(one.place or "未定 open", one.why_there)])
    yield from part("时 date", [(one.date or "未定 open", one.why_then)])
    if not one.steps:
        yield from part("规则 rules", [(NOTHING,)])
    for family, heading in HEADINGS.items():
        steps = [step for step in one.steps if step.family == family]
        yield from part(heading, map(row, steps))
    yield from part("所指 stands for", meanings(one.steps))
    yield from part("规则 rules", rules_of(one.steps))


def row(step: Step) -> tuple[str, ...]:
    """Return the cells of one step: span, kind, words, rule, and what it is made of."""
    quoted = step.printed if len(step.printed) <= QUOTED else step.printed[: QUOTED - 1] + "…"
    parts = " · ".join(f"{name} {text}" for name, text in step.parts)
    fact = {"relation": outcome(step), "speech": outcome(step)}.get(step.family, "")
    return (
        f"{step.begin}–{step.end}",
        kind_label(step.kind),
        quoted,
        step.rule,
        " ｜ ".join(filter(None, (fact, parts))),
    )


def outcome(step: Step) -> str:
    """Return what became of a relation or speech: the facts that it made, or that it made none.

    >>> outcome(Step("relation", "Tenure", 0, 4, "局长王强", "tenure.before_name"))
    '→ 未成事实 no fact'
    """
    made = "、".join(kind_label(curie.partition(":")[2]) for curie in step.made)
    return f"→ {made or '未成事实 no fact'}"


def meanings(steps: Sequence[Step]) -> Iterator[tuple[str, str, str]]:
    """Yield what each name stands for and why, each once."""
    seen = dict.fromkeys((step.printed, step.meaning, step.reason) for step in steps if step.meaning)
    return (one for one in seen if one[2] or one[0] != one[1])


def rules_of(steps: Sequence[Step]) -> Iterator[tuple[str, str, str]]:
    """Yield what each rule that fired is about, with its version."""
    known = rulebook()
    for name in dict.fromkeys(step.rule for step in steps if step.family != "lost"):
        rule = known.get(name)
        yield (name, f"v{rule.version}", rule.about) if rule is not None else (name, "", "程序所读 read by the program")
