"""A post as the rules read it → the tenure, and the appointment or departure that the text states."""

from collections.abc import Iterator

from kg import identity
from kg.model import Literal, Node, Relation
from kg.stages.resolve.changes import changed, is_only_meant
from kg.stages.resolve.describe import described
from kg.stages.resolve.evidence import Evidence, node
from kg.stages.resolve.names import dated
from kg.stages.resolve.posts import ENDED, post
from kg.stages.resolve.setting import Scene, zh


def tenure(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield the post that a person holds, with the body and the role it consists of, and what the text changes of it.

    Who is only to be appointed does not hold the post.
    """
    found = post(scene, number, relation)
    meant = is_only_meant(scene, number, relation)
    if found is None or (meant and relation.values["change"] != ENDED):
        return
    yield Node(found.who.iri, ("kg:Official", "foaf:Person"))
    if found.owner.iri not in scene.known:
        yield from described(found.owner)
        yield Node(scene.passages[number], (), (), (("schema:mentions", found.owner.iri),))
    concept = identity.iri("role", found.title)
    yield Node(concept, ("kg:Role", "skos:Concept"), (("skos:prefLabel", zh(found.title)),))
    links = [("org:member", found.who.iri), ("org:organization", found.owner.iri), ("org:role", concept)]
    evidence = Evidence(scene.passages[number], relation.rule)
    is_past = "until" in relation.values  # a line of a career with its end: not held when the page appeared
    yield node(found.iri, ("kg:Tenure", "org:Membership"), evidence, links, [] if is_past else attested(scene))
    if "change" in relation.values and not meant:
        yield from changed(scene, number, relation, found)


def attested(scene: Scene) -> list[tuple[str, Literal]]:
    """Return when a tenure is attested by this article: its date, as exact as is known."""
    if not scene.read.date:
        return []
    return [(name, dated(scene.read.date)) for name in ("kg:firstAttested", "kg:lastAttested")]
