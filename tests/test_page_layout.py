"""Where the entities of the overview stand is what networkx's spring layout says, from the same beginning."""

import random

import networkx as nx
import numpy as np
import pytest

from kg.outputs import page

SETTLE = "([spots, pulls, apart, steps]) => Array.from(settle(Float64Array.from(spots), pulls, apart, steps))"
STEPS = 30  # in many more, a rounding in the last place grows until it is seen


@pytest.fixture(scope="module")
def forces(browser):
    tab = browser.new_context(offline=True).new_page()
    tab.add_script_tag(content=page.asset("layout.js") + f"; window.settled = {SETTLE}; window.begin = sunflower")
    yield tab
    tab.context.close()


@pytest.mark.parametrize("count", [1, 2, 9, 60, 300])
def test_the_forces_are_those_of_networkx(forces, count):
    dice = random.Random(count)
    net = nx.Graph()
    net.add_nodes_from(range(count + 1))
    drawn = [(dice.randrange(count), dice.randrange(count)) for _ in range(2 * count)]
    net.add_edges_from(((one, other) for one, other in drawn if one != other), weight=1.0)
    net.add_edges_from([(count, node) for node in range(count)], weight=0.12)
    apart = 3.2 / len(net) ** 0.5
    begun = np.array(forces.evaluate("count => Array.from(begin(count))", count + 1)).reshape(-1, 2)
    pulls = [[one, other, told["weight"]] for one, other, told in net.edges(data=True)]
    ours = np.array(forces.evaluate("settled", [begun.ravel().tolist(), pulls, apart, STEPS])).reshape(-1, 2)
    theirs = nx.spring_layout(
        net, pos=dict(enumerate(begun)), k=apart, iterations=STEPS, method="force", scale=None, threshold=1e-4
    )
    assert np.allclose(np.array([theirs[node] for node in net]), ours, rtol=0, atol=1e-6)


def test_the_beginning_is_even(forces):
    begun = np.array(forces.evaluate("count => Array.from(begin(count))", 300)).reshape(-1, 2)
    apart = np.linalg.norm(begun[:, None] - begun[None], axis=2) + np.eye(300)
    assert apart.min() > 0.03
    assert begun.min() >= 0
    assert begun.max() <= 1


def test_the_picture_is_the_same_each_time(visit, seeds):
    where = "() => JSON.stringify(network.getPositions())"
    opened = visit(page.write(seeds.graph, title="图"))
    first = opened.tab.evaluate(where)
    opened.open()
    assert opened.tab.evaluate(where) == first
    assert first.count('"x"') > 100
