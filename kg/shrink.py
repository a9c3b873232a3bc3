"""A sentence with its mentions → the shrunk sentence that relation rules read, one symbol a mention."""

import re
from collections.abc import Iterable, Mapping

from kg.model import Mention
from kg.rulebook import SYMBOLS


def shrink(text: str, mentions: Iterable[Mention]) -> tuple[str, dict[int, Mention], list[int]]:
    """Return the short text with a symbol for each mention, the mention at each symbol, each offset's origin."""
    short, last = "", 0
    at: dict[int, Mention] = {}
    back: list[int] = []
    for mention in mentions:
        short += text[last : mention.begin] + SYMBOLS[mention.kind]
        back.extend(range(last, mention.begin + 1))
        at[len(short) - 1], last = mention, mention.end
    back.extend(range(last, len(text) + 1))
    return short + text[last:], at, back


def roles(match: re.Match[str], at: Mapping[int, Mention]) -> dict[str, Mention]:
    """Return the mentions that the named groups of `match` caught."""
    return {name: at[match.start(name)] for name in match.groupdict() if match.start(name) in at}


def texts(match: re.Match[str], at: Mapping[int, Mention]) -> dict[str, str]:
    """Return the named groups of `match` that caught plain words."""
    return {name: value for name, value in match.groupdict().items() if value and match.start(name) not in at}
