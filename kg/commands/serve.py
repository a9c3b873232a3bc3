"""`kg serve`: a folder made by `kg build` → its pages and a SPARQL endpoint in the browser, until Ctrl-C."""

import argparse
import gc
import ipaddress
import logging
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.exits import FINE
from kg.errors import ServeError
from kg.outputs import files

if TYPE_CHECKING:
    import socket

    from kg.commands import Commands

HOST, PORT, SECONDS, AT_ONCE = "127.0.0.1", 7878, 30.0, 2
CONNECTIONS = 512
NEEDED = ("fastapi", "rdflib_endpoint", "uvicorn")
LOCAL = ["127.0.0.1", "localhost", "[::1]"]


def add(commands: "Commands") -> None:
    """Add the command that serves a folder."""
    serve = commands.add_parser(
        "serve",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        help="在本机浏览并提供 SPARQL 端点  serve the pages and a read-only SPARQL endpoint",
        description="Serve a folder made by kg build: its pages, and its graph at /sparql, to this computer only.",
        epilog="例 example:  kg serve out\n             curl 'http://127.0.0.1:7878/sparql' --data-urlencode"
        " 'query=SELECT * { ?s a kg:Meeting }'",
    )
    serve.add_argument("out", type=Path, metavar="OUT", help="kg build 的输出文件夹 the folder made by kg build")
    serve.add_argument(
        "--host", default=HOST, help="监听地址，默认仅本机 the address (%(default)s: this computer only)"
    )
    serve.add_argument("--port", type=int, default=PORT, help="端口，0 为任意 the port, 0 for any (%(default)s)")
    serve.add_argument("--timeout", type=float, default=SECONDS, metavar="S", help="每问限时（秒） (%(default)g)")
    serve.add_argument(
        "--at-once", type=int, default=AT_ONCE, metavar="N", help="同时回答几问，各占一份内存 (%(default)s)"
    )
    serve.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serve until the user stops it."""
    check(chosen.out)
    with listen(chosen.host, chosen.port) as listening:
        serve(chosen, listening)
    return FINE


def serve(chosen: argparse.Namespace, listening: "socket.socket") -> None:
    """Serve to those who call at `listening`."""
    gc.enable()  # this process stays
    import uvicorn  # noqa: PLC0415 — kept out of start-up

    from kg.serving import PROTOCOL, application  # noqa: PLC0415 — kept out of start-up

    app = application(chosen.out, seconds=chosen.timeout, at_once=max(1, chosen.at_once), hosts=names(chosen.host))
    settings = uvicorn.Config(
        app,
        http=PROTOCOL,
        ws="none",
        log_level="error",  # a line for every malformed request would only be a way to fill the terminal
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
    )
    logging.getLogger().addHandler(logging.NullHandler())  # rdflib-endpoint would log pieces of every bad question
    print(greeting(listening), flush=True)
    try:
        uvicorn.Server(settings).run(sockets=[listening])
    except KeyboardInterrupt:
        print(file=sys.stderr)


def check(out: Path) -> None:
    """Raise a ServeError where there is nothing to serve, or nothing to serve it with."""
    files.finish(out)
    if not (out / "graph.ttl").is_file():
        raise ServeError(f"{out}: no graph.ttl there; make it with kg build SRC -o {out}")
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        packages = " ".join(name.replace("_", "-") for name in missing)
        raise ServeError(f"kg serve needs packages that are not installed: pip install {packages}")


def listen(host: str, port: int) -> "socket.socket":
    """Return a socket that listens at `host` and `port`; ServeError where that is impossible."""
    import socket  # noqa: PLC0415 — kept out of start-up: no other command needs it

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise ServeError(f"{host}:{port}: cannot listen there ({why}); choose another port with --port") from error


def names(host: str) -> list[str]:
    """Return the names by which a browser may call the server at `host`: any, where it listens at every address.

    >>> names("127.0.0.1"), names("0.0.0.0")
    (['127.0.0.1', 'localhost', '[::1]'], ['*'])
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return [*LOCAL, host]
    if address.is_unspecified:
        return ["*"]
    return LOCAL if address.is_loopback else [*LOCAL, host]


def greeting(listening: "socket.socket") -> str:
    """Return where the pages and the endpoint are, with a warning where others can reach them."""
    host, port = listening.getsockname()[:2]
    place = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    open_to_all = (
        "" if ipaddress.ip_address(host).is_loopback else "\n注意：别的计算机也能访问 other computers can reach this"
    )
    return f"图谱 the page:  {place}/\nSPARQL:        {place}/sparql\n停止 stop:      Ctrl-C{open_to_all}"
