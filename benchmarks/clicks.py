"""How long a person waits: each page against an empty Streamlit page, in one run and one browser.

Run from the repository: ``python -m benchmarks.clicks`` (``--help`` lists the options). It starts the application on
the bundled sample and benchmarks/floor.py, the floor, each in a process of its own, and measures them in turn, so
that whatever else the machine is doing weighs on both alike. Medians throughout. The floor runs with Streamlit's own
settings; ``--same-settings`` gives it the application's, which is a harder floor where many click at once.

cold     a new browser profile opens the page, until it is settled
click    from the press on another county in the sidebar's selector until the page is settled
of it    when, after the press, the last message came, the page last changed and the map was last drawn
pixels   from the press until the map's pixels are there: drawing is only told to the graphics card, and in a browser
         without one (as here) every frame is a tenth of a second of work that "click" does not see
server   the same click, scripted over the websocket by one person alone: the server's own time
sent     bytes of one click: websocket messages, and files not in the browser's cache
at once  20 scripted people choose a county in the same moment, again and again: median and 90th percentile

Settled means: the run is finished, every answer is there, and the page and the map are drawn; the time is that of the
last change of the page or drawing on the map, not of the moment we noticed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.sessions import at_once, one_after_another
from components.menu import DEFAULT, PAGES
from tests.browser.choosing import unfolded
from tests.browser.chromium import launch
from tests.browser.server import ROOT, serving
from tests.browser.watching import WATCH, settle

FLOOR = "空白页"
LABEL = "区县（市）"
#: What the issue asks for: multiples of the floor, bytes, and seconds at twenty people.
LIMITS = {"cold": 2.0, "click": 1.5, "click on the map": 1.25, "at once": 1.5, "p90 seconds": 1.0, "sent": 100_000}
_BYTES = """() => performance.getEntriesByType('resource').reduce((sum, entry) => sum + entry.transferSize, 0)"""


@dataclass
class Place:
    """A page under measurement, and what was measured."""

    name: str
    base: str
    page: str = ""
    query: dict[str, str] = field(default_factory=dict)
    cold: list[float] = field(default_factory=list)
    click: list[float] = field(default_factory=list)
    message: list[float] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    draw: list[float] = field(default_factory=list)
    pixels: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    crowd: list[float] = field(default_factory=list)

    @property
    def url(self) -> str:
        path = "" if self.page == DEFAULT else self.page
        return f"{self.base}/{path}" + (f"?{urlencode(self.query)}" if self.query else "")


# --- in the browser --------------------------------------------------------------------------------------------------


def open_cold(browser: Browser, place: Place) -> Page:
    """Open the page with nothing in the browser's cache, and note the time."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(place.url, wait_until="commit")
    place.cold.append(settle(page, timeout=120_000) / 1000)
    return page


def click(page: Page, place: Place, turn: int) -> None:
    """Choose another county, and note the time and what was sent."""
    options = unfolded(page, LABEL)  # that is not part of what is measured
    page.evaluate("performance.clearResourceTimings(); window.__seen.received = 0")
    options.nth(turn % options.count()).click()
    last = settle(page)
    page.wait_for_function("!window.__seen.painting", polling=20)
    seen = page.evaluate("window.__seen")
    place.click.append((last - seen["clicked"]) / 1000)
    for part in ("message", "change", "draw", "pixels"):
        getattr(place, part).append(max(0.0, seen[part] - seen["clicked"]) / 1000)
    place.sent.append(seen["received"] + page.evaluate(_BYTES))


def counties(page: Page) -> int:
    """Return how many lines the selector has, without the one that is chosen."""
    lines = unfolded(page, LABEL).count()
    page.keyboard.press("Escape")
    settle(page)
    return lines - 1


def in_the_browser(places: list[Place], rounds: int, clicks: int) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for number in range(rounds + 1):
            for place in places:
                page = open_cold(browser, place)
                for turn in range(clicks or counties(page)):
                    click(page, place, turn + 1)
                page.context.close()
                if number == 0:  # the server and the disk warm up
                    parts = (place.message, place.change, place.draw, place.pixels)
                    for measured in (place.cold, place.click, *parts, place.sent):
                        measured.clear()
        browser.close()


# --- over the websocket ----------------------------------------------------------------------------------------------


