"""The command line: what it prints is the contract's list, and what it refuses it refuses in Chinese."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.store import default_store
from indicators import compute
from indicators.cli import as_csv, as_table, ask, main

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2022, 12, 31)
FIELDS = ["key", "name", "scope", "as_of", "caliber", "value", "unit", "numerator", "denominator", "status", "target",
          "gap", "not_reported"]


def printed(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> list[dict[str, object]]:
    main(["--as-of", "2022-12-31", "--format", "json", *arguments])
    found: list[dict[str, object]] = json.loads(capsysbinary.readouterr().out.decode("utf-8"))
    return found


def refused(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    assert stopped.value.code == 2
    seen = capsysbinary.readouterr()
    assert seen.out == b""
    return seen.err.decode("utf-8")


def test_json_is_the_list_of_the_contract(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = printed(capsysbinary, "--scope", "3302")
    figures = compute(default_store().open().city("3302"), DAY)
    assert [list(one) for one in found] == [FIELDS] * len(found)
    assert [one["key"] for one in found] == [one.key for one in figures.of_scope("3302")]
    by_key = {one["key"]: one for one in found}
    for figure in figures.of_scope("3302"):
        assert by_key[figure.key]["value"] == figure.value
        assert by_key[figure.key]["not_reported"] == list(figure.not_reported)
    posted = by_key["posting.lead_to_member.persons"]
    assert posted["target"] == {"op": ">", "value": 300, "due": "2019-12-31", "due_stated": False,
                                "policy": "ningbo-2019"}
    assert (posted["as_of"], posted["caliber"]) == ("2022-12-31", "headcount")
    assert by_key["posting.municipal_to_lead.persons"]["caliber"] == "eligible"


def test_a_county_out_of_account_has_no_figures_and_is_told_apart_from_one_that_did_not_report(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    for scope, told in (("130702", "注意：桥东区不在文件统计范围，不计入任何指标\n"), ("130727", "")):
        main(["--scope", scope, "--as-of", "2023-09-30", "--format", "json"])
        seen = capsysbinary.readouterr()
        assert seen.err.decode() == told
        assert {one["value"] is None for one in json.loads(seen.out)} == ({True} if told else {True, False})


def test_another_policy_may_be_asked_for_by_its_id(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = {one["key"]: one for one in printed(capsysbinary, "--scope", "3302", "--policy", "national-2024")}
    own = {one["key"]: one for one in printed(capsysbinary, "--scope", "3302", "--policy", "ningbo-2019")}
    assert {one["status"] for one in found.values()} == {"no_target"}
    assert found["posting.municipal_to_lead.persons"]["caliber"] == "headcount"
    assert own["care.in_county_rate"]["target"]["policy"] == "ningbo-2019"
    assert found["care.in_county_rate"]["value"] == own["care.in_county_rate"]["value"]


@pytest.mark.parametrize("id", ["zhangjiakou-2023", "nothing"])
def test_a_policy_of_another_city_is_refused(capsysbinary: pytest.CaptureFixture[bytes], id: str) -> None:
    said = refused(capsysbinary, "--scope", "3302", "--as-of", "2022-12-31", "--policy", id)
    assert f"“{id}”" in said
    assert "ningbo-2019、national-2024" in said


def test_a_caliber_overrides_every_flow(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = printed(capsysbinary, "--scope", "3302", "--caliber", "headcount")
    assert {one["caliber"] for one in found} == {None, "headcount"}


def test_by_county_prints_each_county_of_the_account(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = printed(capsysbinary, "--scope", "1307", "--by", "county")
    figures = compute(default_store().open().city("1307"), DAY)
    assert list(dict.fromkeys(one["scope"] for one in found)) == figures.counties
    assert len(figures.counties) == 14


def test_a_range_is_a_pair(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = {one["key"]: one for one in printed(capsysbinary, "--scope", "330281")}
    target = found["consortium.count"]["target"]
    assert isinstance(target, dict)
    assert target["value"] == [1, 3]


def test_refusals_are_chinese_and_exit_2(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    later = (default_store().open().manifest.as_of + timedelta(days=1)).isoformat()
    assert "没有编号为“9999”" in refused(capsysbinary, "--scope", "9999", "--as-of", "2022-12-31")
    assert "没有编号为“330299”" in refused(capsysbinary, "--scope", "330299", "--as-of", "2022-12-31")
    assert "没有编号为“nobody”" in refused(capsysbinary, "--scope", "nobody", "--as-of", "2022-12-31")
    assert "晚于数据快照" in refused(capsysbinary, "--scope", "3302", "--as-of", later)
    assert "不是日期" in refused(capsysbinary, "--scope", "3302", "--as-of", "2022-13-01")
    assert "没有口径" in refused(capsysbinary, "--scope", "3302", "--as-of", "2022-12-31", "--caliber", "x")
    assert "只用于市" in refused(capsysbinary, "--scope", "330281", "--as-of", "2022-12-31", "--by", "county")
    assert "缺少选项 --scope" in refused(capsysbinary, "--as-of", "2022-12-31")
    assert "只能是 table、json、csv" in refused(capsysbinary, "--scope", "1", "--as-of", "x", "--format", "xml")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["--scope"],
        ["--scope", "1"],
        ["--scope", "1", "--as-of", "x", "y"],
        ["--sope", "1"],
        ["--scope", "1", "--as-of", "x", "--format", "xml"],
        ["--scope", "1", "--as-of", "x", "--by", "city"],
        ["--scope", "1", "--as-of", "x", "--by=county=1"],
    ],
)
def test_help_and_complaints_are_chinese(arguments: list[str], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    try:
        main(arguments)
    except SystemExit as stopped:
        assert stopped.code == 2
    captured = capsysbinary.readouterr()
    words = re.sub(r"python -m indicators|--[\w-]+|county|table|json|csv", "", (captured.out + captured.err).decode())
    assert re.search("[\u4e00-\u9fff]", words)
    assert re.findall("[A-Za-z]{2,}", words) == []


def test_a_store_without_snapshots_is_refused(capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    words = refused(capsysbinary, "--scope", "3302", "--as-of", "2022-12-31", "--store", str(tmp_path))
    assert "不能读取数据仓库" in words


def test_the_output_does_not_hang_on_the_terminals_encoding() -> None:
    command = [sys.executable, "-m", "indicators", "--scope", "330281", "--as-of", "2022-12-31", "--format", "json"]
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    out = subprocess.run(command, cwd=ROOT, env=ascii_only, capture_output=True, check=True).stdout
    assert json.loads(out.decode("utf-8"))[0]["name"] == "医共体数"


def test_csv_opens_in_a_spreadsheet_and_null_is_empty() -> None:
    figures = ask("3302", DAY, None, None, None)
    text = as_csv(figures)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["指标"] for row in rows] == [figure.key for figure in figures]
    for row, figure in zip(rows, figures, strict=True):
        assert row["数值"] == ("" if figure.value is None else repr(figure.value))


def test_the_table_lines_up_and_shows_null_as_a_dash() -> None:
    text = as_table(ask("3302", DAY, None, None, None))
    line = next(line for line in text.splitlines() if line.startswith("院前急救服务量"))
    assert "—" in line
    assert "无数据" in line or "无目标" in line
    assert "口径：市级医院 → 牵头医院 中级以上" in text
