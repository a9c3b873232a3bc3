"""Lists of administrative divisions → kg/lexicon/places.tsv, towns.tsv and place_name.yaml.

    python tools/derive_places.py FOLDER

FOLDER holds provinces.csv, cities.csv, areas.csv and streets.csv of modood/Administrative-divisions-of-China.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEXICON = ROOT / "kg" / "lexicon"
SOURCE = "modood/Administrative-divisions-of-China, commit 57a0aa9c (WTFPL), divisions as of 2023"
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


def towns(folder: Path) -> dict[str, list[str]]:
    """Return the towns of every county as its last three digits followed by its name."""
    found = defaultdict(list)
    for code, name in rows(folder, "streets"):
        if is_place(name):
            found[code[:6]].append(code[6:] + name)
    return found


def main(folder: Path) -> None:
    """Write the three files."""
    sys.path.insert(0, str(ROOT))
    lines = "".join(f"{code}\t{name}\n" for code, name in places(folder))
    (LEXICON / "places.tsv").write_text(f"# code, name. Source: {SOURCE}\n{lines}", encoding="utf-8")
    lines = "".join(f"{code}\t{' '.join(names)}\n" for code, names in sorted(towns(folder).items()))
    (LEXICON / "towns.tsv").write_text(f"# county, towns. Source: {SOURCE}\n{lines}", encoding="utf-8")
    gazetteer = import_module("kg.gazetteer")  # reads what was just written

    terms = "\n".join(f"- {name}" for name in sorted(gazetteer.names()))
    header = f"# Places with and without 省, 市, 县 …; made by tools/derive_places.py. Source: {SOURCE}\n"
    (LEXICON / "place_name.yaml").write_text(f"{header}terms:\n{terms}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
