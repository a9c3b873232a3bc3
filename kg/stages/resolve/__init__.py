"""Articles as read → what each says, as nodes with IRIs: names become entities, relations become facts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg import identity, patterns
from kg.gazetteer import Place
from kg.model import Literal, Mention, Node, Read, Relation, Source
from kg.stages.resolve import meetings, names
from kg.stages.resolve.antecedents import NOUN, antecedent, led, longest, main_meeting, named_so, plenums, shared
from kg.stages.resolve.describe import described, place_nodes
from kg.stages.resolve.facts import facts
from kg.stages.resolve.hosts import hosted
from kg.stages.resolve.levels import place_meant, place_of_row
from kg.stages.resolve.named import is_anaphor
from kg.stages.resolve.occasions import meeting_date
from kg.stages.resolve.setting import Entity, Scene, Setting, offset, zh
from kg.stages.resolve.subjects import topic


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page names, in order: persons, with the sentence of each, bodies, meetings, policies."""

    persons: list[tuple[Mention, str]]
    bodies: list[Mention]
    meetings: list[Mention]
    policies: list[Mention]


REMEMBERED = 16  # the places that a page moves to
OFFICES = ("处", "科")
PLENUM = patterns.compile("中国共产党第[一二三四五六七八九十]+届中央委员会第")
PASSAGE = ("kg:Passage", "nif:String")
NAMED = frozenset(("Person", "Body", "Media", *names.POLICIES))


def nodes(source: Source, reads: Sequence[Read], place: Place | None, reason: str) -> Iterator[Node]:
    """Yield what one page says: its file, articles, passages, entities and facts."""
    setting = set_out(source, reads, place, reason)
    yield file_node(setting)
    if place is not None:
        yield from place_nodes(place)
    for read in reads:
        scene = staged(setting, read)
        yield from article_nodes(scene)
        yield from entity_nodes(scene)
        yield from meeting_date(scene)
        yield from facts(scene)


def set_out(source: Source, reads: Sequence[Read], place: Place | None, reason: str) -> Setting:
    """Return the setting of one page: what its names are read by."""
    found, told = seen(reads), list(posts_told(reads, place))
    return Setting(
        source,
        place,
        reason,
        names.homes(told),
        names.policies(found.policies),
        names.fuller(found.bodies),
        meetings.closings(reads, place),
        plenums(found.meetings),
        copies(reads),
        names.namesakes(found.persons),
        names.strangers([mention for mention, _ in found.persons], [one for one, _ in told]),
    )


def seen(reads: Sequence[Read]) -> Seen:
    """Return what a page names, by what is asked of it; gone through once, since there are many mentions."""
    found = Seen([], [], [], [])
    for reading in (one for read in reads for one in read.readings):
        for mention in reading.mentions:
            kind = mention.kind
            if kind == "Person":
                found.persons.append((mention, reading.sentence.text.value))
            elif kind == "Body":
                found.bodies.append(mention)
            elif kind == "Meeting":
                found.meetings.append(mention)
            elif kind in names.POLICIES and mention.rule != NOUN:
                found.policies.append(mention)
    return found


def posts_told(reads: Sequence[Read], place: Place | None) -> Iterator[tuple[Relation, Place | None]]:
    """Yield the posts that a page tells of, each with the place that its bare levels (市长) are of."""
    for read in reads:
        for number, reading in enumerate(read.readings):
            for post in (one for one in reading.relations if one.kind == "Tenure"):
                printed = post.roles.get("body") or post.roles.get("role")
                row = place_of_row(read, number, printed, place) if printed is not None else None
                yield post, row or place


def file_iri(source: Source) -> str:
    """Return the IRI of a source file: its name and content."""
    return identity.fact("file", source.name, source.sha256)


def file_node(setting: Setting) -> Node:
    """Return the node of the source file, with the place of the page and why."""
    source = setting.source
    literals = [
        ("schema:name", Literal(source.name)),
        ("kg:sha256", Literal(source.sha256)),
        ("kg:encoding", Literal(source.encoding)),
    ]
    literals += [("kg:resolution", zh(setting.reason))] * bool(setting.reason)
    links = [("dcterms:spatial", names.place_iri(setting.place))] if setting.place is not None else []
    return Node(file_iri(source), ("kg:SourceFile",), tuple(literals), tuple(links))


def staged(setting: Setting, read: Read) -> Scene:
    """Return the article with the entity behind each of its mentions."""
    article = identity.fact("article", setting.source.name, *told_apart(setting, read))
    found = main_meeting(read)
    main = in_full(setting, read, *found) if found is not None else None
    meeting = meetings.meeting(main, setting, read.date) if main is not None else None
    entities: dict[tuple[int, int, int], Entity] = {}
    for number, reading in enumerate(read.readings):
        for mention in reading.mentions:
            entity = meant_by(setting, read, number, mention)
            if entity is not None:
                entities[number, mention.begin, mention.end] = entity
    about, known = topic(setting, read, entities), frozenset([one.iri for one in entities.values()])
    return Scene(setting, read, article, entities, passages(setting, article, read), meeting, about, known)


def meant_by(setting: Setting, read: Read, number: int, mention: Mention) -> Entity | None:
    """Return what a mention of sentence `number` stands for, a second mention by what it goes back to."""
    if mention.kind == "Meeting":
        return meeting_meant(setting, read, number, mention)
    if mention.kind not in NAMED:
        return None
    meant = shared(read, number, mention) if mention.kind == "Body" else mention
    if meant.rule == NOUN:
        before = named_so(read, number, mention)
        return None if before is None else meant_by(setting, read, *before)
    place = place_meant(read, number, meant, setting.place) if meant.kind == "Body" else None
    there = setting if place is None else moved(setting, place)
    return namer(there)(meant.kind, meant.text, meant.rule, tuple(meant.parts.items()))


