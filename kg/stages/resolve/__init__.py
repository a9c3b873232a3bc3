"""Articles as read → what each says, as nodes with IRIs: names become entities, relations become facts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kg import identity
from kg.gazetteer import Place
from kg.model import Literal, Mention, Node, Read, Source
from kg.stages.resolve import meetings, names
from kg.stages.resolve.antecedents import antecedent, led, longest, main_meeting, plenums, shared
from kg.stages.resolve.describe import described, place_nodes
from kg.stages.resolve.facts import facts
from kg.stages.resolve.named import is_anaphor
from kg.stages.resolve.occasions import meeting_date
from kg.stages.resolve.setting import Entity, Scene, Setting, zh
from kg.stages.resolve.subjects import topic

OFFICES = ("处", "科")


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
    return Setting(
        source,
        place,
        reason,
        names.homes(reads, place),
        names.policies(reads),
        names.fuller(reads),
        meetings.closings(reads, place),
        plenums(reads),
        copies(reads),
        names.namesakes(reads),
        names.strangers(reads),
    )


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
    meeting = meetings.meeting(longest(read, led(read, *found)), setting, read.date) if found is not None else None
    entities: dict[tuple[int, int, int], Entity] = {}
    for number, reading in enumerate(read.readings):
        for mention in reading.mentions:
            entity = meant_by(setting, read, number, mention)
            if entity is not None:
                entities[number, mention.begin, mention.end] = entity
    about, known = topic(setting, read, entities), frozenset(one.iri for one in entities.values())
    return Scene(setting, read, article, entities, passages(setting, article, read), meeting, about, known)


def meant_by(setting: Setting, read: Read, number: int, mention: Mention) -> Entity | None:
    """Return what a mention of sentence `number` stands for, a second mention by what it goes back to."""
    found = main_meeting(read)
    main = found[1] if found is not None else None
    meant = antecedent(read, number, mention, main, setting.plenums) if is_anaphor(mention) else mention
    if meant is None:
        return None
    if meant.kind == "Body":
        meant = shared(read, number, meant)
    if meant.kind == "Meeting":
        meant = longest(read, led(read, number, meant))
    return entity_of(setting, read, meant, meetings.whole_of(read, number, meant, main))


def entity_of(setting: Setting, read: Read, mention: Mention, main: Mention | None) -> Entity | None:
    """Return what a mention that is no second mention stands for."""
    match mention.kind:
        case "Person":
            return names.person(mention.text, mention.rule, setting)
        case "Body" | "Media":
            return names.body(mention, setting)
        case "Meeting":
            return meetings.meeting(mention, setting, read.date, main if main is not mention else None)
        case "Document" | "Initiative" | "Formulation":
            return names.policy(mention, setting)
    return None


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
    read, raw = scene.read, scene.setting.source.text
    literals = [("schema:headline", zh(read.article.headline.value))]
    if read.date:
        literals += [
            ("schema:datePublished", names.dated(read.date)),
            ("kg:dateCertainty", Literal(read.certainty)),
            ("kg:dateBasis", zh(read.basis)),
        ]
    authors = {e.iri for (n, b, _), e in scene.entities.items() if e.kind == "Person" and is_byline(scene, n, b)}
    links = [("schema:isPartOf", file_iri(scene.setting.source)), *(("schema:author", iri) for iri in sorted(authors))]
    yield Node(scene.iri, ("schema:NewsArticle",), tuple(literals), tuple(links))
    yield from (Node(iri, ("kg:Journalist", "foaf:Person")) for iri in sorted(authors))
    by_sentence: defaultdict[int, list[Entity]] = defaultdict(list)
    for (number, _, _), entity in scene.entities.items():
        by_sentence[number].append(entity)
    for number, reading in enumerate(read.readings):
        one = reading.sentence
        literals = [
            ("nif:beginIndex", Literal(str(one.begin), "xsd:nonNegativeInteger")),
            ("nif:endIndex", Literal(str(one.end), "xsd:nonNegativeInteger")),
            ("nif:anchorOf", Literal(raw[one.begin : one.end])),
            ("schema:text", zh(one.text.value)),
        ]
        mentioned = sorted({iri for entity in by_sentence[number] for iri in mentioned_by(entity)})
        yield Node(
            scene.passages[number],
            ("kg:Passage", "nif:String"),
            tuple(literals),
            (("schema:isPartOf", scene.iri), *(("schema:mentions", iri) for iri in mentioned)),
        )


def mentioned_by(entity: Entity) -> Iterator[str]:
    """Yield the entity and the bodies that its name contains (区政府 in 区政府常务会议, 财政局 in 财政局采购科)."""
    yield entity.iri
    if entity.kind == "Meeting" or entity.label.endswith(OFFICES):
        yield from (other.iri for other in entity.implied if other.kind == "Body")


def is_byline(scene: Scene, number: int, begin: int) -> bool:
    """Return whether the mention is a name in a byline."""
    return any(m.begin == begin and m.rule.startswith("person.byline") for m in scene.read.readings[number].mentions)


def entity_nodes(scene: Scene) -> Iterator[Node]:
    """Yield every entity that the article mentions, each once for each form."""
    for entity in dict.fromkeys(scene.entities.values()):
        yield from described(entity)
