"""Cleaned lines → paragraphs: lines that the columns of a page broke in mid-sentence, joined again.

A line stays by itself unless something shows that its sentence goes on. The signs, in order: a comma at its end, an
open bracket, running text before the break, a next line that starts with a fragment, a word that the break cuts.
Columns can be printed in the wrong order: a broken line whose word goes on in a third place is not joined at all.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg import patterns
from kg.model import Source, Text
from kg.rulebook import entries, pattern_of

CLOSED = patterns.compile("[。！？；：…][”’》）】]*$|）$")
STOPS = tuple("。！？；：…）")
COMMA = patterns.compile("[，、]$")
FRAGMENT = patterns.compile("[^，。；：、！？“‘《（ ]{0,2}[，。；、！？”’》）]")
RUNNING = patterns.compile("[，；。]")
HEADING = patterns.compile("#{1,6} ")
BREAKS = patterns.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
INDENT = patterns.compile("[\u3000\xa0 \t]{2,}$")
BRACKETS = dict(zip("”’》〉）】", "“‘《〈（【", strict=True))
BRACKET = patterns.compile(f"[{''.join(BRACKETS)}{''.join(BRACKETS.values())}]")
HAN = patterns.compile("[\u3400-\u9fff]+$")
HAN_START = patterns.compile("[\u3400-\u9fff]+")
# Headings are shorter than this; a broken line without a comma is rarely longer.
HEADING_LENGTH = 32
# Full lines of one column differ by so many characters at most.
SLACK = 3
# Shorter lines are cells of tables: no word is looked for across their ends.
CELL_LENGTH = 8
# Around a break this many characters are enough to see a word that it cuts.
REACH = 6
# A pull quote repeats a stretch of the text nearby.
QUOTE_LENGTH = range(14, 121)
NEARBY = 30
# The columns of one page: a sentence goes on within so many lines.
COLUMNS = 80
# A page has a line width when so many of its lines end within it.
WIDTH_SHARE = 0.4
WIDTH_LINES = 8


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one source, what separates them, and the usual length of a full line (0: none)."""

    source: Source
    lines: Sequence[Text]
    width: int

    def has_blank(self, index: int) -> bool:
        """Return whether a blank line stands between line `index` and the next one."""
        return len(BREAKS.findall(self.gap(index))) > 1

    def gap(self, index: int) -> str:
        """Return the source between line `index` and the next one."""
        here, there = self.lines[index], self.lines[index + 1]
        return self.source.text[here.origin(0, len(here.value))[1] : there.origin(0, 1)[0]]


def join(source: Source, lines: Sequence[Text]) -> list[Text]:
    """Return the paragraphs of `lines`, each a line or several lines that are one."""
    page = Page(source, lines, width(lines))
    open_ends = [i for i in range(len(lines) - 1) if goes_on(page, i)]
    apart = torn(page, open_ends)
    joined = set(open_ends) - apart
    for i in range(1, len(lines) - 1):
        if i - 1 in joined and i not in apart and is_as_full(page, i):
            joined.add(i)
    groups: list[list[Text]] = []
    for i, line in enumerate(lines):
        if i and i - 1 in joined:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Text.join(group) if len(group) > 1 else group[0] for group in groups]


def width(lines: Sequence[Text]) -> int:
    """Return the length at which full lines of the page break, 0 if it has none."""
    lengths = Counter(len(line.value) for line in lines)
    if len(lines) < WIDTH_LINES:
        return 0
    usual = max(lengths, key=lambda n: (sum(lengths[n - i] for i in range(3)), n))
    near = sum(lengths[usual - i] for i in range(3))
    return usual if near >= WIDTH_SHARE * len(lines) and usual >= REACH * 2 else 0


def goes_on(page: Page, index: int) -> bool:
    """Return whether the sentence of line `index` goes on in the next line."""
    line, after = page.lines[index].value, page.lines[index + 1].value
    if line.endswith(STOPS):  # most lines: what CLOSED finds in the end, too
        return False
    if HEADING.match(line) or HEADING.match(after) or starts_anew(after) or CLOSED.search(line):
        return False
    if INDENT.search(page.gap(index)) and not INDENT.search(page.gap(index - 1) if index else ""):
        return False
    if is_repeated(page, index) or is_layout(line) or is_roster(line, after):
        return False
    if unfinished(line, page.width) or FRAGMENT.match(after) or is_delivery(line, after):
        return True
    return len(line) >= CELL_LENGTH and not is_caption(line, after) and crosses(line, after)


def is_as_full(page: Page, index: int) -> bool:
    """Return whether line `index`, which a sentence goes on into, is as long as the line before and does not end it."""
    before, line, after = (page.lines[i].value for i in (index - 1, index, index + 1))
    if len(line) < HEADING_LENGTH or abs(len(line) - len(before)) > SLACK or CLOSED.search(line):
        return False
    return not (page.has_blank(index) or HEADING.match(after) or starts_anew(after) or is_layout(line))


def is_caption(line: str, after: str) -> bool:
    """Return whether `line` ends with a post and a name, and `after` begins with an organ of the place of the page.

    >>> is_caption("县委副书记、县长田兴国", "县人大常委会主任李华")
    True
    """
    ends = pattern_of("layout", "titled_end").search(line) is not None
    return ends and pattern_of("layout", "organ_start").match(after) is not None


def is_roster(line: str, after: str) -> bool:
    """Return whether both lines are of a list of those present, an office and names in each.

    >>> is_roster("县林业局 乔永定", "县应急管理局 张鑫"), is_roster("县林业局 乔永定", "到会指导。")
    (True, False)
    """
    office = pattern_of("roster", "office")
    return office.fullmatch(line) is not None and office.fullmatch(after) is not None


