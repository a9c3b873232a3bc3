"""The lines of a career (1983.07—1986.09 某校教师) → whose career it is: the person whom the lines before them name."""

from collections.abc import Mapping
from functools import lru_cache

from kg.model import Read
from kg.rulebook import pattern_of
from kg.stages.resolve.named import Placed
from kg.stages.resolve.setting import LATEST, Entity, Scene


def holder(scene: Scene, number: int) -> Entity | None:
    """Return the person whose career sentence `number` is a line of."""
    found = holders(scene.read).get(number)
    return None if found is None else scene.entity(*found)


@lru_cache(maxsize=LATEST)
def holders(read: Read) -> Mapping[int, Placed]:
    """Return, for each line of a career, where the person is named: 某某，男，…… or 某某简历."""
    line, told, heads = (pattern_of("career", name) for name in ("line", "told", "heads"))
    found: dict[int, Placed] = {}
    person: Placed | None = None
    block = -1
    for number, reading in enumerate(read.readings):
        text = reading.sentence.text.value
        first = next((one for one in reading.mentions if one.kind == "Person"), None)
        first = first if first is not None and first.begin == 0 else None
        if first is not None and told.search(text) is not None:
            person, block = (number, first), reading.sentence.block
        elif first is not None and person is not None and first.text == person[1].text:
            block = reading.sentence.block
        elif line.match(text) is not None:
            if person is not None:
                found[number] = person
        elif heads.match(text) is not None:
            person = person or of_headline(read)
        elif reading.sentence.block != block:
            person = None
    return found


def of_headline(read: Read) -> Placed | None:
    """Return the person with whose name the article begins: a line 人物履历 without a name is about that person."""
    first = read.readings[0]
    names = (one for one in first.mentions if one.kind == "Person" and one.begin == 0)
    return next(((0, one) for one in names), None) if first.sentence.kind != "paragraph" else None
