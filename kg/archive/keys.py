"""A page, the program and its options → the key under which what the page says is kept.

Equal keys, equal answers: the key holds everything that can change what a page says, as hashes of content. A page's
place in the folder, the other pages and the clock are not among it.
"""

import json
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from kg import ontology
from kg.errors import SourceError
from kg.prepared import PACKAGE, files, hashed, version

# What only shows a graph, or asks it, does not change what a page says.
SHOWING = ("outputs", "commands", "queries", "tracing", "cli.py")


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is told beside its pages: code of the place, date of publication, files with the user's words."""

    place: str | None = None
    date: str | None = None
    lexicons: tuple[Path, ...] = ()


def page_key(said_by: str, name: str, content: str) -> str:
    """Return the key of the page with this name and this SHA-256 of its bytes; `said_by` is that of `reader`."""
    return sha256("\n".join((said_by, name, content)).encode("utf-8", "surrogatepass")).hexdigest()


def reader(options: Options) -> str:
    """Return the hash of all that decides what any page says: program, rules, words, place and date."""
    words = [sha256(octets(path)).hexdigest() for path in options.lexicons]
    return sha256(json.dumps([program(), options.place, options.date, words]).encode()).hexdigest()


def build_key(said_by: str, pages: Iterable[str], *more: object) -> str:
    """Return the hash of all that decides the bytes of the results: the pages in no order, the program, and `more`."""
    return sha256(json.dumps([whole_program(), said_by, sorted(pages), *map(str, more)]).encode()).hexdigest()


def octets(path: Path) -> bytes:
    """Return the bytes of a lexicon file; SourceError where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be opened ({error.strerror}); check --lexicon") from error


@cache
def program() -> str:
    """Return the hash of what reads pages: our modules, rules and lexicons, Python's tables and jieba's."""
    base = (sys.version, unicodedata.unidata_version, version("jieba"))
    return hashed(base, (path for path in files() if path.relative_to(PACKAGE).parts[0] not in SHOWING))


@cache
def whole_program() -> str:
    """Return the hash of everything that decides the bytes of the results, the showing included."""
    return hashed((program(), *map(version, ("pyvis", "pypinyin"))), (*files(), ontology.path()))
