"""Relations, figures and speeches of one article → fact nodes, each with its passage and its rule."""

from collections.abc import Callable, Iterator, Mapping

from kg.model import Node, Relation
from kg.stages.resolve.decisions import decision
from kg.stages.resolve.issuances import issuance
from kg.stages.resolve.observations import observation
from kg.stages.resolve.occasions import attendance, location
from kg.stages.resolve.participations import participation
from kg.stages.resolve.setting import Scene
from kg.stages.resolve.signatures import passed, signed
from kg.stages.resolve.statements import statement
from kg.stages.resolve.tenures import tenure
from kg.stages.resolve.voices import voices


def facts(scene: Scene) -> Iterator[Node]:
    """Yield every fact node of the article, and the entities that only facts imply (区长 → 区政府)."""
    for number, reading in enumerate(scene.read.readings):
        for relation in reading.relations:
            yield from READERS[relation.kind](scene, number, relation)
        for figure in reading.figures:
            yield from observation(scene, number, figure)
    yield from signed(scene)
    yield from passed(scene)
    for speech, voice in zip(scene.read.speeches, voices(scene), strict=True):
        if voice is not None:
            yield from statement(scene, speech, voice)


READERS: Mapping[str, Callable[[Scene, int, Relation], Iterator[Node]]] = {
    "Tenure": tenure,
    "Participation": participation,
    "Decision": decision,
    "Issuance": issuance,
    "Attendance": attendance,
    "Location": location,
}
