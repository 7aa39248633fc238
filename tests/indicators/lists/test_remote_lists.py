"""The remote matrix and the volumes that look wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from indicators import lists
from indicators.months import month_number, month_text
from tests.indicators.city import CITY, EAST, WEST, City


@pytest.mark.parametrize(
    ("volumes", "state"),
    [
        ({"2022-12": 1}, "使用中"),
        ({"2022-10": 1, "2022-12": 0}, "使用中"),
        ({"2022-09": 9, "2022-10": 0}, "已开通未使用"),
        ({"2022-09": 9}, "未报"),
        ({"2022-12": None}, "未报"),
    ],
)
def test_the_state_of_a_site(volumes: dict[str, int | None], state: str) -> None:
    city = City().site()
    for month, volume in volumes.items():
        city.volume(month, volume)
    assert lists.remote_matrix(city.figures(), EAST)["state_label"].tolist() == [state]


def test_without_a_site_a_service_is_not_open_whatever_was_reported() -> None:
    city = City().site(f"t{WEST}").volume("2022-12", 3)
    found = lists.remote_matrix(city.figures(), CITY).set_index("institution_id")["state_label"].to_dict()
    assert found == {f"t{EAST}": "未开通", f"t{WEST}": "未报"}


def test_a_year_without_a_number_is_null_and_not_zero() -> None:
    city = City().site().site(f"t{WEST}").volume("2022-12", 0).volume("2021-12", 5, id=f"t{WEST}")
    found = lists.remote_matrix(city.figures(), CITY).set_index("institution_id")
    assert found.loc[f"t{EAST}", "volume_ytd"] == 0
    assert pd.isna(found.loc[f"t{WEST}", "volume_ytd"])
    assert found.loc[f"t{WEST}", "last_used"] == "2021-12"


def steady(city: City, months: int = 24, at: int = 100, **other: int) -> City:
    """Report a steady volume with small changes up to December 2022, other months as given (``m2022_06=300``)."""
    last = month_number("2022-12")
    for month in range(last - months + 1, last + 1):
        text = month_text(month)
        city.volume(text, other.get(f"m{text.replace('-', '_')}", at + month % 5))
    return city


def kinds(city: City) -> list[tuple[str, str]]:
    found = lists.suspicious_volumes(city.site().figures(), EAST)
    return list(zip(found["month"], found["kind"], strict=True))


def test_a_steady_institution_is_not_suspected() -> None:
    assert kinds(steady(City())) == []


def test_the_same_as_the_month_before() -> None:
    city = steady(City(), m2022_05=103, m2022_06=103)
    assert kinds(city) == [("2022-06", "copied")]
    assert lists.suspicious_volumes(city.figures(), EAST)["sentence"].tolist() == [
        "东县卫生院2022年6月远程心电报\u00a0103\u00a0例，与上月完全相同"
    ]


def test_two_small_equal_months_are_chance() -> None:
    assert kinds(City().volume("2022-05", 3).volume("2022-06", 3)) == []


def test_a_jump_is_told_once_and_not_the_way_back_from_it() -> None:
    city = steady(City(), m2022_06=301)
    assert kinds(city) == [("2022-06", "jump")]
    assert lists.suspicious_volumes(city.figures(), EAST)["sentence"].tolist() == [
        "东县卫生院2022年6月远程心电由上月\u00a0103\u00a0例变为\u00a0301\u00a0例，平常每月变动约\u00a01\u00a0例"
    ]


def test_jumps_stand_last_and_every_scope_tells_the_same() -> None:
    city = steady(City(), m2022_06=301, m2022_09=103, m2022_10=103).site()
    found = lists.suspicious_volumes(city.figures(), CITY)
    assert found["kind"].tolist() == ["copied", "jump"]
    for scope in (EAST, f"c{EAST}"):
        assert lists.suspicious_volumes(city.figures(), scope).equals(found)
    assert lists.suspicious_volumes(city.figures(), WEST).empty


def test_without_any_volume_nothing_is_suspected() -> None:
    assert lists.suspicious_volumes(City().site().figures(), CITY).empty
    assert lists.suspicious_volumes(City().figures(), CITY, year_to_date=False).empty


def test_a_zero_among_full_months_is_told_once() -> None:
    found = kinds(steady(City(), m2022_06=0, m2022_07=0).volume("2022-06", 7, id=f"t{WEST}"))
    assert [(month, kind) for month, kind in found if kind == "zero"] == [("2022-06", "zero")]


def test_round_numbers_two_months_running() -> None:
    assert kinds(steady(City(), m2022_06=100, m2022_07=150)) == [("2022-07", "round")]


def test_a_volume_without_an_open_site() -> None:
    city = City().site(opened_on="2022-06-30", closed_on="2022-08-01")
    for month in ("2022-05", "2022-06", "2022-07", "2022-08"):
        city.volume(month, 4)
    found = lists.suspicious_volumes(city.figures(), EAST)
    assert found.loc[found["kind"] == "no_site", "month"].tolist() == ["2022-08", "2022-05"]


def test_per_thousand_residents_with_its_base() -> None:
    city = City().change("regions", 1, population=2000, population_year=2020).change("regions", 2, population=None)
    city.volume("2022-01", 30).volume("2022-01", 5, id=f"t{WEST}")
    found = lists.volume_by_county(city.figures(), CITY).set_index("county")
    assert found.loc["东县", "per_thousand"] == 15
    assert found.loc["东县", "population_year"] == 2020
    assert pd.isna(found.loc["西县", "per_thousand"])
    assert pd.isna(found.loc["东县", "year_change"])
