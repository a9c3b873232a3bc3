"""Mentions → entities: which name, at which place, is which thing, and why."""

from collections.abc import Iterable, Sequence
from functools import cache

from kg import gazetteer, identity, naming, policy_naming
from kg.gazetteer import Place
from kg.model import Literal, Mention, Relation
from kg.naming_places import undoubled
from kg.rulebook import entries, pattern_of
from kg.stages.resolve.setting import Entity, Setting, as_printed, zh

POLICIES = ("Document", "Initiative", "Formulation")
TRADE, BUREAU = "person.after_trade", "body.bureau_short"
ROW = ("body.department_series", "body.department_bare")  # of the place of the one before them in a row


def fuller(bodies: Sequence[Mention]) -> dict[str, Mention]:
    """Return, for each institution that a page prints with and without its place, the mention with the place."""
    mentions = [m for m in bodies if "name" in m.parts]
    placed = {m.text: m for m in mentions if "prefix" in m.parts}
    bare = {m.text for m in mentions if "prefix" not in m.parts}
    found: dict[str, list[Mention]] = {}
    for m in placed.values():
        if m.text.startswith(m.parts["prefix"]):
            found.setdefault(m.text.removeprefix(m.parts["prefix"]), []).append(m)
    whole = {text: longer[0] for text, longer in found.items() if text in bare and len(longer) == 1}
    return firms(mentions) | zones(bodies) | bureaus(bodies) | whole


def bureaus(bodies: Iterable[Mention]) -> dict[str, Mention]:
    """Return, for each 省局 or 市局 of a page about the bureaus of one system, the mention with its full name."""
    bare, printed = [m for m in bodies if m.rule == BUREAU], [m for m in bodies if m.rule != BUREAU]
    named = {m.parts["organ"] for m in printed if m.parts.get("prefix") and m.parts.get("organ", "").endswith("局")}
    if not bare or len({naming.organ_entry(organ)["name"] for organ in named}) != 1:
        return {}
    system, state = max(sorted(named), key=len), entries("body_class")["state"]
    found: dict[str, Mention] = {}
    for m in bare:
        parts = {} if m.parts["prefix"] == state else {**m.parts, "organ": system}
        found[m.text] = m._replace(text=m.text.replace("局", system, 1), parts=parts)
    return found


def firms(mentions: Iterable[Mention]) -> dict[str, Mention]:
    """Return, for each company printed in several forms on a page, the mention with the longest (…集团有限公司)."""
    found, tail = dict[str, list[Mention]](), pattern_of("company_short", "tail")
    for m in mentions:
        if m.text.endswith(("公司", "集团")) and m.text not in naming.fixed():
            found.setdefault(tail.sub("", m.text).removeprefix("中国"), []).append(m)
    several = {stem: max(named, key=lambda m: len(m.text)) for stem, named in found.items() if len(stem) > 1}
    return {m.text: longest for stem, longest in several.items() for m in found[stem] if m.text != longest.text}


def zones(bodies: Iterable[Mention]) -> dict[str, Mention]:
    """Return, for each committee of a zone printed without its place, the mention with that of the page's one zone."""
    mentions = [m for m in bodies if "zone" in m.parts]
    placed = {(m.parts["prefix"], m.parts["zone"]) for m in mentions if m.parts.get("prefix")}
    printed = {m.parts["zone"] for m in mentions if m.parts["zone"]}
    named = {("", zone) for zone in printed if not any(one.endswith(zone) for one in printed - {zone})}
    placed = placed or (named if len(named) == 1 else set())
    bare = [m for m in mentions if "organ" in m.parts and not m.parts.get("prefix")]
    prefixes = {prefix for prefix, _ in placed}
    if not bare or len(prefixes) != 1:
        return {}
    [prefix], found = prefixes, {}
    for m in bare:
        if zone := zone_meant(m.parts["zone"], [zone for _, zone in placed]):
            parts = {"prefix": prefix, "zone": zone, "organ": m.parts["organ"]}
            found[m.text] = m._replace(text="".join(parts.values()), parts=parts)
    return found


def zone_meant(bare: str, named: Iterable[str]) -> str:
    """Return the zone among those `named` that is called so for short, "" where it may be one of several.

    >>> zone_meant("开发区", ["经济开发区", "保税区"]), zone_meant("开发区", ["经济开发区", "高新技术开发区"])
    ('经济开发区', '')
    """
    known = entries("body_class")["zones"]
    wholes = {zone: known.get(zone, zone) for zone in sorted(named, key=lambda zone: (len(zone), zone))}
    fits = {zone: whole for zone, whole in wholes.items() if whole.endswith(known.get(bare, bare))}
    longest, name = next(reversed(fits.items()), ("", ""))
    return longest if all(map(name.endswith, fits.values())) else ""


