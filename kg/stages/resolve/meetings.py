"""Meeting mentions → meetings: full name, number and date, and the longer meeting that a sitting is part of."""

from collections.abc import Iterable

from kg import identity, meeting_naming, naming
from kg.gazetteer import Place
from kg.model import Literal, Mention, Read
from kg.stages.resolve.antecedents import is_anaphor
from kg.stages.resolve.names import body_entity, dated, place_forms
from kg.stages.resolve.setting import Entity, Setting, zh

PART, SITTING, CEREMONY = "meeting.part.", "meeting.part.npc", "meeting.part.npc.closing"
CLOSES = "闭幕"


def closings(reads: Iterable[Read], place: Place | None) -> dict[str, str]:
    """Return, by the congress whose close is a headline of the page, the sitting that it closed with."""
    found: dict[str, set[str]] = {}
    for read in reads:
        heads = [one.sentence.text.value for one in read.readings if one.sentence.kind != "paragraph"]
        sittings = [m for one in read.readings for m in one.mentions if m.rule == SITTING]
        for mention in sittings if any(CLOSES in head for head in heads) else ():
            name = meeting_naming.name(mention, lambda prefix: place_forms(prefix, place))
            found.setdefault(name.part_of, set()).add(name.full)
    return {congress: sittings.pop() for congress, sittings in found.items() if len(sittings) == 1}


def whole_of(read: Read, number: int, mention: Mention, main: Mention | None) -> Mention | None:
    """Return the meeting that a sitting or ceremony belongs to: the reported one, else the last named before it."""
    if main is not None or not mention.rule.startswith(PART):
        return main
    named = [m for reading in read.readings[: number + 1] for m in reading.mentions if m.kind == "Meeting"]
    first = next((place for place, one in enumerate(named) if one.text == mention.text), len(named))
    whole = [one for one in named[:first] if not is_anaphor(one) and not one.rule.startswith(PART)]
    return whole[-1] if whole else None


def meeting(mention: Mention, setting: Setting, date: str, main: Mention | None = None) -> Entity:
    """Return the meeting that the mention names; one without number is told apart by its date.

    A sitting or ceremony (第三次全体会议, 结业式) belongs to the meeting `main` that the article reports.
    """
    named = meeting_named(mention, setting)
    sitting = setting.closings.get(named.part_of, "") if mention.rule == CEREMONY and CLOSES in mention.text else ""
    whole = meeting_named(main, setting) if main is not None and mention.rule.startswith(PART) else None
    full = sitting or (whole.full + named.full if whole is not None and whole.full not in named.full else named.full)
    numbered = named.date or (named.term is not None) or (named.session is not None and whole is None)
    literals = [("skos:prefLabel", zh(full))]
    literals += [("skos:altLabel", zh(form)) for form in sorted({mention.text, named.full} - {full})]
    literals += [("kg:term", Literal(str(named.term), "xsd:integer"))] * (named.term is not None)
    literals += [("kg:session", Literal(str(named.session), "xsd:integer"))] * (named.session is not None)
    literals += [("schema:startDate", dated(named.date))] * bool(named.date)
    literals += [("kg:resolution", zh(f"“{mention.text}”是大会的最后一次全体会议"))] * bool(sitting)
    links, implied = [], []
    owner = naming.full_name(named.organizer_form, {}, setting.place) if named.organizer_form else None
    if owner is not None:
        implied = [body_entity(owner, named.organizer_form, setting)]
        links = [("schema:organizer", implied[0].iri)]
    if whole is not None and main is not None:
        links.append(("schema:superEvent", meeting(main, setting, date).iri))
    when = "" if numbered else date or setting.source.name
    return Entity(
        identity.iri("meeting", full, when), "Meeting", full, tuple(literals), tuple(links), None, tuple(implied)
    )


def meeting_named(mention: Mention, setting: Setting) -> meeting_naming.MeetingName:
    """Return the full name of the meeting as the page's place gives it."""
    return meeting_naming.name(mention, lambda prefix: place_forms(prefix, setting.place))
