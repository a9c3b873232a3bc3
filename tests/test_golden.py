"""Every seed page against the graph that it is known to give. Refresh: pytest tests/test_golden.py --update."""

from pathlib import Path

import pytest

from kg import pipeline
from kg.outputs import turtle

HERE = Path(__file__).parent
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_golden(seed: Path, request: pytest.FixtureRequest) -> None:
    golden = HERE / "golden" / f"{seed.stem}.ttl"
    made = turtle.write(pipeline.build([seed]).graph)
    if request.config.getoption("--update"):
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")
