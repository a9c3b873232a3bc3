"""Where a fact stands and which rule read it → the links that say so."""

from collections.abc import Iterable
from typing import NamedTuple

from kg import identity
from kg.model import Literal, Node

Links = Iterable[tuple[str, str]]
Literals = Iterable[tuple[str, Literal]]


class Evidence(NamedTuple):
    """Where a fact stands and which rule read it."""

    passage: str
    rule: str

    @property
    def links(self) -> Links:
        """Return the evidence as links of the fact."""
        return (("prov:wasDerivedFrom", self.passage), ("kg:rule", identity.iri("rule", self.rule)))


def node(iri: str, types: tuple[str, ...], evidence: Evidence, links: Links, literals: Literals = ()) -> Node:
    """Return a fact node with its evidence."""
    return Node(iri, types, tuple(literals), (*links, *evidence.links))
