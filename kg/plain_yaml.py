"""A YAML file that anybody may have written → plain data: mappings, lists and words, nothing that acts.

Tags never become objects (the safe loader). What makes a small file large or endless is refused before anything is
built of it: aliases, depth and size. A word said twice in a mapping is refused, since the first would vanish silently.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kg.errors import RuleError

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LARGEST = 1_000_000  # bytes; the names of all 6,263 places of our own list are 80,000
DEEPEST = 8


def load(path: Path) -> dict[Any, Any]:
    """Return the mapping that the YAML file at `path` consists of; whatever else it holds is a RuleError naming it."""
    text = read(path)
    try:
        refuse_tricks(path, text)
        refuse_doubles(path, yaml.compose(text, Loader))
        content = yaml.load(text, Loader)
    except (yaml.YAMLError, ValueError) as error:  # a ValueError: a date such as 2024-13-40
        raise RuleError(f"{path}: not plain YAML ({told(error)}); mend it there") from error
    if not isinstance(content, dict):
        raise RuleError(f"{path}: needs a mapping of lexicon names to words; write it as role: [园长]")
    return content


def read(path: Path) -> str:
    """Return the text of a file of reasonable size."""
    try:
        with path.open("rb") as file:
            octets = file.read(LARGEST + 1)
    except OSError as error:
        raise RuleError(f"{path}: cannot be opened ({error.strerror}); give a YAML file") from error
    if len(octets) > LARGEST:
        raise RuleError(f"{path}: larger than {LARGEST:,} bytes; keep only the words that are needed")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error


def refuse_tricks(path: Path, text: str) -> None:
    """Raise a RuleError where the text has aliases or is nested deeply; nothing is built yet."""
    depth = 0
    for event in yaml.parse(text, Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise RuleError(f"{path}: {line(event)}alias *{event.anchor}; write the words out")
        if depth > DEEPEST:
            raise RuleError(f"{path}: {line(event)}nested more than {DEEPEST} deep; write a list or mapping of words")


def refuse_doubles(path: Path, node: yaml.Node | None) -> None:
    """Raise a RuleError where a mapping has one key twice."""
    for mapping in mappings(node):
        keys = [key for key, _ in mapping.value if isinstance(key, yaml.ScalarNode)]
        first = {key.value: key for key in reversed(keys)}
        if twice := [key for key in keys if first[key.value] is not key]:
            raise RuleError(f"{path}: {line(twice[0])}{twice[0].value!r} stands twice; unite the two")


def mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    """Yield the mappings of a document, outer ones first."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from mappings(value)


def told(error: Exception) -> str:
    """Return what is wrong and where, on one line."""
    parts = [getattr(error, name, None) for name in ("context", "problem")]
    problem = " ".join(part for part in parts if part) or str(error)
    return line(error) + " ".join(problem.split())


def line(place: object) -> str:
    """Return how the line of an event, node or error is told, "" where it is unknown."""
    mark = getattr(place, "start_mark", None) or getattr(place, "problem_mark", None)
    return f"line {mark.line + 1}: " if mark is not None else ""
