"""A folder made by `kg build` → an application that serves its pages and a read-only SPARQL 1.1 endpoint at /sparql.

The protocol is rdflib-endpoint's (MIT), the HTTP server uvicorn's. Oxigraph's own server was tried first: it carries
out SERVICE and cannot be told not to, sends an answer that ran out of time as a cut one with status 200, and serves no
other files. So rdflib-endpoint reads the request and writes the reply, and the answer in between comes from
answers_engine: from a process without network, within a time, a memory and a length.
"""

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results, serialize
from rdflib import Graph
from rdflib.namespace import Namespace
from rdflib_endpoint import SparqlRouter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KgError
from kg.outputs.answers_engine import Engine, Reply
from kg.serving_limits import Bounded, Headed, Prompt, refused

FEATURES = Namespace("http://www.w3.org/ns/sparql-service-description#")
PROTOCOL = Prompt  # how uvicorn is to speak HTTP for the application
# The names that rdflib-endpoint asks for, by what the client accepts.
TABLES: Mapping[str, QueryResultsFormat] = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
}
GRAPHS: Mapping[str, RdfFormat] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "n3": RdfFormat.N3,
    "xml": RdfFormat.RDF_XML,
    "json-ld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}


@dataclass(frozen=True, slots=True)
class Told:
    """A reply on its way to the client; `algebra` tells rdflib-endpoint whether it is a table or a graph."""

    reply: Reply

    @property
    def algebra(self) -> SimpleNamespace:
        """Return what rdflib would have parsed the question to, as far as its kind goes."""
        return SimpleNamespace(name="ConstructQuery" if self.reply.form == "graph" else "SelectQuery")

    def serialize(self, *, format: str) -> bytes:  # noqa: A002 — rdflib's name
        """Return the reply in the form that rdflib calls `format`; KeyError for one that there is not."""
        if self.reply.form == "graph":
            return serialize(parse(self.reply.octets, format=RdfFormat.N_TRIPLES), format=GRAPHS[format]) or b""
        if format == "json":
            return self.reply.octets
        found = parse_query_results(self.reply.octets, format=QueryResultsFormat.JSON)
        return found.serialize(format=TABLES[format]) or b""


class Asked(Graph):
    """The graph as rdflib-endpoint sees it: the answer came when the question was read, so it is handed on."""

    def query(self, query_object: Any, *_: Any, **__: Any) -> Any:
        """Return the reply itself."""
        return query_object


class Endpoint(SparqlRouter):
    """rdflib-endpoint, with the engines in the place of rdflib's parser and evaluation."""

    def __init__(self, engines: "SimpleQueue[Engine]", *, seconds: float) -> None:
        self.engines, self.seconds = engines, seconds
        title, about = "政谱 Zhengpu", "Read-only SPARQL 1.1 endpoint of one graph"
        super().__init__(path="/", graph=Asked(), title=title, description=about, public_url="/sparql")
        self.service_description.remove((None, FEATURES.feature, FEATURES.BasicFederatedQuery))

    def _prepare_query_cached(self, query: str, graph_ns: Mapping[str, Any]) -> Told:
        """Return the reply to `query`; what is wrong with it is noted, since the caller would say it in other words."""
        with self.engine() as engine:
            try:
                return Told(engine.ask(query, seconds=self.seconds))
            except KgError as error:
                refused.set(error)
                raise

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Lend an engine that is free."""
        engine = self.engines.get()
        try:
            yield engine
        finally:
            self.engines.put(engine)

    def serve_yasgui(self) -> Response:
        """Send a browser to our own page: rdflib-endpoint's loads its scripts from the network."""
        return RedirectResponse("/sparql.html")


class Pages(StaticFiles):
    """The files of a folder but for hidden ones, such as what is kept between builds."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return where the file `path` lies, and what it is; nothing where a part of its name is hidden."""
        hidden = any(part.startswith(".") for part in Path(path).parts)
        return ("", None) if hidden else super().lookup_path(path)


def application(folder: Path, *, seconds: float, at_once: int, hosts: list[str]) -> Starlette:
    """Return the application for `folder`: `at_once` questions of `seconds` each, for requests to `hosts` only.

    A name that is not among `hosts` could be another site's, made to point here so that its scripts can read us.
    Raises SourceError where the graph cannot be read.
    """
    engines: SimpleQueue[Engine] = SimpleQueue()
    every = [Engine(folder / "graph.ttl") for _ in range(at_once)]
    for engine in every:
        engine.begin()
        engines.put(engine)
    endpoint = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    endpoint.include_router(Endpoint(engines, seconds=seconds))

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        """End the processes with the application."""
        yield
        for engine in every:
            engine.stop()

    asked = Bounded(endpoint, at_once=at_once)
    routes = [
        Route("/", lambda _: RedirectResponse("/graph.html")),
        Route("/sparql", asked, methods=None),
        Mount("/", Pages(directory=folder)),
    ]
    guards = [Middleware(TrustedHostMiddleware, allowed_hosts=hosts), Middleware(Headed)]
    return Starlette(routes=routes, middleware=guards, lifespan=life)
