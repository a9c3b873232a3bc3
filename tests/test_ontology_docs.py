"""The pages about the ontology are what ontology/kg.ttl says today, whole in themselves, and lead where they point."""

import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest

from kg import ontology

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ontology_docs", ROOT / "tools" / "ontology_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Links(HTMLParser):
    """The anchors of a page, what it links to, and its other addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.hrefs += [value or "" for name, value in attrs if name in ("href", "src")]


def page(language: str) -> str:
    return (ROOT / "docs" / f"ontology.{language}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_what_the_command_makes(language: str, tool: ModuleType) -> None:
    assert page(language) == tool.page(language), "run: python tools/ontology_docs.py"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_declared_term_has_its_place_and_every_link_leads_there(language: str, tool: ModuleType) -> None:
    links = Links(page(language))
    assert {tool.anchor(name) for name in ontology.declared()} <= set(links.ids)
    assert len(links.ids) == len(set(links.ids))
    inside = [href[1:] for href in links.hrefs if href.startswith("#")]
    assert set(inside) <= set(links.ids)
    outside = {href for href in links.hrefs if not href.startswith("#")}
    assert outside == {f"ontology.{'en' if language == 'zh' else 'zh'}.html"}
    assert not links.tags & {"script", "img", "link", "iframe"}


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_says_its_language_and_every_term_in_it(language: str, tag: str) -> None:
    text = page(language)
    assert re.findall(r"<html lang=\"(.+?)\">", text) == [tag]
    assert ontology.comments("kg:Tenure")[language] in text
    if language == "en":
        assert "类" not in text.partition("<main>")[0].replace("中文", "").partition("<header>")[2]