def over_the_websocket(places: list[Place], clicks: int, people: int, rounds: int) -> None:
    for place in places:
        page = "" if place.page == DEFAULT else place.page
        alone = asyncio.run(one_after_another(place.base, LABEL, page, place.query, clicks))
        place.server += [answer.seconds for answer in alone]
        first, others = asyncio.run(at_once(place.base, LABEL, page, place.query, people, rounds))
        place.first += [answer.seconds for answer in first]
        place.crowd += [answer.seconds for answer in others]


# --- what is printed -------------------------------------------------------------------------------------------------


def p90(values: list[float]) -> float:
    return statistics.quantiles(values, n=10)[-1]


def table(places: list[Place], people: int) -> Iterable[str]:
    """One line per page: each figure, its multiple of the floor, and * where it is over the limit."""
    floor = places[0]
    median = statistics.median
    crowd_title = f"{people} at once p50 s"
    yield (
        f"{'page':<12}{'cold s':>8}{'×':>7}{'click ms':>10}{'×':>7}{'of it ms':>16}{'pixels ms':>11}"
        f"{'server ms':>11}{'sent kB':>9}{crowd_title:>20}{'×':>7}{'p90 s':>8}{'first s':>9}"
    )
    for place in places:
        here = place is not floor
        click_limit = LIMITS["click on the map" if place.page == "map" else "click"]
        cold, click, crowd = (median(getattr(place, k)) / median(getattr(floor, k)) for k in ("cold", "click", "crowd"))
        parts = "/".join(f"{median(getattr(place, part)) * 1000:.0f}" for part in ("message", "change", "draw"))
        sent = mark(median(place.sent) / 1000, LIMITS["sent"] / 1000, here, 1)
        yield (
            f"{place.page or 'floor':<12}{median(place.cold):>8.2f}{mark(cold, LIMITS['cold'], here):>7}"
            f"{median(place.click) * 1000:>10.0f}{mark(click, click_limit, here):>7}"
            f"{parts:>16}{median(place.pixels) * 1000:>11.0f}{median(place.server) * 1000:>11.1f}{sent:>9}"
            f"{median(place.crowd):>20.2f}{mark(crowd, LIMITS['at once'], here):>7}"
            f"{mark(p90(place.crowd), LIMITS['p90 seconds'], here):>8}{median(place.first):>9.2f}"
        )
    yield f"* over the limit: {json.dumps(LIMITS)}"


def mark(value: float, limit: float, limited: bool, digits: int = 2) -> str:
    return f"{value:.{digits}f}" + ("*" if limited and value > limit else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=4, help="cold loads of each page (default %(default)s)")
    parser.add_argument("--clicks", type=int, default=0, help="clicks per cold load (default: every county once)")
    parser.add_argument("--people", type=int, default=20, help="sessions at once (default %(default)s)")
    parser.add_argument("--pages", nargs="*", choices=list(PAGES), default=list(PAGES), help="default: all")
    parser.add_argument("--scope", default="", help="the city to open, as in the address (default: the first)")
    parser.add_argument("--store", type=Path, help="a published store (default: the bundled sample)")
    parser.add_argument("--same-settings", action="store_true", help="the application's settings for the floor, too")
    parser.add_argument("--port", type=int, default=8610, help="this and the next one (default %(default)s)")
    parser.add_argument("--json", type=Path, help="write every single measurement to this file")
    options = parser.parse_args()

    with (
        tempfile.TemporaryDirectory() as elsewhere,
        serving(
            ROOT / "benchmarks" / "floor.py",
            port=options.port,
            folder=ROOT if options.same_settings else Path(elsewhere),
        ) as floor,
        serving(store=options.store, port=options.port + 1) as base,
    ):
        query = {"scope": options.scope} if options.scope else {}
        places = [Place(FLOOR, floor), *(Place(PAGES[key].name, base, key, query) for key in options.pages)]
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
        print(f"{os.cpu_count()} cores, load {load:.1f} before the start", flush=True)
        in_the_browser(places, options.rounds, options.clicks)
        over_the_websocket(places, clicks=20, people=options.people, rounds=5)
        for line in table(places, options.people):
            print(line)
        if options.json:
            options.json.write_text(json.dumps([asdict(p) for p in places], ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
