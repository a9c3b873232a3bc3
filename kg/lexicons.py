"""A user's lexicon files (YAML) → terms to add to our lexicons for one build.

A key is the name of a lexicon of kg/lexicon with its further terms, a list or a mapping as they stand there; or
`persons` (names), `bodies` (printed form → full name), `places` (printed form → name or code of the place, or names).

    role: [园长]
    bodies: {区商会: 常州市武进区工商业联合会}
    places: {武高新: 320412}
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import yaml

from kg import additions, gazetteer
from kg.errors import KgError, PlaceError, RuleError
from kg.rulebook import HERE, entries

# Read once, when its module is loaded.
FIXED = ("date_word",)
Terms = dict[str, Any]


def using(paths: Iterable[Path | str]) -> AbstractContextManager[None]:
    """Return a context in which the rules know the lexicons of the files at `paths`; later files win.

    Raises a RuleError that names the file and the key where one does not fit.
    """
    found: dict[str, Terms] = {}
    for path in map(Path, paths):
        for key, value in load(path).items():
            for name, terms in added(path, str(key), value).items():
                found[name] = found.get(name, {}) | terms
    return additions.adding(found)


def load(path: Path) -> Mapping[str, Any]:
    """Return the content of the YAML file at `path`, a mapping."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuleError(f"{path}: cannot be read as YAML: {error}; mend the file") from error
    if not isinstance(content, dict):
        raise RuleError(f"{path}: needs a mapping of lexicon name to terms, such as role: [园长]")
    return content


def added(path: Path, key: str, value: Any) -> dict[str, Terms]:
    """Return what one key of a file adds, by lexicon."""
    where = f"{path}: {key}"
    match key:
        case "persons":
            return {"own_person": listed(where, value)}
        case "bodies":
            return {"own_body": bodies(where, value)}
        case "places":
            return places(where, value)
        case _:
            return {key: terms(where, key, value)}


def terms(where: str, name: str, value: Any) -> Terms:
    """Return the terms that are added to the lexicon `name`, in the shape that its own have."""
    if name not in addable():
        raise RuleError(f"{where}: no lexicon of this name takes terms; those that do: {', '.join(addable())}")
    own = entries(name)["terms"]
    if not isinstance(own, dict):
        return listed(where, value)
    example = next(iter(own.items()))
    if isinstance(example[1], str) and isinstance(value, list):
        return listed(where, value)
    return mapped(where, value, example)


def addable() -> list[str]:
    """Return the names of the lexicons that consist of terms.

    >>> "role" in addable(), "date_word" in addable()
    (True, False)
    """
    names = sorted(path.stem for path in (HERE / "lexicon").glob("*.yaml"))
    return [n for n in names if n not in FIXED and not n.startswith("own_") and "terms" in entries(n)]


def listed(where: str, value: Any) -> Terms:
    """Return the terms of a list (or the keys of a mapping), none of them empty."""
    if not isinstance(value, list | dict) or not all(isinstance(one, str) and one.strip() for one in value):
        raise RuleError(f"{where}: needs a list of words, such as [甲, 乙]")
    return dict.fromkeys((one.strip() for one in value), "")


def mapped(where: str, value: Any, example: tuple[str, Any]) -> Terms:
    """Return the terms of a mapping whose values are of the sort that the example has."""
    sample = f"{example[0]}: {example[1]}".replace("'", "")
    listed(where, value)
    if not isinstance(value, dict) or not all(isinstance(one, type(example[1])) for one in value.values()):
        raise RuleError(f"{where}: needs a mapping with entries such as {sample}")
    known = example[1].keys() & {"name", "class", "kind", "sign", "place"} if isinstance(example[1], dict) else set()
    if lacking := [term for term, entry in value.items() if known and known - entry.keys()]:
        raise RuleError(f"{where}: {lacking[0]} lacks {', '.join(sorted(known))}: write it as {sample}")
    return {term.strip(): entry for term, entry in value.items()}


def bodies(where: str, value: Any) -> Terms:
    """Return the printed forms of bodies, and their full names, each with the full name."""
    forms = mapped(where, value, ("区商会", "常州市武进区工商业联合会"))
    return {name: name for name in forms.values()} | forms


def places(where: str, value: Any) -> dict[str, Terms]:
    """Return the names of places; those that stand for a known place with its code."""
    names = listed(where, value)
    if not isinstance(value, dict):
        return {"place_name": names}
    return {"place_name": names, "own_place": {name.strip(): code(where, str(meant)) for name, meant in value.items()}}


def code(where: str, meant: str) -> str:
    """Return the code of the known place that a user means."""
    try:
        return gazetteer.given(meant).code
    except PlaceError as error:
        raise KgError(f"{where}: {error}") from error
