"""Several indicators that share their numbers → each with its full name.

>>> listed("政协重点提案答复率、满意率")
['政协重点提案答复率', '政协重点提案满意率']
>>> paired("船舶工业、水产加工总产值", "分别增长", 2), paired("生猪、牛、羊", "分别出栏", 3)
(['船舶工业总产值', '水产加工总产值'], ['生猪出栏', '牛出栏', '羊出栏'])
"""

from itertools import accumulate

from kg import patterns
from kg.rulebook import entries, pattern_of
from kg.stages.figures_noun import TIME
from kg.stages.figures_words import tokens, trimmed

SHARED = patterns.compile(r"[、和与及]")
SHORTEST = 2  # 省、市级企业 is no list of indicators
SHORT = 4
ROW = patterns.compile("(?P<front>第?)(?P<row>[一二三四]{2,4})(?=产)")
ORDINAL = patterns.compile("第?[一二三四五六七八九十]")


def listed(words: str, count: int = 0) -> list[str]:
    """Return the indicators of a list, what they share put to each; short ones only where there are `count` of them."""
    whole = trimmed(words)
    items = [trimmed(item) for item in parts(whole, count) if item]
    if not items or not all(items) or (len(items) != count and min(map(len, items)) < SHORTEST):
        return [whole]
    first = items[0]
    return with_head(with_owner(with_rest([first, *(with_front(first, item) for item in items[1:])])))


def parts(whole: str, count: int) -> list[str]:
    """Return the items of a list, as many as there are numbers where a comma or a row of numerals tells how.

    >>> parts("金融业、租赁和商务业", 2), parts("一二三产", 3), parts("甲和乙", 2)
    (['金融业', '租赁和商务业'], ['一产', '二产', '三产'], ['甲', '乙'])
    """
    if (row := ROW.match(whole)) and len(row["row"]) == count:
        return [row["front"] + one + whole[row.end() :] for one in row["row"]]
    commas = whole.split("、")
    return commas if 1 < len(commas) == count else SHARED.split(whole)


def with_front(first: str, item: str) -> str:
    """Return `item` with the beginning that it shares with a longer `first` of the same ending: whole words of it."""
    if first.count("比") == 1 and "比" not in item and first[-1] != "比":  # 增幅比一季度和上半年分别提高
        return first[: first.index("比") + 1] + item
    if len(item) < len(first) and first[-1] == item[-1] and len(item) <= SHORT:  # 满意率, 损失数
        front = first[: -len(item)]
        return front + item if len(front) in accumulate(len(word) for word, _ in tokens(first)) else item
    return item


def with_head(items: list[str]) -> list[str]:
    """Return `items` with the head of the last one (总产值) put to those before it that have none."""
    heads = sorted(entries("measure_head")["terms"], key=len, reverse=True)
    head = next((one for one in heads if items[-1].endswith(one) and items[-1] != one), "")
    if not head or any(item.endswith((*heads, head[-1])) for item in items[:-1]):
        return items
    return [*(item + head.removeprefix(item[-2:]) for item in items[:-1]), items[-1]]


def with_owner(items: list[str]) -> list[str]:
    """Return `items` with what the last one has of its owner, or at its level, put to those that are but the owner.

    >>> with_owner(["甲镇", "乙镇的采购规模"]), with_owner(["省", "市级龙头企业"])
    (['甲镇的采购规模', '乙镇的采购规模'], ['省级龙头企业', '市级龙头企业'])
    """
    *owners, last = items
    _, of, thing = last.partition("的")
    rest = ""
    owner_name, level, levelled = (pattern_of("measure_head", name) for name in ("owner", "level", "levelled"))
    if thing and not any("的" in owner for owner in owners) and all(map(owner_name.fullmatch, owners)):
        rest = of + thing
    elif levelled.match(last) and all(map(level.fullmatch, owners)):
        rest = last[1:]
    return [*(owner + rest for owner in owners), last]


def with_rest(items: list[str]) -> list[str]:
    """Return `items` with what follows the last ordinal put to those that are but an ordinal.

    >>> with_rest(["第二", "第三产业占比"])
    ['第二产业占比', '第三产业占比']
    """
    last = ORDINAL.match(items[-1])
    rest = "" if last is None else items[-1][last.end() :]
    th = "第" if items[0].startswith("第") else ""  # 第一、二、三产业
    whole = [one + rest if ORDINAL.fullmatch(one) else one for one in items]
    return [th + one if ORDINAL.match(one) and not one.startswith("第") else one for one in whole]


def paired(words: str, change: str, count: int) -> list[str]:
    """Return the indicators of a list before 分别, with the verb after it (`change`, its dates masked) put to each."""
    said = trimmed(change[max(change.rfind("分别") + 2, change.rfind(TIME) + 1) :])
    return [item + said for item in listed(words, count)]
