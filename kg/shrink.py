"""A sentence with its mentions → the shrunk sentence that relation rules read, one symbol a mention."""

import re
from collections.abc import Iterable, Mapping

from kg.model import Mention
from kg.rulebook import SYMBOLS


def shrink(text: str, mentions: Iterable[Mention]) -> tuple[str, dict[int, Mention], list[int]]:
    """Return the short text with a symbol for each mention, the mention at each symbol, each offset's origin.

    A mention inside the one before it has no symbol.
    """
    short, last = "", 0
    at: dict[int, Mention] = {}
    back: list[int] = []
    for mention in mentions:
        if mention.begin < last:
            continue
        short += text[last : mention.begin] + SYMBOLS[mention.kind]
        back.extend(range(last, mention.begin + 1))
        at[len(short) - 1], last = mention, mention.end
    back.extend(range(last, len(text) + 1))
    return short + text[last:], at, back


def roles(match: re.Match[str], at: Mapping[int, Mention]) -> dict[str, Mention]:
    """Return the mentions that the named groups of `match` caught: those that caught just one symbol."""
    return {
        name: at[match.start(name)] for name, caught in match.groupdict().items() if is_one(match, name, caught, at)
    }


def texts(match: re.Match[str], at: Mapping[int, Mention]) -> dict[str, str]:
    """Return the named groups of `match` that caught words, mentions among them as they are printed."""
    return {
        name: "".join(at[i].text if i in at else match.string[i] for i in range(*match.span(name)))
        for name, caught in match.groupdict().items()
        if caught and not is_one(match, name, caught, at)
    }


def is_one(match: re.Match[str], name: str, caught: str | None, at: Mapping[int, Mention]) -> bool:
    """Return whether a named group of `match` caught one mention and nothing else."""
    return caught is not None and len(caught) == 1 and match.start(name) in at
