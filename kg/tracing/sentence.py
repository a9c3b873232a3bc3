"""A text → for each of its sentences, which rules fired and what each took; how each name was resolved, and why.

>>> (one,) = explain("区委书记乔俊杰主持会议。", place="320412")
>>> [(step.printed, step.rule) for step in one.steps if step.family == "relation"]
[('区委书记乔俊杰', 'tenure.before_name'), ('乔俊杰主持会议', 'participation.chaired')]
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import identity
from kg.errors import SourceError
from kg.model import Figure, Literal, Mention, Relation, Speech
from kg.ontology import labels
from kg.paths import Paths, several
from kg.pipeline import FOLDERS
from kg.rulebook import Rule, rules
from kg.stages import mentions, resolve
from kg.stages.resolve.facts import facts
from kg.stages.resolve.setting import Entity, Scene
from kg.tracing.pages import Page, of_files, of_text, place_read_by

# Kinds whose class of the model has another name, and those that are no class of it.
CLASSES = {"Person": "foaf:Person", "Body": "org:FormalOrganization", "Place": "schema:AdministrativeArea"}
OTHER = {"Number": "数 number", "Media": "媒体 media", "Group": "群体 group", "Event": "活动 event"}
OTHER |= {"Attendance": "到会人数 attendance", "Location": "会议地点 meeting place"}


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule took of a sentence. Offsets are into the cleaned sentence; `parts` are what it is made of.

    `family` is "mention", "relation", "figure" or "speech"; "lost" where a longer mention stands in its place.
    `meaning` is what a name stands for and `reason` why; `made` are the classes of the facts that it became.
    """

    family: str
    kind: str
    begin: int
    end: int
    printed: str
    rule: str
    parts: tuple[tuple[str, str], ...] = ()
    meaning: str = ""
    reason: str = ""
    made: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """One sentence with what the rules took of it, where it stands, and by which place and date it was read."""

    text: str
    file: str
    line: int
    place: str
    why_there: str
    date: str
    why_then: str
    steps: tuple[Step, ...]


def explain(text: str, *, place: str | None = None, date: str | None = None, paths: Paths = ()) -> list[Traced]:
    """Return the sentences of `text` with what the rules took of each; with `paths`, as they stand in those pages.

    Raises SourceError where the pages do not hold the text, or one of them cannot be read.
    """
    if not (files := several(paths)):
        return list(traced(of_text(text, date=date), place))
    found: list[Traced] = []
    for page in of_files(files, date=date):
        if isinstance(page, SourceError):
            raise page
        found += traced(page, place)
    chosen = holding(found, squeeze(text))
    if not chosen:
        raise SourceError(
            f"no sentence of {', '.join(map(str, files))} holds {text[:30]!r}; give words that stand there"
        )
    return chosen


def holding(found: list[Traced], wanted: str) -> list[Traced]:
    """Return the sentences that hold the words wanted; where these are more than one sentence, those in them."""
    within = [one for one in found if wanted in squeeze(one.text)]
    return within or [one for one in found if len(one.text) > 1 and squeeze(one.text) in wanted]


def squeeze(text: str) -> str:
    """Return `text` without the space in it, which pages print where they like."""
    return "".join(text.split())


def traced(page: Page, given: str | None) -> Iterator[Traced]:
    """Yield every sentence of a page with what the rules took of it."""
    place, reason = place_read_by(page, given)
    setting = resolve.set_out(page.source, page.reads, place, reason)
    for read in page.reads:
        scene = resolve.staged(setting, read)
        made = outcome(scene)
        for number, reading in enumerate(read.readings):
            yield Traced(
                reading.sentence.text.value,
                page.source.name,
                page.line(reading.sentence.begin),
                place.full if place is not None else "",
                reason,
                read.date,
                read.basis,
                tuple(steps(scene, number, made)),
            )


