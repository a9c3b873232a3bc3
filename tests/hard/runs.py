"""Articles of words put together at random, over and over → none takes far longer than its length tells.

python -m tests.hard.runs 120 --seed 1

Rules meet what no rule was written for: a row whose items can be parted in two ways is read in a million before it is
given up. Each article has as many characters as one of a paper; it is a finding where one takes `SLOW` seconds, or four
times the text many more than four times the time.
"""

import argparse
import json
import random
import re
import signal
import time
from types import FrameType

from kg import gazetteer, pipeline
from kg.model import Source
from kg.rulebook import rules, unmark

# Names of every kind, what is done, and marks.
WORDS = (
    "区委书记王建国 副主任李华、 区长 李明 王 区财政局 县委 区政府 我市 公司 学校 镇 代表 职务 人民 委员会 中国共产党 "
    "《公园办法》 关于农业的报告 常务会议 会议 全会 第三次 届 第 增长3% 亿元 12 % 5月6日 去年 宜兴市 工作 他 等 的 "
    "任命 免去 辞去 为 审议 表决通过 印发 召开 主持 出席 指出 要求 强调： 在 和 ， 、 。 ； （ ） “ ” 一、"
)
HEAD = "# 区人大常委会开会\n\n本报讯 昨天，区人大常委会主任张三主持会议，"
LENGTH, MOST = 1250, 6  # characters of an article, words of a run
SLOW, HANGS = 0.5, 20  # seconds of the processor; of the clock
TIMES, WORST = 4, 12  # so much longer an article, and the time it may take; under a tenth of a second nothing is said


class HangsError(Exception):
    """An article that is not read in `HANGS` seconds."""


def main() -> None:
    """Try runs for as long as is asked and tell, in JSON, how many and which took too long."""
    asked = argparse.ArgumentParser()
    asked.add_argument("seconds", type=float)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    chosen, words, end = random.Random(given.seed), known_words(), time.monotonic() + given.seconds
    tried, findings = 0, list[str]()
    read("区长说，", LENGTH)
    while time.monotonic() < end:
        run = "".join(chosen.choice(words) for _ in range(chosen.randint(1, MOST)))
        findings += [said] if (said := told(run)) else []
        tried += 1
    print(json.dumps({"counts": {"articles": tried}, "findings": findings}, ensure_ascii=False))  # noqa: T201


def known_words() -> list[str]:
    """Words of news, as often as all that the rules' own examples consist of: half of a run is likely to be theirs."""
    examples = (unmark(rule.finds[0])[0] for folder in ("mentions", "speech") for rule in rules(folder))
    parts = sorted({part for text in examples for part in re.split("[，。、]", text)} - {""})
    words = WORDS.split()
    return [*parts, *words * (len(parts) // len(words) + 1)]


def told(run: str) -> str:
    """Say what is wrong with an article of this run; nothing where it is read as fast as others."""
    try:
        took = best(run, LENGTH)
        if took > SLOW:
            return f"{run!r}: {took:.2f} s"
        long = best(run, LENGTH * TIMES) if took > SLOW / TIMES else 0.0
    except HangsError:
        return f"{run!r}: no end after {HANGS} s"
    return f"{run!r}: {long / took:.0f} x for {TIMES} x the length" if long > WORST * took else ""


def best(run: str, length: int) -> float:
    """The seconds of the processor that an article takes; what seems long is tried again."""
    took = read(run, length)
    return took if took < SLOW / TIMES else min(took, read(run, length))


def read(run: str, length: int) -> float:
    """Read an article of so many characters and return the seconds of the processor."""
    page = Source("页.txt", HEAD + run * ((length - len(HEAD)) // len(run)) + "。", "", "utf-8")
    signal.signal(signal.SIGALRM, hangs)
    signal.alarm(HANGS)
    began = time.process_time()
    list(pipeline.page_nodes(page, pipeline.read_page(page, None), gazetteer.by_code("320412")))
    took = time.process_time() - began
    signal.alarm(0)
    return took


def hangs(_signal: int, _frame: FrameType | None) -> None:
    """End the reading of an article."""
    raise HangsError


if __name__ == "__main__":
    main()
