r"""Source → its lines, cleaned for reading: one width, one space, Chinese punctuation, no control characters.

Every character keeps its place in the source. A line is every stretch between line breaks that holds something to
read. Cleaning what is clean changes nothing, but for a mark between digits, or before //, whose space is gone: 4： 4
becomes 4：4, and that 4:4.

>>> [line.value for line in lines(Source("页.txt", "# 标题\r\n\r\n深入 and 谐,１０%  ", "", ""))]
['# 标题', '深入和谐，10%']
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from kg import patterns
from kg.model import Run, Source, Text
from kg.rulebook import entries, pattern_of

LINE = patterns.compile("[^\n\r\v\f\x85\u2028\u2029]+")
SPACE = patterns.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Control, invisible, private-use and non-characters. Private-use ones would be taken for the signs of rules.
DROPPED = patterns.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U0010ffff]+"
)
# Full-width digits and letters, Kangxi radicals, compatibility ideographs: one character for one.
COMPATIBLE = (range(0xFF10, 0xFF5B), range(0x2E80, 0x2FD6), range(0xF900, 0xFAFF))
# A comma in 1,000, a colon in 10:26 and one in http:// stay as they are.
PUNCTUATION = patterns.compile(
    r"[,;:!?()．](?:(?<=\d,)(?=\d{3}(?!\d))|(?<=\d:)(?=\d)|(?<=:)(?=//)"
    r"|(?P<wide>(?<=[,;:!?()]))|(?P<stop>(?<=\d．)(?=\d)))"
)
HAN = "\u3007\u3400-\u9fff\U00020000-\U0003ffff"
AND = patterns.compile(rf"(?<=[{HAN}”’》）]) +and +(?=[{HAN}“‘《（\w])")
# What a web page adds behind the name of a listed company: 某某股份（000061，股吧）.
STOCK_CODE = patterns.compile("（[036][0-9]{5}(?:[，,]股吧)?）")
BOLD = patterns.compile(r"\*{2,3}")  # Markdown
# How a page without line breaks sets its paragraphs apart.
INDENT = patterns.compile("(?<=[。！？”’）])[ \u3000\xa0\t]{2,}(?=[^ \u3000\xa0\t\n\r])")
SENTENCE = patterns.compile("[^。！？]+[。！？]?")
PARTS = patterns.compile("[，、；：。！？]")
GAP = patterns.compile("(?P<open>[“‘《〈（【])|(?P<close>[”’》〉）】])|(?P<gap> +)")
GAPS = patterns.compile(" +")
PHRASE_END = patterns.compile(rf"[{HAN}”’》]")
PHRASE_START = patterns.compile(rf"[{HAN}“‘《]")
MARKUP = patterns.compile("#{1,6}")
MARKED = patterns.compile("#{1,6} [^ ]+")  # a heading with no other space
HAN_CHAR = patterns.compile(f"[{HAN}]")

Edit = tuple[int, int, str]


def lines(source: Source) -> list[Text]:
    """Return the cleaned lines of `source` that hold anything, in order."""
    page = even(source.text)
    return [text for span in spans(source.text) if (text := cleaned(page, *span)).value]


def spans(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where the lines of a text begin and end, and the paragraphs that stand in one line.

    >>> [*spans("会议召开。　　县长讲话。\n散会。")]
    [(0, 5), (7, 12), (13, 16)]
    """
    for match in LINE.finditer(text):
        begin, end = match.span()
        for indent in INDENT.finditer(text, begin, end):
            yield begin, indent.start()
            begin = indent.end()
        yield begin, end


def line(raw: str, begin: int, end: int) -> Text:
    """Return the characters `begin` to `end` of `raw`, cleaned."""
    return cleaned(even(raw), begin, end)


class Even(NamedTuple):
    """A page with one character for one, so that every offset stays: `signed` with Chinese punctuation, too."""

    text: str
    signed: str
    drops: bool  # some of its characters are to go


def even(raw: str) -> Even:
    """Return a page with all done that takes one character for one: a whole page costs little more than a line."""
    text = translated(raw)
    return Even(text, signs(SPACE.sub(" ", text)), DROPPED.search(text) is not None)


def cleaned(page: Even, begin: int, end: int) -> Text:
    """Return the characters `begin` to `end` of a page, cleaned."""
    if page.drops and DROPPED.search(page.text, begin, end) is not None:
        text = without_dropped(page.text, begin, end)
    else:
        text = Text(page.signed[begin:end], (Run(0, begin, end),))
    # Looking for a sign is many times faster than for a pattern that needs it.
    if "？" in text.value or '"' in text.value:
        text = Text(quoted(text.value), text.runs)
    if " and " in text.value:
        text = rewrite(text, ((*match.span(), "和") for match in AND.finditer(text.value)))
    if "（" in text.value and STOCK_CODE.search(text.value) is not None:
        text = rewrite(text, ((*match.span(), "") for match in STOCK_CODE.finditer(text.value)))
    if "**" in text.value:
        text = rewrite(text, ((*match.span(), "") for match in BOLD.finditer(text.value)))
    if " " in text.value and MARKED.fullmatch(text.value) is None:
        apart = names_apart(text.value)
        text = rewrite(text, spaces(text.value) if apart is None else apart)
    return text


def without_dropped(page: str, begin: int, end: int) -> Text:
    """Return a line without the characters that are dropped, its signs read as they stand then."""
    text = Text(page[begin:end], (Run(0, begin, end),))
    text = rewrite(text, ((*match.span(), "") for match in DROPPED.finditer(text.value)))
    return Text(signs(SPACE.sub(" ", text.value)), text.runs)


