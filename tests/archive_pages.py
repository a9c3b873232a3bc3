"""Small pages and folders of them, for tests of whole archives."""

from pathlib import Path

from kg.archive import building, results
from kg.archive.keys import Options

MEETINGS = ["全区领导干部会议", "区委常委会会议", "区政府常务会议"]
# The same people, meetings and documents in other roles and with other names: what pages say of them must unite.
LINES = [
    "昨天下午，武进区召开{}。区委书记乔俊杰主持会议并讲话。",
    "12月27日，武进区召开{}。区委书记乔俊杰、区长张新宇参加会议。",
    "区委副书记、区长张新宇在{}上强调，要抓好项目建设。",
    "{}审议通过了《武进区国土空间总体规划（2021—2035年）》。区政府印发《武进区国土空间总体规划》。",
    "{}听取了有关情况汇报。今年全区地区生产总值达3200亿元，增长6.5%，目标为3300亿元。",
    "常州市武进区人民政府副区长李华出席{}。李华任常州市武进区人民政府副区长。",
]
TEXTS = [
    f"# 我区召开{meeting}\n\n本报讯 (记者 朱梦琪) {first.format(meeting)}{second.format(meeting)}\n"
    for meeting, first, second in [
        (MEETINGS[0], LINES[0], LINES[3]),
        (MEETINGS[0], LINES[1], LINES[2]),
        (MEETINGS[1], LINES[3], LINES[4]),
        (MEETINGS[1], LINES[5], LINES[0]),
        (MEETINGS[2], LINES[2], LINES[5]),
        (MEETINGS[2], LINES[4], LINES[1]),
    ]
]
WHOLE, PIECEWISE = 2**60, 0  # bytes from which on an archive is large: never, always


def put(folder: Path, texts: dict[str, int]) -> Path:
    """Make `folder` hold a file of each name with the text of each number, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.txt"):
        if path.name not in texts:
            path.unlink()
    for name, number in texts.items():
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != TEXTS[number]:
            (folder / name).write_text(TEXTS[number], encoding="utf-8")
    return folder


def build(*sources: Path, out: Path, **way: object) -> dict[str, bytes]:
    """Build and return the bytes of the results; what is read is kept beside them, unless `cache` says otherwise."""
    building.build(sources, out, Options(), building.Way(**{"cache": out / ".cache", **way}))
    return {name: (out / name).read_bytes() for name in results.NAMES}
