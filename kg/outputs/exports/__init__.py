"""The finished graph → files in other formats, one module each; every module has `write(graph, target)`.

What is written depends on the graph alone: no clock, no name of a machine, no order of a set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module that writes it, what its file or folder is called, and what it is, zh and en."""

    module: str
    name: str
    means: str

    @property
    def is_folder(self) -> bool:
        """Return whether the format is a folder of files."""
        return "." not in self.name


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "graphml": Format("graphml", "graph.graphml", "实体关系网，供 Gephi 等 the network of entities, for Gephi"),
        "jsonld": Format("jsonld", "graph.jsonld", "JSON-LD"),
        "nt": Format("ntriples", "graph.nt", "N-Triples，一行一条 one triple a line"),
        "trig": Format("trig", "graph.trig", "每篇文章一个命名图 one named graph per article"),
        "csv": Format("csv_tables", "csv", "事实表，供 Excel、R tables of facts, for Excel and R"),
        "parquet": Format("parquet", "parquet", "事实表，供 pandas、DuckDB tables of facts, for pandas and DuckDB"),
        "neo4j": Format("neo4j", "neo4j", "供 neo4j-admin 导入 for neo4j-admin import"),
        "html": Format("pages", "html", "整个图的两张网页 both pages with the whole graph"),
        "sqlite": Format("sqlite", "graph.sqlite", "带视图的数据库 a database with views"),
    }
)


def write(graph: "MultiDiGraph[str]", form: str, target: Path) -> list[Path]:
    """Write `graph` in the format `form` to the file or folder `target`; return the files, SourceError on failure."""
    module = import_module(f"{__name__}.{FORMATS[form].module}")
    written: list[Path] = module.write(graph, target)
    return written
