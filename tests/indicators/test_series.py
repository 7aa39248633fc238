"""Series and rows say what the figures say; months and their ends."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from data.policies import policy_for
from data.store import default_store
from indicators import catalogue, compute, month_as_of, month_ends, months_with_data, series
from indicators.months import last_ended_month, month_number, months_later, shift
from tests.indicators.city import CITY, EAST, WEST, City


def test_a_series_is_the_figures_of_each_day() -> None:
    tables = default_store().open().city("1307")
    keys = ["posting.lead_to_member.persons", "remote.volume.ecg", "care.in_county_rate", "village.coverage"]
    days = [date(2022, 6, 30), date(2023, 9, 30)]
    scopes = ["1307", "130727"]
    found = series(tables, keys, scopes, days)
    expected = [
        compute(tables, day).value(key, scope) for day in days for key in keys for scope in scopes
    ]  # fmt: skip
    assert found["value"].to_numpy() == pytest.approx(np.array(expected, dtype=float), nan_ok=True)
    assert found["key"].tolist()[:3] == [keys[0], keys[0], keys[1]]


def test_a_month_without_data_is_a_gap_and_not_zero() -> None:
    city = City().site().volume("2022-01", 5)
    found = series(city.tables(), ["remote.volume.ecg"], [EAST], month_ends("2021-12", "2022-01"), policy=None)
    assert np.isnan(found["value"].iloc[0])
    assert found["value"].iloc[1] == 5


def test_the_rows_behind_a_figure_add_up_to_it() -> None:
    tables = default_store().open().city("3302")
    figures = compute(tables, date(2022, 12, 31))
    assert figures.policy == policy_for("3302")
    for key, definition in catalogue().items():
        for scope in ("3302", "330281"):
            figure, rows = figures.get(key, scope), figures.rows(key, scope)
            assert figure is not None
            if figure.numerator is None:
                continue
            held = rows[rows["reported"].astype(bool)]
            if definition.measure == "persons":
                assert held["person_id"].nunique() == figure.numerator, key
            else:
                assert held["numerator"].sum() == pytest.approx(figure.numerator), key
            if figure.denominator is not None:
                assert held["denominator"].sum() == pytest.approx(figure.denominator), key


def test_rows_name_the_unit_and_the_month() -> None:
    rows = City().care("2022-01", visits_in=9, visits_out=1).figures("2022-01-31").rows("care.in_county_rate", CITY)
    assert rows[["name", "month", "numerator", "reported"]].iloc[0].tolist() == ["东县", "2022-01", 9, True]
    assert rows["county_code"].tolist() == [EAST, WEST]
    assert rows["reported"].tolist() == [True, False]


def test_the_months_to_choose_from_run_from_the_first_to_the_last_report() -> None:
    city = City().volume("2021-11", 1).care("2022-02", visits_in=1)
    assert months_with_data(city.tables(date(2022, 2, 15))) == ["2021-11", "2021-12", "2022-01", "2022-02"]
    assert months_with_data(City().tables(date(2022, 2, 15))) == ["2022-02"]


def test_the_day_a_month_stands_for() -> None:
    assert month_as_of("2022-02", date(2022, 12, 31)) == date(2022, 2, 28)
    assert month_as_of("2022-02", date(2022, 2, 15)) == date(2022, 2, 15)


@pytest.mark.parametrize(
    ("day", "month"), [("2022-01-30", "2021-12"), ("2022-01-31", "2022-01"), ("2020-02-28", "2020-01")]
)
def test_a_month_has_ended_on_its_last_day(day: str, month: str) -> None:
    assert last_ended_month(date.fromisoformat(day)) == month_number(month)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [("2021-03-31", 18, "2022-09-30"), ("2020-08-31", 18, "2022-02-28"), ("2018-08-31", 18, "2020-02-29"),
     ("2020-01-15", 18, "2021-07-15"), ("1969-12-31", 2, "1970-02-28")],
)  # fmt: skip
def test_months_later(start: str, count: int, end: str) -> None:
    days = np.array([np.datetime64(start)]).astype("datetime64[D]").astype(np.int64)
    assert months_later(days, count).astype("datetime64[D]")[0] == np.datetime64(end)


def test_shifting_keeps_month_ends_and_clips_days() -> None:
    assert shift(date(2021, 2, 28), -12) == date(2020, 2, 29)
    assert shift(date(2020, 2, 29), -12) == date(2019, 2, 28)
    assert shift(date(2021, 3, 30), -1) == date(2021, 2, 28)
