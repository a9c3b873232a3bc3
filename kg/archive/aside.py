"""Work → processes beside this one: each ends with its work, and gives all of its memory back.

They are started anew (spawn), which is the same on every system, and see when this process is gone, killed perhaps:
then nobody wants what they do.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

LEAST = 16_000_000  # bytes of text: from here on it is worth while to begin a process for what takes memory
Done = TypeVar("Done")


def for_size(size: int, prepare: Callable[..., None] | None = None, *given: Any) -> Executor:
    """Return what does that which takes memory when it makes something of `size` bytes of text.

    To begin a process takes a second, so what is small is done here, where everything is prepared.
    """
    return processes(1, prepare, *given) if size >= LEAST else Here()


class Here(Executor):
    """Does at once, in this process, what it is given."""

    def submit(self, work: Callable[..., Done], /, *given: Any, **named: Any) -> Future[Done]:
        """Return what is done, done."""
        done = Future[Done]()
        done.set_result(work(*given, **named))
        return done


def processes(number: int, prepare: Callable[..., None] | None = None, *given: Any) -> Executor:
    """Return so many processes, each of which begins with `prepare`; they begin when they are first needed."""
    import multiprocessing  # noqa: PLC0415 — a small archive needs none of it
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(number, mp_context=spawn, initializer=begin, initargs=(prepare, *given))


def begin(prepare: Callable[..., None] | None, *given: Any) -> None:
    """Prepare a process."""
    threading.Thread(target=end_together, daemon=True).start()
    if prepare is not None:
        prepare(*given)


def end_together() -> None:
    """Wait until the process that began this one is gone, then end."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415 — only where there are several processes

    if (parent := parent_process()) is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
