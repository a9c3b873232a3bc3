"""Nothing → small graphs made by hand, as the page receives them: every kind of entity and fact once or more.

Sentences are those of the seeds; the hostile text is written for the test.
"""

from collections.abc import Iterable

import networkx as nx

from kg.model import Literal
from kg.ontology import expand

ID = "https://w3id.org/zhengpu/id/"
HOSTILE = '</script><img src=x onerror="window.harmed=1">\'"<b>&{{ 7*7 }}javascript:alert(1)𠮷'
# ↵ is a line break of the source that cleaning removed.
FIRST = "区委副书记、区长恽淇丞出席会议并讲话,区政府领导班子成员参加会议。"
SECOND = "会议以电子表决的↵↵方式,通过了《常州市武进区人民代表大会会议事规则》。"
THIRD = "大会应到代表↵418名,实到代表400名,符合法定人数。"
NAMESPACES = {"kg", "foaf", "org", "schema", "skos", "prov", "dcterms", "nif", "rdfs"}

# name, classes, literals, links
Row = tuple[str, str, dict[str, str], dict[str, str]]
SOURCES: list[Row] = [
    ("file.1", "kg:SourceFile", {"schema:name": "000_page.txt", "kg:encoding": "utf-8"}, {}),
    ("person.writer", "kg:Journalist foaf:Person", {"foaf:name": "朱梦琪"}, {}),
    (
        "article.1",
        "schema:NewsArticle",
        {
            "schema:headline": "区政府召开全体(扩大)会议",
            "schema:datePublished": "2024-01",
            "kg:dateCertainty": "inferred",
            "kg:dateBasis": "正文提到2024年民生实事项目",
        },
        {"schema:isPartOf": "file.1", "schema:author": "person.writer"},
    ),
    (
        "rule.attend",
        "kg:Rule prov:Plan",
        {"dcterms:identifier": "attend.list", "kg:ruleVersion": "1", "rdfs:comment": "某某出席会议。"},
        {},
    ),
]
ENTITIES: list[Row] = [
    ("place.320412", "schema:AdministrativeArea", {"skos:prefLabel": "武进区", "skos:notation": "320412"}, {}),
    (
        "body.政府",
        "org:FormalOrganization",
        {"skos:prefLabel": "常州市武进区人民政府", "skos:altLabel": "区政府"},
        {"dcterms:spatial": "place.320412"},
    ),
    (
        "body.办公室",
        "org:FormalOrganization",
        {"skos:prefLabel": "常州市武进区人民政府办公室"},
        {"org:subOrganizationOf": "body.政府"},
    ),
    ("body.人大", "org:FormalOrganization", {"skos:prefLabel": "常州市武进区人民代表大会"}, {}),
    (
        "meeting.1",
        "kg:Meeting schema:Event",
        {"skos:prefLabel": "区政府全体(扩大)会议", "schema:startDate": "2023-12-28"},
        {"schema:organizer": "body.政府"},
    ),
    (
        "meeting.2",
        "kg:Meeting schema:Event",
        {"skos:prefLabel": "常州市武进区第十七届人民代表大会第三次会议", "kg:term": "17", "kg:session": "3"},
        {"schema:organizer": "body.人大"},
    ),
    (
        "meeting.3",
        "kg:Meeting schema:Event",
        {"skos:prefLabel": "第三次全体会议"},
        {"schema:superEvent": "meeting.2"},
    ),
    ("policy.1", "kg:Document kg:Policy", {"skos:prefLabel": "常州市武进区人民代表大会会议事规则"}, {}),
    ("policy.2", "kg:Initiative kg:Policy", {"skos:prefLabel": "“532”发展战略"}, {}),
    ("policy.3", "kg:Formulation kg:Policy", {"skos:prefLabel": "两个确立"}, {}),
    ("indicator.1", "kg:Indicator skos:Concept", {"skos:prefLabel": "应到代表"}, {}),
    ("role.区长", "kg:Role skos:Concept", {"skos:prefLabel": "区长"}, {}),
]
FACTS: list[Row] = [
    (
        "tenure.1",
        "kg:Tenure org:Membership",
        {"kg:firstAttested": "2024-01"},
        {"org:member": "person.1", "org:organization": "body.政府", "org:role": "role.区长"},
    ),
    (
        "participation.1",
        "kg:Participation",
        {"schema:position": "1"},
        {"kg:meeting": "meeting.1", "prov:agent": "person.1", "prov:hadRole": "kg:Speaker", "kg:capacity": "tenure.1"},
    ),
    (
        "statement.1",
        "kg:Statement schema:Quotation",
        {"kg:verb": "讲话"},
        {"kg:voice": "person.1", "kg:saidAt": "meeting.1"},
    ),
    (
        "decision.1",
        "kg:Decision",
        {},
        {"kg:policy": "policy.1", "kg:decidedAt": "meeting.3", "kg:action": "kg:Adopted"},
    ),
    (
        "observation.1",
        "kg:Observation schema:Observation",
        # 300 + 大会应到代表 + the line break
        {"kg:printed": "418名", "schema:value": "418", "nif:beginIndex": "307", "nif:endIndex": "311"},
        {"kg:indicator": "indicator.1", "schema:observationAbout": "body.人大", "kg:status": "kg:Result"},
    ),
]
EVIDENCE = {
    "tenure.1": "passage.1",
    "participation.1": "passage.1",
    "statement.1": "passage.1",
    "decision.1": "passage.2",
    "observation.1": "passage.3",
}
SHORTCUTS = [
    ("person.1", "kg:holdsPostAt", "body.政府", "tenure.1"),
    ("person.1", "kg:attended", "meeting.1", "participation.1"),
    ("person.1", "kg:spokeAt", "meeting.1", "participation.1"),
    ("meeting.3", "kg:adopted", "policy.1", "decision.1"),
    ("meeting.3", "kg:decidedOn", "policy.1", "decision.1"),
]


