"""A user's own words: known in one build, unknown in the next; a file that does not fit is told in one line."""

import ast
import time
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import cli, gazetteer, lexicons, plain_yaml, rulebook
from kg.errors import RuleError
from kg.outputs import files, turtle
from kg.stages import mentions

CASES = Path(__file__).parent / "cases"
WORDS = CASES / "lexicon.yaml"
REFUSED = yaml.safe_load((CASES / "lexicon_refused.yaml").read_text(encoding="utf-8"))
OWN = tuple(rulebook.load("own"))
NEWS = (
    "# 区商会走访企业\n\n本报讯 昨天,区商会督导总管阿苏木呷、区委书记乔俊杰到村里走访。"
    "武高新发改局送出12提篮鸡蛋。云溪新村办事处负责同志参加。\n"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return files.write(tmp_path_factory.mktemp("in") / "news.txt", NEWS)


@pytest.fixture(scope="module")
def graphs(page: Path) -> list[nx.MultiDiGraph]:
    """The same page built without the user's words, with them, and without them again."""
    return [kg.build([page], place="320412", lexicons=words) for words in ((), [WORDS], ())]


@pytest.fixture(scope="module")
def read() -> dict[str, set[tuple[str, int, int]]]:
    """What the rules for a user's words find in their own examples: rule and span."""
    texts = {rulebook.unmark(example)[0] for rule in OWN for example in (*rule.finds, *rule.skips)}
    with lexicons.using([WORDS]):
        return {text: {(m.rule, m.begin, m.end) for m in mentions.find(text)} for text in texts}


def values(graph: nx.MultiDiGraph, name: str) -> set[str]:
    return {one.value for _, record in graph.nodes(data=True) for one in record["literals"].get(name, ())}


def write(folder: Path, text: str) -> Path:
    return files.write(folder / "mine.yaml", text)


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r in OWN for e in r.finds])
def test_own_rule_finds(rule: rulebook.Rule, example: str, read: dict[str, set[tuple[str, int, int]]]) -> None:
    text, spans = rulebook.unmark(example)
    assert spans
    assert {(rule.id, begin, end) for _, begin, end in spans} <= read[text]


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r in OWN for e in r.skips])
def test_own_rule_skips(rule: rulebook.Rule, example: str, read: dict[str, set[tuple[str, int, int]]]) -> None:
    assert rule.id not in {found for found, _, _ in read[example]}


@pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.id)
def test_own_rule_has_examples(rule: rulebook.Rule) -> None:
    assert len(rule.finds) >= 2
    assert rule.skips


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("foaf:name", "阿苏木呷"),  # a person by name
        ("skos:prefLabel", "督导总管"),  # a title
        ("skos:prefLabel", "常州市武进区工商业联合会"),  # a body by the form that is printed
        ("skos:altLabel", "区商会"),
        ("kg:resolution", "“区商会”即常州市武进区工商业联合会，由用户给定"),
        ("skos:prefLabel", "常州市武进区发展和改革局"),  # an alias of a place, before the name of an organ
        ("kg:resolution", "地名“武高新”即常州市武进区"),
        ("schema:unitText", "提篮"),  # a unit
    ],
)
def test_a_word_of_the_user_is_known_in_that_build_only(name: str, value: str, graphs: list[nx.MultiDiGraph]) -> None:
    assert [value in values(graph, name) for graph in graphs] == [False, True, False]


def test_nothing_of_a_lexicon_leaks_into_the_next_build(graphs: list[nx.MultiDiGraph]) -> None:
    assert turtle.write(graphs[0]) == turtle.write(graphs[2])
    assert rulebook.rules("mentions")[-1].id not in {rule.id for rule in OWN}


def test_a_post_of_the_users_title_belongs_to_the_users_body(graphs: list[nx.MultiDiGraph]) -> None:
    held = {
        tuple(
            next(iter(graphs[1].nodes[target]["literals"][label])).value
            for _, target, name in sorted(graphs[1].out_edges(fact, keys=True))
            for link, label in (("org:member", "foaf:name"), ("org:organization", "skos:prefLabel"))
            if name == link
        )
        for fact, record in graphs[1].nodes(data=True)
        if "kg:Tenure" in record["types"]
    }
    assert {frozenset(pair) for pair in held} >= {frozenset(("阿苏木呷", "常州市武进区工商业联合会"))}


