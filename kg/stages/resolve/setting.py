"""The records of this stage: where a page is from, and what each mention of it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kg.gazetteer import Place
from kg.model import Literal, Mention, Read, Source
from kg.rulebook import entries

# Articles are read one after the other, and each asks for what holds of all of it again and again.
LATEST = 2
DOT = "·"
PAGE = 100_000  # characters of a page, in which a name may be looked for


class Entity(NamedTuple):
    """What a mention stands for."""

    iri: str
    kind: str
    label: str
    literals: tuple[tuple[str, Literal], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    place: Place | None = None
    implied: tuple["Entity", ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """One page: its place and why, and what its names go back to; equal to itself only.

    `homes` place of each person as the posts show it · `policies` the key that each short name goes back to ·
    `fuller` the form with its place of each name printed without it too · `closings` the last sitting of a congress ·
    `plenums` that of each body · `copies` how often an article stands before on the page ·
    `namesakes` names of national leaders that somebody else bears here ·
    `strangers` names of people without a post, who may be others on other pages.
    """

    source: Source
    place: Place | None
    reason: str
    homes: Mapping[str, str] = field(default_factory=dict)
    policies: Mapping[str, str] = field(default_factory=dict)
    fuller: Mapping[str, Mention] = field(default_factory=dict)
    closings: Mapping[str, str] = field(default_factory=dict)
    plenums: Mapping[str, Mention] = field(default_factory=dict)
    copies: Mapping[Read, int] = field(default_factory=dict)
    namesakes: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One article with the entity behind each mention, keyed by sentence number and offset; equal to itself only.

    `known` are the IRIs of these entities.
    """

    setting: Setting
    read: Read
    iri: str
    entities: Mapping[tuple[int, int, int], Entity]
    passages: tuple[str, ...]
    meeting: Entity | None
    topic: Entity | None
    known: frozenset[str]

    def entity(self, sentence: int, mention: Mention | None) -> Entity | None:
        """Return what `mention` of sentence number `sentence` stands for."""
        return None if mention is None else self.entities.get((sentence, mention.begin, mention.end))


def as_printed(name: str, source: Source) -> list[str]:
    """Return how a page prints a name with another dot than the one that all dots are read as (玛丽•居里)."""
    if DOT not in name or not (dots := other_dots(source)):
        return []
    forms = [name.replace(DOT, dot) for dot in dots]
    if len(forms) == 1 and DOT not in source.text:
        return forms
    return [form for form in forms if form in source.text] if len(source.text) <= PAGE else []


@lru_cache(maxsize=LATEST)
def other_dots(source: Source) -> str:
    """Return the dots between names that a page prints and that are read as another one."""
    dots: str = next(pair["from"] for pair in entries("characters")["pairs"] if set(pair["to"]) == {DOT})
    return "".join(dot for dot in dots if dot in source.text)


def zh(text: str) -> Literal:
    """Return a Chinese literal."""
    return tuple.__new__(Literal, (text, "", "zh"))  # twice as fast as by name, and most literals are made here


def offset(number: int) -> Literal:
    """Return an offset into a source as a literal."""
    return tuple.__new__(Literal, (str(number), "xsd:nonNegativeInteger", ""))
