r"""Text of an article → the same text as a format may hold it: no character that breaks a file or runs as code.

>>> for_spreadsheet("=HYPERLINK(\"http://x\")"), for_spreadsheet("区长")
('\'=HYPERLINK("http://x")', '区长')
"""

import re

REPLACEMENT = "\ufffd"
_HALVES = re.compile("[\ud800-\udfff]")
# What XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# What a spreadsheet takes for a formula at the beginning of a cell, in the wide forms too (OWASP, "CSV injection").
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
LONGEST_CELL = 32_767


def whole(text: str) -> str:
    """Return `text` with U+FFFD for every half of a surrogate pair."""
    return _HALVES.sub(REPLACEMENT, text)


def for_xml(text: str) -> str:
    r"""Return `text` with U+FFFD for every character that XML forbids.

    >>> for_xml("区\x00长")
    '区�长'
    """
    return _NOT_XML.sub(REPLACEMENT, text)


def for_spreadsheet(text: str) -> str:
    """Return `text` as Excel and LibreOffice show it, and nothing more: no formula, no control character.

    A text that would be taken for a formula gets an apostrophe in front; one that is longer than a cell may be is
    cut, with "…" at its end.
    """
    clean = _NOT_CELL.sub(REPLACEMENT, text)
    shown = f"'{clean}" if clean.lstrip(" \u3000\ufeff").startswith(_FORMULA) else clean
    return shown if len(shown) <= LONGEST_CELL else f"{shown[: LONGEST_CELL - 1]}…"
