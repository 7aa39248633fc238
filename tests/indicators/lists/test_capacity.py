"""The capability matrix: every state told apart, its day and origin, and the same answer as the oracle."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from indicators import lists
from indicators.engine import lazily
from indicators.lists.capacity import COLUMNS
from indicators.lists.capacity_cells import STATES
from tests.indicators.city import CITY, EAST, WEST, City, policy, target
from tests.indicators.oracle import states
from tests.indicators.oracle.asking import random_policy, tables_of
from tests.indicators.oracle.rules import in_force
from tests.indicators.oracle.view import View
from tests.worlds import as_of_dates, random_world

C, L, T = f"c{EAST}", f"l{EAST}", f"t{EAST}"


def cell(city: City, item: str, subject: str = C, day: str = "2022-12-31", **more) -> pd.Series:
    rows = lists.capacity_matrix(city.figures(day, **more), CITY)
    found = rows[(rows["item"] == item) & (rows["subject_id"] == subject)]
    assert len(found) == 1
    # Figures and units are joined by a no-break space.
    return found.assign(shown=found["shown"].str.replace("\u00a0", " ")).iloc[0]


def test_no_and_not_reported_are_told_apart() -> None:
    city = City().add("governance", subject_id=C, item="info_platform", value="no", since="2021-03-01")
    assert cell(city, "info_platform")[["state", "shown", "provenance_label"]].tolist() == ["no", "否", "示例"]
    assert cell(city, "info_platform")["since"] == pd.Timestamp("2021-03-01")
    other = cell(city, "info_platform", f"c{WEST}")
    assert other[["state", "shown"]].tolist() == ["not_reported", "未报"]
    assert other[["since", "provenance"]].isna().all()


@pytest.mark.parametrize(("day", "state"), [
    ("2021-02-28", "not_reported"), ("2021-03-01", "no"), ("2022-05-31", "no"), ("2022-06-01", "partial"),
    ("2022-09-01", "not_reported"), ("2022-10-01", "yes"),
])
def test_the_state_is_the_latest_by_the_day_and_a_blank_value_is_not_reported(day: str, state: str) -> None:
    city = City()
    for since, value in (("2021-03-01", "no"), ("2022-06-01", "partial"), ("2022-09-01", None), ("2022-10-01", "yes")):
        city.add("governance", subject_id=C, item="unified_finance", value=value, since=since)
    assert cell(city, "unified_finance", day=day)["state"] == state


def test_the_lead_is_asked_for_its_standard() -> None:
    city = City().add("capability", subject_id=L, item="county_strong_hospital", value="yes", since="2020-01-01")
    city.add("capability", subject_id=f"t{WEST}", item="county_strong_hospital", value="yes", since="2020-01-01")
    assert cell(city, "county_strong_hospital")["state"] == "yes"
    assert cell(city, "county_strong_hospital", f"c{WEST}")["state"] == "not_reported"
    city.change("memberships", 0, valid_to="2022-12-31")
    assert cell(city, "county_strong_hospital")["shown"] == "—"


def test_central_towns_are_counted_out_of_those_that_told() -> None:
    city = City()
    assert cell(city, "grade2_b_capability")["state"] == "not_applicable"
    for number, value in enumerate(("yes", "no", None)):
        city.hospital(f"z{number}", EAST, central_town=True).member(f"z{number}", EAST)
        city.add("capability", subject_id=f"z{number}", item="grade2_b_capability", value=value, since="2020-01-01")
    found = cell(city, "grade2_b_capability")
    assert (found["value"], found["of"], found["unreported"]) == (1, 2, 1)
    assert found["shown"] == "1/2 家，1 家未报"


def test_beds_of_nobody_that_told_are_not_zero() -> None:
    city = City().add("capability", subject_id=f"t{WEST}", item="beds", value="0", since="2020-01-01")
    assert cell(city, "beds")["state"] == "not_reported"
    assert cell(city, "beds", f"c{WEST}")[["state", "value", "shown"]].tolist() == ["number", 0, "0 张"]


@pytest.mark.parametrize(("status", "opened", "state"), [
    ("open", None, "open"), ("open", "2022-12-31", "open"), ("open", "2023-01-01", "building"),
    ("building", None, "building"), ("planned", None, "planned"), ("none", None, "none"), (None, None, "not_reported"),
])
def test_a_centre_is_as_it_stands_on_the_day(status: str | None, opened: str | None, state: str) -> None:
    city = City().add("resource_centres", consortium_id=C, centre_type="ecg", status=status, opened_on=opened)
    found = cell(city, "centre_ecg", policy=policy(centres=["ecg"]))
    assert found["state"] == state
    assert pd.isna(found["since"]) == (state != "open" or opened is None)


def test_required_centres_stand_first_and_others_only_where_someone_told() -> None:
    city = City().add("resource_centres", consortium_id=C, centre_type="lab", status="none")
    city.add("resource_centres", consortium_id=C, centre_type="imaging", status=None)
    rows = lists.capacity_matrix(city.figures(policy=policy(centres=["sterile"])), CITY)
    shown = rows[rows["section"] == "资源共享中心"].drop_duplicates("item")
    assert shown["item"].tolist() == ["centre_sterile", "centre_lab"]
    assert shown["key"].tolist()[0] == "centre.open_rate" and pd.isna(shown["key"].tolist()[1])


def test_a_pairing_has_level_and_mode_and_none_in_a_register_is_no() -> None:
    city = City()
    assert cell(city, "pairing")["state"] == "not_reported"
    city.add("pairings", institution_id=L, partner_id="m", level="municipal", mode="alliance", valid_from="2021-01-01")
    city.add("pairings", institution_id=L, partner_id="h", level="provincial", mode=None, valid_from="2020-01-01")
    found = cell(city, "pairing")
    assert found[["state", "value", "shown"]].tolist() == ["yes", 2, "是（2 家）"]
    assert found["since"] == pd.Timestamp("2020-01-01")
    assert set(found["detail"].split("、")) == {"市级·医联体或专科联盟", "省级·方式未报"}
    assert cell(city, "pairing", f"c{WEST}")["state"] == "no"
    assert cell(city, "pairing", day="2019-12-31")["state"] == "no"


def test_features_belong_to_the_county_and_none_of_a_register_is_zero() -> None:
    city = City()
    assert cell(city, "county_feature", EAST)["state"] == "not_reported"
    city.add("specialties", subject_id=T, specialty="口腔科", kind="county_feature", since="2021-01-01")
    city.add("specialties", subject_id=T, specialty="康复科", kind="county_feature", since="2021-01-01",
             until="2022-12-31")
    assert cell(city, "county_feature", EAST)[["value", "detail"]].tolist() == [1, "口腔科"]
    assert cell(city, "county_feature", WEST)["value"] == 0


def test_what_the_policy_asks_for_is_marked() -> None:
    document = policy(target("governance.info_platform_rate", ">=", 100))
    assert cell(City(), "info_platform", policy=document)["asked"]
    assert not cell(City(), "mutual_recognition", policy=document)["asked"]
    assert not cell(City(), "info_platform")["asked"]


def test_a_city_without_consortia_counties_or_tables_has_an_empty_matrix() -> None:
    figures = City().change("regions", 1, in_account=False).change("regions", 2, in_account=False).figures()
    found = lists.capacity_matrix(figures, CITY)
    assert list(found.columns) == COLUMNS
    assert found.empty


def test_a_consortium_has_its_own_cells_alone() -> None:
    city = City().add("governance", subject_id=EAST, item="plan_issued", value="yes", since="2020-01-01")
    figures = city.figures()
    rows = lists.capacity_matrix(figures, CITY)
    issued = rows[rows["item"] == "plan_issued"]
    assert issued[["subject", "shown"]].to_numpy().tolist() == [["东县", "是"], ["西县", "未报"]]
    alone = lists.capacity_matrix(figures, C)
    assert set(alone["subject_id"]) == {C}


@pytest.mark.parametrize("seed", range(700, 703))
def test_every_cell_is_the_oracles_state_and_the_counts_are_the_indicators(seed: int) -> None:
    world = random_world(seed)
    for turn, city in enumerate(world.cities()):
        document = random_policy(seed + turn, city)
        for day in as_of_dates(world, 2):
            figures = lazily(tables_of(world, city), day, None, document)
            rows, view = lists.capacity_matrix(figures, city), View(world, city, day)
            assert set(rows["state"]) <= set(STATES)
            for row in rows.to_dict("records"):
                _same(world, view, row, day)
            _adds_up(figures, rows, city)


def _same(world, view: View, row: dict, day: date) -> None:
    item, subject = row["item"], row["subject_id"]
    table = "governance" if row["section"] == "体制机制" else "capability"
    if row["section"] in ("体制机制", "诊疗中心", "药品", "专科") and item != "pairing":
        said = states.state(view, table, subject, item)
        if said is None:
            assert row["state"] == "not_reported", (day, row)
        elif row["state"] == "number":
            assert float(said) == row["value"]
        else:
            assert said == row["state"]
        since = [r["since"] for r in world.rows(table) if (r["subject_id"], r["item"]) == (subject, item)
                 and r["since"] <= day]
        assert row["state"] == "not_reported" or row["since"] == pd.Timestamp(max(since))
    if item == "beds":
        beds, missing = states.beds(View(world, subject, day))
        assert (None if pd.isna(row["value"]) else row["value"]) == beds
        assert row["unreported"] == len(missing) or row["state"] == "not_applicable"
    if item == "pairing" and world.rows("pairings") and row["state"] != "not_applicable":
        leads = View(world, subject, day).leads()
        own = [r for r in world.rows("pairings") if r["institution_id"] in leads and in_force(r, day)]
        assert (row["state"], row["value"]) == ("yes" if own else "no", len(own))


def _adds_up(figures, rows: pd.DataFrame, city: str) -> None:
    plain = {"yes", "no", "partial", "not_reported", "not_applicable"}
    for key, own in rows[rows["key"].notna()].groupby("key"):
        figure = figures.get(key, city)
        if key == "centre.open_rate":
            told, yes = (own["state"] != "not_reported").sum(), (own["state"] == "open").sum()
        elif key == "capability.central_town_grade2_rate":
            continue  # asked of institutions without a consortium too
        elif set(own["state"]) <= plain:
            told = own["state"].isin(["yes", "no", "partial"]).sum()
            yes = (own["state"] == "yes").sum()
        else:
            continue
        assert figure is not None
        assert (yes, told) == (figure.numerator or 0, figure.denominator or 0), key
