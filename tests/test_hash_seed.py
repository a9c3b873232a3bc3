"""What is written does not depend on how Python happens to order its sets, which changes at every start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_examples import FOLDERS, page
from tests.truth_checks import SEEDS

# Two zones of the same place with names of equal length: only one of them is meant by the name without its place.
HEAD = "# 签约仪式举行\n\n"
ZONES = "常州保税区和常州开发区今天签约。开发区管委会负责人致辞，保税区管委会负责人讲话。"
WRITE = """
import sys
from pathlib import Path
import kg
from kg import pipeline
from kg.outputs import neighbourhood, turtle
graph = pipeline.build([Path(one) for one in sys.argv[1:]]).graph
print(turtle.write(graph))
drawn = kg.build(sys.argv[1])
for centre in list(neighbourhood.entities(drawn))[::9]:
    near = neighbourhood.around(drawn, centre)
    print(list(near), list(near.edges(keys=True)))
"""


def written(pages: list[Path], seed: int) -> bytes:
    """What a new process writes of `pages`."""
    told = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run([sys.executable, "-c", WRITE, *pages], capture_output=True, check=True, env=told)
    return done.stdout


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = [folder / f"{name}.txt" for name in (*FOLDERS, "zones")]
    for path, text in zip(found, (*map(page, FOLDERS), HEAD + ZONES), strict=True):
        path.write_text(text, encoding="utf-8")
    return [*SEEDS, *found]


def test_the_order_of_sets_changes_no_byte(pages: list[Path]) -> None:
    first = written(pages, 1)
    assert len(first) > 1_000_000
    assert all(written(pages, seed) == first for seed in (2, 6))