def outcome(scene: Scene) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the classes of the facts that stand on each passage by the rule of each IRI."""
    found: dict[tuple[str, str], set[str]] = {}
    for node in facts(scene):
        by = [end for name, end in node.links if name == "kg:rule"]
        for passage in [end for name, end in node.links if name == "prov:wasDerivedFrom"] if by else ():
            found.setdefault((passage, by[0]), set()).add(node.types[0])
    return {key: tuple(sorted(classes)) for key, classes in found.items()}


def steps(scene: Scene, number: int, made: Mapping[tuple[str, str], tuple[str, ...]]) -> Iterator[Step]:
    """Yield what each rule took of sentence `number`."""
    reading = scene.read.readings[number]
    text, passage = reading.sentence.text.value, scene.passages[number]
    for mention in reading.mentions:
        yield of_mention(mention, scene.entity(number, mention))
    for relation in reading.relations:
        yield of_relation(relation, text, made.get((passage, identity.iri("rule", relation.rule)), ()))
    for figure in reading.figures:
        yield of_figure(figure)
    for speech in scene.read.speeches:
        if speech.first <= number <= speech.last:
            yield of_speech(speech, number, text, made.get((passage, identity.iri("rule", speech.rule)), ()))
    yield from lost(text, reading.mentions)


def of_mention(mention: Mention, entity: Entity | None) -> Step:
    """Return the step of a mention, with what it stands for and why."""
    said: Mapping[str, Literal] = dict(entity.literals) if entity is not None else {}
    reason = said["kg:resolution"].value if "kg:resolution" in said else ""
    parts = tuple((name, text) for name, text in mention.parts.items() if text != mention.text)
    return Step(
        "mention",
        mention.kind,
        mention.begin,
        mention.end,
        mention.text,
        mention.rule,
        parts,
        entity.label if entity is not None else "",
        reason,
    )


def of_relation(relation: Relation, text: str, made: tuple[str, ...]) -> Step:
    """Return the step of a relation: who and what take part, and its values."""
    parts = (*((name, one.text) for name, one in relation.roles.items()), *relation.values.items())
    printed = text[relation.begin : relation.end]
    return Step("relation", relation.kind, relation.begin, relation.end, printed, relation.rule, parts, made=made)


def of_figure(figure: Figure) -> Step:
    """Return the step of a number: its value and unit, what it measures, how, and when."""
    parts = {
        "value": format(figure.value, "f"),
        "unit": figure.unit,
        "indicator": figure.indicator,
        "sign": figure.comparator,
        "change": figure.change,
        "status": figure.status,
        "period": figure.period,
        "subject": figure.subject,
    }
    said = tuple((name, value) for name, value in parts.items() if value)
    return Step("figure", "Number", figure.begin, figure.end, figure.printed, figure.rule, said)


def of_speech(speech: Speech, number: int, text: str, made: tuple[str, ...]) -> Step:
    """Return the step of a speech: the part of it that stands in this sentence."""
    begin = speech.begin if number == speech.first else 0
    end = speech.end if number == speech.last else len(text)
    who = (("who", speech.who.text),) if speech.who is not None else ()
    parts = (*who, ("verb", speech.verb), ("sentences", str(speech.last - speech.first + 1)))
    return Step("speech", "Statement", begin, end, text[begin:end], speech.rule, parts, made=made)


def lost(text: str, kept: Iterable[Mention]) -> Iterator[Step]:
    """Yield what mention rules saw but did not keep, since a longer mention or an earlier rule took the place."""
    stands = list(kept)
    known = {(one.rule, one.begin, one.end) for one in stands}
    seen = {one for rule in rules("mentions") if rule.looks_at(text) for one in spans(rule, text)}
    for begin, end, kind, rule in sorted(seen):
        winner = next((one for one in stands if one.begin < end and begin < one.end), None)
        if winner is not None and (rule, begin, end) not in known:
            parts = (("for", f"{winner.text} {winner.rule}"),)
            yield Step("lost", kind, begin, end, text[begin:end], rule, parts)


def spans(rule: Rule, text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield the spans that one mention rule sees by itself: begin, end, kind, id."""
    return ((one.begin, one.end, one.kind, one.rule) for one in mentions.matches(rule, text))


def kind_label(kind: str) -> str:
    """Return the name of a kind of mention or fact in Chinese and English.

    >>> kind_label("Tenure"), kind_label("Role")
    ('任职 tenure', '职务名称 role')
    """
    if kind in OTHER:
        return OTHER[kind]
    found = labels(CLASSES.get(kind, f"kg:{kind}"))
    return f"{found['zh']} {found['en']}" if found else kind


def rulebook() -> Mapping[str, Rule]:
    """Return all rules by id."""
    return {rule.id: rule for folder in FOLDERS for rule in rules(folder)}
