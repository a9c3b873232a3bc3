"""Nothing → small graphs made by hand, as the page receives them: every kind of entity and fact once or more.

Sentences are those of the seeds; the hostile texts are written for the test.
"""

from collections.abc import Iterable

import networkx as nx

from kg.model import Literal
from kg.ontology import expand

Graph = nx.MultiDiGraph
ID = "https://w3id.org/zhengpu/id/"
HOSTILE = '</script><img src=x onerror="window.harmed=1">\'"<b>&{{ 7*7 }}javascript:alert(1)'
FIRST = "区委副书记、区长恽淇丞出席会议并讲话,区政府领导班子成员参加会议。"
SECOND = "会议以电子表决的↵↵方式,通过了《常州市武进区人民代表大会会议事规则》。"
THIRD = "大会应到代表↵418名,实到代表400名,符合法定人数。"


class Maker:
    """A graph under construction."""

    def __init__(self) -> None:
        self.graph: Graph[str] = nx.MultiDiGraph()

    def node(self, local: str, types: Iterable[str], **literals: str | Literal | list[Literal]) -> str:
        """Add a node; a keyword such as foaf_name is the predicate foaf:name, plain text is Chinese."""
        values = {name.replace("_", ":", 1): literal(value) for name, value in literals.items()}
        self.graph.add_node(ID + local, types=tuple(types), literals=values)
        return ID + local

    def link(self, source: str, **ends: str | list[str]) -> str:
        """Add edges from `source`; a keyword such as kg_meeting is the predicate kg:meeting."""
        for name, targets in ends.items():
            for target in [targets] if isinstance(targets, str) else targets:
                end = target if target.startswith("http") else expand(target)
                if end not in self.graph:
                    self.graph.add_node(end, types=(), literals={})
                self.graph.add_edge(source, end, key=name.replace("_", ":", 1))
        return source

    def short(self, source: str, predicate: str, target: str, *facts: str) -> None:
        """Add a derived edge."""
        self.graph.add_edge(source, target, key=predicate, facts=tuple(facts))


def literal(value: str | Literal | list[Literal]) -> tuple[Literal, ...]:
    """Return the literals that `value` stands for."""
    match value:
        case str():
            return (Literal(value, lang="zh"),)
        case Literal():
            return (value,)
    return tuple(value)


def whole(number: int) -> Literal:
    """Return a whole number."""
    return Literal(str(number), datatype="xsd:nonNegativeInteger")


def sentence(make: Maker, local: str, begin: int, text: str) -> str:
    """Add one passage that stands at `begin` in the source, where each ↵ of `text` is a line break."""
    raw, clean = text.replace("↵", "\n"), text.replace("↵", "")
    offsets = {"nif_beginIndex": whole(begin), "nif_endIndex": whole(begin + len(raw))}
    return make.node(local, ("kg:Passage", "nif:String"), nif_anchorOf=raw, schema_text=clean, **offsets)


