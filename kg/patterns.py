"""Text, or a parse tree of `re`, → compiled pattern: that of `re.compile`, with each set of characters worked out once.

Python works out the map of a set anew wherever it stands, 65,536 characters each time for a set with Chinese ones; our
patterns name a few hundred sets some thousands of times.

    >>> compile("[一二三]{2}月").match("一二月") is not None
    True
"""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

# The parser and the compiler of `re` are modules without types.
parser: Any = importlib.import_module("re._parser")
compiler: Any = importlib.import_module("re._compiler")
op: Any = importlib.import_module("re._constants")
Charset = tuple[tuple[Any, Any], ...]


def compile(text: str) -> re.Pattern[str]:  # noqa: A001 — it stands for the one of `re`
    """Return the compiled pattern of `text`; re.error where it is none."""
    tree = parser.parse(text)
    settle(tree)
    return of_tree(tree)


def of_tree(tree: Any) -> re.Pattern[str]:
    """Return the compiled pattern of a tree."""
    pattern: re.Pattern[str] = compiler.compile(tree)
    return pattern


def settle(tree: Any) -> None:
    """Put the worked-out form in the place of each set of characters in a fresh tree."""
    for place, (code, value) in enumerate(tree.data):
        if code is op.IN:
            tree.data[place] = (code, settled(tuple(value)))
        for part in inside(code, value):
            settle(part)


@cache
def settled(charset: Charset) -> list[tuple[Any, Any]]:
    """Return a set of characters in the form that the compiler works out, which it then leaves alone."""
    work_out = getattr(compiler, "_optimize_charset", None)
    return work_out(list(charset))[0] if work_out is not None else list(charset)


def inside(code: Any, value: Any) -> Iterator[Any]:
    """Yield the trees inside an item of a tree."""
    if code is op.BRANCH:
        yield from value[1]
    elif code is op.GROUPREF_EXISTS:
        yield from filter(None, value[1:])
    elif isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, tuple) and value and isinstance(value[-1], parser.SubPattern):
        yield value[-1]
