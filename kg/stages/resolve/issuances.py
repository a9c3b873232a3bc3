"""What is printed beside a title → who issued the document, and under which number."""

import re
from collections.abc import Iterator

from kg import identity
from kg.model import Literal, Node, Relation
from kg.policy_naming import label
from kg.rulebook import lexicon
from kg.stages.resolve.evidence import Evidence, node
from kg.stages.resolve.setting import Scene


def issuance(scene: Scene, number: int, relation: Relation) -> Iterator[Node]:
    """Yield who issued a document and under which number: the body right before its title, the number after it."""
    printed = relation.roles["policy"]
    policy, issuer = scene.entity(number, printed), scene.entity(number, relation.roles.get("agent"))
    sign = relation.values.get("number", "")
    if policy is None or (issuer is None and not sign):
        return
    if issuer is not None and re.fullmatch(lexicon("document_issued"), label(printed.text)) is None:
        return
    links = [("kg:policy", policy.iri), ("kg:action", "kg:Issued")]
    links += [("kg:decidedBy", issuer.iri)] if issuer is not None else []
    signs = [("kg:documentNumber", Literal(sign))] * bool(sign)
    iri = identity.fact("issuance", policy.iri, issuer.iri if issuer is not None else "", sign)
    yield node(iri, ("kg:Issuance",), Evidence(scene.passages[number], relation.rule), links, signs)
    if signs:
        yield Node(policy.iri, (), tuple(signs))
