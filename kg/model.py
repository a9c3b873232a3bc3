"""The records that travel between stages. Frozen: a stage makes new ones, never edits.

Every `begin` and `end` counts Unicode code points, `end` exclusive. Offsets of a `Text` or a `Mention`
are into cleaned text; `Text.origin` leads back to the source file as it stands on disk.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it stands on disk: decoded, byte-order mark removed, nothing else changed.

    `warnings` say what is wrong with it although it can be read.
    """

    name: str
    text: str
    sha256: str
    encoding: str
    warnings: tuple[str, ...] = ()


class Run(NamedTuple):
    """A stretch of cleaned text and the stretch of the source that it stands for."""

    begin: int
    origin: int
    origin_end: int


class Text(NamedTuple):
    """Cleaned text in which every character still knows where it stands in the source.

    A tuple, as `Run` and `Sentence` are: each line is cut many times, and they are made twice as fast.

    >>> Text("深入和谐", (Run(0, 10, 12), Run(2, 12, 17), Run(3, 17, 18))).origin(1, 3)
    (11, 17)
    """

    value: str
    runs: tuple[Run, ...]

    def origin(self, begin: int, end: int) -> tuple[int, int]:
        """Return the source offsets of the cleaned characters `begin` to `end` (at least one)."""
        if len(self.runs) == 1 and self.runs[0].begin == 0:  # nearly all text is as it was printed
            _, start, stop = self.runs[0]
            return min(start + begin, stop - 1), stop if end == len(self.value) else start + end
        first, last = self.runs[self.run(begin)], self.run(end - 1)
        start = min(first.origin + begin - first.begin, first.origin_end - 1)
        if end == self.stop(last):
            return start, self.runs[last].origin_end
        return start, self.runs[last].origin + end - self.runs[last].begin

    def cut(self, begin: int, end: int) -> "Text":
        """Return the characters `begin` to `end` as a text of their own."""
        if begin == 0 and end == len(self.value):
            return self
        if len(self.runs) == 1 and begin < end:
            return Text(self.value[begin:end], (Run(0, *self.origin(begin, end)),))
        runs = []
        for i in range(self.run(begin), self.run(end - 1) + 1) if begin < end else ():
            low, high = max(self.runs[i].begin, begin), min(self.stop(i), end)
            runs.append(Run(low - begin, *self.origin(low, high)))
        return Text(self.value[begin:end], tuple(runs))

    def run(self, offset: int) -> int:
        """Return the index of the run that holds the cleaned character at `offset`."""
        if len(self.runs) == 1 and offset >= self.runs[0].begin:
            return 0
        return bisect_right(self.runs, offset, key=lambda run: run.begin) - 1

    def stop(self, index: int) -> int:
        """Return the cleaned offset at which run `index` ends."""
        return self.runs[index + 1].begin if index + 1 < len(self.runs) else len(self.value)

    @classmethod
    def join(cls, texts: Iterable["Text"]) -> "Text":
        """Return the texts as one, each character standing for the same stretch of the source as before."""
        values: list[str] = []
        runs: list[Run] = []
        length = 0
        for text in texts:
            runs += (Run(run.begin + length, run.origin, run.origin_end) for run in text.runs)
            values.append(text.value)
            length += len(text.value)
        return cls("".join(values), tuple(runs))


class Skipped(NamedTuple):
    """A stretch of a source that was not read (`end` exclusive), and why."""

    begin: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page. `blocks` are its headings and paragraphs in order."""

    source: str
    headline: Text
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an article: "headline", "subtitle", "byline", "heading", "dateline", "paragraph" or "repeat"."""

    kind: str
    text: Text


class Sentence(NamedTuple):
    """One sentence: its cleaned text, where it stands in the source, and the block it belongs to."""

    text: Text
    begin: int
    end: int
    block: int
    kind: str


# What nothing was said of: a tuple has no fields of its own making.
NOTHING: Mapping[str, Any] = {}


class Mention(NamedTuple):
    """A span of a sentence that a rule read as one thing of one kind, with its named parts."""

    kind: str
    begin: int
    end: int
    text: str
    rule: str
    parts: Mapping[str, str] = NOTHING


class Relation(NamedTuple):
    """A fact that a rule read in a sentence: which mentions play which role, and further values."""

    kind: str
    begin: int
    end: int
    rule: str
    roles: Mapping[str, Mention] = NOTHING
    values: Mapping[str, str] = NOTHING


class Figure(NamedTuple):
    """A number that measures something, as one sentence states it (offsets of the printed number)."""

    begin: int
    end: int
    printed: str
    value: Decimal
    unit: str
    indicator: str
    comparator: str
    change: str
    status: str
    period: str
    subject: str
    rule: str


class Reading(NamedTuple):
    """What the rules saw in one sentence."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    figures: tuple[Figure, ...]


class Literal(NamedTuple):
    """An RDF literal: `datatype` is a CURIE such as "xsd:date", `lang` a tag such as "zh".

    A tuple, as `Node` and `Run` are: there are millions of them, and they are made and compared ten times as fast.
    """

    value: str
    datatype: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody is reported to say: from offset `begin` of sentence `first` to offset `end` of sentence `last`.

    `told` is the sentence that says so: where a quotation stands before its speaker (“……。”某某说。) it follows.
    `family` and `title` are what a speaker without a name is called by (李书记, 总书记).
    """

    first: int
    begin: int
    last: int
    end: int
    verb: str
    rule: str
    who: Mention | None
    told: int
    family: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """One article with everything that the rules saw in it, sentence by sentence; equal to itself only."""

    article: Article
    readings: tuple[Reading, ...]
    speeches: tuple[Speech, ...]
    date: str = ""
    certainty: str = ""
    basis: str = ""
    speaker: str = ""


class Node(NamedTuple):
    """What one article says of one thing: graph nodes with the same IRI are united, property by property."""

    iri: str
    types: tuple[str, ...]
    literals: tuple[tuple[str, Literal], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