def rewrite(text: Text, edits: Iterable[Edit]) -> Text:
    """Return `text` with the `edits` (begin, end, new characters; in order, apart) made."""
    parts, last = list[Text](), 0
    for begin, end, new in edits:
        if begin > last:
            parts.append(text.cut(last, begin))
        if new:
            parts.append(Text(new, (Run(0, *text.origin(begin, end)),)))
        last = end
    if not last:
        return text
    return Text.join([*parts, text.cut(last, len(text.value))] if last < len(text.value) else parts)


@cache
def characters() -> dict[int, str]:
    """Return the translation of single characters to single characters."""
    table = {code: unicodedata.normalize("NFKC", chr(code)) for span in COMPATIBLE for code in span}
    traditional = {key: "".join(entries("traditional")[key].split()) for key in ("from", "to")}
    for pair in (*entries("characters")["pairs"], traditional):
        table |= {ord(old): new for old, new in zip(pair["from"], pair["to"], strict=True)}
    single = {code: new for code, new in table.items() if len(new) == 1}
    # A radical becomes a traditional character first, and that a simplified one.
    return {code: single.get(ord(new), new) for code, new in single.items()}


def translated(page: str) -> str:
    """Return a page with single characters for single characters, as `characters` has them; most need none replaced."""
    table = characters()
    found = {char: table[ord(char)] for char in set(translatable().findall(page))}
    if not found.keys().isdisjoint(found.values()):
        return page.translate(table)
    for char, new in found.items():  # many times as fast as to translate, which looks up every character
        page = page.replace(char, new)
    return page


@cache
def translatable() -> re.Pattern[str]:
    """Return the pattern of a character that is translated."""
    return patterns.compile(f"[{''.join(map(chr, sorted(characters())))}]")


def signs(value: str) -> str:
    """Return `value` with Chinese punctuation, as many characters as before.

    >>> signs('10:26,"一"(1,000件)')
    '10:26，"一"（1,000件）'
    """
    wide = entries("characters")["wide"]

    def sign(match: re.Match[str]) -> str:
        """Return what stands for one sign."""
        return "." if match.lastgroup == "stop" else str(wide[match[0]]) if match.lastgroup == "wide" else match[0]

    return PUNCTUATION.sub(sign, value)


def quoted(value: str) -> str:
    """Return a line with Chinese quotation marks, and the dots that were lost inside of names.

    >>> quoted('“一”和"二"')
    '“一”和“二”'
    """
    if "？" in value:
        value = lost_dot().sub(r"\g<before>·", value)
    parts = value.split('"')
    return "".join(part + "“”"[i % 2] for i, part in enumerate(parts[:-1])) + parts[-1]


@cache
def lost_dot() -> re.Pattern[str]:
    """Return the pattern of a question mark that stands for the dot inside a name (吉尔拉？依沙木丁)."""
    return patterns.compile(entries("characters")["lost_dot"].format(sound=entries("name_sound")["pattern"]))


def names_apart(value: str) -> list[Edit] | None:
    """Return what makes one space between two names, and none inside them, of a line of names; None of another line.

    >>> value = "出 席： 王建国 李 明  何振 明"
    >>> rewrite(Text(value, (Run(0, 0, len(value)),)), names_apart(value)).value
    '出席：王建国 李明 何振明'
    """
    row = pattern_of("roster", "row").fullmatch(value.rstrip())
    if row is None:
        return None
    names = [*pattern_of("roster_name", "pattern").finditer(value, max(0, row.end("label")))]
    ends = {name.end() for name in names[:-1]}
    return [(*gap.span(), new) for gap in GAPS.finditer(value) if (new := " " if gap.start() in ends else "") != gap[0]]


def spaces(value: str) -> Iterator[Edit]:
    """Yield what becomes of each stretch of spaces: one space between phrases and between Latin words, else none.

    >>> line = "开展“品味书香 静享悦读” 活动 ，共 30 场。"
    >>> [begin for begin, end, new in spaces(line)]
    [13, 16, 19, 22]
    """
    label = pattern_of("layout", "label")
    for sentence in SENTENCE.finditer(value):
        if " " not in sentence[0]:
            continue
        # A stretch without a comma or a full stop is a headline, a caption or a byline: its spaces part phrases. The
        # colon of a label that leads a source, a date or an author parts no clauses.
        is_open = PARTS.search(label.sub("", sentence[0])) is None
        depth = 0
        for sign in GAP.finditer(value, *sentence.span()):
            if sign["gap"] is None:
                depth = max(0, depth + (1 if sign["open"] else -1))
            else:
                new = " " * kept(value, *sign.span(), is_phrase=is_open or depth > 0)
                if new != sign[0]:
                    yield *sign.span(), new


def kept(value: str, begin: int, end: int, *, is_phrase: bool) -> bool:
    """Return whether the spaces from `begin` to `end` part two phrases or two Latin words."""
    if begin == 0 or end == len(value):
        return False
    left, right = value[begin - 1], value[end]
    if (left.isascii() and right.isascii()) or MARKUP.fullmatch(value, 0, begin):
        return True
    if left in "”’》" and right in "“‘《":
        return True
    if not (is_phrase and PHRASE_END.match(left) and PHRASE_START.match(right)):
        return False
    return not (alone(value, begin - 1) and alone(value, end))


def alone(value: str, at: int) -> bool:
    """Return whether the Chinese character at `at` has no Chinese neighbour, as in a name that is padded: 张　明."""
    around = value[max(0, at - 1) : at] + value[at + 1 : at + 2]
    return HAN_CHAR.match(value[at]) is not None and HAN_CHAR.search(around) is None
