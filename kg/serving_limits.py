"""An ASGI application → the same, for requests that are short and few, carried out away from the event loop.

What it wraps may block while it works, and pages are still served meanwhile. A refusal is JSON with one line.
"""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from urllib.parse import parse_qs

import anyio
from anyio import to_thread
from h11 import IDLE, SEND_BODY
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import KgError, TimeLimitError

LONGEST_QUESTION = 256 * 1024  # bytes; the longest that comes with the program has 3,000
PATIENCE = 10.0  # seconds that a client may take for a request, and for each part of a reply
WAITING = 8  # requests that may wait for their turn; a person at a page has one, a script should take its time
FORM = "application/x-www-form-urlencoded"
refused: ContextVar[KgError | None] = ContextVar("refused", default=None)


class Bounded:
    """Runs one request of `app` in a thread with an event loop of its own; at most `at_once` such threads."""

    def __init__(self, app: ASGIApp, *, at_once: int) -> None:
        self.app, self.at_once, self.inside = app, at_once, 0
        self.places: anyio.CapacityLimiter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = await read(receive)  # before it counts: who is slow to ask keeps nobody else waiting
        if self.inside >= self.at_once + WAITING:
            response = refusal(503, "too many questions at once; ask again in a moment", retry="5")
        else:
            self.inside += 1
            try:
                response = await self.respond(scope, body)
            finally:
                self.inside -= 1
        await response(scope, receive, send)

    async def respond(self, scope: Scope, body: bytes | None) -> Response:
        """Return the reply to a request with `body`, None for one that was too long."""
        if body is None or len(scope["query_string"]) > LONGEST_QUESTION:
            return refusal(413, f"the question is longer than {LONGEST_QUESTION >> 10} KiB; shorten it")
        if not is_utf8(body):
            return refusal(400, "the question is not UTF-8; send it as UTF-8")
        if b"graph-uri=" in scope["query_string"] + body:
            return refusal(400, "there is one graph, the one that is asked; leave default-graph-uri out")
        if self.places is None:  # it belongs to the loop that serves, so it is not made before
            self.places = anyio.CapacityLimiter(self.at_once)
        return await to_thread.run_sync(answer, self.app, scope, body, limiter=self.places)


async def read(receive: Receive) -> bytes | None:
    """Return the body of a request, or None once it is too long."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LONGEST_QUESTION:
            return None
    return body


def is_utf8(octets: bytes) -> bool:
    """Return whether bytes are text in UTF-8."""
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


def answer(app: ASGIApp, scope: Scope, body: bytes) -> Response:
    """Return what `app` answers to a request, whole; a refusal that was noted meanwhile takes its place."""
    scope, body = plainly({**scope, "path": "/", "root_path": "", "app": app}, body)
    sent: list[Message] = []
    error = asyncio.run(carry_out(app, scope, body, sent.append))
    if error is not None:
        return refusal(503 if isinstance(error, TimeLimitError) else 400, str(error))
    begun, *parts = sent
    response = Response(b"".join(part.get("body", b"") for part in parts), status_code=begun["status"])
    response.raw_headers = begun["headers"]
    return response


async def carry_out(app: ASGIApp, scope: Scope, body: bytes, keep: Callable[[Message], None]) -> KgError | None:
    """Run one request of `app` and keep what it sends; return the refusal that was noted, if any."""
    pending = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        """Return the request, and after it that the client has gone."""
        return pending.pop() if pending else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        """Keep a part of the reply."""
        keep(message)

    noted = refused.set(None)
    await app(scope, receive, send)
    error = refused.get()
    refused.reset(noted)
    return error


def plainly(scope: Scope, body: bytes) -> tuple[Scope, bytes]:
    """Return a request with the question as its body where it came as a form: rdflib-endpoint 0.6 decodes a form twice.

    >>> scope = {"type": "http", "method": "POST", "headers": [(b"content-type", FORM.encode())]}
    >>> plainly(scope, b"query=ASK%20%7B%3Chttp%3A%2F%2Fe%2Fa%2520b%3E%20%3Fp%20%3Fo%7D")[1]
    b'ASK {<http://e/a%20b> ?p ?o}'
    """
    headers = Headers(scope=scope)
    if not headers.get("content-type", "").startswith(FORM):
        return scope, body
    given = parse_qs(body.decode("utf-8", "replace"))
    if len(given.get("query", ())) != 1 or "update" in given:
        return scope, body
    question = given["query"][0].encode("utf-8", "replace")
    changed = MutableHeaders(raw=list(headers.raw))
    changed["content-type"], changed["content-length"] = "application/sparql-query", str(len(question))
    return {**scope, "headers": changed.raw}, question


def refusal(status: int, problem: str, *, retry: str | None = None) -> Response:
    """Return a reply that says what is wrong."""
    return JSONResponse({"message": problem}, status_code=status, headers={"Retry-After": retry} if retry else None)


class Prompt(H11Protocol):
    """HTTP for clients that finish what they begin: one that owes the rest of a request, or takes no reply, is left.

    uvicorn itself has a limit only for the time between two requests; slow clients could keep all places taken.
    """

    owing: asyncio.TimerHandle | None = None
    taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin with a new client, which owes a request."""
        super().connection_made(transport)
        self.owing = self.loop.call_later(PATIENCE, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Take in what the client sends."""
        super().data_received(data)
        state = self.conn.their_state
        if state is SEND_BODY or (state is IDLE and self.conn.trailing_data[0]):
            self.owing = self.owing or self.loop.call_later(PATIENCE, self.transport.abort)
        elif self.owing is not None:
            self.owing.cancel()
            self.owing = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; a request that is being answered then has lost its client."""
        if self.cycle is not None:
            self.cycle.disconnected = True
        super().send_400_response(msg)

    def pause_writing(self) -> None:
        """Wait for the client to take what is sent."""
        super().pause_writing()
        self.taking = self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on sending."""
        super().resume_writing()
        if self.taking is not None:
            self.taking.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """End with a client."""
        super().connection_lost(exc)
        for timer in (self.owing, self.taking):
            if timer is not None:
                timer.cancel()


class Headed:
    """Adds to every reply that its type is meant and that no other site may take it in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def headed(message: Message) -> None:
            """Send a part of the reply, its beginning with the headers."""
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Referrer-Policy"] = "no-referrer"
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, headed)
