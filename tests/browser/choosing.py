"""Choosing in a selector as a person does: unfold the list, press on a line. Used by the tests and the benchmark."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.watching import settle


def unfolded(page: Page, label: str) -> Locator:
    """Unfold the list of a selector, ours or one of Streamlit's own in the sidebar, and return its lines."""
    ours = _ours(page, label)
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
    """Choose a line by its words and wait until the server has taken it up and the page has answered."""
    line = unfolded(page, label).filter(has_text=words).first
    ours = _ours(page, label)
    if ours.count():
        code = line.get_attribute("value")
        line.click()
        expect(ours, f"{label}：{words}").to_have_value(code or "")
        page.wait_for_function("([list, code]) => list.one.value === code", arg=[ours.element_handle(), code])
    else:
        line.click()
    settle(page)


def _ours(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True).and_(page.locator("select"))
