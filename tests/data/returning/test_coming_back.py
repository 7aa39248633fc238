"""A corrected 退回单 is sent as it is: what we have put into it is passed over without a word."""

from __future__ import annotations

import pytest

from data.forms.asides import RETURNED
from data.intake.grids import Contents, Grid
from data.intake.notes import Notes
from data.intake.sheets import assign


@pytest.mark.parametrize("name", RETURNED)
def test_the_sheets_of_a_return_are_passed_over(name: str) -> None:
    ours = Grid(name, (("海曙区 2022年12月 报送数据退回单",), ("机构编号",)))
    flows = Grid("家庭医生", (("月份", "区县代码", "团队数"), ("2022-12", "330203", 3)))
    notes = Notes("a.xlsx")
    assert list(assign(Contents("xlsx", (ours, flows)), "county", "a.xlsx", notes)) == ["family_doctors"]
    assert [found for found in notes.listed(None) if found.sheet == name] == []
