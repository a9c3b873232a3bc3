"""Lines between entities → which of them the overview shows; the page works out where each stands (layout.js)."""

from collections import defaultdict
from collections.abc import Iterable

# More is not readable at once.
OVERVIEW = 300


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
