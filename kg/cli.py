"""Arguments → text on the terminal and files in a folder: the command `kg`, with no logic of its own.

Exit codes: 0 all is well · 1 a defect of the program · 2 an input is bad: one line on stderr says which and what to
do, and what was good is still built. Heavy modules are imported by the command that needs them, so that `kg --help`
answers at once.
"""

import argparse
import gc
import io
import sys

from kg import prepared
from kg.commands import build, diff, explain, export, missed, query, rules, serve, stats, validate
from kg.commands.exits import FINE, STOPPED, refuse
from kg.errors import KgError

COMMANDS = (build, query, stats, validate, diff, export, explain, missed, rules, serve)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; errors of the input become one line each."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    chosen = parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except KgError as error:
        return refuse(str(error))
    except BrokenPipeError:  # the reader of a pipe (head, less) has seen enough
        sys.stderr.close()
        return FINE
    except KeyboardInterrupt:
        return STOPPED
    return code


def command() -> int:
    """Run one command in a process of its own, and return its exit code.

    Such a process is short and makes no cycles of references worth a search: Python's own at the end looks at every
    record of a build twice, which takes a third as long as reading the pages.
    """
    gc.disable()
    try:
        return main()
    finally:
        prepared.save()
        gc.freeze()


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="kg",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="政谱：从官方报纸到知识图谱。 Chinese official newspapers → a knowledge graph with evidence.",
        epilog="例 example:  kg build seeds -o out\n             kg query who-holds-which-posts",
    )
    top.add_argument("--version", action="version", version=f"kg {version()}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return top


def version() -> str:
    """Return the version of the program."""
    from kg import __version__  # noqa: PLC0415 — the package's own name, not a dependency of this module

    return __version__


if __name__ == "__main__":
    sys.exit(command())
