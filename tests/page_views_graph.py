"""Nothing → graphs made by hand for the views: years of meetings, decisions and figures, and one as large as wanted.

The IRIs are in another order than the text, so that only what the graph says can put things in order.
"""

import json

import networkx as nx

from kg.model import Literal
from tests.page_graph import ID, Row, graph_of

ARTICLES = {"old": ("2022-01-10", "stated"), "new": ("2023-01-12", "inferred"), "open": ("", "")}
# passage → article, offset, sentence
SENTENCES = {
    "p1": ("old", 10, "市长王建国提出制定《河道管理条例》,要坚持稳中求进。"),
    "p2": ("old", 50, "2021年地区生产总值4100亿元,2022年目标4400亿元,办理提案100件。"),
    "p3": ("new", 10, "大会由李华、王建国、赵敏等主持,赵敏和代表们参加分组讨论。"),
    "p4": ("new", 90, "大会审议并通过《河道管理条例》,要坚持稳中求进。"),
    "p5": ("new", 150, "2022年地区生产总值4500亿元,增长6%,办理提案134件。"),
    "p6": ("open", 5, "座谈会上,市长王建国强调要抓落实。"),
}
ENTITIES: list[Row] = [
    ("person.a", "kg:Official foaf:Person", {"foaf:name": "王建国", "skos:altLabel": "王市长"}, {}),
    ("person.b", "kg:Official foaf:Person", {"foaf:name": "李华"}, {}),
    ("person.c", "foaf:Person", {"foaf:name": "赵敏"}, {}),
    ("body.1", "org:FormalOrganization", {"skos:prefLabel": "临江市人民政府"}, {}),
    ("body.2", "org:FormalOrganization", {"skos:prefLabel": "临江市人民代表大会"}, {}),
    ("role.1", "kg:Role skos:Concept", {"skos:prefLabel": "市长"}, {}),
    ("role.2", "kg:Role skos:Concept", {"skos:prefLabel": "副市长"}, {}),
    (
        "meeting.z",
        "kg:Meeting",
        {"skos:prefLabel": "临江市第九届人民代表大会第二次会议", "schema:startDate": "2023-01-08"},
        {},
    ),
    ("meeting.b", "kg:Meeting", {"skos:prefLabel": "分组讨论"}, {"schema:superEvent": "meeting.z"}),
    ("meeting.c", "kg:Meeting", {"skos:prefLabel": "企业家座谈会"}, {}),
    ("meeting.d", "kg:Meeting", {"skos:prefLabel": "市政府常务会议", "schema:startDate": "2021"}, {}),
    ("policy.1", "kg:Document kg:Policy", {"skos:prefLabel": "河道管理条例"}, {}),
    ("policy.2", "kg:Initiative kg:Policy", {"skos:prefLabel": "清河行动"}, {}),
    ("policy.3", "kg:Formulation kg:Policy", {"skos:prefLabel": "稳中求进"}, {}),
    ("indicator.1", "kg:Indicator skos:Concept", {"skos:prefLabel": "地区生产总值"}, {}),
    ("indicator.2", "kg:Indicator skos:Concept", {"skos:prefLabel": "办理提案"}, {}),
    ("place.1", "schema:AdministrativeArea", {"skos:prefLabel": "临江市"}, {}),
    ("series.1", "kg:Series", {}, {}),
    ("series.2", "kg:Series", {}, {}),
]


def tenure(local: str, person: str, role: str, first: str, last: str) -> Row:
    """Return a post at the city's government."""
    dates = {"kg:firstAttested": first, "kg:lastAttested": last}
    return local, "kg:Tenure", dates, {"org:member": person, "org:organization": "body.1", "org:role": role}


def part(local: str, person: str, meeting: str, role: str, **more: str) -> Row:
    """Return that a person took part in a meeting."""
    literals = {f"{'schema' if name == 'position' else 'kg'}:{name}": value for name, value in more.items()}
    return local, "kg:Participation", literals, {"prov:agent": person, "kg:meeting": meeting, "prov:hadRole": role}


def figure(local: str, printed: str, value: str, period: str, status: str, **more: str) -> Row:
    """Return a number about the city's product, or of the indicator that `of` names."""
    of = more.get("of", "1")
    literals = {"kg:printed": printed, "schema:value": value, "kg:period": period, "schema:unitText": "元"}
    text = next(sentence for _, _, sentence in SENTENCES.values() if printed in sentence)
    begin = next(start for _, start, sentence in SENTENCES.values() if sentence == text) + text.index(printed)
    literals |= {"nif:beginIndex": str(begin), "nif:endIndex": str(begin + len(printed))}
    links = {"kg:indicator": f"indicator.{of}", "schema:observationAbout": "place.1", "kg:series": f"series.{of}"}
    change = {"schema:unitText": "%", "kg:changeKind": more["change"]} if "change" in more else {}
    return local, "kg:Observation", {**literals, "kg:comparator": "=", **change}, {**links, "kg:status": status}


