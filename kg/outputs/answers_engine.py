"""A graph in a process of its own: questions → answers, each within a time, a memory and a length.

Oxigraph has no time limit in Python, and a question cannot be stopped from another thread; a process can. It also
gives up, before the first question, what an answer does not need: on POSIX it may open no further file or connection,
so that a question could not reach a file or another server even if it got past answers_guard.

>>> with Engine(Path("tests/cases/questions.ttl")) as engine:  # doctest: +SKIP
...     engine.ask("ASK { ?s ?p ?o }", seconds=10)
Reply(form='answer', octets=b'{"head":{},"boolean":true}')
"""

import io
import multiprocessing
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

from kg.errors import KgError, QueryError, SourceError, TimeLimitError
from kg.ontology import PREFIXES
from kg.outputs import answers, answers_guard

LONGEST_ANSWER = 64 * 2**20  # bytes of JSON or N-Triples: some 300,000 rows, more than a person or a sheet can take
MEMORY = 4 * 2**30  # bytes beyond what the graph takes; a sort or a join of 10 million rows fits
GRACE = 5.0  # seconds after its time in which whoever asked stops the process, or else the system does
LONGEST_TIME = 1e6  # seconds; the system's clock takes no endless time
LOADING = 600.0  # seconds; a graph of 10 million triples takes about 60


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: form "answer" is SPARQL results in JSON, form "graph" is N-Triples."""

    form: str
    octets: bytes


class Bounded(io.BytesIO):
    """Bytes in memory that refuse to grow beyond LONGEST_ANSWER."""

    def write(self, octets: bytes) -> int:  # type: ignore[override]  # any buffer is allowed there, bytes come
        """Add `octets`; OSError where they are too many."""
        if self.tell() + len(octets) > LONGEST_ANSWER:
            raise OSError(f"the answer is longer than {LONGEST_ANSWER >> 20} MiB; ask for less, or add LIMIT")
        return super().write(octets)


class Engine:
    """One graph and the process that answers questions about it; a process that was stopped is begun anew."""

    def __init__(self, graph: Path, *, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.graph, self.prefixes = graph, dict(prefixes)
        self.process: BaseProcess | None = None
        self.line: Connection | None = None

    def __enter__(self) -> "Engine":
        """Begin the process and read the graph."""
        self.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process."""
        self.stop()

    def begin(self) -> Connection:
        """Return the line to the process once it has read the graph; a bad graph is a SourceError."""
        if self.line is not None:
            return self.line
        spawn = multiprocessing.get_context("spawn")  # a fork would copy the threads of the caller half-way
        self.line, theirs = spawn.Pipe()
        self.process = spawn.Process(target=answer, args=(theirs, self.graph, self.prefixes), daemon=True)
        self.process.start()
        theirs.close()
        try:
            self.hear(self.line, LOADING, f"{self.graph}: not read")
        except KgError:
            self.stop()
            raise
        return self.line

    def ask(self, question: str, *, seconds: float) -> Reply:
        """Return the reply to `question`; QueryError where it is refused, wrong, or not answered within `seconds`."""
        answers_guard.check(question)
        line = self.begin()
        line.send((question, seconds))
        return self.hear(line, seconds, "the question cannot be answered: not done")

    def hear(self, line: Connection, seconds: float, what: str) -> Reply:
        """Return what the process says next. One that is silent for `seconds`, or that died, is stopped."""
        said: Reply | KgError | None = None
        try:
            if line.poll(seconds):
                said = line.recv()
        except (EOFError, ConnectionError) as error:
            self.stop()
            raise QueryError(f"{what}: it needs too much memory; make it simpler") from error
        if said is None:
            self.stop()
            raise TimeLimitError(f"{what} within {seconds:g} s; make it simpler or allow more time")
        if isinstance(said, KgError):
            raise said
        return said

    def stop(self) -> None:
        """End the process, whatever it does."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process = None
        if self.line is not None:
            self.line.close()
            self.line = None


def answer(line: Connection, graph: Path, prefixes: Mapping[str, str]) -> None:
    """Read the graph, then answer every question that comes over `line`; this is the whole life of the process."""
    try:
        store = answers.load(graph)
    except SourceError as error:
        line.send(error)
        return
    renounce()
    line.send(Reply("ready", b""))
    while True:
        try:
            question, seconds = line.recv()
        except (EOFError, KeyboardInterrupt):
            return
        outlive(seconds + GRACE)
        try:
            line.send(reply(store, question, prefixes))
        except QueryError as error:
            line.send(error)
        outlive(0)


def outlive(seconds: float) -> None:
    """Let the system end this process after so many seconds (0: never) unless this is called again: who asked may die.

    The engine does not let Python work meanwhile, so no thread could look for that.
    """
    if hasattr(signal, "setitimer"):  # POSIX
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, min(seconds, LONGEST_TIME))


def reply(store: Store, question: str, prefixes: Mapping[str, str]) -> Reply:
    """Return what `store` answers to `question`, whole."""
    found = answers.query(store, question, prefixes)
    text = Bounded()
    try:
        if isinstance(found, QueryTriples):
            found.serialize(text, format=RdfFormat.N_TRIPLES)
            return Reply("graph", text.getvalue())
        found.serialize(text, format=QueryResultsFormat.JSON)
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(f"the question cannot be answered: {answers.first_line(error)}") from error
    return Reply("answer", text.getvalue())


def renounce() -> None:
    """Give up opening files and connections, and taking more than MEMORY; where the system has no such limits, nothing.

    The lowest file number that is free becomes the limit of such numbers, so no further one can be had.
    """
    try:
        import resource  # noqa: PLC0415 — POSIX only
    except ImportError:
        return
    sizes = Path("/proc/self/statm")  # Linux; its first number is the address space in pages
    if sizes.exists():
        taken = int(sizes.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # the engine reports exhausted memory there before it dies; the caller says it in one line
    os.close(silence)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))
