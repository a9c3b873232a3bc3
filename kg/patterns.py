"""Text, or a parse tree of `re`, → compiled pattern: that of `re.compile`, in a fraction of its time.

Python works out the map of a set anew wherever it stands, 65,536 characters each time for a set with Chinese ones; our
patterns name a few hundred sets some thousands of times. So a copy of Python's compiler is used here that remembers
them; the one of `re` stays as it is. What it makes of a pattern, the list of numbers that Python's machine for patterns
obeys, is kept for the next process (kg/prepared.py); the machine checks every such list before it takes it.

    >>> compile("[一二三]{2}月").match("一二月") is not None
    True
"""

import importlib
import importlib.util
import re
from array import array
from functools import cache
from types import SimpleNamespace
from typing import Any

from kg import prepared

# The parser and the compiler of `re`, and what runs their patterns, are modules without types.
parser: Any = importlib.import_module("re._parser")
op: Any = importlib.import_module("re._constants")
machine: Any = importlib.import_module("_sre")
WORKS_OUT = "_optimize_charset"
# A number of the machine has four bytes.
NUMBERS = "I"
# What the machine is told of a pattern beside its text: flags, numbers, groups, their numbers and names.
Program = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


def compile(text: str) -> re.Pattern[str]:  # noqa: A001 — it stands for the one of `re`
    """Return the compiled pattern of `text`; re.error where it is none."""
    return run(text, prepared.of_lexicons(f"pattern {text}", lambda: program(text)))


def run(text: str | None, told: Program) -> re.Pattern[str]:
    """Return the pattern of `text` that the machine makes of its program."""
    flags, numbers, *groups = told
    pattern: re.Pattern[str] = machine.compile(text, flags, array(NUMBERS, numbers).tolist(), *groups)
    return pattern


def program(pattern: Any) -> Program:
    """Return what the machine is told of a pattern, which is text or a tree; re.error where it is none."""
    flags, numbers, groups, index, names = compiler().compile(pattern)
    return int(flags), array(NUMBERS, numbers).tobytes(), groups, dict(index), names


@cache
def compiler() -> Any:
    """Return the copy of the compiler; it returns what the machine would be told, instead of telling it.

    Without the function that we know it is one that remembers nothing.
    """
    spec = importlib.util.find_spec("re._compiler")
    if spec is None or spec.loader is None:
        raise ImportError("re._compiler")
    copy: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    work_out = getattr(copy, WORKS_OUT, None)
    if work_out is not None:
        setattr(copy, WORKS_OUT, remembering(work_out))
    copy._sre = SimpleNamespace(**{**vars(machine), "compile": lambda _, *told: told})
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
