"""A user's own words, beside those that come with the program, for as long as one build lasts.

>>> with adding({"role": {"园长": ""}}):
...     extend("role", {"terms": {"书记": ""}})["terms"]
{'书记': '', '园长': ''}
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

# Lexicon → term → what is known of it ("" where nothing is).
Additions = Mapping[str, Mapping[str, Any]]
_CURRENT: ContextVar[Additions] = ContextVar("additions")


def current() -> Additions:
    """Return what is added now, nothing outside of `adding`."""
    return _CURRENT.get({})


def extend(name: str, entry: Any) -> Any:
    """Return the content of the lexicon `name` with the terms that are added to it now."""
    added = current().get(name)
    if not added:
        return entry
    terms = entry["terms"]
    return {**entry, "terms": {**terms, **added} if isinstance(terms, dict) else [*terms, *added]}


@contextmanager
def adding(terms: Additions) -> Iterator[None]:
    """Add `terms` inside the block; whatever was derived from lexicons is derived anew inside it, and after it."""
    if terms == current():
        yield
        return
    before = _CURRENT.set(terms)
    forget()
    try:
        yield
    finally:
        _CURRENT.reset(before)
        forget()


def forget() -> None:
    """Clear what the modules of the program remember of rules and lexicons (every `functools.cache`)."""
    for name, module in list(sys.modules.items()):
        if name.startswith("kg."):
            for remembered in vars(module).values():
                if callable(clear := getattr(remembered, "cache_clear", None)):
                    clear()
