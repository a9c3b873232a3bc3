"""A user's lexicon files (YAML) → terms to add to our lexicons for one build.

A key is the name of a lexicon of kg/lexicon with its further terms, a list or a mapping as they stand there; or
`persons` (names), `bodies` (printed form → full name), `places` (printed form → name or code of the place, or names).

    role: [园长]
    bodies: {区商会: 常州市武进区工商业联合会}
    places: {武高新: 320412}

Such a file comes from anybody, so it is read as plain data (kg/plain_yaml.py) and every word of it is checked.
"""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from kg import additions, gazetteer
from kg.errors import PlaceError, RuleError
from kg.paths import Paths, several
from kg.rulebook import HERE, entries

# Read once, when its module is loaded.
FIXED = ("date_word",)
# What an entry may say under these is one of the things that ours say; under those it is a pattern.
CLOSED, PATTERNS = ("kind", "sign", "digits"), ("next", "not_next")
# The longest name that our own lexicons hold has 30 characters; one character is no name.
LONGEST, SHORTEST_NAME = 60, 2
# What no printed word has: control, private-use (our symbols for mentions), surrogate and formatting characters.
UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ud800-\udfff]")
Terms = dict[str, Any]


def using(paths: Paths) -> AbstractContextManager[None]:
    """Return a context in which the rules know the lexicons of the files at `paths`; later files win.

    Raises a RuleError that names the file, the key and the remedy where one does not fit.
    """
    given = several(paths)
    if not given:
        return nullcontext()
    from kg import plain_yaml  # noqa: PLC0415 — few builds have words of the user's

    found: dict[str, Terms] = {}
    for path in given:
        for key, value in plain_yaml.load(path).items():
            for name, more in added(path, key, value).items():
                found[name] = found.get(name, {}) | more
    return additions.adding(found) if found else nullcontext()


def added(path: Path, key: Any, value: Any) -> dict[str, Terms]:
    """Return what one key of a file adds, by lexicon."""
    where = f"{path}: {shown(key)}"
    match key:
        case "persons":
            return {"own_person": names(where, value)}
        case "bodies":
            return {"own_body": bodies(where, value)}
        case "places":
            return places(where, value)
        case _:
            return {str(key): terms(where, str(key), value)}


def shown(key: Any) -> str:
    """Return a key as a message may show it: short, and nothing that would act on a terminal."""
    text = str(key)[:LONGEST]
    return text if text.isprintable() else repr(text)


def terms(where: str, name: str, value: Any) -> Terms:
    """Return the terms that are added to the lexicon `name`, in the shape that its own have."""
    if name not in addable():
        known = ", ".join(("persons", "bodies", "places", *addable()))
        raise RuleError(f"{where}: no lexicon of this name takes words; those that do: {known}")
    own = entries(name)["terms"]
    if not isinstance(own, dict):
        return listed(where, value)
    if isinstance(next(iter(own.values())), dict):
        return described(where, value, own)
    return mapped(where, value, own) if isinstance(value, dict) or "" not in own.values() else listed(where, value)


def addable() -> list[str]:
    """Return the names of the lexicons that consist of terms.

    >>> "role" in addable(), "date_word" in addable(), "own_person" in addable()
    (True, False, False)
    """
    own = sorted(path.stem for path in (HERE / "lexicon").glob("*.yaml"))
    return [n for n in own if n not in FIXED and not n.startswith("own_") and entries(n).get("terms")]


def listed(where: str, value: Any) -> Terms:
    """Return the words of a list (or the keys of a mapping)."""
    if not isinstance(value, list | dict):
        raise RuleError(f"{where}: needs a list of words, such as [甲, 乙]")
    return dict.fromkeys((word(where, one) for one in value), "")


def word(where: str, one: Any) -> str:
    """Return a word without the space around it; what can never be printed as one is refused."""
    if not isinstance(one, str) or not one.strip():
        raise RuleError(f"{where}: {str(one)[:LONGEST]!r} is no word; write words in quotes, such as ['甲', '2035']")
    if UNPRINTED.search(one.strip()) or len(one) > LONGEST:
        raise RuleError(f"{where}: {one[:LONGEST]!r} is no printed word (at most {LONGEST} characters); take it out")
    return one.strip()


