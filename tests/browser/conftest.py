"""The real application in a real browser: one server and one Chromium for all tests of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import launch
from tests.browser.server import serving
from tests.browser.watching import WATCH, Problems, settle

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


@pytest.fixture
def visit(app_url: str, profiles: dict[tuple[str, bool], BrowserContext]) -> Iterator[Visit]:
    """Open pages: `visit("/posting?scope=3302", size="wall", dark=True)` gives a settled Playwright page.

    When the test ends, none of them may have written an error to its console, received an error from the server or
    spoken with another host. `base` opens another server than the sample's.
    """
    opened: list[tuple[Page, Problems]] = []

    def open_page(path: str = "/", *, size: str = "laptop", dark: bool = False, base: str | None = None) -> Page:
        page = profiles[size, dark].new_page()
        opened.append((page, Problems(page, base or app_url)))
        page.goto((base or app_url) + path)
        settle(page)
        return page

    yield open_page
    found = []
    for page, problems in opened:
        found += problems.found
        page.close()
    assert not found, "\n".join(found)
