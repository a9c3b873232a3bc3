"""A figure as it was read → an observation with its indicator, its series and what it is about."""

from collections.abc import Iterator
from functools import lru_cache

from kg import identity
from kg.model import Figure, Literal, Node
from kg.rulebook import entries, pattern_of
from kg.stages.resolve import times
from kg.stages.resolve.evidence import Evidence, node
from kg.stages.resolve.measured import measured
from kg.stages.resolve.setting import Scene, offset, zh

MEETS = {"target": "kg:hasTarget", "result": "kg:hasResult"}
# Most indicators are measured more than once, on a page or on the next.
REMEMBERED = 4096


def observation(scene: Scene, number: int, figure: Figure) -> Iterator[Node]:
    """Yield a measured number with its indicator and its series."""
    sentence = scene.read.readings[number].sentence
    begin, end = sentence.text.origin(figure.begin, figure.end)
    about, places = measured(scene, number, figure.begin)
    yield from places
    indicator = identity.iri("indicator", figure.indicator)
    series = identity.fact("series", about, *measure(figure), figure.unit)
    yield Node(indicator, ("kg:Indicator", "skos:Concept"), (("skos:prefLabel", zh(figure.indicator)),))
    about_link = [("schema:observationAbout", about)] if about else []
    yield Node(series, ("kg:Series",), (), (("kg:indicator", indicator), *about_link))
    literals = [
        ("schema:value", Literal(format(figure.value, "f"), "xsd:decimal")),
        ("schema:unitText", Literal(figure.unit)),
        ("kg:printed", Literal(figure.printed)),
        ("nif:beginIndex", offset(begin)),
        ("nif:endIndex", offset(end)),
    ]
    when = times.resolve(figure.period, scene.read.date) if figure.period else ""
    optional = (
        ("kg:comparator", figure.comparator),
        ("kg:changeKind", figure.change),
        ("kg:period", when or figure.period),
    )
    literals += [(name, Literal(value)) for name, value in optional if value]
    status = "target" if figure.status == "result" and is_to_come(when, scene.read.date) else figure.status
    links = [
        ("kg:indicator", indicator),
        ("kg:series", series),
        ("kg:status", f"kg:{status.capitalize()}"),
        *about_link,
    ]
    iri = identity.fact("observation", scene.passages[number], str(figure.begin), figure.indicator)
    evidence = Evidence(scene.passages[number], figure.rule)
    yield node(iri, ("kg:Observation", "schema:Observation"), evidence, links, literals)
    if about and when and status in MEETS:
        yield compared(series, when, MEETS[status], iri)


def is_to_come(when: str, published: str) -> bool:
    """Return whether a period begins after the page was published: nothing can have been achieved then.

    >>> is_to_come("2025", "2023-05-09"), is_to_come("2023", "2023-05-09"), is_to_come("2025", "")
    (True, False, False)
    """
    begin = when.partition("/")[0]
    return bool(begin and published) and begin[: len(published)] > published[: len(begin)]


def measure(figure: Figure) -> tuple[str, str]:
    """Return what a number measures and what change of it, in the words that targets and results have in common.

    全区力争完成财政收入 and 财政收入 are one series; so are the target 财政收入增长目标 and what 财政收入 grew by.
    """
    core, level = cores(figure.indicator)
    if figure.unit != "%" or figure.change:
        return core, figure.change
    return level, "" if level == core else "increase"


@lru_cache(maxsize=REMEMBERED)
def cores(indicator: str) -> tuple[str, str]:
    """Return an indicator without the words that frame it, and that without the growth that it ends with."""
    core = shortened(shortened(indicator, "before"), "after")
    return core, shortened(core, "growth")


def shortened(text: str, field: str) -> str:
    """Return `text` without what `field` of lexicon/series_word.yaml leaves out, unless too little would be left."""
    rest = pattern_of("series_word", field).sub("", text)
    return rest if len(rest) >= entries("series_word")["least"] else text


def compared(series: str, when: str, end: str, observation: str) -> Node:
    """Return where a target or result meets those of other pages: one series in one period that is certain."""
    iri = identity.fact("comparison", series, when)
    return Node(iri, ("kg:Comparison",), (("kg:period", Literal(when)),), (("kg:series", series), (end, observation)))
