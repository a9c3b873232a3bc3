"""A speech → whose words these are: the person or meeting named, or what 他 and 王副市长 go back to."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from operator import itemgetter

from kg import patterns
from kg.model import Mention, Read, Speech
from kg.rulebook import entries, pattern_of
from kg.stages.resolve.named import Placed
from kg.stages.resolve.nearby import of_kinds
from kg.stages.resolve.setting import LATEST, Entity, Scene

NEAR, REACH = 2, 4
LATELY = LATEST + REACH
GOES_ON = ("statement.also", "statement.subjectless")  # a verb without any subject
STARTS = "，。；：！？”"
SERVING = "代表"
UNREAD, WIDE = patterns.compile("、[㐀-鿿]{2,16}$"), 17

# Whom a surname and a title may mean, found once for each pair of them.
Titled = Callable[[str, str], Sequence[Sequence[Placed]]]


def voices(scene: Scene) -> list[Entity | None]:
    """Return whose words each speech of the article is, in order: 他还说 goes on with the voice before it."""
    titled: Titled = cache(partial(called, scene))
    found: list[Entity | None] = []
    for place, speech in enumerate(scene.read.speeches):
        before = (scene.read.speeches[place - 1], found[-1]) if place else None
        found.append(speaker(scene, speech, before, titled))
    return found


def speaker(scene: Scene, speech: Speech, before: tuple[Speech, Entity | None] | None, titled: Titled) -> Entity | None:
    """Return whose words these are; 他指出 goes on with the voice `before` it, or goes back to the last subject."""
    if speech.who is not None:
        return by_mention(scene, speech)
    family, title = (speech.family, speech.title) if speech.family or speech.title else titled_subject(scene, speech)
    if family or title:
        found = (last_before(speech, some) for some in titled(family, title))
        return next((scene.entity(*one) for one in found if one is not None), None)
    earlier = earlier_voice(scene, speech, *before) if before is not None else None
    if (going_on := earlier or subject_before(scene, speech)) is not None:
        return going_on
    numbers = range(max(speech.first - REACH + 1, 0), speech.first + 1)
    near = [(n, mention) for n in numbers for mention in persons(scene, n) if not is_served(scene, n, mention)]
    leading = [one for one in near if leads(scene, *one)]
    last = last_before(speech, leading) or last_before(speech, near)
    return scene.entity(*last) if last is not None else None


def called(scene: Scene, family: str, title: str) -> Sequence[Sequence[Placed]]:
    """Return the persons whom a surname and a title may mean, those first that are meant before others.

    Who holds the post (李书记 is a 党委书记, no 副书记) comes before who does not, and a subject before others; a title
    alone means only who holds the post.
    """
    found = [one for one in everybody(scene) if one[1].text.startswith(family)]
    held = posts(scene)
    holding = [one for one in found if title and any(is_post(role, title) for role in held.get(one[1].text, ()))]
    if not family:
        return (holding,)
    ranked = ([one for one in some if leads(scene, *one)] for some in (holding, found))
    return [some for pair in zip(ranked, (holding, found), strict=True) for some in pair]


@lru_cache(maxsize=LATEST)
def everybody(scene: Scene) -> Sequence[Placed]:
    """Return every mention of a person in the article, in order."""
    numbers = range(len(scene.read.readings))
    return [(number, mention) for number in numbers for mention in persons(scene, number)]


@lru_cache(maxsize=LATEST)
def posts(scene: Scene) -> Mapping[str, set[str]]:
    """Return the posts that the article gives each person."""
    found = defaultdict[str, set[str]](set)
    for roles in (relation.roles for reading in scene.read.readings for relation in reading.relations):
        if "role" in roles and "who" in roles:
            found[roles["who"].text].add(roles["role"].text)
    return found


def is_post(role: str, title: str) -> bool:
    """Return whether a post is what a title names: 党委书记 is a 书记, 副书记 is none."""
    title = entries("speech_end")["short_titles"].get(title, title)
    return role.endswith(title) and ("副" in role) == ("副" in title)


def persons(scene: Scene, number: int) -> list[Mention]:
    """Return the persons of one sentence."""
    return [mention for mention in scene.read.readings[number].mentions if mention.kind == "Person"]


def last_before(speech: Speech, placed: Sequence[Placed]) -> Placed | None:
    """Return the last of the persons, which are in order, that stands before what is said."""
    place = bisect_right(placed, speech.first, key=itemgetter(0)) - 1
    while place >= 0 and not is_before(speech, *placed[place]):
        place -= 1
    return placed[place] if place >= 0 else None


def is_before(speech: Speech, number: int, mention: Mention) -> bool:
    """Return whether a mention of sentence `number` stands before what is said."""
    return number < speech.first or (number == speech.first and mention.end <= speech.begin)


def leads(scene: Scene, number: int, mention: Mention) -> bool:
    """Return whether a person stands as a subject: at the start of a clause, but for the posts before the name."""
    before = scene.read.readings[number].sentence.text.value[: posts_begin(scene, number, mention)]
    before = pattern_of("speech_end", "new").sub("", before)
    return before == "" or before[-1] in STARTS


def is_served(scene: Scene, number: int, mention: Mention) -> bool:
    """Return whether somebody else speaks for a person, or acts towards one (代表陈书记慰问群众)."""
    begin = posts_begin(scene, number, mention)
    before = scene.read.readings[number].sentence.text.value[max(0, begin - 2) : begin]
    return pattern_of("speech_end", "served").search(before) is not None


def posts_begin(scene: Scene, number: int, mention: Mention) -> int:
    """Return where the posts printed before a person's name begin, or the name where there are none.

    Of a post in the middle of a stack the body may be unread (副厅长、某某办公室主任某某).
    """
    text, begin = scene.read.readings[number].sentence.text.value, mention.begin
    ends = titles(scene.read, number)
    is_titled = begin in ends
    while True:
        unread = UNREAD.search(text, max(0, begin - WIDE), begin) if is_titled else None
        if begin in ends:
            begin = ends[begin]
        elif text[begin - 1 : begin] in ("、", "，") and begin - 1 in ends:
            begin = ends[begin - 1]
        elif unread is not None and unread.start() in ends:
            begin = unread.start()
        else:
            return begin


@lru_cache(maxsize=LATELY)
def titles(read: Read, number: int) -> Mapping[int, int]:
    """Return where the posts and bodies that may stand before a name end in a sentence, with the begin of each."""
    text, mentions = read.readings[number].sentence.text.value, of_kinds(read, number, "Body", "Role", "Media")
    return {one.end: one.begin for one in mentions if not serves(text, one)}


def serves(text: str, role: Mention) -> bool:
    """Return whether 代表 is no post but what somebody does for another (，代表陈书记慰问群众)."""
    return role.text == SERVING and text[role.begin - 1 : role.begin] in ("", *STARTS)


def earlier_voice(scene: Scene, speech: Speech, before: Speech, voice: Entity | None) -> Entity | None:
    """Return the `voice` of the speech `before`, unless somebody else is the subject since then, or it is long ago."""
    if speech.first - before.last > NEAR or voice is None or (voice.kind != "Person" and speech.rule not in GOES_ON):
        return None
    numbers = range(before.last + 1, speech.first + 1)
    between = ((number, mention) for number in numbers for mention in persons(scene, number))
    return None if any(is_before(speech, *one) and leads(scene, *one) for one in between) else voice


def subject_before(scene: Scene, speech: Speech) -> Entity | None:
    """Return the person or meeting that the sentence before is about, for a verb without any subject, else None."""
    if speech.rule not in GOES_ON or speech.first == 0:
        return None
    number = speech.first - 1
    named = (m for m in scene.read.readings[number].mentions if m.kind in ("Person", "Meeting"))
    return next((scene.entity(number, m) for m in named if leads(scene, number, m)), None)


def titled_subject(scene: Scene, speech: Speech) -> tuple[str, str]:
    """Return the surname and title by which the sentence calls its subject (王副市长在听取…后，他指出), or ""."""
    text = scene.read.readings[speech.last].sentence.text.value
    found = pattern_of("speech_end", "titled_subject").match(text)
    return (found[1], found[2]) if found else ("", "")


def by_mention(scene: Scene, speech: Speech) -> Entity | None:
    """Return the entity of the speaker's mention, in whichever sentence of the speech it stands."""
    return scene.entity(place_of(scene, speech), speech.who)


def place_of(scene: Scene, speech: Speech) -> int:
    """Return the number of the sentence in which the speaker is named; that of the first where none does."""
    for number in range(speech.first, min(speech.last + 2, len(scene.read.readings))):
        if speech.who in scene.read.readings[number].mentions:
            return number
    return speech.first
