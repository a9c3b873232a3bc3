"""Meetings are named in full, and variants of a name come to one key."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.meeting_naming import MeetingName, covers, name
from kg.rulebook import rules
from kg.stages.mentions import find_by

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "meeting_naming.yaml").read_text(encoding="utf-8"))
WUJIN = "常州市武进区"
PLACES = {"区": WUJIN, "武进区": WUJIN, WUJIN: WUJIN, "市": "常州市", "省": "江苏省"}
MEETINGS = tuple(rule for rule in rules("mentions") if rule.kind == "Meeting")


def named(text: str) -> list[MeetingName]:
    """Return the meetings that `text` names, second mentions left out."""
    found = [m for m in find_by(MEETINGS, text) if not m.rule.startswith("meeting.anaphor.")]
    return [name(m, lambda printed: (PLACES.get(printed, ""), "")) for m in found]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_meetings_are_named_in_full(case: dict[str, Any]) -> None:
    meetings = named(case["text"])
    assert [m.full for m in meetings] == case["names"]
    for field, key in (("date", "dates"), ("organizer_form", "organizers"), ("part_of", "parts_of")):
        if key in case:
            assert [getattr(m, field) for m in meetings] == case[key]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区政府召开全体（扩大）会议。", "区政府全体（扩大）会议召开。"),
        ("区十七届人大三次会议闭幕。", "武进区第十七届人民代表大会第三次会议闭幕。"),
        ("区委十三届六次全会指出。", "中国共产党常州市武进区第十三届委员会第六次全体会议决议。"),
        ("党的二十大精神。", "中国共产党第二十次全国代表大会召开。"),
        ("全市教育工作会议召开。", "常州市教育工作会议召开。"),
    ],
)
def test_variants_of_a_name_share_a_key(one: str, other: str) -> None:
    assert named(one)[0].key == named(other)[0].key


def test_a_place_that_is_not_known_stays_as_printed() -> None:
    assert named("县十七届人大三次会议开幕。")[0].full == "县第十七届人民代表大会第三次会议"


def test_a_shorter_form_is_covered_by_the_longer() -> None:
    assert covers(MeetingName("常州市教育工作会议", "常州市教育工作会议"), MeetingName("教育工作会议", "教育工作会议"))
    assert not covers(MeetingName("常州市教育工作会议", "常州市教育工作会议"), MeetingName("座谈会", "座谈会"))
