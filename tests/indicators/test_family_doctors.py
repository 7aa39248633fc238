"""Family doctors (家庭医生) of each county: each figure of its own latest month, on sample and generated worlds."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from data.store import default_store
from data.tables import city_tables
from indicators import CityFigures, compute
from indicators.lists.family_doctors import FIGURES, family_doctors
from tests.worlds import frames, random_world

NINGBO, ZHANGJIAKOU, YANGYUAN = "3302", "1307", "130727"


def figures(day: date = date(2023, 9, 30)) -> CityFigures:
    return compute(default_store().open().city(ZHANGJIAKOU), day)


def test_yangyuans_family_doctors_are_those_the_document_reports() -> None:
    row = family_doctors(figures(), YANGYUAN).iloc[0]
    assert (row["doctors"], row["teams"], row["patrol_teams"]) == (507, 80, 417)
    # The document counts people and teams, not contracts, so the rates are of the month before.
    months = {name: row[f"{name}_month"] for name in FIGURES}
    rates = {name for name in FIGURES if name.endswith("_rate")}
    assert {months.pop(name) for name in rates} == {"2023-08"}
    assert set(months.values()) == {"2023-09"}
    assert row["contract_rate"] == figures().value("family.contract_rate", YANGYUAN)


def test_family_doctors_of_a_month_that_is_not_over_are_not_told() -> None:
    early = figures(date(2023, 9, 29))
    row = family_doctors(early, YANGYUAN).iloc[0]
    assert row["patrol_teams_month"] == "2023-08"
    assert row["patrol_teams"] != 417


@pytest.mark.parametrize("seed", range(6))
def test_each_figure_of_the_family_doctors_is_of_its_own_latest_month(seed: int) -> None:
    """A slow second implementation over generated worlds: walk through the rows, newest month first."""
    world = random_world(seed)
    rows = sorted(frames(world)["family_doctors"].to_dict("records"), key=lambda row: row["month"], reverse=True)
    for city in (NINGBO, ZHANGJIAKOU):
        held = compute(city_tables(frames(world), city, world.as_of), world.as_of)
        ended = last_ended(world.as_of)
        for listed in family_doctors(held, city).to_dict("records"):
            for name, columns in FIGURES.items():
                told = [
                    row for row in rows
                    if row["county_code"] == listed["county_code"] and row["month"] <= ended
                    and not any(pd.isna(row[column]) for column in columns)
                ]
                if name.endswith("_rate"):
                    value = held.value(f"family.{name}", listed["county_code"])
                else:
                    value = told[0][name] if told else None
                assert listed[name] == value or (pd.isna(listed[name]) and value is None)
                month = listed[f"{name}_month"]
                assert (None if pd.isna(month) else month) == (told[0]["month"] if value is not None else None)


def last_ended(day: date) -> str:
    """The last month that has ended by a day, ``YYYY-MM``."""
    return f"{(day + timedelta(days=1)).replace(day=1) - timedelta(days=1):%Y-%m}"
