"""情景推演 in a real browser: a link opens the same scenario, everything bears its mark, and it is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from scenarios.files import to_json
from scenarios.words import WATERMARK
from tests.browser.choosing import choose
from tests.browser.conftest import Visit
from tests.browser.reading import english, texts, violations
from tests.browser.test_every_page import finding, overflow
from tests.browser.test_frame import address, go_to
from tests.browser.watching import settle
from tests.components.views import view_of
from tests.plans import CIXI, END, MOVE, REFUSED, SERVE, plan_of, scenario_of

MET = "慈溪市应设未设村 0 个，达到目标"


def link(*changes, scope: str = CIXI) -> str:
    return f"/scenario?scope={scope}&month=2022-12&plan={plan_of(view_of(scope=CIXI), *changes)}"


def saved(folder: Path, *changes) -> Path:
    path = folder / "情景.json"
    path.write_text(to_json(scenario_of(view_of(scope=CIXI), *changes)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("size", "dark"), [("laptop", False), ("wall", True)])
@pytest.mark.parametrize("scope", ["3302", CIXI])
def test_a_scenario_is_chinese_whole_and_marked_wherever_it_is_shown(
    visit: Visit, size: str, dark: bool, scope: str
) -> None:
    screen = "&screen=wall" if size == "wall" else ""
    page = visit(link(SERVE, MOVE, REFUSED, scope=scope) + screen, size=size, dark=dark)
    assert "未能生成" not in " ".join(texts(page))
    assert english(page) == []
    assert violations(page) == []
    assert overflow(page) <= 0
    assert WATERMARK in page.locator(".ca-heading").inner_text()
    assert page.locator(".ca-pair svg").count() >= 2
    assert page.locator(".ca-pair .ca-watermark").first.text_content() == WATERMARK
    for table in page.locator(".grid .foot").all_inner_texts():
        assert table.startswith((WATERMARK, "点一家"))


def test_the_address_is_the_scenario_through_reload_menu_back_and_forward(visit: Visit, tmp_path: Path) -> None:
    page = visit(link(SERVE))
    assert MET in finding(page)
    page.reload()
    settle(page)
    assert MET in finding(page)
    before = page.url
    page.locator('input[type="file"]').set_input_files(saved(tmp_path, END))
    settle(page)
    assert "转为未达标" in finding(page)
    assert page.url != before
    page.go_back()
    settle(page)
    assert MET in finding(page)
    page.go_forward()
    settle(page)
    assert "转为未达标" in finding(page)
    go_to(page, "看现状", "人员下沉")
    assert WATERMARK not in " ".join(texts(page))
    go_to(page, "推演", "情景推演")
    assert "转为未达标" in finding(page)


def test_another_county_keeps_the_scenario_and_another_city_clears_it(visit: Visit) -> None:
    page = visit(link(SERVE))
    choose(page, "区县（市）", "海曙区")
    assert "plan" in address(page)[1]
    assert "海曙区的指标没有变化" in finding(page)
    choose(page, "市", "张家口市")
    assert "plan" not in address(page)[1]
    assert WATERMARK not in " ".join(texts(page))
    page.go_back()
    settle(page)
    assert "海曙区的指标没有变化" in finding(page)


def test_a_link_to_another_citys_scenario_leads_there(visit: Visit) -> None:
    page = visit(link(SERVE, scope="1307"))
    page.get_by_role("link", name="在宁波市打开").click()
    settle(page)
    assert address(page)[1]["scope"] == "3302"
    assert WATERMARK in page.locator(".ca-heading").inner_text()


def test_two_tabs_hold_a_scenario_each(visit: Visit) -> None:
    one, other = visit(link(SERVE)), visit(link(END))
    one.bring_to_front()
    one.get_by_role("button", name="留作对比").click()
    settle(one)
    other.bring_to_front()
    choose(other, "区县（市）", "海曙区")
    choose(other, "区县（市）", "慈溪市")
    assert "转为未达标" in finding(other)
    assert other.get_by_role("button", name="取回修改").count() == 0
    assert MET in finding(one)


def test_an_institution_is_picked_on_the_map_by_mouse_and_keyboard(visit: Visit) -> None:
    page = visit(link(MOVE))
    page.locator('.ca-scenario-map [data-open="330282104-T1"]').first.click()
    expect(page.get_by_text("已在地图上选中：慈溪市掌起镇卫生院")).to_be_visible()
    page.locator('.ca-scenario-map [data-open="330282109-T1"]').first.press("Enter")
    expect(page.get_by_text("已在地图上选中：慈溪市桥头镇卫生院")).to_be_visible()
    settle(page)


@pytest.mark.parametrize("secure", [True, False])
def test_the_paragraph_is_copied_with_and_without_the_browsers_clipboard(visit: Visit, secure: bool) -> None:
    page = visit(link(SERVE))
    if not secure:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    page.evaluate(
        """() => {
          window.__copied = '';
          document.addEventListener('copy', () => { window.__copied = document.activeElement.value; });
          if (navigator.clipboard) navigator.clipboard.writeText = async text => { window.__copied = text; };
        }"""
    )
    button = page.get_by_role("button", name="复制这段话")
    button.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = str(page.evaluate("window.__copied"))
    assert copied.startswith(f"【{WATERMARK}】慈溪市以 2022 年 12 月 31 日的数据为基础")
    assert "\u00a0" not in copied
    expect(button).to_be_visible()
    page.get_by_role("button", name="复制本页链接").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("window.__copied") == page.url
    settle(page)


def test_what_is_downloaded_is_marked_and_opens_again(visit: Visit, tmp_path: Path) -> None:
    page = visit(link(SERVE, MOVE))

    def fetched(words: str) -> tuple[str, Path]:
        with page.expect_download() as waiting:
            page.get_by_role("link", name=words, exact=True).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return waiting.value.suggested_filename, path

    name, book = fetched("前后对比工作簿")
    assert name.startswith(WATERMARK)
    assert {sheet["A1"].value for sheet in load_workbook(book)} == {WATERMARK}
    name, note = fetched("文字说明")
    assert name.startswith(WATERMARK)
    assert note.read_text("utf-8-sig").startswith(WATERMARK)
    _, file = fetched("情景文件（可再打开、发给同事）")
    again = visit(f"/scenario?scope={CIXI}")
    again.locator('input[type="file"]').set_input_files(file)
    settle(again)
    assert finding(again) == finding(page)
    assert again.url.split("plan=")[1] == page.url.split("plan=")[1]


def test_a_file_that_is_none_or_too_large_is_said_in_chinese(visit: Visit, tmp_path: Path) -> None:
    page = visit(link(SERVE))
    wrong, large = tmp_path / "坏.json", tmp_path / "大.json"
    wrong.write_bytes(b"PK\x03\x04")
    large.write_bytes(b" " * 4_500_000)
    page.locator('input[type="file"]').set_input_files(wrong)
    expect(page.get_by_text("“坏.json”没有打开")).to_be_visible()
    settle(page)
    assert english(page, {"json", "JSON", "Remove"}) == []
    page.locator('input[type="file"]').set_input_files(large)
    settle(page)
    assert english(page, {"json", "JSON", "Remove"}) == []
    assert MET in finding(page)


def test_scenarios_are_named_laid_aside_and_compared(visit: Visit, tmp_path: Path) -> None:
    page = visit(link(SERVE))
    page.get_by_label("方案名称").fill("村级延伸")
    page.get_by_label("方案名称").press("Enter")
    settle(page)
    page.get_by_role("button", name="留作对比").click()
    settle(page)
    page.locator('input[type="file"]').set_input_files(saved(tmp_path, END))
    settle(page)
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert [head.strip() for head in heads[-4:]] == ["指标", "现状", "村级延伸", "试一试（正在编辑）"]
    page.get_by_role("button", name="取回“村级延伸”修改").click()
    settle(page)
    assert MET in finding(page)
