"""Beds, workforce, costs and investments over time, and the lists of pairings and specialties."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from indicators import lists
from indicators.engine import lazily
from indicators.lists.cost_months import FIGURES
from indicators.months import month_number
from tests.indicators.city import CITY, EAST, WEST, City
from tests.indicators.oracle import states
from tests.indicators.oracle.asking import random_policy, tables_of
from tests.indicators.oracle.view import View
from tests.worlds import as_of_dates, random_world

C, L, T = f"c{EAST}", f"l{EAST}", f"t{EAST}"


def beds(city: City, value: str | None, since: str, id: str = T) -> City:
    return city.add("capability", subject_id=id, item="beds", value=value, since=since)


def test_beds_of_the_same_institutions_year_by_year() -> None:
    city = beds(beds(beds(City(), "20", "2020-01-01"), "30", "2022-03-01"), "50", "2022-01-01", f"t{WEST}")
    found = lists.grassroots_beds(city.figures("2022-06-30"), CITY)
    assert [str(day) for day in found["as_of"]] == ["2020-12-31", "2021-12-31", "2022-06-30"]
    assert found["beds"].tolist() == [20, 20, 80]
    assert found["reported"].tolist() == [1, 1, 2]
    # The 50 beds of who had not told before are no rise.
    assert found["change"].tolist()[1:] == [0, 10]
    assert (found.loc[2, "base"], found.loc[2, "matched"]) == (20, 1)


def test_a_member_that_joined_later_brings_no_rise() -> None:
    city = beds(City(), "20", "2020-01-01").change("memberships", 1, valid_from="2022-01-01")
    found = lists.grassroots_beds(city.figures(), EAST)
    assert found["beds"].tolist() == [20, 20, 20]
    assert found["change"].tolist()[1:] == [0, 0]


def test_beds_that_nobody_reported_have_no_rows_and_a_later_report_none_yet() -> None:
    assert lists.grassroots_beds(City().figures(), CITY).empty
    assert lists.grassroots_beds(beds(City(), "20", "2023-01-01").figures(), CITY).empty
    assert lists.grassroots_beds(beds(City(), "x", "2022-01-01").figures(), CITY)["beds"].isna().all()


def work(city: City, id: str, month: str, **row) -> City:
    return city.add("workforce", institution_id=id, month=month, **row)


def test_workforce_by_level_and_who_is_missing() -> None:
    city = work(City(), T, "2022-06", physicians=3, nurses=None)
    city.hospital("t2", EAST).hospital("v", EAST, category="village_clinic")
    work(work(city, L, "2022-06", physicians=10, nurses=5), "v", "2022-12", village_doctors=2)
    work(work(city, "m", "2022-06", physicians=99), "t2", "2022-06")
    found = lists.workforce_months(city.figures(), EAST)
    assert found[["month", "level", "reported", "open"]].to_numpy().tolist() == [
        ["2022-06", "county", 1, 1], ["2022-06", "township", 1, 2], ["2022-12", "village", 1, 1],
    ]
    assert found.loc[1, "physicians"] == 3 and pd.isna(found.loc[1, "nurses"])
    assert found.loc[2, "village_doctors"] == 2
    assert lists.workforce_months(city.figures("2022-06-29"), EAST).empty
    assert lists.workforce_months(City().figures(), CITY).empty


def cost(city: City, month: str, id: str = C, **row) -> City:
    return city.add("costs", consortium_id=id, month=month, **row)


def test_costs_of_each_month_by_itself() -> None:
    city = cost(cost(City(), "2022-01", outpatient_visits=10, outpatient_fee_yuan=1000.0), "2022-03",
                outpatient_visits=0, outpatient_fee_yuan=0.0)
    cost(city, "2022-01", f"c{WEST}", outpatient_visits=10, outpatient_fee_yuan=None)
    rows = lists.cost_months(city.figures("2022-03-31"), CITY)
    own = rows[rows["key"] == "cost.outpatient_mean"].set_index("month")
    assert own["value"].tolist()[0] == 100 and own["value"].isna().tolist() == [False, True, True]
    assert own["reported"].tolist() == [1, 0, 1] and own["due"].tolist() == [2, 2, 2]
    assert own["numerator"].isna().tolist() == [False, True, False]
    assert rows.loc[rows["key"] == "cost.drug_share", "value"].isna().all()


def test_costs_before_a_consortium_existed_are_not_due_and_none_give_no_rows() -> None:
    city = cost(City(), "2022-01").change("consortia", 1, established_on="2022-02-01")
    rows = lists.cost_months(city.figures("2022-02-28"), CITY)
    assert rows[rows["key"] == "cost.drug_share"]["due"].tolist() == [1, 2]
    assert lists.cost_months(City().figures(), CITY).empty
    assert lists.cost_months(City().figures("2022-02-28"), EAST, "2022-01")["value"].isna().all()


@pytest.mark.parametrize("seed", range(740, 743))
def test_the_months_of_a_year_add_up_to_the_indicators(seed: int) -> None:
    world = random_world(seed)
    for turn, city in enumerate(world.cities()):
        for day in as_of_dates(world, 2):
            figures = lazily(tables_of(world, city), day, None, random_policy(seed + turn, city))
            first = f"{day.year}-01"
            for scope in figures.scopes:
                rows = lists.cost_months(figures, scope, first)
                for key, (_, _, times) in FIGURES.items():
                    own, figure = rows[rows["key"] == key], figures.get(key, scope)
                    assert len(own) == max(0, figures.context.last_month - month_number(first) + 1)
                    if figure is None or figure.denominator is None:
                        assert own["reported"].sum() == 0
                        continue
                    assert own["denominator"].sum() == pytest.approx(figure.denominator)
                    if figure.denominator:
                        assert times * own["numerator"].sum() / own["denominator"].sum() == pytest.approx(figure.value)
                found = lists.grassroots_beds(figures, scope)
                told = None if found.empty else found["beds"].iloc[-1]
                assert (None if told is None or np.isnan(told) else told) == figures.value("beds.grassroots", scope)
                _pairings_and_features(figures, world, scope, day)


def _pairings_and_features(figures, world, scope: str, day: date) -> None:
    view = View(world, scope, day)
    rows = lists.lead_pairings(figures, scope)
    if world.rows("pairings"):
        paired, leads = states.paired_leads(view)
        assert rows[rows["covered"]]["institution_id"].nunique() == paired
        assert rows["institution_id"].nunique() == leads
    for kind in ("key", "weak", "county_feature", "city_feature"):
        assert len(lists.specialties(figures, scope, [kind])) == states.specialties(view, kind)


def test_investments_this_year_and_in_all() -> None:
    city = City()
    for month, amount in (("2021-06", 5.0), ("2022-01", 3.0), ("2022-02", None), ("2023-01", 9.0)):
        city.add("investments", county_code=EAST, month=month, item="设备", amount_yuan=amount)
    city.add("investments", county_code=EAST, month="2021-01", item="房屋", amount_yuan=None)
    rows = lists.investments(city.figures(), CITY).set_index(["county", "item"])
    assert rows.loc[("东县", "设备")].tolist() == [EAST, 8, 3, "2021-06", "2022-01", 1]
    assert pd.isna(rows.loc[("东县", "房屋"), "amount_yuan"]) and rows.loc[("东县", "房屋"), "unreported"] == 1
    silent = rows.reset_index().set_index("county").loc["西县"]
    assert silent[["item", "amount_yuan"]].isna().all()
    assert lists.investments(city.figures(), C).empty


def test_a_lead_without_a_pairing_stands_first() -> None:
    city = City()
    assert lists.lead_pairings(city.figures(), CITY).empty
    city.add("pairings", institution_id=L, partner_id="m", level="municipal", mode=None, valid_from="2020-05-01")
    rows = lists.lead_pairings(city.figures(), CITY)
    assert rows[["lead", "covered", "partner", "level_label"]].fillna("—").to_numpy().tolist() == [
        ["西县医院", False, "—", "—"], ["东县医院", True, "市医院", "市级"],
    ]
    assert rows["mode_label"].isna().all()
    assert rows["since"].tolist()[1] == pd.Timestamp("2020-05-01")


def test_specialties_in_force_with_their_subject() -> None:
    city = City().add("specialties", subject_id=T, specialty="口腔科", kind="city_feature", since="2021-01-01")
    city.add("specialties", subject_id=C, specialty="骨科", kind="key", since="2021-01-01", until="2022-12-31")
    figures = city.figures("2022-12-30")
    assert lists.specialties(figures, EAST)[["subject", "kind_label"]].to_numpy().tolist() == [
        ["东县卫生院", "市级特色专科"]
    ]
    assert lists.specialties(figures, C, ["key"])["subject"].tolist() == ["东县医共体"]
    assert lists.specialties(city.figures(), CITY, ["key"]).empty
    assert lists.specialties(City().figures(), CITY).empty
