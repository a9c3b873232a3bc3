"""The words around a number → whether it is a result, a target or a forecast; what change it is; of what period.

>>> text = "预计全年新增就业岗位10.8万个。"
>>> status(text, 0, len(text))
'forecast'
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.rulebook import entries, lexicon
from kg.values import date
from kg.values.quantity import Quantity

CLAUSE = re.compile(r"[^，；：。！？]+")
COUNTS = re.compile("[0-9]")
YEAR_ROUND = re.compile(r"全年|今年以来|年内|近年来")


def status(text: str, begin: int, end: int) -> str:
    """Return "target", "forecast" or "result" by the cues of the clause `begin` to `end`, else of those before it."""
    clauses = CLAUSE.findall(text[:end]) or [text[begin:end]]
    parted = len(CLAUSE.findall(text[: max(0, text.rfind("；", 0, begin), text.rfind(";", 0, begin))]))
    for place in range(len(clauses) - 1, -1, -1):
        found = cue(clauses[place])
        if found == "forecast" and place < parted and not COUNTS.search(clauses[place]):
            continue  # 预计年内开工；新建项目24个: what is foreseen ends with the semicolon
        if found:
            return revised(found, clauses[place], clauses[:place])
    if not is_done(text) and re.search(lexicon("status_target_weak"), "，" + text[begin:end]):
        return "target"
    return "result"


def revised(found: str, clause: str, before: Sequence[str]) -> str:
    """Return the status `found` in a clause, corrected by those before it: what is planned, what will come of it."""
    if found == "result" and is_planned(clause, before):
        return "target"
    later = any(re.search(lexicon("status_later"), one) for one in before)
    if found == "target" and later and re.search(entries("status_planned")["outcome"], clause):
        return "forecast"
    return found


def is_planned(clause: str, before: Sequence[str]) -> bool:
    """Return whether what looks done (完成) is only what the clause right before it plans (将…，年底完成…)."""
    words = entries("status_planned")
    weak = re.sub(words["weak"], "", clause)
    if not before or re.search(lexicon("status_result"), weak):
        return False
    return bool(re.search(words["plan"], before[-1])) or any(re.search(words["bidding"], one) for one in before)


@lru_cache(maxsize=64)
def is_done(text: str) -> bool:
    """Return whether a word of the sentence says that something is done; it is asked for each of its figures."""
    return re.search(lexicon("status_result"), text) is not None


@lru_cache(maxsize=4096)
def cue(clause: str) -> str:
    """Return the status that the words of one clause tell, "" where they tell none."""
    clause = re.sub(entries("status_planned")["share"], "", clause)
    if re.search(lexicon("status_later"), clause):
        return "forecast"
    for name in ("target", "forecast", "result"):
        if re.search(lexicon(f"status_{name}"), clause):
            return name
    return ""


def change(lead: str, one: Quantity) -> str:
    """Return "increase", "decrease", "share" or "" by the words right before a number."""
    lead = re.sub(r"(?:约|近|超过?|达到?|不低于|力争|确保|了)+$", "", lead)
    kinds = entries("change")["terms"]
    verb = max((word for word in kinds if lead.endswith(word)), key=len, default="")
    if verb and (one.kind != "count" or re.match("[增减净]", verb)):
        return str(kinds[verb]["kind"])
    chained = re.search(rf"({lexicon('change')})[^，；]{{0,24}}[、和]$", lead)
    if chained and one.kind == "ratio":
        return str(kinds[chained[1]]["kind"])
    shares = one.kind == "ratio" and re.search(lexicon("share_ending"), lead[-14:])
    return "share" if shares else ""


def period(text: str, begin: int, one: Quantity) -> str:
    """Return the time words that the number is about, as printed: the last ones before it, the own clause first."""
    days = [(d.begin, d.text) for d in date.find(text) if d.end <= one.begin and re.search("[年月季]", d.text)]
    words = [(m.start(), m[0]) for m in YEAR_ROUND.finditer(text[: one.begin])]
    named = [spoken for spoken in sorted([*days, *words]) if spoken[0] >= begin] or sorted([*days, *words])
    return named[-1][1].strip("“”") if named else ""
