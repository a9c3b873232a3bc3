"""Lines between entities → which entities the overview shows, and where each stands.

Positions are computed here, once: a browser that simulates forces shows nothing readable for many seconds.
"""

from collections.abc import Iterable, Mapping

import networkx as nx

# More is not readable at once; networkx lays out up to 499 nodes with numpy alone, beyond that it wants scipy.
OVERVIEW = 300
SEED = 20240101
SPREAD = 62
SMALLEST = 420
CENTRE = -1


def chosen(lines: Iterable[tuple[int, int]], *, limit: int = OVERVIEW) -> list[int]:
    """Return the `limit` best connected nodes that are linked to each other, in ascending order.

    >>> chosen([(0, 1), (1, 2), (1, 3), (3, 2)], limit=3)
    [1, 2, 3]
    """
    net = nx.Graph(sorted(set(lines)))
    seen: set[int] = set()
    linked: set[int] = set()
    for node in sorted(net, key=lambda node: (-net.degree(node), node)):
        near = seen.intersection(net[node])
        seen.add(node)
        if len(linked | near | {node}) > limit:
            break
        linked |= near | {node} if near else near
    return sorted(linked)


def place(nodes: Iterable[int], lines: Iterable[tuple[int, int]]) -> Mapping[int, tuple[int, int]]:
    """Return x and y of each node, whole numbers, the same for the same input."""
    net: nx.Graph[int] = nx.Graph()
    net.add_nodes_from(sorted(nodes))
    net.add_edges_from(sorted((a, b) for a, b in set(lines) if a in net and b in net and a != b), weight=1.0)
    if not net:
        return {}
    reach = max(SMALLEST, SPREAD * len(net) ** 0.5)
    # An unseen centre holds the separate parts together, else they drift apart and the large one shrinks to a dot.
    net.add_edges_from([(CENTRE, node) for node in list(net)], weight=0.12)
    spots = nx.spring_layout(net, seed=SEED, k=3.2 / len(net) ** 0.5, iterations=160, method="force")
    return {node: (round(x * reach), round(y * reach)) for node, (x, y) in spots.items() if node != CENTRE}
