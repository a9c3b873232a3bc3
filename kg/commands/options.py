"""Arguments that several commands share."""

import argparse
from pathlib import Path


def lexicon(parser: argparse.ArgumentParser) -> None:
    """Let a command take words of the user's own."""
    parser.add_argument(
        "--lexicon",
        action="append",
        default=[],
        type=Path,
        metavar="FILE.yaml",
        help="自备词表，可多次给出 words of your own; may be given several times",
    )


def origin(parser: argparse.ArgumentParser) -> None:
    """Let a command be told where and when a page was printed."""
    parser.add_argument("--place", metavar="NAME|CODE", help="报纸所在地 where the paper is from: 320412")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="出版日期 the date of publication, where none is printed")


def form(parser: argparse.ArgumentParser) -> None:
    """Let a command print its rows in several forms."""
    parser.add_argument(
        "--format", choices=("table", "csv", "json"), default="table", help="写法 how to print the rows"
    )
