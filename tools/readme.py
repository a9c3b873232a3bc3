"""The graph of the seeds, the score and the benchmark → the blocks between markers in both READMEs.

    .venv/bin/python tools/readme.py [--score SCORE] [--heldout REPORT.json]

The answers are those that `kg query` gives on the graph of seeds/, the speed that of benchmarks/REPORT.md; a test
holds that both stand in the READMEs as this command makes them. The accuracy is measured again where SCORE is given,
the folder with score.py, gold/ and pages/ (not part of the project); REPORT.json is what score.py --json wrote about
pages that were held out. A block of which nothing is given stays as it is. Words and columns: tools/readme.yaml.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the checkout that it writes to, whether installed or not

from kg.outputs import answers, description, files, tables, turtle  # noqa: E402
from kg.outputs.answers import Answer  # noqa: E402
from kg.pipeline import build  # noqa: E402

SEEDS = ROOT / "seeds"
PLAN: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
LANGUAGES = tuple(PLAN["files"])
Report = Mapping[str, Any]


def main() -> None:
    """Write the blocks of both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--score", type=Path, help="the folder with score.py, gold/ and pages/")
    parser.add_argument("--heldout", type=Path, help="what score.py --json wrote about held-out pages")
    chosen = parser.parse_args()
    made = made_blocks()
    if chosen.score is not None:
        made["accuracy"] = accuracy(measured(chosen.score))
    if chosen.heldout is not None:
        report = json.loads(chosen.heldout.read_text(encoding="utf-8"))
        made["heldout"] = accuracy({"heldout": report})
    for language, name in PLAN["files"].items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.write(ROOT / name, filled(text, {block: texts[language] for block, texts in made.items()}))
        print(name)


def made_blocks() -> dict[str, dict[str, str]]:
    """Return the blocks that follow from the project alone: block → language → text."""
    with TemporaryDirectory() as folder:
        graph = write_graph([SEEDS], Path(folder))
        return {"answers": {one: questions(graph, one) for one in LANGUAGES}, "speed": speed()}


def write_graph(paths: Sequence[Path], folder: Path) -> Path:
    """Return the Turtle file in `folder` with the graph of the pages in `paths`, as `kg build` writes it."""
    return files.write(folder / "graph.ttl", turtle.write(description.describe(build(paths).graph)))


def filled(text: str, blocks: Mapping[str, str]) -> str:
    r"""Return `text` with other words between the markers of each block.

    >>> filled("<!-- a: begin -->\nold\n<!-- a: end -->", {"a": "new"})
    '<!-- a: begin -->\nnew\n<!-- a: end -->'
    """
    for name, inside in blocks.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            sys.exit(f"no block {name}: put {begin} and {end} where it belongs")
        text = f"{before}{begin}\n{inside}\n{end}{after}"
    return text


def questions(graph: Path, language: str) -> str:
    """Return the questions with the beginnings of their answers."""
    return "\n\n".join(part for plan in PLAN["questions"] for part in question(graph, plan, language))


def question(graph: Path, plan: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield what is asked, the first rows of the columns that are shown, and how many rows there are."""
    answer = answers.find(graph, answers.named(plan["name"]))
    places = [answer.columns.index(column) for column in plan["columns"]]
    rows = tuple(tuple(row[place] for place in places) for row in answer.rows)
    shown = rows[: plan["rows"]]
    yield f"**{plan[language]}** `kg query {plan['name']}`"
    if shown:
        yield tables.markdown(Answer(tuple(plan["columns"]), shown))
    how = "none" if not rows else "all" if len(shown) == len(rows) else "some"
    yield PLAN["rows"][how][language].format(all=len(rows), shown=len(shown))


def measured(score: Path) -> dict[str, Report]:
    """Return what score.py in the folder `score` finds: on the seed pages, and on all pages that have gold."""
    sets = {"seeds": [SEEDS], "all": [SEEDS, score / "pages"]}
    return {name: measure(score, paths) for name, paths in sets.items()}


def measure(score: Path, paths: Sequence[Path]) -> Report:
    """Return the report of score.py on the graph of `paths`."""
    with TemporaryDirectory() as folder:
        graph, report = write_graph(paths, Path(folder)), Path(folder) / "report.json"
        program: list[str | Path] = [sys.executable, score / "score.py", graph, score / "gold"]
        subprocess.run([*program, *paths, "--json", report], check=True, stdout=subprocess.DEVNULL)
        found: Report = json.loads(report.read_text(encoding="utf-8"))
        return found


def accuracy(reports: Mapping[str, Report]) -> dict[str, str]:
    """Return both tables by language: each kind in each set of pages, then the details of what was found."""
    return {one: "\n\n".join((kinds(reports, one), details(reports, one))) for one in LANGUAGES}


def kinds(reports: Mapping[str, Report], language: str) -> str:
    """Return the table of precision, recall and F1."""
    words = PLAN["scores"]
    rows = [
        (name[language], *(quality(report[kind]) for report in reports.values()))
        for kind, name in words["kinds"].items()
    ]
    macro = tuple(f"{report['macro f1']:.3f}" for report in reports.values())
    return grid(head(reports, "kind", "measures", language), [*rows, (words["macro"][language], *macro)])


def details(reports: Mapping[str, Report], language: str) -> str:
    """Return the table of what is right about those that were found."""
    rows = [
        (name[language], *(share(report[kind]) for report in reports.values()))
        for kind, name in PLAN["scores"]["details"].items()
    ]
    return grid(head(reports, "once", "right", language), rows)


def head(reports: Mapping[str, Report], first: str, cell: str, language: str) -> tuple[str, ...]:
    """Return the head of a table: what a row is, then each set of pages with what its cells say."""
    words, between = PLAN["scores"], {"zh": "：", "en": ": "}[language]
    sets = (f"{words['sets'][name][language]}{between}{words['head'][cell][language]}" for name in reports)
    return (words["head"][first][language], *sets)


def quality(found: Mapping[str, float]) -> str:
    """Return the measures of one kind.

    >>> quality({"precision": 1, "recall": 0.5, "f1": 2 / 3, "tp": 1, "fn": 1})
    '1.000 / 0.500 / 0.667 (2)'
    """
    measures = " / ".join(f"{found[name]:.3f}" for name in ("precision", "recall", "f1"))
    return f"{measures} ({found['tp'] + found['fn']})"


def share(found: Mapping[str, float]) -> str:
    """Return how many are right.

    >>> share({"accuracy": 0.5, "right": 1, "of": 2})
    '0.500 (1/2)'
    """
    return f"{found['accuracy']:.3f} ({found['right']}/{found['of']})"


def speed() -> dict[str, str]:
    """Return the first table of the benchmark's report by language, with the machine that it was made on."""
    report = (ROOT / "benchmarks" / "REPORT.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?:^\|.*\n)+", report, re.MULTILINE)[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], *lines[2:])]
    machine = report.splitlines()[2]
    return {one: f"{grid([named(cell, one) for cell in rows[0]], rows[1:])}\n\n{machine}" for one in LANGUAGES}


def named(cell: str, language: str) -> str:
    """Return what a column of the benchmark's table is called."""
    name: str = PLAN["speed"].get(cell, {}).get(language, cell)
    return name


def grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of Markdown of our own words and figures."""
    rule = "|" + "---|" * len(columns)
    return "\n".join(["| " + " | ".join(columns) + " |", rule, *("| " + " | ".join(row) + " |" for row in rows)])


if __name__ == "__main__":
    main()
