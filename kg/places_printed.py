"""A page → what seem to be names of places in it, and how much they speak for each place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat
from typing import NamedTuple

from kg import gazetteer, scan, visits
from kg.gazetteer import Place
from kg.rulebook import pattern_of
from kg.toponyms import seeming, stands_alone, unlisted


class Printed(NamedTuple):
    """A page with what seem to be names of places in it, of papers too, and how much these can speak for each place."""

    page: str
    names: Sequence[tuple[str, int, int]]
    papers: Sequence[str]
    at_most: Mapping[Place, float]

    @property
    def headline(self) -> str:
        """Return the first line of the page."""
        return self.page.partition("\n")[0]


def print_of(page: str) -> Printed:
    """Return a page with what seem to be names of places in it; where people of the page go is left out."""
    others = visits.others(page)
    page = pattern_of("place_level", "visited").sub("", page)
    begins = scan.begins("place_name", page)
    names = unlisted(page, seeming(page, begins))
    if others:
        names = [one for one in names if others.isdisjoint(gazetteer.by_name(one[0]))]
    paper = pattern_of("place_level", "papers")  # where no name begins, the paper of no place is named
    papers = [found["place"] for found in map(paper.match, repeat(page), begins) if found is not None]
    return Printed(page, names, papers, scores(Counter(name for name, _, _ in names), papers))


def weigh(printed: Printed, asked: AbstractSet[Place]) -> dict[Place, float]:
    """Return how much a page speaks for each place that is asked for.

    To tell whether a name stands alone takes long. So of the names that only stand for places above these, and help
    them by being there at all, no second one is looked for.
    """
    above = set[Place]().union(*map(gazetteer.ancestors, asked)) - asked
    counts: Counter[str] = Counter()
    for name, begin, end in printed.names:
        places = gazetteer.by_name(name)
        is_asked = not asked.isdisjoint(places)
        is_above = name not in counts and not above.isdisjoint(places)
        if (is_asked or is_above) and stands_alone(printed.page, begin, end):
            counts[name] += 1
    return {place: score for place, score in scores(counts, printed.papers).items() if place in asked}


def scores(counts: Counter[str], papers: Iterable[str]) -> dict[Place, float]:
    """Return how much names speak for each place: own names count, names of places above it and of papers help."""
    counts.update([name for name in papers if name in counts])
    own: dict[Place, float] = defaultdict(float)
    for name, count in counts.items():
        places = gazetteer.by_name(name)
        for place in places[:1] if places[:1] and places[0].level == "province" else places:  # 吉林 is the province
            own[place] += count * (2.0 if name[-1] == place.name[-1] else 1.0)  # 科左中旗 is whole too
    higher = {place for place in own if any(one in own for one in gazetteer.ancestors(place))}
    return {place: score * (2.0 if place in higher else 1.0) for place, score in own.items()}
