"""requirements.hashes → the same, in two parts: what the demo needs and what builds it, then what only tests need.

    python tools/hashes.py

The Makefile installs the first part for `make demo` and all of it for `make test`, nothing of it without its hash. It
asks the installed packages what they need, in an environment made by `make test`, so it comes after a new lock.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import licences

TARGET = licences.ROOT / "requirements.hashes"
# What the Makefile calls PARTS, and what builds our package and those that come as source.
PARTS = ("", "notebooks", "serve", "validate")
BUILDERS = {"hatchling", "editables", "packaging", "pathspec", "pluggy", "trove-classifiers", "setuptools", "wheel"}
TESTS = "# tests: from here on, only for tests\n"


def entries(told: str) -> dict[str, str]:
    """Return what the file says of each package, by its name."""
    blocks = re.split(r"(?m)^(?=[\w.-]+==)", told.replace(TESTS, ""))[1:]
    return {licences.key(block.partition("==")[0]): block for block in blocks}


def for_demo() -> set[str]:
    """Return the packages that the demo needs, with those that build it."""
    return BUILDERS.union(*(licences.needed(licences.OURS, part) for part in PARTS))


def parted(told: str, first: set[str]) -> str:
    """Return the file with the packages in `first` before all others."""
    known = entries(told)
    head = told[: re.search(r"(?m)^[\w.-]+==", told).start()] if known else told  # type: ignore[union-attr]  # known
    demo = (block for name, block in known.items() if name in first)
    tests = (block for name, block in known.items() if name not in first)
    return "".join((head, *demo, TESTS, *tests))


def main() -> int:
    """Write the file."""
    TARGET.write_text(parted(TARGET.read_text(encoding="utf-8"), for_demo()), encoding="utf-8")
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
