"""A sentence with its mentions → whether it begins with a new subject, so that the speech before it has ended.

>>> begins_with("会后，大家参观了新校舍。", ()) is None
True
"""

from collections.abc import Sequence

from kg.model import Mention
from kg.rulebook import entries, pattern_of

CITED = ("习近平", "总书记")  # cited in the news of others, whose own words follow
TITLES = ("Body", "Role", "Person")
COMRADE = "同志"
POST_JOINTS = ("", "、", "，", "兼")


def takes_over(text: str, mentions: Sequence[Mention], *, same_block: bool) -> bool:
    """Return whether a sentence begins with a new subject, so that the speech before it has ended."""
    opening = begins_with(text, mentions)
    first = opening or (mentions[0] if mentions else None)
    spoken_of = first is not None and same_block and is_spoken_of(first, text)
    if not spoken_of and pattern_of("speech_end", "referred").match(text) is None:
        if entries_start("always", text):
            return True
        if opening is not None and opening.kind in ("Person", "Meeting"):
            return True
    told = any(m.kind == "Person" for m in mentions) or (opening is not None and opening.kind == "Body")
    if told and pattern_of("speech_end", "attended").search(text) is not None:
        return True
    if same_block:
        return False
    return not entries_start("continue", text)


def begins_with(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """Return the mention that a sentence begins with, the person after posts; None where words come first."""
    end = -1
    for mention in mentions:
        if mention.begin > 1 if end < 0 else text[end : mention.begin] not in POST_JOINTS:
            break
        if mention.kind == "Person":
            return mention
        if mention.kind not in TITLES:
            break
        end = mention.end
    return mentions[0] if mentions and mentions[0].begin <= 1 else None


def is_spoken_of(mention: Mention, text: str) -> bool:
    """Return whether a sentence begins with a person who is only cited, or owns what it is about (某书记的讲话).

    A speaker calls others comrades (某某同志政治坚定); what they say themselves begins a speech of their own.
    """
    after = text[mention.end : mention.end + 5]
    return mention.text in CITED or (mention.kind == "Person" and ("的" in after or after.startswith(COMRADE)))


def led_by_name(text: str, mention: Mention) -> bool:
    """Return whether a person who is not just cited stands as the subject of a clause."""
    is_subject = mention.begin == 0 or text[mention.begin - 1] in "，；"
    return mention.kind == "Person" and mention.text not in CITED and is_subject


def entries_start(key: str, text: str) -> bool:
    """Return whether a sentence begins with one of the words that the lexicon of ends lists under `key`."""
    return text.startswith(tuple(entries("speech_end")[key]))
