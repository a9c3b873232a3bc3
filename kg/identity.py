"""What a thing is → its IRI. Never its position or order, so an added article changes nobody's IRI."""

import hashlib
import re
import unicodedata
from functools import lru_cache

BASE = "https://w3id.org/zhengpu/id/"
OUTSIDE = re.compile(r"[^\w·]+")
LONGEST = 60
# A page names the same things again and again, and so does the next page.
REMEMBERED = 16384


@lru_cache(maxsize=REMEMBERED)
def squash(name: str) -> str:
    """Return the form in which names are compared: folded widths, no space, quotes or punctuation.

    >>> squash("“1+8+5”治理体系 (草案)")
    '1_8_5治理体系_草案'
    """
    folded = unicodedata.normalize("NFKC", name)
    return OUTSIDE.sub("_", re.sub(r"[\s“”‘’《》〈〉\"'、，。]", "", folded)).strip("_").lower()


@lru_cache(maxsize=REMEMBERED)
def iri(kind: str, *parts: str) -> str:
    """Return the IRI of the thing of this kind that the parts identify.

    >>> iri("person", "320412", "乔俊杰")
    'https://w3id.org/zhengpu/id/person.320412.乔俊杰'
    """
    local = ".".join([squash(part) for part in parts if part]) or "_"
    if len(local) > LONGEST:
        local = f"{local[: LONGEST - 20]}.{digest(local)}"
    return f"{BASE}{kind}.{local}"


def digest(*parts: str) -> str:
    """Return a short digest of the parts, for things that have no name of their own."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def fact(kind: str, *parts: str) -> str:
    """Return the IRI of a fact: the same parts are the same fact, in whatever article it stands."""
    return f"{BASE}{kind}.{digest(kind, *parts)}"


def family(iri: str) -> str:
    """Return what an IRI has in common with all of its kind.

    >>> family("https://w3id.org/zhengpu/id/person.320412.乔俊杰")
    'https://w3id.org/zhengpu/id/person.'
    """
    head, dot, _ = iri[len(BASE) :].partition(".")
    return iri[: len(BASE)] + head + dot
