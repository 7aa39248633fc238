"""数据管理: files go in, findings come back by cell, whoever is chosen is published, an older snapshot is restored."""

from __future__ import annotations

import errno
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from components import files
from data import audit
from data.publishing import publish_frames
from data.store import Store
from data.template import template
from tests.few_counties import few_counties
from tests.pages.conftest import _components, finding, regions, text_of
from tests.triggers import trigger

#: The smallest county of the sample, and a second one.
SMALL, OTHER = "330211", "330205"
#: One that sends nothing.
SILENT = "330206"
MONTH = "2022-12"
#: What every store of these tests begins as; `default_store` is then the test's own.
SAMPLE = Store(Path(__file__).resolve().parents[2] / "data" / "sample" / "store")
Sent = tuple[str, bytes, str]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three of the sample's counties."""
    folder = tmp_path_factory.mktemp("practice") / "store"
    frames = few_counties(SAMPLE, "3302", (SMALL, OTHER, SILENT))
    sent = frames["submissions"]
    frames["submissions"] = sent[(sent["county_code"] != SILENT) | (sent["month"] != MONTH)].reset_index(drop=True)
    publish_frames(frames, folder, SAMPLE.open().manifest.as_of)
    return folder


@pytest.fixture
def practice(tmp_path: Path, published: Path) -> Store:
    """A store to publish into."""
    shutil.copytree(published, tmp_path / "store")
    return Store(tmp_path / "store")


def workbook(code: str, change: Callable[[object], None] = lambda book: None) -> Sent:
    """The county's workbook of the month as the live snapshot has it, with what a clerk changed in it."""
    name, content = template(SAMPLE.open().city("3302").frames, code, MONTH)
    book = load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return name, out.getvalue(), "application/vnd.ms-excel"


def more_visits(book: object) -> None:
    book["就医流向"]["D3"] = book["就医流向"]["D3"].value + 5  # type: ignore[index]


def unclear(book: object) -> None:
    book["就医流向"]["E3"] = "无"  # type: ignore[index]


def check(app: AppTest, *sent: Sent) -> AppTest:
    """Choose the month, lay files into the uploader and press the button."""
    choose(app, "month", MONTH)
    app.file_uploader[0].set_value(list(sent)).run()
    return button(app, "检查这些文件").click().run()


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label.startswith(label))


def choose(app: AppTest, name: str, value: object) -> AppTest:
    """Choose in one of the page's own panels, as a browser does."""
    panel = next(p for p in _components(app.main) if p.component_name == "consortium_atlas_controls"
                 and name in {one["name"] for one in json.loads(p.bytes)["controls"]})
    states = app._tree.get_widget_states()
    states.widgets.append(trigger(panel.id, "chosen", [name, value]))
    return app._run(states)


def table(app: AppTest, label: str) -> list[list[str]]:
    """The rows of one of the page's tables, as words."""
    found = [json.loads(p.bytes) for p in _components(app.main) if p.component_name == "consortium_atlas_grid"]
    data = next(one for one in found if one["label"] == label)
    whole = [[data["shared"][cell] if isinstance(cell, int) else cell for cell in row["cells"]] for row in data["rows"]]
    return [[(cell[0] if isinstance(cell, list) else cell).replace("\u00a0", " ") for cell in row] for row in whole]


def said(app: AppTest) -> str:
    return "\n".join(text_of(region) for region in regions(app))


def test_before_any_file_the_page_waits_for_the_next_month(opened, practice):
    app = opened("manage", store=practice.root)
    assert finding(app).startswith("等待 2023 年 1 月的工作簿")
    assert button(app, "检查这些文件").disabled
    assert "北仑区" in said(app)


def test_on_the_bundled_sample_files_are_checked_and_nothing_is_published(opened):
    app = check(opened("manage"), workbook(SMALL, more_visits))
    assert "全部可以发布" in finding(app)
    assert "--copy-to" in said(app)
    assert not [one for one in app.button if one.label == "发布"]


def test_a_good_and_a_faulty_county_are_answered_apart(opened, practice):
    app = check(opened("manage", store=practice.root), workbook(SMALL, more_visits), workbook(OTHER, unclear))
    assert finding(app) == "2022 年 12 月收到 2 家：1 家可以发布，江北区须退回（1 处错误）；1 个区县未报"
    rows = {row[0]: row[1:5] for row in table(app, "各区县的文件")}
    assert rows["镇海区"][0] == "● 可以发布"
    assert rows["江北区"][:2] == ["▲ 须退回", "1"]
    assert rows["北仑区"][0] == "— 未报"
    faults = [row for row in table(app, "问题清单") if row[0] == "错误"]  # the worst county is shown first
    assert [row[1:4] for row in faults] == [["就医流向", "E3", "无"]]
    before = practice.live_id()
    published = button(app, "发布").click().run()
    assert finding(published).startswith(f"已发布快照 {practice.live_id()}：采用镇海区")
    assert practice.live_id() != before
    live = practice.open().city("3302")["care_seeking"]
    old = SAMPLE.open().city("3302")["care_seeking"]
    moved = live.merge(old, on=["county_code", "month"], suffixes=("", "_old"))
    moved = moved[moved["visits_in"] != moved["visits_in_old"]]
    assert moved[["county_code", "month"]].to_numpy().tolist() == [[SMALL, MONTH]]
    assert int((moved["visits_in"] - moved["visits_in_old"]).iloc[0]) == 5


