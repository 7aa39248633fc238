"""总览 in a real browser: what it says, what a click opens, what can be taken away."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIZES, Told, Visit
from tests.browser.findings import clauses
from tests.browser.reading import texts
from tests.browser.watching import settle

NINGBO = "/?scope=3302&month=2022-12"


def scope(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["scope"][0]


def heading(page: Page) -> str:
    return page.locator(".ca-heading h2").inner_text().replace("\u00a0", " ")


def test_the_finding_of_an_earlier_month_is_what_the_command_line_prints(visit: Visit, told: Told) -> None:
    figures = told("330203", "2021-06-30")
    said = heading(visit("/?scope=330203&month=2021-06"))
    assert said.startswith("海曙区")
    assert all(words in said for words in clauses("overview", "county", figures, figures))


@pytest.mark.parametrize("size", SIZES)
def test_the_finding_stands_on_one_line_and_all_cards_above_the_fold(visit: Visit, size: str) -> None:
    page = visit(NINGBO, size=size)
    box = page.locator(".ca-heading h2").bounding_box()
    assert box is not None
    assert box["height"] < 60
    for label in ("牵头派驻人数", "远程服务量"):
        box = page.get_by_text(label, exact=True).first.bounding_box()
        assert box is not None
        assert box["y"] + 100 < 768, label


def test_a_row_of_the_scorecard_opens_its_county_and_again_returns_to_the_city(visit: Visit) -> None:
    page = visit(NINGBO)
    row = page.get_by_role("row").filter(has_text="宁海县")
    row.get_by_role("cell").nth(2).click()
    settle(page)
    assert scope(page) == "330226"
    assert heading(page).startswith("宁海县")
    page.get_by_role("row").filter(has_text="宁海县").get_by_role("cell").nth(2).click()
    settle(page)
    assert scope(page) == "3302"


def test_the_scorecard_sorts_by_value_and_not_by_words(visit: Visit) -> None:
    page = visit(NINGBO)
    heads = page.get_by_role("columnheader")
    column = next(at for at in range(heads.count()) if "县域内就诊率" in heads.nth(at).inner_text())
    orders = []
    for _ in range(2):
        heads.nth(column).get_by_role("button").click()
        settle(page)
        rows = page.get_by_role("row")
        cells = [rows.nth(at).get_by_role("cell").nth(column).inner_text() for at in range(1, rows.count())]
        orders.append([float(cell.replace("\u2007", "").split()[1]) for cell in cells if cell[0] in "▲●"])
    assert sorted(map(tuple, orders)) == sorted([tuple(sorted(orders[0])), tuple(sorted(orders[0], reverse=True))])


def test_a_county_of_the_small_map_opens(visit: Visit) -> None:
    page = visit(NINGBO)
    page.locator('[data-open="330282"]').first.click(force=True)
    settle(page)
    assert scope(page) == "330282"


def test_the_small_map_can_be_coloured_otherwise_without_asking_the_server(visit: Visit) -> None:
    page = visit(NINGBO)
    before = page.url
    page.locator(".ca-tab-names").get_by_text("基层就诊率", exact=True).locator("visible=true").first.click()
    settle(page)
    assert page.url == before
    assert any(text.startswith("基层就诊率：") for text in texts(page))


def test_the_caliber_of_a_card_is_one_click_away(visit: Visit) -> None:
    page = visit(NINGBO)
    card = page.get_by_role("region", name="牵头派驻人数")
    assert not card.get_by_text("“长期派驻人员数量超过300名”").is_visible()
    card.get_by_text("口径", exact=True).click()
    assert card.get_by_text("“长期派驻人员数量超过300名”").is_visible()


def test_the_scorecard_can_be_taken_away_in_chinese(visit: Visit) -> None:
    page = visit(NINGBO)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载表格").first.click()
    file = waiting.value
    assert "示例数据" in file.suggested_filename
    content = file.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["区县", "未达标项数"]
    assert len(rows) == 11
