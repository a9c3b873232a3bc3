"""The whole program on one screen.

read → clean → articles → sentences → mentions → relations → resolve → graph: each stage is a module with one public
function; nothing flows back.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from kg import gazetteer, whereabouts
from kg.errors import SourceError
from kg.lexicons import using
from kg.model import Article, Figure, Mention, Node, Read, Reading, Relation, Sentence, Skipped, Source
from kg.paths import Paths, several
from kg.rulebook import rules
from kg.stages import (
    articles,
    bylines,
    clean,
    dates,
    figures,
    graph,
    mentions,
    paragraphs,
    relations,
    resolve,
    sentences,
    skipped,
    speech,
    spelling,
)
from kg.stages.read import sources
from kg.stages.resolve.named import NAMED

if TYPE_CHECKING:
    from networkx import MultiDiGraph

FOLDERS = ("mentions", "relations", "speech", "figures", "stages")
Progress = Callable[[str, int, int], None]


class FileRead(Protocol):
    """What is told of a file that was read: a `Source`, or what is kept of one."""

    @property
    def name(self) -> str:
        """Its name in the graph."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""

    @property
    def encoding(self) -> str:
        """The name of its encoding."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with it although it could be read."""


@dataclass(frozen=True)
class Built:
    """The nodes of the graph, and what there is to tell about how they were made."""

    nodes: tuple[Node, ...]
    problems: tuple[str, ...]
    files: tuple[dict[str, object], ...]
    articles: int
    sentences: int

    @cached_property
    def graph(self) -> "MultiDiGraph[str]":
        """The networkx graph of the nodes, drawn when it is first asked for."""
        return graph.drawn(self.nodes)

    @cached_property
    def open(self) -> tuple[str, ...]:
        """The names that could not be resolved and stay as printed."""
        said = [dict(node.literals) for node in self.nodes]
        return tuple(sorted(one["skos:prefLabel"].value for one in said if "kg:openReference" in one))


def build(
    paths: Paths,
    *,
    place: str | None = None,
    date: str | None = None,
    lexicons: Paths = (),
    report: Progress | None = None,
) -> Built:
    """Return the graph of the pages in `paths` (files or folders) with what was skipped and what stayed open.

    `place` is a name or code, `date` the ISO date of publication where the pages do not state them; `lexicons` are
    YAML files with the user's own words, known for this build only.
    Raises PlaceError for an unknown place; a file that cannot be read is a problem, not an error.
    """
    with using(lexicons), uncollected():
        return built_from(paths, place=place, date=date, report=report)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python's search for reference cycles from running: a build makes millions of records and no cycles.

    Afterwards the records count as old: else the next search, which is for new objects, would go through all of them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # what somebody has frozen stays so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def built_from(paths: Paths, *, place: str | None, date: str | None, report: Progress | None) -> Built:
    """Return what the pages in `paths` say by the words that are known now."""
    given = gazetteer.given(place) if place else None
    found = list(sources(several(paths)))
    said: list[Node] = []
    fates: list[dict[str, object]] = []
    counts = [0, 0]
    for number, source in enumerate(found, start=1):
        if isinstance(source, Source):
            reads = read_page(source, date)
            said += page_nodes(source, reads, given)
            counts[0] += len(reads)
            counts[1] += sum(len(read.readings) for read in reads)
            fates.append(fate(source, skipped.regions(source, reads)))
        else:
            fates.append(refusal(source))
        if report is not None:
            report(getattr(source, "name", ""), number, len(found))
    nodes = tuple(graph.assemble(said, [rule for folder in FOLDERS for rule in rules(folder)]))
    problems = tuple(str(one) for one in found if isinstance(one, SourceError))
    return Built(nodes, problems, tuple(fates), counts[0], counts[1])


def page_nodes(source: Source, reads: Sequence[Read], given: gazetteer.Place | None) -> Iterator[Node]:
    """Yield what one page says, at the place that is given or inferred."""
    place, reason = (given, "由用户给定") if given is not None else whereabouts.infer([source.text])
    return resolve.nodes(source, reads, place, reason)


