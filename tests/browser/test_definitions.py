"""指标口径 in a real browser: searching, picking an indicator, and the document's words beside it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser.choosing import choose
from tests.browser.conftest import Visit
from tests.browser.reading import texts
from tests.browser.watching import settle

PLACE = "/definitions?scope=3302&month=2022-12"


def names(page: Page) -> list[str]:
    """The indicators in the list, as far as they are drawn."""
    rows = page.get_by_role("region", name="指标列表，选一行看口径").get_by_role("row")
    return [rows.nth(at).get_by_role("cell").first.inner_text() for at in range(1, rows.count())]


def search(page: Page, words: str) -> None:
    box = page.get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
    settle(page)


def test_a_search_narrows_the_list_and_stands_in_the_address(visit: Visit) -> None:
    page = visit(PLACE)
    before = names(page)
    search(page, "派驻 覆盖")
    found = names(page)
    assert 0 < len(found) < len(before)
    assert "成员单位派驻覆盖率" in found
    assert parse_qs(urlsplit(page.url).query)["q"] == ["派驻 覆盖"]
    assert names(visit(page.url.removeprefix(page.evaluate("location.origin")))) == found


def test_a_search_without_a_hit_gives_a_sentence(visit: Visit) -> None:
    page = visit(PLACE)
    search(page, "没有这个词")
    assert "没有符合的指标，请换一个词。" in texts(page)


def test_a_picked_indicator_shows_formula_target_quote_and_source(visit: Visit) -> None:
    page = visit(PLACE)
    search(page, "牵头医院派驻成员单位人数")
    page.get_by_role("button", name="牵头医院派驻成员单位人数").click()
    settle(page)
    said = [text.replace("\u00a0", " ") for text in texts(page)]
    assert "超过 300 人" in said
    assert "“长期派驻人员数量超过300名”" in said
    assert "2019 年 12 月 31 日（文件未写明期限，按文件年度计）" in said


def test_the_filters_go_on_working_beside_a_search(visit: Visit) -> None:
    page = visit(PLACE + "&q=派驻")
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="市", exact=True).click()
    page.get_by_role("option", name="张家口市").click()
    page.wait_for_url("**scope=1307**")
    settle(page)
    query = parse_qs(urlsplit(page.url).query)
    assert query["scope"] == ["1307"]
    assert query["q"] == ["派驻"]
    assert any("张家口市的文件没有设定目标值" in text for text in texts(page))


def test_another_document_is_chosen_here_and_goes_along_to_the_next_page(visit: Visit) -> None:
    page = visit(PLACE)
    choose(page, "目标依据（选定后，各页的目标、差额和结论随之改变）", "监测指标体系")
    page.wait_for_url("**policy=national-2024**")
    settle(page)
    assert any("所选文件没有设定目标值" in text for text in texts(page))
    page.get_by_test_id("stTopNavSection").filter(has_text="看现状").click()
    page.get_by_test_id("stTopNavPopover").get_by_text("人员下沉", exact=True).click()
    page.wait_for_url("**/posting?**")
    settle(page)
    assert parse_qs(urlsplit(page.url).query)["policy"] == ["national-2024"]
    said = texts(page)
    assert "非现行文件" in said
    assert not [text for text in said if "还差" in text]
    page.go_back()
    page.go_back()
    settle(page)
    assert "policy" not in parse_qs(urlsplit(page.url).query)
    assert "非现行文件" not in texts(page)
