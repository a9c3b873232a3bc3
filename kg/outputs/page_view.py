"""page_assets/page.yaml and views.yaml → what the page shows: kinds, lines, order of properties, words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg import own_yaml

ASSETS = Path(__file__).parent / "page_assets"


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of entity that becomes a node, and how that node looks."""

    curie: str
    color: str
    shape: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """A class of fact that is itself a line, from the entity under one property to that under another."""

    fact: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class View:
    """The choices of page.yaml; names of classes and properties are CURIEs."""

    kinds: tuple[Kind, ...]
    facts: tuple[str, ...]
    lines: tuple[str, ...]
    general: Mapping[str, tuple[str, ...]]
    fact_lines: tuple[FactLine, ...]
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    shown: tuple[str, ...]
    hidden: frozenset[str]
    words: Mapping[str, Mapping[str, str]]


def choices(name: str) -> dict[str, Any]:
    """Return what one YAML file of the page holds."""
    entry: dict[str, Any] = own_yaml.load(ASSETS / name)
    return entry


@cache
def view() -> View:
    """Return the choices of page.yaml, with the words of views.yaml."""
    entry, words = choices("page.yaml"), choices("views.yaml")
    return View(
        kinds=tuple(Kind(kind["class"], kind["color"], kind["shape"]) for kind in entry["kinds"]),
        fact_lines=tuple(FactLine(line["fact"], line["from"], line["to"]) for line in entry["fact_lines"]),
        general={name: tuple(exact) for name, exact in entry["general"].items()},
        hidden=frozenset(entry["hidden"]),
        words={language: entry["words"][language] | words.get(language, {}) for language in entry["words"]},
        **{name: tuple(entry[name]) for name in ("facts", "lines", "names", "aliases", "shown")},
    )
