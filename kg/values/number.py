"""Text → numbers: Arabic or Chinese digits, thousands commas, decimals, 百/千/万/亿, 半, fractions N分之M.

Values are `Decimal`, never float. An approximate pair of digits (七八个, 二三十) is no number here: it stays unread.

    >>> [(n.text, str(n.value)) for n in find("产值4,100亿元，新增三万五千人。")]
    [('4,100亿', '410000000000'), ('三万五千', '35000')]
"""

import re
from dataclasses import dataclass
from decimal import Decimal

# Formal, traditional and full-width forms, one character for one, so that offsets stay.
PLAIN = str.maketrans(
    "０１２３４５６７８９．，％壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩點〇負個",
    "0123456789.,%一二二三三四五六六七八九十百千万亿两点零负个",
)
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
# 千瓦, 千米, 千克, 百分点 are units, so their first character is no multiplier.
MULTIPLIER = r"(?:[十万亿兆]|百(?!分点)|千(?![瓦米克伏卡]))"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
MIXED = rf"{ARABIC}{MULTIPLIER}{{0,4}}(?:零?[0-9]{{1,4}}{MULTIPLIER}{{1,2}})*(?:零[0-9]+)?"
DIGIT = "[零一二三四五六七八九两]"
# A multiplier begins a number only where something follows (百三, 千万); 十 stands alone.
LEADING = rf"(?:{DIGIT}|十|{MULTIPLIER}(?=[零一二三四五六七八九两十百千万亿]))"
CHINESE = rf"{LEADING}(?:{DIGIT}|{MULTIPLIER})*(?:点[零一二三四五六七八九]+[万亿]?)?"
WHOLE = rf"(?:{MIXED}|{CHINESE})"
FRACTION = rf"(?:{WHOLE}又)?(?:{WHOLE}|[百千万亿]{{1,2}})分之{WHOLE}"
# Whoever looks for numbers with something around them builds on this pattern (text passed through `plain` first).
PATTERN = rf"(?:负|(?<![0-9A-Za-z])[-−－])?(?:{FRACTION}|{WHOLE}(?:[余多几](?:万亿|[万亿]))?)"
NUMBER = re.compile(PATTERN)
PIECE = re.compile(rf"{ARABIC}|.")
VAGUE = re.compile(r"(?<![零一二三四五六七八九点])[一二三四五六七八九两]{2}(?![零一二三四五六七八九])")
# 部队, 陆地, 收拾: alone, a formal numeral is an ordinary character.
WORD = set("陆陸伍拾肆叁參佰仟")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and where it stands in the text."""

    begin: int
    end: int
    text: str
    value: Decimal


def plain(text: str) -> str:
    """Return `text` with formal, traditional and full-width numerals in their plain form, every offset kept."""
    return text.translate(PLAIN)


def find(text: str) -> list[Number]:
    """Return the numbers in `text`, left to right."""
    found = []
    for match in NUMBER.finditer(plain(text)):
        printed, value = text[match.start() : match.end()], parse(match[0])
        if value is not None and printed not in WORD:
            found.append(Number(match.start(), match.end(), printed, value))
    return found


def parse(text: str) -> Decimal | None:
    """Return the value of `text` where all of it is one number, else None.

    >>> [str(parse(n)) for n in ("两千四百五", "一万五千亿", "3.7万", "五分之一", "半")]
    ['2450', '1500000000000', '37000', '0.2', '0.5']
    """
    text = plain(text.strip())
    if text == "半":
        return Decimal("0.5")
    if not NUMBER.fullmatch(text) or VAGUE.search(text):
        return None
    if text[0] in "负-−－":
        return -value if (value := parse(text[1:])) is not None else None
    found = fraction(text) if "分之" in text else whole(re.sub("[余多几]", "", text))
    return None if found is None else Decimal(trimmed(found))


def fraction(text: str) -> Decimal | None:
    """Return the value of A分之B or of N又A分之B."""
    integer, _, rest = text.rpartition("又")
    lower, upper = (whole(part) for part in rest.split("分之", 1))
    if not lower or upper is None:
        return None
    return (whole(integer) or Decimal(0)) + upper / lower


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


def show(value: Decimal) -> str:
    """Return `value` as a reader writes it.

    >>> show(Decimal("410000000000")), show(Decimal("37000")), show(Decimal("9.50"))
    ('4100亿', '3.7万', '9.5')
    """
    for name in ("亿", "万"):
        if abs(value) >= BIG[name]:
            return f"{trimmed(value / BIG[name])}{name}"
    return trimmed(value)


def trimmed(value: Decimal) -> str:
    """Return `value` in digits, without exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
