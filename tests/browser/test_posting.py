"""人员下沉 in a real browser: the finding, the flows, the rows behind, the file taken away."""

from __future__ import annotations

import csv
import io

from tests.browser.conftest import Told, Visit
from tests.browser.reading import texts
from tests.browser.watching import settle

NINGBO = "/posting?scope=3302&month=2022-12"
FLOWS = ("lead_to_member", "municipal_to_lead", "municipal_to_county")


def test_the_cards_are_what_the_command_line_prints(visit: Visit, told: Told) -> None:
    figures = told("330281", "2022-12-31")
    shown = visit("/posting?scope=330281&month=2022-12").locator(".ca-card-figure").all_inner_texts()
    for flow, said in zip(FLOWS, shown, strict=True):
        assert said.startswith(f"{figures[f'posting.{flow}.persons']['value']:.0f}")


def test_another_flow_is_shown_without_asking_the_server_and_stays_when_the_month_changes(visit: Visit) -> None:
    page = visit(NINGBO)
    page.locator(".ca-tab-names").get_by_text("市级医院", exact=True).click()
    assert any(text.startswith("市级医院派驻：") for text in texts(page))
    assert not any(text.startswith("牵头医院派驻：") for text in texts(page))
    page.get_by_label("截止月份").click()
    page.get_by_role("option").filter(has_text="2022年10月").click()
    settle(page)
    assert any(text.startswith("市级医院派驻：") for text in texts(page))


def test_the_rows_behind_the_tally_are_one_click_away(visit: Visit) -> None:
    page = visit(NINGBO)
    assert "未计入原因" not in texts(page)
    page.get_by_text("未计入的在派人员：逐条查看").click()
    page.get_by_role("columnheader", name="未计入原因").wait_for()
    settle(page)
    assert "派驻期限不足" in texts(page)


def test_who_has_nobody_can_be_taken_away(visit: Visit) -> None:
    page = visit(NINGBO)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载表格").first.click()
    file = waiting.value
    assert file.suggested_filename.startswith("无人派驻机构_宁波市_2022-12-31")
    assert "示例数据" in file.suggested_filename
    rows = list(csv.reader(io.StringIO(file.path().read_bytes().decode("utf-8-sig"))))
    assert rows[0][:3] == ["区县", "机构", "类别"]
    assert {row[0] for row in rows[1:]} & {"象山县", "宁海县"}


def test_the_caliber_of_every_card_is_one_click_away(visit: Visit) -> None:
    page = visit(NINGBO)
    card = page.get_by_role("region", name="市级医院 → 牵头医院")
    card.get_by_text("口径", exact=True).click()
    assert card.get_by_text("中级以上且派驻满 18 个月").is_visible()


def test_cards_and_the_list_begin_above_the_fold(visit: Visit) -> None:
    page = visit(NINGBO)
    box = page.get_by_role("region", name="无人派驻").first.bounding_box()
    assert box is not None
    assert box["y"] < 600
