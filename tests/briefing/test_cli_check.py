"""``python -m briefing check``: what it prints, and an exit code for scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from briefing import cli_check
from briefing.checking.check import check
from briefing.cli import main
from tests.briefing.checking.exported import content, reading, workbook


@pytest.fixture(autouse=True)
def at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_check, "check", lambda *asked: check(*asked, read_file=reading))


def edit(book) -> None:
    book["指标"]["B5"].value = 4


@pytest.mark.parametrize(("held", "code", "said"), [
    (content("xlsx"), 0, "全部与数据快照"),
    (workbook(edit), 1, "1 处数字被改动"),
    (b"nothing", 2, "没有核对"),
])
def test_the_result_and_the_code(
    held: bytes, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(held)
    assert main(["check", str(file)]) == code
    printed = capsys.readouterr().out.replace("\u00a0", " ")
    assert printed.startswith("表.xlsx：")
    assert said in printed
    assert ("医共体" in printed and "4 家" in printed) == (code == 1)


def test_it_can_be_read_by_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(workbook(edit))
    assert main(["check", str(file), "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [one["now"] for one in said["changed"]] == ["4\u00a0家"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "没有.pptx")]) == 2
    assert "不能读取文件" in capsys.readouterr().out


def test_another_store_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(content("xlsx"))
    assert main(["check", str(file), "--store", str(tmp_path)]) == 2
    assert "没有数据快照" in capsys.readouterr().out


def test_what_was_added_and_hidden_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def more(book) -> None:
        book["指标"]["B2"] = "注意"
        book["目标"].sheet_state = "hidden"

    file = tmp_path / "表.xlsx"
    file.write_bytes(workbook(more))
    assert main(["check", str(file)]) == 1
    printed = capsys.readouterr().out
    assert re.search(r"另加的，无从核对\n.*\n表“指标”加上的文字 .*注意", printed)
    assert re.search(r"被隐藏\n.*\n表“目标” .*整张", printed)
