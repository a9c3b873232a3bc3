"""A printed notice → who issued it: the body that alone signs it, a date below, issued what the headline names."""

from collections.abc import Iterator

from kg import identity
from kg.model import Node, Reading
from kg.stages.resolve.describe import described
from kg.stages.resolve.evidence import Evidence, node
from kg.stages.resolve.setting import Entity, Scene

RULE = "decision.signed_notice"
TITLES = ("headline", "subtitle")
NEAR = 8  # so many lines from the end a notice is signed
PART = 0.5  # of the headline at least is the document's name


def signed(scene: Scene) -> Iterator[Node]:
    """Yield the decision by which the signing body issued the document that the headline names."""
    policy = headed(scene)
    number, body = signature(scene)
    if policy is None or body is None:
        return
    links = [("kg:policy", policy.iri), ("kg:decidedBy", body.iri), ("kg:action", "kg:Issued")]
    iri = identity.fact("decision", body.iri, policy.iri, "Issued")
    yield from described(body)
    yield node(iri, ("kg:Decision",), Evidence(scene.passages[number], RULE), links)


def headed(scene: Scene) -> Entity | None:
    """Return the document that a headline is mostly the name of."""
    for number, reading in enumerate(scene.read.readings):
        if reading.sentence.kind not in TITLES:
            return None
        for one in reading.mentions:
            if one.kind == "Document" and one.end - one.begin > PART * len(reading.sentence.text.value):
                return scene.entity(number, one)
    return None


def signature(scene: Scene) -> tuple[int, Entity | None]:
    """Return the body that alone fills one of the last lines before a line with a date, and the number of that line."""
    readings = scene.read.readings
    for number in range(len(readings) - 2, max(0, len(readings) - NEAR), -1):
        if readings[number + 1].sentence.kind == "dateline" and (body := alone(readings[number])) is not None:
            return number, scene.entities.get((number, *body))
    return 0, None


def alone(reading: Reading) -> tuple[int, int] | None:
    """Return where the body stands that fills a line, None for any other line."""
    length = len(reading.sentence.text.value.strip())
    return next(((m.begin, m.end) for m in reading.mentions if m.kind == "Body" and m.end - m.begin == length), None)
