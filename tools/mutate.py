"""Modules → how many small wrong changes to them the tests notice.

A mutant is one change to the syntax tree of one module: a comparison turned, a number off by one, a condition denied.
The sample is drawn by a digest of the change, so it is the same each time and moves little when the code does. Each
mutant is tried in a process of its own, forked from one that has loaded the libraries, read the rules and built a page;
there, the mutated module and all that import it are loaded anew, and the tests of its area run until the first fails.
Why not mutmut or cosmic-ray: both start a new interpreter, or at least load all of ours, for each mutant (4 s instead
of under 1), and mutmut leaves alone what stands outside functions, where our patterns are.

    python tools/mutate.py turtle --sample 40     one area
    python tools/mutate.py --sample 60 --jobs 2   all; exit code 1 below the share that is wanted

With --json the counts are told as `make check-hard` reads them.
"""

import argparse
import ast
import contextlib
import functools
import hashlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import yaml

ROOT = Path(__file__).parent.parent
WANTED = 85
UNSOUND = "the tests fail without any mutant; mend them first"
# A mutant that makes the tests take so much of the processor, or of the day, hangs; a busy machine makes none hang.
SECONDS, PATIENCE = 60, 600
# Area → what is mutated, and the tests that must notice, the quickest and most telling first.
AREAS = {
    "values": (
        ["kg/values/*.py"],
        ["tests/test_values.py", "tests/test_figures.py", "tests/test_recognizers.py"],
    ),
    "rulebook": (["kg/rulebook.py"], ["tests/test_rulebook.py"]),
    "resolve": (
        ["kg/stages/resolve/*.py"],
        [
            "tests/test_resolve.py",
            "tests/test_occasions.py",
            "tests/test_pipeline.py",
            "tests/test_golden.py",
            "tests/test_examples.py",
        ],
    ),
    "turtle": (["kg/outputs/turtle.py"], ["tests/test_turtle_layout.py", "tests/test_turtle.py"]),
}
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Continue: ast.Break,
    ast.Break: ast.Continue,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "startswith": "endswith", "endswith": "startswith"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the module, the number of the change in it, the line, and what it is (old → new)."""

    path: Path
    number: int
    line: int
    change: str

    @property
    def rank(self) -> str:
        """Return what the sample is drawn by."""
        return hashlib.sha256(f"{self.path.name} {self.change} {self.number}".encode()).hexdigest()


class Mutator(ast.NodeVisitor):
    """Walk a tree and call each possible change by number; `change` of the wanted number is made."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted, self.found = wanted, []  # type: ignore[var-annotated]

    def offer(self, node: ast.AST, what: str, make: Callable[[], None]) -> None:
        """Count one change and make it if it is the wanted one."""
        if len(self.found) == self.wanted:
            make()
        self.found.append((getattr(node, "lineno", 0), what))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Look at the body only: a decorator or annotation changes nothing that a test should see."""
        for default in (*node.args.defaults, *(one for one in node.args.kw_defaults if one)):
            self.visit(default)
        for statement in node.body:
            self.visit(statement)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Look at the body of a class."""
        for statement in node.body:
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Look at the value, not at the annotation."""
        if node.value is not None:
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Leave the words of an error alone."""

    def visit_Expr(self, node: ast.Expr) -> None:
        """Leave docstrings alone."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        """Deny the condition."""
        if not is_typing(node.test):
            self.deny(node)
            self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """Deny the condition."""
        self.deny(node)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        """Deny the condition."""
        self.deny(node)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Drop a condition."""
        for condition in list(node.ifs):
            self.offer(condition, f"drop: if {ast.unparse(condition)}", lambda one=condition: node.ifs.remove(one))
        self.generic_visit(node)

    def deny(self, node: ast.If | ast.IfExp | ast.While) -> None:
        """Offer the condition denied."""
        denied = ast.UnaryOp(ast.Not(), node.test)
        self.offer(node.test, f"not: {ast.unparse(node.test)}", lambda: setattr(node, "test", denied))

    def visit_Return(self, node: ast.Return) -> None:
        """Return nothing."""
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            none = ast.Constant(None)
            self.offer(node, f"return None: {ast.unparse(node.value)}", lambda: setattr(node, "value", none))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """Drop a `not` or a sign."""
        if isinstance(node.op, ast.Not | ast.USub):
            self.offer(node, f"drop sign: {ast.unparse(node)}", lambda: setattr(node, "op", ast.UAdd()))
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """Swap a function for its opposite."""
        if node.id in NAMES:
            other = NAMES[node.id]
            self.offer(node, f"{node.id} → {other}", lambda: setattr(node, "id", other))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Swap a method for its opposite."""
        if node.attr in NAMES:
            other = NAMES[node.attr]
            self.offer(node, f".{node.attr} → .{other}", lambda: setattr(node, "attr", other))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Change a constant a little."""
        for other in other_constants(node.value):
            self.offer(node, f"{node.value!r} → {other!r}", lambda new=other: setattr(node, "value", new))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Look at what is filled in and at the words around it."""
        for part in node.values:
            self.visit(part.value if isinstance(part, ast.FormattedValue) else part)

    def generic_visit(self, node: ast.AST) -> None:
        """Swap operators wherever they stand."""
        if isinstance(node, ast.Compare):
            for place, one in enumerate(node.ops):
                self.swap(node, one, lambda new, at=place: node.ops.__setitem__(at, new))
        elif isinstance(node, ast.BinOp | ast.BoolOp):
            self.swap(node, node.op, lambda new: setattr(node, "op", new))
        super().generic_visit(node)

    def swap(self, node: ast.AST, operator: ast.AST, put: Callable[[ast.AST], None]) -> None:
        """Offer the opposite of an operator."""
        if (other := SWAPS.get(type(operator))) is not None:
            names = f"{type(operator).__name__} → {other.__name__}: {ast.unparse(node)}"
            self.offer(node, names, lambda: put(other()))


def is_typing(test: ast.expr) -> bool:
    """Return whether a condition only holds for the type checker."""
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def other_constants(value: object) -> list[object]:
    """Return what a constant becomes; nothing for None and the like."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1]
        case str() if value:
            return [f"XX{value}XX"]
        case str():
            return ["XX"]
    return []


