"""The list of those present at the end of minutes: 出席 甲 乙, then a line for each office (县财政局 丙)."""

from functools import lru_cache

from kg.model import Read
from kg.rulebook import pattern_of
from kg.stages.resolve.nearby import of_kinds
from kg.stages.resolve.setting import LATEST


@lru_cache(maxsize=LATEST)
def lines(read: Read) -> frozenset[int]:
    """Return the sentences that are lines of such a list: from that with 出席 or 列席 on, as long as it goes."""
    begins, line = pattern_of("roster", "begins"), pattern_of("roster", "line")
    found: set[int] = set()
    is_list = False
    for number, reading in enumerate(read.readings):
        text = reading.sentence.text.value
        is_list = begins.match(text) is not None or (is_list and line.fullmatch(text) is not None)
        if is_list and of_kinds(read, number, "Person"):
            found.add(number)
    return frozenset(found)
