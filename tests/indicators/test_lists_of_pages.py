"""The lists of 人员下沉, 远程服务 and 服务覆盖 add up to the figures they stand behind, on the bundled sample."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
import pytest

from data.store import default_store
from data.tables import CityTables
from indicators import CityFigures, compute, level_of
from indicators.lists.centres import centres
from indicators.lists.distance import farther_than, nearest_facilities
from indicators.lists.posted_parts import posted_parts
from indicators.lists.remote_flows import remote_flows
from indicators.lists.remote_institutions import volume_by_institution
from indicators.lists.remote_matrix import remote_matrix
from indicators.lists.remote_months import clinical_total, monthly_volumes
from indicators.lists.remote_states import remote_states
from indicators.lists.villages import UNREPORTED, village_modes, village_points
from indicators.registers import FLOWS, MODES

NINGBO, ZHANGJIAKOU, YANGYUAN = "3302", "1307", "130727"
DAYS = {NINGBO: date(2022, 12, 31), ZHANGJIAKOU: date(2023, 9, 30)}


@cache
def tables(city: str) -> CityTables:
    return default_store().open().city(city)


@cache
def figures(city: str, day: date | None = None) -> CityFigures:
    return compute(tables(city), day or DAYS[city])


def scopes(city: str) -> list[str]:
    """The city, one of its counties and one of its consortia."""
    every = figures(city).scopes
    return [next(scope for scope in every if level_of(scope) == level) for level in ("city", "county", "consortium")]


CASES = [(city, level) for city in DAYS for level in range(3)]


@pytest.mark.parametrize(("city", "level"), CASES)
def test_months_of_the_year_add_up_to_the_volume(city: str, level: int) -> None:
    held, scope = figures(city), scopes(city)[level]
    year = DAYS[city].year
    volumes = monthly_volumes(held, scope, f"{year}-01", f"{DAYS[city]:%Y-%m}")
    assert volumes
    for one in volumes:
        told = [value for value in one.values if value is not None]
        assert (sum(told) if told else None) == held.value(f"remote.volume.{one.service}", scope)
    total = clinical_total(volumes)
    assert total is not None
    assert sum(value or 0 for value in total.values) == held.value("remote.volume.total", scope)


def test_a_month_that_nobody_reported_is_null_and_its_institutions_are_missing() -> None:
    frames = dict(tables(NINGBO).frames)
    volumes = frames["remote_volumes"]
    frames["remote_volumes"] = volumes[volumes["month"] != "2022-06"]
    bare = CityTables("test", NINGBO, DAYS[NINGBO], frames, tables(NINGBO).totals)
    ecg = monthly_volumes(compute(bare, DAYS[NINGBO]), NINGBO, "2022-05", "2022-07")[0]
    assert ecg.values[1] is None
    assert ecg.values[0] is not None
    assert ecg.missing[1] > 100


def test_a_site_that_is_not_open_yet_is_not_missing() -> None:
    late = next(one for one in monthly_volumes(figures(YANGYUAN[:4]), YANGYUAN, "2022-01", "2023-09")
                if one.service == "sterile")
    first = next(at for at, value in enumerate(late.values) if value is not None)
    assert first > 0
    assert not any(late.missing[:first])


@pytest.mark.parametrize(("city", "level"), CASES)
def test_flows_and_institutions_add_up_to_the_volume(city: str, level: int) -> None:
    held, scope = figures(city), scopes(city)[level]
    total = held.value("remote.volume.total", scope) or 0
    flows = remote_flows(held, scope)
    assert flows["volume"].sum() == total
    assert flows["volume"].is_monotonic_decreasing
    assert volume_by_institution(held, scope)["volume"].sum() == total


@pytest.mark.parametrize(("city", "level"), CASES)
def test_states_as_text_are_those_of_the_matrix(city: str, level: int) -> None:
    held, scope = figures(city), scopes(city)[level]
    found = remote_states(held, scope)
    frame = remote_matrix(held, scope)
    expected = sorted(zip(frame["name"], frame["service_type"], frame["state"], strict=True))
    told = [(name, code, state) for name, _, _, own in found.rows
            for code, state in zip(found.services, own, strict=True)]
    assert sorted(told) == expected
    assert told


@pytest.mark.parametrize("city", DAYS)
def test_parts_of_a_city_have_their_own_figures(city: str) -> None:
    held = figures(city)
    for row in posted_parts(held, city).to_dict("records"):
        for flow in FLOWS:
            assert row[flow] == held.value(f"posting.{flow}.persons", row["part_id"])


@pytest.mark.parametrize("city", DAYS)
def test_members_of_a_consortium_receive_at_least_its_persons(city: str) -> None:
    held, scope = figures(city), scopes(city)[2]
    frame = posted_parts(held, scope)
    # One person may be posted to two members, so the parts may exceed the whole and never fall short of it.
    assert frame["lead_to_member"].sum() >= held.value("posting.lead_to_member.persons", scope)
    assert frame["municipal_to_lead"].sum() == held.value("posting.municipal_to_lead.persons", scope)
    assert frame["municipal_to_county"].isna().all()


@pytest.mark.parametrize("city", DAYS)
def test_villages_by_mode_add_up_to_the_indicators(city: str) -> None:
    held = figures(city)
    for scope in scopes(city)[:2]:
        frame = village_modes(held, scope)
        assert frame["none"].sum() == held.value("village.unserved", scope)
        assert frame["planned_unserved"].sum() == held.value("village.unserved_planned", scope)
        figure = held.get("village.coverage", scope)
        assert figure is not None
        assert frame[list(MODES)].to_numpy().sum() == figure.denominator
        assert frame[[*MODES, UNREPORTED]].to_numpy().sum() == len(village_points(held, scope))
    assert len(village_modes(held, scopes(city)[2])) == 0


def test_centres_built_add_up_to_the_rate_and_yangyuan_has_seven() -> None:
    held = figures(NINGBO)
    rate = held.get("centre.open_rate", NINGBO)
    frame = centres(held, NINGBO)
    assert rate is not None
    assert frame["required_built"].sum() == rate.numerator
    yangyuan = centres(figures(ZHANGJIAKOU), YANGYUAN).iloc[0]
    assert (yangyuan["built"], yangyuan["required"]) == (7, 0)


def test_a_centre_that_opens_later_is_being_built() -> None:
    row = figures(NINGBO).tables["resource_centres"].query("status == 'open'").dropna(subset=["opened_on"]).iloc[0]
    before = figures(NINGBO, (row["opened_on"] - np.timedelta64(1, "D")).date())
    frame = centres(before, NINGBO).set_index("consortium_id")
    if row["consortium_id"] in frame.index:
        assert frame.loc[row["consortium_id"], row["centre_type"]] == "building"
    after = centres(figures(NINGBO, row["opened_on"].date()), NINGBO).set_index("consortium_id")
    assert after.loc[row["consortium_id"], row["centre_type"]] == "open"


@pytest.mark.parametrize("to", ["clinic", "hospital"])
def test_the_far_villages_are_those_of_all_distances(to: str) -> None:
    held = figures(ZHANGJIAKOU)
    every = nearest_facilities(held, ZHANGJIAKOU)
    count, shown = farther_than(held, ZHANGJIAKOU, 3.0, to, most=25)
    expected = every[every[f"{to}_km"] > 3.0]
    assert count == len(expected)
    assert shown["km"].tolist() == sorted(expected[f"{to}_km"], reverse=True)[:25]
