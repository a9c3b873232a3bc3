"""Text → shares of a hundred: 5.2%, 3‰, 百分之五, 万分之三, 两成半, 九五折, 六个百分点.

The value is in hundredths: 2折 is 20. A minus sign counts; of a range written 5-20% the upper end is read. An
approximate pair of digits (二三十个百分点) stays unread.

    >>> [(p.text, str(p.value)) for p in find("增长百分之九点五，超七成五，同比降0.3‰。")]
    [('百分之九点五', '9.5'), ('七成五', '75'), ('0.3‰', '0.03')]
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg import patterns
from kg.values import numeral, words

SIGNS = {"%": Decimal(1), "‰": Decimal("0.1"), "‱": Decimal("0.01")}
BASES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
TENTH = Decimal(10)
ANCHOR = patterns.compile(rf"{numeral.ANCHOR.pattern}|半|对")
BLANK = numeral.BLANK
NUMBER = numeral.written(BLANK)
KILO = r"(?P<{}>[kK])?"
# A number begins where none goes on, so that no digit is read twice.
ALONE = "(?<![0-9零一二三四五六七八九两十百千万亿])"
OF_BASE = rf"(?P<base>[百千万亿]{{1,2}}){BLANK}分{BLANK}之{BLANK}"
POINTS = rf"{KILO.format('points_k')}{BLANK}个{BLANK}百{BLANK}分{BLANK}点"
# 549%28 is an encoded address.
SIGN = r"[ 　]{0,2}(?P<sign>[%‰‱])(?![0-9A-Za-z])"


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, and where it stands in the text; `value` 20 is twenty of a hundred."""

    begin: int
    end: int
    text: str
    value: Decimal


@cache
def pattern() -> re.Pattern[str]:
    """Return the pattern of a share, 成 and 折 with their neighbours as in lexicon/tenth_word.yaml."""
    barred = {word: f"(?!{entry['not_next']})" for word, entry in words.entries("tenth_word").items()}
    tenth = "|".join(f"{word}{not_next}" for word, not_next in barred.items())
    digits = rf"(?P<digits>[0-9]{BLANK}[0-9]|[一二三四五六七八九]{BLANK}[一二三四五六七八九])(?={BLANK}折)"
    further = rf"(?:{BLANK}(?P<further>[半一二三四五六七八九])(?=\W|$|[以左多的至到]))?"
    return re.compile(
        rf"{ALONE}(?:{OF_BASE}(?P<share>百(?![零一二三四五六七八九十万亿])|{NUMBER}){KILO.format('share_k')}"
        rf"|(?<=打)(?P<half>对)折{barred['折']}"
        rf"|(?:{digits}|(?P<tenths>半|{NUMBER})){BLANK}(?P<word>{tenth}){further}"
        rf"|(?P<number>{NUMBER})(?:{POINTS}|{SIGN}))"
    )


def find(text: str) -> list[Percent]:
    """Return the shares in `text`, left to right."""
    found = [(match.span(), value(match)) for match in numeral.scan(pattern(), numeral.plain(text), ANCHOR)]
    return [Percent(begin, end, text[begin:end], share) for (begin, end), share in found if share is not None]


def parse(text: str) -> Decimal | None:
    """Return the share that all of `text` states, in hundredths, else None.

    >>> str(parse("百分之百")), str(parse("八五折")), parse("三十人")
    ('100', '85', None)
    """
    match = pattern().fullmatch(numeral.plain(text.strip()))
    return None if match is None else value(match)


def show(share: Decimal) -> str:
    """Return `share` with the sign of hundredths.

    >>> show(Decimal("9.50"))
    '9.5%'
    """
    return f"{numeral.trimmed(share)}%"


def value(match: re.Match[str]) -> Decimal | None:
    """Return the share of one match in hundredths, None where its number is vague."""
    if match["half"]:
        return Decimal(50)
    if match["word"]:
        return tenths(match)
    if match["base"]:
        upper = Decimal(100) if match["share"] == "百" else numeral.value(match["share"])
        lower = 1
        for char in match["base"]:
            lower *= BASES[char]
        return None if upper is None else upper * (1000 if match["share_k"] else 1) * 100 / lower
    number = numeral.value(match["number"])
    if number is None:
        return None
    return number * SIGNS[match["sign"]] if match["sign"] else number * (1000 if match["points_k"] else 1)


def tenths(match: re.Match[str]) -> Decimal | None:
    """Return the share that 七成六, 半成, 八五折 or 9.9折 states; a discount to ten tenths is none."""
    if match["digits"]:
        first, *_, second = (numeral.value(char) for char in re.sub(r"\s", "", match["digits"]))
        return None if first is None or second is None else first * TENTH + second
    found = Decimal("0.5") if match["tenths"] == "半" else numeral.value(match["tenths"])
    if found is None or (match["word"] == "折" and found >= TENTH):
        return None
    further = Decimal(5) if match["further"] == "半" else numeral.value(match["further"] or "零")
    return found * TENTH + (further or 0)