# fact, sentence that tells it
FACTS: list[tuple[Row, str]] = [
    (tenure("tenure.1", "person.a", "role.1", "2022-01-10", "2023-01-12"), "p1"),
    (tenure("tenure.2", "person.a", "role.2", "2019", "2020"), "p6"),
    (tenure("tenure.3", "person.b", "role.2", "2023-01-12", "2023-01-12"), "p3"),
    (part("part.1", "person.c", "meeting.z", "kg:Chair", position="3", listOpen="true"), "p3"),
    (part("part.2", "person.a", "meeting.z", "kg:Chair", position="2"), "p3"),
    (part("part.3", "person.b", "meeting.z", "kg:Chair", position="1"), "p3"),
    (part("part.4", "person.c", "meeting.b", "kg:Attendee"), "p3"),
    (part("part.5", "person.a", "meeting.c", "kg:Speaker"), "p6"),
    (
        (
            "decision.1",
            "kg:Decision",
            {},
            {"kg:policy": "policy.1", "kg:decidedAt": "meeting.z", "kg:action": "kg:Adopted"},
        ),
        "p4",
    ),
    (
        (
            "decision.2",
            "kg:Decision",
            {},
            {"kg:policy": "policy.1", "kg:decidedAt": "meeting.z", "kg:action": "kg:Deliberated"},
        ),
        "p4",
    ),
    (
        (
            "decision.3",
            "kg:Decision",
            {},
            {"kg:policy": "policy.1", "kg:decidedBy": "body.1", "kg:action": "kg:Proposed"},
        ),
        "p1",
    ),
    (
        ("statement.1", "kg:Statement", {"kg:verb": "强调"}, {"kg:voice": "person.a", "kg:saidAt": "meeting.c"}),
        "p6",
    ),
    (figure("figure.1", "4500亿元", "450000000000", "2022", "kg:Result"), "p5"),
    (figure("figure.2", "4400亿元", "440000000000", "2022", "kg:Target"), "p2"),
    (figure("figure.3", "4100亿元", "410000000000", "2021", "kg:Result"), "p2"),
    (figure("figure.4", "6%", "6", "2022", "kg:Result", change="increase"), "p5"),
    (figure("figure.5", "134件", "134", "2022", "kg:Result", of="2"), "p5"),
    (figure("figure.6", "100件", "100", "2021", "kg:Result", of="2"), "p2"),
]
MENTIONS = {"p1": ["policy.1", "policy.3"], "p4": ["policy.1", "policy.3"]}


def years(**labels: str) -> "nx.MultiDiGraph[str]":
    """Return a graph of three articles; `labels` gives entities another name: person_a="…"."""
    articles: list[Row] = [
        (
            f"article.{name}",
            "schema:NewsArticle",
            {"schema:headline": f"{name}报道"}
            | ({"schema:datePublished": date, "kg:dateCertainty": sure} if date else {}),
            {},
        )
        for name, (date, sure) in ARTICLES.items()
    ]
    passages: list[Row] = [
        (
            f"passage.{name}",
            "kg:Passage",
            {"schema:text": text, "nif:anchorOf": text, "nif:beginIndex": str(begin), "nif:endIndex": str(begin + 40)},
            {"schema:isPartOf": f"article.{article}"},
        )
        for name, (article, begin, text) in SENTENCES.items()
    ]
    graph = graph_of([*articles, *passages, *ENTITIES, *(fact for fact, _ in FACTS)])
    for fact, told in FACTS:
        graph.add_edge(ID + fact[0], f"{ID}passage.{told}", key="prov:wasDerivedFrom")
    for told, seen in MENTIONS.items():
        for entity in seen:
            graph.add_edge(f"{ID}passage.{told}", ID + entity, key="schema:mentions")
    for name, label in labels.items():
        rename(graph, ID + name.replace("_", "."), label)
    return graph


def rename(graph: "nx.MultiDiGraph[str]", node: str, label: str) -> None:
    """Give `node` another text under each of its predicates, so that hostile text stands everywhere."""
    literals = graph.nodes[node]["literals"]
    graph.nodes[node]["literals"] = {name: (Literal(label),) for name in literals}


def many(meetings: int = 400) -> "nx.MultiDiGraph[str]":
    """Return a graph with more meetings than a view shows at once, over thirty years."""
    graph = years()
    for i in range(meetings):
        date = f"{1990 + i % 30}-{1 + i % 12:02}"
        names = {"skos:prefLabel": (Literal(f"第{i}次专题会议"),), "schema:startDate": (Literal(date),)}
        graph.add_node(f"{ID}meeting.m{i:05}", types=("kg:Meeting",), literals=names)
    return graph


def with_figures(page: str, count: int) -> str:
    """Return `page` with `count` more rows of figures, which all point at the facts that it has."""
    begin, end = page.index('"tables":'), page.index("</script>", page.index('"tables":'))
    whole, length = json.JSONDecoder().raw_decode(page[begin + len('"tables":') : end])
    columns, rows = whole["columns"]["figures"], whole["rows"]["figures"]
    for i in range(count):
        row = dict(zip(columns, rows[i % len(rows)], strict=True))
        whole["texts"] += [f"{i}个", str(i)]
        row |= {"printed": len(whole["texts"]) - 2, "value": len(whole["texts"]) - 1, "unit": 0}
        rows.append([row[name] for name in columns])
    grown = json.dumps(whole, ensure_ascii=False).replace("<", "\\u003c")
    return page[: begin + len('"tables":')] + grown + page[begin + len('"tables":') + length :]