def names(where: str, value: Any) -> Terms:
    """Return the words of a list of names; a single character would be found everywhere."""
    found = listed(where, value)
    if short := [one for one in found if len(one) < SHORTEST_NAME]:
        raise RuleError(f"{where}: {short[0]!r} is too short for a name; write it in full")
    return found


def mapped(where: str, value: Any, own: Mapping[str, str]) -> Terms:
    """Return the terms of a mapping of words to words; a value may be empty where ours are."""
    sample = "{{{}: {}}}".format(*next(iter(own.items())))
    if not isinstance(value, dict):
        raise RuleError(f"{where}: needs a mapping such as {sample}")
    empty = "" in own.values()
    return {word(where, one): "" if empty and meant == "" else word(where, meant) for one, meant in value.items()}


def described(where: str, value: Any, own: Mapping[str, Mapping[str, Any]]) -> Terms:
    """Return the terms of a mapping whose values say what is known of each, as ours do."""
    first = next(iter(own.items()))
    sample = f"{first[0]}: {dict(first[1])}".replace("'", "")
    if not isinstance(value, dict) or not all(isinstance(entry, dict) for entry in value.values()):
        raise RuleError(f"{where}: needs a mapping with entries such as {sample}")
    return {word(where, one): entry_of(f"{where}: {shown(one)}", entry, own, sample) for one, entry in value.items()}


def entry_of(where: str, entry: Terms, own: Mapping[str, Mapping[str, Any]], sample: str) -> Terms:
    """Return what a user says of one term: all that ours must say, nothing that ours never say."""
    allowed = {key for known in own.values() for key in known}
    needed = {key for key in allowed if all(key in known for known in own.values())}
    if wrong := sorted({str(key) for key in entry} - allowed) or sorted(needed - entry.keys()):
        raise RuleError(
            f"{where}: needs {', '.join(sorted(needed))}, and {wrong[0]!r} does not fit; write it as {sample}"
        )
    for key, said in entry.items():
        check(f"{where}: {key}", key, said, [known[key] for known in own.values() if key in known])
    return entry


def check(where: str, key: str, said: Any, ours: list[Any]) -> None:
    """Raise a RuleError where what a user says under `key` is not of the sort that ours say."""
    if key in CLOSED and said not in ours:
        raise RuleError(f"{where}: {said!r} is unknown; one of {', '.join(sorted({str(one) for one in ours}))}")
    if not isinstance(said, type(ours[0])):
        raise RuleError(f"{where}: {str(said)[:LONGEST]!r} is of the wrong sort; write it as {ours[0]}")
    if key in PATTERNS:
        compiled(where, said)
    elif isinstance(said, str):
        word(where, said)


def compiled(where: str, pattern: str) -> None:
    """Raise a RuleError where a user's pattern is none, or may take for ever: only sets and words side by side."""
    if len(pattern) > LONGEST or re.search(r"[*+{\\]|\(\?[^:]", pattern):
        raise RuleError(f"{where}: {pattern[:LONGEST]!r} is more than a set or a choice; write it as [甲乙] or 甲|乙")
    try:
        re.compile(pattern)
    except re.error as error:
        raise RuleError(f"{where}: {pattern!r} is no pattern ({error}); write it as [甲乙] or 甲|乙") from error


def bodies(where: str, value: Any) -> Terms:
    """Return the printed forms of bodies, and their full names, each with the full name."""
    forms = mapped(where, value, {"区商会": "常州市武进区工商业联合会"})
    names(where, [*forms, *forms.values()])
    return {name: name for name in forms.values()} | forms


def places(where: str, value: Any) -> dict[str, Terms]:
    """Return the names of places; those that stand for a known place with its code."""
    found = names(where, value)
    if not isinstance(value, dict):
        return {"place_name": found}
    return {"place_name": found, "own_place": {name.strip(): code(where, str(meant)) for name, meant in value.items()}}


def code(where: str, meant: str) -> str:
    """Return the code of the known place that a user means."""
    try:
        return gazetteer.given(meant).code
    except PlaceError as error:
        raise RuleError(f"{where}: {error}") from error
