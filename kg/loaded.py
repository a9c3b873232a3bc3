"""A folder of results → its graph with questions, tables and pictures, for notebooks and scripts.

>>> result = load("out")  # doctest: +SKIP
>>> result.sparql("who-holds-which-posts")  # doctest: +SKIP
>>> result.show("乔俊杰", depth=1)  # doctest: +SKIP
"""

import html
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    import pandas as pd
    from networkx import MultiDiGraph
    from pyoxigraph import Store

    from kg.outputs.fact_tables import Table

HEIGHT = 640
NAME = re.compile(r"[\w-]+")
COLUMNS = ("fact", "says", "sentence", "file")


@dataclass(frozen=True)
class Loaded:
    """A graph that was read from a file, ready to be asked."""

    file: Path

    @cached_property
    def graph(self) -> "MultiDiGraph[str]":
        """Return the graph: nodes by IRI with `types` and `literals`, edges by predicate, derived ones with `facts`."""
        from kg.outputs import graph_file  # noqa: PLC0415 — importing kg alone stays quick

        return graph_file.read(self.file)

    @cached_property
    def store(self) -> "Store":
        """Return the graph as a store of pyoxigraph."""
        from kg.outputs import answers  # noqa: PLC0415

        return answers.load(self.file)

    def sparql(self, question: str | Path, **words: str) -> "pd.DataFrame":
        """Return the answer to a question: the name of one that comes with the program, a .rq file, or SPARQL text.

        `words` take the place of those that the question names in its lines VALUES ?name { "…" }. Whole numbers,
        numbers, true/false and full dates come as such, everything else as text. QueryError where it is no question;
        KgError where pandas is missing.
        """
        from kg.outputs import answers, frames  # noqa: PLC0415

        if isinstance(question, Path):
            text = answers.read(question)
        else:
            text = answers.named(question) if NAME.fullmatch(question) else question
        return frames.ask(self.store, answers.filled(text, words))

    def table(self, name: str) -> "pd.DataFrame":
        """Return the table called `name`, of facts with their sentences (`tenures`, `figures` …) or of entities."""
        from kg.outputs import frames  # noqa: PLC0415

        for one in self.tables:
            if one.plan.name == name:
                return frames.of_table(one)
        raise KgError(f"no table is called {name!r}; those that are: {', '.join(one.plan.name for one in self.tables)}")

    @cached_property
    def tables(self) -> "tuple[Table, ...]":
        """Return all tables of facts and entities."""
        from kg.outputs import fact_tables  # noqa: PLC0415

        return fact_tables.tables(self.graph)

    def show(self, node: str, depth: int = 1) -> "Shown":
        """Return the part of the graph within `depth` steps of `node` (IRI or name) as a picture for a notebook."""
        from kg.outputs import neighbourhood  # noqa: PLC0415

        centre = neighbourhood.find(self.graph, node)
        name = min(neighbourhood.texts(self.graph, centre, neighbourhood.NAMES), default=centre)
        return Shown(neighbourhood.around(self.graph, centre, depth=depth), name, centre)


@dataclass(frozen=True, repr=False)
class Shown:
    """A part of a graph: the interactive page, open at `centre`, where HTML may run, a table where it may not."""

    graph: "MultiDiGraph[str]"
    title: str
    centre: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return the picture as notebooks ask for it.

        The page runs in a frame of its own that may run scripts and nothing else. Where a notebook is not trusted the
        front end takes the frame out of the HTML; the table below it, plain rows and cells, is what stays.
        """
        return {"text/html": f"{self.frame()}\n{self.rows_as_html()}", "text/plain": repr(self)}

    def frame(self) -> str:
        """Return the page as a sandboxed frame."""
        from kg.outputs import page  # noqa: PLC0415

        inside = html.escape(page.write(self.graph, title=self.title, start=self.centre), quote=True)
        about = html.escape(self.title, quote=True)
        return (
            f'<iframe title="{about}" sandbox="allow-scripts" referrerpolicy="no-referrer" width="100%" '
            f'height="{HEIGHT}" style="border:1px solid #ccc" srcdoc="{inside}"></iframe>'
        )

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        """Return one row a fact: its kind, what it says, its sentence, its file."""
        from kg.outputs import fact_tables  # noqa: PLC0415

        return fact_tables.told(fact_tables.tables(self.graph))

    def rows_as_html(self) -> str:
        """Return the rows as a table of HTML that needs no script and no style."""
        head = "".join(f"<th>{name}</th>" for name in ("事实", "内容", "原句", "文件"))
        body = "".join("<tr>" + "".join(f"<td>{html.escape(one)}</td>" for one in row) + "</tr>" for row in self.rows)
        open_tag = f"<details><summary>{len(self.rows)} 条事实 facts</summary>"
        return f"{open_tag}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>"

    def __repr__(self) -> str:
        """Return the rows as columns for a terminal."""
        from kg.outputs import tables  # noqa: PLC0415
        from kg.outputs.answers import Answer  # noqa: PLC0415
        from kg.outputs.plain import one_line  # noqa: PLC0415

        return tables.table(Answer(COLUMNS, tuple(tuple(map(one_line, row)) for row in self.rows)))


def load(out: Path | str) -> Loaded:
    """Return what `kg build -o OUT` left in the folder `out` (or in a Turtle file); SourceError where there is none."""
    from kg.outputs import graph_file  # noqa: PLC0415

    return Loaded(graph_file.find(Path(out)))
