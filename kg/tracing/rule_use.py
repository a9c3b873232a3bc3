"""Pages → how often each rule fired on them; rules → which of them read the same examples."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Mention, Read
from kg.pipeline import FOLDERS
from kg.rulebook import Rule, rules, unmark
from kg.stages import mentions, relations

# Figures are read by the first rule that fits and speeches by the first that begins, so these overlap by design.
COMPARED = ("mentions", "relations")
Taken = tuple[str, tuple[tuple[str, int, int], ...]]


@dataclass(frozen=True, slots=True)
class Use:
    """One rule: where it stands, what it makes, how many examples prove it, how often it fired."""

    rule: str
    folder: str
    kind: str
    about: str
    examples: int
    fired: int


def uses(reads: Iterable[Read]) -> list[Use]:
    """Return every rule in its order of priority, with how often it fired in the articles."""
    fired = count(reads)
    return [
        Use(rule.id, folder, rule.kind or rule.fact, rule.about, examples(rule), fired[rule.id])
        for folder in FOLDERS
        for rule in rules(folder)
    ]


def examples(rule: Rule) -> int:
    """Return the number of sentences that a rule finds, skips or is known to miss."""
    return len(rule.finds) + len(rule.skips) + len(rule.misses)


def count(reads: Iterable[Read]) -> Counter[str]:
    """Return how many mentions, relations, figures and speeches each rule made."""
    found: Counter[str] = Counter()
    for read in reads:
        found.update(speech.rule for speech in read.speeches)
        for reading in read.readings:
            for made in (reading.mentions, reading.relations, reading.figures):
                found.update(one.rule for one in made)
    return found


def covered(folder: str) -> Iterator[tuple[str, str]]:
    """Yield each rule with another of its kind that reads every one of its examples alike: it may be superfluous."""
    for rule, other, shared in overlaps(folder):
        if shared == len(rule.finds):
            yield rule.id, other.id


def overlaps(folder: str) -> Iterator[tuple[Rule, Rule, int]]:
    """Yield each rule with another of its kind, and how many of its own examples that other reads alike."""
    chosen = rules(folder)
    for rule in chosen:
        rivals = [other for other in chosen if (other.kind, other.fact) == (rule.kind, rule.fact)]
        seen = [taken(folder, rivals, *unmark(example)) for example in rule.finds]
        for other in rivals:
            shared = sum(bool(one[rule.id] & one[other.id]) for one in seen)
            if shared and other is not rule:
                yield rule, other, shared


def taken(
    folder: str, chosen: Sequence[Rule], text: str, spans: Iterable[tuple[str, int, int]]
) -> Mapping[str, set[Taken]]:
    """Return what each of the rules takes of an example, by the rule's id: its kind and the spans of its parts."""
    found: dict[str, set[Taken]] = {rule.id: set() for rule in chosen}
    if folder == "mentions":
        for rule in (rule for rule in chosen if rule.looks_at(text)):
            found[rule.id] = {(one.kind, (("span", one.begin, one.end),)) for one in mentions.matches(rule, text)}
        return found
    persons = [(begin, end) for name, begin, end in spans if name == "who"]
    known = [Mention("Person", begin, end, text[begin:end], "person.again") for begin, end in persons]
    for one in relations.find(text, mentions.find(text, known=known)):
        made = " ".join((one.kind, one.values.get("role", ""), one.values.get("action", "")))
        parts = tuple(sorted((name, mention.begin, mention.end) for name, mention in one.roles.items()))
        found.setdefault(one.rule, set()).add((made, parts))
    return found
