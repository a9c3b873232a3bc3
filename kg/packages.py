"""jieba, imported without what it imports needlessly."""

import importlib
import sys
import warnings
from types import ModuleType
from typing import Any

# setuptools' way to the files of a package takes longer to import than all of jieba, which opens its files without it.
NEEDLESS = "pkg_resources"
# By what jieba guesses words that its dictionary lacks, which we never let it do: nine tenths of what it imports.
GUESSING = "jieba.finalseg"


class Later(ModuleType):
    """A module that is imported when something of it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        """Import the module, which takes the place of this one, and return what it calls `name`."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(quietly(self.__name__), name)


def quietly(name: str) -> Any:
    """Return the module, imported without the warnings of its own source (jieba's patterns hold odd escapes).

    Where Python keeps no compiled files, it tells of them at each import; some who ask make an error of that.
    """
    with warnings.catch_warnings():
        for kind in (SyntaxWarning, DeprecationWarning):
            warnings.simplefilter("ignore", kind)
        return importlib.import_module(name)


def imported() -> Any:
    """Return jieba."""
    hides = NEEDLESS not in sys.modules
    if hides:
        sys.modules[NEEDLESS] = None  # type: ignore[assignment]  # so that to import it fails, as Python's manual says
    if "jieba" not in sys.modules:
        sys.modules[GUESSING] = Later(GUESSING)
    try:
        return quietly("jieba")
    finally:
        if hides:
            del sys.modules[NEEDLESS]


jieba = imported()
