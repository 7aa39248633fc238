"""远程服务 in a real browser: the figures, the filter of the matrix, what can be taken away."""

from __future__ import annotations

import csv
import io

from tests.browser.conftest import Visit
from tests.browser.reading import texts
from tests.browser.watching import settle

ZHANGJIAKOU = "/remote?scope=1307&month=2023-09"


def test_yangyuans_year_is_the_documents(visit: Visit) -> None:
    page = visit("/remote?scope=130727&month=2023-09")
    for name, value in (("远程心电（本年）", "1023"), ("远程影像（本年）", "73")):
        assert page.get_by_role("region", name=name).locator(".ca-card-figure").inner_text().startswith(value)


def test_the_matrix_narrows_to_what_is_opened_and_not_used(visit: Visit) -> None:
    page = visit(ZHANGJIAKOU)
    table = page.get_by_role("region", name="乡级机构开通").get_by_role("table")
    rows = table.get_by_role("row")
    assert not all("已开通未使用" in rows.nth(at).inner_text() for at in range(1, rows.count()))
    page.get_by_role("button", name="有已开通未使用").click()
    settle(page)
    assert rows.count() > 1
    assert all("已开通未使用" in rows.nth(at).inner_text() for at in range(1, rows.count()))


def test_each_doubt_has_its_sentence(visit: Visit) -> None:
    page = visit(ZHANGJIAKOU)
    rows = page.get_by_role("region", name="服务量存疑").get_by_role("row")
    assert rows.count() > 3
    assert all("，" in rows.nth(at).get_by_role("cell").last.inner_text() for at in range(1, rows.count()))


def test_the_matrix_can_be_taken_away(visit: Visit) -> None:
    page = visit(ZHANGJIAKOU)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载表格").first.click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_bytes().decode("utf-8-sig"))))
    state = rows[0].index("状态")
    assert {row[state] for row in rows[1:]} <= {"未开通", "已开通未使用", "未报", "使用中"}


def test_the_base_of_a_change_stands_on_the_card(visit: Visit) -> None:
    assert any(text.replace("\u00a0", " ").startswith("同比基数 ") for text in texts(visit(ZHANGJIAKOU)))
