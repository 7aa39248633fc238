"""数据管理 in a real browser: files are chosen, checked and published; the 退回单 comes down; nothing is English."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from data.store import Store
from data.template import template
from tests.browser.conftest import Visit
from tests.browser.reading import english, texts, violations
from tests.browser.server import ROOT, serving
from tests.browser.watching import settle

SAMPLE = Store(ROOT / "data" / "sample" / "store")
SMALL, OTHER, MONTH = "330211", "330205", "2022-12"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("practice") / "store"
    shutil.copytree(SAMPLE.root, folder)
    return Store(folder)


@pytest.fixture(scope="module")
def url(store: Store) -> Iterator[str]:
    with serving(store=store.root) as address:
        yield address


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two workbooks as two counties would send them: a number changed in one, a mark nobody can read in the other."""
    folder = tmp_path_factory.mktemp("sent")
    frames = SAMPLE.open().city("3302").frames
    for code, value in ((SMALL, 1_000_000), (OTHER, "无")):
        name, content = template(frames, code, MONTH)
        book = load_workbook(io.BytesIO(content))
        book["就医流向"]["E3"] = value
        book.save(folder / name)
    return sorted(folder.iterdir())


def test_a_month_is_collected_and_published(
    visit: Visit, url: str, store: Store, sent: list[Path], tmp_path: Path
) -> None:
    page = visit("/manage?scope=3302", base=url)
    page.get_by_label("收哪个月").select_option(label="2022年12月")
    settle(page)
    page.locator('input[type="file"]').set_input_files(sent)
    settle(page)
    page.get_by_role("button", name="检查这些文件").click()
    expect(page.locator(".ca-heading h2")).to_contain_text("须退回（1 处错误）".replace(" ", "\u00a0"), timeout=60_000)
    settle(page)
    assert english(page, {"Remove"}) == []
    assert violations(page) == []
    assert any("无" in text for text in texts(page))
    with page.expect_download() as coming:
        page.locator(".ca-returned a").first.click()
    coming.value.save_as(tmp_path / "returned.xlsx")
    book = load_workbook(tmp_path / "returned.xlsx")
    assert book.sheetnames[0] == "退回单"
    assert book["就医流向"]["E3"].comment is not None

    before = store.live_id()
    page.get_by_role("textbox", name="备注").fill("=1+1 测试")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".ca-heading h2")).to_contain_text("已发布快照", timeout=60_000)
    settle(page)
    assert store.live_id() != before
    assert store.open().manifest.note == "=1+1 测试"
    assert shown_snapshot(page) == store.live_id()


def shown_snapshot(page: Page) -> str:
    """The snapshot the line over the finding names."""
    line = page.locator(".ca-heading p").inner_text()
    return line.partition("数据快照")[2].split()[0]
