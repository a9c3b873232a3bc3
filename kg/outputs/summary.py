"""The finished graph → how many entities and facts of each kind are in it.

>>> import networkx as nx
>>> graph = nx.MultiDiGraph()
>>> graph.add_node("https://w3id.org/zhengpu/id/x", types=("kg:Meeting", "schema:Event"), literals={})
>>> entities(graph)["会议"], facts(graph)["任职"]
(1, 0)
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.ontology import labels

if TYPE_CHECKING:
    import networkx as nx

ENTITIES = (
    *("kg:Official", "kg:Journalist", "foaf:Person", "org:FormalOrganization", "schema:AdministrativeArea"),
    *("kg:Meeting", "kg:Document", "kg:Initiative", "kg:Formulation", "kg:Indicator"),
)
FACTS = ("kg:Tenure", "kg:Participation", "kg:Decision", "kg:Observation", "kg:Statement")


def entities(graph: "nx.MultiDiGraph[str]") -> Mapping[str, int]:
    """Return the number of entities by the Chinese name of their kind, in a fixed order."""
    return count(graph, ENTITIES)


def facts(graph: "nx.MultiDiGraph[str]") -> Mapping[str, int]:
    """Return the number of facts by the Chinese name of their kind, in a fixed order."""
    return count(graph, FACTS)


def count(graph: "nx.MultiDiGraph[str]", kinds: Sequence[str]) -> Mapping[str, int]:
    """Return how many nodes are of each of the `kinds`; a node of several counts once, as the first of them."""
    return counted(Counter(found.get("types", ()) for _, found in graph.nodes(data=True)), kinds)


def counted(nodes: Mapping[tuple[str, ...], int], kinds: Sequence[str]) -> Mapping[str, int]:
    """Return the same of a graph of which only the number of nodes by their classes is known."""
    found: Counter[str] = Counter()
    for types, number in nodes.items():
        found[next((kind for kind in kinds if kind in types), "")] += number
    return {labels(kind).get("zh", kind): found[kind] for kind in kinds}
