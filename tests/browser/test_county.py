"""区县档案 in a real browser: one click from any table and back again, its map, its cards, and two sheets of paper."""

from __future__ import annotations

import re
from itertools import groupby

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIZES, Visit
from tests.browser.reading import violations
from tests.browser.watching import settle

CIXI = "/county?scope=330282&month=2022-12"
PRINTED = [CIXI, "/county?scope=330203&month=2022-12", "/county?scope=130727&month=2023-09"]
#: Width of A4 between the margins of the style sheet, in pixels.
PAPER = 703


def heading(page: Page) -> str:
    return page.locator(".ca-heading h2").inner_text().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/?scope=3302&month=2022-06", "宁海县"),
        ("/posting?scope=3302&month=2022-06&caliber=eligible", None),
        ("/quality?scope=3302&month=2022-12", None),
        ("/map?scope=3302&month=2022-12", None),
    ],
)
def test_a_county_in_a_table_opens_its_profile_and_back_returns_to_the_same(
    visit: Visit, path: str, name: str | None
) -> None:
    page = visit(path)
    before, said, steps = page.url, heading(page), page.evaluate("history.length")
    page.evaluate("window.stayed = true")
    links = page.locator("table a[data-visit]").filter(visible=True)
    link = links.filter(has_text=name).first if name else links.first
    county = link.inner_text()
    link.click()
    settle(page)
    assert re.search(r"/county\?scope=\d{6}&", page.url)
    assert page.url.split("?scope=")[1][6:] == before.split("?scope=")[1][4:], "month and caliber go along"
    assert heading(page).startswith(county)
    assert page.evaluate("window.stayed"), "the page was not loaded anew"
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    settle(page)
    assert page.url == before
    assert heading(page) == said


def test_a_link_can_be_opened_in_another_tab(visit: Visit) -> None:
    page = visit("/?scope=3302&month=2022-06")
    with page.context.expect_page() as waiting:
        page.get_by_role("link", name="宁海县", exact=True).first.click(modifiers=["Control"])
    assert waiting.value.url.endswith("/county?scope=330226&month=2022-06")
    waiting.value.close()
    assert page.url.endswith("/?scope=3302&month=2022-06")


def test_the_map_of_the_county_is_light_and_says_what_it_is(visit: Visit) -> None:
    page = visit(CIXI)
    drawing = page.locator("svg.ca-place")
    assert len(drawing.evaluate("e => e.outerHTML").encode()) < 25_000
    assert drawing.locator(".ca-lead").count() == 3
    said = page.locator(".ca-where").inner_text().replace("\u00a0", " ")
    for words in ("牵头医院", "基层机构", "村卫生室", "近似范围，非行政界线", "示意位置，非测绘成果"):
        assert words in said
    page.get_by_role("link", name="在医共体地图上看").click()
    settle(page)
    assert page.url.endswith("/map?scope=330282&month=2022-12")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/?scope=3302&month=2022-12", *PRINTED[::2]])
def test_cards_of_one_row_line_up(visit: Visit, path: str, size: str) -> None:
    page = visit(path, size=size)
    tops = page.locator(".ca-cards .ca-card").evaluate_all(
        "cards => cards.map(card => ['', '-label', '-figure', '-body']"
        ".map(part => (part ? card.querySelector('.ca-card' + part) : card).getBoundingClientRect().top))"
    )
    rows = [list(row) for _, row in groupby(tops, key=lambda places: round(places[0]))]
    assert len(rows) == 2
    for row in rows:
        assert all(abs(one - other) < 1 for places in row for one, other in zip(places, row[0], strict=True))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PRINTED)
def test_a_county_is_printed_on_two_sheets(visit: Visit, path: str, dark: bool) -> None:
    page = visit(path, dark=dark)
    raw = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", raw)) == 2
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", raw), "A4 upright"


#: What of the printed page is cut off, hidden or left over.
_ON_PAPER = """([width]) => {
  const seen = e => e.checkVisibility();
  const all = [...document.querySelectorAll('.stMain *')].filter(seen);
  const left = '.stSidebar, .stAppHeader, button';
  const lists = [...document.querySelectorAll('.ca-asked')].map(list => ({
    open: list.open,
    rows: list.querySelectorAll('tbody tr').length,
    shown: [...list.querySelectorAll('tbody tr')].filter(seen).length,
    note: [...list.querySelectorAll('.ca-paper')].filter(seen).map(e => e.innerText).join(''),
    screen: list.querySelector('.ca-note.ca-screen').textContent,
  }));
  return {
    wide: all.filter(e => e.getBoundingClientRect().right > width + 2).map(e => e.outerHTML.slice(0, 80)),
    left: [...document.querySelectorAll(left)].filter(seen).map(e => e.outerHTML.slice(0, 80)),
    lists,
    ink: [...document.querySelectorAll('.ca-card-label, .ca-asked b, h2')].map(e => getComputedStyle(e).color),
  };
}"""


def test_on_paper_nothing_is_lost_silently(visit: Visit) -> None:
    page = visit(PRINTED[1], dark=True)
    size = page.viewport_size
    assert size is not None
    try:
        page.set_viewport_size({"width": PAPER, "height": 1032})
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        found = page.evaluate(_ON_PAPER, [PAPER])
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        open_after = page.locator(".ca-asked[open]").count()
    finally:
        page.emulate_media(media="screen")
        page.set_viewport_size(size)
    assert found["wide"] == []
    assert found["left"] == []
    assert set(found["ink"]) == {"rgb(27, 39, 51)"}, "dark ink, whatever the theme"
    assert len(found["lists"]) > 8
    cut = 0
    for one in found["lists"]:
        assert one["open"]
        more = int(match[1]) if (match := re.search(r"另有\s(\d+)\s行", one["screen"])) else 0
        missing = one["rows"] + more - one["shown"]
        cut += missing > 0
        assert one["note"].startswith(f"另有 {missing} 行未印") if missing else one["note"] == ""
    assert cut
    assert open_after == 0, "folded again after printing"


def test_a_county_passes_the_rules_of_accessibility(visit: Visit) -> None:
    assert violations(visit(CIXI)) == []
