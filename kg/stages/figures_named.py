"""A rule that matched the clause of a number → what the number measures: one phrase, or several that share it."""

import re
from typing import NamedTuple

from kg.rulebook import Rule
from kg.stages import figures_context as context
from kg.stages import figures_indicator as indicator
from kg.stages import figures_list as lists
from kg.stages.figures_noun import OTHER
from kg.stages.figures_words import trimmed

DATES_ONLY = "＄、和与及其中"  # 7月、8月分别增长3%和5%


class Window(NamedTuple):
    """A clause with its quantity marked: `begin` and `end` count in the sentence, `masked` and `text` are as long."""

    begin: int
    end: int
    text: str
    masked: str


def subjects(rule: Rule, match: re.Match[str], window: Window, before: list[str]) -> list[str]:
    """Return what the number measures, one readable phrase a figure; `before` is what is spoken of before it."""
    match rule.values.get("share"):
        case "each":
            return lists.listed(part(match, "what", window))
        case "paired":
            return paired(match, window, before)
        case "matched":
            place, chain = position(match)
            items = lists.listed(part(match, "what", window), chain)
            return [items[place] if len(items) == chain else trimmed(part(match, "what", window))]
        case "compared":
            place, chain = position(match)
            items = lists.listed(part(match, "what", window), chain)
            said = part(match, "verb", window) + items[place % len(items)] + part(match, "way", window)
            return [context.completed(trimmed(part(match, "lead", window)) + said, before)]
        case "back":
            place, chain = position(match)
            return [found] if (found := context.counterpart(place, chain, before)) else before[-1:]
    parts = {name: part(match, name, window) for name in match.groupdict() if name != "n"}
    masked = {name: match[name] or "" for name in parts}
    what = indicator.phrase(rule.values["form"], parts, masked, before)
    return [what] if what else []


def paired(match: re.Match[str], window: Window, before: list[str]) -> list[str]:
    """Return what the numbers after 分别 measure, one for each in turn; dates in a row measure what came before."""
    place, chain = position(match)
    if not match["what"].strip(DATES_ONLY):
        return [context.base(before[-1])] if before else []
    named = lists.paired(part(match, "what", window), match["change"], chain)
    items = [context.relative(item, before) for item in named]
    return [items[place]] if chain > 1 and place < len(items) else items


def position(match: re.Match[str]) -> tuple[int, int]:
    """Return which of the numbers of its chain (10%、12%和9%) the number of `match` is, and how many they are."""
    place = len(re.findall(f"{OTHER}+", match["earlier"]))
    follow = re.match(f"(?:[、和及与]{OTHER}+)*", match.string[match.end() :])
    return place, place + 1 + (len(re.findall(f"{OTHER}+", follow[0])) if follow else 0)


def part(match: re.Match[str], name: str, window: Window) -> str:
    """Return the words of the clause that one group of a rule covers."""
    return window.text[slice(*match.span(name))] if match.groupdict().get(name) is not None else ""