@lru_cache(maxsize=REMEMBERED)
def moved(setting: Setting, place: Place) -> Setting:
    """Return the setting of a page for what belongs to another place."""
    return replace(setting, place=place)


def meeting_meant(setting: Setting, read: Read, number: int, mention: Mention) -> Entity | None:
    """Return the meeting that a mention of sentence `number` stands for."""
    found = main_meeting(read)
    main = found[1] if found is not None else None
    named = antecedent(read, number, mention, main, setting.plenums) if is_anaphor(mention) else mention
    if named is None:
        return None
    meant = in_full(setting, read, number, named)
    whole = meetings.whole_of(read, number, meant, main)
    above = in_full(setting, read, number, whole) if whole is not None and whole is not meant else None
    return meetings.meeting(meant, setting, read.date, above)


def in_full(setting: Setting, read: Read, number: int, mention: Mention) -> Mention:
    """Return the mention of a meeting with all that the article prints of its name, and with whose it is."""
    return hosted(read, longest(read, led(read, number, mention)), setting.place)


@lru_cache(maxsize=REMEMBERED)
def namer(setting: Setting) -> Callable[[str, str, str, tuple[tuple[str, str], ...]], Entity | None]:
    """Return what tells for the kind, text, rule and parts of a mention what it stands for wherever the page has it."""

    @cache
    def entity_of(kind: str, text: str, rule: str, parts: tuple[tuple[str, str], ...]) -> Entity | None:
        mention = Mention(kind, 0, len(text), text, rule, dict(parts))
        if kind == "Person":
            return names.person(text, setting)
        return names.policy(mention, setting) if kind in names.POLICIES else names.body(mention, setting)

    return entity_of


def told_apart(setting: Setting, read: Read) -> tuple[str, ...]:
    """Return what tells an article of a page apart: headline, first words, and a count where it is printed again."""
    again = setting.copies[read]
    return (*opening(read), *([str(again + 1)] if again else []))


def copies(reads: Sequence[Read]) -> dict[Read, int]:
    """Return how many articles that begin alike stand before each article of a page."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for read in reads:
        found[read] = seen[opening(read)]
        seen[opening(read)] += 1
    return found


def opening(read: Read) -> tuple[str, str]:
    """Return the headline and the first sentence of the article."""
    first = next((r.sentence.text.value for r in read.readings if r.sentence.kind == "paragraph"), "")
    return read.article.headline.value, first


def passages(setting: Setting, article: str, read: Read) -> tuple[str, ...]:
    """Return the IRI of each sentence; the same words twice in an article are told apart by a count."""
    seen: dict[str, int] = {}
    found = []
    for reading in read.readings:
        text = reading.sentence.text.value
        seen[text] = seen.get(text, 0) + 1
        found.append(identity.fact("passage", article, text, str(seen[text])))
    return tuple(found)


def article_nodes(scene: Scene) -> Iterator[Node]:
    """Yield the article and its passages."""
    read = scene.read
    literals = [("schema:headline", zh(read.article.headline.value))]
    if read.date:
        literals += [
            ("schema:datePublished", names.dated(read.date)),
            ("kg:dateCertainty", Literal(read.certainty)),
            ("kg:dateBasis", zh(read.basis)),
        ]
    authors = {one.iri for one in journalists(scene) if one.kind == "Person"}
    links = [("schema:isPartOf", file_iri(scene.setting.source)), *(("schema:author", iri) for iri in sorted(authors))]
    yield Node(scene.iri, ("schema:NewsArticle",), tuple(literals), tuple(links))
    yield from (Node(iri, ("kg:Journalist", "foaf:Person")) for iri in sorted(authors))
    yield from passage_nodes(scene)


def passage_nodes(scene: Scene) -> Iterator[Node]:
    """Yield the passages of an article, one for each sentence, with what they mention."""
    raw, whole = scene.setting.source.text, ("schema:isPartOf", scene.iri)
    mentioned: defaultdict[int, set[str]] = defaultdict(set)
    for (number, _, _), entity in scene.entities.items():
        mentioned[number].update(mentioned_by(entity))
    for number, (passage, reading) in enumerate(zip(scene.passages, scene.read.readings, strict=True)):
        one = reading.sentence
        literals = (
            ("nif:anchorOf", Literal(raw[one.begin : one.end])),
            ("nif:beginIndex", offset(one.begin)),
            ("nif:endIndex", offset(one.end)),
            ("schema:text", zh(one.text.value)),
        )
        others = [("schema:mentions", iri) for iri in sorted(mentioned[number])] if number in mentioned else ()
        yield Node(passage, PASSAGE, literals, (whole, *others))


def mentioned_by(entity: Entity) -> Sequence[str]:
    """Return the entity and the bodies that its name contains (区政府 in 区政府常务会议, 财政局 in 财政局采购科).

    Who says 二十届二中全会 names a meeting of the Central Committee, and not the committee.
    """
    if (entity.kind == "Meeting" and PLENUM.match(entity.label) is None) or entity.label.endswith(OFFICES):
        return (entity.iri, *[other.iri for other in entity.implied if other.kind == "Body"])
    return (entity.iri,)


def journalists(scene: Scene) -> Iterator[Entity]:
    """Yield whom the bylines of an article name."""
    for number, reading in enumerate(scene.read.readings):
        for mention in reading.mentions:
            if mention.rule.startswith("person.byline") and (who := scene.entity(number, mention)) is not None:
                yield who


def entity_nodes(scene: Scene) -> Iterator[Node]:
    """Return every entity that the article mentions, each once for each form."""
    return described(*scene.entities.values())
