"""Paragraphs of a page → its articles, every block with its kind.

A heading starts an article where a byline, a date or a subtitle follows it, where it stands on the page's highest
level of headings, where it names a whole speech or report, and where it stands first. Every other heading belongs
to the article around it. What the page prints around its articles (navigation, editors, views) is left out.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from kg import patterns
from kg.model import Article, Block, Source, Text
from kg.rulebook import entries, pattern_of

MARKUP = patterns.compile("(#{1,6}) ")
# A closed line ends with one of these signs, brackets and quotation marks after it left out.
SIGNS, CLOSING = tuple("。！？；：…，、"), "”’》）】"
COMMA = "，"
HEADING_LENGTH = 46
REPEAT_LENGTH = range(20, 201)
NEARBY = 30
# From the first headline to the byline there are at most so many lines: kicker, deck, subtitle.
HEAD_LINES = 4


class Piece(NamedTuple):
    """A paragraph without its markup: the level of its heading (0: not marked as one) and its form."""

    text: Text
    level: int
    form: str


class Whole(NamedTuple):
    """The paragraphs of an article, the text that they make up together, and where each begins in it."""

    values: Sequence[str]
    text: str
    begins: Sequence[int]

    @classmethod
    def of(cls, values: Sequence[str]) -> "Whole":
        """Return the whole that some paragraphs are, a line each."""
        return cls(values, "\n".join(values), [0, *accumulate(len(value) + 1 for value in values)])


def split(source: Source, paragraphs: Sequence[Text]) -> list[Article]:
    """Return the articles that the `paragraphs` of `source` make up."""
    pieces = [one for one in map(piece, paragraphs) if one.form != "furniture"]
    top = min((one.level for one in pieces if one.level), default=0)
    starts = [i for i in range(len(pieces)) if begins(pieces, i, top)]
    bounds = sorted({0, *starts, len(pieces)})
    return [article(source, pieces[begin:end]) for begin, end in pairwise(bounds)]


def piece(text: Text) -> Piece:
    """Return the paragraph `text` without its markup, and what its form tells."""
    mark = MARKUP.match(text.value) if text.value.startswith("#") else None
    if mark is None:
        return Piece(text, 0, form(text.value))
    bare = text.cut(mark.end(), len(text.value))
    found = form(bare.value)
    return Piece(bare, len(mark[1]), found if found in ("subtitle", "byline", "dateline", "furniture") else "heading")


def form(value: str) -> str:
    """Return what a paragraph looks like: "heading", "lead", "paragraph", or a line with a form of its own.

    >>> [form(value) for value in ("□记者 史莲寅", "（2024年1月6日）", "——工作综述", "本报讯 会议召开。")]
    ['byline', 'dateline', 'subtitle', 'lead']
    """
    if found := forms().match(value):
        return str(found.lastgroup)
    return "paragraph" if len(value) > HEADING_LENGTH or "。" in value or is_closed(value) else "heading"


def is_closed(value: str) -> bool:
    """Return whether a line ends where a clause does."""
    return value.rstrip(CLOSING).endswith(SIGNS)


@cache
def forms() -> re.Pattern[str]:
    """Return the pattern of the forms that a line can have, each a group, in the order in which they are tried."""
    layout = entries("layout")
    written = {name: pattern.format(**layout) for name, pattern in layout["forms"].items()}
    return patterns.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in written.items()))


def begins(pieces: Sequence[Piece], index: int, top: int) -> bool:
    """Return whether an article begins at piece `index`; `top` is the highest level of marked headings."""
    one, before = pieces[index], pieces[index - 1] if index else None
    if one.form == "lead":
        return before is not None and before.form not in ("heading", "subtitle", "dateline", "byline")
    if one.form != "heading" or in_head(pieces, index):
        return False
    return one.level == top > 0 or is_whole(one.text.value) or has_byline(pieces, index)


def in_head(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether the heading at `index` goes with the heading just before it: deck or second line."""
    if not index or pieces[index - 1].form not in ("heading", "subtitle"):
        return False
    above, here = pieces[index - 1], pieces[index]
    if above.level != here.level:
        return above.level < here.level if above.level and here.level else bool(above.level)
    return not above.level and (index == 1 or has_byline(pieces, index)) and not is_numbered(above.text.value)


def is_numbered(value: str) -> bool:
    """Return whether a heading starts with an ordinal, as a heading inside an article does."""
    return pattern_of("layout", "ordinal").match(value) is not None


def is_whole(value: str) -> bool:
    """Return whether a heading names a document that is printed as an article of its own."""
    return pattern_of("layout", "whole").search(value) is not None and not is_numbered(value)


