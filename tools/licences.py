"""The packages of requirements.lock → docs/licences.md: what each is licensed under, and what it is needed for.

    python tools/licences.py

It asks what the installed packages say of themselves (their metadata), in an environment made by `make test`.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, metadata, requires
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "licences.md"
OURS = "zhengpu"
EXTRA = re.compile(r"extra\s*==\s*[\"']([\w.-]+)[\"']")
NAME = re.compile(r"[A-Za-z0-9._-]+")
SPELT = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
}
LONGEST = 40  # characters of the name of a licence; longer is the licence itself
HEAD = """# 所用软件的许可 Licences of what is used

由 `python tools/licences.py` 生成，据各软件包自己的声明；构建时才用的（hatchling 等）不在内。
Made by that command from what the packages say of themselves; what only builds ours (hatchling) is left out.

“run” 是 `pip install .` 装的，其余只用于所列的选项，或只用于测试。
What a plain installation brings is marked `run`; the rest comes with the options named, or only with the tests.

网页里的 JavaScript 和 WebAssembly 列于 `kg/outputs/sparql_assets/vendor/VENDOR.md`；vis-network 随 pyvis 而来。
The JavaScript and WebAssembly of the pages are listed there, with hashes and licences; vis-network (MIT or Apache-2.0)
is part of pyvis.

| 软件包 package | 版本 version | 许可 licence | 用于 for |
|---|---|---|---|
"""


def key(name: str) -> str:
    """Return the name by which packages are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str, extra: str = "") -> set[str]:
    """Return the packages that a package, or one of its extras, needs, and those that they need."""
    found: set[str] = set()
    waiting = list(direct(name, extra))
    while waiting:
        one = waiting.pop()
        if key(one) not in found:
            found.add(key(one))
            waiting += direct(one)
    return found


def direct(name: str, extra: str = "") -> Iterator[str]:
    """Yield the packages that a package itself needs: without its extras, or for one of them."""
    for text in stated(name):
        asked, match = EXTRA.search(text), NAME.match(text)
        if match is not None and (asked[1] if asked is not None else "") == extra:
            yield match[0]


def stated(name: str) -> list[str]:
    """Return what a package says that it needs, nothing where it is not installed; ours says it in pyproject.toml."""
    if name == OURS:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = project["optional-dependencies"].items()
        return [*project["dependencies"], *(f"{one}; extra == '{extra}'" for extra, some in extras for one in some)]
    return (requires(name) or []) if is_installed(name) else []


def is_installed(name: str) -> bool:
    """Return whether a package is installed here."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def licence(name: str) -> str:
    """Return the licence of an installed package, as short as it says it."""
    told = metadata(name)
    classed = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    free = (told["License"] or "").strip() if "License" in told else ""
    short = free if 0 < len(free) < LONGEST and "\n" not in free else ""
    said = (
        str(told["License-Expression"])
        if "License-Expression" in told
        else " ".join(classed) or short or free[:LONGEST]
    )
    return SPELT.get(said, said) or "?"


def rows() -> Iterator[str]:
    """Yield a line of the table for each package of the lock."""
    uses = {"run": needed(OURS)} | {name: needed(OURS, name) for name in ("serve", "parquet", "validate", "notebooks")}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name in sorted(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE), key=str.lower):
        if not is_installed(name):
            continue
        use = ", ".join(what for what, packages in uses.items() if key(name) in packages) or "test"
        yield f"| {name} | {distribution(name).version} | {licence(name)} | {use} |\n"


def main() -> int:
    """Write the table."""
    TARGET.write_text(HEAD + "".join(rows()), encoding="utf-8")
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
