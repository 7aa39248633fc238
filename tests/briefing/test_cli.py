"""``python -m briefing build`` writes a file for each format, or refuses in Chinese."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from briefing.agenda import Agenda, Item, to_json
from briefing.cli import main
from briefing.writing import WRITERS
from data.store import default_store
from scenarios.files import to_json as scenario_json
from scenarios.model import Scenario, SetVillageMode

ASKED = ("build", "--scope", "330282", "--as-of", "2022-12-31")


def scenario(path: Path, day: str = "2022-12-31", **more: str) -> Path:
    served = SetVillageMode(county_code="330282", which="unserved_planned", mode="extension")
    held = Scenario(name="补服务点", scope="3302", snapshot=default_store().open().id, as_of=date.fromisoformat(day),
                    changes=(served,), **more)
    path.write_text(scenario_json(held), encoding="utf-8")
    return path


def test_a_file_is_written_for_each_format_and_named_by_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "材料"
    assert main([*ASKED, "--formats", "xlsx, html", "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {
        "数据表_慈溪市_2022-12-31（示例数据）.xlsx", "网页版_慈溪市_2022-12-31（示例数据）.html",
    }  # fmt: skip
    assert "核对码" in capsys.readouterr().out


def test_a_scenario_is_told_in_the_names_of_its_files(tmp_path: Path) -> None:
    file = scenario(tmp_path / "情景.json")
    assert main([*ASKED, "--formats", "html", "--out", str(tmp_path), "--scenario", str(file)]) == 0
    assert (tmp_path / "网页版_慈溪市_2022-12-31（示例数据）（情景推演·非现状）.html").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--formats", "pdf"), "没有格式“pdf”，可用：" + "、".join(WRITERS)),
        (("--formats", " "), "没有写格式，可用："),
        (("--caliber", "nothing"), "没有口径“nothing”"),
        (("--agenda", "{agenda}"), "议程里没有可用的页"),
        (("--agenda", "{absent}"), "无.json：文件或目录不存在"),
        (("--scenario", "{absent}"), "无.json：文件或目录不存在"),
        (("--scenario", "{damaged}"), "情景坏了.json："),
        (("--agenda", "{scenario}"), "不是议程文件"),
        (("--scenario", "{agenda}"), "不是情景文件"),
        (("--scenario", "{scenario}", "--as-of", "2022-11-30"), "截止日期是 2022-12-31，与 --as-of 2022-11-30 不同"),
        (("--scenario", "{scenario}", "--caliber", "headcount"), "派驻口径与 --caliber headcount 不同"),
        (("--scope", "330299"), "330299"),
        (("--scope", "130702"), "桥东区不在文件统计范围，没有指标可写"),
        (("--scope", "1307", "--scenario", "{scenario}"), "与数据的城市 1307 不同"),
        (("--as-of", "2033-01-01"), "没有之后的数据"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], said: str
) -> None:
    agenda = tmp_path / "议程.json"
    agenda.write_text(to_json(Agenda(items=(Item(id="care", scope="130727"),))), encoding="utf-8")
    files = {"agenda": str(agenda), "absent": str(tmp_path / "无.json"),
             "scenario": str(scenario(tmp_path / "情景.json")), "damaged": str(tmp_path / "情景坏了.json")}
    whole = (tmp_path / "情景.json").read_text(encoding="utf-8")
    (tmp_path / "情景坏了.json").write_text(whole[:len(whole) // 2], encoding="utf-8")
    out = tmp_path / "out"
    assert main([*ASKED, *(one.format(**files) for one in more), "--out", str(out)]) != 0
    told = capsys.readouterr()
    assert said in told.err + told.out
    assert not out.exists()


def test_what_cannot_be_written_is_said_in_chinese_and_what_stood_there_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [*ASKED, "--formats", "html，HTML", "--out", str(tmp_path)]
    assert main(asked) == 0
    (made,) = tmp_path.iterdir()
    before = made.read_bytes()
    assert capsys.readouterr().out.count("已写") == 1

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert main([*asked[:4], "2022-11-30", *asked[5:]]) == 1
    assert main(asked) == 1
    assert f"不能写到 {tmp_path}：磁盘空间不足" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [made]
    assert made.read_bytes() == before


def test_slides_of_another_city_are_left_out_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agenda = tmp_path / "议程.json"
    items = (Item(id="care", scope="330282"), Item(id="care", scope="130727"), Item(id="scenario", scope="330282"),
             Item(id="remote", scope="330282", shown=False))
    agenda.write_text(to_json(Agenda(items=items)), encoding="utf-8")
    assert main([*ASKED, "--formats", "html", "--out", str(tmp_path), "--agenda", str(agenda)]) == 0
    assert "议程里有 2 页没有放进来" in capsys.readouterr().err


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "材料"
    taken.write_text("x", encoding="utf-8")
    assert main([*ASKED, "--formats", "html", "--out", str(taken)]) == 1
    assert f"不能写到 {taken}：已有同名的文件" in capsys.readouterr().err
