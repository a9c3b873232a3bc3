"""Sources, options, a folder → the graph in that folder, at the cost of what has changed since the last time.

The result depends on the pages and the options alone: not on what is kept, the order of the sources, the number of
processes, or whether an earlier build was killed. What is kept is only ever used when its checksum is right.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kg import gazetteer, lexicons, pipeline
from kg.archive import entries, keys, large, reading, results, small, state
from kg.archive.entries import Header
from kg.archive.keys import Options
from kg.archive.reading import Page, Reader
from kg.archive.state import Told
from kg.errors import SourceError
from kg.outputs import files

KEPT = ".cache"
LARGE = 4_000_000  # bytes of text: from here on the graph is not united in memory, and its page is an overview
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Way:
    """How a build is done; none of it changes what comes out.

    `cache` None keeps nothing · `fresh` does not use what is kept · `large` from which number of bytes on.
    """

    cache: Path | None = None
    fresh: bool = False
    workers: int = 1
    large: int = LARGE
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What there is to tell about a build; `problems` are the files that could not be read, and why."""

    told: Told
    problems: tuple[str, ...]
    written: tuple[Path, ...]


def build(sources: Sequence[Path], out: Path, options: Options, way: Way) -> Built:
    """Build the graph of `sources` in the folder `out`.

    Raises PlaceError for an unknown place, RuleError for lexicons that do not fit, SourceError where `out` cannot be
    written; files that cannot be read are problems. Where no file can be read nothing is written.
    """
    with ExitStack() as stack:
        stack.enter_context(lexicons.using(options.lexicons))
        stack.enter_context(pipeline.uncollected())
        place = gazetteer.given(options.place).code if options.place else None
        asked = Options(place, options.date, options.lexicons)
        folder = way.cache or Path(stack.enter_context(TemporaryDirectory(prefix="kg-")))
        reader = Reader(asked, keys.reader(asked), folder)
        stack.enter_context(state.alone(folder))
        return build_here(sources, out, reader, way)
