"""Text → numbers: Arabic or Chinese digits, thousands commas, decimals, 百/千/万/亿, 半, fractions N分之M.

Values are `Decimal`, never float. Blanks inside a number are read over (1000 万), powers, fractions with a bar, k and
打 are worked out. An approximate pair of digits (七八个, 二三十) is no number here: it stays unread; so does a digit
that is part of a word (一切, 四川). Of 百分之五 the number is 五: what it is a part of is the matter of `percent`.

    >>> [(n.text, str(n.value)) for n in find("产值4,100亿元，新增三万五千人，一切顺利。")]
    [('4,100亿', '410000000000'), ('三万五千', '35000')]
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from kg import patterns
from kg.values import numeral, words

BIG = numeral.BIG
plain, trimmed = numeral.plain, numeral.trimmed
# Whoever looks for numbers with something around them builds on this pattern (text passed through `plain` first).
PATTERN = rf"(?:{numeral.SIGN}?[百千万亿]{{1,2}}分之{numeral.written()}|{numeral.written()})"
ALL = patterns.compile(PATTERN)
DECIMAL = patterns.compile(r"(?P<digits>[1-9][0-9]{0,8}(?:\.[0-9]{1,6})?)(?P<times>万亿|[万亿]|)")
TIMES = {"": 1, "万": BIG["万"], "亿": BIG["亿"], "万亿": BIG["万"] * BIG["亿"]}
EXPONENT = r"(?:\^[-+]{0,2}|[eE][-+]?)[0-9]{1,4}(?![0-9A-Za-z])"
BAR = r"(?<![0-9/.A-Za-z])(?:[0-9]{1,9} {1,3})?[0-9]{1,9}/[0-9]{1,9}(?![0-9/])"
POINT = r"(?<![0-9A-Za-z.])\.[0-9]+"
# 部队, 陆地, 收拾: alone, a formal numeral is an ordinary character.
WORD = set("陆陸伍拾肆參佰仟")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and where it stands in the text."""

    begin: int
    end: int
    text: str
    value: Decimal


@cache
def wide() -> re.Pattern[str]:
    """Return the pattern of a number in running text, with the words of lexicon/number_word.yaml that may follow."""
    entries = words.entries("number_word").items()
    multiplied = "|".join(f"{word}(?!{entry['not_next']})" for word, entry in entries)
    plain_number = rf"(?P<number>{numeral.written(numeral.BLANK)})(?:{numeral.BLANK}(?P<times>{multiplied}))?"
    return patterns.compile(
        rf"(?P<computed>{numeral.SIGN}?(?:{numeral.ARABIC}{EXPONENT}|{BAR}|{POINT}))|{plain_number}"
    )


@cache
def lone() -> re.Pattern[str]:
    """Return the pattern of a single Chinese digit that counts, with its neighbours as in lexicon/lone_numeral_*."""
    before = "|".join(map(re.escape, words.entries("lone_numeral_before")))
    after = "|".join(map(re.escape, words.entries("lone_numeral_after")))
    return re.compile(rf"(?<!{before.replace('|', ')(?<!')})[零一二三四五六七八九两十](?=\W|$|{after})")


def find(text: str) -> list[Number]:
    """Return the numbers in `text`, left to right."""
    read, found = plain(text), []
    for match in numeral.scan(wide(), read):
        printed, value = text[match.start() : match.end()], amount(match)
        counts = len(printed) > 1 or printed.isdigit() or (printed not in WORD and lone().match(read, match.start()))
        if value is not None and counts:
            found.append(Number(match.start(), match.end(), printed, value))
    return found


def amount(match: re.Match[str]) -> Decimal | None:
    """Return the value of one match of `wide`."""
    found = numeral.value(match["computed"] or match["number"])
    if found is None or not match["times"]:
        return found
    return found * int(words.entries("number_word")[match["times"]]["times"])


@lru_cache(maxsize=4096)
def parse(text: str) -> Decimal | None:
    """Return the value of `text` where all of it is one number, else None.

    >>> [str(parse(n)) for n in ("两千四百五", "一万五千亿", "3.7万", "五分之一", "百分之五", "半")]
    ['2450', '1500000000000', '37000', '0.2', '0.05', '0.5']
    """
    text = plain(text.strip())
    if text.isascii() and text.isdecimal():
        return Decimal(text)
    if match := DECIMAL.fullmatch(text):  # most figures: 103亿, 3.7万
        return Decimal(trimmed(Decimal(match["digits"]) * TIMES[match["times"]]))
    if text == "半":
        return Decimal("0.5")
    if ALL.fullmatch(text):
        return numeral.value(text)
    match = wide().fullmatch(text) if len(text) > 1 else None  # 亿 alone is no number
    return None if match is None else amount(match)


def show(value: Decimal) -> str:
    """Return `value` as a reader writes it.

    >>> show(Decimal("410000000000")), show(Decimal("37000")), show(Decimal("9.50"))
    ('4100亿', '3.7万', '9.5')
    """
    for name in ("亿", "万"):
        if abs(value) >= BIG[name]:
            return f"{trimmed(value / BIG[name])}{name}"
    return trimmed(value)
