"""A template of HTML and what its names stand for → the document; text of others comes into it only as text.

>>> filled("<h1>{{ title }}</h1>", {"title": text("<政谱>")})
'<h1>&lt;政谱&gt;</h1>'
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping

from kg.errors import KgError

NAME = re.compile(r"\{\{ (\w+) \}\}")
# What HTML would end a script or a style by, or read as markup within one.
ENDS = re.compile("</script|</style|<!--", re.IGNORECASE)
MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"})
IN_SCRIPT = (("&", r"\u0026"), ("<", r"\u003c"), (">", r"\u003e"), ("'", r"\u0027"))


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return `template` with each {{ name }} replaced by its value, which is HTML already; its last line break goes.

    A name without a value is a KeyError.
    """
    return NAME.sub(lambda name: values[name[1]], template.removesuffix("\n"))


def text(words: str) -> str:
    """Return `words` as HTML that shows them unchanged, between tags or in quotes."""
    return words.translate(MARKUP)


def data(value: object) -> str:
    """Return `value` as JSON, the same for the same value, that stands in a script element as it is."""
    words = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char, escape in IN_SCRIPT:
        words = words.replace(char, escape)
    return words


def inline(code: str) -> str:
    """Return `code` for a script or style element; what HTML would end early is a KgError."""
    if ENDS.search(code):
        raise KgError("page: a script or style holds a tag that would end it early; write it in another way")
    return code


def fingerprint(code: str) -> str:
    """Return the source expression of a Content-Security-Policy for an inline script or style."""
    digest = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
