"""The exit codes of the commands, and how a refusal is told."""

import sys

from kg.outputs import plain

FINE, BAD_INPUT, STOPPED = 0, 2, 130


def refuse(problem: str) -> int:
    """Print one line that says what is wrong and return the exit code for it."""
    print(f"kg: {plain.one_line(problem)}", file=sys.stderr)
    return BAD_INPUT
