"""Article → its sentences, each with the stretch of the source that it stands for.

A sentence ends after 。！？ and the closing quotation marks and brackets that follow, and at the end of its block.
Inside （） and 《》 nothing ends. What goes on for thousands of characters is no sentence and is cut at a mark. A
byline before running text, or after it, is a sentence of its own.

>>> from kg.model import Run
>>> block = Block("paragraph", Text("本报讯（记者 王明）会议召开。“好！”他说。（通讯员李华）", (Run(0, 0, 29),)))
>>> for one in split(Article("", Text("", ()), (block,))):
...     print(one.kind, one.text.value)
byline 本报讯（记者 王明）
paragraph 会议召开。
paragraph “好！”
paragraph 他说。
byline （通讯员李华）
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg import patterns
from kg.model import Article, Block, Sentence, Text
from kg.rulebook import entries

END = patterns.compile("[。！？]+[”’》）】]*")
# The longest sentence of some 23,000 that were counted, a list of names, has 1,244 characters.
LONGEST = 2000
PAUSES = "；，、"
# A bracket that is not closed within so many characters holds nothing together.
WITHIN = patterns.compile("（[^（）]{0,300}）|《[^《》]{0,100}》")


def split(article: Article) -> list[Sentence]:
    """Return the sentences of `article` in order, headings and bylines among them."""
    return [one for index, block in enumerate(article.blocks) for one in sentences(block, index)]


def sentences(block: Block, index: int) -> list[Sentence]:
    """Return the sentences of one block."""
    text, (start, stop) = block.text, running(block)
    value = text.value[:stop]
    found = [sentence(text, 0, start, index, "byline")] if start else []
    places = ends(value, start)
    for end in places if len(value) - start <= LONGEST else bounded(value, start, places):
        if start < end and not value[start:end].isspace():
            found.append(sentence(text, start, end, index, block.kind))
        start = end
    if stop < len(text.value):
        found.append(sentence(text, stop, len(text.value), index, "byline"))
    return found


def running(block: Block) -> tuple[int, int]:
    """Return where the running text of a block begins and ends: after a byline in front, before one at the end."""
    value = block.text.value
    if block.kind != "paragraph":
        return 0, len(value)
    front = byline("leading_byline").match(value)
    back = byline("closing_byline").search(value) if value.endswith("）") else None
    begin = front.end() if front and front.end() < len(value) else 0
    return begin, back.start() if back and back.start() > begin else len(value)


@cache
def byline(place: str) -> re.Pattern[str]:
    """Return the pattern of a byline in front of running text, or after it."""
    layout = entries("layout")
    return patterns.compile(layout[place].format(**layout))


def ends(value: str, start: int) -> list[int]:
    """Return the offsets after `start` at which a sentence of `value` ends, the end of `value` last."""
    if "（" in value or "《" in value:
        return ends_outside(value, start)
    return [*[match.end() for match in END.finditer(value, start)], len(value)]


def ends_outside(value: str, start: int) -> list[int]:
    """Return what `ends` returns: sentences do not end inside brackets."""
    held, found = WITHIN.finditer(value, start), []
    bracket = next(held, None)
    for match in END.finditer(value, start):
        begin, end = match.span()
        while bracket is not None and bracket.end() <= begin:
            bracket = next(held, None)
        is_inside = bracket is not None and bracket.start() < begin
        # A bracket that stands by itself, （讲话全文另发。）, ends with what is in it.
        if not is_inside or (bracket is not None and bracket.start() == start and end >= bracket.end()):
            start = end
            found.append(end)
    return [*found, len(value)]


def bounded(value: str, start: int, found: Iterable[int]) -> Iterator[int]:
    """Yield the offsets `found` at which a sentence ends, and more where `LONGEST` lies between two of them."""
    for end in found:
        while end - start > LONGEST:
            stop = start + LONGEST
            start = next((at + 1 for mark in PAUSES if (at := value.rfind(mark, start, stop)) >= 0), stop)
            yield start
        start = end
        yield end


def sentence(text: Text, begin: int, end: int, block: int, kind: str) -> Sentence:
    """Return the characters `begin` to `end` of a block's `text` as a sentence, without spaces at its edges."""
    value = text.value[begin:end]
    if value != value.strip():
        begin, end = begin + len(value) - len(value.lstrip()), end - len(value) + len(value.rstrip())
    cut = text.cut(begin, end)
    runs = cut.runs
    return Sentence(cut, runs[0][1], runs[-1][2], block, kind)
