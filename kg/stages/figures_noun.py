"""The words after a number → the noun phrase in them that says what is counted.

>>> after("户贫困群众参加", "贫困群众参加", alone=False)
'贫困群众'
"""

from kg import patterns
from kg.rulebook import entries
from kg.stages.figures_context import NOUN_ENOUGH
from kg.stages.figures_words import tokens, trimmed

OTHER, TIME = "＃", "＄"
LONGEST = 40
NEAR = 20  # so far ahead a 的 is looked for
OBJECT = 14  # a longer phrase after a verb and its number is a clause
SHORT_PAIR = 5  # 家庭和个人
NEXT = patterns.compile(
    "[和及与](?:总?(?:长度?|面积|投资|规模|库容)|装机容量|全长|建筑面积|占地)$"
)  # it leads to the next number
IN_ROW = 8  # 3个整乡推进、26个贫困村脱贫
OPENING = tuple("“‘《")
RATIOS = ("率", "比例", "比重", "浓度", "增速")
SUMS = ("投资", "总面积", "总产值", "总额")
SUM = patterns.compile("(?<=..)(?:计划总?投资|总投资|完成投资|总面积|总产值|总额)$")
SUMMED = patterns.compile(f"(?:共计?|总计|合计)?{OTHER}+")
WITHIN = patterns.compile("之?[内后前里](?!部|外|任)")


def after(masked: str, words: str, *, alone: bool) -> str:
    """Return the noun phrase after a number; where it says too little `alone`, all of the clause."""
    if not (words[:1].isalnum() or words.startswith(OPENING)):
        return ""
    if joined := SUMMED.match(masked):  # 27条共320公里通村路
        masked, words = masked[joined.end() :], words[joined.end() :]
    rest = clipped(masked, words)
    if inside := WITHIN.match(rest):
        rest = rest[inside.end() :]
    row = len(rest) <= IN_ROW and masked.startswith(("、" + OTHER, "和" + OTHER), len(rest))
    noun = of_ratio(noun_phrase(rest) if not row and (alone or not is_object(rest)) else rest)
    if len(noun) > len("其中") and tokens(noun)[-1][0] == "中":  # 16个乡镇中有15个
        noun = noun[:-1]
    if alone and (len(noun) < NOUN_ENOUGH or tokens(noun)[0][1] == "v") and len(rest) <= LONGEST:
        return rest.strip("、的 ）（”“") if rest.count("“") != rest.count("”") else rest.strip("、的 ")
    return noun


def of_ratio(noun: str) -> str:
    """Return what is counted where a ratio of it follows: 行政村路面硬化率 → 行政村; any other noun as it is.

    >>> of_ratio("行政村路面硬化率"), of_ratio("地级及以上城市平均优良天数比例"), of_ratio("行政村")
    ('行政村', '地级及以上城市', '行政村')
    """
    if noun.endswith(SUMS):
        return SUM.sub("", noun)
    if not noun.endswith(RATIOS):
        return noun
    words = tokens(noun)
    first = next((i for i, (word, flag) in enumerate(words) if flag[:1] == "n" and word != "平均"), len(words))
    return noun[: noun.find("平均")] if "平均" in noun[1:] else "".join(word for word, _ in words[: first + 1])


def is_object(rest: str) -> bool:
    """Return whether a short phrase is one noun phrase to its end, verbs in it included (汽车制造企业)."""
    words, stops = tokens(rest), entries("figure_stop")["terms"]
    if len(rest) > OBJECT or words[-1][1][:1] != "n" or words[0][1] == "v":
        return False
    return all(flag[:1] in "navbjlxm" and flag != "ad" and word not in stops for word, flag in words)


def clipped(masked: str, words: str) -> str:
    """Return `words` up to the next number or date; what only leads to that number goes too."""
    stop = min((at for sign in (OTHER, TIME) if (at := masked.find(sign)) >= 0), default=len(words))
    if stop == len(words):
        return words
    head = words[:stop]
    joint = max(head.rfind("、"), head.rfind("，"))
    return head[:joint] if joint >= 0 else trimmed(NEXT.sub("", head))


def noun_phrase(rest: str) -> str:
    """Return the noun phrase that `rest` begins with."""
    taken, words = "", tokens(rest)
    for index, (word, flag) in enumerate(words):
        ahead = rest[len(taken) :]
        follows = words[index + 1][1] if index + 1 < len(words) else ""
        if ends_noun(word, flag, follows, ahead, taken):
            break
        taken += word
    return taken.strip("、的 ")


def ends_noun(word: str, flag: str, follows: str, ahead: str, taken: str) -> bool:
    """Return whether a noun phrase stops before `word`; a 的 in `ahead` shows that its modifier still goes on."""
    modifier = "的" in ahead[:NEAR]
    if word in entries("figure_stop")["terms"] or word in "）”》；":
        return True
    if len(ahead) <= SHORT_PAIR and word != "、":
        return False
    if flag in ("c", "p"):
        return not ahead.startswith(("及以上", "及以下"))
    if flag in ("d", "ad") or word == "、":
        return not modifier
    predicate = flag == "v" and bool(taken) and not taken.endswith("的")
    return predicate and not modifier and follows[:1] in tuple("nmruv")
