"""Parts of an explanation → lines for the eye: a heading in Chinese and English, columns below it."""

from collections.abc import Iterable, Iterator, Sequence

from kg.outputs.tables import one_line, pad, width

HEADING = 15


def part(heading: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    r"""Yield the lines of one part: its heading beside the first row, columns aligned; nothing without rows.

    >>> print("\n".join(part("句 sentence", [("甲", "一"), ("乙丙", "二")])))
    句 sentence     甲    一
                    乙丙  二
    """
    cells = [[one_line(text) for text in row] for row in rows]
    columns = max(map(len, cells), default=0)
    widths = [max(width(row[i]) for row in cells if i < len(row)) for i in range(columns)]
    for number, row in enumerate(cells):
        line = "  ".join(pad(text, size) for text, size in zip(row, widths, strict=False)).rstrip()
        yield f"{pad(heading if number == 0 else '', HEADING)} {line}"


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return `text` with each span in 【】; of spans that overlap, the first and longest.

    >>> marked("区委书记乔俊杰讲话。", [(4, 7), (0, 2)])
    '【区委】书记【乔俊杰】讲话。'
    """
    shown, last = "", 0
    for begin, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if last <= begin < end:
            shown, last = f"{shown}{text[last:begin]}【{text[begin:end]}】", end
    return shown + text[last:]
