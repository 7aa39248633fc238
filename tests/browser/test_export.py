"""材料导出 in a real browser: files are made and taken away, one is edited and found out; old browsers find a way."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Route, expect
from pptx import Presentation

from tests.browser.conftest import Visit
from tests.browser.reading import english, texts, violations
from tests.browser.test_every_page import overflow
from tests.browser.watching import settle

LINK = "/export?scope=330282&month=2022-12"
SECONDS = 60_000


def test_files_are_made_taken_away_edited_and_found_out(visit: Visit, tmp_path: Path) -> None:
    page = visit(LINK, dark=True)
    page.get_by_role("button", name="生成").click()
    expect(page.locator(".ca-exports a")).to_have_count(4, timeout=SECONDS)
    settle(page)
    assert page.locator("#ca-outdated").count() == 0
    assert english(page) == []
    with page.expect_download() as coming:
        page.locator(".ca-exports a").first.click()
    deck = tmp_path / coming.value.suggested_filename
    assert deck.name == "汇报演示_慈溪市_2022-12-31（示例数据）.pptx"
    coming.value.save_as(deck)

    opened = Presentation(str(deck))
    finding = next(shape for slide in opened.slides for shape in slide.shapes
                   if shape.name == "finding@coverage@330282").text_frame.paragraphs[0].runs[0]
    assert "96.3" in finding.text
    finding.text = finding.text.replace("96.3", "99.3")
    opened.save(str(deck))
    page.locator('input[type="file"]').set_input_files(deck)
    expect(page.locator(".ca-checked")).to_contain_text("处数字被改动", timeout=SECONDS)
    settle(page)
    shown = texts(page)
    assert {"96.3%", "99.3%", "慈溪市，村级覆盖率"} <= set(shown)
    assert english(page, {"Remove"}) == []
    assert violations(page) == []
    assert overflow(page) <= 0
    with page.expect_download() as coming:
        page.locator(".grid a[download]").click()
    coming.value.save_as(tmp_path / "核对.csv")
    assert "99.3%" in (tmp_path / "核对.csv").read_text("utf-8-sig")


def test_without_script_the_page_that_opens_anywhere_is_one_click_away(browser: Browser, app_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{app_url}/care?scope=330282")
    assert "看板不能运行" in page.locator("body").inner_text()
    page.get_by_role("link", name="网页版").click()
    page.wait_for_load_state()
    assert page.title() == "【示例数据】宁波市县域医共体建设情况"
    page.set_viewport_size({"width": 390, "height": 844})  # on a telephone
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    legend = page.locator(".legend").first.bounding_box()
    assert legend is not None and legend["width"] > 200  # below the map, not squeezed beside it
    context.close()


def test_where_the_app_cannot_start_a_sentence_stands_in_place_of_white(browser: Browser, app_url: str) -> None:
    """What an old browser does with a script it does not understand."""

    def old(route: Route) -> None:
        route.fulfill(body="var broken = ;", content_type="text/javascript")

    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.route("**/static/js/index.*.js", old)
    page.goto(f"{app_url}/care?scope=330282")
    expect(page.locator("#ca-outdated")).to_contain_text("浏览器太旧")
    page.get_by_role("link", name="网页版").click()
    page.wait_for_load_state()
    assert page.url.endswith("/page/330282.html")
    assert page.title() == "【示例数据】慈溪市县域医共体建设情况"
    context.close()
