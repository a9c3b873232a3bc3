"""An answer → text: columns for the eye, or CSV, TSV or JSON for a program.

>>> print(show(Answer(("谁", "n"), (("区委", "1"),)), "table"))
谁    n
────  ─
区委  1
(1 行 rows)
"""

import csv
import io
import json
import unicodedata

from kg.outputs.answers import Answer

WIDEST = 80  # columns of a terminal; longer texts are whole in the other forms


def show(answer: Answer, form: str) -> str:
    """Return `answer` in the form "table", "csv", "tsv" or "json"."""
    match form:
        case "csv":
            return separated(answer, ",")
        case "tsv":
            return separated(answer, "\t")
        case "json":
            rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
            return json.dumps(rows, ensure_ascii=False, indent=1)
        case _:
            return table(answer)


def table(answer: Answer) -> str:
    """Return the answer as columns, long texts cut, with the number of rows below."""
    cells = [[cut(" ".join(text.split())) for text in row] for row in (answer.columns, *answer.rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(pad, row, widths)).rstrip() for row in cells]
    rule = "  ".join("─" * size for size in widths)
    return "\n".join([lines[0], rule, *lines[1:], f"({len(answer.rows)} 行 rows)"])


def cut(text: str) -> str:
    """Return `text` if it is narrow, else as much of its beginning as is."""
    if width(text) <= WIDEST:
        return text
    return text[: next(end for end in range(len(text), 0, -1) if width(text[:end]) < WIDEST)] + "…"


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes.

    >>> width("区委a")
    5
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, size: int) -> str:
    """Return `text` filled with spaces up to `size` columns of a terminal."""
    return text + " " * (size - width(text))


def separated(answer: Answer, delimiter: str) -> str:
    """Return the answer as lines of cells below a line of names, quoted where needed."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([answer.columns, *answer.rows])
    return text.getvalue().rstrip("\n")
