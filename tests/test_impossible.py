"""What cannot be true at once is reported, with the node that it is about, and nothing is repaired."""

import pytest

from kg.outputs import files, validation
from tests.test_shapes import SOUND

FACT = "kg:rule id:rule ; prov:wasDerivedFrom id:passage ."
OTHER_HOLDER = f"""
id:rival a kg:Official , foaf:Person ; foaf:name "李华" .
id:other a kg:Tenure , org:Membership ; org:member id:rival ; org:organization id:body ; org:role id:role ; {FACT}
"""
# A later page, with the result of the number of the sound graph, which is a target.
LATER = """
id:page a schema:NewsArticle ; schema:isPartOf id:file ; schema:headline "完成情况"@zh ;
    schema:datePublished "2022-12-30"^^xsd:date ; kg:dateCertainty "stated" ; kg:dateBasis "据电头"@zh .
id:line a kg:Passage , nif:String ; schema:isPartOf id:page ; nif:beginIndex "0"^^xsd:nonNegativeInteger ;
    nif:endIndex "9"^^xsd:nonNegativeInteger ; nif:anchorOf "完成4200亿元" ; schema:text "完成4200亿元"@zh .
id:result a kg:Observation , schema:Observation ; kg:indicator id:indicator ; schema:value 420000000000.0 ;
    schema:unitText "元" ; kg:printed "4200亿元" ; kg:comparator "=" ; kg:status kg:Result ; kg:evaluates id:number ;
    nif:beginIndex "1"^^xsd:nonNegativeInteger ; nif:endIndex "7"^^xsd:nonNegativeInteger ;
    kg:rule id:rule ; prov:wasDerivedFrom id:line .
"""

MEETING = 'id:sitting a kg:Meeting , schema:Event ; skos:prefLabel "全会"@zh ; kg:dateBasis "原句"@zh .\n'


def seen(node: str, first: str, last: str) -> str:
    return f'{node} kg:firstAttested "{first}"^^xsd:date ; kg:lastAttested "{last}"^^xsd:date .\n'


def held(node: str, begin: str, end: str) -> str:
    kind = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
    times = zip(("startDate", "endDate"), (begin, end), strict=True)
    return "".join(f'{node} schema:{name} "{when}"^^{kind[len(when)]} .\n' for name, when in times if when)


TOGETHER = OTHER_HOLDER + seen("id:tenure", "2022-01-01", "2023-12-28") + seen("id:other", "2023-01-06", "2024-01-06")
APART = OTHER_HOLDER + seen("id:tenure", "2022-01-01", "2022-12-28") + seen("id:other", "2023-01-06", "2024-01-06")
SAME_DAY = OTHER_HOLDER + seen("id:tenure", "2022-01-01", "2023-01-06") + seen("id:other", "2023-01-06", "2024-01-06")
# What is said besides the sound graph → the node that is reported, and a word of the message.
IMPOSSIBLE = {
    "two heads of one government at once": (TOGETHER, "id:other", "at once"),
    "two heads on the day of a handover that nobody tells of": (SAME_DAY, "id:other", "at once"),
    "more people than expected": (
        "id:meeting kg:expectedAttendance 300 ; kg:actualAttendance 301 .",
        "id:meeting",
        "due to attend",
    ),
    "a meeting that ends before it begins": (
        MEETING + held("id:sitting", "2021-12-27", "2021-12-26"),
        "id:sitting",
        "ends before",
    ),
    "a year before the month": (MEETING + held("id:sitting", "2021-12", "2020"), "id:sitting", "ends before"),
    "a term that ends before it begins": (held("id:tenure", "2021-12-27", "2021-11"), "id:tenure", "ends before"),
    "last seen before first seen": (seen("id:tenure", "2021-12-27", "2021-12-26"), "id:tenure", "ends before"),
    "a period that goes back": ('id:number kg:period "2025/2021" .', "id:number", "period"),
    "a target after its result": (
        LATER.replace("2022-12-30", "2020-12-30"),
        "id:result",
        "set after",
    ),
    "a number outside its sentence": (LATER.replace('"9"^^xsd', '"6"^^xsd'), "id:result", "does not stand"),
    "a rank of zero": ('id:zero kg:changeKind "rank" ; schema:value 0.0 .', "id:zero", "rank"),
    "a meeting within itself": ("id:meeting schema:superEvent id:meeting .", "id:meeting", "itself"),
    "two meetings within each other": (
        'id:meeting schema:superEvent id:sitting . id:sitting a kg:Meeting , schema:Event ; skos:prefLabel "全会"@zh ;'
        " schema:superEvent id:meeting .",
        "id:meeting",
        "itself",
    ),
    "a body above itself": ("id:body org:subOrganizationOf id:body .", "id:body", "itself"),
}
POSSIBLE = {
    "one head after another": APART,
    "a handover on one day that is told": SAME_DAY
    + held("id:tenure", "", "2023-01-06")
    + held("id:other", "2023-01-06", ""),
    "two heads of one year": OTHER_HOLDER
    + seen("id:tenure", "2022-01-01", "2022-12-28").replace("-01-01", "").replace("-12-28", "").replace("date", "gYear")
    + seen("id:other", "2022-03-01", "2024-01-06"),
    "two deputies at once": TOGETHER + "#deputies",
    "fewer people than expected": "id:meeting kg:expectedAttendance 300 ; kg:actualAttendance 289 .",
    "as many as expected": "id:meeting kg:expectedAttendance 300 ; kg:actualAttendance 300 .",
    "a meeting of one day": MEETING + held("id:sitting", "2021-12-27", "2021-12-27"),
    "a day and its month": MEETING + held("id:sitting", "2021-12-27", "2021-12"),
    "a period that goes on": 'id:number kg:period "2021/2025" .',
    "a target before its result": LATER,
    "the first rank": 'id:first kg:changeKind "rank" ; schema:value 1.0 .',
    "a sitting of a meeting": (
        'id:sitting a kg:Meeting , schema:Event ; skos:prefLabel "全会"@zh ; schema:superEvent id:meeting .'
    ),
}


def graph(said: str) -> str:
    """The sound graph with more said; two deputies are two of the same post that several hold."""
    return (SOUND.replace('"区长"@zh', '"副区长"@zh') if said.endswith("#deputies") else SOUND) + said + "\n"


@pytest.mark.parametrize(("said", "node", "word"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_is_reported_and_left_as_it_is(said, node, word, tmp_path):
    file = files.write(tmp_path / "graph.ttl", graph(said))
    before = file.read_bytes()
    found = [one for one in validation.problems(file) if word in one.message]
    assert node in {name for one in found for name in (one.node, one.value)}
    assert file.read_bytes() == before


@pytest.mark.parametrize("said", POSSIBLE.values(), ids=POSSIBLE)
def test_what_can_be_is_not_reported(said, tmp_path):
    assert validation.problems(files.write(tmp_path / "graph.ttl", graph(said))) == []
