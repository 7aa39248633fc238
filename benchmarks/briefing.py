"""What a meeting waits for: making the files of a city, and turning the slides on the wall.

    python benchmarks/briefing.py

Files: the floor is one pass of every indicator of the city on tables seen for the first time, without which no file can
be. Composing the document comes first and is shared by all formats; each format is then written from it. The aim is
10 s for a format of a city, composing included.

Turning: the wall is opened as a file in headless Chromium at 1920 x 1080 and turned from end to end by PageDown. A turn
is from the key to the second frame after it, by which its pixels are drawn. The floor is the same for a page of two
empty slides of which one is shown. The aim is 300 ms at most.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.indicators import seconds
from briefing.composing import document
from briefing.model import Document
from briefing.writing import WRITERS
from briefing.writing.wall import wall_bytes
from data.store import default_store
from indicators import compute
from tests.browser.chromium import launch

#: City, last day with data worth a meeting.
CITIES = {"3302": date(2022, 12, 31), "1307": date(2023, 9, 30)}
TIMES = 3
_EMPTY = """<!doctype html><style>.hidden { display: none }</style><p>一</p><p class="hidden">二</p><script>
addEventListener("keydown", () => document.querySelectorAll("p").forEach(one => one.classList.toggle("hidden")));
</script>"""
#: Every key that is pressed, timed in the page itself.
_TIMED = """window.__turns = []; addEventListener("keydown", () => {
  const from = performance.now();
  requestAnimationFrame(() => requestAnimationFrame(() => window.__turns.push(performance.now() - from)));
}, { capture: true });"""


def main() -> None:
    snapshot = default_store().open()
    walls: dict[str, tuple[bytes, int]] = {}
    for city, day in CITIES.items():
        tables, shapes = snapshot.city(city), snapshot.boundaries(city)

        def composed(tables=tables, city=city, day=day, shapes=shapes) -> Document:  # type: ignore[no-untyped-def]
            return document(replace(tables), city, day, snapshot=snapshot.id, boundaries=shapes)

        made = composed()
        floor, _ = seconds(lambda tables=tables, day=day: compute(replace(tables), day), TIMES)
        print(f"{made.scope_name}, {len(made.slides)} slides")
        show("floor: every indicator, tables seen for the first time", floor, floor)
        first, _ = seconds(composed, TIMES)
        show("composing", first, floor)
        writers: dict[str, Callable[[Document], bytes]] = {**WRITERS, "wall": wall_bytes}
        for name, write in writers.items():
            spent, _ = seconds(lambda write=write, made=made: write(made), TIMES)
            show(f"{name} ({len(write(made)) / 1024:.0f} KiB), composing included", first + spent, floor)
        walls[made.scope_name] = (wall_bytes(made), len(made.slides))
    turning(walls)


def turning(walls: dict[str, tuple[bytes, int]]) -> None:
    """Print how long a turn takes, of each wall with its number of slides: the one in the middle, and the longest."""
    with _browser() as page, tempfile.TemporaryDirectory() as folder:
        floor = _turns(page, Path(folder) / "floor.html", _EMPTY.encode(), 20)
        usual = statistics.median(floor)
        print(f"{'floor: a page of two empty slides':60s} {usual:6.0f} ms, longest {max(floor):4.0f} ms")
        for name, (wall, slides) in walls.items():
            turns = _turns(page, Path(folder) / f"{name}.html", wall, slides)
            middle = statistics.median(turns)
            print(f"{'a turn of ' + name:60s} {middle:6.0f} ms, longest {max(turns):4.0f} ms {middle / usual:6.1f} x")


@contextmanager
def _browser() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.add_init_script(_TIMED)
        yield page
        browser.close()


def _turns(page: Page, path: Path, content: bytes, count: int) -> list[float]:
    path.write_bytes(content)
    page.goto(path.as_uri())
    page.wait_for_timeout(1000)
    for number in range(1, count):
        page.keyboard.press("PageDown")
        page.wait_for_function("count => window.__turns.length >= count", arg=number)
    return list(page.evaluate("window.__turns"))


def show(label: str, spent: float, floor: float) -> None:
    print(f"{label:60s} {spent:6.2f} s {spent / floor:6.1f} x")


if __name__ == "__main__":
    main()
