"""What an article tells beside the meeting that it reports: another report, an inspection, what the reporter asked.

Who is named there was not at the meeting, unless a sentence names it again.
"""

from functools import lru_cache

from kg.model import Read
from kg.rulebook import pattern_of
from kg.stages.resolve.antecedents import main_meeting
from kg.stages.resolve.named import is_anaphor
from kg.stages.resolve.nearby import of_kinds
from kg.stages.resolve.setting import LATEST


@lru_cache(maxsize=LATEST)
def sentences(read: Read) -> frozenset[int]:
    """Return the sentences of the other reports of an article: 又讯……, or a leader's visit on another day."""
    main = main_meeting(read)
    if main is None:
        return frozenset()
    another, visit = pattern_of("meeting_held", "another"), pattern_of("meeting_held", "visit")
    found: set[int] = set()
    is_other, block = False, -1
    for number, reading in enumerate(read.readings):
        text, opens = reading.sentence.text.value, reading.sentence.block != block
        block = reading.sentence.block
        if number <= main[0]:
            continue
        if any(not is_anaphor(one) for one in of_kinds(read, number, "Meeting")):
            is_other = False
        elif opens and (another.match(text) is not None or visit.match(text) is not None):
            is_other = True
        if is_other:
            found.add(number)
    return frozenset(found)


@lru_cache(maxsize=LATEST)
def asked(read: Read) -> frozenset[int]:
    """Return the sentences of paragraphs without a meeting, where the reporter of the article tells who was asked."""
    words = pattern_of("meeting_held", "asked")
    if not any(words.search(reading.sentence.text.value) for reading in read.readings):
        return frozenset()
    of_meetings = {
        reading.sentence.block
        for number, reading in enumerate(read.readings)
        if of_kinds(read, number, "Meeting") or reading.sentence.kind != "paragraph"
    }
    return frozenset(n for n, reading in enumerate(read.readings) if reading.sentence.block not in of_meetings)
