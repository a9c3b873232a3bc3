"""Where the entities of the overview stand is what networkx's spring layout says."""

import random

import networkx as nx
import numpy as np
import pytest

from kg.outputs import page_layout

CENTRE = -1


@pytest.mark.parametrize("count", [1, 2, 9, 60, 300])
def test_the_forces_are_those_of_networkx(count):
    dice = random.Random(count)
    net = nx.Graph()
    net.add_nodes_from(range(count))
    net.add_edges_from(((dice.randrange(count), dice.randrange(count)) for _ in range(2 * count)), weight=1.0)
    net.add_edges_from([(CENTRE, node) for node in range(count)], weight=0.12)
    apart = 3.2 / len(net) ** 0.5
    theirs = nx.spring_layout(net, seed=page_layout.SEED, k=apart, iterations=page_layout.STEPS, method="force")
    ours = nx.rescale_layout(page_layout.settled(nx.to_numpy_array(net), apart))
    assert np.allclose(np.array([theirs[node] for node in net]), ours, rtol=0, atol=1e-6)