def unfinished(line: str, full: int) -> bool:
    """Return whether `line` by itself shows that its sentence goes on."""
    if COMMA.search(line) or is_unclosed(line) or "。" in line:
        return True
    if full and full - 2 <= len(line) <= full:
        return True
    clauses = line.count("，") + line.count("；")
    is_long = clauses > 1 or (clauses == 1 and len(line) > HEADING_LENGTH)
    return is_long and pattern_of("layout", "ordinal").match(line) is None


def is_delivery(line: str, after: str) -> bool:
    """Return whether `line` tells at what meeting a report was given, and `after` the rest of it, or who gave it.

    >>> is_delivery("2021年2月3日在武进区第十七届", "人民代表大会第六次会议上")
    True
    >>> is_delivery("——2021年2月3日在武进区第十七届人民代表大会第六次会议上", "区长 李华")
    True
    >>> is_delivery("——2021年2月3日在武进区第十七届人民代表大会第六次会议上", "各位代表：")
    False
    """
    if len(line) > HEADING_LENGTH * 2 or len(after) > HEADING_LENGTH:
        return False
    if pattern_of("layout", "delivered_at").match(line) is not None:
        return pattern_of("layout", "deliverer").match(after) is not None
    return delivered().match(line) is not None and pattern_of("layout", "delivered_rest").match(after) is not None


@cache
def delivered() -> re.Pattern[str]:
    """Return the pattern of the first line of two that tell at what meeting a report was given."""
    layout = entries("layout")
    return patterns.compile(layout["delivered"].format(**layout))


def is_unclosed(line: str) -> bool:
    """Return whether a quotation, a title or a bracket that starts in `line` does not end there."""
    waiting: list[str] = []
    for char in BRACKET.findall(line):
        if char not in BRACKETS:
            waiting.append(char)
        elif waiting and waiting[-1] == BRACKETS[char]:
            waiting.pop()
    return bool(waiting)


def is_repeated(page: Page, index: int) -> bool:
    """Return whether line `index` is a pull quote: all of it stands in the text nearby as well."""
    line = page.lines[index].value
    if len(line) not in QUOTE_LENGTH or not page.has_blank(index):
        return False
    before = "".join(text.value for text in page.lines[max(0, index - NEARBY) : index])
    after = "".join(text.value for text in page.lines[index + 1 : index + NEARBY])
    return line in before or line in after


@cache
def opening() -> re.Pattern[str]:
    """Return the pattern of what can only stand at the start of a block: a byline, a subtitle, an ordinal, a career."""
    layout = entries("layout")
    return patterns.compile(
        "(?:{news})|[□■]|（?{crew}[ ：]|{subtitle}|{ordinal}|{career}|（?{dateline}）?$".format(**layout)
    )


@cache
def furniture() -> re.Pattern[str]:
    """Return the pattern of a line that belongs to the page, not to an article."""
    layout = entries("layout")
    return patterns.compile("(?:{furniture})|(?:[□■] ?)?{crew}[ ：].{{0,30}}|（?{dateline}）?".format(**layout))


def starts_anew(line: str) -> bool:
    """Return whether `line` can only be the start of a block."""
    return opening().match(line) is not None or is_layout(line)


def is_layout(line: str) -> bool:
    """Return whether `line` is a line of its own by its form: a byline, a date, navigation."""
    return len(line) <= HEADING_LENGTH * 2 and furniture().fullmatch(line) is not None


def crosses(line: str, after: str) -> bool:
    """Return whether a word starts at the end of `line` and ends at the start of `after`.

    >>> crosses("要有序有效维护安全稳", "定。年终岁尾")
    True
    """
    from kg import segments  # noqa: PLC0415 — only pages with broken lines need jieba

    left, right = HAN.search(line[-REACH:]), HAN_START.match(after[:REACH])
    if left is None or right is None or not segments.may_cross(left[0] + right[0], len(left[0])):
        return False
    end = 0
    for word in segments.words(left[0] + right[0]):
        start, end = end, end + len(word)
        if start < len(left[0]) < end:
            return True
    return False


def torn(page: Page, open_ends: Sequence[int]) -> set[int]:
    """Return the open ends whose next line belongs elsewhere, because columns stand in the wrong order.

    The last character of such a line is no word, nor is the first one of the line where it goes on; together they
    are. Both breaks are left open: the line's own, and the one before the line where it goes on.
    """
    if page.width or len(open_ends) == 0:  # lines of one length come from one column
        return set()
    loose = [i for i in range(len(page.lines) - 1) if is_loose(page, i)]
    ends = [i for i in loose if is_stray(page.lines[i].value[-REACH:], at_end=True)]
    starts = [i for i in loose if is_stray(page.lines[i + 1].value[:REACH], at_end=False)]
    near = ((i, j) for i in ends for j in starts if i != j and abs(i - j) <= COLUMNS)
    return {k for i, j in near if crosses(page.lines[i].value, page.lines[j + 1].value) for k in (i, j)}


def is_loose(page: Page, index: int) -> bool:
    """Return whether line `index` ends in mid-sentence at a blank line, and no word goes on in the next line."""
    line, after = page.lines[index].value, page.lines[index + 1].value
    is_apart = CLOSED.search(line) is None and page.has_blank(index)
    return is_apart and RUNNING.search(line) is not None and not crosses(line, after)


def is_stray(edge: str, *, at_end: bool) -> bool:
    """Return whether the last (or first) character of `edge` is Chinese and by itself no part of a longer word."""
    from kg import segments  # noqa: PLC0415 — only pages with broken lines need jieba

    match = HAN.search(edge) if at_end else HAN_START.match(edge)
    return match is not None and len(segments.words(match[0])[-1 if at_end else 0]) == 1
