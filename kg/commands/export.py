"""`kg export`: a graph → the same graph in another format."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.exits import FINE, refuse

if TYPE_CHECKING:
    from kg.commands import Commands
    from kg.outputs.exports import Format

# Those of kg.outputs.exports, as a test holds; written again so that the help needs nothing heavy.
FORMATS = ("graphml", "jsonld", "nt", "trig", "csv", "parquet", "neo4j", "html", "sqlite")


def add(commands: "Commands") -> None:
    """Add the command that writes other formats."""
    export = commands.add_parser(
        "export",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="换一种格式带走  write the graph in another format",
        description="Write a graph as GraphML (Gephi), JSON-LD, N-Triples, TriG (one graph per article), CSV (Excel), "
        "Parquet,\nNeo4j import files, an SQLite database, or both pages with all of the graph,\n"
        "where kg build wrote an overview.",
        epilog="例 example:  kg export out --to csv -o tables\n             kg export out --to graphml",
    )
    export.add_argument("graph", type=Path, metavar="OUT", help="kg build 的输出 a folder made by kg build, or a .ttl")
    export.add_argument("--to", required=True, choices=FORMATS, dest="form", help="格式 the format")
    export.add_argument("-o", "--out", type=Path, help="写到哪里（文件或文件夹） where to, else beside the graph")
    export.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the graph in the format that was asked for, and say where."""
    from kg.outputs import exports, graph_file  # noqa: PLC0415 — kept out of start-up

    source = graph_file.find(chosen.graph)
    target = place(chosen.out, source.parent, exports.FORMATS[chosen.form])
    if target.resolve() == source.resolve():
        return refuse(f"{target}: this is the graph itself; give another file with -o")
    for path in exports.write(graph_file.read(source), chosen.form, target):
        print(path)
    return FINE


def place(wanted: Path | None, beside: Path, form: "Format") -> Path:
    """Return where a format is written: `wanted`, a file in it where it is a folder, or a usual name."""
    if wanted is None:
        return beside / form.name
    return wanted / form.name if wanted.is_dir() and not form.is_folder else wanted
