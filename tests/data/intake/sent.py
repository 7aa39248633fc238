"""Files as counties and the city send them, written by hand as grids: a clean one, and what is changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from data.forms import forms
from data.intake.answers import CellFinding, SentFile
from data.intake.grids import Contents, Grid, Value
from data.intake.register import Register
from data.intake.understanding import understand
from tests.data.small_world import AS_OF, Tables, frames, row, small_world

MONTH = "2023-09"
COUNTY, CITY = "330203海曙区_2023-09.xlsx", "3302宁波市_2023-09.xlsx"
#: A clean row of every form used here, by field.
ROWS: dict[str, tuple[dict[str, Value], ...]] = {
    "institutions": (
        {
            "institution_id": "H1",
            "name": "海曙医院",
            "category": "县级医院",
            "region_code": "330203",
            "region_name": "海曙区",
            "lon": 121.25,
            "lat": 29.75,
            "datum": "WGS-84",
        },
        {
            "institution_id": "T1",
            "name": "集士港卫生院",
            "category": "乡镇卫生院",
            "region_code": "330203100",
            "region_name": "集士港镇",
        },
        {"institution_id": "T2", "name": "古林卫生院", "category": "乡镇卫生院", "region_code": "330203100"},
        {
            "institution_id": "V1",
            "name": "湖山卫生室",
            "category": "村卫生室",
            "region_code": "330203100201",
            "region_name": "湖山村",
        },
    ),
    "memberships": (
        {
            "consortium_id": "C1",
            "consortium_name": "海曙医共体",
            "institution_id": "H1",
            "institution_name": "海曙医院",
            "role": "牵头医院",
        },
        {
            "consortium_id": "C1",
            "consortium_name": "海曙医共体",
            "institution_id": "T1",
            "institution_name": "集士港卫生院",
            "role": "乡级成员",
        },
    ),
    "workforce": (
        {"month": MONTH, "institution_id": "H1", "institution_name": "海曙医院", "physicians": 30, "nurses": 40},
        {"month": MONTH, "institution_id": "T1", "institution_name": "集士港卫生院", "physicians": 5, "nurses": 6},
        {"month": MONTH, "institution_id": "T2", "institution_name": "古林卫生院", "physicians": 3, "nurses": 0},
    ),
    "postings": (
        {
            "posting_id": "P1",
            "person_id": "甲01",
            "flow": "牵头医院 → 成员单位",
            "from_institution_id": "H1",
            "from_institution_name": "海曙医院",
            "to_institution_id": "T1",
            "to_institution_name": "集士港卫生院",
            "kind": "长期派驻",
            "start_on": date(2022, 1, 1),
        },
    ),
    "remote": (
        {
            "month": MONTH,
            "requesting_institution_id": "T1",
            "requesting_institution_name": "集士港卫生院",
            "service_type": "远程心电",
            "opened_on": date(2022, 3, 15),
            "providing_institution_id": "H1",
            "providing_institution_name": "海曙医院",
            "volume": 12,
        },
    ),
    "village_services": (
        {
            "village_code": "330203100201",
            "village_name": "湖山村",
            "mode": "村卫生室",
            "institution_id": "V1",
            "institution_name": "湖山卫生室",
        },
    ),
    "family_doctors": (
        {
            "month": MONTH,
            "county_code": "330203",
            "county_name": "海曙区",
            "teams": 3,
            "key_population": 10,
            "key_contracted": 10,
        },
    ),
    "care_seeking": (
        {"month": MONTH, "county_code": "330203", "county_name": "海曙区", "visits_in": 90, "grassroots_visits": 60},
    ),
    "outward_referrals": (
        {
            "month": MONTH,
            "county_code": "330203",
            "county_name": "海曙区",
            "specialty": "骨科",
            "cases": 1,
            "total_cases": 3,
        },
    ),
    "capability": (
        {"subject_id": "C1", "subject_name": "海曙医共体", "item": "共享药房", "value": "是"},
        {"subject_id": "T1", "subject_name": "集士港卫生院", "item": "床位", "value": 20},
        {"subject_id": "T1", "subject_name": "集士港卫生院", "item": "优质服务基层行等级", "value": "推荐标准"},
    ),
    "governance": (
        {"subject_id": "330203", "subject_name": "海曙区", "item": "印发实施方案", "value": "是"},
        {"subject_id": "C1", "subject_name": "海曙医共体", "item": "信息平台", "value": "部分"},
    ),
    "costs": (
        {
            "month": MONTH,
            "consortium_id": "C1",
            "consortium_name": "海曙医共体",
            "outpatient_visits": 3,
            "outpatient_fee_yuan": 99.5,
        },
    ),
    "city_institutions": (
        {
            "institution_id": "M1",
            "name": "市第一医院",
            "category": "市级医院",
            "region_code": "3302",
            "region_name": "宁波市",
        },
    ),
    "city_postings": (
        {
            "person_id": "乙01",
            "flow": "市级医院 → 牵头医院",
            "from_institution_id": "M1",
            "from_institution_name": "市第一医院",
            "to_county_code": "330212",
            "to_county_name": "鄞州区",
            "to_institution_id": "H2",
            "to_institution_name": "鄞州医院",
            "kind": "长期派驻",
            "start_on": date(2023, 1, 1),
        },
    ),
    "bookings": (
        {
            "month": MONTH,
            "provider_institution_id": "M1",
            "provider_institution_name": "市第一医院",
            "resource": "CT",
            "offered": 9,
            "to_grassroots": 3,
            "used": 8,
        },
    ),
    "pairings": (
        {
            "institution_id": "H1",
            "institution_name": "海曙医院",
            "partner_id": "M1",
            "partner_name": "市第一医院",
            "level": "市级",
        },
    ),
    "statements": (
        {
            "statement_id": "S1",
            "scope_code": "3302",
            "scope_name": "宁波市",
            "subject": "目标",
            "value_text": "超过 300 名",
            "source_id": "文件一",
            "quote": "超过 300 名",
        },
    ),
}


@cache
def register() -> Register:
    """Return the register of the small world on its last day."""
    return Register.of(frames(small_world()), AS_OF)


def register_with(**rows: Iterable[Mapping[str, Any]]) -> Register:
    """Return the register of the small world with more rows."""
    tables: Tables = small_world()
    for table, added in rows.items():
        tables[table] += [row(table, **one) for one in added]
    return Register.of(frames(tables), AS_OF)


def table(
    key: str, *rows: Mapping[str, Value], only: Sequence[str] | None = None, title: str | None = None
) -> list[list[Value]]:
    """Return the cells of a form: title, header in the order of the fields, and rows (the clean ones by default)."""
    form = forms()[key]
    fields = [form.field(name) for name in only] if only else list(form.fields)
    held = rows or ROWS[key]
    cells: list[list[Value]] = [[title, *[None] * (len(fields) - 1)]] if title else []
    cells.append([one.label for one in fields])
    cells += [[one.get(field.name) for field in fields] for one in held]
    return cells


def grid(cells: Sequence[Sequence[Value]], name: str, **marks: Any) -> Grid:
    """Return a sheet of these cells, filled up to one width."""
    width = max((len(one) for one in cells), default=0)
    return Grid(name, tuple((*one, *[None] * (width - len(one))) for one in cells), **marks)


def sheet(key: str, *rows: Mapping[str, Value], **marks: Any) -> Grid:
    """Return the sheet of a form under its own name."""
    return grid(table(key, *rows), forms()[key].sheet, **marks)


def at(key: str, name: str, row: int = 0) -> tuple[int, int]:
    """Return row and column of a field in a sheet without a title, its first data row being 0."""
    return row + 1, [one.name for one in forms()[key].fields].index(name)


def set_cell(one: Grid, place: tuple[int, int], value: Value) -> Grid:
    """Return the sheet with another value in a cell."""
    rows = [list(held) for held in one.rows]
    rows[place[0]][place[1]] = value
    return replace(one, rows=tuple(tuple(held) for held in rows))


def read(
    *grids: Grid, name: str = COUNTY, month: str | None = MONTH, known: Register | None = None, format: str = "xlsx"
) -> SentFile:
    """Understand a file of these sheets."""
    return understand(Contents(format, grids), name, "0" * 64, 1, known or register(), month=month)


def codes(sent: SentFile) -> set[str]:
    """Return the codes found, without what the absence of other sheets and columns says."""
    return {one.code for one in sent.findings} - {"sheet_missing", "column_absent"}


def only(sent: SentFile, code: str) -> CellFinding:
    """Return the one finding of a code, and see that nothing else was found."""
    assert codes(sent) == {code}, [(one.code, one.place, one.message) for one in sent.findings]
    found = [one for one in sent.findings if one.code == code]
    assert len(found) == 1, [(one.place, one.message) for one in found]
    return found[0]