def mutants(paths: Sequence[Path]) -> list[Mutant]:
    """Return every mutant of some modules."""
    found = []
    for path in paths:
        mutator = Mutator()
        mutator.visit(ast.parse(path.read_text(encoding="utf-8")))
        found += [Mutant(path, number, line, what) for number, (line, what) in enumerate(mutator.found)]
    return found


def code(mutant: Mutant) -> object:
    """Return the compiled module with the change made."""
    tree = ast.parse(mutant.path.read_text(encoding="utf-8"))
    Mutator(mutant.number).visit(tree)
    return compile(ast.fix_missing_locations(tree), str(mutant.path), "exec")


class Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Import one module from its mutated code."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        self.name, self.mutant = name, mutant

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Return how to import the module that is mutated; all others are left to others."""
        if name != self.name:
            return None
        inside = [str(self.mutant.path.parent)] if self.mutant.path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            name, self.mutant.path, loader=self, submodule_search_locations=inside
        )

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutated code."""
        exec(code(self.mutant), module.__dict__)


def dotted(path: Path) -> str:
    """Return the name of the module at `path`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def users(name: str) -> set[str]:
    """Return the loaded modules that import the one of this name, directly or not, and itself."""
    loaded = {one: module for one, module in sys.modules.items() if one.split(".")[0] in ("kg", "tests")}
    uses = {one: imported(module) for one, module in loaded.items()}
    found, more = {name}, {name}
    while more:
        more = {one for one, used in uses.items() if used & more} - found
        found |= more
    return found


def imported(module: ModuleType) -> set[str]:
    """Return the names of what a module imports, as its source says, and the packages that it lies in."""
    source = getattr(module, "__file__", None)
    if source is None:
        return set()
    names: set[str] = set()
    for node in ast.walk(ast.parse(Path(source).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def forget(names: set[str]) -> None:
    """Unload modules, also as attributes of the packages that hold them."""
    for name in names & sys.modules.keys():
        above, _, last = name.rpartition(".")
        if above in sys.modules:
            vars(sys.modules[above]).pop(last, None)
    for name in names:
        sys.modules.pop(name, None)


def warm() -> None:
    """Load what the tests need and read the rules, so that no mutant has to."""
    import hypothesis  # noqa: F401, PLC0415 — all of it is for the processes that are forked
    import pyoxigraph  # noqa: F401, PLC0415
    import pytest  # noqa: F401, PLC0415
    import rdflib.compare  # noqa: F401, PLC0415

    from kg import pipeline  # noqa: PLC0415
    from kg.outputs import turtle  # noqa: PLC0415

    turtle.write(pipeline.build([ROOT / "seeds"]).graph)


def killed(mutant: Mutant, tests: Sequence[str]) -> str:
    """Return how the tests noticed a mutant: "failed", "hung" (no end in SECONDS), or "" where none did."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try_tests(mutant, tests)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return {0: "", -signal.SIGKILL: "hung", -signal.SIGXCPU: "hung"}.get(
                os.waitstatus_to_exitcode(status), "failed"
            )
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hung"


