"""Choosing in a selector (筛选) and being sure that it was taken up. Used by the tests and the benchmark."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.watching import settle


def unfolded(page: Page, label: str) -> Locator:
    """Unfold the list of a selector as a person does and return its lines, ready to be pressed on.

    Where there is none of ours it is one of Streamlit's own: the plain page that benchmarks/clicks.py measures against.
    """
    chosen = selector(page, label)
    if chosen.count():
        chosen.click()
        lines = chosen.locator("option")
    else:
        sidebar = page.get_by_test_id("stSidebar")
        sidebar.get_by_test_id("stSelectbox").filter(has_text=label).locator("input").click()
        lines = page.get_by_role("option")
    lines.first.wait_for()
    settle(page)
    return lines


def choose(page: Page, label: str, words: str) -> None:
    """Choose the first line with these words and wait until the server has taken it up and the page has answered.

    The list is not unfolded, so this holds for a tab behind another, too, which draws next to nothing.
    """
    chosen = selector(page, label)
    code = chosen.locator("option").filter(has_text=words).first.get_attribute("value")
    chosen.select_option(code)
    page.wait_for_function("([list, code]) => list.one.value === code", arg=[chosen.element_handle(), code])
    settle(page)


def selector(page: Page, label: str) -> Locator:
    """Return a selector by its label."""
    return page.get_by_label(label, exact=True).and_(page.locator("select"))