def test_whoever_is_left_out_stays_as_they_were(opened, practice):
    app = check(opened("manage", store=practice.root), workbook(SMALL, more_visits), workbook(OTHER, more_visits))
    choose(app, "accepted", [OTHER])
    button(app, "发布").click().run()
    live = practice.open().city("3302")["care_seeking"].set_index(["county_code", "month"])["visits_in"]
    old = SAMPLE.open().city("3302")["care_seeking"].set_index(["county_code", "month"])["visits_in"]
    assert live[SMALL, MONTH] == old[SMALL, MONTH]
    assert live[OTHER, MONTH] == old[OTHER, MONTH] + 5


def test_a_sender_with_errors_cannot_be_chosen_even_by_a_forged_message(opened, practice):
    app = check(opened("manage", store=practice.root), workbook(SMALL, more_visits), workbook(OTHER, unclear))
    choose(app, "accepted", [SMALL, OTHER, "330203"])
    assert "将采用 1 家" in said(app).replace("\u00a0", " ")


def test_what_would_change_is_listed_with_old_and_new(opened, practice):
    app = check(opened("manage", store=practice.root), workbook(SMALL, more_visits))
    row = table(app, "本次比上次改了哪些数")[0]
    assert row[0] == "改动"
    assert row[1] == "就医流向"
    assert row[6] == "+5"


def test_what_goes_back_is_the_countys_own_workbook_with_the_cell_marked(opened, practice):
    app = check(opened("manage", store=practice.root), workbook(OTHER, unclear))
    address = next(link for link in re.findall('href="([^"]+)"', "".join(regions(app))) if quote("退回单") in link)
    offer = files._offers[address.split("/files/")[1].split("/")[0]]
    book = load_workbook(io.BytesIO(offer.build()))
    assert book.sheetnames[0] == "退回单"
    assert book["就医流向"]["E3"].comment is not None
    assert "无" in book["就医流向"]["E3"].comment.text


def test_a_file_that_is_no_workbook_gets_a_sentence_and_the_others_go_on(opened, practice):
    broken = ("<b>坏.xlsx", b"PK\x03\x04broken", "x")
    app = check(opened("manage", store=practice.root), broken, workbook(SMALL, more_visits))
    assert "可以发布" in finding(app)
    rows = table(app, "认不出的文件")
    assert rows[0][0] == "<b>坏.xlsx"


def offers(app: AppTest, name: str) -> list[files.Offer]:
    """Return what links offer whose address ends so."""
    links = [link for link in re.findall('href="([^"]+)"', "".join(regions(app))) if quote(name) in link]
    return [files._offers[link.split("/files/")[1].split("/")[0]] for link in links]


#: Names that a browser may send, and how they are shown.
HOSTILE = {
    "../../x.xlsx": "x.xlsx", "..\\..\\y.xlsx": "y.xlsx", "<b>粗</b>.xlsx": "b>.xlsx", "CON.xlsx": "CON.xlsx",
    "=cmd|'/c calc'!A1.xlsx": "c calc'!A1.xlsx", "\u202excl.exe.xlsx": "xcl.exe.xlsx", "a" * 300 + ".xlsx": "",
    "联系13800138000张某某.xlsx": "联系（已隐去）.xlsx", "![](x).xlsx": "![](x).xlsx",
}


def test_files_of_nobody_are_listed_to_print_whatever_they_are_called(opened, practice):
    app = check(opened("manage", store=practice.root), *((name, b"PK\x03\x04broken", "x") for name in HOSTILE))
    shown = [row[0] for row in table(app, "认不出的文件")]
    assert [name for name in HOSTILE.values() if name and name not in shown] == []
    assert max(map(len, shown)) <= 150 and not any("13800138000" in name or "张某某" in name for name in shown)
    (offer,) = offers(app, "认不出单位的文件")
    assert offer.name == f"认不出单位的文件_{MONTH}_退回单.xlsx"
    book = load_workbook(io.BytesIO(offer.build()))
    cells = [cell for line in book["退回单"].iter_rows() for cell in line if cell.value is not None]
    texts = "".join(str(cell.value) for cell in cells)
    assert all(name in texts for name in shown) and "怎么改" in texts
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "\u202e" not in texts + "".join(regions(app)) and "<b>粗" not in "".join(regions(app))


def test_on_a_store_that_cannot_be_written_the_answer_says_so(opened, practice, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "")

    monkeypatch.setattr(audit, "append", refuse)
    app = check(opened("manage", store=practice.root), workbook(SMALL, more_visits))
    assert "可以检查，不能发布，这次检查也没有记入审计日志" in said(app)
    assert "可以发布" in finding(app)


def test_an_earlier_snapshot_is_restored_and_the_log_tells_it(opened, practice):
    before = practice.live_id()
    app = check(opened("manage", store=practice.root), workbook(SMALL, more_visits))
    app = button(app, "发布").click().run()
    grid = next(p for p in _components(app.main) if p.component_name == "consortium_atlas_grid"
                and json.loads(p.bytes)["label"] == "数据快照")
    states = app._tree.get_widget_states()
    states.widgets.append(trigger(grid.id, "opened", before))
    app = app._run(states)
    app = button(app, f"恢复 {before}").click().run()
    assert practice.live_id() == before
    assert finding(app) == f"已恢复快照 {before}"
    acts = [entry.action for entry in audit.entries(practice)]
    assert acts[-3:] == ["intake", "publish", "rollback"]
    assert audit.verify(practice) == []


def test_clearing_the_desk_begins_anew(opened, practice):
    app = check(opened("manage", store=practice.root), workbook(OTHER, unclear))
    app = button(app, "清空重来").click().run()
    assert finding(app).startswith("等待")
