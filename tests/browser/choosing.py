"""Choosing in a selector as a person does: unfold the list, press on a line. Used by the tests and the benchmark."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.watching import settle


def unfolded(page: Page, label: str) -> Locator:
    """Unfold the list of a selector in the sidebar, ours or one of Streamlit's own, and return its lines."""
    ours = page.get_by_label(label, exact=True).and_(page.locator("select"))
    if ours.count():
        ours.click()
        lines = ours.locator("option")
    else:
        sidebar = page.get_by_test_id("stSidebar")
        sidebar.get_by_test_id("stSelectbox").filter(has_text=label).locator("input").click()
        lines = page.get_by_role("option")
    lines.first.wait_for()
    settle(page)
    return lines


def choose(page: Page, label: str, words: str) -> None:
    """Choose a line by its words and wait until the page has answered."""
    unfolded(page, label).filter(has_text=words).first.click()
    settle(page)
