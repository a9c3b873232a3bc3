"""Sentence text → mentions. Longest match wins; on a tie, the earlier rule.

A rule's group named `span`, where it has one, bounds the mention; its other groups are the parts. A rule with `each`
gives one mention for every match of `each` inside its own match (the names of a list, say).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from kg import rulebook, scan, toponyms
from kg.model import Mention
from kg.rulebook import SYMBOLS, Rule, rules, words

INSIDE = ("Person", "Role", "Meeting", "Body")
NESTING = ("Formulation", "Meeting", "Document")
# What the names of documents have of sessions with a number.
NUMBERED = (
    "meeting.npc.session",
    "meeting.npc.committee",
    "meeting.cppcc.",
    "meeting.party.congress",
    "meeting.party.plenum",
)
ASKED, AGAIN = "asked", "person.again"
# Finds the heads of places, of which the name is none of a person though one may begin so.
OF_PLACE = "role.head_of_government"
NOT_NAME, NO_START, LONG = "not_name", "not_name_start", 3  # a surname and two characters
# What may begin with the name of a place, and what stands for letters that are none of it.
PLACED, BORDER = ("Body", "Meeting"), "，"
TITLE, REPORT = "document.title", "大报告"
# Formulations recur word for word; so many are remembered.
FORMULATIONS = 4096


# Names of persons by the characters that they begin with, long ones first.
Names = Mapping[str, Sequence[str]]


def find(text: str, *, known: Iterable[Mention] = ()) -> list[Mention]:
    """Return the mentions in `text`, left to right and without overlap; `known` are read elsewhere on the page."""
    seen = scan.look(text)
    return find_in(asked(seen), seen, known)


def find_by(chosen: Sequence[Rule], text: str) -> list[Mention]:
    """Return the mentions that the `chosen` rules find in `text`."""
    return find_in(chosen, scan.look(text), ())


def find_in(chosen: Sequence[Rule], seen: scan.Sight, known: Iterable[Mention]) -> list[Mention]:
    """Return the mentions that the `chosen` rules find in a text that was looked at, and those that are `known`."""
    found = [*(read_by(chosen, seen) if chosen else ()), *known]
    if len(found) <= 1:
        return [one for one in found if one.end > one.begin]
    kept = without_overlaps(found)
    if len(kept) == len(found) or not (lost := cut_off(found, kept)):
        return kept
    rest = scan.look(masked(seen.text, kept))
    again_read = (m for rule in chosen if rule.id in lost for m in matches_in(rest, rule))
    return without_overlaps([*kept, *again_read])


def read_by(chosen: Sequence[Rule], seen: scan.Sight) -> list[Mention]:
    """Return all that the rules see in a text; what they read over the border of two words is read again without it.

    In 完成县委的任务 no body is 成县委, but 县委.
    """
    found = [m for rule in chosen for m in matches_in(seen, rule)]
    placed = [number for number, m in enumerate(found) if m.kind in PLACED or "place" in m.parts]
    cuts = {number: cut for number in placed if (cut := toponyms.border(seen.text, found[number].begin))}
    if not cuts:
        return found
    letters = list(seen.text)
    for number, cut in cuts.items():
        begin = found[number].begin
        letters[begin : begin + cut] = BORDER * cut
    rest, ids = scan.look("".join(letters)), {found[number].rule for number in cuts}
    again_read = (m for rule in chosen if rule.id in ids for m in matches_in(rest, rule))
    right = [m for number, m in enumerate(found) if number not in cuts]
    return [*right, *(m for m in again_read if BORDER not in m.text and m not in found)]


def asked(seen: scan.Sight) -> Sequence[Rule]:
    """Return the rules that need to look at a text, in their order."""
    kept: Sequence[Rule] | None = seen.kept.get(ASKED)
    if kept is None:
        known, waiting = sure(), gate().asked(seen.grams)
        kept = seen.kept[ASKED] = [rule for rule in waiting if rule.id in known or rule.looks_at(seen.text)]
    return kept


@cache
def gate() -> scan.Gate:
    """Return the gate of all rules."""
    return scan.gate(rules("mentions"))


@cache
def sure() -> frozenset[str]:
    """Return the rules of whose anchors one stands in every text that the gate lets pass."""
    return frozenset(rulebook.kept("rules that need their anchors", lambda: [rule.id for rule in anchored()]))


def anchored() -> Iterator[Rule]:
    """Yield those rules, told from what each needs."""
    for rule in rules("mentions"):
        if not rule.anchors or frozenset(rule.anchors) in scan.needed(rule, anchored=True):
            yield rule


def cut_off(found: Iterable[Mention], kept: Sequence[Mention]) -> set[str]:
    """Return the rules of mentions that lost to a longer one which covers them only in part (自治区党委, 党委书记)."""
    edges = sorted({edge for one in kept for edge in (one.begin, one.end)})
    return {m.rule for m in found if bisect_right(edges, m.begin) < bisect_left(edges, m.end)}


def masked(text: str, kept: Iterable[Mention]) -> str:
    """Return `text` with every mention replaced by as many symbols, so that what is left can be read again."""
    parts: list[str] = []
    last = 0
    for one in kept:
        parts += (text[last : one.begin], SYMBOLS[one.kind] * (one.end - one.begin))
        last = one.end
    return "".join([*parts, text[last:]])


def matches(rule: Rule, text: str) -> Sequence[Mention]:
    """Return every mention that one rule sees in `text`."""
    return matches_in(scan.look(text), rule)


def matches_in(seen: scan.Sight, rule: Rule) -> Sequence[Mention]:
    """Return every mention that one rule sees in a text that was looked at."""
    kept: Sequence[Mention] | None = seen.kept.get(rule.id)
    if kept is None:
        kept = seen.kept[rule.id] = matched(rule, seen)
    return kept


def matched(rule: Rule, seen: scan.Sight) -> list[Mention]:
    """Return what `matches_in` does, unless it did before."""
    found: Iterable[scan.Match] = scan.finder(rule.written).finditer(seen)
    if rule.written_each:
        each = scan.pattern(rule.written_each)
        found = (one for match in found for one in each.finditer(seen.text, *match.span()))
    read = [one for one in (mention(rule, match) for match in found) if not is_cut(one.text)]
    if not read or not rule.unless:
        return read
    banned = words(rule.unless)
    starts = words(NO_START) if rule.unless == NOT_NAME else frozenset[str]()
    return [one for one in read if one.text not in banned and not (len(one.text) == LONG and one.text[:2] in starts)]


def is_cut(name: str) -> bool:
    """Return whether a name closes a bracket that it did not open (第三届）恳亲大会): it began before."""
    return "）" in name and name.find("）") < (name + "（").find("（")


def inside(outer: Mention) -> list[Mention]:
    """Return what is named inside a longer name (习近平总书记在某会议上的重要讲话, 秸秆禁烧攻坚行动推进会)."""
    if outer.kind not in NESTING:
        return []
    read = {"Formulation": inner, "Meeting": campaigns, "Document": told}[outer.kind]
    return [m._replace(begin=m.begin + outer.begin, end=m.end + outer.begin) for m in read(outer.text)]


@lru_cache(maxsize=FORMULATIONS)
def told(name: str) -> Sequence[Mention]:
    """Return what the name of a document tells: whom it appoints, or else of which session it is; and the titles in it.

    In 关于检查《放生管理规定》实施情况的报告 the rules that were inspected are a document of their own.
    """
    return [*(appointed(name) or sessions(name)), *titles(name)]


def titles(name: str) -> Sequence[Mention]:
    """Return the titles in 《》 inside the name of a document that is not printed in 《》 itself."""
    if name.startswith("《") or "《" not in name:
        return ()
    return [one for one in find_by([rule for rule in anchored() if rule.id == TITLE], name) if one.text != name]


def sessions(name: str) -> Sequence[Mention]:
    """Return the sessions with a number inside the name of a document (关于召开六届人大一次会议的决定, 二十大报告)."""
    if "次" not in name and not name.endswith(REPORT):
        return ()
    chosen = [rule for rule in asked(scan.look(name)) if rule.kind == "Meeting" and rule.id.startswith(NUMBERED)]
    return tuple(find_by(chosen, name)) if chosen else ()


@lru_cache(maxsize=FORMULATIONS)
def campaigns(name: str) -> Sequence[Mention]:
    """Return the campaigns, projects and texts inside the name of a meeting."""
    return tuple(find_by([rule for rule in asked(scan.look(name)) if rule.kind in ("Initiative", "Document")], name))


@lru_cache(maxsize=FORMULATIONS)
def appointed(name: str) -> Sequence[Mention]:
    """Return the persons and posts in the name of a document that appoints or removes (关于接受某某辞去…的决定)."""
    if rulebook.pattern_of("tenure_change", "titled").search(name) is None:
        return ()
    found = find_by([rule for rule in asked(scan.look(name)) if rule.kind in INSIDE and rule.kind != "Meeting"], name)
    return tuple(found) if any(m.kind == "Person" for m in found) else ()


@lru_cache(maxsize=FORMULATIONS)
def inner(name: str) -> Sequence[Mention]:
    """Return the persons, posts, meetings and bodies inside a long name that holds a post."""
    found = find_by([rule for rule in asked(scan.look(name)) if rule.kind in INSIDE], name)
    return tuple(found) if any(m.kind == "Role" for m in found) else ()


def mention(rule: Rule, match: scan.Match) -> Mention:
    """Return the mention that `match` stands for."""
    parts = {name: text for name, text in match.groupdict().items() if text is not None}
    begin, end = match.span("span" if "span" in parts else 0)
    text = parts.pop("span", None)
    return Mention(rule.kind, begin, end, match.string[begin:end] if text is None else text, rule.id, parts)


def names_in(*lines: str) -> Names:
    """Return the names of persons that the rules find in the lines of a page; 武进 in 武进区长 is none."""
    found: set[str] = set()
    for seen in map(scan.look, lines):
        chosen = [rule for rule in asked(seen) if rule.kind == "Person" or rule.id == OF_PLACE]
        if any(rule.kind == "Person" for rule in chosen):
            found.update(one.text for one in find_in(chosen, seen, ()) if one.kind == "Person")
    return named(found)


def named(names: Iterable[str]) -> Names:
    """Return names by the characters that they begin with, long ones first."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_letter[name[0]].append(name)
    return by_letter


def again(text: str, names: Names) -> Iterator[Mention]:
    """Yield the mentions of persons whose names were read elsewhere on the page, the longest from left to right."""
    if names.keys().isdisjoint(text):  # no pattern: a page has its own names, and to compile one takes long
        return
    last = 0
    for begin, letter in enumerate(text):
        if begin < last or letter not in names:
            continue
        for name in names[letter]:
            if text.startswith(name, begin):
                last = begin + len(name)
                yield Mention("Person", begin, last, name, AGAIN)
                break


def without_overlaps(found: Iterable[Mention]) -> list[Mention]:
    """Keep the longest mentions; on a tie, the one found first."""
    kept: list[Mention] = []
    taken = 0  # a number as a row of places: no set, since every sentence is asked
    for one in sorted(found, key=lambda m: m.begin - m.end):
        if one.end > one.begin and not taken >> one.begin & (places := (1 << (one.end - one.begin)) - 1):
            kept.append(one)
            taken |= places << one.begin
    kept.sort(key=lambda m: m.begin)
    return kept
