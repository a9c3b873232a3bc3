"""The pages in a folder made by `kg build` → their pictures in docs/, as the READMEs show them.

    make demo && make test && .venv/bin/python tools/pictures.py

`make test` brings Playwright. The figures are shown in English, so that a reader of either language sees both. A
picture has 256 colours: pages of text and flat shapes look the same, at half the size.
"""

import argparse
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
CHROMIUM = "/usr/bin/chromium"
SIZE = ViewportSize(width=1400, height=900)
COLOURS = 256
OPENER = "#view-table tbody button.opener >> nth=0"
SECOND = OPENER.replace("nth=0", "nth=1")
CHECK = "#view-table .bar input[type=checkbox]"
ID = "https://w3id.org/zhengpu/id/"


@dataclass(frozen=True)
class Picture:
    """What one picture shows: the page, the address on it, and what is clicked on it in turn."""

    name: str
    page: str = "graph.html"
    address: str = ""
    clicks: tuple[str, ...] = ()


PICTURES = (
    Picture("page"),
    Picture("evidence", address=f"node={ID}person.320412.乔俊杰"),
    Picture("officials", address=f"view=officials&node={ID}person.320412.恽淇丞", clicks=(SECOND,)),
    Picture("meetings", address="view=meetings", clicks=("#view-table .bar button >> nth=0",)),
    Picture("policies", address="view=policies", clicks=(CHECK, OPENER)),
    Picture("figures", address="view=figures&lang=en", clicks=(CHECK, OPENER)),
    Picture("sparql", page="sparql.html", clicks=("text=谁和谁一同参会，共几次？", "#run")),
)


def main() -> None:
    """Take every picture of the folder that is named, out/ where none is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, nargs="?", default=ROOT / "out")
    folder: Path = parser.parse_args().out.resolve()
    for name, taken in pictures(folder):
        path = ROOT / "docs" / f"{name}.png"
        path.write_bytes(small(taken))
        print(f"{path}  {path.stat().st_size // 1000} kB")


def pictures(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each picture's name and PNG, taken without network."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport=SIZE, offline=True, reduced_motion="reduce").new_page()
        for one in PICTURES:
            yield one.name, take(page, folder, one)
        browser.close()


def take(page: Page, folder: Path, one: Picture) -> bytes:
    """Return the PNG of one picture."""
    page.goto("about:blank")
    page.goto(f"{(folder / one.page).as_uri()}#{one.address}")
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    for click in one.clicks:
        page.click(click)
    page.wait_for_selector("#run:enabled" if one.page == "sparql.html" else "main")
    page.wait_for_timeout(800)  # the picture draws itself after it is placed
    return page.screenshot()


def small(taken: bytes) -> bytes:
    """Return the same picture with few colours; k-means keeps the plain grounds and the marks exact."""
    full, file = Image.open(io.BytesIO(taken)).convert("RGB"), io.BytesIO()
    full.quantize(COLOURS, kmeans=8, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    main()
