"""``python -m data intake``: what it prints, writes, publishes and returns."""

from __future__ import annotations

import csv
import errno
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.cli import main
from data.collecting_report import changes_csv
from data.intake.answers import Change
from data.publishing import publish_frames
from data.store import Store
from tests.data.small_world import AS_OF, boundaries, frames, small_world

HEADER = "月份,区县代码,区县名称,县域内就诊人次,县域外就诊人次\n"
GOOD, BAD = "2023-09,330203,海曙区,70,30\n", "2023-09,330212,鄞州区,-70,30\n"


@pytest.fixture(scope="module")
def origin(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("origin")
    publish_frames(frames(small_world()), folder, AS_OF, boundaries=boundaries())
    return folder


@pytest.fixture
def root(origin, tmp_path) -> Path:
    return shutil.copytree(origin, tmp_path / "store")


def send(folder: Path, **files: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        code = name.strip("_")
        (folder / f"{code}_2023-09_就医流向.csv").write_text(HEADER + rows, encoding="utf-8")
    return str(folder)


def test_good_files_are_checked_and_nothing_changes(root, tmp_path, capsys):
    live = Store(root).live_id()
    assert main(["intake", send(tmp_path / "sent", _330203=GOOD), "--store", str(root)]) == 0
    said = capsys.readouterr().out
    assert "海曙区（330203）：0 处错误" in said and "就医流向新增 1 行" in said
    assert "还没有收到 1 个区县的文件，仍按未报：鄞州区（330212）" in said
    assert Store(root).live_id() == live


def test_errors_are_listed_by_county_and_the_code_is_1(root, tmp_path, capsys):
    assert main(["intake", send(tmp_path / "sent", _330203=GOOD, _330212=BAD), "--store", str(root)]) == 1
    said = capsys.readouterr().out
    assert "鄞州区（330212）：1 处错误" in said and "须退回" in said and "D2，填的是“-70”" in said


def test_what_is_printed_is_chinese_and_holds_no_name_of_a_rule(root, tmp_path, capsys):
    folder = send(tmp_path / "sent", _330203=GOOD + "2023-09,330203,海曙区,约70,无\n", _330212=BAD)
    (Path(folder) / "认不出.csv").write_text(HEADER + GOOD, encoding="utf-8")
    arguments = ["intake", folder, "--store", str(root), "--report", str(tmp_path / "report")]
    assert main([*arguments, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    rules = {one["code"] for held in (*said["senders"], *said["unplaced"]) for one in held["findings"]}
    assert {"type_unreadable", "sender_unknown"} <= rules
    assert main(arguments) == 1
    printed = [capsys.readouterr().out]
    for path in sorted((tmp_path / "report").glob("*.xlsx")):
        for sheet in load_workbook(path).worksheets:
            printed += [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
            printed += [cell.comment.text for line in sheet.iter_rows() for cell in line if cell.comment]
    assert not [(rule, text) for text in printed for rule in rules if rule in text]
    assert "错误 330212_2023-09_就医流向.csv" in printed[0]


@pytest.mark.parametrize("why", [errno.EROFS, errno.EACCES, errno.EPERM])
@pytest.mark.parametrize("where", ["data.audit.append", "data.locking.FileLock"])
def test_on_a_read_only_store_files_are_checked_and_that_they_are_not_logged_is_said(
    root, tmp_path, monkeypatch, capsys, why, where
):
    def refuse(*_, **__):
        raise OSError(why, "")

    monkeypatch.setattr(where, refuse)
    folder = send(tmp_path / "sent", _330203=GOOD)
    assert main(["intake", folder, "--store", str(root)]) == 0
    said = capsys.readouterr().out
    assert "可以检查，不能发布，这次检查也没有记入审计日志" in said and "海曙区（330203）：0 处错误" in said
    live = Store(root).live_id()
    assert main(["intake", folder, "--store", str(root), "--publish"]) == 1
    assert "没有发布" in capsys.readouterr().err and Store(root).live_id() == live


def test_a_log_that_cannot_be_written_for_another_reason_stops_the_intake(root, tmp_path, monkeypatch, capsys):
    def refuse(*_, **__):
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr("data.audit.append", refuse)
    assert main(["intake", send(tmp_path / "sent", _330203=GOOD), "--store", str(root)]) == 2
    assert "审计日志写不进去（磁盘空间不足）" in capsys.readouterr().err


def test_what_cannot_be_read_is_2(root, tmp_path, capsys):
    assert main(["intake", str(tmp_path / "nowhere"), "--store", str(root)]) == 2
    assert "不存在" in capsys.readouterr().err
    assert main(["intake", send(tmp_path / "sent"), "--store", str(root)]) == 2
    assert "目录里没有文件" in capsys.readouterr().out
    assert main(["intake", send(tmp_path / "sent", _330203=GOOD), "--store", str(tmp_path / "empty")]) == 2


@pytest.mark.parametrize("arguments", [["--accept", "330203"], ["--accept-all"], ["--month", "2023-13"],
                                       ["--publish", "--accept", "330203", "--accept-all"]])
def test_arguments_that_make_no_sense_are_refused(root, tmp_path, arguments, capsys):
    assert main(["intake", send(tmp_path / "sent", _330203=GOOD), "--store", str(root), *arguments]) == 2
    assert "参数不对" in capsys.readouterr().err


def test_with_errors_publishing_needs_names(root, tmp_path, capsys):
    folder, live = send(tmp_path / "sent", _330203=GOOD, _330212=BAD), Store(root).live_id()
    assert main(["intake", folder, "--store", str(root), "--publish"]) == 1
    assert "用 --accept 写明采用哪几家" in capsys.readouterr().err and Store(root).live_id() == live
    assert main(["intake", folder, "--store", str(root), "--publish", "--accept", "330203,330212"]) == 1
    assert "鄞州区的文件还有 1 处错误" in capsys.readouterr().err and Store(root).live_id() == live
    assert main(["intake", folder, "--store", str(root), "--publish", "--accept", "330203", "--note", "九月"]) == 1
    assert "已发布并启用快照" in capsys.readouterr().out
    assert Store(root).live_id() != live and Store(root).open().manifest.note == "九月"


def test_without_errors_everything_is_published(root, tmp_path, capsys):
    folder = send(tmp_path / "sent", _330203=GOOD)
    assert main(["intake", folder, "--store", str(root), "--publish", "--by", "经办", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["published"] == Store(root).live_id() and said["exit_code"] == 0
    [sender] = said["senders"]
    assert sender["summary"] == {"care_seeking": {"added": 1, "changed": 0, "removed": 0}}
    assert sender["counts"]["errors"] == 0 and said["missing"] == {"330212": "鄞州区"}


def test_the_report_holds_what_goes_back(root, tmp_path, capsys):
    folder, out = send(tmp_path / "sent", _330203=GOOD, _330212=BAD), tmp_path / "out"
    assert main(["intake", folder, "--store", str(root), "--report", str(out)]) == 1
    names = {path.name for path in out.iterdir()}
    assert {"问题清单.xlsx", "变更.csv"} < names and any("330212鄞州区" in name and "退回单" in name for name in names)
    book = load_workbook(out / "问题清单.xlsx")
    assert book.properties.creator == "医共体一张图"
    sheet = book["问题清单"]
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert ["鄞州区", "错误", "D2", "-70"] in [[row[0], row[1], row[4], row[5]] for row in told]
    with (out / "变更.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert ["海曙区", "新增", "就医流向"] in [row[:3] for row in rows]


def test_no_cell_of_the_changes_begins_a_formula():
    change = Change("330203", "care_seeking", "changed", "=1+1", "visits_in", "县域内就诊人次", "+1", -5, -6.0, 1.0)
    assert "'=1+1" in changes_csv([change], {}) and ",'+1,-5,-6\r\n" in changes_csv([change], {})


def test_a_copy_of_the_sample_to_practise_on(tmp_path, capsys):
    assert main(["sample", "--copy-to", str(tmp_path / "copy")]) == 0
    assert Store(tmp_path / "copy").open().manifest.as_of >= date(2023, 9, 30)
    assert main(["sample", "--copy-to", str(tmp_path / "copy")]) == 1
    assert "不是空目录" in capsys.readouterr().err
