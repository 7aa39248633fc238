"""Two-way referral by consortium, and slots opened to grassroots booking by resource, provider and month."""

from __future__ import annotations

import pandas as pd
import pytest

from indicators.lists.bookings import booking_months, bookings
from indicators.lists.referrals import referral_months, two_way_referrals
from tests.indicators.city import CITY, EAST, WEST, City


def sent(city: City, month: str, up: int | None, down: int | None, county: str = EAST) -> City:
    for direction, cases in (("up", up), ("down", down)):
        if cases is not None:
            city.add("referrals", consortium_id=f"c{county}", month=month, direction=direction, cases=cases)
    return city


def slots(city: City, month: str, offered: int | None, kept: int | None, provider: str = f"l{EAST}",
          resource: str = "outpatient") -> City:
    return city.add("bookings", provider_institution_id=provider, month=month, resource=resource, offered=offered,
                    to_grassroots=kept)


# --- referral ------------------------------------------------------------


def test_up_and_down_of_months_with_both() -> None:
    city = sent(sent(sent(City(), "2022-01", 60, 40), "2022-02", 10, None), "2021-12", 5, 5)
    east, west = two_way_referrals(city.quick("2022-03-15"), CITY).to_dict("records")
    assert (east["up"], east["down"], east["down_share"]) == (60, 40, 40)
    assert (east["months"], east["months_due"], east["missing"]) == (1, 2, ("2022-02",))
    assert pd.isna(west["up"])
    assert pd.isna(west["down_share"])
    assert (west["months"], west["months_due"]) == (0, 2)


def test_nobody_referred_is_zero_and_has_no_share() -> None:
    (east,) = two_way_referrals(sent(City(), "2022-01", 0, 0).quick("2022-01-31"), EAST).to_dict("records")
    assert (east["up"], east["down"]) == (0, 0)
    assert pd.isna(east["down_share"])


def test_a_month_is_due_from_the_establishment_on_and_counts_when_reported_before() -> None:
    city = sent(City(), "2022-01", 1, 1).change("consortia", 0, established_on="2022-02-28")
    (east,) = two_way_referrals(city.quick("2022-03-31"), EAST).to_dict("records")
    assert (east["months"], east["months_due"], east["missing"]) == (1, 3, ("2022-02", "2022-03"))


def test_by_month_for_the_whole_and_for_each() -> None:
    city = sent(sent(City(), "2022-01", 60, 40), "2022-01", 10, 90, WEST)
    sent(city, "2022-02", 1, 3, WEST)
    whole, east, west = referral_months(city.quick("2022-03-15"), CITY, "2022-01", "2022-12")
    assert whole.months == ("2022-01", "2022-02")
    assert (whole.up, whole.down, whole.down_share) == ((70, 1), (130, 3), (65, 75))
    assert whole.missing == ((), ("东县医共体",))
    assert east.down_share == (40, None)
    assert west.name == "西县医共体"
    (own,) = referral_months(city.quick("2022-03-15"), f"c{EAST}", "2022-01", "2022-01")
    assert own.up == (60,)


def test_a_consortium_that_did_not_exist_yet_is_not_missing() -> None:
    city = sent(City(), "2022-03", 1, 1).change("consortia", 0, established_on="2022-03-01")
    (own,) = referral_months(city.quick(), f"c{EAST}", "2022-02", "2022-04")
    assert own.missing == ((), (), ("东县医共体",))


def test_without_referrals_or_consortia_nothing_breaks() -> None:
    assert two_way_referrals(City().quick(), CITY)["months"].tolist() == [0, 0]
    assert referral_months(City().quick(), CITY, "2022-01", "2022-02")[0].up == (None, None)
    gone = City().change("consortia", 0, dissolved_on="2022-01-01")
    assert two_way_referrals(gone.quick(), EAST).empty
    assert referral_months(gone.quick(), EAST, "2022-01", "2022-02") == ()
    assert two_way_referrals(City().quick("2022-01-15"), CITY)["months_due"].tolist() == [0, 0]


# --- booking ------------------------------------------------------------


