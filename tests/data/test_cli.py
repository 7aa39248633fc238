"""``python -m data``: what it prints, its exit codes, and that it speaks Chinese on any terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data.cli import main
from data.store import STORE_VARIABLE, Store
from tests.data.small_world import changed, small_world, write_folder

AS_OF = ("--as-of", "2023-09-30")


@pytest.fixture
def good(tmp_path: Path) -> str:
    return str(write_folder(small_world(), tmp_path / "good"))


@pytest.fixture
def bad(tmp_path: Path) -> str:
    tables = changed("institutions", 2, name="=HYPERLINK(1)", county_code="330212")
    return str(write_folder(tables, tmp_path / "bad"))


@pytest.fixture(autouse=True)
def no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STORE_VARIABLE, raising=False)


def as_json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


# check


def test_exit_codes(good: str, bad: str, tmp_path: Path) -> None:
    assert main(["check", good, *AS_OF]) == 0
    assert main(["check", bad, *AS_OF]) == 1
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    (Path(good) / "regions.csv").unlink()
    assert main(["check", good]) == 2


def test_the_report_on_the_terminal(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", bad, *AS_OF])
    out = capsys.readouterr().out
    assert "[membership_cross_county] memberships.csv 第 3 行" in out
    assert "怎么改：" in out
    assert "截止日期：2023-09-30\n" in out
    assert "未通过" in out


def test_the_same_as_data(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", bad, *AS_OF, "--json"])
    report = as_json(capsys)
    assert set(report) == {
        "version",
        "source",
        "as_of",
        "as_of_stated",
        "status",
        "exit_code",
        "counts",
        "codes",
        "rows",
        "encodings",
        "findings",
    }
    assert (report["status"], report["exit_code"], report["as_of"], report["as_of_stated"]) == (
        "errors",
        1,
        "2023-09-30",
        True,
    )
    assert report["counts"]["errors"] == len([f for f in report["findings"] if f["severity"] == "error"])
    assert report["rows"]["institutions"] == 8
    assert list(report["findings"][0]) == [
        "code",
        "severity",
        "table",
        "file",
        "row",
        "column",
        "value",
        "message",
        "fix",
    ]
    assert report["findings"][0]["severity"] == "error"


def test_the_same_as_a_workbook_without_formulas(bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "报告.xlsx"
    assert main(["check", bad, *AS_OF, "--report", str(path)]) == 1
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["概要", "问题清单"]
    assert book.properties.creator == "医共体一张图"
    cells = [cell for sheet in book for line in sheet for cell in line]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    capsys.readouterr()
    main(["check", bad, *AS_OF, "--json"])
    assert book["问题清单"].max_row == 1 + len(as_json(capsys)["findings"])


def test_a_value_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    source = write_folder(changed("institutions", 1, ownership="=1+1"), tmp_path / "source")
    main(["check", str(source), *AS_OF, "--report", str(tmp_path / "r.xlsx")])
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["问题清单"]
    assert [cell.value for cell in sheet["G"]] == ["填的值", "=1+1"]
    assert sheet["G2"].data_type == "s"


def test_a_report_that_cannot_be_written_is_said(good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", good, "--report", str(tmp_path / "no" / "r.xlsx")]) == 2
    assert "写不进去" in capsys.readouterr().err
    assert main(["check", good, "--report", str(tmp_path / "r.csv")]) == 2
    assert main(["check", good, "--json", "--report", str(tmp_path / "r.xlsx")]) == 2


# publish, list, rollback, diff


def test_publish_and_look_after(good: str, bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(tmp_path / "store")
    assert main(["publish", good, "--store", root, *AS_OF, "--note", "九月", "--by", "甲"]) == 0
    assert "已发布并启用快照 20230930-" in capsys.readouterr().out
    first = Store(tmp_path / "store").live_id()
    assert main(["publish", bad, "--store", root, *AS_OF]) == 1
    assert "没有发布" in capsys.readouterr().out
    assert Store(tmp_path / "store").live_id() == first

    (Path(good) / "costs.csv").unlink()
    assert main(["publish", good, "--store", root, "--as-of", "2023-10-31", "--json"]) == 0
    published = as_json(capsys)
    second = published["published"]["snapshot_id"]
    assert (published["written"], published["report"]["exit_code"], second[:9]) == (True, 0, "20231031-")

    assert main(["list", "--store", root]) == 0
    assert f"* {second}" in (out := capsys.readouterr().out)
    assert re.search(rf"  {first}  截止 2023-09-30 .* 甲 .*九月", out)
    assert main(["list", "--store", root, "--json"]) == 0
    listed = as_json(capsys)
    assert (listed["live"], {s["snapshot_id"] for s in listed["snapshots"]}) == (second, {first, second})

    assert main(["diff", first, second, "--store", root]) == 0
    assert "费用：新增 0 行，删除 1 行，改动 0 行" in capsys.readouterr().out
    assert main(["diff", first, second, "--store", root, "--json"]) == 0
    assert as_json(capsys)["tables"] == {
        "costs": {
            "added": 0,
            "removed": 1,
            "changed": 0,
            "rows": [{"change": "removed", "key": {"consortium_id": "C1", "month": "2023-08"}, "columns": {}}],
        }
    }

    assert main(["rollback", "--store", root, "--to", first]) == 0
    assert f"已从 {second} 改用 {first}" in capsys.readouterr().out
    assert Store(tmp_path / "store").live_id() == first
    assert main(["rollback", "--store", root, "--to", "20200101-abcdef"]) == 1
    assert "没有编号为" in capsys.readouterr().err


def test_there_is_nothing_to_go_back_to_at_first(good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "store"
    main(["publish", good, "--store", str(root), *AS_OF])
    assert main(["rollback", "--store", str(root)]) == 1
    assert "没有比" in capsys.readouterr().err
    assert main(["diff", "--store", str(root)]) == 1


def test_the_environment_may_name_the_store(good: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    assert main(["publish", good, *AS_OF]) == 0
    assert len(Store(tmp_path / "store").ids()) == 1


def test_publishing_nothing_readable_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(tmp_path / "nowhere"), "--store", str(tmp_path / "s"), *AS_OF, "--json"]) == 2
    assert as_json(capsys)["published"] is None


def test_an_empty_store_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--store", str(tmp_path)]) == 1
    assert "还没有发布过快照" in capsys.readouterr().err


# the words


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["check", "--help"],
        ["publish", "--help"],
        ["list", "--help"],
        ["rollback", "--help"],
        ["diff", "--help"],
        ["sample", "--help"],
        ["别的"],
        ["check"],
        ["check", "a", "b"],
        ["check", "a", "--jsn"],
        ["check", "a", "--as-of"],
        ["check", "a", "--as-of", "2023-02-30"],
        ["check", "a", "--as-of", "昨天"],
        ["check", "a", "--json=1"],
        ["publish", "a"],
        ["publish", "a", "--store", "b"],
        ["rollback"],
        ["diff", "--limit", "x"],
        ["diff", "--limit", "-1"],
        ["list", "a"],
    ],
)
def test_help_and_complaints_are_chinese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status = main(arguments)
    assert status == (0 if "--help" in arguments else 2)
    captured = capsys.readouterr()
    words = re.sub(
        r"python -m data( \w+)?|--[\w-]+|JSON|Excel|\.xlsx|^  \w+", "", captured.out + captured.err, flags=re.MULTILINE
    )
    assert re.search("[\u4e00-\u9fff]", words)
    assert re.findall(r"[A-Za-z]{4,}", words) == []


@pytest.mark.parametrize(
    ("settings", "form"),
    [
        ({"PYTHONIOENCODING": "ascii"}, []),
        ({"PYTHONIOENCODING": "cp1252"}, ["--json"]),
        ({"PYTHONIOENCODING": "gbk"}, []),
        ({"PYTHONIOENCODING": "gbk"}, ["--json"]),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, []),
    ],
)
def test_any_terminal_can_print_it(tmp_path: Path, settings: dict[str, str], form: list[str]) -> None:
    source = tmp_path / "没有𠮷目录"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-m", "data", "check", str(source), *form],
        capture_output=True,
        env={**environment, **settings},
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == b""
    encoding = "gbk" if settings.get("PYTHONIOENCODING") == "gbk" else "utf-8"
    out = done.stdout.decode(encoding)
    assert "资料目录不存在" in (json.loads(out)["findings"][0]["message"] if form else out)


# the bundled sample


def test_nothing_is_published_into_the_bundled_sample_though_it_is_named(
    good: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "sample"
    assert main(["publish", good, "--store", str(root), *AS_OF]) == 0
    monkeypatch.setattr("data.store._BUNDLED", root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    capsys.readouterr()
    (Path(good) / "aliases.csv").unlink()
    for asked, said in (
        (["publish", good, "--store", str(root / "."), *AS_OF], "没有发布：自带的示例数据"),
        (["rollback", "--store", str(root), "--to", Store(root).live_id()], "没有切换：自带的示例数据"),
    ):
        assert main(asked) == 1
        assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
