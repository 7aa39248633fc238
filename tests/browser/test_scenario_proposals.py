"""让程序提方案 in a real browser: progress is seen, a plan is taken over and moves the finding, a search is stopped."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from scenarios.words import WATERMARK
from tests.browser.conftest import Visit
from tests.browser.reading import english, violations
from tests.browser.test_every_page import finding, overflow
from tests.browser.watching import settle

#: Milliseconds a search may take on a machine that does much else.
LONG = 60_000
#: Three leads in the county with the most members: after the first seconds far from a proof.
HARD = "330212"


def start(page: Page) -> None:
    page.get_by_role("button", name="开始计算").click()


def card(page: Page) -> Locator:
    return page.locator(".ca-plan").filter(has_text=WATERMARK)


@pytest.mark.parametrize(("size", "dark"), [("laptop", False), ("wall", True)])
def test_ningbos_staffing_plan_is_found_and_taken_over(visit: Visit, size: str, dark: bool) -> None:
    page = visit("/scenario?scope=3302&month=2022-12", size=size, dark=dark)
    before = finding(page)
    start(page)
    expect(page.locator(".ca-spent")).to_be_visible()
    expect(page.get_by_role("button", name="停止")).to_be_visible()
    expect(card(page)).to_contain_text("最少增派", timeout=LONG)
    settle(page)
    assert "18\u00a0人" in card(page).locator("h3").inner_text()
    assert "已证明最优" in card(page).inner_text()
    assert english(page, {"json"}) == []
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name="用这个方案").click()
    expect(page.locator(".ca-heading")).to_contain_text(WATERMARK, timeout=LONG)
    settle(page)
    assert finding(page) != before
    assert "18 人" in finding(page).replace("\u00a0", " ")
    assert "plan=" in page.url
    expect(card(page)).to_contain_text("已经放进上面的调整")


def test_a_search_is_stopped_and_what_was_typed_last_counts(visit: Visit) -> None:
    page = visit(f"/scenario?scope={HARD}&month=2022-12")
    page.get_by_role("button", name="归属方案").click()
    page.get_by_role("button", name="分成 3 家").click()
    settle(page)
    start(page)
    expect(page.locator(".ca-plan").first).to_contain_text("与最优的差距", timeout=LONG)
    page.get_by_role("button", name="停止").click()
    expect(card(page)).to_contain_text("已停止，是目前找到的最好方案", timeout=LONG)
    page.get_by_role("button", name="村级服务点方案").click()
    settle(page)
    field = page.get_by_label("最多新设")
    field.fill("501")
    field.blur()
    assert field.evaluate("input => input.validationMessage") == "请填 1 到 500 之间的整数"
    field.fill("2")
    # The click takes the number along that has just been typed.
    start(page)
    expect(card(page)).to_contain_text("新设\u00a02\u00a0个点", timeout=LONG)
