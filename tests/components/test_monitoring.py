"""What 国家监测 says on the bundled sample: a value only where it is computed, and a word why not elsewhere."""

from __future__ import annotations

import pandas as pd
import pytest
import streamlit as st

from components.views.monitoring import monitoring, system_of
from data import policies
from data.policies import policy_by_id
from indicators.wording import NBSP, number
from tests.components.views import view_of

NATIONAL = policy_by_id("national-2024")
SCOPES = [("3302", "2022-12"), ("330226", "2022-12"), ("330203-A", "2022-12"), ("1307", "2023-09")]


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_every_name_stands_in_the_documents_order_with_its_value_or_why_not(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    model = monitoring(view)
    assert NATIONAL is not None
    assert [(row["area"], row["name"]) for row in model.names.rows] == [(m.area, m.name) for m in NATIONAL.monitored]
    for row, one in zip(model.names.rows, NATIONAL.monitored, strict=True):
        for code in {scope, view.city}:
            cell = row[code]
            figure = view.figures.get(one.indicator, code) if one.status == "computed" else None
            if one.status != "computed":
                assert plain(cell.text) == {"unverified": "◇ 口径待核", "no_data": "— 无数据"}[one.status]
            elif figure is None:
                assert cell.text == "不按医共体计算"
            else:
                assert figure.value is not None
                assert cell.text == f"{number(figure.value, 1)}%"


def test_the_counties_stand_side_by_side_and_are_judged_by_no_other_document() -> None:
    view = view_of(scope="330226", month="2022-12")
    model = monitoring(view)
    assert [row["county"] for row in model.counties.rows] == [view.figures.name_of(c) for c in view.figures.counties]
    cells = [cell for row in model.counties.rows for field, cell in row.items() if field != "county"]
    assert len(cells) == 2 * len(model.counties.rows)
    assert {cell.tone for cell in cells} <= {"", "no_data"}
    key = model.counties.columns[1].field
    assert {row["county"]: row[key].sort for row in model.counties.rows} == {
        view.figures.name_of(code): view.figures.value(key, code) for code in view.figures.counties
    }


def test_the_file_holds_the_city_and_every_county() -> None:
    view = view_of(scope="330226", month="2022-12")
    frame = monitoring(view).names.frame
    assert callable(frame)
    table = frame().set_index("监测指标")
    places = ["全市", *(view.figures.name_of(code) for code in view.figures.counties)]
    assert list(table.columns) == ["领域", "状态", "本系统指标", "单位", *places, "说明"]
    assert table.loc["基层诊疗人次占比", "宁海县"] == view.figures.value("care.grassroots_rate", "330226")
    assert set(table.loc["四类慢性病过早死亡率", places]) == {"无数据"}
    assert set(table.loc["医师派驻人数", places]) == {"口径待核"}
    assert table.loc["医师派驻人数", "单位"] == ""


def test_what_was_not_reported_is_told_and_never_zero() -> None:
    view = view_of(scope="3302", month="2022-12")
    rows = {row["name"]: row["note"] for row in monitoring(view).names.rows}
    for key, name in (("care.grassroots_rate", "基层诊疗人次占比"), ("fund.in_county_share", "医保基金县域内支出占比")):
        silent = len(view.figures.get(key, "3302").not_reported)
        assert (f"{silent} 个月份未报，不计入" in plain(rows[name])) is (silent > 0)


def test_the_system_is_the_one_that_is_known_and_without_any_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_of(view_of(scope="3302")) is NATIONAL
    assert system_of(view_of(scope="3302", policy="national-2024")) is NATIONAL
    own = tuple(policy for policy in policies.load_policies() if policy.id != "national-2024")
    monkeypatch.setattr(policies, "load_policies", lambda: own)
    st.cache_resource.clear()
    model = monitoring(view_of(scope="3302", month="2022-12"))
    assert model.finding == "没有登记监测指标体系。"
    assert model.names.rows == () and model.counties.rows == () and model.keys == ()
    table = model.names.frame()
    assert isinstance(table, pd.DataFrame) and table.empty
    st.cache_resource.clear()
