"""Zhengpu 政谱: Chinese official news → a knowledge graph with the sentence behind every fact.

>>> import kg
>>> graph = kg.build(["seeds"])  # doctest: +SKIP
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from kg.loaded import Loaded
    from kg.paths import Paths
    from kg.tracing.sentence import Traced

__version__ = "0.1.0"


def build(
    paths: "Paths",
    *,
    place: str | None = None,
    date: str | None = None,
    lexicons: "Paths" = (),
) -> "nx.MultiDiGraph[str]":
    """Return the graph of the pages in `paths`: nodes by IRI with `types` and `literals`, edges by property.

    `lexicons` are YAML files with words of your own, known for this build only.
    """
    from kg import pipeline  # noqa: PLC0415 — importing kg alone stays quick

    return pipeline.build(paths, place=place, date=date, lexicons=lexicons).graph


def explain(text: str, *, place: str | None = None, date: str | None = None) -> "list[Traced]":
    """Return each sentence of `text` with the rules that fired, what each took, and what each name stands for."""
    from kg.tracing import sentence  # noqa: PLC0415 — importing kg alone stays quick

    return sentence.explain(text, place=place, date=date)


def load(out: Path | str) -> "Loaded":
    """Return what `kg build -o OUT` left in `out`: `.graph`, `.sparql(question)`, `.table(name)`, `.show(node)`."""
    from kg import loaded  # noqa: PLC0415 — importing kg alone stays quick

    return loaded.load(out)
