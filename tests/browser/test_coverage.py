"""服务覆盖 in a real browser: the threshold one can move, a consortium's way to its county."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import Visit
from tests.browser.reading import texts
from tests.browser.watching import settle

NINGBO = "/coverage?scope=3302&month=2022-12"


def share(texts_: list[str]) -> str:
    return next(text.replace("\u00a0", " ") for text in texts_ if "不超过" in text)


def test_moving_the_threshold_moves_the_share(visit: Visit) -> None:
    page = visit(NINGBO)
    before = share(texts(page))
    assert "2.0 公里" in before
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    after = share(texts(page))
    assert "2.5 公里" in after
    assert float(after.split("%")[0]) > float(before.split("%")[0])
    page.get_by_role("button", name="到最近乡级机构").click()
    settle(page)
    assert "乡级机构不超过" in share(texts(page))


def test_a_consortium_leads_to_its_county(visit: Visit) -> None:
    page = visit("/coverage?scope=330203-A&month=2022-12")
    page.get_by_role("link", name="查看海曙区的服务覆盖").click()
    settle(page)
    page.wait_for_url("**scope=330203&**")
    assert parse_qs(urlsplit(page.url).query)["scope"] == ["330203"]
    assert "海曙区村级服务覆盖" in page.locator(".ca-heading h2").inner_text().replace("\u00a0", "")
