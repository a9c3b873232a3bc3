"""jieba, imported without what it imports needlessly."""

import importlib
import sys
from typing import Any

# setuptools' way to the files of a package takes longer to import than all of jieba, which opens its files without it.
NEEDLESS = "pkg_resources"


def imported() -> Any:
    """Return jieba."""
    hides = NEEDLESS not in sys.modules
    if hides:
        sys.modules[NEEDLESS] = None  # type: ignore[assignment]  # so that to import it fails, as Python's manual says
    try:
        return importlib.import_module("jieba")
    finally:
        if hides:
            del sys.modules[NEEDLESS]


jieba = imported()
