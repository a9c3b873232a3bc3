"""The page's records → single cells of the tables: entities, texts, terms, dates and places in the text.

A date says what it is: the meeting's own, or only that of the article that tells of the fact, and then whether the
article's date is printed or inferred. Nothing here makes a date more exact than it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.ontology import compact
from kg.outputs.page_facts import Facts

NOTHING = -1
# What a date is: unknown, the meeting's own, the article's as printed, the article's as inferred.
UNKNOWN, HELD, STATED, INFERRED = range(4)
LAST = "~"  # what has no date comes after every date


@dataclass(frozen=True)
class Cells:
    """Answers in whole numbers about one graph; texts are numbered as they are first met."""

    facts: Facts
    texts: dict[str, int] = field(default_factory=lambda: {"": 0})

    def word(self, text: str) -> int:
        """Return the place of `text` among the texts, adding it where it is new."""
        return self.texts.setdefault(text, len(self.texts))

    def literal(self, node: str, *predicates: str) -> int:
        """Return the place of the text that `node` has under the first of `predicates` that has any."""
        return self.word(self.facts.read.text(node, *predicates))

    def links(self, node: str, predicate: str) -> tuple[str, ...]:
        """Return the nodes that `predicate` links `node` to."""
        return self.facts.read.links(node).get(predicate, ())

    def ends(self, node: str, predicate: str) -> list[int]:
        """Return the entities that `predicate` links `node` to."""
        return [self.facts.entities[end] for end in self.links(node, predicate) if end in self.facts.entities]

    def end(self, node: str, predicate: str) -> int:
        """Return the first entity that `predicate` links `node` to, or NOTHING."""
        return next(iter(self.ends(node, predicate)), NOTHING)

    def term(self, node: str, predicate: str) -> int:
        """Return the place of the CURIE that `predicate` links `node` to, that of "" where there is none."""
        return self.word(next((compact(end) or "" for end in self.links(node, predicate)), ""))

    def name(self, node: str, predicate: str) -> int:
        """Return the place of the name of what `predicate` links `node` to."""
        return self.word(next(map(self.facts.read.name, self.links(node, predicate)), ""))

    def number(self, node: str, predicate: str) -> int:
        """Return the whole number that `node` has under `predicate`, or NOTHING."""
        found = self.facts.read.number(node, predicate)
        return NOTHING if found is None else found

    def told(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield (place, fact) for the facts of the class `name`, as they follow each other in the text."""
        known = [fact for fact in self.facts.read.of(name) if fact in self.facts.facts]
        return ((self.facts.facts[fact], fact) for fact in sorted(known, key=self.spot))

    def spot(self, fact: str) -> tuple[str, int, int]:
        """Return where `fact` is first written: date and place of the article, offset of the sentence or of itself."""
        own = self.number(fact, "nif:beginIndex")
        passage = self.first(self.passages(fact))
        if passage is None:
            return LAST, NOTHING, own
        article, begin = self.begin(passage)
        return self.day(passage)[0] or LAST, article, max(own, begin)

    def begin(self, passage: str) -> tuple[int, int]:
        """Return where `passage` stands: its article, and its offset in the file."""
        return self.begins[passage]

    @cached_property
    def begins(self) -> Mapping[str, tuple[int, int]]:
        """Return sentence → its article, and its offset in the file."""
        return {node: (self._whole(node), self.number(node, "nif:beginIndex")) for node in self.facts.passages}

    def _whole(self, passage: str) -> int:
        """Return the article of `passage`, or NOTHING where the graph names none."""
        wholes = self.links(passage, "schema:isPartOf")
        return next((self.facts.articles[whole] for whole in wholes if whole in self.facts.articles), NOTHING)

    def passages(self, fact: str) -> list[str]:
        """Return the sentences that tell of `fact`."""
        return [node for node in self.links(fact, "prov:wasDerivedFrom") if node in self.facts.passages]

    def first(self, passages: Iterable[str]) -> str | None:
        """Return that of `passages` that was printed first: by date, those without date last, then by place."""
        return min(
            passages, key=lambda node: (not self.day(node)[0], self.day(node)[0], self.begin(node)), default=None
        )

    def last(self, passages: Iterable[str]) -> str | None:
        """Return that of `passages` that was printed last."""
        return max(passages, key=lambda node: (self.day(node)[0], self.begin(node)), default=None)

    def article(self, passage: str) -> int:
        """Return the article of `passage`, or NOTHING where the graph names none."""
        return self.begins[passage][0]

    @cached_property
    def articles(self) -> Mapping[int, tuple[str, int]]:
        """Return article → (its date, STATED or INFERRED), ("", UNKNOWN) where it has none."""
        return {place: self._published(node) for node, place in self.facts.articles.items()}

    def _published(self, article: str) -> tuple[str, int]:
        """Return the date of `article`, and what it is."""
        date, certainty = (self.facts.read.text(article, name) for name in ("schema:datePublished", "kg:dateCertainty"))
        return date, UNKNOWN if not date else STATED if certainty == "stated" else INFERRED

    def day(self, passage: str) -> tuple[str, int]:
        """Return the date of the article of `passage`, and what it is."""
        return self.articles.get(self.article(passage), ("", UNKNOWN))

    def when(self, fact: str, *predicates: str) -> list[int]:
        """Return [date, what it is] of `fact`: of the meeting under `predicates`, else of the article that tells it."""
        starts = [
            self.facts.read.text(node, "schema:startDate") for name in predicates for node in self.links(fact, name)
        ]
        if held := sorted(filter(None, starts)):
            return [self.word(held[0]), HELD]
        passage = self.first(self.passages(fact))
        date, kind = ("", UNKNOWN) if passage is None else self.day(passage)
        return [self.word(date), kind]
