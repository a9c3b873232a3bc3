"""One written numeral → its value: Arabic or Chinese digits, commas, decimals, 百/千/万/亿, fractions, powers.

How a numeral may be written is here, too, as patterns over text passed through `plain`; where in running text one
stands is the matter of the modules that build on them.

    >>> [str(value(n)) for n in ("一百零一万一千", "3又1000分之23", "1 3/5", "2e5", "负一点五")]
    ['1011000', '3.023', '1.6', '200000', '-1.5']
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from kg import patterns

# Formal, traditional and full-width forms, one character for one, so that offsets stay.
PLAIN = str.maketrans(
    "０１２３４５６７８９．％／＾壹贰貳叁叄參肆伍陆陸柒捌玖拾佰仟萬億兩點〇○負個幾餘雙對後週號禮",
    "0123456789.%/^一二二三三三四五六六七八九十百千万亿两点零零负个几余双对后周号礼",
)
NOT_PLAIN = patterns.compile(f"[{''.join(map(chr, PLAIN))}]")
# Between full-width digits a full-width comma parts thousands (４，５６５); between others it ends a clause.
WIDE_COMMA = patterns.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
# 千瓦, 兆赫, 千米, 百分点 are units, so their first character is no multiplier.
HUNDRED, THOUSAND = "百(?![ 　]{0,3}分[ 　]{0,3}点)", "千(?![瓦米克伏卡赫])"
BIGGER = "(?:[万亿]|兆(?![瓦赫伏]))"
MULTIPLIER = rf"(?:十|{BIGGER}|{HUNDRED}|{THOUSAND})"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
DECIMAL = "[零一二三四五六七八九]"
DIGIT = "[零一二三四五六七八九两]"
SIGN = r"(?:负|(?<![0-9A-Za-z%])[-−－])"
BLANK = "[ 　]{0,3}"
# Longer than any number is (四千五百六十九万八千三百一十一亿… has 33 characters): what goes on is another one.
LONGEST = "{0,60}"
# The largest exponent that is worked out; with a larger one the text is no number of anything.
LARGEST_EXPONENT = 400
ANCHOR = patterns.compile("[0-9零一二三四五六七八九两十百千万亿兆负.−－-]")
# What may stand after the first character of a number, as long as the number goes on.
FURTHER = "零一二三四五六七八九两十百千万亿兆负,点又分余多几"
# All that a number without a fraction bar is written with, a 又 and blanks.
WHOLE = "0-9零一二三四五六七八九两十百千万亿兆点余多几又,. 　"
PIECE = patterns.compile(rf"{ARABIC}|.")
VAGUE = patterns.compile(r"(?<![零一二三四五六七八九点])[一二三四五六七八九两]{2}(?![零一二三四五六七八九])")
POWER = patterns.compile(r"(?P<base>[0-9.,]+)(?:\^(?P<power>[-+0-9]+)|[eE](?P<tens>[-+0-9]+))")
QUOTIENT = patterns.compile(r"(?:(?P<integer>[0-9]+)(?P<gap> *))?(?<![0-9])(?P<upper>[0-9]+)/(?P<lower>[0-9]+)")


def plain(text: str) -> str:
    """Return `text` with formal, traditional and full-width numerals in their plain form, every offset kept."""
    if NOT_PLAIN.search(text) is None:  # nearly all text is plain, and to look takes a tenth of the time
        return text
    return (WIDE_COMMA.sub(",", text) if "，" in text else text).translate(PLAIN)


def scan(pattern: re.Pattern[str], text: str, anchors: re.Pattern[str] = ANCHOR) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern`, left to right, without overlap, looking only where one of `anchors` stands."""
    end = 0
    for anchor in anchors.finditer(text):
        if anchor.start() >= end and (match := pattern.match(text, anchor.start())):
            yield match
            end = match.end()


def mixed(blank: str) -> str:
    """Return the pattern of a number that begins with Arabic digits: 4,100亿, 5万4千6百, with `blank` between."""
    multiplied = rf"(?:{blank}{MULTIPLIER})"
    more = rf"(?:{blank}零?[0-9]{{1,4}}{multiplied}{{1,2}}){{0,6}}"
    return rf"{ARABIC}{multiplied}{{0,4}}{more}(?:零[0-9]+)?"


def chinese(blank: str) -> str:
    """Return the pattern of a number in Chinese digits, with `blank` around its multipliers.

    A multiplier begins a number only where something follows (百三, 千万), 十 stands alone; after a small multiplier
    comes a digit or a big multiplier: 五十千 is 五十.
    """
    leading = rf"(?:{DIGIT}|十|{MULTIPLIER}(?={blank}[零一二三四五六七八九两十百千万亿]))"
    after_digit = rf"(?<={DIGIT}){blank}(?:十|{HUNDRED}|{THOUSAND})|(?<={DIGIT}){DIGIT}"
    after_multiplier = rf"(?<=[十百千万亿兆]){blank}{DIGIT}|(?<=[万亿兆])十"
    vague = rf"(?<=[十百千万亿零]){blank}[余多几](?={blank}[万亿])"
    decimals = rf"{blank}点{blank}{DECIMAL}+(?!{DECIMAL}|{blank}[十百千])(?:{blank}[万亿])?"
    return rf"{leading}(?:{after_digit}|{after_multiplier}|{vague}|{blank}{BIGGER}){LONGEST}(?:{decimals})?"


