"""rules/ and lexicon/ → compiled rules. The only module that knows their format.

A rule is data: a pattern over cleaned text, what it makes, sentences it must find and sentences it must skip.
`{post}` in a pattern stands for the lexicon `post`; `{who:Person}` for a mention of kind `Person` found by the
stage before; both become a named group (`{:post}` without a group). Examples are marked in place:

    >>> unmark("⟦post:市长⟧⟦person:王建国⟧讲话。")
    ('市长王建国讲话。', [('post', 0, 2), ('person', 2, 5)])
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kg import additions, own_yaml, patterns, prepared
from kg.errors import RuleError

HERE = Path(__file__).parent
Value = TypeVar("Value")
SLOT = re.compile(r"\{(?:(\w*):)?([A-Za-z_]\w*)\}")
MARK = re.compile(r"⟦(\w+):([^⟧]*)⟧")
# One private-use character stands for a mention of each kind in the shrunk sentence that relation rules read.
KINDS = (
    *("Person", "Body", "Role", "Meeting", "Document", "Initiative", "Formulation", "Place", "Number"),
    *("Media", "Group", "Event"),
)
SYMBOLS = {kind: chr(0xE000 + i) for i, kind in enumerate(KINDS)}
SYMBOLS["Policy"] = "[" + "".join(SYMBOLS[k] for k in ("Document", "Initiative", "Formulation")) + "]"
# What a rule file calls its patterns, and the fields that keep them as they are written.
WRITTEN = {"pattern": "written", "each": "written_each"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of knowledge: how a thing is written, and proof that we read it."""

    id: str
    about: str
    written: str
    finds: tuple[str, ...]
    skips: tuple[str, ...]
    misses: tuple[str, ...] = ()
    kind: str = ""
    fact: str = ""
    anchors: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    written_each: str = ""
    carry: tuple[str, ...] = ()
    unless: str = ""
    version: str = "1"

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the compiled pattern; a wrong one is a RuleError."""
        return compiled(self.id, self.written)

    @property
    def each(self) -> re.Pattern[str] | None:
        """Return the compiled pattern of what the rule takes one by one inside its match, None without one."""
        return compiled(self.id, self.written_each) if self.written_each else None

    def looks_at(self, text: str) -> bool:
        """Return whether one of the rule's anchors stands in `text`; without anchors every text is looked at."""
        for anchor in self.anchors:  # no any(): millions of sentences are asked
            if anchor in text:
                return True
        return not self.anchors


def kept(name: str, derive: Callable[[], Value]) -> Value:
    """Return what follows from rules and lexicons: prepared where they are the program's own, with nothing added."""
    return prepared.of_lexicons(name, derive) if HERE == prepared.PACKAGE else derive()


def load_yaml(path: Path) -> Any:
    """Return the content of the YAML file at `path`; a broken file is a RuleError naming it."""
    try:
        return own_yaml.load(path)
    except own_yaml.BrokenError as error:
        raise RuleError(f"{path.name}: cannot be read as YAML: {error}") from error


def lexicon_path(name: str) -> Path:
    """Return where the lexicon `name` stands."""
    return HERE / "lexicon" / f"{name}.yaml"


@cache
def entries(name: str) -> Any:
    """Return the whole lexicon `name`: what stands in its file and what a user adds to it."""
    path = lexicon_path(name)
    if not path.exists():
        raise RuleError(f"no lexicon {name!r}: expected lexicon/{name}.yaml")
    return additions.extend(name, load_yaml(path))


@cache
def pattern_of(name: str, field: str) -> re.Pattern[str]:
    """Return the pattern that stands in the lexicon `name` under `field`."""
    return patterns.compile(expand(entries(name)[field]))