def homes(tenures: Iterable[tuple[Relation, Place | None]]) -> dict[str, str]:
    """Return the place code of each person who holds a post on the page: the most local of the posts' places."""
    found: dict[str, set[str]] = {}
    for relation, place in tenures:
        if "who" in relation.roles:
            code = post_place(relation.roles.get("body"), relation.roles.get("role"), place)
            found.setdefault(relation.roles["who"].text, set()).add(code)
    return {name: min(codes, key=breadth) for name, codes in found.items()}


def namesakes(persons: Iterable[tuple[Mention, str]]) -> frozenset[str]:
    """Return the names of national leaders that a page gives to somebody else only (村民李强, 总监汪洋)."""
    leaders = entries("national_leader")["terms"]
    namesake, leader = pattern_of("national_leader", "namesake"), pattern_of("national_leader", "leader")
    shown = [(m.text, sentence[: m.begin]) for m, sentence in persons if m.text in leaders]
    others = {name for name, before in shown if namesake.search(before)}
    return frozenset(others - {name for name, before in shown if leader.search(before)})


def strangers(persons: Iterable[Mention], tenures: Iterable[Relation]) -> frozenset[str]:
    """Return the names of those whom a page tells only by trade or standing (村民李建国): who they are stays open."""
    told = {m.text for m in persons if m.rule == TRADE}
    known = {one.roles["who"].text for one in tenures if "who" in one.roles} if told else set()
    return frozenset(told - known - set(entries("national_leader")["terms"]))


def post_place(body: Mention | None, role: Mention | None, place: Place | None) -> str:
    """Return the code of the place that a post belongs to, "" where the text leaves it open."""
    if body is not None:
        owner = naming.full_name(body.text, body.parts, place)
        return owner.place.code if owner is not None and owner.place is not None else ""
    head = head_of_government(role, place) if role is not None else None
    return head.place.code if head is not None and head.place is not None else ""


def breadth(code: str) -> tuple[int, int, str]:
    """Return a key by which more local codes come first, an open one last."""
    return (
        code == "",
        sum(1 for pair in (code[4:6], code[2:4], code[0:2]) if pair == "00") + (code == gazetteer.NATION),
        code,
    )


def head_of_government(role: Mention, place: Place | None) -> naming.Naming | None:
    """Return the government that a title such as 区长 or 苏州市副市长 belongs to."""
    title = role.parts.get("title", "")
    level = (
        "自治区" if title.startswith("自治区") else next((char for char in title if char in "省市州区县旗镇乡盟"), "")
    )
    if role.rule != "role.head_of_government" or not level:
        return None
    prefix = role.parts.get("place") or level
    if prefix != level and place_printed(prefix, place) is None:
        prefix = prefix.removesuffix(level) + level  # 清河县长: of the places called 清河 the county
    return government_of(prefix, place)


def government_of(prefix: str, here: Place | None) -> naming.Naming | None:
    """Return the government of a place or level as it is printed (武进区, 我市) on a page from `here`."""
    return naming.full_name(f"{prefix}政府", {"prefix": prefix, "organ": "政府"}, here)


def person(name: str, setting: Setting) -> Entity:
    """Return the person of this name at the place that the posts or else the page give."""
    leaders = entries("national_leader")["terms"]
    code = (
        gazetteer.NATION
        if name in leaders and name not in setting.namesakes
        else setting.homes.get(name) or (setting.place.code if setting.place else "")
    )
    page = setting.source.name if name in setting.strangers else ""
    reason = f"姓名＋地区 {code or '未定'}" + "；无职务，只知见于本页" * bool(page)
    called = [("foaf:name", Literal(form)) for form in (name, *as_printed(name, setting.source))]
    literals = (*called, ("kg:resolution", zh(reason)))
    return Entity(identity.iri("person", code or "open", name, page), "Person", name, literals)


def body(mention: Mention, setting: Setting) -> Entity | None:
    """Return the body that the mention names, with its full official name where the place decides it."""
    if (longer := setting.fuller.get(mention.text)) is not None and longer.text != mention.text:
        owner = naming.full_name(longer.text, longer.parts, setting.place)
        return None if owner is None else body_entity(owner, mention.text, setting)
    if mention.rule == BUREAU:  # of no system that the page shows
        return None
    owner = naming.full_name(mention.text, mention.parts, setting.place)
    shared = "" if mention.rule in ROW else mention.parts.get("prefix", "") + mention.parts.get("organ", "")
    return None if owner is None else body_entity(owner, max(mention.text, shared, key=len), setting)


