import functools
from pathlib import Path

import pytest

from kg import pipeline
from tests.page_browser import browser, visit  # noqa: F401 — fixtures of every test that opens a page

SEEDS = Path(__file__).parent.parent / "seeds"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@functools.cache
def built_from(*paths: Path) -> pipeline.Built:
    """The graph of some files, built once a test run."""
    return pipeline.build(paths)


@pytest.fixture(scope="session")
def seeds() -> pipeline.Built:
    return built_from(SEEDS)
