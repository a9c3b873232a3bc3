"""Text → its words, and their classes, as jieba tells them without guessing; only the dictionary is read otherwise.

jieba reads all of its dictionary before the first word, which takes longer than reading a day's paper. Here its
tokenizer is given the words that begin as the text does at one place or another: no other word can stand in it.

    >>> words("有序有效维护安全稳定")
    ('有序', '有效', '维护', '安全', '稳定')
    >>> tagged("新增5个岗位")
    (('新增', 'v'), ('5', 'eng'), ('个', 'q'), ('岗位', 'n'))
"""

import re
import zlib
from collections import defaultdict
from functools import cache, lru_cache
from operator import add

from kg import prepared
from kg.packages import jieba

# Lines that stand together and begin with one character.
RUN = re.compile(r"(.).*\n(?:\1.*\n)*")
# How jieba's tagger parts what it looks up from what stands between.
BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._]+|\r\n|.", re.DOTALL)
LETTER = re.compile("[a-zA-Z0-9]")
KNOWN = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._]")
# The sum of all frequencies, by the checksum of a dictionary (that of jieba 0.42.1): to add it up takes long.
TOTALS = {328468845: 60101967}
REMEMBERED = 4096


class Tokenizer(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba's tokenizer with a dictionary of which only the words are read that may be needed."""

    def __init__(self) -> None:
        """Know no words yet."""
        super().__init__()
        self.tags: dict[str, str] = {}
        self.text = ""
        self.runs: dict[str, list[tuple[int, int]]] = {}
        self.met: set[str] = set()

    def initialize(self, dictionary: str | None = None) -> None:
        """Find where in the dictionary the words that begin with each character stand."""
        with self.get_dict_file() as file:
            octets: bytes = file.read()
        self.text = f"\n{octets.decode('utf-8').strip()}\n"
        checksum = zlib.crc32(octets)
        self.runs = prepared.kept(f"words {checksum}", lambda: begun(self.text))
        self.total = TOTALS.get(checksum) or sum(int(line.split()[1]) for line in self.text.splitlines()[1:])
        self.initialized = True

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802 — jieba's name
        """Return, for each place of `sentence`, where the words that begin there end."""
        self.check_initialized()
        for head in {*map(add, sentence, f"{sentence[1:]} "), *(f"{char} " for char in sentence)} - self.met:
            self.meet(head)
        found: dict[int, list[int]] = super().get_DAG(sentence)
        return found

    def meet(self, head: str) -> None:
        """Read the words that begin with `head`: two characters, or one and the blank after it.

        As in jieba, the beginnings of words have the frequency 0.
        """
        self.met.add(head)
        line, text = f"\n{head}", self.text
        for begin, stop in self.runs.get(head[0], ()):
            end = begin
            while (at := text.find(line, end, stop)) >= 0:
                end = text.index("\n", at + 1)
                word, frequency, tag = text[at + 1 : end].split(" ")
                self.FREQ[word], self.tags[word] = int(frequency), tag
                for length in range(1, len(word)):
                    self.FREQ.setdefault(word[:length], 0)


def begun(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return where in the text of a dictionary the words that begin with each character stand."""
    runs: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for run in RUN.finditer(text, 1):
        runs[run[1]].append((run.start() - 1, run.end()))
    return dict(runs)


@cache
def tokenizer() -> Tokenizer:
    """Return the tokenizer of this process."""
    return Tokenizer()


@lru_cache(maxsize=REMEMBERED)
def words(text: str) -> tuple[str, ...]:
    """Return the words of `text`."""
    return tuple(tokenizer().cut(text, HMM=False))


@lru_cache(maxsize=REMEMBERED)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of `text` with jieba's word classes."""
    return tuple(pair for block in BLOCK.findall(text) for pair in tagged_block(block))


def tagged_block(block: str) -> list[tuple[str, str]]:
    """Return the words of one block with their classes; letters and digits that are no word stand together."""
    if not KNOWN.match(block):
        return [(block, "x")]
    knows, found, begin, letters = tokenizer(), [], 0, ""
    route: dict[int, tuple[float, int]] = {}
    knows.calc(block, knows.get_DAG(block), route)
    while begin < len(block):
        end = route[begin][1] + 1
        word = block[begin:end]
        if LETTER.fullmatch(word):
            letters += word
        else:
            found += [(letters, "eng")] * bool(letters) + [(word, knows.tags.get(word, "x"))]
            letters = ""
        begin = end
    return found + [(letters, "eng")] * bool(letters)
