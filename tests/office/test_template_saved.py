"""A template that went through an office suite still says the same, in whichever format it was saved."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from data.store import default_store
from data.template import template
from tests.office.conftest import Saved

Cells = dict[tuple[str, int, int], Any]


@pytest.fixture(scope="module", params=["330203", "3302"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    name, content = template(default_store().read("3302")[1].frames, request.param, "2022-12")
    path = tmp_path_factory.mktemp("template") / name
    path.write_bytes(content)
    return path


def cells(path: Path) -> Cells:
    book = CalamineWorkbook.from_path(path)
    return {
        (name, row, column): value.date() if isinstance(value, datetime) else value
        for name in book.sheet_names
        for row, line in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for column, value in enumerate(line)
        if value != ""
    }


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_every_value_survives(written: Path, suffix: str, saved: Saved) -> None:
    assert cells(saved(written, suffix)) == cells(written)


def test_drop_downs_and_notes_survive(written: Path, saved: Saved) -> None:
    before, after = openpyxl.load_workbook(written), openpyxl.load_workbook(saved(written, "xlsx"))
    assert after.sheetnames == before.sheetnames
    assert after["选项"].sheet_state == "hidden"
    for sheet in before:
        other = after[sheet.title]
        assert len(other.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        assert [cell.comment is not None for cell in other[2]][: sheet.max_column] == [
            cell.comment is not None for cell in sheet[2]
        ]
