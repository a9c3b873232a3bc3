"""Files, or a text by itself → pages as the rules read them, each sentence with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from kg import gazetteer, pipeline, whereabouts
from kg.errors import SourceError
from kg.model import Article, Block, Read, Source, Text
from kg.paths import Paths, several
from kg.stages import clean, dates, mentions, paragraphs, sentences
from kg.stages.read import sources


@dataclass(frozen=True, slots=True)
class Page:
    """One file as the rules read it."""

    source: Source
    reads: tuple[Read, ...]

    def line(self, begin: int) -> int:
        """Return the number of the line of the file that offset `begin` stands in, the first being 1."""
        return self.source.text.count("\n", 0, begin) + 1


def of_files(paths: Paths, *, date: str | None = None) -> Iterator[Page | SourceError]:
    """Yield every file as it is read, or why it cannot be."""
    for source in sources(several(paths)):
        if isinstance(source, SourceError):
            yield source
        else:
            yield Page(source, tuple(pipeline.read_page(source, date)))


def of_text(text: str, *, date: str | None = None) -> Page:
    """Return a text by itself, read as running text: nothing of it is taken for a headline."""
    source = Source("文本 text", text, sha256(text.encode("utf-8", "replace")).hexdigest(), "utf-8")
    blocks = tuple(Block("paragraph", one) for one in paragraphs.join(source, clean.lines(source)))
    article = Article(source.name, Text("", ()), blocks)
    lines = sentences.split(article)
    names = mentions.names_in(*(one.text.value for one in lines))
    (when,) = dates.published([article], given=date)
    return Page(source, (pipeline.read_article(article, lines, names, when),))


def place_read_by(page: Page, place: str | None) -> tuple[gazetteer.Place | None, str]:
    """Return the place that the page is read by, with the reason."""
    return (gazetteer.given(place), "由用户给定") if place else whereabouts.infer([page.source.text])


def all_of(paths: Paths, *, date: str | None = None) -> tuple[list[Page], list[str]]:
    """Return the files that can be read, and what is wrong with the others."""
    found = list(of_files(paths, date=date))
    return [one for one in found if isinstance(one, Page)], [str(one) for one in found if isinstance(one, SourceError)]
