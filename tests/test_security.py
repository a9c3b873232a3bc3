"""Text planted in pages and names of files: read, built, shown, asked, exported and printed, it acts nowhere.

What single outputs do with hostile text is tested beside them; here it goes the whole way, from a file to a browser and
to a terminal, and no command asks the network for anything.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from kg import cli
from kg.outputs import answers, exports, files
from tests.odd_inputs import SAID
from tests.page_browser import Visit

ROOT = Path(__file__).parent.parent
PLANTED = (
    "<img src=x onerror=window.harmed=1>",
    "<script>window.harmed=1</script>",
    "</script><script>window.harmed=1</script>",
    "<svg onload=window.harmed=1>",
    "<style>body{display:none}</style>",
    "{{7*7}}${7*7}<%=7*7%>",
    "[x](javascript:window.harmed=1)",
    '=HYPERLINK("http://evil.example")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "x\" . ?s ?p ?o } # ' \\",
    'a b<>"{}|^`\\c%00%0a',
    "../../../../etc/passwd",
    "\x1b[2J\x1b]0;evil\x07\x9b31m\u202eabc",
    "$(touch harmed);`touch harmed`",
    "!!python/object/apply:os.system [touch harmed]",
)
LINES = (
    "本报讯 （记者 王明） 昨天，区委书记李建国主持召开区委常委会会议。会议审议通过《{0}工作规则》。",
    "会议指出，要实施“{0}”行动，推进“{0}”工程。",
    "区长张大山强调：“要抓好{0}，不留死角。”",
    "全年{0}产值达到120亿元，增长5.5%。",
    "# {0}",
    "{0}市市长{0}出席会议。",
)
NAMES = (
    "page<img src=x onerror=window.harmed=1>.txt",
    "=cmd|' C calc'!A0.txt",
    "x\" . ?s ?p ?o } # '.txt",
    "\x1b[2J\x1b]0;evil\x07\u202e.txt",
    "a..%2f..%2fetc%2fpasswd\n.txt",
    "$(touch harmed)`touch harmed`;.md",
)
# What a terminal obeys, or what turns or hides text there.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
COMMANDS = (
    ("stats", "{out}"),
    ("validate", "{out}"),
    ("explain", "{in}"),
    ("missed", "{in}"),
    ("diff", "{out}", "{out}"),
    ("rules",),
    *(("query", "{out}/graph.ttl", "--name", name) for name in ("passages", "policies", "articles", "statements")),
    ("query", "{out}/graph.ttl", "--name", "policies", "--format", "md"),
)
# Python runs this when it starts: whoever asks for a connection, or a name, is written down and refused.
NO_NETWORK = """
import os, sys
def hook(event, details):
    asks = event in ("socket.connect", "socket.sendto", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname")
    if asks and not isinstance(details[-1], (str, bytes)):
        with open(os.environ["ASKED"], "a") as file:
            file.write(f"{event} {details}\\n")
        raise OSError(f"the network was asked: {event} {details}")
sys.addaudithook(hook)
"""


# In a network of its own: let it hear itself (the flags of lo: up, running), serve, ask, and say what came.
ONLY_ITSELF = """
import fcntl, socket, struct, subprocess, sys, urllib.parse, urllib.request
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
    fcntl.ioctl(one, 0x8914, struct.pack("16sH22x", b"lo", 0x41))
command = [sys.executable, "-m", "kg.cli", "serve", sys.argv[1], "--port", "0"]
with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
    place = server.stdout.readline().split()[-1].rstrip("/")
    print(len(urllib.request.urlopen(place + "/graph.html").read()))
    asked = urllib.parse.urlencode({"query": "ASK { ?x a foaf:Person }"})
    question = urllib.request.Request(f"{place}/sparql?{asked}", headers={"Accept": "application/sparql-results+json"})
    print(urllib.request.urlopen(question).read().decode())
    server.kill()
"""


def page(text: str) -> str:
    filler = SAID * (60 if "\x1b" in text else 1)  # so much of control characters would be taken for a binary file
    return "\n\n".join(line.format(text) for line in LINES) + f"\n\n{filler}"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages `in` and what was built of them, `out`."""
    folder = tmp_path_factory.mktemp("planted")
    for number, text in enumerate(PLANTED):
        files.write(folder / "in" / f"{number}.txt", page(text))
    for name in NAMES:
        files.write(folder / "in" / name, page("工作"))
    run = kg("build", str(folder / "in"), "-o", str(folder / "out"), cwd=folder)
    assert run.returncode == 0, run.stderr
    files.write(folder / "said", run.stdout + run.stderr)
    return folder


def kg(*arguments: str, cwd: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does, in a folder of its own."""
    command = [*more.pop("before", ()), sys.executable, "-m", "kg.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=100
    )


def test_planted_text_is_in_the_graph_and_no_iri_carries_it(planted: Path) -> None:
    text = (planted / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert all(words in text for words in ("onerror=window.harmed", "<svg onload", "etc/passwd", "touch harmed"))
    triples = list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    iris = {t.value for one in triples for t in one.triple if isinstance(t, pyoxigraph.NamedNode)}
    assert not [iri for iri in iris if re.search(r"""[\x00-\x20<>"{}|^`\\]""", iri) or not iri.startswith("http")]


def test_every_file_has_its_own_name_in_the_graph(planted: Path) -> None:
    found = answers.find(planted / "out" / "graph.ttl", "SELECT ?n { ?f a kg:SourceFile ; schema:name ?n }")
    assert {row[0] for row in found.rows} >= set(NAMES)


def test_nothing_was_touched_outside(planted: Path) -> None:
    assert not list(planted.rglob("harmed"))
    assert sorted(path.name for path in planted.iterdir()) == ["in", "out", "said"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_says_what_a_terminal_obeys(command: tuple[str, ...], planted: Path) -> None:
    given = [one.format(out=planted / "out", **{"in": planted / "in"}) for one in command]
    run = kg(*given, cwd=planted)
    assert run.returncode in (0, 2), run.stderr
    assert run.stdout + run.stderr
    assert OBEYED.findall(run.stdout + run.stderr) == []


def test_neither_does_a_build_nor_a_refusal(planted: Path, tmp_path: Path) -> None:
    for name in NAMES:
        files.write(tmp_path / "in" / name, "")
    run = kg("build", str(tmp_path / "in"), "-o", str(tmp_path / "out\x1b[2J"), cwd=tmp_path)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == len(NAMES) + 1
    assert OBEYED.findall(run.stdout + run.stderr + (planted / "said").read_text(encoding="utf-8")) == []


@pytest.mark.browser
def test_the_page_shows_planted_text_as_text(browser: Any, planted: Path) -> None:
    opened = Visit(browser, planted / "out" / "graph.html")
    opened.tab.evaluate("NODES.filter((_, at) => at % 3 === 0).forEach(node => go({ node: node.iri }))")
    opened.tab.evaluate("DATA.facts.filter((_, at) => at % 3 === 0).forEach(fact => go({ fact: fact.iri }))")
    opened.tab.evaluate("['officials', 'meetings', 'policies', 'figures'].forEach(view => go({ view }))")
    for text in PLANTED:
        opened.tab.evaluate("text => go({ q: text })", text)
    unharmed(opened)
    opened.context.close()


@pytest.mark.browser
def test_the_sparql_page_shows_planted_text_as_text(browser: Any, planted: Path) -> None:
    opened = Visit(browser, planted / "out" / "sparql.html")
    for question in ("SELECT * { ?s ?p ?o FILTER(isLiteral(?o)) }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        opened.tab.evaluate(
            "text => { const e = document.querySelector('textarea'); if (e) e.value = text; }", question
        )
        opened.tab.keyboard.press("Control+Enter")
        opened.tab.wait_for_timeout(700)
        unharmed(opened)
    opened.context.close()


def unharmed(opened: Visit) -> None:
    assert opened.tab.evaluate("window.harmed === undefined")
    assert opened.tab.locator("body img, body object, body embed, svg[onload], body style ~ style").count() == 0
    assert [url for url in opened.asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert [one for one in opened.complaints if "Content Security Policy" in one or "harmed" in one] == []


@pytest.mark.parametrize("form", exports.FORMATS)
def test_exports_stay_in_their_place_and_carry_no_formula(form: str, planted: Path, tmp_path: Path) -> None:
    shutil.copytree(planted / "out", tmp_path / "out", ignore=shutil.ignore_patterns(".cache"))
    assert cli.main(["export", str(tmp_path / "out"), "--to", form]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    for path in (tmp_path / "out").rglob("*.csv") if form == "csv" else ():
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [one for one in cells if re.match(r"\s*[=@＝＠]|[\t\r]", one)]


@pytest.mark.parametrize("word", ['x" } UNION { ?s ?p ?o } #', "x\\", 'x"\n} #', "x' . ?s ?p ?o", "?s", "\\u0022 }"])
def test_no_word_changes_the_question(word: str, planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ["--name", "sentences-with-a-word", "--format", "json", "--set", f"word={word}"]
    assert cli.main(["query", str(planted / "out" / "graph.ttl"), *question]) == 0
    said = [row["sentence"] for row in json.loads(capsys.readouterr().out)]
    assert all(word in sentence for sentence in said)


def works(folder: Path) -> list[tuple[str, ...]]:
    """A command of each kind, with what it is to write in `folder`."""
    out = str(folder / "out")
    one = next(path for path in (ROOT / "seeds").glob("003*.txt"))
    return [
        ("build", str(one), "-o", out, "--quiet"),
        ("query", f"{out}/graph.ttl", "--name", "persons"),
        ("stats", out),
        ("validate", out),
        ("missed", str(one)),
        *(("export", out, "--to", form) for form in ("csv", "jsonld")),
    ]


def test_no_command_asks_the_network(tmp_path: Path) -> None:
    guard = files.write(tmp_path / "guard" / "sitecustomize.py", NO_NETWORK).parent
    for command in works(tmp_path):
        path = os.pathsep.join((str(guard), str(ROOT)))
        run = kg(*command, cwd=tmp_path, ASKED=str(tmp_path / "asked"), PYTHONPATH=path)
        assert run.returncode == 0, (command, run.stderr)
    assert not (tmp_path / "asked").exists()


def test_the_guard_against_the_network_works(tmp_path: Path) -> None:
    guard = files.write(tmp_path / "guard" / "sitecustomize.py", NO_NETWORK).parent
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    environment = {**os.environ, "PYTHONPATH": str(guard), "ASKED": str(tmp_path / "asked")}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "the network was asked" in run.stderr
    assert (tmp_path / "asked").exists()


@pytest.fixture
def alone() -> list[str]:
    """What stands before a command that is to have no network at all, not even its own computer."""
    before = (
        ["unshare", "--net"] if os.name == "posix" and os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    )
    tried = subprocess.run([*before, "true"], check=False, capture_output=True) if shutil.which("unshare") else None
    if tried is None or tried.returncode:
        pytest.skip("this system does not let us cut the network off (unshare)")
    return before


def test_without_any_network_the_pages_and_questions_are_served(alone: list[str], tmp_path: Path) -> None:
    pytest.importorskip("rdflib_endpoint", reason="kg serve is not installed: pip install '.[serve]'")
    assert kg(*works(tmp_path)[0], cwd=tmp_path).returncode == 0
    served = kg_served(tmp_path / "out", alone)
    assert served.returncode == 0, served.stderr
    page, answer = served.stdout.splitlines()
    assert int(page) == (tmp_path / "out" / "graph.html").stat().st_size
    assert json.loads(answer)["boolean"] is True


def kg_served(out: Path, alone: list[str]) -> subprocess.CompletedProcess[str]:
    """A process that has only itself to talk to serves a folder, and asks for a page and an answer."""
    command = [*alone, sys.executable, "-c", ONLY_ITSELF, str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=100)


def test_without_any_network_the_results_are_the_same(alone: list[str], tmp_path: Path) -> None:
    build = works(tmp_path)[0]
    for name in ("with", "without"):
        (tmp_path / "out").mkdir()
        run = kg(*build, cwd=tmp_path, before=alone if name == "without" else ())
        assert run.returncode == 0, run.stderr
        (tmp_path / "out").rename(tmp_path / name)
    for path in (tmp_path / "with").glob("*.*"):
        assert path.is_dir() or path.read_bytes() == (tmp_path / "without" / path.name).read_bytes()


def pinned(name: str) -> set[str]:
    """The packages and versions that a lock file names."""
    found = re.findall(r"^([\w.-]+==[^\s\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return {one.lower().replace("_", "-") for one in found}


def test_every_version_that_was_tried_has_its_hashes() -> None:
    told = (ROOT / "requirements.hashes").read_text(encoding="utf-8")
    assert {one.lower() for one in pinned("requirements.hashes")} == {
        one.lower() for one in pinned("requirements.lock")
    }
    assert all("--hash=sha256:" in one for one in re.split(r"(?m)^(?=\w)", told)[1:])


def test_the_licences_of_what_is_used_are_known() -> None:
    rows = re.findall(
        r"^\| ([\w.-]+) \| (\S+) \| (.+?) \| (.+?) \|$", (ROOT / "docs" / "licences.md").read_text("utf-8"), re.M
    )
    listed = {f"{name}=={version}".lower().replace("_", "-") for name, version, _, _ in rows}
    assert listed <= pinned("requirements.lock")
    assert len(listed) > 80
    free = re.compile("MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL-2.0 AND MIT")
    assert [name for name, _, licence, use in rows if "run" in use and not free.search(licence)] == []


def test_what_the_demo_installs_stands_in_the_first_part_of_the_hashes() -> None:
    demo, _, tests = (ROOT / "requirements.hashes").read_text(encoding="utf-8").partition("\n# tests")
    rows = re.findall(r"^\| ([\w.-]+) \| .+ \| (.+) \|$", (ROOT / "docs" / "licences.md").read_text("utf-8"), re.M)
    used = {name.lower().replace("_", "-") for name, use in rows if set(use.split(", ")) & {"run", "serve", "validate"}}
    assert used
    assert used <= set(re.findall(r"(?m)^([\w.-]+)==", demo))
    assert re.findall(r"(?m)^pytest==", tests)
