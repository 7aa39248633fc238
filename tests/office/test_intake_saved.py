"""Workbooks saved by an office suite are taken in as they were: the same rows, the same faults, the same 退回单."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from data.intake.answers import SentFile
from data.intake.opening import open_file
from data.intake.register import Register
from data.intake.understanding import understand
from data.returning import return_workbook
from data.store import default_store
from data.template import template
from tests.office.conftest import Saved

COUNTY, MONTH = "330205", "2022-12"
#: What only .xlsx can show; the finding says so, and nothing else may differ.
SHOWN_BY_XLSX_ALONE = {"hidden_unknown"}


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.of(default_store().read("3302")[1].frames, date(2022, 12, 31))


def understood(path: Path, register: Register) -> SentFile:
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    return understand(open_file(path), path.name, sha256, len(content), register, month=MONTH)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's workbook of the month, filled in, with three cells nobody can read."""
    name, content = template(default_store().read("3302")[1].frames, COUNTY, MONTH)
    book = load_workbook(io.BytesIO(content))
    book["就医流向"]["E3"] = "无"
    book["就医流向"]["D3"] = "1,234,5"
    book["派驻人员"]["L4"] = "2022年3月"
    path = tmp_path_factory.mktemp("sent") / name
    book.save(path)
    return path


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_rows_and_faults_are_the_same_in_every_format(
    workbook: Path, register: Register, saved: Saved, suffix: str
) -> None:
    own, other = understood(workbook, register), understood(saved(workbook, suffix), register)
    assert (other.sender, other.month, other.version) == (own.sender, own.month, own.version)
    assert set(other.forms) == set(own.forms)
    for key, rows in own.forms.items():
        pd.testing.assert_frame_equal(other.forms[key].frame, rows.frame)
        assert other.forms[key].rows == rows.rows
    said = [replace(one, file="") for one in own.findings]
    assert {one.cell for one in said if one.severity == "error"} == {"E3", "D3", "L4"}
    assert [replace(one, file="") for one in other.findings if one.code not in SHOWN_BY_XLSX_ALONE] == said


def test_a_table_saved_as_csv_gives_the_rows_of_its_sheet(
    workbook: Path, register: Register, saved: Saved, tmp_path: Path
) -> None:
    book = load_workbook(workbook)
    for name in [name for name in book.sheetnames if name != "双向转诊"]:
        del book[name]
    book.save(tmp_path / "one.xlsx")
    content = saved(tmp_path / "one.xlsx", "csv").read_bytes()
    path = tmp_path / f"{COUNTY}江北区_{MONTH}_双向转诊.csv"
    path.write_bytes(content)
    own, other = understood(workbook, register).forms["referrals"], understood(path, register).forms["referrals"]
    pd.testing.assert_frame_equal(other.frame, own.frame)


def test_a_returned_workbook_opens_in_the_office_with_its_list_and_marks(
    workbook: Path, register: Register, saved: Saved, tmp_path: Path
) -> None:
    file = understood(workbook, register)
    name, content = return_workbook(workbook.read_bytes(), file, file.findings, "江北区", MONTH)
    (tmp_path / name).write_bytes(content)
    book = load_workbook(saved(tmp_path / name, "xlsx"))
    assert book.sheetnames[0] == "退回单"
    for cell in ("E3", "D3"):
        assert book["就医流向"][cell].comment is not None
        assert book["就医流向"][cell].fill.fgColor.rgb != "00000000"
    listed = [str(value) for row in book["退回单"].iter_rows(values_only=True) for value in row if value is not None]
    assert {"E3", "D3", "L4"} <= set(listed)
