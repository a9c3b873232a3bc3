"""`kg serve` under load and attack → what it held: every answer right or refused in order, no process left behind.

    python -m tests.hard.load --requests 20000

The server is started as a user starts it. Thousands of clients ask at once and ask again when they are told to; others
send what is no HTTP; others send a byte a second, or take none; then the server is killed in the midst of a question.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.outputs import files

GRAPH = Path(__file__).parent.parent / "cases" / "questions.ttl"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
SECONDS, WIDE, LONG_PAGE, LONGEST = 2, 400, 300_000, 30_000_000
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
# What is asked, and words of the right answer.
ASKED = {
    "page": ("/graph.html", b"x" * 1000),
    "yes": ("ASK { ?x foaf:name '王建国' }".encode(), b"true"),
    "no": ("ASK { ?x foaf:name '某某' }".encode(), b"false"),
    "table": (b"SELECT ?n { ?x a kg:Journalist ; foaf:name ?n }", "李华".encode()),
}
BROKEN = (
    b"\x00\x01\x02\xff" * 50,
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET http://[::1/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 60,
    b"GET /%00%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 3\r\n\r\n\xff\xfe\x00",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: x\r\nContent-Length: 1\r\n\r\na",
    b"DELETE /graph.ttl HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"PUT /graph.ttl HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na",
    b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nRange: bytes=" + b"0-1," * 1000 + b"0-1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    b"GET /sparql?query=" + b"%ZZ" * 99 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
)


@dataclass
class Held:
    """What was answered, what else was sent (`beside`), and what came of it."""

    counts: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)


@contextlib.contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server as a user starts it, and its port."""
    with tempfile.TemporaryDirectory(prefix="kg-load-") as folder:
        out = Path(folder) / "out"
        files.write(out / "graph.ttl", GRAPH.read_text(encoding="utf-8"))
        files.write(out / "graph.html", "x" * LONG_PAGE)
        files.write(out / "long.html", "x" * LONGEST)  # more than what lies in the buffers of two systems
        command = [sys.executable, "-m", "kg.cli", "serve", str(out), "--port", "0", "--timeout", str(SECONDS)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as server:
            assert server.stdout is not None
            yield server, int(server.stdout.readline().split()[-1].rstrip("/").rpartition(":")[2])
            if server.poll() is None:
                server.kill()


async def send(port: int, octets: bytes, *, seconds: float = 60) -> bytes:
    """What the server says to some bytes until it ends the connection, "" where it cuts it."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return b""
    try:
        writer.write(octets)
        return await asyncio.wait_for(reader.read(), seconds)
    except (OSError, TimeoutError):
        return b""
    finally:
        writer.transport.abort()


def request(what: bytes | str) -> bytes:
    """A request for a page or with a question."""
    head = "Host: localhost\r\nConnection: close\r\n"
    if isinstance(what, str):
        return f"GET {what} HTTP/1.1\r\n{head}\r\n".encode()
    body = urllib.parse.urlencode({"query": what}).encode()
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    return f"POST /sparql HTTP/1.1\r\n{head}{kind}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def ask(port: int, kind: str, held: Held) -> None:
    """Ask until there is an answer, and look whether it is right."""
    what, right = ASKED[kind]
    for _ in range(2000):
        said = await send(port, request(what))
        status = said[9:12].decode("latin-1")
        held.beside[f"status {status or 'none'}"] += 1
        if status == "200":
            whole = len(said) > LONG_PAGE if kind == "page" else True
            if right not in said or not whole:
                held.findings.append(f"{kind}: a wrong answer: {said[-200:]!r}")
            held.counts["answered"] += 1
            return
        if status not in ("503", ""):
            held.findings.append(f"{kind}: {said[:200]!r}")
        await asyncio.sleep(random.uniform(0.01, 0.2))
    held.findings.append(f"{kind}: never answered")


async def several(jobs: list[Awaitable[None]], at_once: int) -> None:
    """Do many things, so many at once."""
    places = asyncio.Semaphore(at_once)

    async def one(job: Awaitable[None]) -> None:
        """Do one when there is a place."""
        async with places:
            await job

    await asyncio.gather(*map(one, jobs))


async def crowd(port: int, number: int, held: Held) -> None:
    """Let many clients ask at once."""
    began = time.perf_counter()
    kinds = [
        list(ASKED)[turn % len(ASKED)] if turn % 10 == 0 else ("yes", "no", "table")[turn % 3] for turn in range(number)
    ]
    await several([ask(port, kind, held) for kind in kinds], WIDE)
    held.figures["answers a second"] = round(number / (time.perf_counter() - began), 1)


async def broken(port: int, number: int, held: Held, chance: random.Random, *, seconds: float = 30) -> None:
    """Send what is no request, or a damaged one."""

    async def one(turn: int) -> None:
        """Send one and look at what comes back."""
        octets = BROKEN[turn % len(BROKEN)]
        if turn >= len(BROKEN):
            changed = bytearray(octets[:5000])
            for _ in range(chance.randrange(1, 8)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            octets = bytes(changed)
        said = await send(port, octets, seconds=seconds)
        held.beside["malformed"] += 1
        if said[9:10] == b"5" and said[9:12] != b"503":
            held.findings.append(f"{octets[:80]!r}: {said[:200]!r}")
        if b"root:" in said:
            held.findings.append(f"{octets[:80]!r}: a file from elsewhere")

    await several([one(turn) for turn in range(number)], 250)


async def slow(port: int, number: int, held: Held, *, seconds: float = 14) -> None:
    """Hold connections by sending a byte a second, or by taking nothing; others must be answered meanwhile."""
    lines: list[Line] = []
    for turn in range(number):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2)
        first = (
            b"",
            b"GET / HT",
            request("/long.html"),
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n",
        )
        writer.write(first[turn % 4])
        lines.append((reader, writer))
    held.beside["slow clients"] += number
    worst = 0.0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for turn, (_, writer) in enumerate(lines):
            if turn % 4 != 2 and not writer.transport.is_closing():
                writer.write(b"a")
        asked = time.perf_counter()
        await ask(port, "yes", held)
        worst = max(worst, time.perf_counter() - asked)
        await asyncio.sleep(1)
    held.figures["longest wait among slow clients, s"] = round(worst, 2)
    if worst > 10:
        held.findings.append(f"slow clients kept another waiting for {worst:.0f} s")
    if seconds >= 14:  # time enough for the server to lose patience
        held.findings += [f"a slow client still holds its connection ({kind})" async for kind in holding(lines)]
    for _, writer in lines:
        writer.transport.abort()


async def holding(lines: list[Line]) -> AsyncIterator[str]:
    """What the clients do that still hold a connection."""
    for turn, (reader, _) in enumerate(lines):
        if not await ended(reader, taking=turn % 4 == 2):
            yield ("no byte", "a head", "taking nothing", "a body")[turn % 4]


async def ended(reader: asyncio.StreamReader, *, taking: bool) -> bool:
    """Whether the server has ended a connection; of one that it was sending to, whether it stopped."""
    said = 0
    try:
        while piece := await asyncio.wait_for(reader.read(2**16), 3):
            said += len(piece)
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return not taking or said < LONGEST


def children(process: int) -> list[int]:
    """The processes that a process has begun."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(one) for one in found.stdout.split()]


def alive(process: int) -> bool:
    """Whether a process still runs."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def stopped(sign: signal.Signals, held: Held) -> None:
    """Stop a server in the midst of a question: no process is left, and the port is free again."""
    with serving() as (server, port):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(request(ENDLESS.encode()))
            time.sleep(0.7)
            began = children(server.pid)
            server.send_signal(sign)
            code = server.wait(timeout=20)
        held.beside["servers stopped"] += 1
        end = time.monotonic() + SECONDS + 8
        while any(map(alive, began)) and time.monotonic() < end:
            time.sleep(0.1)
        if left := [one for one in began if alive(one)]:
            held.findings.append(f"{sign.name}: processes are left: {left}")
            for one in left:
                os.kill(one, signal.SIGKILL)
        if code not in ((0,) if sign is signal.SIGINT else (0, -sign)):
            held.findings.append(f"{sign.name}: exit code {code}")
        socket.create_server(("127.0.0.1", port)).close()


def memory(process: int) -> float:
    """MiB that a process has in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def attack(server: subprocess.Popen[str], port: int, number: int, held: Held) -> None:
    """All that clients can do, then once more what is right; few requests are a short version."""
    is_short = number < 1000
    await crowd(port, number // 4, held)
    before = memory(server.pid)
    await crowd(port, number - number // 4, held)
    malformed = max(len(BROKEN), number // 4)
    await broken(port, malformed, held, random.Random(1), seconds=2 if is_short else 30)
    await slow(port, max(100, min(450, number // 40)), held, seconds=2 if is_short else 14)
    await crowd(port, 40, held)
    held.figures["MiB more after the load"] = round(memory(server.pid) - before, 1)
    if held.figures["MiB more after the load"] > 100:
        held.findings.append("the server grew by more than 100 MiB")


def run(number: int) -> Held:
    """Send so many requests, and all else in proportion."""
    held = Held()
    with serving() as (server, port):
        asyncio.run(attack(server, port, number, held))
        server.send_signal(signal.SIGINT)
        code = server.wait(timeout=20)
        assert server.stderr is not None
        if code or (said := server.stderr.read().strip()):
            held.findings.append(f"ended with {code}: {said[:200]} … {said[-700:]}")
    for sign in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)[: 1 if number < 1000 else 3]:
        stopped(sign, held)
    return held


def main() -> int:
    """Print the counts and the findings as JSON."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--requests", type=int, default=400)
    held = run(asked.parse_args().requests)
    told = {"counts": held.counts, "figures": {**held.beside, **held.figures}, "findings": held.findings}
    print(json.dumps(told, ensure_ascii=False, indent=1))  # noqa: T201 — make check-hard shows it
    return bool(held.findings)


if __name__ == "__main__":
    sys.exit(main())
