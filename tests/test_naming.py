"""Bodies as printed → their official names; places as printed → places."""

from pathlib import Path

import pytest
import yaml

from kg import gazetteer, naming, pipeline, whereabouts
from kg.errors import PlaceError
from kg.naming import full_name

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "naming.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['form']}@{case['place']}")
def test_a_printed_body_has_its_official_name(case: dict[str, str]) -> None:
    here = gazetteer.by_code(case["place"]) if case["place"] else None
    naming = full_name(case["form"], {}, here)
    assert naming is not None
    assert naming.name == case["name"]
    assert naming.open == case.get("open", False)
    assert naming.key == case.get("key", naming.key)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("武进区", ["320412"]),
        ("武进", ["320412"]),
        ("江苏省常州市武进区", ["320412"]),
        ("常州武进", ["320412"]),
        ("武进区雪堰镇", ["320412110"]),
        ("吉林", ["220000", "220200"]),
        ("内蒙古", ["150000"]),
        ("湘西州", ["433100"]),
        ("无此地", []),
    ],
)
def test_a_name_means_its_places(name: str, codes: list[str]) -> None:
    assert [place.code for place in gazetteer.by_name(name)] == codes


@pytest.mark.parametrize(
    ("code", "level", "found"),
    [
        ("320412", "区", "武进区"),
        ("320412", "市", "常州市"),
        ("320412", "省", "江苏省"),
        ("320412", "县", None),
        ("320583", "市", "昆山市"),
        ("310113", "市", "上海市"),
        ("152201", "自治区", "内蒙古自治区"),
        ("320412110", "区", "武进区"),
    ],
)
def test_a_level_is_read_from_the_place_of_the_paper(code: str, level: str, found: str | None) -> None:
    place = gazetteer.at_level(gazetteer.by_code(code), level)
    assert (place.name if place else None) == found


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("县委召开会议，灵溪镇、钱库镇负责人参加。", "苍南县"),  # two towns of one county
        ("县委召开会议，让武义成为投资的热土。", "武义县"),
        ("# 武义召开动员会\n县委、县政府领导出席。", "武义县"),
        ("县委召开会议，到武义参观学习。", ""),
        ("# 驻濮阳经济技术开发区市人大代表到我县视察\n驻濮阳经济技术开发区市人大代表到我县，县委书记、县长陪同。", ""),
        ("市长在市政府会议上传达山东、广东、重庆代表团审议时的讲话。", ""),  # a row of places is of none
    ],
)
def test_a_place_named_once_is_the_page_s_own_where_the_words_tell_so(page: str, place: str) -> None:
    found, _ = whereabouts.infer([page])
    assert (found.full if found is not None else "") == place


def test_the_place_of_a_page_is_inferred_from_its_words() -> None:
    place, _ = whereabouts.infer(["区委、区政府召开会议。", "武进区各镇参加。", "常州市委书记讲话。", "区政协协助。"])
    assert place == gazetteer.by_code("320412")


def test_a_page_without_local_organs_has_no_place() -> None:
    assert whereabouts.infer(["国务院日前印发通知。"])[0] is None


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("# 虹口区城管执法局召开例会\n局党组书记李明主持会议。", "虹口区"),
        ("# 李明到虹口区考察\n局党组书记李明主持会议。", ""),
        ("# 虹口区考察团到武进区\n武进区交流了经验。", ""),
        ("# 浙江省机构改革启动\n组建浙江省商务厅。浙江省人事厅的职责划入浙江省公务员局。", "浙江省"),
        ("# 机构改革启动\n组建浙江省商务厅。浙江省人事厅的职责划入浙江省公务员局。", ""),
        ("# 浙江省政协来访\n浙江省政协、浙江省工商联和浙江省人事厅参加。", ""),
        ("# 旺苍：春耕备耕全面展开\n县政府作了部署。", "旺苍县"),
        ("# 春耕备耕全面展开\n旺苍的县政府作了部署。", ""),
    ],
)
def test_a_headline_tells_the_place_of_a_page_without_bare_organs(page: str, name: str) -> None:
    place, _ = whereabouts.infer([page])
    assert (place.name if place is not None else "") == name


def test_a_county_named_often_is_not_the_place_of_a_page_of_the_province() -> None:
    named = "金秀瑶族自治县茶叶合作社。" * 8
    place, _ = whereabouts.infer([f"# 自治区政府召开会议\n自治区财政厅参加。广西壮族自治区各地汇报。{named}"])
    assert place is not None
    assert place.name == "广西壮族自治区"


def test_where_the_leaders_of_a_page_go_is_not_its_place() -> None:
    page = "县委书记李明率队赴安徽省休宁县考察。休宁县委书记王强到会。李明代表淳安县向休宁县表示感谢。淳安愿意合作。"
    place, _ = whereabouts.infer([page])
    assert place is not None
    assert place.name == "淳安县"


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(PlaceError):
        gazetteer.by_code("999999")


def test_a_meeting_of_a_presidium_is_no_part_of_itself(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("瑞安市十七届人大一次会议主席团举行第一次会议，李华主持。", encoding="utf-8")
    links = [(node.iri, end) for node in pipeline.build([page]).nodes for _, end in node.links]
    assert links
    assert all(iri != end for iri, end in links)


@pytest.mark.parametrize("form", sorted(naming.fixed()))
def test_a_body_that_there_is_one_of_is_the_same_by_its_full_name(form: str) -> None:
    short = naming.name_fixed(form)
    whole = full_name(short.name, {}, None)
    assert whole is not None
    assert (whole.name, whole.key) == (short.name, short.key)
