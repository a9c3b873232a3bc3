"""Text of an article → the same text as a terminal may print it: no character that moves, colours or hides anything."""

from kg import patterns

# Controls (a terminal obeys them) and the characters that turn the direction of writing or cannot be seen.
_OBEYED = patterns.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+"
)


def one_line(text: str, *, longest: int | None = None) -> str:
    r"""Return `text` on one line without such characters, cut after `longest` characters.

    >>> one_line("区长\x1b[2J\n讲话"), one_line("区长讲话", longest=2)
    ('区长 [2J 讲话', '区长…')
    """
    shown = " ".join(_OBEYED.sub(" ", text).split())
    return shown if longest is None or len(shown) <= longest else f"{shown[:longest]}…"
