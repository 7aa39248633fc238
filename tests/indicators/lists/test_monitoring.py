"""The monitoring system of 2024: fourteen names in five areas, and a value only where the formula is ours to give."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.policies import load_policies, policies_of, policy_by_id, policy_for
from indicators.catalogue import catalogue
from indicators.engine import lazily
from indicators.lists.monitoring import COLUMNS, monitoring
from tests.indicators.city import CITY, EAST, City, policy

NATIONAL = policy_by_id("national-2024")


def test_fourteen_indicators_in_five_areas_and_no_target_invented() -> None:
    assert NATIONAL is not None
    areas = [one.area for one in NATIONAL.monitored]
    assert [(area, areas.count(area)) for area in dict.fromkeys(areas)] == [
        ("紧密型", 3), ("同质化", 3), ("促分工", 3), ("提效能", 3), ("保健康", 2),
    ]
    assert (NATIONAL.targets, NATIONAL.directions, NATIONAL.date) == ((), (), None)
    assert {one.indicator for one in NATIONAL.monitored if one.indicator} <= set(catalogue())


def test_only_what_is_computed_has_a_value() -> None:
    city = City().care("2022-01", visits_in=80, visits_out=20, grassroots_visits=50)
    city.posting()
    found = monitoring(city.figures(), EAST, NATIONAL).set_index("name")
    assert found.loc["基层诊疗人次占比", ["status_label", "key", "value", "unit"]].tolist() == [
        "可计算", "care.grassroots_rate", 62.5, "%",
    ]
    assert found.loc["医师派驻人数", ["status_label", "key"]].tolist() == [
        "口径待核", "posting.lead_to_member.persons",
    ]
    assert found.loc[found["status"] != "computed", "value"].isna().all()
    assert found.loc[found["status"] == "no_data", "key"].isna().all()


def test_not_reported_is_null_and_counted_and_a_consortium_is_told_why() -> None:
    city = City().care("2022-01", visits_in=None, grassroots_visits=5)
    found = monitoring(city.figures("2022-01-31"), CITY, NATIONAL).set_index("name")
    assert pd.isna(found.loc["基层诊疗人次占比", "value"])
    assert found.loc["基层诊疗人次占比", "not_reported"] == 2
    alone = monitoring(city.figures(), f"c{EAST}", NATIONAL).set_index("name")
    assert alone.loc["基层诊疗人次占比", "note"].startswith("不按医共体计算")


@pytest.mark.parametrize("chosen", [None, policy()])
def test_a_document_that_monitors_nothing_gives_no_rows(chosen) -> None:
    found = monitoring(City().figures(), CITY, chosen)
    assert list(found.columns) == COLUMNS
    assert found.empty


def test_the_national_system_is_never_in_force_and_may_be_chosen_anywhere() -> None:
    assert [one.id for one in policies_of("3302")] == ["ningbo-2019", "national-2024"]
    assert [one.id for one in policies_of("3301")] == ["national-2024"]
    assert policy_for("3301", date(2024, 12, 31)) is None
    assert City().figures(policy=NATIONAL).get("care.grassroots_rate", CITY).status == "no_target"
    assert policy_by_id("nothing") is None


def test_the_policy_in_force_is_the_latest_issued_by_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    first = policy_for("3302")
    assert first is not None
    second = first.model_copy(update={"id": "ningbo-2021", "date": date(2021, 5, 1)})
    monkeypatch.setattr("data.policies.load_policies", lambda: (second, *load_policies()))
    days = {date(2018, 1, 1): first, date(2021, 4, 30): first, date(2021, 5, 1): second, None: second}
    for day, wanted in days.items():
        assert policy_for("3302", day).id == wanted.id
    assert [one.id for one in policies_of("3302")] == ["ningbo-2021", "ningbo-2019", "national-2024"]
    tables = City().tables()
    assert [lazily(tables, date(year, 12, 31)).policy.id for year in (2020, 2021)] == ["ningbo-2019", "ningbo-2021"]
