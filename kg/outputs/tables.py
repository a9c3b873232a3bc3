r"""An answer → text: columns for the eye, Markdown for a document, or CSV, TSV or JSON for a program.

Text of a page may hold anything: no control or direction-changing character reaches the terminal, no cell of CSV or
TSV is a formula for a spreadsheet, no cell of Markdown is markup. JSON is the form that gives every text unchanged.

>>> print(show(Answer(("谁", "n"), (("区委", "1"),)), "table"))
谁    n
────  ─
区委  1
(1 行 rows)
"""

import csv
import io
import json
import re
import unicodedata

from kg.outputs.answers import Answer

WIDEST = 80  # columns of a terminal; longer texts are whole in the other forms
# Escape sequences of terminals begin with a control; the others reorder or hide what is read (Trojan Source).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_FORMULA = re.compile(r"[=+\-@\t\r]|[\s]+[=+\-@]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#!|~$])")


def show(answer: Answer, form: str) -> str:
    """Return `answer` in the form "table", "csv", "tsv", "json" or "md"."""
    match form:
        case "csv":
            return separated(answer, ",")
        case "tsv":
            return separated(answer, "\t")
        case "json":
            rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
            return _CONTROL.sub(escaped, json.dumps(rows, ensure_ascii=False, indent=1))
        case "md":
            return markdown(answer)
        case _:
            return table(answer)


def table(answer: Answer) -> str:
    """Return the answer as columns, long texts cut, with the number of rows below."""
    cells = [[cut(one_line(text)) for text in row] for row in (answer.columns, *answer.rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(pad, row, widths)).rstrip() for row in cells]
    rule = "  ".join("─" * size for size in widths)
    return "\n".join([lines[0], rule, *lines[1:], f"({len(answer.rows)} 行 rows)"])


def markdown(answer: Answer) -> str:
    r"""Return the answer as a table of Markdown, whole texts.

    >>> print(markdown(Answer(("谁",), (("<b>*a|b*",),))))
    | 谁 |
    |---|
    | &lt;b&gt;\*a\|b\* |
    """
    lines = [" | ".join(map(plain, row)) for row in (answer.columns, *answer.rows)]
    rule = "|" + "---|" * len(answer.columns)
    return "\n".join([f"| {lines[0]} |", rule, *(f"| {line} |" for line in lines[1:])])


def plain(text: str) -> str:
    """Return `text` on one line, as Markdown that shows it unchanged."""
    shown = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", shown)


def one_line(text: str) -> str:
    r"""Return `text` on one line, with what a terminal would obey shown as its code.

    >>> one_line("\x1b[31m红\n字")
    '\\u001b[31m红 字'
    """
    return _CONTROL.sub(escaped, " ".join(re.split("[ \t\n]+", text.strip())))


def escaped(found: re.Match[str]) -> str:
    """Return one character as its code."""
    return f"\\u{ord(found[0]):04x}"


def cut(text: str) -> str:
    """Return `text` if it is narrow, else as much of its beginning as is."""
    if width(text) <= WIDEST:
        return text
    return text[: next(end for end in range(len(text), 0, -1) if width(text[:end]) < WIDEST)] + "…"


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes.

    >>> width("区委a"), width("e\u0301")
    (5, 1)
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text if not marks(char))


def marks(char: str) -> bool:
    """Return whether `char` takes no column of its own: accents and joiners."""
    return unicodedata.category(char) in ("Mn", "Me", "Cf")


def pad(text: str, size: int) -> str:
    """Return `text` filled with spaces up to `size` columns of a terminal."""
    return text + " " * (size - width(text))


def separated(answer: Answer, delimiter: str) -> str:
    """Return the answer as lines of cells below a line of names, quoted where needed."""
    text = io.StringIO()
    rows = [[harmless(cell) for cell in row] for row in (answer.columns, *answer.rows)]
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().rstrip("\n")


def harmless(cell: str) -> str:
    """Return `cell` as text for a spreadsheet: one that it would compute gets an apostrophe in front.

    >>> harmless("=1+1"), harmless("-5.5"), harmless("2024-01")
    ("'=1+1", '-5.5', '2024-01')
    """
    formula = _FORMULA.match(cell) is not None and _NUMBER.fullmatch(cell) is None
    return "'" * formula + _CONTROL.sub(escaped, cell)