def written(blank: str = "") -> str:
    """Return the pattern of a number, its pieces with `blank` between them; whoever looks for more builds on it."""
    whole_number = rf"(?:{mixed(blank)}(?:{blank}[余多几]{blank}(?:万亿|[万亿]))?|{chinese(blank)})"
    divided = rf"{blank}分{blank}之{blank}"
    # Few numbers have a 分 after them: where none has, what stands before it need not be parted in every way.
    fraction = rf"(?=[{WHOLE}]*分)(?:{whole_number}{blank}又{blank})?{whole_number}{divided}{SIGN}?{whole_number}"
    return rf"{SIGN}?{blank}(?:{fraction}|{whole_number})"


def value(text: str) -> Decimal | None:
    """Return the value of `text`, all of which one of the patterns here has matched; None where it stays vague."""
    text = plain(text.strip())
    if text[:1] in "负-−－":
        return None if (positive := value(text[1:].lstrip("+"))) is None else -positive
    if match := POWER.fullmatch(text):
        return power(match)
    if match := QUOTIENT.fullmatch(text):
        return quotient(match)
    text = re.sub(r"\s", "", f"0{text}" if text[:1] == "." else text)
    if not text or VAGUE.search(text):
        return None
    found = fraction(text) if "分之" in text else whole(re.sub("[余多几]", "", text))
    return None if found is None else Decimal(trimmed(found))


def power(match: re.Match[str]) -> Decimal | None:
    """Return the value of 2^-1 or 12.3e+14; two minus signs are none."""
    base, exponent = Decimal(match["base"].replace(",", "")), match["power"] or match["tens"]
    digits = exponent.lstrip("+-")
    if not digits.isdigit() or len(digits) > len(str(LARGEST_EXPONENT)) or int(digits) > LARGEST_EXPONENT:
        return None
    signed = int(digits) * (-1) ** exponent.count("-")
    if match["tens"]:
        return Decimal(trimmed(base.scaleb(signed)))
    return None if base == 0 and signed <= 0 else Decimal(base**signed)


def quotient(match: re.Match[str]) -> Decimal | None:
    """Return the value of 3/5 or 1 3/5."""
    upper, lower = int(match["upper"]), int(match["lower"])
    return None if lower == 0 else int(match["integer"] or 0) + Decimal(upper) / lower


def fraction(text: str) -> Decimal | None:
    """Return the value of A分之B or of N又A分之B."""
    integer, _, rest = text.rpartition("又")
    below, above = rest.split("分之", 1)
    minus = above[:1] in ("负", "-", "−", "－")
    lower, upper = whole(below), whole(above[minus:])
    if not lower or upper is None:
        return None
    return (whole(integer) or Decimal(0)) + upper / lower * (-1 if minus else 1)


def whole(text: str) -> Decimal | None:
    """Return the value of a number without sign or fraction bar."""
    before, point, after = text.partition("点")
    if point:
        decimals, multiplier = after.rstrip("万亿"), after.lstrip("零一二三四五六七八九")
        digits = "".join(str(DIGITS[char]) for char in decimals)
        return (total(before) + Decimal(f"0.{digits}")) * (total(multiplier) if multiplier else 1)
    if len(text) > 1 and all(char in DIGITS for char in text):
        return Decimal("".join(str(DIGITS[char]) for char in text))
    return total(text) if text else None


def total(text: str) -> Decimal:
    """Return the sum that digits and multipliers make: 一百零一万一千 → 1011000."""
    groups: list[Decimal] = []  # finished groups, each below the big multiplier that may follow
    group, digit, last = Decimal(0), None, 1
    for piece in PIECE.findall(text):
        if piece == "零":
            last = 1
        elif piece in SMALL:
            group, digit, last = group + (digit or 1) * SMALL[piece], None, SMALL[piece]
        elif piece in BIG:
            group += digit or 0
            groups = lift(groups, group, BIG[piece])
            group, digit, last = Decimal(0), None, BIG[piece]
        else:
            digit = Decimal(DIGITS[piece]) if piece in DIGITS else Decimal(piece.replace(",", ""))
    if digit is not None and last >= 100:  # noqa: PLR2004 — 四百五 is 450, but 二十五 is 25
        digit *= last // 10
    return sum(groups, group + (digit or 0))


def lift(groups: list[Decimal], group: Decimal, multiplier: int) -> list[Decimal]:
    """Return `groups` after a big multiplier: smaller groups are multiplied with it, larger ones stay."""
    if groups and not group:  # 四万万
        return [*groups[:-1], groups[-1] * multiplier]
    small = sum((one for one in groups if one <= multiplier), group)
    return [*(one for one in groups if one > multiplier), (small or 1) * Decimal(multiplier)]


def trimmed(number: Decimal) -> str:
    """Return `number` in digits, without exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
