"""A sentence → which rules fired and what each took; a node or fact of a graph → why it stands."""

from pathlib import Path

import pytest

import kg
from kg import cli, pipeline
from kg.errors import KgError, RuleError, SourceError
from kg.outputs import files, tables, turtle
from kg.tracing import fires, node, sentence, sentence_view

SEEDS = Path(__file__).parent.parent / "seeds"
SAID = "区委书记乔俊杰主持会议。"
FACTS = {"kg:Tenure", "kg:Participation", "kg:Decision", "kg:Observation", "kg:Statement"}


def parts(lines: list[str]) -> dict[str, list[str]]:
    """The lines of an explanation by heading, without it."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in lines:
        heading = heading if line.startswith(" ") else line.split("  ")[0].strip()
        found.setdefault(heading, []).append(line.removeprefix(heading).strip())
    return found


@pytest.fixture(scope="module")
def told() -> list[sentence.Traced]:
    return sentence.explain(SAID + "他强调，全区财政总收入达103亿元，增长3.2%。", place="320412", date="2023-12-28")


def test_every_rule_that_fired_is_told_with_what_it_took(told: list[sentence.Traced]) -> None:
    taken = {(step.rule, step.begin, step.end, step.printed) for step in told[0].steps}
    assert taken >= {
        ("body.organ", 0, 2, "区委"),
        ("role.title", 2, 4, "书记"),
        ("person.after_post", 4, 7, "乔俊杰"),
        ("tenure.before_name", 0, 7, "区委书记乔俊杰"),
        ("participation.chaired", 4, 11, "乔俊杰主持会议"),
    }


def test_a_relation_tells_its_roles_and_what_became_of_it(told: list[sentence.Traced]) -> None:
    by_rule = {step.rule: step for step in told[0].steps}
    assert dict(by_rule["tenure.before_name"].parts) == {
        "who": "乔俊杰",
        "body": "区委",
        "role": "书记",
        "position": "1",
    }
    assert by_rule["tenure.before_name"].made == ("kg:Tenure",)
    assert by_rule["participation.chaired"].made == ()  # no meeting is named, so no fact is made


def test_a_name_tells_what_it_stands_for_and_why(told: list[sentence.Traced]) -> None:
    (body,) = [step for step in told[0].steps if step.printed == "区委"]
    assert body.meaning == "中国共产党常州市武进区委员会"
    assert body.reason == "“区”按本页所在地常州市武进区读作常州市武进区"


def test_numbers_and_speech_are_told(told: list[sentence.Traced]) -> None:
    figures = [dict(step.parts) for step in told[1].steps if step.family == "figure"]
    assert [(one["value"], one["unit"], one["indicator"]) for one in figures] == [
        ("10300000000", "元", "全区财政总收入"),
        ("3.2", "%", "全区财政总收入"),
    ]
    (speech,) = [step for step in told[1].steps if step.family == "speech"]
    assert (speech.printed, dict(speech.parts)["verb"]) == ("全区财政总收入达103亿元，增长3.2%", "强调")


def test_what_gave_way_to_a_longer_mention_is_told() -> None:
    (one,) = sentence.explain("深入实施“532”发展战略和乡村振兴战略。")
    assert ("initiative.known", "乡村振兴战略") in {(s.rule, s.printed) for s in one.steps if s.family == "lost"}


def test_place_and_date_are_told_with_their_reason(told: list[sentence.Traced]) -> None:
    assert (told[0].place, told[0].why_there) == ("常州市武进区", "由用户给定")
    assert (told[0].date, told[0].why_then) == ("2023-12-28", "由使用者给出：2023-12-28")


def test_a_sentence_is_shown_chinese_first_with_aligned_columns(told: list[sentence.Traced]) -> None:
    shown = parts(list(sentence_view.lines(told[0])))
    assert shown["句 sentence"][0] == "【区委】【书记】【乔俊杰】主持【会议】。"
    assert shown["提及 mentions"][0].split()[:5] == ["0–2", "机构", "body", "区委", "body.organ"]
    rules = [step.rule for step in told[0].steps if step.family == "mention"]
    columns = {tables.width(line.partition(rule)[0]) for line, rule in zip(shown["提及 mentions"], rules, strict=True)}
    assert len(columns) == 1
    assert any("未成事实 no fact" in line for line in shown["关系 relations"])
    assert any(line.split()[:2] == ["tenure.before_name", "v1"] for line in shown["规则 rules"])


def test_a_sentence_of_a_page_is_read_with_what_the_page_knows() -> None:
    page = SEEDS / "002_67019d52f35b022c.txt"
    (one,) = sentence.explain("丁一、吴震宇、赵钢等出席会议", paths=[page])
    assert one.file == page.name
    text = page.read_text(encoding="utf-8").splitlines()[one.line - 1]
    assert "丁一、吴震宇、赵钢" in text
    assert {"kg:Participation"} == {made for step in one.steps for made in step.made}


def test_explain_is_a_public_name(told: list[sentence.Traced]) -> None:
    assert kg.explain(SAID, place="320412", date="2023-12-28")[0].steps == told[0].steps


def test_a_text_that_the_page_does_not_hold_is_refused() -> None:
    with pytest.raises(SourceError, match=r"no sentence of .* holds"):
        sentence.explain("火星上没有区委。", paths=[SEEDS / "002_67019d52f35b022c.txt"])


@pytest.mark.parametrize(
    ("rule", "text", "spans"),
    [
        ("person.after_post", SAID, [("span", 4, 7)]),
        ("tenure.before_name", SAID, [("body", 0, 2), ("role", 2, 4), ("who", 4, 7)]),
        ("participation.chaired", SAID, [("who", 4, 7), ("what", 9, 11)]),
        ("figure.counted", "财政总收入103亿元。", [("number", 5, 10)]),
        ("statement.after_name", "区长恽淇丞强调，要落实责任。", [("who", 2, 5), ("said", 8, 13)]),
        ("decision.adopted", SAID, []),
        ("person.after_post", "", []),
    ],
)
def test_a_rule_fires_on_a_sentence_by_itself(rule: str, text: str, spans: list[fires.Span]) -> None:
    assert fires.fires(rule, text) == spans


def test_a_name_that_the_page_knows_fires_again() -> None:
    assert fires.fires("person.again", "会后，蓝天云走访企业。") == []
    assert fires.fires("person.again", "会后，蓝天云走访企业。", known=["蓝天云"]) == [("span", 3, 6)]


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(RuleError, match=r"no\.such\.rule"):
        fires.fires("no.such.rule", SAID)


def test_every_fact_of_the_seeds_is_explained_by_sentence_rule_and_names(seeds: pipeline.Built) -> None:
    facts = [iri for iri, types in seeds.graph.nodes(data="types") if FACTS & set(types)]
    assert len(facts) > 200
    for fact in facts[::7]:
        shown = parts(list(node.lines(seeds.graph, fact)))
        assert {"节点 node", "规则 rule", "时从 dated", "原句 sentences"} <= shown.keys()
        assert "【" in "".join(shown["原句 sentences"]), fact


def test_a_fact_marks_its_span_and_tells_rule_resolution_and_date(seeds: pipeline.Built) -> None:
    (tenure,) = [
        iri
        for iri, types in seeds.graph.nodes(data="types")
        if "kg:Tenure" in types and {"祁斌", "局长"} <= set(node.label(seeds.graph, iri).split(" · "))
    ]
    shown = parts(list(node.lines(seeds.graph, tenure)))
    assert "【祁斌】" in shown["原句 sentences"][0]
    assert shown["规则 rule"][0].split()[:2] == ["tenure.before_name", "v1"]
    assert any("“区”按本页所在地" in line for line in shown["名从 resolved"])
    assert any("inferred" in line and "年终收官" in line for line in shown["时从 dated"])


def test_an_entity_tells_its_sentences_and_facts(seeds: pipeline.Built) -> None:
    shown = parts(list(node.lines(seeds.graph, "id:person.320412.乔俊杰")))
    assert all("【乔俊杰】" in line for line in shown["原句 sentences"][:-1])
    assert any(line.startswith("任职 tenure") for line in shown["所涉 facts"])
    assert any("姓名＋地区 320412" in line for line in shown["名从 resolved"])


def test_every_kind_of_node_is_explained(seeds: pipeline.Built) -> None:
    one_each = {types[0]: iri for iri, types in seeds.graph.nodes(data="types") if types}
    for iri in (*one_each.values(), next(iri for iri, types in seeds.graph.nodes(data="types") if not types)):
        assert next(node.lines(seeds.graph, iri)).startswith("节点 node")


def test_an_unknown_node_is_refused(seeds: pipeline.Built) -> None:
    with pytest.raises(KgError, match="no such node"):
        list(node.lines(seeds.graph, "id:person.nobody"))


def test_explain_shows_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", SAID, "--place", "320412"]) == 0
    assert "tenure.before_name" in capsys.readouterr().out


def test_explain_shows_a_node_of_a_file_or_of_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = files.write(tmp_path / "news.txt", f"# 区委召开会议\n\n{SAID}\n")
    graph = files.write(tmp_path / "graph.ttl", turtle.write(kg.build([page], place="320412")))
    shown = []
    for source in ([str(page), "--place", "320412"], ["--graph", str(graph)]):
        assert cli.main(["explain", "id:person.320412.乔俊杰", *source]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert "区委书记【乔俊杰】主持会议。" in shown[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["id:x", "--graph", "none.ttl"],
        ["\n"],
        [SAID, "none.txt"],
        [SAID, "--place", "火星市"],
        [SAID, "--date", "昨天"],
        [SAID, "--lexicon", "none.yaml"],
    ],
)
def test_what_cannot_be_explained_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("kg: ")


def test_nothing_printed_acts_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", f"\x1b[31m{SAID}\x07"]) == 0
    assert all(line.isprintable() for line in capsys.readouterr().out.splitlines())


def test_explain_helps_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["explain", "--help"])
    assert "kg explain" in capsys.readouterr().out.partition("example:")[2]