@cache
def terms(name: str) -> tuple[str, ...]:
    """Return the terms of lexicon `name`, sorted."""
    return tuple(sorted(entries(name)["terms"]))


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of the plain list lexicon/`name`.txt (one a line, # begins a comment)."""
    lines = (HERE / "lexicon" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def lexicon(name: str) -> str:
    """Return the regular expression for one lexicon: its terms or its pattern."""
    entry = entries(name)
    if "pattern" in entry:
        return expand(entry["pattern"])
    return f"(?:{trie(terms(name)) or '(?!)'})"


def trie(words: Iterable[str]) -> str:
    """Return one regular expression for many terms, longest match first.

    >>> trie(["市委", "市委书记", "市长"])
    '市(?:委(?:书记)?|长)'
    """
    ends, branches = False, defaultdict(list)
    for word in words:
        if word:
            branches[word[0]].append(word[1:])
        else:
            ends = True
    arms = [re.escape(head) + trie(tails) for head, tails in branches.items()]
    if not arms:
        return ""
    body = arms[0] if len(arms) == 1 and not ends else f"(?:{'|'.join(arms)})"
    return body + "?" * ends


def group(slot: re.Match[str]) -> str:
    """Return the pattern for one slot: `{a:x}` a group named a, `{x}` one named x, `{:x}` none."""
    alias, name = slot[1] if slot[1] is not None else slot[2], slot[2]
    body = SYMBOLS[name] if name in SYMBOLS else lexicon(name)
    return f"(?P<{alias}>{body})" if alias else f"(?:{body})"


def expand(pattern: str) -> str:
    """Replace every slot of `pattern`.

    >>> expand("{who:Person}出席") == f"(?P<who>{SYMBOLS['Person']})出席"
    True
    """
    return SLOT.sub(group, pattern)


def unmark(example: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Split a marked example into its plain text and the spans it promises."""
    text, spans, last = "", [], 0
    for mark in MARK.finditer(example):
        text += example[last : mark.start()]
        spans.append((mark[1], len(text), len(text) + len(mark[2])))
        text, last = text + mark[2], mark.end()
    return text + example[last:], spans


def load(folder: str) -> Iterator[Rule]:
    """Yield the rules of rules/`folder` in file order, which is also their order of priority."""
    for path in sorted((HERE / "rules" / folder).glob("*.yaml")):
        for entry in load_yaml(path) or ():
            yield parse(entry, where=f"rules/{folder}/{path.name}: {entry.get('id', '?')}")


@cache
def rules(folder: str) -> tuple[Rule, ...]:
    """Return the rules of one folder, such as "mentions"; after them those for what a user adds."""
    own = load("own") if folder == "mentions" and additions.current() else ()
    known = kept(f"rules {folder}", lambda: [asdict(rule) for rule in load(folder)])
    return (*[Rule(**fields) for fields in known], *own)


def parse(entry: dict[str, Any], *, where: str) -> Rule:
    """Check one entry against the format; its patterns are compiled when they are first used."""
    allowed = Rule.__dataclass_fields__.keys() - WRITTEN.values() | WRITTEN.keys()
    if unknown := entry.keys() - allowed:
        raise RuleError(f"{where}: unknown keys {sorted(unknown)}")
    if entry.get("kind", KINDS[0]) not in KINDS:
        raise RuleError(f"{where}: {entry['kind']!r} is no kind of mention: {', '.join(KINDS)}")
    for slot in SLOT.finditer(entry["pattern"] + entry.get("each", "")):
        if slot[2] not in SYMBOLS and not lexicon_path(slot[2]).exists():
            raise RuleError(f"{where}: no lexicon {slot[2]!r}: expected lexicon/{slot[2]}.yaml")
    lists = {key: tuple(entry.get(key, ())) for key in ("finds", "skips", "misses", "anchors", "carry")}
    return Rule(**{WRITTEN.get(key, key): value for key, value in {**entry, **lists}.items()})


@cache
def compiled(rule: str, written: str) -> re.Pattern[str]:
    """Return the compiled pattern that the `rule` of this id writes; a wrong one is a RuleError."""
    try:
        return patterns.compile(expand(written))
    except (re.error, RuleError) as error:
        raise RuleError(f"rule {rule}: {error}") from error