def read_page(source: Source, date: str | None) -> list[Read]:
    """Return the articles of a page with everything that the rules see in them."""
    split = articles.split(source, paragraphs.join(source, clean.lines(source)))
    lines = [sentences.split(article) for article in split]
    names = mentions.names_in(*(one.text.value for some in lines for one in some if not is_broken(one)))
    dated = dates.published(split, given=date)
    told = zip(split, lines, dated, strict=True)
    return spelling.spelt([read_article(article, some, names, when) for article, some, when in told])


def read_article(
    article: Article, lines: Sequence[Sentence], names: mentions.Names | None, when: "dates.Dated"
) -> Read:
    """Return one article as read: mentions, relations and figures of each sentence, speeches over sentences."""
    readings = tuple(read_sentence(sentence, names) for sentence in lines)
    orator = bylines.speaker(article)
    lines_read = [(reading.sentence, reading.mentions) for reading in readings]
    speeches = (speech.whole(lines_read, orator[0]) if orator is not None else []) or speech.find(lines_read)
    return Read(article, readings, tuple(speeches), when.date, when.certainty, when.basis, orator[0] if orator else "")


def read_sentence(sentence: Sentence, names: mentions.Names | None) -> Reading:
    """Return what the rules see in one sentence: nothing, where characters of it are lost.

    The number of a sitting (108次常委会会议) measures nothing.
    """
    if is_broken(sentence):
        return Reading(sentence, (), (), ())
    text = sentence.text.value
    known = tuple(mentions.again(text, names)) if names is not None else ()
    found = mentions.find(text, known=known)
    measured = figures.find(text) if is_measured(sentence) else ()
    if not found:
        return Reading(sentence, (), (), tuple(measured))
    measured = outside_sittings(measured, found) if measured else ()
    linked = relations.find(text, found)
    nested = [one for outer in found if outer.kind in mentions.NESTING for one in mentions.inside(outer)]
    if nested:
        linked += [one for one in relations.find(text, nested) if is_told_inside(one)]
    return Reading(sentence, (*found, *nested), tuple(linked), tuple(measured))


def is_measured(sentence: Sentence) -> bool:
    """Return whether the figures of a sentence are its own: a line in a list of aims (（一）生产总值增长7%) counts.

    A headline and what stands beneath it tell again what the text tells.
    """
    return sentence.kind in ("paragraph", "repeat") or (
        sentence.kind == "heading" and articles.is_numbered(sentence.text.value)
    )


def is_told_inside(relation: Relation) -> bool:
    """Return whether a relation between what is named inside a longer name is told of by the sentence.

    What a meeting is called after (乡村振兴战略实施推进会), or a report is about, is not what is decided there.
    """
    return relation.kind != "Decision" and (relation.kind != "Participation" or "what" in relation.roles)


def outside_sittings(measured: Iterable[Figure], found: Iterable[Mention]) -> list[Figure]:
    """Return the figures that are no number of a sitting; a meeting with a name of its own may hold what is counted."""
    sittings = (one for one in found if one.kind == "Meeting" and not one.rule.startswith(NAMED))
    named = {place for one in sittings for place in range(one.begin, one.end)}
    return [one for one in measured if one.begin not in named or one.end - 1 not in named]


def is_broken(sentence: Sentence) -> bool:
    """Return whether characters of a sentence could not be decoded: what is left might say something else."""
    return skipped.LOST in sentence.text.value


def fate(source: FileRead, left_out: Sequence[Skipped]) -> dict[str, object]:
    """Return what became of a file that was read, for the manifest."""
    told: dict[str, object] = {"file": source.name, "fate": "read", "sha256": source.sha256}
    told["encoding"] = source.encoding
    if source.warnings:
        told |= {"fate": "read with a warning", "warnings": list(source.warnings)}
    if left_out:
        told["skipped"] = [one._asdict() for one in left_out]
    return told


def refusal(error: SourceError) -> dict[str, object]:
    """Return what became of a file that was not read, for the manifest."""
    return {"file": error.name, "fate": "refused", "reason": str(error)}
