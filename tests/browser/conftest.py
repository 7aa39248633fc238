"""The real application in a real browser: one server and one Chromium for all tests of a run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import launch
from tests.browser.server import ROOT, serving
from tests.browser.tabs import Tab, Tabs
from tests.browser.watching import WATCH

#: An official's laptop, and the projector or LED wall of a work conference.
SIZES = {"laptop": (1366, 768), "wall": (1920, 1080)}
#: A path and its query to a page that is open and settled.
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The application on the bundled sample."""
    with serving() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> dict[tuple[str, bool], BrowserContext]:
    """One browser profile for each screen and theme, kept for the run: the front end is then loaded once."""
    found = {}
    for size, (width, height) in SIZES.items():
        for dark in (False, True):
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN", color_scheme="dark" if dark else "light"
            )
            context.add_init_script(WATCH)
            found[size, dark] = context
    return found


@pytest.fixture(scope="session")
def tabs(profiles: dict[tuple[str, bool], BrowserContext], app_url: str) -> Tabs:
    return Tabs(profiles, app_url)


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Visit]:
    """Open pages: `visit("/posting?scope=3302", size="wall", dark=True)` gives a settled Playwright page.

    When the test ends, none of them may have written an error to its console, received an error from the server or
    spoken with another host. `base` opens another server than the sample's.
    """
    held: list[Tab] = []

    def open_page(path: str = "/", *, size: str = "laptop", dark: bool = False, base: str | None = None) -> Page:
        held.append(tabs.open(path, size, dark, base))
        return held[-1].page

    yield open_page
    found = [problem for tab in held for problem in tabs.release(tab)]
    assert not found, "\n".join(found)


Told = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture(scope="session")
def told() -> Told:
    """What the command line prints of a scope on a day, by the indicator's key; each question is asked once."""

    @cache
    def ask(scope: str, day: str) -> dict[str, dict[str, Any]]:
        command = [sys.executable, "-m", "indicators", "--scope", scope, "--as-of", day, "--format", "json"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
        return {figure["key"]: figure for figure in json.loads(run.stdout)}

    return ask
