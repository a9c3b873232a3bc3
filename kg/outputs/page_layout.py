"""Lines between entities → which entities the overview shows, and where each stands.

Positions are computed here, once: a browser that simulates forces shows nothing readable for many seconds.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Matrix = np.ndarray[Any, np.dtype[np.float64]]

# More is not readable at once.
OVERVIEW = 300
SEED = 20240101
WORDS = 624  # of the state of a Mersenne twister
SPREAD = 62
SMALLEST = 420
TO_CENTRE = 0.12
# As in networkx: nodes closer than this push no harder, and where all move by less than that on average they rest.
NEAREST, STILL, STEPS = 0.01, 1e-4, 160


def chosen(lines: Iterable[tuple[int, int]], *, limit: int = OVERVIEW) -> list[int]:
    """Return the `limit` best connected nodes that are linked to each other, in ascending order.

    >>> chosen([(0, 1), (1, 2), (1, 3), (3, 2)], limit=3)
    [1, 2, 3]
    """
    near: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in lines:
        near[one].add(other)
        near[other].add(one)
    seen: set[int] = set()
    linked: set[int] = set()
    # A line from a node to itself has two ends there.
    for node in sorted(near, key=lambda node: (-len(near[node]) - (node in near[node]), node)):
        met = seen & near[node]
        seen.add(node)
        if len(linked | met | {node}) > limit:
            break
        linked |= met | {node} if met else met
    return sorted(linked)


def place(nodes: Iterable[int], lines: Iterable[tuple[int, int]]) -> Mapping[int, tuple[int, int]]:
    """Return x and y of each node, whole numbers, the same for the same input."""
    row = {node: number for number, node in enumerate(sorted(nodes))}
    if not row:
        return {}
    reach = max(SMALLEST, SPREAD * len(row) ** 0.5)
    pairs = [(row[a], row[b]) for a, b in lines if a in row and b in row and a != b]
    spots = rescaled(settled(pulls(len(row), pairs), 3.2 / (len(row) + 1) ** 0.5))
    return {node: (round(x * reach), round(y * reach)) for node, (x, y) in zip(row, spots, strict=False)}


def pulls(count: int, pairs: Iterable[tuple[int, int]]) -> "Matrix":
    """Return how strongly each of `count` nodes pulls each other one, those of `pairs` most.

    An unseen centre, the last row, holds the separate parts together, else they drift apart and the large one shrinks
    to a dot.
    """
    import numpy as np  # noqa: PLC0415 — only the page needs it

    found: Matrix = np.zeros((count + 1, count + 1))
    found[count, :count] = found[:count, count] = TO_CENTRE
    for one, other in pairs:
        found[one, other] = found[other, one] = 1.0
    return found


def rescaled(spots: "Matrix") -> "Matrix":
    """Return `spots` around the middle, the farthest of them 1 from it across or down."""
    spots -= spots.mean(axis=0)
    farthest = abs(spots).max()
    return spots * (1 / farthest) if farthest > 0 else spots


def settled(weights: "Matrix", apart: float) -> "Matrix":
    """Return where the forces leave nodes that are pulled together by symmetric `weights`, and else keep `apart`.

    Returns one row (x, y) a node: what networkx's spring_layout with the method "force" gives, in a sixth of its time,
    since no table of all pairs is made anew in every step.
    """
    import numpy as np  # noqa: PLC0415 — only the page needs it

    count = len(weights)
    dice = dice_of(SEED)
    spots = np.array([dice.random() for _ in range(2 * count)]).reshape(count, 2).T.copy()
    step = float(np.ptp(spots, axis=1).max()) * 0.1
    cooling = step / (STEPS + 1)
    apart_x, apart_y, far, work = (np.empty((count, count)) for _ in range(4))
    tied = np.flatnonzero(weights)  # few of all pairs pull
    strength = weights.ravel()[tied]
    for _ in range(STEPS):
        for line, between in zip(spots, (apart_x, apart_y), strict=True):
            np.subtract(line[:, None], line, out=between)
        distances(apart_x, apart_y, far, work)
        pull = strength * far.ravel()[tied] / apart
        force = np.divide(apart * apart, np.multiply(far, far, out=far), out=far)
        force.ravel()[tied] -= pull
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


def dice_of(seed: int) -> random.Random:
    """Return dice that fall as those of numpy's RandomState do, which begin otherwise than Python's.

    To import them takes longer than to throw them: they come with nine generators and as many distributions.
    """
    words = [seed]
    for number in range(1, WORDS):
        words.append((1812433253 * (words[-1] ^ (words[-1] >> 30)) + number) & 0xFFFFFFFF)
    dice = random.Random()
    dice.setstate((3, (*words, WORDS), None))
    return dice


def distances(apart_x: "Matrix", apart_y: "Matrix", far: "Matrix", work: "Matrix") -> None:
    """Write into `far` how far apart two nodes are, NEAREST at least; `work` is overwritten."""
    import numpy as np  # noqa: PLC0415 — only the page needs it

    np.add(np.multiply(apart_x, apart_x, out=far), np.multiply(apart_y, apart_y, out=work), out=far)
    np.maximum(np.sqrt(far, out=far), NEAREST, out=far)
