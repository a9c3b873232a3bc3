"""Text, or a parse tree of `re`, → compiled pattern: that of `re.compile`, with each set of characters worked out once.

Python works out the map of a set anew wherever it stands, 65,536 characters each time for a set with Chinese ones; our
patterns name a few hundred sets some thousands of times. So a copy of Python's compiler is used here that remembers
them; the one of `re` stays as it is.

    >>> compile("[一二三]{2}月").match("一二月") is not None
    True
"""

import importlib
import importlib.util
import re
from functools import cache
from typing import Any

# The parser and the compiler of `re` are modules without types.
parser: Any = importlib.import_module("re._parser")
op: Any = importlib.import_module("re._constants")
WORKS_OUT = "_optimize_charset"


def compile(text: str) -> re.Pattern[str]:  # noqa: A001 — it stands for the one of `re`
    """Return the compiled pattern of `text`; re.error where it is none."""
    pattern: re.Pattern[str] = compiler().compile(text)
    return pattern


def of_tree(tree: Any) -> re.Pattern[str]:
    """Return the compiled pattern of a tree."""
    pattern: re.Pattern[str] = compiler().compile(tree)
    return pattern


@cache
def compiler() -> Any:
    """Return the copy of the compiler; without the function that we know, it is one that remembers nothing."""
    spec = importlib.util.find_spec("re._compiler")
    if spec is None or spec.loader is None:
        return importlib.import_module("re._compiler")
    copy: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    work_out = getattr(copy, WORKS_OUT, None)
    if work_out is not None:
        setattr(copy, WORKS_OUT, remembering(work_out))
    return copy


def remembering(work_out: Any) -> Any:
    """Return the function that works out sets of characters, remembering those that are asked without further words."""
    known: dict[tuple[Any, ...], Any] = {}

    def asked(charset: Any, iscased: Any = None, fixup: Any = None, fixes: Any = None) -> Any:
        """Return a set worked out, and whether upper and lower case matter in it."""
        if fixup is not None:
            return work_out(charset, iscased, fixup, fixes)
        key = tuple(charset)
        if key not in known:
            known[key] = work_out(charset, iscased, fixup, fixes)
        return known[key]

    return asked