def small(*, label: str = "恽淇丞", text: str = FIRST) -> "nx.MultiDiGraph[str]":
    """Return a graph of one page; `label` names its official and `text` is the sentence about him."""
    official: Row = ("person.1", "kg:Official foaf:Person", {"foaf:name": label, "skos:altLabel": "恽区长"}, {})
    passages = [
        passage("passage.1", 100, text, "person.1"),
        passage("passage.2", 200, SECOND, "policy.1"),
        passage("passage.3", 300, THIRD, "indicator.1"),
    ]
    graph = graph_of([*SOURCES, *ENTITIES, official, *passages, *FACTS])
    for fact, told in EVIDENCE.items():
        graph.add_edge(ID + fact, ID + told, key="prov:wasDerivedFrom")
        graph.add_edge(ID + fact, ID + "rule.attend", key="kg:rule")
    for source, predicate, target, fact in SHORTCUTS:
        graph.add_edge(ID + source, ID + target, key=predicate, facts=(ID + fact,))
    return graph


# What a newspaper or a forger may put into a name: markup, a formula, control and direction characters, great length.
EVIL = (
    "=1+1\u202e\u0007\u2028</script><script>window.harmed=1</script><img src=x onerror=window.harmed=1>" + "长" * 10_000
)
STRUCTURAL = {"nif:beginIndex", "nif:endIndex", "schema:datePublished", "schema:startDate"}


def poisoned() -> "nx.MultiDiGraph[str]":
    """Return the small graph with hostile text in every field that is not a number or a date."""
    graph = small()
    for node in graph:
        literals = graph.nodes[node]["literals"]
        for name in literals.keys() - STRUCTURAL:
            literals[name] = (Literal(EVIL + HOSTILE),)
    return graph


def dated() -> "nx.MultiDiGraph[str]":
    """Return officials at a meeting each: December 2023, January and March 2024, some time in 2024, undated."""
    rows: list[Row] = [("place.1", "schema:AdministrativeArea", {"skos:prefLabel": "武进区"}, {})]
    for i, date in enumerate(("2023-12-28", "2024-01", "2024-03-02", "2024", "")):
        published = {"schema:datePublished": date} if date else {}
        rows += [
            (f"article.{i}", "schema:NewsArticle", {"schema:headline": f"第{i}版", **published}, {}),
            (f"passage.{i}", "kg:Passage", {"schema:text": f"王{i}出席会议{i}。"}, {"schema:isPartOf": f"article.{i}"}),
            (f"person.{i}", "kg:Official", {"foaf:name": f"王{i}"}, {}),
            (f"meeting.{i}", "kg:Meeting", {"skos:prefLabel": f"会议{i}"}, {}),
            (
                f"participation.{i}",
                "kg:Participation",
                {},
                {"kg:meeting": f"meeting.{i}", "prov:agent": f"person.{i}", "prov:wasDerivedFrom": f"passage.{i}"},
            ),
        ]
    graph = graph_of(rows)
    for i in range(5):
        graph.add_edge(f"{ID}person.{i}", f"{ID}meeting.{i}", key="kg:attended", facts=(f"{ID}participation.{i}",))
    return graph


def passage(local: str, begin: int, text: str, mentioned: str) -> Row:
    """Return one sentence that stands at `begin` in the source."""
    raw, clean = text.replace("↵", "\n"), text.replace("↵", "")
    offsets = {"nif:beginIndex": str(begin), "nif:endIndex": str(begin + len(raw))}
    links = {"schema:isPartOf": "article.1", "schema:mentions": mentioned}
    return local, "kg:Passage nif:String", {"nif:anchorOf": raw, "schema:text": clean, **offsets}, links


def graph_of(rows: Iterable[Row]) -> "nx.MultiDiGraph[str]":
    """Return the graph that `rows` describe; a link to a term adds it as a bare node."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for local, types, literals, _ in (rows := list(rows)):
        values = {name: (Literal(value),) for name, value in literals.items()}
        graph.add_node(ID + local, types=tuple(types.split()), literals=values)
    for local, _, _, links in rows:
        for predicate, target in links.items():
            end = expand(target) if target.partition(":")[0] in NAMESPACES else ID + target
            if end not in graph:
                graph.add_node(end, types=(), literals={})
            graph.add_edge(ID + local, end, key=predicate)
    return graph


def large(people: int = 420, meetings: int = 60) -> "nx.MultiDiGraph[str]":
    """Return a graph with more entities than a picture can show; who attends what follows from the numbers."""
    rows: list[Row] = [
        *((f"meeting.{i}", "kg:Meeting", {"skos:prefLabel": f"第{i}次专题协商议事会议"}, {}) for i in range(meetings)),
        *((f"person.{i}", "kg:Official", {"foaf:name": f"王{chr(0x4E00 + 7 * i)}"}, {}) for i in range(people)),
    ]
    graph = graph_of(rows)
    for i in range(people):
        for k in range(1 + i * 7919 % 3):
            room = (i * i * (k + 1) + i // 7) % meetings
            graph.add_edge(f"{ID}person.{i}", f"{ID}meeting.{room}", key="kg:attended", facts=())
    return graph