def two_years() -> City:
    city = slots(slots(City(), "2021-12", 100, 10), "2021-12", 50, 10, resource="ct")
    slots(slots(city, "2022-12", 200, 40), "2022-12", 50, 15, resource="ct")
    return slots(city, "2022-12", 400, 100, "m")


def test_the_share_by_resource_and_its_change_over_what_was_reported_in_both_years() -> None:
    rows = bookings(two_years().quick(), CITY).by_resource.set_index("resource")
    assert rows.index.tolist() == ["all", "outpatient", "ct"]
    assert rows.loc["all", ["offered", "to_grassroots"]].tolist() == [650, 155]
    assert rows.loc["all", ["offered_matched", "share_matched"]].tolist() == [250, 22]
    assert rows.loc["all", ["offered_before", "share_before"]].tolist() == [150, pytest.approx(40 / 3)]
    assert rows.loc["all", "change"] == pytest.approx(22 - 40 / 3)
    assert rows.loc["outpatient", "change"] == pytest.approx(10)
    assert rows.loc["ct", ["share", "change"]].tolist() == [30, 10]


def test_the_sum_of_all_is_the_figure() -> None:
    figures = two_years().quick()
    for scope in (CITY, EAST, f"c{EAST}"):
        figure = figures.get("booking.grassroots_share", scope)
        assert figure is not None
        row = bookings(figures, scope).by_resource.iloc[0]
        assert (row["share"], row["offered"]) == (figure.value, figure.denominator)


def test_a_providers_month_enters_with_all_its_resources_or_not_at_all() -> None:
    city = slots(slots(City(), "2022-12", 200, 40), "2022-12", 50, None, resource="ct")
    assert bookings(city.quick(), CITY).by_resource.empty
    slots(city, "2022-11", 100, 30)
    rows = bookings(city.quick(), CITY).by_resource
    assert rows[["resource", "offered", "share"]].to_numpy().tolist() == [["all", 100, 30], ["outpatient", 100, 30]]


def test_nothing_offered_has_no_share_and_no_change() -> None:
    row = bookings(slots(slots(City(), "2021-12", 0, 0), "2022-12", 0, 0).quick(), CITY).by_resource.iloc[0]
    assert row["offered"] == 0
    assert row[["share", "share_before", "change"]].isna().all()


def test_without_a_year_before_there_is_no_change() -> None:
    row = bookings(slots(City(), "2022-12", 10, 1).quick(), CITY).by_resource.iloc[0]
    assert row["share"] == 10
    assert row[["offered_matched", "offered_before", "change"]].isna().all()


def test_leads_stand_before_municipal_hospitals_and_a_county_has_its_own_only() -> None:
    city = slots(two_years(), "2022-12", 5, 1, f"l{WEST}")
    slots(city, "2022-12", 5, 1, "h")
    rows = bookings(city.quick(), CITY).by_provider
    assert rows["kind"].tolist() == ["lead", "lead", "municipal", "other"]
    assert rows["provider"].tolist() == ["东县医院", "西县医院", "市医院", "市疾控"]
    assert rows["months"].tolist() == [1, 1, 1, 1]
    assert bookings(city.quick(), WEST).by_provider["provider_id"].tolist() == [f"l{WEST}"]


def test_by_month_and_resource_with_gaps() -> None:
    city = slots(slots(City(), "2022-10", 100, 10), "2022-12", 50, 10, resource="ct")
    rows = booking_months(city.quick(), CITY, "2022-10", "2023-02")
    share = {(row.month, row.resource): row.share for row in rows.itertuples(index=False)}
    assert len(share) == 9
    assert share["2022-10", "all"] == 10
    assert share["2022-12", "all"] == 20
    assert pd.isna(share["2022-11", "all"])
    assert pd.isna(share["2022-10", "ct"])
    assert rows["resource_label"].unique().tolist() == ["合计", "门诊号源", "CT"]


def test_without_bookings_the_lists_are_empty() -> None:
    for day in ("2022-12-31", "2022-01-15"):
        held = bookings(City().quick(day), CITY)
        assert held.by_resource.empty
        assert held.by_provider.empty
        assert booking_months(City().quick(day), CITY, "2022-01", "2022-12").empty
