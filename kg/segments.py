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
from array import array
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import compress, count
from math import inf, log
from operator import add, ne
from string import ascii_letters, digits
from typing import NamedTuple

from kg import patterns, prepared
from kg.packages import jieba

# Lines in a row that begin with the same two characters, as UTF-8 writes them: a byte and those that go on with it.
RUN = re.compile(rb"([^\n\x80-\xbf][\x80-\xbf]*[^\n\x80-\xbf][\x80-\xbf]*).*\n(?:\1.*\n)*")
# How jieba's tagger parts what it looks up from what stands between.
BLOCK = patterns.compile(r"(?s)([\u4e00-\u9fd5a-zA-Z0-9+#&._]+)|\r\n|.")
LETTERS = frozenset(ascii_letters + digits)
# The sum of all frequencies, by the checksum of a dictionary (that of jieba 0.42.1): to add it up takes long.
TOTALS = {328468845: 60101967}
REMEMBERED = 4096
# A number of an array that is kept has four bytes.
NUMBERS = "I"


class Head(NamedTuple):
    """What the word of one character and that of two weigh that a text may begin with; how long the others are.

    A word weighs the logarithm of its share of all words, minus infinity where there is no such word.
    """

    one: float
    two: float
    longer: tuple[int, ...]


class Runs(NamedTuple):
    """Where the lines of a dictionary stand that begin with the same two characters, in its order, as plain data.

    A stretch is all runs in a row with one first character; `bases` are the numbers of the first run of each, and
    that of all runs. `begins` are the places of the runs among the bytes, and that of their end.
    """

    firsts: str
    bases: bytes
    seconds: str
    begins: bytes


class Tokenizer(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba's tokenizer with a dictionary of which only the words are read that may be needed."""

    def __init__(self) -> None:
        """Know no words yet."""
        super().__init__()
        self.tags: dict[str, str] = {}
        self.weights: dict[str, float] = {}
        self.heads: dict[str, Head] = {}
        self.entries: dict[str, str] = {}
        self.octets = b""
        self.firsts, self.seconds = "", ""
        self.bases, self.begins = array(NUMBERS), array(NUMBERS)
        self.stretches: dict[str, list[tuple[int, int]]] = {}

    def initialize(self, dictionary: str | None = None) -> None:
        """Find where in the dictionary the words that begin with the same characters stand."""
        with self.get_dict_file() as file:
            octets: bytes = file.read()
        checksum = zlib.crc32(octets)
        runs = Runs._make(prepared.kept(f"words {checksum}", lambda: tuple(begun(octets))))
        self.octets, self.firsts, self.seconds = octets, runs.firsts, runs.seconds
        self.bases, self.begins = array(NUMBERS, runs.bases), array(NUMBERS, runs.begins)
        self.total = TOTALS.get(checksum) or sum(int(line.split()[1]) for line in octets.decode().splitlines())
        self.log_of_total = log(self.total)
        self.initialized = True

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802 — jieba's name
        """Return nothing: jieba asks here which words may stand in `sentence`; `calc` sees that on its way."""
        return {}

    def calc(self, sentence: str, DAG: object, route: dict[int, tuple[float, int]]) -> None:  # noqa: N803 — jieba's name
        """Tell in `route`, for each place of `sentence`, what the best words from there on weigh; where the first ends.

        Weights are added up in jieba's order, and of words that weigh the same the longest is taken, as there.
        """
        self.check_initialized()
        heads, weights, size, none = self.heads, self.weights, len(sentence), -inf
        unknown, best, begin = log(1) - self.log_of_total, 0.0, size
        after = [best] * (size + 2)
        for head in map(add, reversed(sentence), f" {sentence[:0:-1]}"):
            begin -= 1
            one, two, longer = heads.get(head) or self.meet(head)
            best, last = one + best, begin
            if two > none and two + after[begin + 2] >= best:
                best, last = two + after[begin + 2], begin + 1
            for length in longer:
                end = begin + length
                if end > size:
                    break
                word = sentence[begin:end]
                weight = weights.get(word) or self.weight(word)
                if weight > none and weight + after[end] >= best:
                    best, last = weight + after[end], end - 1
            if best == none:
                best = unknown + after[begin + 1]
            after[begin] = best
            route[begin] = best, last

    def meet(self, head: str) -> Head:
        """Note the words that begin with `head`: two characters, or one and the blank after it."""
        lines, alone = self.lines(head), f"{head[0]} "
        words = [line[: line.index(" ")] for line in lines]
        self.entries.update(zip(words, lines, strict=True))
        if head == alone:
            found = Head(self.weight(head[0]), -inf, ())
        else:
            found = self.heads.get(alone) or self.meet(alone)
            if words:
                found = Head(found.one, self.weight(head), tuple(sorted({*map(len, words)} - {2})))
        self.heads[head] = found
        return found

    def lines(self, head: str) -> list[str]:
        """Return the lines of the dictionary that begin with two characters: mostly one run, or none."""
        first, second = head[0], head[1]
        if (stretches := self.stretches.get(first)) is None:
            stretches = self.stretches[first] = list(self.stretches_of(first))
        found: list[str] = []
        for begin, end in stretches:
            run = self.seconds.find(second, begin, end)
            while run >= 0:
                found += self.octets[self.begins[run] : self.begins[run + 1]].decode().splitlines()
                run = self.seconds.find(second, run + 1, end)
        return found

    def stretches_of(self, first: str) -> Iterator[tuple[int, int]]:
        """Yield the numbers between which the runs lie that begin with one character."""
        at = self.firsts.find(first)
        while at >= 0:
            yield self.bases[at], self.bases[at + 1]
            at = self.firsts.find(first, at + 1)

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
        weight = self.weights[word] = log(int(frequency)) - self.log_of_total if frequency != "0" else -inf
        return weight


def begun(octets: bytes) -> Runs:
    """Return where the lines of a dictionary stand that begin with the same two characters."""
    runs = [(run.start(), run[1]) for run in RUN.finditer(octets)]
    told = b"".join([head for _, head in runs]).decode()
    firsts, seconds = told[::2], told[1::2]
    bases = [0, *compress(count(1), map(ne, firsts, firsts[1:])), len(firsts)]
    begins = [*(begin for begin, _ in runs), len(octets)]
    stretches = "".join(map(firsts.__getitem__, bases[:-1]))
    return Runs(stretches, array(NUMBERS, bases).tobytes(), seconds, array(NUMBERS, begins).tobytes())


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
    found: list[tuple[str, str]] = []
    for block in BLOCK.finditer(text):
        found += tagged_block(block[0]) if block[1] else [(block[0], "x")]
    return tuple(found)


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
    """Return the words of a block that may hold some, with their classes; letters that are no word stand together."""
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
