"""The Turtle file of an archive as it was + the blocks that change → the pieces of the file as it is now.

The old file is read once from its beginning to its end and never whole; its blocks stand in the order in which they
are to stand. Only a file of which the checksum is known may be given: it is not parsed, only cut.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.archive import merging
from kg.archive.results import Key
from kg.identity import BASE
from kg.ontology import PREFIXES
from kg.outputs import turtle

CHUNK = 2**20
ABOUT = ("kg:Rule", "dcat:Dataset", "void:Dataset")  # the classes of the nodes about the whole graph


def spliced(old: Path, changes: Mapping[Key, str]) -> Iterator[str]:
    """Yield the pieces of the new file; `changes` are new blocks by their place, "" where one only goes."""
    return turtle.document(woven(old, changes))


def woven(old: Path, changes: Mapping[Key, str]) -> Iterator[tuple[str, str]]:
    """Yield the class and the text of each block, old and new, in the order of the file."""
    new = sorted((key for key, text in changes.items() if text), reverse=True)
    section = (True, "")
    for text in paragraphs(old):
        if text[0] in "#@":
            section = named(text) if text[0] == "#" else section
            continue
        key = section, subject(text)
        while new and new[-1] <= key:
            yield new[-1][0][1], changes[new.pop()]
        if key not in changes and not (section[1] in ABOUT and merging.is_about(key[1])):
            yield section[1], text
    yield from ((key[0][1], changes[key]) for key in reversed(new))


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


def paragraphs(old: Path) -> Iterator[str]:
    """Yield what stands between the empty lines of a file, with its line break at the end."""
    with old.open(encoding="utf-8", newline="\n") as file:
        rest = ""
        while chunk := file.read(CHUNK):
            *whole, rest = (rest + chunk).split("\n\n")
            yield from (text + "\n" for text in whole)
        yield rest
