"""The records of this stage: where a page is from, and what each mention of it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.gazetteer import Place
from kg.model import Literal, Mention, Read, Source


@dataclass(frozen=True, slots=True)
class Entity:
    """What a mention stands for."""

    iri: str
    kind: str
    label: str
    literals: tuple[tuple[str, Literal], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    place: Place | None = None
    implied: tuple["Entity", ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One page: its place and why, and what its names go back to.

    `homes` place of each person as the posts show it · `policies` keys of those named ·
    `fuller` the form with its place of each name printed without it too · `closings` the last sitting of a congress ·
    `namesakes` names of national leaders that somebody else bears here ·
    `strangers` names of people without a post, who may be others on other pages.
    """

    source: Source
    place: Place | None
    reason: str
    homes: Mapping[str, str] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    fuller: Mapping[str, Mention] = field(default_factory=dict)
    closings: Mapping[str, str] = field(default_factory=dict)
    namesakes: frozenset[str] = frozenset()
    strangers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scene:
    """One article with the entity behind each mention, keyed by sentence number and offset."""

    setting: Setting
    read: Read
    iri: str
    entities: Mapping[tuple[int, int, int], Entity]
    passages: tuple[str, ...]
    meeting: Entity | None
    topic: Entity | None

    def entity(self, sentence: int, mention: Mention | None) -> Entity | None:
        """Return what `mention` of sentence number `sentence` stands for."""
        return None if mention is None else self.entities.get((sentence, mention.begin, mention.end))


def zh(text: str) -> Literal:
    """Return a Chinese literal."""
    return Literal(text, lang="zh")