def small(*, label: str = "恽淇丞", text: str = FIRST) -> "Graph[str]":
    """Return a graph of one page; `label` names its official and `text` is the sentence about him."""
    make = Maker()
    file = make.node("file.1", ("kg:SourceFile",), schema_name="000_page.txt", kg_sha256="0" * 64, kg_encoding="utf-8")
    writer = make.node("person.writer", ("kg:Journalist", "foaf:Person"), foaf_name="朱梦琪")
    date = Literal("2024-01", datatype="xsd:gYearMonth")
    why = {"kg_dateCertainty": "inferred", "kg_dateBasis": "正文提到2024年民生实事项目"}
    article = make.node(
        "article.1",
        ("schema:NewsArticle",),
        schema_headline="区政府召开全体(扩大)会议",
        schema_datePublished=date,
        **why,
    )
    make.link(article, schema_isPartOf=file, schema_author=writer)
    rule = make.node(
        "rule.attend",
        ("kg:Rule", "prov:Plan"),
        dcterms_identifier="attend.list",
        kg_ruleVersion="1",
        rdfs_comment="某某出席会议。",
    )
    place = make.node(
        "place.320412", ("schema:AdministrativeArea",), skos_prefLabel="武进区", skos_notation=Literal("320412")
    )
    official = make.node(
        "person.320412.official", ("kg:Official", "foaf:Person"), foaf_name=label, skos_altLabel="恽区长"
    )
    government = make.node(
        "body.320412.政府", ("org:FormalOrganization",), skos_prefLabel="常州市武进区人民政府", skos_altLabel="区政府"
    )
    office = make.node("body.320412.办公室", ("org:FormalOrganization",), skos_prefLabel="常州市武进区人民政府办公室")
    congress = make.node("body.320412.人大", ("org:FormalOrganization",), skos_prefLabel="常州市武进区人民代表大会")
    meeting = make.node(
        "meeting.1",
        ("kg:Meeting", "schema:Event"),
        skos_prefLabel="区政府全体(扩大)会议",
        schema_startDate=Literal("2023-12-28", datatype="xsd:date"),
    )
    session = make.node(
        "meeting.2",
        ("kg:Meeting", "schema:Event"),
        skos_prefLabel="常州市武进区第十七届人民代表大会第三次会议",
        kg_term=whole(17),
        kg_session=whole(3),
    )
    plenary = make.node("meeting.3", ("kg:Meeting", "schema:Event"), skos_prefLabel="第三次全体会议")
    document = make.node("policy.1", ("kg:Document", "kg:Policy"), skos_prefLabel="常州市武进区人民代表大会会议事规则")
    make.node("policy.2", ("kg:Initiative", "kg:Policy"), skos_prefLabel="“532”发展战略")
    make.node("policy.3", ("kg:Formulation", "kg:Policy"), skos_prefLabel="两个确立")
    indicator = make.node("indicator.1", ("kg:Indicator", "skos:Concept"), skos_prefLabel="应到代表")
    role = make.node("role.区长", ("kg:Role", "skos:Concept"), skos_prefLabel="区长")
    make.link(office, org_subOrganizationOf=government)
    make.link(government, dcterms_spatial=place)
    make.link(meeting, schema_organizer=government)
    make.link(plenary, schema_superEvent=session)
    one = sentence(make, "passage.1", 100, text)
    two = sentence(make, "passage.2", 200, SECOND)
    three = sentence(make, "passage.3", 300, THIRD)
    make.link(one, schema_isPartOf=article, schema_mentions=[official, government, meeting])
    make.link(two, schema_isPartOf=article, schema_mentions=document)
    make.link(three, schema_isPartOf=article, schema_mentions=indicator)
    tenure = make.node("tenure.1", ("kg:Tenure", "org:Membership"), kg_firstAttested=date)
    make.link(
        tenure, org_member=official, org_organization=government, org_role=role, prov_wasDerivedFrom=one, kg_rule=rule
    )
    taking = make.node("participation.1", ("kg:Participation",), schema_position=whole(1))
    make.link(
        taking,
        kg_meeting=meeting,
        prov_agent=official,
        prov_hadRole="kg:Speaker",
        kg_capacity=tenure,
        prov_wasDerivedFrom=one,
        kg_rule=rule,
    )
    decision = make.node("decision.1", ("kg:Decision",))
    make.link(
        decision,
        kg_policy=document,
        kg_decidedAt=plenary,
        kg_action="kg:Adopted",
        prov_wasDerivedFrom=two,
        kg_rule=rule,
    )
    said = make.node("statement.1", ("kg:Statement", "schema:Quotation"), kg_verb="讲话", schema_text=text)
    make.link(said, kg_voice=official, kg_saidAt=meeting, kg_capacity=tenure, prov_wasDerivedFrom=one, kg_rule=rule)
    # The printed number stands behind a line break of the source: 300 + 大会应到代表 + break.
    number = {
        "kg_printed": "418名",
        "schema_value": Literal("418", datatype="xsd:decimal"),
        "schema_unitText": "名",
        "kg_comparator": "=",
    }
    seen = make.node(
        "observation.1",
        ("kg:Observation", "schema:Observation"),
        **number,
        nif_beginIndex=whole(307),
        nif_endIndex=whole(311),
    )
    make.link(
        seen,
        kg_indicator=indicator,
        schema_observationAbout=congress,
        kg_status="kg:Result",
        prov_wasDerivedFrom=three,
        kg_rule=rule,
    )
    make.short(official, "kg:holdsPostAt", government, tenure)
    make.short(official, "kg:attended", meeting, taking)
    make.short(official, "kg:spokeAt", meeting, taking)
    make.short(plenary, "kg:adopted", document, decision)
    make.short(plenary, "kg:decidedOn", document, decision)
    return make.graph


def large(people: int = 420, meetings: int = 60) -> "Graph[str]":
    """Return a graph with more entities than a picture can show; who attends what follows from the numbers."""
    make = Maker()
    rooms = [
        make.node(f"meeting.{i}", ("kg:Meeting",), skos_prefLabel=f"第{i}次专题协商议事会议") for i in range(meetings)
    ]
    bodies = [
        make.node(f"body.{i}", ("org:FormalOrganization",), skos_prefLabel=f"常州市武进区第{i}街道办事处")
        for i in range(40)
    ]
    for i in range(people):
        person = make.node(f"person.{i}", ("kg:Official", "foaf:Person"), foaf_name=f"王{chr(0x4E00 + 7 * i)}")
        make.short(person, "kg:holdsPostAt", bodies[i * i % len(bodies)])
        for k in range(1 + (i * 7919) % 4):
            make.short(person, "kg:attended", rooms[(i * i + k * 13) % meetings])
    return make.graph
