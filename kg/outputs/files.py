"""Text → a file that is whole or absent, several texts → files that change together or not at all.

A file is written beside its place under another name, then put there at once. Files that belong together are written
into a folder of their own first; one renaming of that folder decides that they are the new ones, and whoever comes next
(`finish`) puts in place what a process that died then could not. Locks are the system's: they end with the process.

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     with together(Path(folder) / "out") as new:
...         _ = write(new / "graph.ttl", "市长")
...     (Path(folder) / "out" / "graph.ttl").read_text(encoding="utf-8")
'市长'
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp

from kg.errors import SourceError

READABLE = 0o644
# Beside the files of a folder: what a process is writing (a random name follows), and what is decided but not in place.
WRITING, DECIDED = ".writing-", ".decided"


def write(path: Path, text: str) -> Path:
    """Write `text` as UTF-8 to `path`, making its folder, and return `path`; SourceError where that is impossible."""
    return write_pieces(path, (text,))


def write_pieces(path: Path, pieces: Iterable[str]) -> Path:
    """Write the text that `pieces` make together, which need never be in memory at once; else as `write`."""
    return write_octets(path, map(str.encode, pieces))


def write_octets(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write the bytes that `pieces` make together; else as `write_pieces`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, pieces)
    except OSError as error:
        raise unwritable(path, error) from error
    return path


def unwritable(path: Path, error: OSError) -> SourceError:
    """Return the error that says that `path` cannot be written, and why."""
    is_new = path.parent.name.startswith(WRITING)
    shown = path.parent.parent / path.name if is_new else path
    return SourceError(f"{shown}: cannot be written ({error.strerror}); give another folder with -o")


def replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Put a new file of `pieces` in the place of `path`; where that fails, the old file stays and no other is left."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.writelines(pieces)
            file.close()
            Path(file.name).chmod(READABLE)
            os.replace(file.name, path)  # noqa: PTH105 — the one call that both systems promise to be atomic
        except BaseException:
            file.close()
            Path(file.name).unlink(missing_ok=True)
            raise


@contextmanager
def together(folder: Path) -> Iterator[Path]:
    """Give a folder to write in; at the end all that is in it is put into `folder`, after an error nothing.

    Several processes may do so at once: the files of one of them are there in the end. SourceError where it is
    impossible to write there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            settle(folder)
            new = Path(mkdtemp(prefix=WRITING, dir=folder))
            ours = os.open(new, os.O_RDONLY) if os.name == "posix" else None
            hold(ours)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        yield new
        decide(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        if ours is not None:
            os.close(ours)


def decide(new: Path, folder: Path) -> None:
    """Make what is in `new` the files of `folder`: from the one renaming on, they are."""
    try:
        for path in (*new.iterdir(), new):
            kept(path)
        with alone(folder):
            settle(folder)
            new.rename(folder / DECIDED)
            settle(folder)
    except OSError as error:
        raise unwritable(folder, error) from error


def kept(path: Path) -> None:
    """Return once a file or folder is on the disk, so that a loss of power does not undo what was decided."""
    if path.is_dir() and os.name != "posix":  # Windows opens no folders
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def finish(folder: Path) -> None:
    """Put in place what was decided for `folder` by a process that died then; readers call it before they read.

    What dead processes were still writing goes. Who may not change the folder sees what is there.
    """
    with suppress(OSError):
        if any(one.name.startswith((WRITING, DECIDED)) for one in folder.iterdir()):
            with alone(folder):
                settle(folder)


def settle(folder: Path) -> None:
    """Put in place what was decided, and remove what dead processes were writing; only for who is `alone` there."""
    decided = folder / DECIDED
    if decided.exists():
        for path in sorted(decided.iterdir()):
            path.replace(folder / path.name)
        decided.rmdir()
    for left in folder.glob(f"{WRITING}*"):
        if not is_held(left):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process is `alone` in `folder`, then keep the others waiting; for instants only."""
    if os.name != "posix":  # elsewhere builds do not wait for each other
        yield
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        hold(number)
        yield
    finally:
        os.close(number)


def hold(number: int | None) -> None:
    """Lock the open folder `number`, waiting for it; the system frees it when we end, however we end."""
    if number is not None:
        import fcntl  # noqa: PLC0415 — POSIX only

        fcntl.flock(number, fcntl.LOCK_EX)


def is_held(folder: Path) -> bool:
    """Return whether a living process has locked `folder`."""
    if os.name != "posix":
        return True
    import fcntl  # noqa: PLC0415 — POSIX only

    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(number)
    return False


def digest(path: Path) -> str:
    """Return the SHA-256 of the file at `path` in hexadecimal, "" where there is none to read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
