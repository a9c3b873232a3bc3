"""Very many files, very large ones, and pages damaged at random → every file has its fate and nothing else happens.

python -m tests.hard.inputs --files 100000 --pages 3000
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kg import pipeline
from kg.model import Source
from kg.stages import read, skipped
from tests.odd_inputs import SAID

ROOT = Path(__file__).parent.parent.parent
BYTES = (b"\x00", b"\xff\xfe", b"\xe5", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b[2J", b"\r", b"\xef\xbb\xbf", b"<!--")
WORDS = (
    "区委书记",
    "“",
    "《",
    "（",
    "1,000,000",
    "二〇二四年",
    "□记者",
    "\u3000\u3000",
    "# ",
    "。",
    "２０％",
    "\ue000",
)


@dataclass
class Tried:
    """What was tried and what came of it."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)


def kg(*arguments: str) -> tuple[int, str, float]:
    """Run a command and return its exit code, what it says on stderr, and its seconds."""
    began = time.perf_counter()
    run = subprocess.run([sys.executable, "-m", "kg.cli", *arguments], cwd=ROOT, capture_output=True, check=False)
    return run.returncode, run.stderr.decode("utf-8", "replace"), time.perf_counter() - began


def tiny(number: int, tried: Tried) -> None:
    """Build an archive of very many small files, some of them empty, then again."""
    with tempfile.TemporaryDirectory(prefix="kg-tiny-") as folder:
        for turn in range(number):
            path = Path(folder, "in", str(turn % 100), f"{turn}.txt")
            path.parent.mkdir(parents=True, exist_ok=True)
            said = SAID if turn % 10 == 0 else ""
            path.write_text("" if turn % 1000 == 7 else f"第{turn}号通知。{said}", encoding="utf-8")
        for what in ("first", "again"):
            code, said, seconds = kg("build", f"{folder}/in", "-o", f"{folder}/out", "--quiet", "--workers", "2")
            tried.figures[f"{number} files, {what}, s"] = round(seconds, 1)
            if code != 2 or len(said.splitlines()) != len(range(7, number, 1000)):
                tried.findings.append(f"{number} files: {code} {said[-300:]}")
        told = json.loads(Path(folder, "out", "manifest.json").read_text(encoding="utf-8"))["files"]
        fates = Counter(one["fate"] for one in told)
        if fates != {"read": number - fates["refused"], "refused": len(range(7, number, 1000))}:
            tried.findings.append(f"{number} files: fates {fates}")
        tried.counts["small files"] += len(told)


def large(tried: Tried) -> None:
    """Read a file of just the size that is allowed, of one line and of many."""
    for what, text in (("one line", SAID.strip()), ("many lines", SAID)):
        with tempfile.TemporaryDirectory(prefix="kg-large-") as folder:
            page = Path(folder) / "page.txt"
            page.write_text(text * (1_000_000 // len(text.encode())), encoding="utf-8")
            code, said, seconds = kg("build", str(page), "-o", f"{folder}/out", "--quiet")
            tried.counts["large files"] += 1
            tried.figures[f"1 MB in {what}, s"] = round(seconds, 1)
            if code:
                tried.findings.append(f"{what}: {code} {said[-300:]}")


def damaged(page: bytes, chance: random.Random) -> bytes:
    """A stretch of a page with some bytes changed, lost, doubled or put in, perhaps in another encoding."""
    text = page.decode("utf-8")
    begin = chance.randrange(len(text))
    octets = bytearray(text[begin : begin + chance.randrange(20, 1000)].encode())
    if chance.random() < 0.3:
        encoding = chance.choice(("gb18030", "utf-16", "utf-16-le", "big5", "utf-8-sig"))
        octets = bytearray(octets.decode("utf-8", "ignore").encode(encoding, "ignore"))
    for _ in range(chance.choice((0, 0, 1, 2, 5, 50))):
        at = chance.randrange(len(octets) + 1)
        new = chance.choice((*BYTES, *(word.encode() for word in WORDS), bytes([chance.randrange(256)]), b""))
        octets[at : at + chance.choice((0, 0, 0, 0, 1, 3))] = new
    return bytes(octets)


def pages(number: int, tried: Tried, *, seed: int = 1) -> None:
    """Read damaged pages: a refusal is one line, all that is read stands where it says, and nothing is lost unseen."""
    chance = random.Random(seed)
    whole = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    with tempfile.TemporaryDirectory(prefix="kg-pages-") as folder:
        path = Path(folder) / "page.txt"
        for turn in range(number):
            path.write_bytes(octets := damaged(chance.choice(whole), chance))
            try:
                fate, wrong = fate_of(read.source(path, "page.txt"))
            except Exception as error:  # noqa: BLE001 — this is what is looked for
                fate, wrong = "failed", f"{type(error).__name__}: {error}"
            tried.counts[f"damaged pages {fate}"] += 1
            if wrong:
                tried.findings.append(f"page {turn} of seed {seed}: {wrong}: {octets[:200]!r}")


def fate_of(source: "Source | Exception") -> tuple[str, str]:
    """What becomes of a page, and what is wrong with that."""
    if not isinstance(source, Source):
        return "refused", "" if str(source).isprintable() and ";" in str(source) else f"a bad line: {source}"
    reads = pipeline.read_page(source, None)
    list(pipeline.page_nodes(source, reads, None))
    fate = "read with a warning" if source.warnings else "read"
    seen = bytearray(len(source.text))
    for one in skipped.regions(source, reads):
        seen[one.begin : one.end] = b"x" * (one.end - one.begin)
    for reading in (reading for one in reads for reading in one.readings):
        value, said = reading.sentence.text.value, reading.sentence
        seen[said.begin : said.end] = b"x" * (said.end - said.begin)
        if any(one.text != value[one.begin : one.end] for one in reading.mentions):
            return fate, "a mention is not where it says"
        if skipped.LOST in value and (reading.mentions or reading.figures):
            return fate, "a broken sentence says something"
    lost = [char for char, mark in zip(source.text, seen, strict=True) if not mark and skipped.is_visible(char)]
    return fate, f"lost unseen: {''.join(lost)[:50]}" if lost else ""


def main() -> int:
    """Print the counts and the findings as JSON."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=int, default=300)
    asked.add_argument("--pages", type=int, default=60)
    chosen = asked.parse_args()
    tried = Tried()
    pages(chosen.pages, tried)
    tiny(chosen.files, tried)
    if chosen.files > 1000:
        large(tried)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    tried.figures["MiB at most"] = round(used / 1024, 0)
    told = {"counts": tried.counts, "figures": tried.figures, "findings": tried.findings}
    print(json.dumps(told, ensure_ascii=False, indent=1))  # noqa: T201 — make check-hard shows it
    return bool(tried.findings)


if __name__ == "__main__":
    sys.exit(main())
