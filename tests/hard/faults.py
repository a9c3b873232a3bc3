"""Builds that die, or meet errors, at every step → what is left is always one whole result, the old or the new one.

    python -m tests.hard.faults --kills 300 --every 1

Two sets of pages are built into one folder by turns. A build is a process forked off this one, which has everything
loaded, so that a build takes a tenth of a second and hundreds can be killed. It dies at a chosen moment, or at the n-th
thing that it asks of the file system (Python's audit events), or that n-th thing fails as on a full disk.
"""

import argparse
import errno
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kg.archive import building, results
from kg.archive.keys import Options
from kg.errors import KgError
from kg.outputs import files
from tests.odd_inputs import GOOD, SAID

NOBODY = 65534
REFUSED, CRASHED = 2, 1
# What is asked of the file system; reading is not among it.
CHANGES = {"os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "tempfile.mkdtemp", "tempfile.mkstemp"}
PAGES = {"one": (GOOD, SAID), "two": (GOOD.replace("李建国", "陈小平"), SAID * 3, GOOD * 2)}


@dataclass
class Stage:
    """A folder in which builds take place, what each set of pages must give there, and what was found."""

    place: Path
    is_large: bool
    whole: dict[str, dict[str, str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write the pages, and build each set once, here: so all that a build needs is loaded before it is forked."""
        for name, pages in PAGES.items():
            for number, page in enumerate(pages):
                files.write(self.place / name / f"{number}.txt", page)
            if self.build(name, self.place / f"whole-{name}"):
                self.findings.append(f"{name} cannot be built at all")
            self.whole[name] = told(self.place / f"whole-{name}")
        self.out.mkdir()
        self.died(lambda: self.build("one", self.out))

    @property
    def out(self) -> Path:
        """The folder into which all build."""
        return self.place / "out"

    def build(self, name: str, out: Path, *, cache: Path | None = None) -> int:
        """Build a set of pages and return the exit code that the command would have."""
        way = building.Way(cache or out / ".cache", large=0 if self.is_large else building.LARGE)
        try:
            building.build([self.place / name], out, Options(), way)
        except KgError as error:
            print(f"kg: {error}", flush=True)  # noqa: T201 — what the command would say
            return REFUSED
        return 0

    def died(self, work: Callable[[], int], *, after: float | None = None) -> int:
        """Do `work` in a process of its own, kill it `after` so many seconds, and return its status."""
        child = self.begin(work)
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        return os.waitpid(child, 0)[1]

    def begin(self, work: Callable[[], int]) -> int:
        """Begin `work` in a process of its own."""
        sys.stdout.flush()
        child = os.fork()
        if child:
            return child
        code = CRASHED
        try:
            log = os.open(self.place / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(log, 1)
            os.dup2(log, 2)
            code = work()
        except BaseException as error:  # noqa: BLE001 — the process ends here, and says with what
            print(f"{type(error).__name__}: {error}", flush=True)  # noqa: T201
        finally:
            os._exit(code)

    def check(self, what: str) -> None:
        """Note what was tried, and whether the result is whole after it: at once, or once the next one looks."""
        self.counts[what.partition(":")[0]] += 1
        found = told(self.out)
        if found not in self.whole.values():
            self.figures["finished by the next"] += 1
            files.finish(self.out)
            found = told(self.out)
        if found not in self.whole.values():
            self.findings.append(f"{what}: a mixture: {names(found, self.whole)}")

    def mend(self, name: str) -> None:
        """Build a set without a fault: it must give what it always gives, and leave nothing else."""
        if status := self.died(lambda: self.build(name, self.out)):
            self.findings.append(f"a build after faults ended with {status}: {(self.place / 'log').read_text()}")
        if told(self.out) != self.whole[name]:
            self.findings.append("a build after faults gave something else")
        left = {path.name for path in self.out.iterdir()} - {*results.NAMES, ".cache"}
        if left:
            self.findings.append(f"left behind: {sorted(left)}")


def told(out: Path) -> dict[str, str]:
    """The SHA-256 of each result."""
    return {name: files.digest(out / name) for name in results.NAMES}


def names(found: dict[str, str], whole: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """Which set each file is of."""
    return {name: [one for one, said in whole.items() if said[name] == digest] for name, digest in found.items()}


def kills(stage: Stage, number: int, chance: random.Random) -> None:
    """Kill builds at random moments."""
    began = time.perf_counter()
    stage.mend("one")
    usual = time.perf_counter() - began
    for turn in range(number):
        name = ("two", "one")[turn % 2]
        stage.died(lambda name=name: stage.build(name, stage.out), after=chance.uniform(0, usual * 1.5))
        stage.check("killed at a random moment")
        if turn % 10 == 0:
            stage.mend(name)
    stage.mend("one")


def at_step(number: int, fault: Callable[[str], None]) -> None:
    """Let `fault` happen at the n-th change that this process makes to files, or wants to make."""
    seen = [0]

    def hook(event: str, details: tuple[object, ...]) -> None:
        """Count the changes."""
        is_change = event in CHANGES or (event == "open" and isinstance(details[2], int) and details[2] & os.O_CREAT)
        if is_change and seen[0] >= 0:
            seen[0] += 1
            if seen[0] == number:
                seen[0] = -1
                fault(event)

    sys.addaudithook(hook)


def dies(_: str) -> None:
    """The process is killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def full(_: str) -> None:
    """The disk is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def steps(stage: Stage, every: int) -> None:
    """Let builds die, or fail, at every change to files in turn (at every `every`-th)."""
    for what, fault in (("killed at a step", dies), ("full disk at a step", full)):
        for number in range(1, 500, every):
            stage.died(lambda: stage.build("one", stage.out))

            def build(number: int = number, fault: Callable[[str], None] = fault) -> int:
                at_step(number, fault)
                return stage.build("two", stage.out)

            status = stage.died(build)
            stage.check(f"{what}: {number}")
            log = (stage.place / "log").read_text(encoding="utf-8")
            if fault is full and status and not is_one_line(status, log):
                stage.findings.append(f"{what}: {number}: ended with {status}: {log}")
            if status == 0 and told(stage.out) == stage.whole["two"] and number > 20:
                break
        stage.mend("one")


def is_one_line(status: int, log: str) -> bool:
    """Whether a build that met an error said so in one line."""
    return os.waitstatus_to_exitcode(status) == REFUSED and log.startswith("kg: ") and log.count("\n") == 1


def small_files(stage: Stage, number: int) -> None:
    """Let builds meet the end of the room for files, at sizes from nothing to enough."""
    largest = max((path.stat().st_size for path in (stage.place / "whole-two").rglob("*") if path.is_file()), default=0)
    for turn in range(number):
        size = 2_000 + largest * turn // number  # room for what the build says

        def build(size: int = size) -> int:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            return stage.build("two", stage.out)

        stage.mend("one")
        status = stage.died(build)
        stage.check(f"no room for a file: beyond {size} bytes")
        log = (stage.place / "log").read_text(encoding="utf-8")
        if status and not is_one_line(status, log):
            stage.findings.append(f"no room beyond {size}: ended with {status}: {log}")
        if told(stage.out) != stage.whole["one"] and status:
            stage.findings.append(f"no room beyond {size}: refused, but changed")
    stage.mend("one")


def small_disk(stage: Stage, number: int) -> None:
    """Let builds meet the end of a real disk; only who may mount one can."""
    disk = stage.place / "disk"
    disk.mkdir()
    for turn in range(number):
        size = (4_000, 40_000, 160_000, 400_000, 800_000, 2_000_000)[turn % 6]
        if os.system(f"mount -t tmpfs -o size={size} none '{disk}' 2>/dev/null"):
            stage.figures["no disk could be mounted"] = 1
            return
        try:
            status = stage.died(lambda: stage.build("two", disk / "out", cache=disk))
            found = told(disk / "out")
            stage.counts["mounted disk full"] += 1
            is_refused = is_one_line(status, (stage.place / "log").read_text(encoding="utf-8"))
            if not (status == 0 and found == stage.whole["two"]) and not (is_refused and not any(found.values())):
                stage.findings.append(f"disk of {size}: {status} {(stage.place / 'log').read_text()}")
        finally:
            os.system(f"umount '{disk}'")


def read_only(stage: Stage) -> None:
    """Let somebody without rights build."""
    if os.geteuid():
        stage.figures["not root: nobody without rights"] = 1
        return
    for one in (stage.place, *stage.place.parents[:-1]):
        one.chmod(one.stat().st_mode | 0o755)
    (stage.place / "log").chmod(0o666)

    def build() -> int:
        os.setuid(NOBODY)
        os.chdir("/")
        return stage.build("two", stage.out, cache=Path(tempfile.mkdtemp()))

    status = stage.died(build)
    stage.check("read-only output")
    if not is_one_line(status, (stage.place / "log").read_text(encoding="utf-8")):
        stage.findings.append(f"read-only output: {status} {(stage.place / 'log').read_text()}")


def at_once(stage: Stage, number: int) -> None:
    """Let two builds with caches of their own, then two with one cache, write into one folder."""
    for turn in range(number):
        shared = turn % 2 == 0
        pairs = [(name, stage.out / ".cache" if shared else stage.place / f"cache-{name}") for name in PAGES]
        children = [stage.begin(lambda n=n, c=c: stage.build(n, stage.out, cache=c)) for n, c in pairs]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        stage.check("two builds in one folder at once")
        if not set(codes) <= {0, REFUSED} or 0 not in codes or (REFUSED in codes and not shared):
            stage.findings.append(f"two at once ended with {codes}")
    stage.mend("one")


def clocks(stage: Stage, number: int, chance: random.Random) -> None:
    """Let builds take place while every clock jumps, among files from the future and the past."""
    for turn in range(number):
        for path in stage.out.rglob("*"):
            with suppress(FileNotFoundError):
                os.utime(path, (chance.choice((0, 2**31, 2**33)),) * 2)

        def build(turn: int = turn) -> int:
            for name in ("time", "monotonic", "perf_counter"):
                setattr(time, name, lambda: chance.uniform(0, 2**33))
            time.time_ns = lambda: chance.randrange(2**62)
            return stage.build(("two", "one")[turn % 2], stage.out)

        if status := stage.died(build):
            stage.findings.append(f"jumping clock: {status} {(stage.place / 'log').read_text()}")
        stage.check("jumping clock")
    stage.mend("one")


def timed(stage: Stage, what: str, began: float) -> float:
    """Tell how long something took, and return what time it is."""
    now = time.perf_counter()
    print(f"{'large' if stage.is_large else 'small'} {what}: {now - began:.0f} s", file=sys.stderr, flush=True)  # noqa: T201
    return now


def run(number: int, every: int, *, seed: int = 1) -> Iterator[Stage]:
    """Inject all faults into builds of small archives and of large ones; `number` kills at random moments."""
    for is_large in (False, True):
        place = Path(tempfile.mkdtemp(prefix="kg-faults-"))
        stage, chance = Stage(place, is_large), random.Random(seed)
        tried: tuple[tuple[str, Callable[[], None]], ...] = (
            ("kills", lambda: kills(stage, number // 2, chance)),  # noqa: B023 — carried out at once
            ("steps", lambda: steps(stage, every)),  # noqa: B023
            ("small files", lambda: small_files(stage, max(2, number // 20))),  # noqa: B023
            ("small disk", lambda: small_disk(stage, max(6, number // 20))),  # noqa: B023
            ("read only", lambda: read_only(stage)),  # noqa: B023
            ("at once", lambda: at_once(stage, max(2, number // 10))),  # noqa: B023
            ("clocks", lambda: clocks(stage, max(2, number // 20), chance)),  # noqa: B023
        )
        began = time.perf_counter()
        for what, inject in tried:
            inject()
            began = timed(stage, what, began)
        yield stage
        shutil.rmtree(place)


def main() -> int:
    """Print the counts and the findings as JSON."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=10)
    asked.add_argument("--every", type=int, default=7)
    chosen = asked.parse_args()
    counts: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    findings: list[str] = []
    for stage in run(chosen.kills, chosen.every):
        counts += stage.counts
        figures += stage.figures
        findings += stage.findings
    told = {"counts": counts, "figures": figures, "findings": findings}
    print(json.dumps(told, ensure_ascii=False, indent=1))  # noqa: T201 — make check-hard shows it
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main())
