"""A sentence and a rule's id → what that rule alone contributes when all rules read the sentence.

>>> fires("person.after_post", "区委书记乔俊杰主持会议。")
[('span', 4, 7)]
>>> fires("tenure.before_name", "区委书记乔俊杰主持会议。")
[('body', 0, 2), ('role', 2, 4), ('who', 4, 7)]
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from kg import pipeline
from kg.errors import RuleError
from kg.model import Figure, Mention, Reading, Relation, Run, Sentence, Speech, Text
from kg.rulebook import rules
from kg.stages import mentions, speech

# What stands for a rule without a line of its own: a name that the page gives elsewhere.
AGAIN = "person.again"
# Name of the part, begin and end in the sentence: the form in which examples are marked.
Span = tuple[str, int, int]
Made = TypeVar("Made", Mention, Relation, Figure, Speech)


def fires(rule: str, text: str, *, known: Iterable[str] = ()) -> list[Span]:
    """Return the spans of `text`, one cleaned sentence, that the rule takes there, in order; none if it does not fire.

    `known` are names of persons that the page gives elsewhere. An unknown id is a RuleError.
    """
    if rule != AGAIN and rule not in ids():
        raise RuleError(f"no rule has the id {rule!r}; kg rules lists them")
    reading = read(text, known)
    lines = [(reading.sentence, reading.mentions)]
    return sorted({span for span in taken(rule, reading, speech.find(lines)) if span[2] > span[1]}, key=order)


def ids() -> set[str]:
    """Return the ids of all rules."""
    return {rule.id for folder in pipeline.FOLDERS for rule in rules(folder)}


def read(text: str, known: Iterable[str]) -> Reading:
    """Return what all rules see in a sentence by itself."""
    runs = (Run(0, 0, len(text)),) if text else ()
    names = mentions.named({name for name in known if name})
    sentence = Sentence(Text(text, runs), 0, len(text), 0, "paragraph")
    return pipeline.read_sentence(sentence, names)


def taken(rule: str, reading: Reading, speeches: Iterable[Speech]) -> Iterator[Span]:
    """Yield the spans that one rule takes in a sentence."""
    for mention in of(rule, reading.mentions):
        yield "span", mention.begin, mention.end
    for relation in of(rule, reading.relations):
        parts = [(name, one.begin, one.end) for name, one in relation.roles.items()]
        yield from parts or [("span", relation.begin, relation.end)]
    for figure in of(rule, reading.figures):
        yield "number", figure.begin, figure.end
    for one in of(rule, speeches):
        yield "said", one.begin, one.end
        yield from [("who", one.who.begin, one.who.end)] if one.who is not None else []


def of(rule: str, made: Iterable[Made]) -> Iterator[Made]:
    """Yield what one rule made."""
    return (one for one in made if one.rule == rule)


def order(span: Span) -> tuple[int, int, str]:
    """Return the key by which spans are sorted: as they stand in the sentence."""
    return span[1], span[2], span[0]
