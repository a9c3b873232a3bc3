r"""The finished graph → files for `neo4j-admin database import`: all nodes, all relationships, nothing left out.

Names follow neosemantics, so that they need no quotes in Cypher: kg:Meeting becomes kg__Meeting. A property that
some node has several times is an array everywhere. README.txt holds the command.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.outputs import fact_tables, files
from kg.outputs.exports.characters import whole
from kg.outputs.page_graph import Reader

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from kg.model import Literal

# Between the values of an array: a character that no text of an article has (it is taken out where one does).
DELIMITER = "\x1f"
TYPES = {
    **dict.fromkeys(("xsd:integer", "xsd:nonNegativeInteger"), "long"),
    "xsd:decimal": "double",
    "xsd:boolean": "boolean",
}
LARGEST = 2**63 - 1
COMMAND = """政谱图谱，供 Neo4j 5 导入。 The graph of Zhengpu, for Neo4j 5.

neo4j-admin database import full neo4j \\
  --nodes=nodes.csv --relationships=relationships.csv \\
  --array-delimiter=U+001F --multiline-fields=true --id-type=string --overwrite-destination

MATCH (p:kg__Official)-[:kg__attended]->(m:kg__Meeting) RETURN p.name, m.name;
"""


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write nodes.csv, relationships.csv and README.txt to the folder `target`."""
    return [
        files.write(target / "nodes.csv", nodes(graph)),
        files.write(target / "relationships.csv", relationships(graph)),
        files.write(target / "README.txt", COMMAND),
    ]


def nodes(graph: "MultiDiGraph[str]") -> str:
    """Return the nodes: IRI, name, one column per property, classes as labels."""
    read = Reader(graph, fact_tables.NAMES)
    types = property_types(graph)
    header = ["iri:ID", "name", *(f"{safe(name)}:{kind}" for name, kind in types.items()), ":LABEL"]
    rows = ([node, read.name(node), *properties(read, node, types), labels(read.types(node))] for node in sorted(graph))
    return separated([header, *rows])


def labels(types: Iterable[str]) -> str:
    """Return the classes of a node as labels; a node that is only pointed at is a resource."""
    return DELIMITER.join(map(safe, types)) or "Resource"


def property_types(graph: "MultiDiGraph[str]") -> Mapping[str, str]:
    """Return predicate → type of Neo4j, in the order of the predicates."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    several: set[str] = set()
    for _, literals in graph.nodes(data="literals", default={}):
        for name, some in literals.items():
            found[name] |= {neo4j_type(one) for one in some}
            several |= {name} if len(some) > 1 else set()
    kinds = {name: next(iter(some)) if len(some) == 1 else "string" for name, some in sorted(found.items())}
    return {name: kind + "[]" * (name in several) for name, kind in kinds.items()}


def neo4j_type(one: "Literal") -> str:
    """Return the type of Neo4j that holds a literal whole."""
    kind = TYPES.get(one.datatype, "string")
    return "string" if kind == "long" and abs(int(one.value)) > LARGEST else kind


def properties(read: Reader, node: str, types: Mapping[str, str]) -> list[str]:
    """Return the cells of one node, empty where it has no such property."""
    said = read.literals(node)
    return [DELIMITER.join(one.value.replace(DELIMITER, " ") for one in said.get(name, ())) for name in types]


def relationships(graph: "MultiDiGraph[str]") -> str:
    """Return the relationships: from, to, type, and the facts that a derived one stands for."""
    rows = (
        [source, target, safe(name), DELIMITER.join(record.get("facts", ()))]
        for source, target, name, record in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    )
    return separated([[":START_ID", ":END_ID", ":TYPE", "facts:string[]"], *rows])


def safe(curie: str) -> str:
    """Return a CURIE as a name that Cypher takes without quotes.

    >>> safe("kg:Meeting")
    'kg__Meeting'
    """
    return curie.replace(":", "__")


def separated(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells as CSV, every text whole."""
    text = io.StringIO(newline="")
    # With CR LF a lone CR is quoted too, which older Pythons leave bare.
    csv.writer(text, lineterminator="\r\n").writerows([whole(cell) for cell in row] for row in rows)
    return text.getvalue()
