"""What the last build was made of and what it left, by checksum → whether it still stands.

The file is written last: as long as it is not there, or says something else than what is found, nothing of it is used.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from kg.errors import SourceError
from kg.outputs import files

NAME, LOCK = "state.json", "lock"


@dataclass(frozen=True, slots=True)
class Told:
    """What a build has to tell: numbers of files, articles and sentences, of entities and facts by kind, open names.

    `warnings` are files that were read although something is wrong with them, and what; `triples` are those of the
    graph without its description.
    """

    files: int
    articles: int
    sentences: int
    entities: Mapping[str, int]
    facts: Mapping[str, int]
    open: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    triples: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """The hash of the program, that of all that went into a build, what it told, the SHA-256 of each file it left."""

    program: str
    made_of: str
    told: Told
    left: Mapping[str, str]

    def stands(self, *paths: Path) -> bool:
        """Return whether the files at `paths` are as the build left them."""
        return all(self.left.get(str(path.resolve())) == files.digest(path) != "" for path in paths)


def load(folder: Path, program: str) -> State | None:
    """Return the state that this `program` kept in `folder`, None where there is none that can be trusted."""
    try:
        text = (folder / NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    mark, _, body = text.partition("\n")
    if mark != sha256(body.encode()).hexdigest():
        return None
    kept = json.loads(body)
    if kept.get("program") != program:
        return None
    told = Told(**{**kept["told"], **{name: tuple(kept["told"][name]) for name in ("open", "warnings")}})
    return State(program, kept["made_of"], told, kept["left"])


def save(folder: Path, program: str, made_of: str, told: Told, paths: Iterable[Path]) -> None:
    """Keep what a build was made by and of, what it told, and the checksums of the files that it left."""
    left = {str(path.resolve()): files.digest(path) for path in paths}
    body = json.dumps(asdict(State(program, made_of, told, left)), ensure_ascii=False, indent=1)
    files.write(folder / NAME, f"{sha256(body.encode()).hexdigest()}\n{body}")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder of what is kept for one build, after any other that has it; SourceError where it is no folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("ab")
    except OSError as error:
        raise SourceError(f"{folder}: cannot be written ({error.strerror}); give another --cache") from error
    with lock:
        if os.name == "posix":  # elsewhere builds do not wait for each other
            files.hold(lock.fileno())
        yield
