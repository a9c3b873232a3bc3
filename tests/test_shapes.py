"""The shapes accept a sound graph and refuse each way of breaking it."""

from functools import cache

import pyshacl
import pytest
from rdflib import Graph

from kg import ontology

PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in ontology.PREFIXES.items())
SOUND = f"""{PREFIXES}
id:file a kg:SourceFile ; schema:name "a.txt" ; kg:sha256 "{"0" * 64}" ; kg:encoding "utf-8" .
id:article a schema:NewsArticle ; schema:isPartOf id:file ; schema:headline "区长讲话"@zh ;
    schema:datePublished "2021-12"^^xsd:gYearMonth ; kg:dateCertainty "inferred" ; kg:dateBasis "据电头"@zh .
id:passage a kg:Passage , nif:String ; schema:isPartOf id:article ; schema:mentions id:person , id:meeting ;
    nif:beginIndex "0"^^xsd:nonNegativeInteger ; nif:endIndex "9"^^xsd:nonNegativeInteger ;
    nif:anchorOf "王建国出席会议" ; schema:text "王建国出席会议"@zh .
id:rule a kg:Rule , prov:Plan ; dcterms:identifier "attended" ; kg:ruleVersion "1" .
id:person a kg:Official , foaf:Person ; foaf:name "王建国" .
id:hall a schema:Place ; skos:prefLabel "临江大会堂"@zh .
id:scheme a skos:ConceptScheme ; skos:prefLabel "提法"@zh .
id:formula a kg:Formulation ; skos:prefLabel "两个确立"@zh ; skos:inScheme id:scheme .
id:document a kg:Document , kg:Policy ; skos:prefLabel "关于任免的决定"@zh ;
    kg:documentNumber "临人发〔2021〕3号" ; kg:issuedBy id:body .
id:body a org:FormalOrganization ; skos:prefLabel "临江区人民政府"@zh ; skos:altLabel "区政府"@zh .
id:role a kg:Role , skos:Concept ; skos:prefLabel "区长"@zh .
id:meeting a kg:Meeting , schema:Event ; skos:prefLabel "全区工作会议"@zh ; kg:term 1 ;
    schema:location id:hall ; schema:startDate "2021-12-28"^^xsd:date ; kg:dateBasis "原句印出“28日”"@zh .
id:policy a kg:Initiative ; skos:prefLabel "“532”发展战略"@zh .
id:indicator a kg:Indicator , skos:Concept ; skos:prefLabel "地区生产总值"@zh .
id:tenure a kg:Tenure , org:Membership ; org:member id:person ; org:organization id:body ; org:role id:role ;
    kg:rule id:rule ; prov:wasDerivedFrom id:passage .
id:part a kg:Participation ; kg:meeting id:meeting ; prov:agent id:person ; prov:hadRole kg:Attendee ;
    kg:capacity id:tenure ; schema:position 1 ; kg:rule id:rule ; prov:wasDerivedFrom id:passage .
id:decision a kg:Decision ; kg:policy id:policy ; kg:decidedAt id:meeting ; kg:action kg:Adopted ;
    kg:rule id:rule ; prov:wasDerivedFrom id:passage .
id:change a kg:Appointment , kg:TenureChange ; kg:tenure id:tenure ; kg:decidedAt id:meeting ; kg:basedOn id:document ;
    dcterms:date "2021-12-28"^^xsd:date ; kg:dateCertainty "stated" ; kg:dateBasis "原句印出“12月28日”"@zh ;
    kg:rule id:rule ; prov:wasDerivedFrom id:passage .
id:issuance a kg:Issuance ; kg:policy id:document ; kg:action kg:Issued ; kg:decidedBy id:body ;
    kg:documentNumber "临人发〔2021〕3号" ; kg:rule id:rule ; prov:wasDerivedFrom id:passage .
id:series a kg:Series ; kg:indicator id:indicator .
id:met a kg:Comparison ; kg:series id:series ; kg:period "2021" ; kg:hasTarget id:number .
id:number a kg:Observation , schema:Observation ; kg:indicator id:indicator ; schema:value 410000000000.0 ;
    schema:unitText "元" ; kg:printed "4100亿元" ; kg:comparator "=" ; kg:status kg:Target ;
    nif:beginIndex "1"^^xsd:nonNegativeInteger ; nif:endIndex "7"^^xsd:nonNegativeInteger ;
    kg:rule id:rule ; prov:wasDerivedFrom id:passage .
id:said a kg:Statement , schema:Quotation ; kg:voice id:person ; kg:verb "强调" ; schema:text "抓落实"@zh ;
    nif:beginIndex "1"^^xsd:nonNegativeInteger ; nif:endIndex "7"^^xsd:nonNegativeInteger ;
    kg:rule id:rule ; prov:wasDerivedFrom id:passage .
"""
# What is taken out → what is put in its place; each pair makes the sound graph wrong in one way.
BROKEN = {
    "a passage that ends before it begins": ('"9"^^xsd', '"0"^^xsd'),
    "a passage without its text as it stands": ('nif:anchorOf "王建国出席会议" ;', ""),
    "a passage of no article": ("nif:String ; schema:isPartOf id:article", "nif:String"),
    "a fact without evidence": ("kg:rule id:rule ; prov:wasDerivedFrom id:passage", "kg:rule id:rule"),
    "a fact without a rule": ("kg:rule id:rule ; prov:wasDerivedFrom", "prov:wasDerivedFrom"),
    "a fact of two rules": ("kg:rule id:rule", "kg:rule id:rule , id:other"),
    "evidence that is no passage": ("prov:wasDerivedFrom id:passage", "prov:wasDerivedFrom id:article"),
    "a tenure of two bodies": ("org:organization id:body", "org:organization id:body , id:body2"),
    "a tenure without a person": ("org:member id:person ;", ""),
    "a role with a text for a name": ("org:role id:role", 'org:role "区长"'),
    "an official without a post": ("org:member id:person", "org:member id:other"),
    "taking part in an unknown role": ("kg:Attendee", "kg:Guest"),
    "a body that takes part without being one": ("prov:agent id:person", "prov:agent id:policy"),
    "a decision by nobody": ("kg:decidedAt id:meeting ;", ""),
    "an unknown action": ("kg:Adopted", "kg:Result"),
    "a number that is a floating-point number": ("410000000000.0", "4.1e11"),
    "a number without unit": ('schema:unitText "元" ;', ""),
    "an unknown status": ("kg:status kg:Target", "kg:status kg:Chair"),
    "an unknown comparator": ('kg:comparator "="', 'kg:comparator "≠"'),
    "a statement of nobody": ("kg:voice id:person ;", ""),
    "a name without a language": ('"全区工作会议"@zh', '"全区工作会议"'),
    "two preferred names": ('"全区工作会议"@zh', '"全区工作会议"@zh , "工作会议"@zh'),
    "a date that is a text": ('"2021-12"^^xsd:gYearMonth', '"2021-12"'),
    "a date that is impossible": ('"2021-12"^^xsd:gYearMonth', '"2021-13-45"^^xsd:date'),
    "a date without its reason": (' ; kg:dateBasis "据电头"@zh', ""),
    "a meeting whose date has no reason": (' ; kg:dateBasis "原句印出“28日”"@zh', ""),
    "a change whose date has no reason": (' ; kg:dateBasis "原句印出“12月28日”"@zh', ""),
    "a change of no tenure": ("kg:tenure id:tenure ;", ""),
    "a change that neither begins nor ends anything": ("kg:Appointment , ", ""),
    "a change that begins and ends": ("kg:Appointment , ", "kg:Appointment , kg:Departure , "),
    "an issuance by nobody and without number": (
        'kg:decidedBy id:body ;\n    kg:documentNumber "临人发〔2021〕3号" ; kg:rule',
        "kg:rule",
    ),
    "a place that is none": ("schema:location id:hall", "schema:location id:body"),
    "a formulation outside the scheme": (" ; skos:inScheme id:scheme", ""),
    "a comparison of no period": ('kg:period "2021" ;', ""),
    "a term that counts from zero": ("kg:term 1", "kg:term 0"),
    "a file without its name": ('schema:name "a.txt" ;', ""),
}


@cache
def shapes() -> Graph:
    return Graph().parse(ontology.path("shapes.ttl"), format="turtle")


def report(turtle: str) -> tuple[bool, str]:
    """Return whether the graph conforms, and what is wrong with it."""
    conforms, _, text = pyshacl.validate(Graph().parse(data=turtle, format="turtle"), shacl_graph=shapes())
    return conforms, text


def test_the_shapes_are_shapes():
    assert pyshacl.validate(Graph(), shacl_graph=shapes(), meta_shacl=True)[0]


def test_a_sound_graph_conforms():
    conforms, text = report(SOUND)
    assert conforms, text


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=BROKEN)
def test_a_broken_graph_is_refused(old, new):
    assert old in SOUND
    assert not report(SOUND.replace(old, new, 1))[0]
