"""Lines between entities → which entities the overview shows, and where each stands.

Positions are computed here, once: a browser that simulates forces shows nothing readable for many seconds.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    import numpy as np

    Matrix = np.ndarray[Any, np.dtype[np.float64]]

# More is not readable at once.
OVERVIEW = 300
SEED = 20240101
SPREAD = 62
SMALLEST = 420
CENTRE = -1
# As in networkx: nodes closer than this push no harder, and where all move by less than that on average they rest.
NEAREST, STILL, STEPS = 0.01, 1e-4, 160


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
    spots = nx.rescale_layout(settled(nx.to_numpy_array(net), 3.2 / len(net) ** 0.5))
    found = zip(net, spots, strict=True)
    return {node: (round(x * reach), round(y * reach)) for node, (x, y) in found if node != CENTRE}


def settled(weights: "Matrix", apart: float) -> "Matrix":
    """Return where the forces leave nodes that are pulled together by symmetric `weights`, and else keep `apart`.

    Returns one row (x, y) a node: what networkx's spring_layout with the method "force" gives, in a sixth of its time,
    since no table of all pairs is made anew in every step.
    """
    import numpy as np  # noqa: PLC0415 — only the page needs it

    count = len(weights)
    spots = np.random.RandomState(SEED).rand(count, 2).T.copy()
    step = float(np.ptp(spots, axis=1).max()) * 0.1
    cooling = step / (STEPS + 1)
    apart_x, apart_y, far, pull = (np.empty((count, count)) for _ in range(4))
    for _ in range(STEPS):
        for line, between in zip(spots, (apart_x, apart_y), strict=True):
            np.subtract(line[:, None], line, out=between)
        distances(apart_x, apart_y, far, pull)
        np.divide(np.multiply(weights, far, out=pull), apart, out=pull)
        np.divide(apart * apart, np.multiply(far, far, out=far), out=far)
        force = np.subtract(far, pull, out=far)
        # The table of x (or y) is its own mirror image but for the sign, so the sum over columns is that over rows.
        push = [-np.add.reduce(np.multiply(between, force, out=between), axis=0) for between in (apart_x, apart_y)]
        length = np.maximum(np.sqrt(push[0] * push[0] + push[1] * push[1]), NEAREST)
        moved = np.stack(push) * (step / length)
        spots += moved
        step -= cooling
        if np.linalg.norm(moved.T.copy()) / count < STILL:
            break
    found: Matrix = spots.T.copy()
    return found


def distances(apart_x: "Matrix", apart_y: "Matrix", far: "Matrix", work: "Matrix") -> None:
    """Write into `far` how far apart two nodes are, NEAREST at least; `work` is overwritten."""
    import numpy as np  # noqa: PLC0415 — only the page needs it

    np.add(np.multiply(apart_x, apart_x, out=far), np.multiply(apart_y, apart_y, out=work), out=far)
    np.maximum(np.sqrt(far, out=far), NEAREST, out=far)
