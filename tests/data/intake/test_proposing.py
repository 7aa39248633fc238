"""Close matches are for slips of the pen: names that count differently are different things, and none is ever taken."""

from __future__ import annotations

import pytest

from data.intake.grids import Value
from data.intake.proposing import closest
from tests.data.intake.sent import ROWS, codes, read, register_with, sheet


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市第二医院", "市第一医院"), ("县第十二人民医院", "县第十人民医院"), ("海曙二院", "海曙三院"),
        ("海曙二医共体", "海曙三医共体"), ("湖山村2号卫生室", "湖山村3号卫生室"), ("市二院", "市第三医院"),
    ],
)
def test_names_that_count_differently_are_never_near(text: str, name: str) -> None:
    assert closest(text, [name], 0.1) is None
    assert closest(name, [text], 0.1) is None
    assert closest(text, [name, text], 0.1) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市弟一医院", "市第一医院"), ("市医院", "市第一医院"), ("市第一院", "市第一医院"),
        ("三江镇卫生院", "二江镇卫生院"), ("市一医院", "市第一医院"), ("湖山村1号卫生所", "湖山村1号卫生室"),
    ],
)
def test_names_that_count_alike_or_only_one_of_which_counts_may_be_near(text: str, name: str) -> None:
    assert closest(text, [name], 0.5) == name


@pytest.mark.parametrize("count", ["二", "三", "十一"])
def test_the_second_hospital_is_never_the_first(count: str) -> None:
    name = f"海曙第{count}医院"
    first = {"institution_id": "Z1", "name": "海曙第一医院", "category": "county_hospital", "county_code": "330203",
             "region_code": "330203"}
    known = register_with(institutions=[first])
    told = read(sheet("workforce", {"institution_name": name, "physicians": 1}), known=known)
    assert codes(told) == {"name_unknown"} and len(told.forms["workforce"].frame) == 0
    assert "第一医院" not in next(one for one in told.errors).fix
    row: dict[str, Value] = {"name": name, "category": "县级医院", "region_code": "330203"}
    new = read(sheet("institutions", *ROWS["institutions"], row), known=known)
    assert codes(new) == {"institution_new"}, "new in the register, though the first is not listed there"
    assert "Z1" not in new.forms["institutions"].frame["institution_id"].tolist()