def body_entity(owner: naming.Naming, form: str, setting: Setting) -> Entity:
    """Return the entity for a named body; `form` is how it was printed. An open name stays on its own page."""
    literals = [("skos:prefLabel", zh(owner.name)), ("kg:resolution", zh(owner.reason))]
    literals += [("skos:altLabel", zh(form))] * (form not in ("", owner.name))
    literals += [("kg:openReference", Literal("true", "xsd:boolean"))] * owner.open
    links = [("dcterms:spatial", place_iri(owner.place))] if owner.place is not None else []
    implied = []
    if owner.kind:
        concept = body_class(owner.kind)
        links, implied = [*links, ("org:classification", concept.iri)], [concept]
    if (
        owner.parent
        and (above := naming.full_name(owner.parent, {}, setting.place)) is not None
        and above.name != owner.name
    ):
        parent = body_entity(above, "", setting)
        links, implied = [*links, ("org:subOrganizationOf", parent.iri)], [*implied, parent]
    iri = identity.iri("body", owner.name, setting.source.name) if owner.open else f"{identity.BASE}{owner.key}"
    return Entity(iri, "Body", owner.name, tuple(literals), tuple(links), owner.place, tuple(implied))


@cache
def body_class(name: str) -> Entity:
    """Return the class of bodies of this name."""
    return Entity(identity.iri("class", name), "Class", name, (("skos:prefLabel", zh(name)),))


def place_iri(place: Place) -> str:
    """Return the IRI of a place."""
    return identity.iri("place", place.code)


def policies(mentions: Iterable[Mention]) -> dict[str, str]:
    """Return, for each short name of a policy on a page, the key of the policy that it goes back to."""
    printed = list(dict.fromkeys(m.text for m in mentions))
    keys = list(dict.fromkeys(policy_naming.key(text) for text in printed))
    titles, longer = policy_naming.local(keys), policy_naming.inside(printed)
    whole = (
        (text, policy_naming.antecedent(text, keys) or longer.get(text) or policy_naming.whole_title(text, titles))
        for text in printed
    )
    return {text: earlier for text, earlier in whole if earlier}


def policy(mention: Mention, setting: Setting) -> Entity | None:
    """Return the document, initiative or formulation that the mention names; variants come to one key."""
    kind, label, key = policy_naming.name(mention)
    earlier = setting.policies.get(mention.text, "")
    if not earlier and policy_naming.bare(mention.text):
        return None
    forms = sorted({label, mention.text, policy_naming.short(mention.text)} - {"", label})
    forms += as_printed(label, setting.source)
    literals = [("skos:prefLabel", zh(label)), *(("skos:altLabel", zh(form)) for form in forms)]
    literals += [("kg:resolution", zh(why))] if (why := variant(mention.text, label, earlier or key, earlier)) else []
    scope = "" if is_national(mention, earlier or label) or setting.place is None else setting.place.code
    return Entity(identity.iri("policy", scope, earlier or key), kind, label, tuple(literals))


def variant(printed: str, label: str, key: str, earlier: str) -> str:
    """Return why a printed form stands for the policy of this key, "" where it is its whole name."""
    if earlier:
        return f"“{label}”：同版前文“{earlier}”的简称"
    whole = policy_naming.squash(label)
    if whole != key:
        return f"“{printed}”：略去稿次、尾词或引号外的字，即“{key}”"
    short = policy_naming.short(printed)
    return f"“{short}”：“{label}”里引号中的名称" if short not in ("", label) else ""


def is_national(mention: Mention, label: str) -> bool:
    """Return whether a policy's name says by itself which one it is, wherever it is printed."""
    national = entries("policy_scope")["national"]
    whole, law = pattern_of("policy_scope", "whole_country"), pattern_of("policy_scope", "law")
    if mention.rule in national or whole.match(label) or law.search(label):
        return True
    return any(
        gazetteer.known(label[:length]) for length in range(3, 8) if label[length - 1 : length] in "省市区县州盟旗"
    )


def place_printed(printed: str, place: Place | None) -> Place | None:
    """Return the place that a printed prefix such as 区 or 武进区 stands for on a page from `place`."""
    if place is not None and (len(printed) == 1 or printed in entries("place_level")["levels"]):
        return gazetteer.at_level(place, printed)
    if not printed:
        return place
    found = gazetteer.by_name(undoubled(printed))
    near = (one for one in found if place and one.code[:2] == place.code[:2])
    return next(near, found[0] if len(found) == 1 else None)


def dated(date: str) -> Literal:
    """Return a date literal that is only as exact as `date` is.

    >>> dated("2023-12").datatype
    'xsd:gYearMonth'
    """
    return Literal(date, {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(date), "xsd:date"))