def has_byline(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether the heading at `index` is followed by a byline, a date, a subtitle or 本报讯."""
    if is_numbered(pieces[index].text.value):
        return False
    for one in pieces[index + 1 : index + 1 + HEAD_LINES]:
        if one.form in ("byline", "lead", "subtitle"):
            return True
        if one.form == "dateline":
            return not is_closing(pieces, index, one)
        if one.form != "heading":
            return False
    return False


def is_closing(pieces: Sequence[Piece], index: int, date: Piece) -> bool:
    """Return whether "body, date" closes a document rather than heads one: nothing follows, or a heading."""
    after = pieces[index + 1 :]
    rest = after[next(i for i, one in enumerate(after) if one is date) + 1 :]
    return not rest or rest[0].form == "heading"


def article(source: Source, pieces: Sequence[Piece]) -> Article:
    """Return the article that `pieces` make up."""
    head = next((i for i, one in enumerate(pieces) if one.form not in ("heading", "subtitle", "dateline")), len(pieces))
    if head > HEAD_LINES:  # a table or a list of offices, not lines that go with a headline
        head = 1 + next((i for i, one in enumerate(pieces[:head]) if one.form == "heading"), 0)
    kinds = list(head_kinds(pieces[:head])) if any(one.form == "heading" for one in pieces[:head]) else []
    kinds += body_kinds(pieces, len(kinds))
    blocks = tuple(Block(kind, one.text) for kind, one in zip(kinds, pieces, strict=True))
    return Article(source.name, headline(blocks), blocks)


def head_kinds(head: Sequence[Piece]) -> Iterator[str]:
    """Yield the kinds of the lines above the body: one headline, the highest and first, and what goes with it."""
    headings = [i for i, one in enumerate(head) if one.form == "heading"]
    main = min(headings, key=lambda i: (head[i].level or 9, i))
    for i, one in enumerate(head):
        if i == main:
            yield "headline"
        elif one.form == "dateline":
            yield "dateline"
        elif is_speaker(head, i):
            yield "byline"
        else:
            yield "heading" if is_numbered(one.text.value) or (i and head[i - 1].form == "dateline") else "subtitle"


def body_kinds(pieces: Sequence[Piece], begin: int) -> list[str]:
    """Return the kinds of the pieces from `begin` on."""
    whole = Whole.of([one.text.value for one in pieces])
    kinds = []
    for i in range(begin, len(pieces)):
        one = pieces[i]
        if one.form in ("byline", "dateline", "subtitle"):
            kinds.append({"subtitle": "heading"}.get(one.form, one.form))
        elif is_speaker(pieces, i):
            kinds.append("byline")
        elif is_repeat(whole, i):
            kinds.append("repeat")
        else:
            kinds.append("heading" if one.form == "heading" and not is_cut_off(pieces, i) else "paragraph")
    return kinds


def is_cut_off(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a line without a full stop is the last of the text: nothing stands under it that it could head."""
    one = pieces[index]
    is_under_text = index > 0 and pieces[index - 1].form == "paragraph"
    return index == len(pieces) - 1 and is_under_text and not one.level and COMMA in one.text.value


def is_speaker(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether the piece is a bare name under a headline, as over a printed speech."""
    if not 0 < index <= HEAD_LINES:
        return False
    above = pieces[:index]
    if any(one.form in ("paragraph", "lead") for one in above):
        return False
    is_speech = any(pattern_of("layout", "speech").search(one.text.value) for one in above)
    return is_speech and pattern_of("layout", "name").fullmatch(pieces[index].text.value) is not None


def is_repeat(whole: Whole, index: int) -> bool:
    """Return whether the article prints the text of piece `index` elsewhere too, as a pull quote does."""
    value = whole.values[index]
    if len(value) not in REPEAT_LENGTH:
        return False
    if whole.text.find(value, whole.begins[max(0, index - NEARBY)], whole.begins[index]) >= 0:
        return True
    # A whole sentence may well come again later on; an unfinished one is cut out of the text around it.
    after = () if is_closed(value) else whole.values[index + 1 : index + NEARBY]
    return any(value in other for other in after if other != value)


def headline(blocks: Sequence[Block]) -> Text:
    """Return the headline with its —— subtitle, or an empty text."""
    main = [i for i, block in enumerate(blocks) if block.kind == "headline"]
    if not main:
        return Text("", ())
    parts = [blocks[main[0]].text]
    if main[0] + 1 < len(blocks) and pattern_of("layout", "subtitle").match(blocks[main[0] + 1].text.value):
        parts.append(blocks[main[0] + 1].text)
    return Text.join(parts)
