"""`kg validate`: a graph → whether it fits the shapes and the ontology, and what does not."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.exits import BAD_INPUT, FINE
from kg.commands.stats import positive

if TYPE_CHECKING:
    from kg.commands import Commands
    from kg.outputs.validation import Problem

LONGEST = 160


def add(commands: "Commands") -> None:
    """Add the command that checks."""
    validate = commands.add_parser(
        "validate",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="图是否合乎本体和形状  does a graph fit the ontology and the shapes",
        description="Check a graph against ontology/shapes.ttl (SHACL) and the terms that ontology/kg.ttl declares.\n"
        "Exit code 0: it fits; 2: it does not, or cannot be read.",
        epilog="例 example:  kg validate out\n             kg validate graph.ttl --limit 200",
    )
    validate.add_argument("graph", type=Path, metavar="OUT|FILE.ttl", help="输出文件夹或图谱文件 a folder or a file")
    validate.add_argument("--limit", type=positive, default=50, metavar="N", help="最多列几条 how many lines (50)")
    validate.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print what does not fit, one line each; nothing but a word where all does."""
    from kg.outputs import graph_file, validation  # noqa: PLC0415 — kept out of start-up

    file = graph_file.find(chosen.graph)
    found = validation.problems(file)
    if not found:
        print(f"合乎本体和形状 fits the ontology and the shapes: {file}")
        return FINE
    for one in found[: chosen.limit]:
        print(line(one))
    print(f"{len(found)} 处不合 problems: {file}")
    return BAD_INPUT


def line(one: "Problem") -> str:
    """Return one problem as a line: the node, its name, the property, what is wrong, the value, the message."""
    from kg.outputs.plain import one_line  # noqa: PLC0415 — kept out of start-up

    name = f"（{one.name}）" if one.name else ""
    path = f" · {labelled(one.path)}" if one.path else ""
    value = f"：{one_line(one.value, longest=LONGEST)}" if one.value else ""
    message = f" — {one.message}" if one.message else ""
    return one_line(f"{one.node}{name}{path} · {one.zh} {one.en}{value}{message}", longest=4 * LONGEST)


def labelled(path: str) -> str:
    """Return a property with its Chinese label."""
    from kg.ontology import labels  # noqa: PLC0415 — kept out of start-up

    return " ".join((path, *(name for name in (labels(path).get("zh"),) if name)))
