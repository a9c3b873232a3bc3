"""Names → how each of their characters is read, so that the page finds 恽淇丞 by yunqicheng, and by yqc.

The page carries one short table, syllable → characters, in place of the readings of every name: a character with
several readings (长: zhang, chang) stands under each, so the reader may type any of them. Readings are those of
pypinyin; ü is written v, as on a keyboard.

    >>> readings(["长江", "GDP"])
    {'chang': '长', 'jiang': '江', 'zhang': '长'}
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg import prepared


def readings(names: Iterable[str]) -> Mapping[str, str]:
    """Return syllable → the characters of `names` that are read so, both in order; others than Chinese have none."""
    chars = {char for name in names for char in name}
    found = {syllable: chars.intersection(read) for syllable, read in prepared.kept("readings", every_reading).items()}
    return {syllable: "".join(sorted(some)) for syllable, some in found.items() if some}


def every_reading() -> dict[str, str]:
    """Return syllable → the characters that are read so, of all that pypinyin knows."""
    # Single characters need no dictionary of phrases, which takes four times as long to load.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin  # noqa: PLC0415 — only what is not prepared needs it
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415

    alike: defaultdict[str, list[str]] = defaultdict(list)
    for code, read in sorted(pinyin_dict.items()):
        alike[read].append(chr(code))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for chars in alike.values():
        for syllable in pinyin(chars[0], style=Style.NORMAL, heteronym=True)[0]:
            if syllable.isascii() and syllable.isalpha():
                found[syllable] += chars
    return {syllable: "".join(sorted(found[syllable])) for syllable in sorted(found)}
