"""A page → the places that it names and is not from: where its people go, where guests come from, whom ours lead.

>>> [place.name for place in sorted(others("安吉县党政代表团赴合肥市考察。长丰县负责同志陪同。"))]
['长丰县']
"""

from kg import gazetteer
from kg.gazetteer import Place
from kg.rulebook import pattern_of
from kg.toponyms import seeming


def others(page: str) -> frozenset[Place]:
    """Return the places that a page cannot be from, as far as its words show it."""
    return hosts_of(page) | guests_of(page) | led_by_ours(page) | others_than_sent(page)


def hosts_of(page: str) -> frozenset[Place]:
    """Return the places to which the page's own leaders go: 县委书记某某率队赴某县 names another county than its own.

    >>> [place.name for place in hosts_of("县委书记李明率队赴溧阳市和金坛区、安吉县考察。")]
    ['安吉县']
    """
    told = pattern_of("place_level", "away").finditer(page)
    named = (named_whole(match["where"], match["level"] or match["level_of"]) for match in told)
    return frozenset(place for hosts in named for places in hosts.values() for place in places)


def guests_of(page: str) -> frozenset[Place]:
    """Return the places from which people come to the page's own: 某县考察团来我县考察 names another county.

    >>> [place.name for place in guests_of("近日，安吉县党政代表团来我县考察。")]
    ['安吉县']
    """
    found = set[Place]()
    for match in pattern_of("place_level", "guests").finditer(page):
        begin = max(page.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
        guests = named_whole(page[begin : match.start()], match["level"])
        if len(guests) == 1:  # of two, one may be our own
            found.update(*guests.values())
    for match in pattern_of("place_level", "guests_short").finditer(page):
        begin = max(page.rfind(mark, 0, match.start()) for mark in "，。；\n") + 1
        whole = (named_whole(page[begin : match.start()], level) for level in "省市区县旗州盟")
        found.update(place for guests in whole for places in guests.values() for place in places)
    return frozenset(found)


def others_than_sent(page: str) -> frozenset[Place]:
    """Return the places that a page names beside the one of its own rank whose delegation goes there.

    >>> sorted(place.name for place in others_than_sent("安吉县党政代表团赴合肥市考察。长丰县、庐江县负责同志陪同。"))
    ['庐江县', '长丰县']
    """
    sent = pattern_of("place_level", "sent").search(page)
    if sent is None:
        return frozenset()
    named = named_whole(page, sent["level"])
    own = named.get(sent["own"], [])
    if len(own) != 1:
        return frozenset()
    return frozenset(one for places in named.values() for one in places if one not in own)


def led_by_ours(page: str) -> frozenset[Place]:
    """Return the places whose leaders are members of the page's own committee: a page of theirs names that in full.

    >>> [place.name for place in led_by_ours("市委常委、寿光市委书记李明陪同，武进区委书记王强参加。")]
    ['寿光市']
    """
    named = (found["where"] for found in pattern_of("place_level", "seconded").finditer(page))
    return frozenset(place for name in named for place in gazetteer.by_name(name) if place.name == name)


def named_whole(text: str, level: str) -> dict[str, list[Place]]:
    """Return the names in a text that end with a level, each with the places whose own name it is.

    >>> {name: [place.full for place in places] for name, places in named_whole("金坛区和安吉县", "县").items()}
    {'安吉县': ['安吉县']}
    """
    names = dict.fromkeys(name for name, _, _ in seeming(text) if name[-1] == level)
    return {name: [place for place in gazetteer.by_name(name) if place.name == name] for name in names}
