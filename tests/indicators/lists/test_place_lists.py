"""Villages, distances, places in doubt, and counties side by side."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from indicators import lists
from tests.indicators.city import CITY, EAST, WEST, City, policy, target


def village(city: City, number: int, mode: str | None = "clinic", lon: float | None = 121.0, lat: float = 29.0,
            population: int | None = None, **row: object) -> City:
    code = f"{EAST}001{number:03d}"
    city.add("regions", region_code=code, name=f"村{number}", level="village", lon=lon, lat=lat, population=population)
    return city if mode is None else city.add(
        "village_services", **{"village_code": code, "mode": mode, "valid_from": "2020-01-01"} | row)


def placed(city: City) -> City:
    """Put a clinic at 121.0, 29.0 and the township hospital a hundredth of a degree north of it."""
    city.hospital("v", EAST, category="village_clinic", lon=121.0, lat=29.0)
    return city.change("institutions", 1, lon=121.0, lat=29.01)


def test_uncovered_villages_with_a_planned_clinic_stand_first() -> None:
    city = village(City(), 1, "none", clinic_planned=False)
    village(city, 2, "none", clinic_planned=None)
    village(city, 3, "none", clinic_planned=True, valid_from="2022-12-01")
    village(village(city, 4), 5, None)
    found = lists.uncovered_villages(city.figures(), EAST)
    assert found["name"].tolist() == ["村3", "村1", "村2"]
    assert found["planned_label"].tolist() == ["应设未设", "规划不设", "未报是否应设"]
    assert found["days"].tolist()[0] == 30
    assert lists.uncovered_villages(city.figures(), WEST).empty


def test_the_nearest_facility_is_geodesic_and_in_kilometres() -> None:
    city = placed(village(village(City(), 1), 2, lon=None))
    found = lists.nearest_facilities(city.figures(), EAST).set_index("name")
    assert found.loc["村1", "clinic_km"] == pytest.approx(0)
    # A hundredth of a degree of latitude near 29 north is 1.1085 km.
    assert found.loc["村1", "hospital_km"] == pytest.approx(1.1085, abs=0.001)
    assert pd.isna(found.loc["村2", "clinic_km"])


def test_a_closed_clinic_is_nobodys_nearest() -> None:
    city = placed(village(City(), 1)).hospital("w", EAST, category="village_clinic", lon=121.0, lat=29.05)
    city.change("institutions", 6, closed_on="2022-06-01")
    assert city.rows["institutions"][6]["institution_id"] == "v"
    assert lists.nearest_facilities(city.figures("2022-05-31"), EAST)["clinic"].tolist() == ["v"]
    assert lists.nearest_facilities(city.figures("2022-06-01"), EAST)["clinic"].tolist() == ["w"]


def test_the_share_within_a_distance_says_what_it_is_a_share_of() -> None:
    city = placed(village(village(City(), 1, population=300), 2, lat=29.1, population=100))
    found = lists.within_distance(city.figures(), EAST, 2.0)
    assert (found.share, found.base, found.unit, found.basis) == (75, 400, "人", "按各村常住人口计")
    assert lists.within_distance(city.figures(), EAST, 20.0).share == 100


def test_without_populations_villages_are_counted_and_it_is_said() -> None:
    city = placed(village(village(village(City(), 1), 2, lat=29.1), 3, lon=None))
    found = lists.within_distance(city.figures(), EAST, 2.0)
    assert (found.share, found.unit, found.without_position) == (50, "个村", 1)
    assert "不是人口比例" in found.basis


def test_a_townships_population_is_shared_among_its_villages() -> None:
    city = placed(village(village(City(), 1), 2, lat=29.1))
    city.add("regions", region_code=f"{EAST}001", name="镇", level="township", population=500)
    found = lists.within_distance(city.figures(), EAST, 2.0)
    assert (found.within, found.base) == (250, 500)
    assert "平均分到各村" in found.basis


def test_a_scope_without_positions_has_no_share() -> None:
    found = lists.within_distance(village(City(), 1, lon=None).figures(), EAST, 2.0)
    assert (found.share, found.base, found.without_position) == (None, 0, 1)


def test_unaffiliated_institutions() -> None:
    city = City().hospital("alone", EAST).hospital("clinic", WEST, category="village_clinic")
    found = lists.unaffiliated(city.figures(), CITY)
    assert found["institution_id"].tolist() == ["alone", "clinic"]
    assert lists.unaffiliated(city.figures(), WEST)["institution_id"].tolist() == ["clinic"]


def test_doubtful_is_outside_the_county_and_seeded_inside_is_not() -> None:
    city = City().change("institutions", 1, lon=121.51, lat=29.5, position_source="surveyed")
    city.hospital("s", EAST, lon=121.2, lat=29.2, position_source="seeded")
    land = gpd.GeoDataFrame({"region_code": [EAST]}, geometry=[box(121, 29, 121.5, 30)], crs=4326)
    found = lists.doubtful_positions(city.figures(), CITY, land)
    assert found["institution_id"].tolist() == [f"t{EAST}"]
    assert found["outside_km"].iloc[0] == pytest.approx(0.97, abs=0.01)
    assert found["note"].iloc[0].startswith("坐标在东县界外约\u00a0")
    assert set(lists.without_coordinates(city.figures(), EAST)["institution_id"]) == {f"l{EAST}"}


def rates(city: City, east: tuple[int, int], west: tuple[int, int]) -> City:
    for county, (inside, outside) in ((EAST, east), (WEST, west)):
        city.care("2022-01", county, visits_in=inside, visits_out=outside)
    return city


def test_the_scorecard_puts_the_county_that_misses_most_first() -> None:
    held = policy(target("care.in_county_rate", ">=", 90, ("county",)))
    figures = rates(City(), (95, 5), (70, 30)).figures("2022-01-31", policy=held)
    found = lists.scorecard(figures)
    assert found["county"].tolist() == ["西县", "东县"]
    assert found["not_met"].tolist() == [1, 0]
    assert found["care.in_county_rate|gap"].tolist() == [20, 0]


def test_a_county_without_data_is_not_called_bad() -> None:
    held = policy(target("care.in_county_rate", ">=", 90, ("county",)))
    found = lists.scorecard(City().care("2022-01", visits_in=80, visits_out=20).figures("2022-01-31", policy=held))
    assert found[["county", "not_met", "no_data"]].to_numpy().tolist() == [["东县", 1, 0], ["西县", 0, 1]]


def ranked(*values: tuple[int, int]) -> City:
    city = City()
    for number, (inside, outside) in enumerate(values, 1):
        code = f"33020{number}"
        if number > 2:
            city.add("regions", region_code=code, name=f"县{number}", level="county")
        city.care("2022-01", code, visits_in=inside, visits_out=outside)
    return city


def test_a_rank_has_a_base_and_says_ties() -> None:
    figures = ranked((80, 20), (90, 10), (80, 20), (70, 30)).figures("2022-01-31")
    found = {code: lists.ranking(figures, "care.in_county_rate", code) for code in figures.counties}
    places = [(one.position, one.base, one.tied) for one in found.values()]
    assert places == [(2, 4, 1), (1, 4, 0), (2, 4, 1), (4, 4, 0)]


def test_no_rank_for_too_few_or_without_a_value() -> None:
    figures = ranked((80, 20), (90, 10)).figures("2022-01-31")
    assert lists.ranking(figures, "care.in_county_rate", EAST).position is None
    assert lists.ranking(figures, "consortium.count", EAST).reason == "不分高低，不排名"
    assert lists.ranking(City().figures(), "care.in_county_rate", EAST).reason == "未报，不排名"


def test_notes_name_who_did_not_report_and_what_is_loose() -> None:
    city = City().care("2022-01", visits_in=1, visits_out=1).posting(planned_end_on="2022-01-01", title_grade=None)
    found = lists.data_notes(city.figures("2022-01-31"), CITY)
    sentences = found["sentence"].tolist()
    assert any("西县 2022年1月" in one and "未报" in one for one in sentences)
    assert "1 条派驻已过计划结束日期而未填实际结束日期" in sentences
    assert "1 条长期派驻未填职称" in sentences
