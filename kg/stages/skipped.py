"""A page and its articles as read → the stretches of the page that were not read, each with the reason.

Whatever is no part of a sentence is found by counting, not by asking those who left it out, so nothing is left out
unseen. Signs of markup and what nobody can see (blanks, invisible characters) are nothing to read.

>>> [(one.begin, one.end) for one in regions(Source("页.txt", "# 上一版  ", "", ""), [])]
[(2, 5)]
"""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from kg.model import Read, Skipped, Source

LOST = "\ufffd"
NO_ARTICLE = "不属于文章（导航、编辑名单、浏览数等） no part of an article: navigation, editors, views"
UNREADABLE = "有字无法解码（U+FFFD），此句不读 characters are lost, so the sentence is left out"
MARKUP = "#"


def regions(source: Source, reads: Sequence[Read]) -> list[Skipped]:
    """Return the stretches of `source` (offsets into it, end exclusive) that were not read, in order."""
    sentences = [reading.sentence for read in reads for reading in read.readings]
    broken = [Skipped(one.begin, one.end, UNREADABLE) for one in sentences if LOST in one.text.value]
    return sorted(chain(gaps(source.text, [(one.begin, one.end) for one in sentences]), broken))


def gaps(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Skipped]:
    """Yield what of `text` lies between the `spans` and holds something to read."""
    edges = [(0, 0), *sorted(spans), (len(text), len(text))]
    for (_, begin), (end, _) in pairwise(edges):
        visible = [at for at in range(begin, end) if is_visible(text[at])]
        if visible:
            yield Skipped(visible[0], visible[-1] + 1, NO_ARTICLE)


def is_visible(char: str) -> bool:
    """Return whether a character is something to read."""
    return char.isprintable() and not char.isspace() and char not in MARKUP
