"""Data flows one way, so imports do too; and the pieces stay small enough to read."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
# How the names of things are built out of rules and lexicons: beside the rulebook, below the stages.
NAMING = {
    "scan",
    "gazetteer",
    "naming",
    "naming_places",
    "meeting_naming",
    "places_printed",
    "policy_naming",
    "shrink",
    "toponyms",
    "visits",
    "whereabouts",
}
BASE = {"errors", "model", "ontology", "identity"}
MAY_IMPORT = {
    "errors": set(),
    "model": set(),
    "paths": set(),
    "identity": set(),
    "ontology": {"errors", "prepared"},
    "prepared": {"additions"},
    "packages": set(),
    "own_yaml": {"prepared"},
    "patterns": {"prepared"},
    "values": {"errors", "values", "additions", "own_yaml", "patterns"},
    "additions": set(),
    "segments": {"packages", "patterns", "prepared"},
    "rulebook": {"errors", "model", "ontology", "additions", "own_yaml", "patterns", "prepared"},
    "plain_yaml": {"errors", "own_yaml"},
    "lexicons": {"errors", "paths", "rulebook", "additions", "gazetteer", "plain_yaml"},
    **{name: {"errors", "model", "ontology", "rulebook", "patterns", "prepared", *NAMING} for name in NAMING},
    "toponyms": {"rulebook", "segments", "patterns", "scan", "gazetteer"},
    "visits": {"rulebook", "gazetteer", "toponyms"},
    "places_printed": {"rulebook", "scan", "gazetteer", "toponyms", "visits"},
    "whereabouts": {"rulebook", "segments", "patterns", *NAMING},
    "stages": {*BASE, "values", "rulebook", "segments", "patterns", *NAMING, "stages"},
    "pipeline": {*BASE, "paths", "rulebook", "lexicons", *NAMING, "stages"},
    "tracing": {*BASE, *NAMING, "paths", "values", "rulebook", "stages", "pipeline", "outputs", "tracing"},
    "outputs": {"errors", "model", "ontology", "identity", "own_yaml", "patterns", "prepared", "outputs"},
    "archive": {*BASE, "prepared", "rulebook", "lexicons", "gazetteer", "stages", "pipeline", "outputs", "archive"},
    "commands": {
        "errors",
        "model",
        "ontology",
        "outputs",
        "pipeline",
        "archive",
        "commands",
        "lexicons",
        "tracing",
        "serving",
    },
    "serving": {"errors", "outputs", "serving_limits"},
    "serving_limits": {"errors"},
    "cli": {"errors", "commands", "prepared"},
    "loaded": {"errors", "outputs"},
    "__init__": {"errors", "paths", "pipeline", "loaded", "tracing"},
}
MODULE_LINES, FUNCTION_LINES = 300, 40


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path) for path in FILES}


def imported(path: Path) -> set[str]:
    """The modules of kg that the module at `path` imports, inside functions too."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    origins = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    assert not [node for node in origins if node.level], f"{path}: relative import"
    parts = {
        full if (full := f"{node.module}.{alias.name}") in MODULES else f"{node.module}"
        for node in origins
        for alias in node.names
    }
    return (plain | parts) & MODULES - {"kg"}


def stage(module: str) -> str:
    """The stage that a module of kg.stages belongs to: stages/x.py, stages/x_part.py and stages/x/part.py are one."""
    return module.split(".")[2].partition("_")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_flow(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert {module.split(".")[1] for module in imported(path)} <= MAY_IMPORT[layer]


@pytest.mark.parametrize("path", sorted((ROOT / "stages").rglob("*.py")), ids=lambda path: path.name)
def test_stages_never_import_each_other(path: Path) -> None:
    others = {module for module in imported(path) if module.startswith("kg.stages.")}
    assert not others or {stage(module) for module in others} == {stage(dotted(path))}


def test_no_module_imports_itself_in_a_circle() -> None:
    order = TopologicalSorter({dotted(path): imported(path) - {dotted(path)} for path in FILES})
    assert set(order.static_order()) >= MODULES - {"kg"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert len(text.splitlines()) <= MODULE_LINES
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= FUNCTION_LINES] == []
