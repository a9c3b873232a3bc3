"""A Turtle file that is too large to be read for every question → an Oxigraph store on the disk beside it.

graph.ttl has its store in graph.store: a folder named by the file's SHA-256, and `current`, which says of which file it
is. A store is never changed while somebody may read it: a new one begins as a copy of the old (of links, made in an
instant), and `current` is put in its place last. A store that is not of the very file that lies beside it is not used.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import SourceError
from kg.ontology import expand
from kg.outputs import files

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

SUFFIX, CURRENT = ".store", "current"
PART = 1_000_000  # bytes of Turtle that are loaded at once, some 15,000 triples
WHOLE = {"sha256", "size", "mtime_ns"}
# Nodes about the whole graph: all of them are new when anything is.
ABOUT = ("kg:Rule", "void:Dataset")


def open_store(graph: Path) -> "Store | None":
    """Return the store of the Turtle file `graph`, to be read only; None where it has none or one of another file."""
    from pyoxigraph import Store  # noqa: PLC0415 — kept out of start-up

    if not is_current(graph):
        return None
    try:
        return Store.read_only(str(folder(graph, told(graph)["sha256"])))
    except (OSError, RuntimeError, ValueError):
        return None


def is_current(graph: Path) -> bool:
    """Return whether there is a store of `graph` as it is now: by its length and time, else by its SHA-256."""
    about = told(graph)
    if not about or not graph.is_file() or not folder(graph, about["sha256"]).is_dir():
        return False
    now = graph.stat()
    same = (about["size"], about["mtime_ns"]) == (str(now.st_size), str(now.st_mtime_ns))
    return same or about["sha256"] == files.digest(graph)


def write(graph: Path) -> Path:
    """Make the store of `graph` from all of it, and return where it is."""
    from pyoxigraph import RdfFormat, Store  # noqa: PLC0415 — kept out of start-up

    made = folder(graph, files.digest(graph))
    shutil.rmtree(made, ignore_errors=True)
    try:
        made.parent.mkdir(parents=True, exist_ok=True)
        store = Store(str(made))
        for some in parts(graph):
            store.bulk_load(some, format=RdfFormat.TURTLE)
        store.optimize()  # the pieces become one
        store.flush()
    except OSError as error:
        raise SourceError(f"{made}: no store can be written ({error}); build without --store") from error
    return install(graph)


def parts(graph: Path, size: int = PART) -> Iterator[bytes]:
    """Yield the Turtle of `graph` in pieces of about `size` bytes, each with the prefixes before it.

    A bulk load keeps all that it reads until it is sorted, so a large file is loaded piece by piece. An empty line
    stands between subjects and nowhere else; the first block holds the prefixes.
    """
    with graph.open("rb") as file:
        lines: list[bytes] = []
        head, held = b"", 0
        for line in file:
            lines.append(line)
            held += len(line)
            if line == b"\n" and not head:
                head = b"".join(lines)
            if line == b"\n" and held >= size:
                yield b"".join(lines)
                lines, held = [head], 0
        yield b"".join(lines)


def change(graph: Path, before: str, subjects: Iterable[str], turtle: str) -> Path:
    """Make the store of `graph` from that of the file with SHA-256 `before`, and return where it is.

    All that is said of `subjects` goes, `turtle` comes. Without a store of that file all of `graph` is read.
    """
    from pyoxigraph import NamedNode, RdfFormat, Store  # noqa: PLC0415 — kept out of start-up

    old, made = folder(graph, before), folder(graph, files.digest(graph))
    if told(graph).get("sha256") != before or not old.is_dir() or old == made:
        return graph if is_current(graph) else write(graph)
    try:
        shutil.rmtree(made, ignore_errors=True)
        Store(str(old)).backup(str(made))
        store = Store(str(made))
        for subject in {*map(NamedNode, subjects), *about(store)}:
            for quad in list(store.quads_for_pattern(subject, None, None, None)):
                store.remove(quad)
        store.load(turtle, format=RdfFormat.TURTLE)
        store.flush()
    except (OSError, RuntimeError, ValueError):  # the old one is damaged
        return write(graph)
    return install(graph)


def about(store: "Store") -> "Iterator[NamedNode]":
    """Yield the nodes in a store that are about the whole graph."""
    from pyoxigraph import NamedNode  # noqa: PLC0415 — kept out of start-up

    for curie in ABOUT:
        quads = store.quads_for_pattern(None, NamedNode(expand("rdf:type")), NamedNode(expand(curie)), None)
        yield from (quad.subject for quad in quads if isinstance(quad.subject, NamedNode))


def install(graph: Path) -> Path:
    """Make the store of `graph` that was made the current one, remove all others, and return the folder of stores."""
    now, sha256 = graph.stat(), files.digest(graph)
    stores = graph.with_suffix(SUFFIX)
    files.write(
        stores / CURRENT, json.dumps({"sha256": sha256, "size": str(now.st_size), "mtime_ns": str(now.st_mtime_ns)})
    )
    for other in stores.iterdir():
        if other.is_dir() and other != folder(graph, sha256):
            shutil.rmtree(other, ignore_errors=True)
    return stores


def remove(graph: Path) -> None:
    """Remove the store of `graph`, if it has one."""
    shutil.rmtree(graph.with_suffix(SUFFIX), ignore_errors=True)


def folder(graph: Path, sha256: str) -> Path:
    """Return where the store of the file with this SHA-256 is."""
    return graph.with_suffix(SUFFIX) / sha256[:16]


def told(graph: Path) -> dict[str, str]:
    """Return of which file the current store is; empty where there is none."""
    try:
        found: dict[str, str] = json.loads((graph.with_suffix(SUFFIX) / CURRENT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and WHOLE.issubset(found) and found["sha256"].isalnum() else {}
