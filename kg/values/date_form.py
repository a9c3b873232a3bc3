"""How dates and periods are written: one pattern over text passed through `plain`, whose groups say what stands where.

The words (昨天, 上月, 今年, 一季度 …) are in lexicon/date_word.yaml. A group that may stand in several places of the
pattern has a prefix there (`y_month` after a year, `m_day` after 上月); `parts` takes it off again.

    >>> parts(PATTERN.fullmatch("2023年12月28日"))
    {'year': '2023', 'one': '12', 'day': '28'}
"""

import re

from kg import patterns
from kg.values import numeral, words

WORDS = words.entries("date_word")
DAYS, MONTHS, YEARS, SPANS = (
    {word: entry[kind] for word, entry in WORDS.items() if kind in entry} for kind in ("day", "month", "year", "span")
)
SHIFTS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}


def either(terms: dict[str, int]) -> str:
    """Return a pattern for any of `terms`, the longest first."""
    return "|".join(sorted(terms, key=len, reverse=True))


def prefixed(pattern: str, prefix: str) -> str:
    """Return `pattern` with `prefix` before the name of each group."""
    return pattern.replace("(?P<", f"(?P<{prefix}_")


COUNT = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
TO = r" ?(?:[-—－–~～]{1,2}|至|到) ?"
# 两千零四年 only before a month: 两千年 is a stretch of time as well.
SPOKEN = rf"[两二]千(?:零?{COUNT})?(?= ?年 ?{COUNT} ?月)"
YEAR = rf"(?<![0-9.])(?P<year>[12][0-9]{{3}}|[一二][零一二三四五六七八九]{{3}}|{SPOKEN})"
# 08年; 15年 only before a month.
SHORT = rf"(?<![0-9.年第])(?P<short>0[0-9]|[0-9]{{2}}(?= ?年 ?{COUNT} ?月)) ?年(?!级)"
# 建成后年产值: so much a year when it is built.
RELATIVE = rf"(?<![网以晚])(?P<near>{either(YEARS)})(?<![成产营用业工]后年)"
DAY = rf"(?P<day>{COUNT}) ?(?:[日号]?{TO}(?P<last>{COUNT}))?[日号]"
# 八月十五: Chinese digits, and nothing that might be counted after them.
BARE_DAY = r"(?<=[一二三四五六七八九十]月)(?P<bare_day>[一二三四五六七八九十]{1,3})(?=[，。；！？）]|$)"
UNTIL = rf"{TO}(?:(?P<end_year>[12][0-9]{{3}}) ?年 ?)?(?P<end_month>{COUNT}) ?月(?: ?(?P<end_day>{COUNT}) ?[日号]|份)?"
# 元月, 元至9月: January, and no money before a month.
JANUARY = r"(?<![0-9零一二三四五六七八九十百千万亿两几美欧日港余多])元(?=月|[至到—－-])"
MONTH = (
    rf"(?P<month>{COUNT}|{JANUARY})(?: ?月份?)?{TO}(?P<until>{COUNT}) ?月份?(?! ?{COUNT} ?[日号])"
    rf"|(?P<one>{COUNT}|{JANUARY}) ?月(?!初[一二三四五六七八九十])(?: ?{DAY}|{BARE_DAY}|份)?(?:{UNTIL})?"
)
HALF_DAY = "上午|下午|晚上?|凌晨|中午|早晨|傍晚"
CLOCK = rf"(?:(?:{HALF_DAY})?(?:[0-9]{{1,2}}[时点:：][0-9]{{0,2}}分?|[0-9]{{1,2}}点半)|{HALF_DAY})?"
# A day without a month (23日), but no 7日常务 or 60号线.
LONE = rf"(?<![0-9.·月])(?P<lone>{COUNT})[日号](?:{TO}[0-9]{{1,2}}[日号])?(?![常产均报子线])"
DIGITS = "(?:-[01][0-9](?:-[0-3]?[0-9])?|-[1-9]-[0-3]?[0-9]|/[01]?[0-9]/[0-3]?[0-9]|[.][01]?[0-9][.][0-3]?[0-9])"
ISO = rf"(?<![0-9.,/-])(?P<iso>[12][0-9]{{3}}{DIGITS})(?![0-9])(?:{TO}(?P<iso_until>[12][0-9]{{3}}{DIGITS})(?![0-9]))?"
SPAN = rf"(?P<span>{either(SPANS)})"
SEASON = r"(?P<season>[春夏秋冬][季天])"
# 前11个月: of a year, not back from a day.
FIRST_MONTHS = rf"(?<!财年)前(?P<first>{COUNT}|两)个月"
SAME_MONTH = rf"(?P<same>本月|同月)(?: ?{DAY})?"
LATER = f"(?:{prefixed(f'{SPAN}|{SEASON}|{FIRST_MONTHS}|{MONTH}', 'y')}|{prefixed(SAME_MONTH, 'z')})"
UNTIL_YEAR = rf"(?:{TO}(?P<until_year>[12][0-9]{{3}}|[一二][零一二三四五六七八九]{{3}}) ?年)"
BETWEEN = r"年[与和](?P<between>[12][0-9]{3})年之?间"
WEEKDAY = "[一二三四五六日天末]"
OF_WEEK = "(?:周|星期|礼拜)"
WEEK = (
    rf"(?:(?P<shift>{either(SHIFTS)})个?{OF_WEEK}(?P<weekday>{WEEKDAY})?"
    r"|(?:星期|礼拜)(?P<day_of_week>[一二三四五六日天]))(?![边年期密围岁])"
)
CENTURY = r"(?P<century>[0-9]{1,2}|[一二十][一二三四五六七八九十]?|上个?|本)世纪"
DECADE = rf"(?:{CENTURY})?(?<![0-9])(?P<decade>[0-9]0|[一二三四五六七八九]十)年代"
STRETCH = rf"(?:{COUNT}|两) ?(?:年|个月|个?周|个?星期|天)"
RECENT = rf"(?P<recent>(?<!最)(?:最?近|过去|未来|今后|前|后|上|下|头) ?{STRETCH})(?![度级代龄之以期轮])"
PLAN = (
    r"“(?P<quoted>[一二三四五六七八九十]{1,3})五”(?P<closing>期?末)?"
    r"|(?<![一二三四五六七八九十])(?P<plan>十[一二三四五六]?)五(?=规划|计划|期间|时期)"
)
TIME = r"[0-9]{1,2}(?:时[0-9]{1,2}分|[:：][0-9]{2}(?![0-9])|点半|点(?=[，。、]|整|多|左右|到|开)|时(?=[，。、许整起]))"
PATTERN = patterns.compile(
    rf"(?:{YEAR} ?(?:{BETWEEN}|(?:年度?|(?={TO}[12][0-9]{{3}} ?年)){UNTIL_YEAR}?)|{SHORT}|{RELATIVE})"
    rf"(?: ?{LATER})?{CLOCK}"
    rf"|(?<![0-9.·])(?:{MONTH}){CLOCK}|{LONE}|{ISO}|{prefixed(SPAN, 's')}|{prefixed(FIRST_MONTHS, 's')}|{DECADE}|{WEEK}"
    rf"|(?P<relative>{either(DAYS)})|(?P<moon>{either(MONTHS)})(?: ?{prefixed(DAY, 'm')})?|{RECENT}"
    rf"|{PLAN}|(?P<clock>{TIME})"
)
# Where a date may begin: digits with what may stand after them, words by their first two characters.
CHINESE = "零一二三四五六七八九十"
RUN_ON = r" \-—－–~～至到"
ARABIC_BEGIN = (
    rf"(?<![0-9].)(?=[0-9]?[年月日号时点世:：{RUN_ON}]|[0-9]{{3}}[年/.{RUN_ON}])|(?<=[0-9].)(?=[0-9]?[时点世:：])"
)
WORD_BEGIN = {word[:2] for word in WORDS} | {"星期", "礼拜", "最近", "过去", "未来", "今后"}
WORD_BEGIN |= {f"元{tail}" for tail in "月至到—－-"}
WORD_BEGIN |= {head + tail for head in SHIFTS for tail in "上下个周星礼世"} | {f"“{digit}" for digit in CHINESE}
WORD_BEGIN |= {head + tail for head in "近前后上下头" for tail in f" 两0123456789{CHINESE}"}
FIRST = "".join(sorted({pair[0] for pair in WORD_BEGIN}))
SECOND = "".join(sorted({pair[1:] for pair in WORD_BEGIN}))
ANCHOR = patterns.compile(
    rf"[0-9{CHINESE}两{FIRST}](?:(?<=[0-9])(?:{ARABIC_BEGIN})"
    rf"|(?<=[{CHINESE}两])(?=[{CHINESE}千月日号世{RUN_ON}])|(?<=[{FIRST}])(?=[{SECOND}]))"
)


def plain(text: str) -> str:
    """Return `text` in the forms that the pattern knows, every offset kept."""
    return numeral.plain(text)


def parts(match: re.Match[str]) -> dict[str, str]:
    """Return what the groups of one match hold, without the prefixes of their names."""
    found = {re.sub("^[ymsz]_", "", name): text for name, text in match.groupdict().items() if text}
    return {name: "1" if text == "元" else text for name, text in found.items()}
