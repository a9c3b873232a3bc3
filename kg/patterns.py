"""Text, or a parse tree of `re`, → compiled pattern: that of `re.compile`, in a fraction of its time.

Python works out the map of a set anew wherever it stands, 65,536 characters each time for a set with Chinese ones; our
patterns name a few hundred sets some thousands of times. So a copy of Python's compiler is used here that remembers
them; the one of `re` stays as it is. What it makes of a pattern, the list of numbers that Python's machine for patterns
obeys, is kept for the next process (kg/prepared.py); the machine checks every such list before it takes it.

The machine passes over the characters with which no match can begin, if it is told those with which one can. Python's
compiler tells it for few patterns only: for none that begins with an assertion, or with a group of longer arms. This
copy tells it wherever it can (`heads`).

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
WORKS_OUT, TELLS_HEADS = "_optimize_charset", "_get_charset_prefix"
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, getattr(op, "POSSESSIVE_REPEAT", None))
# So many characters of a set are soon compared; as a map of all characters they would take a hundred numbers.
FEW = 16
# An item of a pattern, or of a set of characters: an opcode and its argument.
Item = tuple[Any, Any]
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
    if hasattr(copy, TELLS_HEADS):
        setattr(copy, TELLS_HEADS, telling(getattr(copy, TELLS_HEADS)))
    copy._sre = SimpleNamespace(**{**vars(machine), "compile": lambda _, *told: told})
    return copy


def remembering(work_out: Any) -> Any:
    """Return the function that works out sets of characters, remembering those that are asked without further words.

    The sets that a search passes over are asked for alone, others with how to fold cases, or three times None.
    """
    known: dict[tuple[Any, ...], Any] = {}

    def asked(charset: Any, *folding: Any) -> Any:
        """Return a set worked out, and whether upper and lower case matter in it."""
        if any(folding):
            return work_out(charset, *folding)
        key = (bool(folding), *charset)
        if key not in known:
            found = work_out(charset)
            is_map = found[0][-1][0] is op.BIGCHARSET
            known[key] = (charset, False) if folding and is_map and len(charset) <= FEW else found
        return known[key]

    return asked


def telling(tell: Any) -> Any:
    """Return the function that tells the set of characters with which a match begins, as far as that or `tell` can."""

    def charset(tree: Any, flags: int) -> Any:
        """Return the set for a tree, None where it is not known."""
        found = None if flags & re.IGNORECASE else heads(tree)
        return tell(tree, flags) if found is None or None in found else found

    return charset


def heads(tree: Any) -> list[Item | None] | None:
    """Return the set of characters with which a match of a tree begins, each once; None where any may stand there.

    None stands in it where the match can be empty.

    >>> pattern = parser.parse("(?<!副)(?:[市县]委|(?=省)..)?书记")
    >>> "".join(sorted(chr(letter) for _, letter in heads(pattern)))
    '书县市省'
    """
    found: dict[Item | None, None] = {}
    for item in tree.data:
        if item[0] in (op.AT, op.ASSERT_NOT) or (item[0] is op.ASSERT and item[1][0] < 0):
            continue
        here = heads_of(*item)
        if item[0] is op.ASSERT:  # what stands ahead must stand here, whatever else the pattern says
            if here is not None and None not in here:
                return [*{**found, **dict.fromkeys(here)}]
            continue
        if here is None:
            return None
        found |= dict.fromkeys(here)
        if None not in here:
            return [*found]
        del found[None]
    return [*found, None]


def heads_of(code: Any, value: Any) -> list[Item | None] | None:
    """Return the same for one item."""
    if code is op.LITERAL or (code is op.IN and value[0][0] is not op.NEGATE):
        return [(code, value)] if code is op.LITERAL else [*value]
    if code is op.BRANCH:
        arms = [heads(arm) for arm in value[1]]
        return None if None in arms else [*dict.fromkeys(one for arm in arms for one in arm or ())]
    if code is op.ASSERT or (code is op.SUBPATTERN and not (value[1] or value[2])):  # flags may fold cases
        return heads(value[-1])
    if code in REPEATS:
        inner = heads(value[2])
        return inner if inner is None or value[0] else [*inner, None]
    return None
