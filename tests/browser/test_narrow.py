"""A 4:3 projector, or a laptop at 125 %: what stood side by side goes one under the other, and nothing is covered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIZES, Visit
from tests.browser.watching import settle

PROJECTOR = {"width": 1024, "height": 768}

#: Words of cards that the button over them covers, and what reaches beyond the page's column.
_FAULTS = """() => {
  const found = [], main = document.querySelector('[data-testid="stMainBlockContainer"]').getBoundingClientRect();
  // The blank half of a closing bracket may reach under the button.
  const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  for (const card of document.querySelectorAll(".ca-card")) {
    const words = document.createRange();
    words.selectNodeContents(card.querySelector(".ca-card-label"));
    const button = card.querySelector("summary")?.getBoundingClientRect();
    if (button && [...words.getClientRects()].some(line => !apart(line, button))) found.push(card.ariaLabel);
  }
  for (const one of document.querySelectorAll(".ca-region *")) {
    const { right, width } = one.getBoundingClientRect();
    if (width && one.checkVisibility() && right > main.right + 1) found.push(one.outerHTML.slice(0, 80));
  }
  return found;
}"""


@pytest.fixture
def projected(visit: Visit) -> Iterator[Visit]:
    """Open pages on a projector; the profile's own size is back when the test ends."""
    pages: list[Page] = []

    def open_page(path: str) -> Page:
        pages.append(visit(path))
        pages[-1].set_viewport_size(PROJECTOR)
        settle(pages[-1])
        return pages[-1]

    yield open_page
    width, height = SIZES["laptop"]
    for page in pages:
        page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize("path", ["/", "/care", "/remote"])
def test_no_words_are_covered_or_cut_off_on_a_projector(projected: Visit, path: str) -> None:
    page = projected(path)
    assert page.locator(".ca-card").count() > 4
    assert page.evaluate(_FAULTS) == []
