"""The Turtle file of an archive as it was + the blocks that change → the pieces of the file as it is now.

The old file is read once from its beginning to its end and never whole; its blocks stand in the order in which they
are to stand. Only a file of which the checksum is known may be given: it is not parsed, only cut.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from kg.archive import merging
from kg.archive.results import Key
from kg.identity import BASE
from kg.ontology import PREFIXES
from kg.outputs import turtle

CHUNK = 2**20
ABOUT = ("kg:Rule", "dcat:Dataset", "void:Dataset")  # the classes of the nodes about the whole graph
Order = tuple[bool, str]


def spliced(old: Path, changes: Mapping[Key, str]) -> Iterator[str]:
    """Yield the pieces of the new file; `changes` are new blocks by their place, "" where one only goes."""
    yield from turtle.document(())
    shown = None
    for order, blocks in woven(old, changes):
        if blocks and order != shown:
            shown = order
            yield f"\n# {turtle.heading(order[1])}\n"
        if blocks:
            yield "\n" + "\n\n".join(blocks) + "\n"


def woven(old: Path, changes: Mapping[Key, str]) -> Iterator[tuple[Order, list[str]]]:
    """Yield blocks of one class, old and new, in the order of the file and without the line break at their end."""
    new = deque((key, [text[:-1]] if text else []) for key, text in sorted(changes.items()))
    for order, blocks in sections(old):
        kept = [text for text in blocks if not merging.is_about(subject(text))] if order[1] in ABOUT else blocks
        while new and new[0][0][0] < order:
            key, block = new.popleft()
            yield key[0], block
        yield order, changed(kept, order, new)
    yield from ((key[0], block) for key, block in new)


def changed(blocks: list[str], order: Order, new: deque[tuple[Key, list[str]]]) -> list[str]:
    """Return blocks that follow each other with those changes that belong among them, taken from `new`.

    Only where something changes is it looked at which blocks these are: all between two changes stay.
    """
    found: list[str] = []
    done = 0
    while new and blocks and new[0][0] <= (order, subject(blocks[-1])):
        (_, iri), block = new.popleft()
        place = bisect_left(blocks, iri, done, key=subject)
        found += blocks[done:place] + block
        done = place + (subject(blocks[place]) == iri)
    return found + blocks[done:]


def sections(old: Path) -> Iterator[tuple[Order, list[str]]]:
    """Yield the blocks of a file, those of one class together as far as they are read at once."""
    order = (True, "")
    for paragraphs in read(old):
        headings = [i for i, text in enumerate(paragraphs) if text[0] in "#@"]
        for begin, end in pairwise((-1, *headings, len(paragraphs))):
            if begin >= 0 and paragraphs[begin][0] == "#":
                order = named(paragraphs[begin])
            if end > begin + 1:
                yield order, paragraphs[begin + 1 : end]


def read(old: Path) -> Iterator[list[str]]:
    """Yield what stands between the empty lines of a file, some paragraphs at a time."""
    with old.open(encoding="utf-8", newline="\n") as file:
        rest = ""
        while chunk := file.read(CHUNK):
            *whole, rest = (rest + chunk).split("\n\n")
            yield whole
        yield [rest.removesuffix("\n")]


def named(heading: str) -> tuple[bool, str]:
    """Return the class order that a heading line stands for.

    >>> named("# kg:Meeting · 会议 · meeting")
    (False, 'kg:Meeting')
    """
    name = heading.split(" ", 2)[1].rstrip()
    return (True, "") if name == "—" else (False, name)


def turtle_of(changes: Mapping[Key, str]) -> Iterator[str]:
    """Yield the pieces of a Turtle file of the new blocks alone."""
    return turtle.document((key[0][1], text) for key, text in sorted(changes.items()) if text)


def subject(block: str) -> str:
    r"""Return the IRI of the subject of a block.

    >>> subject("id:x\n    a kg:Meeting .\\n")
    'https://w3id.org/zhengpu/id/x'
    """
    term = block[: block.index("\n")]
    if term.startswith("id:"):
        return BASE + term[3:]
    if term.startswith("<"):
        return term[1:-1]
    prefix, _, local = term.partition(":")
    return PREFIXES[prefix] + local