def test_an_error_inside_leaves_nothing_behind(page: Path) -> None:
    with pytest.raises(KeyError), lexicons.using([WORDS]):
        raise KeyError
    assert "督导总管" not in rulebook.terms("role")


def test_a_later_file_wins(tmp_path: Path) -> None:
    one = files.write(tmp_path / "1.yaml", "bodies: {区商会: 常州市工商业联合会}\nrole: {园长: ''}")
    two = files.write(tmp_path / "2.yaml", "bodies: {区商会: 常州市武进区工商业联合会}")
    with lexicons.using([one, two]):
        assert rulebook.entries("own_body")["terms"]["区商会"] == "常州市武进区工商业联合会"
        assert "园长" in rulebook.terms("role")


def test_an_alias_decides_between_places_of_one_name(tmp_path: Path) -> None:
    mine = write(tmp_path, "places: {朝阳: 110105, 湖塘: 320412}")
    with lexicons.using([mine]):
        assert gazetteer.given("朝阳").code == "110105"
        assert gazetteer.given("湖塘").full == "常州市武进区"
    assert len(gazetteer.by_name("朝阳")) > 1


def test_places_may_be_names_alone(tmp_path: Path) -> None:
    with lexicons.using([write(tmp_path, "places: [云溪新村]")]):
        (found,) = [m for m in mentions.find("云溪新村人民政府召开会议。") if m.kind == "Body"]
    assert found.text == "云溪新村人民政府"


def test_build_takes_lexicons_and_names_the_place_by_them(page: Path, tmp_path: Path) -> None:
    more = write(tmp_path, "persons: [乌尔汗]")
    command = ["build", str(page), "-o", str(tmp_path / "out"), "--quiet", "--place", "武高新"]
    assert cli.main([*command, "--lexicon", str(WORDS), "--lexicon", str(more)]) == 0
    assert "阿苏木呷" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["file"][:30])
def test_a_file_that_does_not_fit_is_told_in_one_line(
    case: dict[str, str], page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = write(tmp_path, case["file"])
    assert cli.main(["build", str(page), "-o", str(tmp_path / "out"), "--lexicon", str(mine)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"kg: {mine}")
    assert line.isprintable()
    assert all(str(word) in line for word in case["says"]), line
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (b"role: [" + b"[" * 100_000, "nested"),
        (b"role: [" + "园长, ".encode() * 200_000 + b"]", "larger than"),
        (b"role: [\xff\xfe]", "UTF-8"),
        (b"role: [" + b"9" * 5000 + b"]", "not plain YAML"),
    ],
    ids=["deep", "huge", "not UTF-8", "a long number"],
)
def test_a_file_made_to_hurt_is_refused_at_once(octets: bytes, says: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(octets)
    started = time.perf_counter()
    with pytest.raises(RuleError, match=says):
        plain_yaml.load(mine)
    assert time.perf_counter() - started < 5


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"none\.yaml: cannot be opened"):
        plain_yaml.load(tmp_path / "none.yaml")


def test_a_tag_runs_nothing(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    mine = write(tmp_path, f"role: !!python/object/apply:pathlib.Path.touch [{touched}]")
    with pytest.raises(RuleError):
        plain_yaml.load(mine)
    assert not touched.exists()


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="role:persons[]{}, \n-*&!'\"|甲乙0.#?<", max_size=60))
def test_whatever_a_file_holds_it_is_read_or_refused(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    mine = write(tmp_path_factory.mktemp("any"), text)
    try:
        found = plain_yaml.load(mine)
    except RuleError:
        return
    assert found == yaml.safe_load(text)


def made_once() -> Iterator[str]:
    """The lexicons that constants of modules are made of, which are never made anew."""
    readers = {"entries", "lexicon", "rules"}
    for path in sorted(Path(kg.__file__).parent.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for call in ast.walk(node) if isinstance(node, ast.Assign | ast.AnnAssign) else ():
                if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in readers:
                    yield ast.literal_eval(call.args[0])


def test_what_modules_make_once_cannot_be_added_to() -> None:
    assert set(made_once()) == set(lexicons.FIXED)
