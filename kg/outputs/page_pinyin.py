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


def readings(names: Iterable[str]) -> Mapping[str, str]:
    """Return syllable → the characters of `names` that are read so, both in order; others than Chinese have none."""
    # Single characters need no dictionary of phrases, which takes four times as long to load.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin  # noqa: PLC0415 — only the page needs it

    found: defaultdict[str, list[str]] = defaultdict(list)
    for char in sorted({char for name in names for char in name if not char.isascii()}):
        for syllable in pinyin(char, style=Style.NORMAL, heteronym=True)[0]:
            if syllable.isascii() and syllable.isalpha():
                found[syllable].append(char)
    return {syllable: "".join(found[syllable]) for syllable in sorted(found)}
