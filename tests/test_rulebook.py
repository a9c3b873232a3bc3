"""Rule files → rules: what is checked, what is filled in, what is refused and how it is told."""

import re
from pathlib import Path

import pytest
import yaml

from kg import plain_yaml, rulebook
from kg.errors import RuleError
from kg.rulebook import KINDS, SYMBOLS, Rule, expand, group, lexicon, load_yaml, parse, trie, unmark

ENTRY = {"id": "x.y", "about": "例。", "pattern": "{a:role}与{:speech_verb}", "finds": ["甲"], "skips": ["乙", "丙"]}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A rulebook of our own: writes a file of it; nothing read before is remembered."""
    monkeypatch.setattr(rulebook, "HERE", tmp_path)
    memories = (rulebook.entries, rulebook.terms, rulebook.words, rulebook.lexicon, rulebook.rules, rulebook.compiled)
    for memory in memories:
        memory.cache_clear()

    def write(name: str, text: str) -> None:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    yield write
    for memory in memories:
        memory.cache_clear()


def test_an_entry_becomes_a_rule():
    rule = parse(ENTRY | {"kind": "Body", "anchors": ["甲"], "each": "{:role}"}, where="")
    assert (rule.id, rule.about, rule.written, rule.written_each) == ("x.y", "例。", ENTRY["pattern"], "{:role}")
    assert (rule.finds, rule.skips, rule.anchors) == (("甲",), ("乙", "丙"), ("甲",))
    assert (rule.misses, rule.carry, rule.values) == ((), (), {})
    assert (rule.kind, rule.fact, rule.unless, rule.version) == ("Body", "", "", "1")


def test_what_an_entry_leaves_out_is_empty():
    bare = parse({"id": "x", "about": "", "pattern": "甲"}, where="")
    assert bare == Rule("x", "", "甲", (), ())
    assert bare.each is None
    assert bare.looks_at("") is True


def test_a_rule_looks_only_where_one_of_its_anchors_stands():
    rule = parse(ENTRY | {"anchors": ["甲", "乙"]}, where="")
    assert [rule.looks_at(text) for text in ("丙乙", "甲", "丙", "")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"patern": "甲"}, r"rules/a\.yaml: unknown keys \['patern'\]"),
        ({"written": "甲"}, "unknown keys"),
        ({"kind": "Persons"}, "'Persons' is no kind of mention: Person, Body"),
        ({"pattern": "{nowhere}"}, "no lexicon 'nowhere': expected lexicon/nowhere.yaml"),
        ({"each": "{:nowhere}"}, "no lexicon 'nowhere'"),
    ],
)
def test_a_wrong_entry_is_refused(wrong, said):
    with pytest.raises(RuleError, match=said):
        parse(ENTRY | wrong, where="rules/a.yaml")


def test_a_slot_may_name_a_kind_of_mention():
    assert parse(ENTRY | {"pattern": "{who:Person}{Policy}"}, where="").pattern.groups == 2


def test_a_pattern_that_is_none_is_refused_when_it_is_used():
    rule = parse(ENTRY | {"pattern": "("}, where="")
    with pytest.raises(RuleError, match=r"rule x\.y: "):
        _ = rule.pattern


def test_every_kind_has_a_sign_of_its_own_and_a_policy_is_any_of_three():
    signs = [SYMBOLS[kind] for kind in KINDS]
    assert len(set(signs)) == len(KINDS) == 12
    assert all(0xE000 <= ord(sign) < 0xE000 + 12 for sign in signs)
    policy = re.compile(SYMBOLS["Policy"])
    assert {kind for kind in KINDS if policy.fullmatch(SYMBOLS[kind])} == {"Document", "Initiative", "Formulation"}


def test_a_slot_is_a_group_with_its_own_name_another_or_none():
    slots = {text: rulebook.SLOT.fullmatch(text) for text in ("{Person}", "{who:Person}", "{:Person}")}
    assert [group(slot) for slot in slots.values()] == [
        f"(?P<Person>{SYMBOLS['Person']})",
        f"(?P<who>{SYMBOLS['Person']})",
        f"(?:{SYMBOLS['Person']})",
    ]
    assert expand("甲{2}{:Person}{1,3}") == f"甲{{2}}(?:{SYMBOLS['Person']}){{1,3}}"


def test_a_lexicon_is_its_terms_or_its_pattern_with_slots_filled(house):
    house("lexicon/one.yaml", "terms: [乙, 甲丙, 甲]")
    house("lexicon/two.yaml", 'pattern: "第{:one}{x:one}次"')
    house("lexicon/none.yaml", "terms: []")
    assert rulebook.terms("one") == ("乙", "甲", "甲丙")
    assert lexicon("one") == "(?:(?:乙|甲(?:丙)?))"
    assert lexicon("two") == f"第(?:{lexicon('one')})(?P<x>{lexicon('one')})次"
    assert re.search(lexicon("none"), "甲") is None
    assert re.fullmatch(lexicon("none"), "") is None


def test_a_lexicon_that_is_not_there_is_told(house):
    with pytest.raises(RuleError, match=r"no lexicon 'absent': expected lexicon/absent\.yaml"):
        rulebook.entries("absent")


def test_a_plain_list_is_its_lines_without_comments(house):
    house("lexicon/plain.txt", "# 注释\n甲\n\n乙\n")
    assert rulebook.words("plain") == {"甲", "乙"}


def test_rules_stand_in_the_order_of_files_and_lines(house):
    house("rules/speech/20-b.yaml", yaml.safe_dump([{"id": "b", "about": "", "pattern": "乙"}]))
    house("rules/speech/10-a.yaml", yaml.safe_dump([{"id": id_, "about": "", "pattern": "甲"} for id_ in ("z", "a")]))
    house("rules/speech/30-empty.yaml", "# 尚无规则\n")
    house("rules/own/10.yaml", yaml.safe_dump([{"id": "own", "about": "", "pattern": "丙"}]))
    assert [rule.id for rule in rulebook.rules("speech")] == ["z", "a", "b"]
    assert rulebook.rules("mentions") == ()


@pytest.mark.parametrize(
    ("entry", "told"), [({"id": "b.c"}, r"rules/speech/10-a\.yaml: b\.c"), ({}, r"10-a\.yaml: \?")]
)
def test_a_wrong_rule_is_told_with_its_file_and_id(house, entry, told):
    house("rules/speech/10-a.yaml", yaml.safe_dump([entry | {"pattern": "甲", "wrong": ""}]))
    with pytest.raises(RuleError) as caught:
        rulebook.rules("speech")
    assert re.search(told, str(caught.value))


def test_rules_of_the_users_words_come_last_and_only_with_such_words(house, monkeypatch):
    house("rules/mentions/10.yaml", yaml.safe_dump([{"id": "a", "about": "", "pattern": "甲"}]))
    house("rules/speech/10.yaml", yaml.safe_dump([{"id": "s", "about": "", "pattern": "乙"}]))
    house("rules/own/10.yaml", yaml.safe_dump([{"id": "own", "about": "", "pattern": "丙"}]))
    monkeypatch.setattr(rulebook.additions, "current", lambda: {"role": {}})
    assert [rule.id for rule in rulebook.rules("mentions")] == ["a", "own"]
    assert [rule.id for rule in rulebook.rules("speech")] == ["s"]


def test_a_file_that_is_no_yaml_is_told(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [", encoding="utf-8")
    with pytest.raises(RuleError, match=r"broken\.yaml: cannot be read as YAML"):
        load_yaml(broken)
    with pytest.raises(RuleError, match=r"absent\.yaml"):
        load_yaml(tmp_path / "absent.yaml")


@pytest.mark.parametrize("file", sorted(rulebook.HERE.rglob("*.yaml")), ids=lambda file: file.name)
def test_our_own_files_say_nothing_twice(file):
    document = yaml.compose(file.read_text(encoding="utf-8"), plain_yaml.Loader)
    plain_yaml.refuse_doubles(file, document)
    for terms in lists(document):
        words = [one.value for one in terms.value if isinstance(one, yaml.ScalarNode)]
        assert len(words) == len(set(words)), [word for word in set(words) if words.count(word) > 1]


def lists(node):
    """Yield the lists of a YAML document."""
    if isinstance(node, yaml.SequenceNode):
        yield node
    parts = [one for pair in node.value for one in pair] if isinstance(node, yaml.MappingNode) else node.value
    for one in parts if isinstance(node, yaml.CollectionNode) else ():
        yield from lists(one)


def test_yaml_makes_no_objects(tmp_path):
    file = tmp_path / "evil.yaml"
    file.write_text("!!python/object/apply:os.getcwd []", encoding="utf-8")
    with pytest.raises(RuleError):
        load_yaml(file)


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ([], ""),
        ([""], ""),
        (["甲"], "甲"),
        (["甲", ""], "(?:甲)?"),
        (["甲", "乙"], "(?:甲|乙)"),
        (["甲乙", "甲丙", "甲"], "甲(?:乙|丙)?"),
        (["a.b", "a*"], r"a(?:\.b|\*)"),
    ],
)
def test_many_words_are_one_pattern(words, pattern):
    assert trie(words) == pattern


def test_marks_are_taken_out_and_told():
    assert unmark("甲⟦a:乙丙⟧丁⟦b:戊⟧") == ("甲乙丙丁戊", [("a", 1, 3), ("b", 4, 5)])
    assert unmark("无标记") == ("无标记", [])
    assert unmark("⟦a:⟧甲") == ("甲", [("a", 0, 0)])