def try_tests(mutant: Mutant | None, tests: Sequence[str]) -> None:
    """Run the tests against a mutant, or against the code as it is, and end this process."""
    import pytest  # noqa: PLC0415

    status = 1
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    with contextlib.suppress(BaseException):
        if mutant is not None:
            name = dotted(mutant.path)
            forget(users(name))
            sys.meta_path.insert(0, Planted(name, mutant))
            importlib.import_module(name)  # before pytest, which would load the file by itself
        quiet = ["-q", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0", "-W", "ignore", "-k", "not for_ever"]
        own = [str(mutant.path)] if mutant is not None else []
        status = int(pytest.main([*quiet, *own, *tests]))
        status = 0 if status == pytest.ExitCode.NO_TESTS_COLLECTED else status
    os._exit(status)


def paths_of(area: str) -> list[Path]:
    """Return the modules of an area."""
    return [path for pattern in AREAS[area][0] for path in sorted(ROOT.glob(pattern))]


def tests_of(area: str) -> list[str]:
    """Return the tests of an area that are there."""
    return [str(ROOT / name) for name in AREAS[area][1] if (ROOT / name).exists()]


def is_equal(mutant: Mutant) -> bool:
    """Return whether a change is known to change nothing; tools/mutate_equal.yaml says why."""
    lines = equal().get((mutant.path.name, mutant.change), ())
    return bool(lines) and mutant.path.read_text(encoding="utf-8").splitlines()[mutant.line - 1].strip() in lines


@functools.cache
def equal() -> dict[tuple[str, str], set[str]]:
    """Return the lines in which a change of a module changes nothing, by module and change."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in yaml.safe_load(Path(__file__).with_name("mutate_equal.yaml").read_text(encoding="utf-8")):
        found.setdefault((one["module"], one["change"]), set()).add(one["line"])
    return found


def drawn(area: str, size: int) -> tuple[list[Mutant], int]:
    """Return the mutants of an area that are tried, and how many there are."""
    every = [one for one in mutants(paths_of(area)) if not is_equal(one)]
    return sorted(every, key=lambda one: one.rank)[: size or None], len(every)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of the mutants of an area: how many there are, and of those tried, those that lived and that hung."""

    area: str
    every: int
    tried: int
    lived: tuple[Mutant, ...]
    hung: int
    seconds: float
    is_sound: bool = True

    @property
    def killed(self) -> int:
        """Return how many were noticed."""
        return self.tried - len(self.lived)

    @property
    def is_enough(self) -> bool:
        """Return whether enough were noticed."""
        return 100 * self.killed >= WANTED * self.tried

    def __str__(self) -> str:
        """Return a line that says it."""
        return (
            f"{self.area}: {self.tried} tried of {self.every}, {self.killed} killed ({self.share:.1f} %), "
            f"{self.hung} of them by hanging, {self.seconds:.0f} s"
        )

    @property
    def share(self) -> float:
        """Return how many of a hundred were noticed."""
        return 100 * self.killed / max(1, self.tried)


def judge(area: str, size: int, jobs: int) -> Judged:
    """Return what becomes of the mutants of an area."""
    some, every = drawn(area, size)
    tests, begun = tests_of(area), time.monotonic()
    sound = os.fork()
    if sound == 0:
        try_tests(None, tests)
    if os.waitstatus_to_exitcode(os.waitpid(sound, 0)[1]) != 0:
        print(f"{area}: {UNSOUND}", file=sys.stderr)
        return Judged(area, every, len(some), tuple(some), 0, time.monotonic() - begun, is_sound=False)
    with ThreadPoolExecutor(jobs) as pool:
        ends = list(pool.map(lambda one: killed(one, tests), some))
    lived = tuple(one for one, end in zip(some, ends, strict=True) if not end)
    return Judged(area, every, len(some), lived, ends.count("hung"), time.monotonic() - begun)


def told(found: Sequence[Judged]) -> str:
    """Return the counts as JSON; too few that are noticed is a finding."""
    counts = {one.area: one.killed for one in found}
    poor = [one for one in found if not one.is_enough]
    few = [f"{one}; wanted {WANTED} %" if one.is_sound else f"{one.area}: {UNSOUND}" for one in poor]
    return json.dumps({"counts": counts, "figures": {"tried": sum(one.tried for one in found)}, "findings": few})


def listed(found: Sequence[Judged]) -> str:
    """Return a line for each area and each mutant that lived."""
    lines = []
    for area in found:
        places = [(f"{one.path.relative_to(ROOT)}:{one.line} [{one.number}]", one.change[:150]) for one in area.lived]
        lines += [*(f"  lived  {where}  {change}" for where, change in places), str(area)]
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Try the mutants of the areas given; return 1 where too few are killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("areas", nargs="*", metavar="AREA", help=f"of {', '.join(AREAS)}; all without one")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="at most N of each area; 0 is all")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="tell the counts as JSON")
    chosen = parser.parse_args(words)
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    warm()
    found = [judge(area, chosen.sample, chosen.jobs) for area in chosen.areas or AREAS]
    print(told(found) if chosen.json else listed(found))
    return 0 if all(one.is_enough for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
