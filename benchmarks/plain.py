"""A plain program for the same work: jieba's tagger, a dozen patterns, networkx, rdflib. What ours is measured against.

It takes names by the tagger's word classes, posts, bodies, meetings, policies and numbers by one pattern each, links
what stands in one sentence, keeps the sentence as evidence, and writes Turtle. It knows no places, no posts that go
on, no speeches, and resolves nothing.
"""

import re
from collections.abc import Iterable
from pathlib import Path

NAMESPACE = "https://example.org/"
SENTENCE = re.compile("[^。！？\n]+[。！？]?")
PATTERNS = {
    "post": re.compile("(?:副)?(?:书记|市长|区长|县长|局长|主任|主席|部长|院长|校长)"),
    "body": re.compile("[一-龥]{0,6}(?:省|市|区|县)(?:委|政府|人大常委会|政协|纪委|法院|检察院)"),
    "department": re.compile("[一-龥]{1,8}(?:局|厅|委员会|办公室)"),
    "meeting": re.compile("[一-龥]{0,20}(?:全会|会议|大会|座谈会|推进会)"),
    "title": re.compile("《[^《》]{2,60}》"),
    "plan": re.compile("“[^“”]{2,16}”(?:工程|行动|计划|战略)"),
    "number": re.compile(r"\d+(?:\.\d+)?(?:万|亿)?(?:元|人|个|项|%|公里|亩|吨)"),
    "date": re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"),
    "said": re.compile("(?:强调|指出|要求|表示)[，：]"),
    "held": re.compile("(?:召开|举行|举办)"),
    "adopted": re.compile("(?:审议通过|表决通过|印发)"),
    "change": re.compile(r"(?:增长|下降|提高)\d+(?:\.\d+)?%"),
}


def read(texts: Iterable[tuple[str, str]]) -> str:
    """Return what pages (name, text) say, as Turtle."""
    import jieba.posseg
    import networkx as nx
    from rdflib import RDF, RDFS, Graph, Literal, Namespace

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, text in texts:
        for number, match in enumerate(SENTENCE.finditer(text)):
            sentence = f"{name}-{number}"
            graph.add_node(sentence, kind="sentence", label=match[0])
            found = [("person", word.word) for word in jieba.posseg.cut(match[0]) if word.flag == "nr"]
            found += [(kind, hit[0]) for kind, pattern in PATTERNS.items() for hit in pattern.finditer(match[0])]
            for kind, words in found:
                graph.add_node(f"{kind}-{words}", kind=kind, label=words)
                graph.add_edge(f"{kind}-{words}", sentence, key="in")
    words_of, triples = Namespace(NAMESPACE), Graph()
    for node, known in graph.nodes(data=True):
        subject = words_of[re.sub(r"[^\w-]", "_", node)]
        triples.add((subject, RDF.type, words_of[known["kind"]]))
        triples.add((subject, RDFS.label, Literal(known["label"], lang="zh")))
    for subject, target, key in graph.edges(keys=True):
        triples.add((words_of[re.sub(r"[^\w-]", "_", subject)], words_of[key], words_of[target]))
    return triples.serialize(format="turtle")


def everything(folder: Path) -> None:
    """Import and plainly use all stated packages on the pages of a folder: jieba, networkx, rdflib, pyvis."""
    import networkx as nx
    import rdflib
    from pyvis.network import Network

    turtle = read((path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt")))
    graph = nx.Graph((str(s), str(o)) for s, p, o in rdflib.Graph().parse(data=turtle) if str(p).endswith("/in"))
    most = sorted(graph, key=lambda node: (-graph.degree(node), node))[:300]
    page = Network(cdn_resources="in_line")
    page.from_nx(nx.Graph(graph.subgraph(most)))
    page.generate_html()


if __name__ == "__main__":
    everything(Path(__file__).parent.parent / "seeds")
