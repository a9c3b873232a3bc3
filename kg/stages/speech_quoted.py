"""Speech in quotation marks: where it begins before its speaker, and where its marks are closed."""

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Mention, Sentence, Speech
from kg.rulebook import pattern_of

Line = tuple[Sentence, Sequence[Mention]]
LONGEST = 100  # sentences of a quotation that stands before its speaker
PHRASE = 20  # a longer quotation is speech
MARKS = ("", "：", "，")  # before what is quoted as it was said


def quotation_end(one: Speech, lines: Sequence[Line]) -> tuple[int, int]:
    """Return the sentence and offset where a speech in quotation marks ends, (0, 0) for any other."""
    value = lines[one.first][0].text.value
    if not value.startswith("“", one.begin) or opens_phrase(value, one.begin):
        return 0, 0
    end = quoted(one, lines)
    return (end.last, end.end) if lines[end.last][0].text.value[: end.end].endswith("”") else (0, 0)


def alone(one: Speech, lines: Sequence[Line]) -> Speech | None:
    """Return the speech that is the quotation before the sentence of its speaker and no more; None without one."""
    number = one.first
    first, opening = quoted_before(lines, number, one.begin)
    if first == number:
        return None
    end = lines[number - 1][0].text.value.rindex("”") + 1
    return replace(one, first=first, begin=opening, last=number - 1, end=end)


def quoted_before(lines: Sequence[Line], number: int, begin: int) -> tuple[int, int]:
    """Return where the direct speech before the speaker's name begins, or else the place after the verb.

    Where the full stop stands outside (“……”。某某说), only a quotation of whole sentences is speech, not a last word.
    """
    block = lines[number][0].block
    back = number - 1
    if back < 0 or lines[back][0].block != block or not lines[back][0].text.value.endswith(("”", "”。")):
        return number, begin
    waiting, is_whole = 0, lines[back][0].text.value.endswith("”。")
    while back >= max(0, number - LONGEST) and lines[back][0].block == block:
        value = lines[back][0].text.value
        waiting += value.count("”") - value.count("“")
        if (opening := value.find("“")) >= 0 and not waiting:
            is_word = is_whole and (opening or value.count("“") > 1 or (back + 1 == number and len(value) < PHRASE))
            is_told = value[:opening].endswith(("，", "：", ","))  # somebody before says it
            return (number, begin) if is_told or is_word else (back, opening)
        back -= 1
    return number, begin


def opens_phrase(value: str, begin: int) -> bool:
    """Return whether the quotation at `begin` is only a word of the sentence (“十二五”期间), not what is said.

    >>> opens_phrase("他要求“先礼后兵”，宣传先行。", 3), opens_phrase("他说：“先礼后兵”，宣传先行。", 3)
    (True, False)
    """
    close = value.find("”", begin)
    if not 0 <= close < len(value) - 1 or close - begin >= PHRASE:
        return False
    goes_on = value[close + 1] == "，" and value[begin - 1 : begin] not in MARKS
    return goes_on or value[close + 1] not in "，。；！？”"


def quoted(one: Speech, lines: Sequence[Line]) -> Speech:
    """Return a speech that begins with a quotation mark: it ends where the mark is closed, in the same block."""
    depth = 0
    for number in range(one.first, len(lines)):
        value = lines[number][0].text.value
        for at in range(one.begin if number == one.first else 0, len(value)):
            depth += (value[at] == "“") - (value[at] == "”")
            if depth == 0:
                return finish(one, number, at + 1, value)
        if lines[number][0].block != lines[one.first][0].block:
            break
    return unclosed(one, lines)


def unclosed(one: Speech, lines: Sequence[Line]) -> Speech:
    """Return a speech whose quotation mark is never closed: it goes on to the end of its block."""
    last = one.first
    while last + 1 < len(lines) and lines[last + 1][0].block == lines[one.first][0].block:
        last += 1
    value = lines[last][0].text.value
    return finish(one, last, len(value), value)


def finish(one: Speech, last: int, end: int, value: str) -> Speech:
    """Return the speech ending at `end`, closing marks left out."""
    begin = one.begin if last == one.first else 0
    if told := pattern_of("speech_end", "told").search(value[begin:end]):
        end = begin + told.start()
    while end > 1 and value[end - 1] in "。，；":
        end -= 1
    return replace(one, last=last, end=end)


def begins_quoted(one: Speech, lines: Sequence[Line]) -> bool:
    """Return whether a speech is printed in quotation marks from its first word on."""
    return lines[one.first][0].text.value.startswith("“", one.begin)
