"""Article → the names in its bylines, with their places in the source.

Reporters and correspondents stand after 记者, 通讯员 and the like, or after □. A bare name between a headline and a
printed speech is its speaker, no reporter. Photographers (… 摄) are neither.

>>> from kg.model import Run
>>> block = Block("byline", Text("□记者 史莲寅 通讯员 王明", (Run(0, 0, 14),)))
>>> reporters(Article("", Text("", ()), (block,)))
[('史莲寅', 4, 7), ('王明', 12, 14)]
"""

import re
from collections.abc import Iterator
from functools import cache

from kg import patterns
from kg.model import Article, Block, Text
from kg.rulebook import entries

Name = tuple[str, int, int]


def reporters(article: Article) -> list[Name]:
    """Return the reporters of `article`: name, begin and end in the source; each name once, in order."""
    found: dict[str, Name] = {}
    for block in article.blocks:
        for begin, end in spans(block):
            for name in names(block.text, begin, end):
                found.setdefault(name[0], name)
    return list(found.values())


def speaker(article: Article) -> Name | None:
    """Return whose speech `article` prints: named in the headline (某某在某会上的讲话), or bare below it; or None."""
    if pattern("speech").search(article.headline.value) is None:
        return None
    if (found := pattern("orator").match(article.headline.value)) is not None:
        return found["name"], *article.headline.origin(*found.span("name"))
    for block in article.blocks:
        if block.kind == "byline" and pattern("name").fullmatch(block.text.value):
            return block.text.value, *block.text.origin(0, len(block.text.value))
    return None


def spans(block: Block) -> Iterator[tuple[int, int]]:
    """Yield the stretches of `block` that are bylines."""
    value = block.text.value
    if block.kind == "byline":
        yield 0, len(value)
    elif block.kind == "paragraph":
        for name in ("leading_byline", "closing_byline"):
            match = pattern(name).match(value) if name.startswith("leading") else pattern(name).search(value)
            if match is not None:
                yield match.span()


def names(text: Text, begin: int, end: int) -> Iterator[Name]:
    """Yield the names between `begin` and `end` of `text`, which is a byline."""
    for crew in pattern("crew_names").finditer(text.value, begin, end):
        for name in pattern("crew_name").finditer(text.value, *crew.span("names")):
            yield name[0], *text.origin(*name.span())


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one pattern of the layout lexicon."""
    layout = entries("layout")
    return patterns.compile(layout[name].format(**layout) if name in layout["composed"] else layout[name])
