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
from math import inf, log
from operator import add
from string import ascii_letters, digits
from typing import NamedTuple

from kg import prepared
from kg.packages import jieba

# Lines that stand together and begin with one character.
RUN = re.compile(r"(.).*\n(?:\1.*\n)*")
# How jieba's tagger parts what it looks up from what stands between.
BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._]+|\r\n|.", re.DOTALL)
LETTERS = frozenset(ascii_letters + digits)
KNOWN = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._]")
# The sum of all frequencies, by the checksum of a dictionary (that of jieba 0.42.1): to add it up takes long.
TOTALS = {328468845: 60101967}
REMEMBERED = 4096


class Head(NamedTuple):
    """What the word of one character and that of two weigh that a text may begin with; how long the others are.

    A word weighs the logarithm of its share of all words, minus infinity where there is no such word.
    """

    one: float
    two: float
    longer: tuple[int, ...]


class Tokenizer(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba's tokenizer with a dictionary of which only the words are read that may be needed."""

    def __init__(self) -> None:
        """Know no words yet."""
        super().__init__()
        self.tags: dict[str, str] = {}
        self.weights: dict[str, float] = {}
        self.heads: dict[str, Head] = {}
        self.entries: dict[str, str] = {}
        self.text = ""
        self.runs: dict[str, list[tuple[int, int]]] = {}

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
        """Return nothing: jieba asks here which words may stand in `sentence`; `calc` sees that on its way."""
        return {}

    def calc(self, sentence: str, DAG: object, route: dict[int, tuple[float, int]]) -> None:  # noqa: N803 — jieba's name
        """Tell in `route`, for each place of `sentence`, what the best words from there on weigh; where the first ends.

        Weights are added up in jieba's order, and of words that weigh the same the longest is taken, as there.
        """
        self.check_initialized()
        heads, weights, size = self.heads, self.weights, len(sentence)
        unknown, best, begin = log(1) - log(self.total), 0.0, size
        after = [best] * (size + 2)
        for head in map(add, reversed(sentence), f" {sentence[:0:-1]}"):
            begin -= 1
            one, two, longer = heads.get(head) or self.meet(head)
            best, last = one + best, begin
            if two + after[begin + 2] >= best and two > -inf:
                best, last = two + after[begin + 2], begin + 1
            for length in longer:
                end = begin + length
                if end > size:
                    break
                word = sentence[begin:end]
                weight = weights.get(word) or self.weight(word)
                if weight + after[end] >= best and weight > -inf:
                    best, last = weight + after[end], end - 1
            if best == -inf:
                best = unknown + after[begin + 1]
            after[begin] = best
            route[begin] = best, last

    def meet(self, head: str) -> Head:
        """Note the words that begin with `head`: two characters, or one and the blank after it."""
        line, text, longer = f"\n{head}", self.text, set[int]()
        for begin, end in self.runs.get(head[0], ()):
            if (first := text.find(line, begin, end)) < 0:
                continue
            # Between the first and the last there are few others: the dictionary is all but sorted.
            last = text.index("\n", text.rfind(line, begin, end) + 1)
            for entry in text[first + 1 : last].split("\n"):
                if entry.startswith(head):
                    length = entry.index(" ")
                    self.entries[entry[:length]] = entry
                    longer.add(length)
        alone = f"{head[0]} "
        if head == alone:
            found = Head(self.weight(head[0]), -inf, ())
        else:
            found = self.heads.get(alone) or self.meet(alone)
            found = Head(found.one, self.weight(head), tuple(sorted(longer - {2}))) if longer else found
        self.heads[head] = found
        return found

    def head(self, text: str) -> Head:
        """Return what is known of the words that a text, not empty, may begin with."""
        self.check_initialized()
        head = text[:2] if len(text) > 1 else f"{text} "
        return self.heads.get(head) or self.meet(head)

    def weight(self, word: str) -> float:
        """Return what a word weighs, and note it, with its class; few of the words that were met are ever asked for."""
        if word not in self.entries:
            return -inf
        _, frequency, tag = self.entries[word].split(" ")
        self.tags[word] = tag
        weight = self.weights[word] = log(int(frequency)) - log(self.total) if frequency != "0" else -inf
        return weight


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


def is_alone(text: str) -> bool:
    """Return whether the first character of `text` is a word for want of longer ones that begin so: no need to part it.

    >>> is_alone("共提交"), is_alone("共青团")
    (True, False)
    """
    _, two, longer = tokenizer().head(text)
    return two == -inf and not any(text[:length] in tokenizer().entries for length in longer) and text[0] not in LETTERS


def may_lead(text: str, tag: str) -> bool:
    """Return whether a word of this class may be the first one of `text`.

    >>> may_lead("常州市", "ns"), may_lead("全市", "ns")
    (True, False)
    """
    lengths, entries = (1, 2, *tokenizer().head(text).longer), tokenizer().entries
    found = (entries.get(text[:length]) for length in lengths)
    return any(entry is not None and entry.endswith(f" {tag}") for entry in found)


def may_cross(text: str, at: int) -> bool:
    """Return whether a word of `text` may begin before the place `at` and end after it.

    >>> may_cross("安全稳定", 3), may_cross("安全稳定", 2)
    (True, False)
    """
    knows = tokenizer()
    for begin in range(at):
        head = knows.head(text[begin : begin + 2])
        ends = [begin + length for length in ((2, *head.longer) if head.two > -inf else head.longer)]
        if any(at < end <= len(text) and text[begin:end] in knows.entries for end in ends):
            return True
    return False


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
        if word in LETTERS:
            letters += word
        else:
            found += [(letters, "eng")] * bool(letters) + [(word, knows.tags.get(word, "x"))]
            letters = ""
        begin = end
    return found + [(letters, "eng")] * bool(letters)
