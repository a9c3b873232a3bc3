"""Meeting mentions → meetings: full name, number and date, and the longer meeting that a sitting is part of."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from kg import identity, meeting_naming, naming
from kg.gazetteer import NATION, Place
from kg.model import Literal, Mention, Read
from kg.rulebook import entries, pattern_of
from kg.stages.resolve.named import NAMED, Placed, is_anaphor
from kg.stages.resolve.names import body_entity, dated, place_printed
from kg.stages.resolve.setting import LATEST, Entity, Setting, as_printed, zh

Written = Callable[[str, Place | None], tuple[str, str]]
COMMISSION = "meeting.commission"
PART, SITTING, CEREMONY = "meeting.part.", "meeting.part.npc", "meeting.part.npc.closing"
OF_COURSE = "meeting.part.ceremony"
CLOSES = "闭幕"
YEAR, MONTH = 4, 7  # characters of a date
# A page names the same meetings again and again, and so does the next page.
REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Parted:
    """The meetings of an article, counted from its beginning.

    `first` where each name first stands · `whole` those that are no part · `until` how many, by sentence.
    """

    first: Mapping[str, int]
    whole: Sequence[Placed]
    until: Sequence[int]


def closings(reads: Iterable[Read], place: Place | None) -> dict[str, str]:
    """Return, by the congress whose close is a headline of the page, the sitting that it closed with."""
    found: dict[str, set[str]] = {}
    for read in reads:
        heads = [one.sentence.text.value for one in read.readings if one.sentence.kind != "paragraph"]
        if not any(CLOSES in head for head in heads):
            continue
        for mention in [m for one in read.readings for m in one.mentions if m.rule == SITTING]:
            name = meeting_naming.name(mention, lambda printed: full_place(printed, place))
            found.setdefault(name.part_of, set()).add(name.full)
    return {congress: sittings.pop() for congress, sittings in found.items() if len(sittings) == 1}


def whole_of(read: Read, number: int, mention: Mention, main: Mention | None) -> Mention | None:
    """Return the meeting that a sitting or ceremony belongs to: the reported one, else the last named before it.

    What a course begins and ends with (开班仪式) is never that of a congress of which the course tells.
    """
    is_of_course = mention.rule == OF_COURSE
    if not mention.rule.startswith(PART) or (
        main is not None and main != mention and fits(main, of_course=is_of_course)
    ):
        return main
    every = parted(read)
    limit = min(every.first.get(mention.text, every.until[number]), every.until[number])
    place = bisect_left(every.whole, limit, key=itemgetter(0))
    earlier = (every.whole[at][1] for at in range(place - 1, -1, -1))
    return next((one for one in earlier if fits(one, of_course=is_of_course)), None)


def fits(whole: Mention, *, of_course: bool) -> bool:
    """Return whether something may be a part of `whole`: what is `of_course` only of a course."""
    return not of_course or pattern_of("meeting_held", "course").search(whole.text) is not None


@lru_cache(maxsize=LATEST)
def parted(read: Read) -> Parted:
    """Return the meetings of an article, each by its place among all mentions of meetings."""
    first: dict[str, int] = {}
    whole, until, count = [], [], 0
    for reading in read.readings:
        for mention in (one for one in reading.mentions if one.kind == "Meeting"):
            first.setdefault(mention.text, count)
            if not is_anaphor(mention) and not mention.rule.startswith(PART):
                whole.append((count, mention))
            count += 1
        until.append(count)
    return Parted(first, whole, until)


def meeting(mention: Mention, setting: Setting, date: str, main: Mention | None = None) -> Entity:
    """Return the meeting that the mention names; one without number is told apart (`apart`).

    A sitting or ceremony (第三次全体会议, 结业式) belongs to the meeting `main` that the article reports.
    """
    whole = main if mention.rule.startswith(PART) else None
    named = named_at(mention, setting, whole, full_place)
    label = named_at(mention, setting, whole, own_name).full if is_named(whole or mention) else named.full
    numbered = named.date or named.term is not None or (named.session is not None and whole is None) or named.is_unique
    literals = [("skos:prefLabel", zh(label))]
    literals += [
        ("skos:altLabel", zh(form))
        for form in sorted({mention.text, named.full, mention.parts.get("form", label)} - {label})
        + as_printed(label, setting.source)
    ]
    literals += [("kg:term", Literal(str(named.term), "xsd:integer"))] * (named.term is not None)
    literals += [("kg:session", Literal(str(named.session), "xsd:integer"))] * (named.session is not None)
    if named.date:
        literals += [("schema:startDate", dated(named.date)), ("kg:dateBasis", zh("词表：全国性会议的公开记录"))]
    literals += [("kg:resolution", zh(why)) for why in reasons(mention, named, label)]
    forms = meeting_naming.organizers(named.organizer_form)
    owners = [(form, naming.full_name(form, {}, setting.place)) for form in forms]
    implied = [body_entity(owner, form, setting) for form, owner in owners if owner is not None]
    links = [("schema:organizer", body.iri) for body in implied]
    iri = identity.iri("meeting", named.full, *(() if numbered else apart(mention, named.full, setting, date)))
    above = meeting(whole, setting, date).iri if whole is not None and holds(whole, named, setting) else iri
    if above != iri:
        links.append(("schema:superEvent", above))
    return Entity(iri, "Meeting", label, tuple(literals), tuple(links), None, tuple(implied))


def holds(whole: Mention, part: meeting_naming.MeetingName, setting: Setting) -> bool:
    """Return whether `part`, which may be printed with the congress that it is of, can be a sitting of `whole`.

    A standing committee that names the preparatory sitting of the coming congress holds no part of that.
    """
    return not part.part_of or named_at(whole, setting, None, full_place).full == part.part_of


def apart(mention: Mention, name: str, setting: Setting, date: str) -> tuple[str, ...]:
    """Return what tells a meeting called `name`, without a number, from others so called: its day, else its page.

    What is held once a year (全国两会) is told by the year. A bare kind (座谈会) of one day may be anybody's, so it is
    known on its own page only.
    """
    page = setting.source.name
    since = next((month for one, month in entries("meeting_name")["yearly"].items() if name.endswith(one)), 0)
    if since and (told := year_held(mention, date, since)):
        return (told,)
    is_bare = name == mention.parts.get("head", name if is_anaphor(mention) else "")
    return (date, page) if is_bare else (date or page,)


def year_held(mention: Mention, date: str, since: int) -> str:
    """Return the year of the last yearly meeting that is held from month `since` on, seen from `date`, or ""."""
    if year := mention.parts.get("year", "")[:YEAR]:
        return year
    if since == 1 or not date:
        return date[:YEAR]
    return str(int(date[:YEAR]) - (int(date[YEAR + 1 : MONTH]) < since)) if len(date) >= MONTH else ""


def reasons(mention: Mention, named: meeting_naming.MeetingName, label: str) -> list[str]:
    """Return why each printed form stands for the meeting of this label."""
    found = [f"“{mention.text}”是大会的最后一次全体会议"] * is_close(mention, named)
    if (form := mention.parts.get("form", mention.text)) != mention.text:
        found.append(f"“{form}”：同一篇文章里更长的名称“{mention.text}”")
    if not found and mention.text != label:
        found.append(f"“{mention.text}”：补全地名、机构和届次，即“{label}”")
    return found


def is_named(mention: Mention) -> bool:
    """Return whether a meeting has a name of its own and not that of an organ: 全区某某大会, not 区人大某次会议."""
    return mention.rule.startswith(NAMED)


def is_close(mention: Mention, named: meeting_naming.MeetingName) -> bool:
    """Return whether a closing ceremony was named as the sitting that it is."""
    return mention.rule == CEREMONY and CLOSES not in named.full


def named_at(mention: Mention, setting: Setting, whole: Mention | None, written: Written) -> meeting_naming.MeetingName:
    """Return the name of the meeting, with its places `written` in full or by their own name."""
    named = named_here(mention.rule, mention.text, tuple(mention.parts.items()), setting.place, written)
    if mention.rule == CEREMONY and CLOSES in mention.text and named.part_of in setting.closings:
        return replace(named, full=setting.closings[named.part_of])
    if mention.rule.startswith(COMMISSION):
        return of_commission(named, setting)
    if whole is None:
        return named
    above = named_at(whole, setting, None, written).full
    if above in named.full or (named.part_of and named.full.startswith(named.part_of)):
        return named
    return replace(named, full=above + named.full)


def of_commission(named: meeting_naming.MeetingName, setting: Setting) -> meeting_naming.MeetingName:
    """Return the name of a sitting with its commission in full (县安委会第三次会议 → 某县安全生产委员会第三次会议)."""
    form = named.organizer_form
    owner = naming.full_name(form, {}, setting.place) if form and named.full.startswith(form) else None
    if owner is None or owner.place is None or owner.place.code == NATION:
        return named
    return replace(named, full=owner.name + named.full.removeprefix(form))


@lru_cache(maxsize=REMEMBERED)
def named_here(
    rule: str, text: str, parts: tuple[tuple[str, str], ...], place: Place | None, written: Written
) -> meeting_naming.MeetingName:
    """Return the name of the meeting that is printed so on a page of a place, with its places `written` so."""
    mention = Mention("Meeting", 0, len(text), text, rule, dict(parts))
    return meeting_naming.name(mention, lambda printed: written(printed, place))


def full_place(printed: str, place: Place | None) -> tuple[str, str]:
    """Return the full name and the code of the place that a printed prefix stands for, or what is printed."""
    found = place_printed(printed, place)
    return (found.full, found.code) if found is not None else (printed, "")


def own_name(printed: str, place: Place | None) -> tuple[str, str]:
    """Return the name that a reader gives the place: 武进区 for a bare 区, a printed name as it is printed."""
    found = place_printed(printed, place)
    if found is None or printed not in entries("place_level")["levels"]:
        return printed, found.code if found is not None else ""
    return found.name, found.code
