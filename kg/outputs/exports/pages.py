"""The finished graph → its two pages for the browser, with all of the graph in them, however large it is.

`kg build` gives a large archive pages with an overview, so that it stays fast; these hold everything, for a browser
that has the memory: at 25,000 entities and as many facts graph.html has 34 MB and opens in four seconds.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import SourceError
from kg.outputs import files, page, sparql_page, turtle
from kg.outputs.exports.characters import whole
from kg.outputs.page_view import view

if TYPE_CHECKING:
    from networkx import MultiDiGraph

TITLE = "政谱"
MOST = 100_000  # entities; twice as many as the page is measured with, and a browser gives up not far beyond


def write(graph: "MultiDiGraph[str]", target: Path) -> list[Path]:
    """Write graph.html and sparql.html to the folder `target`; SourceError where a browser could not hold them."""
    kinds = {kind.curie for kind in view().kinds}
    entities = sum(not kinds.isdisjoint(types) for _, types in graph.nodes(data="types"))
    if entities > MOST:
        raise SourceError(
            f"{entities} entities are more than a browser can hold ({MOST}); ask with kg query or kg serve"
        )
    return [
        files.write(target / "graph.html", whole(page.write(graph, title=TITLE))),
        files.write(target / "sparql.html", whole(sparql_page.write(turtle.write(graph), title=TITLE))),
    ]
