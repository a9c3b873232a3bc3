"""The finished graph → the records that the page shows: entities, lines, facts, and where each fact is written.

Everything is a list and records point at each other by place in a list, so that the page holds every sentence
once. A value is a pair: ["text", words], ["node", entity], ["fact", [fact, words]], ["term", CURIE], ["truth", "true"].
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.ontology import compact, labels
from kg.outputs.page_graph import Drawn, Reader
from kg.outputs.page_marks import Marked, Spans, marks, named
from kg.outputs.page_view import View

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Record = dict[str, Any]
# (from, to) → predicate → facts, all but the predicate as places in a list.
Lines = Mapping[tuple[int, int], Mapping[str, tuple[int, ...]]]


@dataclass(frozen=True)
class Facts:
    """The records of one graph. Each list is sorted by IRI, so the same graph gives the same page."""

    graph: "MultiDiGraph[str] | Drawn"
    view: View

    @cached_property
    def read(self) -> Reader:
        """Return the questions that can be asked of the graph."""
        return Reader(self.graph, self.view.names)

    @cached_property
    def entities(self) -> Mapping[str, int]:
        """Return entity → its place."""
        return places(self.read.of(*(kind.curie for kind in self.view.kinds)))

    @cached_property
    def facts(self) -> Mapping[str, int]:
        """Return fact node → its place."""
        return places(self.read.of(*self.view.facts))

    @cached_property
    def passages(self) -> Mapping[str, int]:
        """Return sentence → its place."""
        return places(self.read.of("kg:Passage"))

    @cached_property
    def articles(self) -> Mapping[str, int]:
        """Return article → its place."""
        return places(self.read.of("schema:NewsArticle"))

    @cached_property
    def rules(self) -> Mapping[str, int]:
        """Return rule → its place."""
        return places(self.read.of("kg:Rule"))

    @cached_property
    def lines(self) -> Lines:
        """Return the lines to draw, one per pair of entities and direction."""
        found: defaultdict[tuple[int, int], dict[str, tuple[int, ...]]] = defaultdict(dict)
        for source, target, name in self.read.edges:
            if name in self.view.lines and source in self.entities and target in self.entities:
                facts = tuple(self.facts[fact] for fact in self.read.facts(source, target, name) if fact in self.facts)
                found[self.entities[source], self.entities[target]][name] = facts
        for pair, name, fact in self._fact_lines():
            found[pair][name] = (*found[pair].get(name, ()), fact)
        return {pair: self._exact(found[pair]) for pair in sorted(found)}

    def _fact_lines(self) -> Iterator[tuple[tuple[int, int], str, int]]:
        """Yield (pair of entities, class of fact, fact) for the facts that link two entities."""
        for line in self.view.fact_lines:
            for fact in self.read.of(line.fact):
                links = self.read.links(fact)
                for source in self._known(links.get(line.source, ())):
                    for target in self._known(links.get(line.target, ())):
                        yield (source, target), line.fact, self.facts[fact]

    def _known(self, nodes: Iterable[str]) -> Iterator[int]:
        """Yield the places of those of `nodes` that are entities."""
        return (self.entities[node] for node in nodes if node in self.entities)

    def _exact(self, relations: Mapping[str, tuple[int, ...]]) -> Mapping[str, tuple[int, ...]]:
        """Return `relations` without a general one where a more exact one rests on the same facts."""

        def covered(name: str) -> bool:
            exact = {fact for other in self.view.general.get(name, ()) for fact in relations.get(other, ())}
            return bool(relations[name]) and exact.issuperset(relations[name])

        order = [name for name in self.view.lines + self.view.facts if name in relations]
        return {name: relations[name] for name in order if not covered(name)}

    @cached_property
    def told_of(self) -> Mapping[int, tuple[int, ...]]:
        """Return entity → facts that link to it."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for fact, place in self.facts.items():
            ends = {end for links in self.read.links(fact).values() for end in self._known(links)}
            for entity in sorted(ends):
                found[entity].append(place)
        return {entity: tuple(facts) for entity, facts in found.items()}

    @cached_property
    def mentioned(self) -> Mapping[str, tuple[str, ...]]:
        """Return entity → sentences that mention it."""
        return self._turned(self.passages, "schema:mentions")

    @cached_property
    def written(self) -> Mapping[str, tuple[str, ...]]:
        """Return person → articles under the person's byline."""
        return self._turned(self.articles, "schema:author")

    def _turned(self, sources: Iterable[str], predicate: str) -> Mapping[str, tuple[str, ...]]:
        """Return object → those of `sources` that `predicate` links to it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for source in sources:
            for target in self.read.links(source).get(predicate, ()):
                found[target].append(source)
        return {target: tuple(ends) for target, ends in found.items()}

    def entity_records(self) -> list[Record]:
        """Return one record per entity."""
        return [self._entity(node) for node in self.entities]

    def _entity(self, node: str) -> Record:
        """Return what the page says of one entity: its facts, sentences and articles by place."""
        types = self.read.types(node)
        label = self.read.name(node)
        names = (label, *self.read.texts(node, *self.view.aliases))
        seen = [self.passages[passage] for passage in self.mentioned.get(node, ())]
        return {
            "iri": node,
            "label": label,
            "group": next(i for i, kind in enumerate(self.view.kinds) if kind.curie in types),
            "aliases": [name for name in names[1:] if name != label],
            "properties": self._properties(node),
            "facts": list(self.told_of.get(self.entities[node], ())),
            "mentions": [[place, self._named(place, names)] for place in seen],
            "articles": [self.articles[article] for article in self.written.get(node, ())],
        }

    def fact_records(self) -> list[Record]:
        """Return one record per fact: its class, what it says, its sentences with the words to mark, its rules."""
        return [self._fact(fact) for fact in self.facts]

    def _fact(self, fact: str) -> Record:
        """Return what the page says of one fact."""
        links, types = self.read.links(fact), self.read.types(fact)
        sentences = [node for node in links.get("prov:wasDerivedFrom", ()) if node in self.passages]
        names = self._names(fact)
        return {
            "iri": fact,
            "class": next(name for name in self.view.facts if name in types),
            "properties": self._properties(fact),
            "sentences": [self._sentence(fact, passage, names) for passage in self._in_order(sentences)],
            "rules": [self.rules[rule] for rule in links.get("kg:rule", ()) if rule in self.rules],
        }

    def _in_order(self, passages: Iterable[str]) -> list[str]:
        """Return `passages` as they are read: by article, then by place in the file."""
        return sorted(passages, key=lambda node: (self._article(node), self.read.number(node, "nif:beginIndex") or 0))

    def _names(self, fact: str) -> Sequence[str]:
        """Return the names of all that a fact links, and what it prints: once, for all of its sentences."""
        ends = [end for name, links in self.read.links(fact).items() if name != "prov:wasDerivedFrom" for end in links]
        names = [name for end in ends for name in self.read.texts(end, *self.view.names, *self.view.aliases)]
        return [*names, *self.read.texts(fact, "kg:printed", "kg:verb")]

    def _sentence(self, fact: str, passage: str, names: Iterable[str]) -> Record:
        """Return one sentence of a fact: the exact span where the fact has one, else the `names` that it links."""
        marked = self._span(fact, passage)
        if not marked.spans:
            marked = Marked(None, self._named(self.passages[passage], names))
        record: Record = {"passage": self.passages[passage], "marks": [list(span) for span in marked.spans]}
        return record if marked.text is None else {**record, "raw": marked.text}

    def _span(self, fact: str, passage: str) -> Marked:
        """Return what part of `passage` the offsets of `fact` cover; nothing where it has none."""
        start = self.read.number(passage, "nif:beginIndex")
        begin, end = (self.read.number(fact, f"nif:{name}Index") for name in ("begin", "end"))
        if start is None or begin is None or end is None:
            return Marked(None, ())
        raw = self.read.text(passage, "nif:anchorOf")
        return marks(raw, self.read.text(passage, "schema:text"), begin - start, end - start)

    def _named(self, place: int, names: Iterable[str]) -> Spans:
        """Return where `names` stand in a sentence."""
        return named(self.passage_records[place]["text"], names)

    @cached_property
    def passage_records(self) -> list[Record]:
        """Return one record per sentence: its cleaned text and its article."""
        read = self.read
        return [
            {"text": read.text(node, "schema:text", "nif:anchorOf"), "article": self._article(node)}
            for node in self.passages
        ]

    def _article(self, passage: str) -> int:
        """Return the article of `passage`, or -1 where the graph names none."""
        wholes = self.read.links(passage).get("schema:isPartOf", ())
        return next((self.articles[whole] for whole in wholes if whole in self.articles), -1)

    def article_records(self) -> list[Record]:
        """Return one record per article: headline, date, how certain and why, file."""
        return [
            {
                "headline": self.read.text(node, "schema:headline"),
                "date": self.read.text(node, "schema:datePublished"),
                "certainty": self.read.text(node, "kg:dateCertainty"),
                "basis": self.read.text(node, "kg:dateBasis"),
                "file": "、".join(map(self.read.name, self.read.links(node).get("schema:isPartOf", ()))),
            }
            for node in self.articles
        ]

    def rule_records(self) -> list[Record]:
        """Return one record per rule: its id, version and meaning."""
        return [
            {
                "id": self.read.name(node),
                "version": self.read.text(node, "kg:ruleVersion"),
                "about": self.read.text(node, "rdfs:comment"),
            }
            for node in self.rules
        ]

    @cached_property
    def _rank(self) -> Mapping[str, int]:
        """Return where each property stands that the view puts in order."""
        return places(self.view.shown)

    def _properties(self, node: str) -> list[list[Any]]:
        """Return [predicate, values] of `node` in the order of the view."""
        found: dict[str, list[list[Any]]] = {}
        for name, literals in self.read.literals(node).items():
            kind = "truth" if {literal.datatype for literal in literals} == {"xsd:boolean"} else "text"
            found[name] = [[kind, value] for value in dict.fromkeys(literal.value for literal in literals)]
        for name, ends in self.read.links(node).items():
            found[name] = [self._value(end) for end in ends]
        rank = self._rank
        wanted = found.keys() - self.view.hidden
        return [[name, found[name]] for name in sorted(wanted, key=lambda name: (rank.get(name, len(rank)), name))]

    def _value(self, node: str) -> list[Any]:
        """Return how the page shows `node` where it is a value."""
        if node in self.entities:
            return ["node", self.entities[node]]
        curie = compact(node)
        if not self.read.types(node) and curie is not None and labels(curie):
            return ["term", curie]
        if "kg:Tenure" in self.read.types(node):
            links = self.read.links(node)
            ends = (*links.get("org:organization", ()), *links.get("org:role", ()))
            words = " ".join(map(self.read.name, ends))
            return ["fact", [self.facts[node], words]] if node in self.facts else ["text", words]
        return ["text", self.read.name(node)]


def places(nodes: Iterable[str]) -> Mapping[str, int]:
    """Return each of `nodes` with its place in the list."""
    return {node: place for place, node in enumerate(nodes)}
