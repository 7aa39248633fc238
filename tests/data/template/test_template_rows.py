"""The rows a template begins with, against plain loops over the sample."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.store import default_store
from tests.data.template.rows import Record, records, rows_of

COUNTIES = ("330203", "330225")
#: A month the sample has counts of, and one it has none of.
MONTHS = ("2022-12", "2023-08")
FIRST = {"2022-12": date(2022, 12, 1), "2023-08": date(2023, 8, 1)}
LAST = {"2022-12": date(2022, 12, 31), "2023-08": date(2023, 8, 31)}


@pytest.fixture(scope="module")
def sample() -> dict[str, pd.DataFrame]:
    return dict(default_store().read("3302")[1].frames)


@pytest.fixture(scope="module")
def plain(sample: dict[str, pd.DataFrame]) -> dict[str, list[Record]]:
    return {name: records(frame) for name, frame in sample.items()}


def holds(begin: date | None, end: date | None, day: date) -> bool:
    return (begin is None or begin <= day) and (end is None or end > day)


def touches(begin: date | None, end: date | None, month: str) -> bool:
    return (begin is None or begin <= LAST[month]) and (end is None or end > FIRST[month])


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("county", COUNTIES)
def test_registers_stand_as_at_the_months_end(
    county: str, month: str, sample: dict[str, pd.DataFrame], plain: dict[str, list[Record]]
) -> None:
    last = LAST[month]
    names = {one["institution_id"]: one["name"] for one in plain["institutions"]}
    places = {one["region_code"]: one["name"] for one in plain["regions"]}
    consortia = {one["consortium_id"]: one["name"] for one in plain["consortia"] if one["county_code"] == county}

    found = rows_of(sample, county, month, "institutions")
    expected = {
        (one["institution_id"], one["name"], one["category"], one["region_code"], places[one["region_code"]],
         one["central_town"], one["opened_on"], one["closed_on"], one["lon"])
        for one in plain["institutions"]
        if one["county_code"] == county and touches(one["opened_on"], one["closed_on"], month)
    }
    assert {
        (one["institution_id"], one["name"], one["category"], one["region_code"], one["region_name"],
         one["central_town"], one["opened_on"], one["closed_on"], one["lon"])
        for one in found
    } == expected
    assert len(found) == len(expected) > 100

    found = rows_of(sample, county, month, "memberships")
    expected_members = {
        (one["consortium_id"], consortia[one["consortium_id"]], one["institution_id"], names[one["institution_id"]],
         one["role"], one["supervisor_id"], names.get(one["supervisor_id"]))
        for one in plain["memberships"]
        if one["consortium_id"] in consortia and holds(one["valid_from"], one["valid_to"], last)
    }
    columns = (
        "consortium_id", "consortium_name", "institution_id", "institution_name", "role", "supervisor_id",
        "supervisor_name",
    )
    assert {tuple(one[name] for name in columns) for one in found} == expected_members
    assert len(found) == len(expected_members) > 100

    found = rows_of(sample, county, month, "village_services")
    expected_villages = {
        (one["village_code"], places[one["village_code"]], one["mode"], one["clinic_planned"], one["institution_id"])
        for one in plain["village_services"]
        if one["village_code"].startswith(county) and holds(one["valid_from"], one["valid_to"], last)
    }
    columns = ("village_code", "village_name", "mode", "clinic_planned", "institution_id")
    assert {tuple(one[name] for name in columns) for one in found} == expected_villages
    assert len(found) == len(expected_villages) > 100

    found = rows_of(sample, county, month, "specialties")
    subjects = {*consortia, *(number for number in names if number.startswith(county))}
    expected_specialties = {
        (one["subject_id"], one["specialty"], one["kind"], one["since"], one["until"])
        for one in plain["specialties"]
        if one["subject_id"] in subjects and touches(one["since"], one["until"], month)
    }
    columns = ("subject_id", "specialty", "kind", "since", "until")
    assert {tuple(one[name] for name in columns) for one in found} == expected_specialties != set()


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("county", COUNTIES)
def test_postings_are_those_that_have_not_ended_before_the_month(
    county: str, month: str, sample: dict[str, pd.DataFrame], plain: dict[str, list[Record]]
) -> None:
    found = rows_of(sample, county, month, "postings")
    expected = {
        one["posting_id"]: one
        for one in plain["postings"]
        if one["flow"] == "lead_to_member"
        and one["to_county_code"] == county
        and (one["end_on"] is None or one["end_on"] >= FIRST[month])
    }
    assert {one["posting_id"] for one in found} == set(expected) != set()
    for one in found:
        live = expected[one["posting_id"]]
        assert {name: one[name] for name in live if name in one} == {name: live[name] for name in live if name in one}


@pytest.mark.parametrize("county", COUNTIES)
def test_counts_are_there_only_where_the_month_was_reported(
    county: str, sample: dict[str, pd.DataFrame], plain: dict[str, list[Record]]
) -> None:
    counted = {
        "workforce": ("institution_id", ("physicians", "nurses", "technicians", "village_doctors")),
        "family_doctors": ("county_code", ("teams", "contracted", "key_population")),
        "care_seeking": ("county_code", ("visits_in", "visits_out", "inpatients_out")),
        "outward_referrals": ("specialty", ("cases", "total_cases")),
        "costs": ("consortium_id", ("outpatient_visits", "fund_all_yuan")),
        "investments": ("item", ("amount_yuan",)),
    }
    own = {one["institution_id"] for one in plain["institutions"] if one["county_code"] == county}
    own |= {one["consortium_id"] for one in plain["consortia"] if one["county_code"] == county} | {county}
    for key, (name, counts) in counted.items():
        owner = "county_code" if "county_code" in sample[key] else name
        live = {
            one[name]: tuple(one[count] for count in counts)
            for one in plain[key]
            if one["month"] == "2022-12" and one[owner] in own
        }
        found = rows_of(sample, county, "2022-12", key)
        told = {one[name]: tuple(one[count] for count in counts) for one in found}
        assert {number: values for number, values in told.items() if set(values) != {None}} == live != {}, key
        later = rows_of(sample, county, "2023-08", key)
        assert all(one[count] is None for one in later for count in counts), key
        assert {one["month"] for one in later} == {"2023-08"}, key
    asked = {one["institution_id"] for one in rows_of(sample, county, "2022-12", "workforce")}
    assert asked == {
        one["institution_id"]
        for one in plain["institutions"]
        if one["county_code"] == county and holds(one["opened_on"], one["closed_on"], LAST["2022-12"])
    }
    both_ways = rows_of(sample, county, "2023-08", "referrals")
    consortia = {one["consortium_id"] for one in plain["consortia"] if one["county_code"] == county}
    assert [(one["consortium_id"], one["direction"]) for one in both_ways] == [
        (number, way) for number in sorted(consortia) for way in ("up", "down")
    ]


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("county", COUNTIES)
def test_each_open_site_has_a_row_with_who_served_it_last(
    county: str, month: str, sample: dict[str, pd.DataFrame], plain: dict[str, list[Record]]
) -> None:
    own = {one["institution_id"] for one in plain["institutions"] if one["county_code"] == county}
    last_served: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for one in plain["remote_volumes"]:
        site = (one["requesting_institution_id"], one["service_type"])
        if one["month"] <= month and one["month"] >= last_served.get(site, ("", set()))[0]:
            before = last_served.get(site, ("", set()))
            served = before[1] if before[0] == one["month"] else set()
            last_served[site] = (one["month"], served | {one["providing_institution_id"]})
    expected = {
        (*site, provider)
        for one in plain["remote_sites"]
        if one["institution_id"] in own and touches(one["opened_on"], one["closed_on"], month)
        for site in [(one["institution_id"], one["service_type"])]
        for provider in last_served.get(site, ("", {None}))[1]
    }
    volumes = {
        (one["requesting_institution_id"], one["service_type"], one["providing_institution_id"]): one["volume"]
        for one in plain["remote_volumes"]
        if one["month"] == month
    }
    found = rows_of(sample, county, month, "remote")
    keys = [
        (one["requesting_institution_id"], one["service_type"], one["providing_institution_id"]) for one in found
    ]
    assert set(keys) == expected != set()
    assert len(keys) == len(set(keys))
    assert [one["volume"] for one in found] == [volumes.get(key) for key in keys]


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("county", COUNTIES)
def test_capability_and_governance_keep_their_last_value(
    county: str, month: str, sample: dict[str, pd.DataFrame], plain: dict[str, list[Record]]
) -> None:
    own = {one["institution_id"] for one in plain["institutions"] if one["county_code"] == county}
    own |= {one["consortium_id"] for one in plain["consortia"] if one["county_code"] == county} | {county}
    for key in ("capability", "governance"):
        last: dict[tuple[str, str], tuple[date, str | None]] = {}
        for one in plain[key]:
            pair = (one["subject_id"], one["item"])
            known = last.get(pair)
            if one["subject_id"] in own and one["since"] <= LAST[month] and (not known or one["since"] >= known[0]):
                last[pair] = (one["since"], one["value"])
        found = {(one["subject_id"], one["item"]): one["value"] for one in rows_of(sample, county, month, key)}
        assert {pair: value for pair, value in found.items() if value is not None} == {
            pair: value for pair, (_, value) in last.items() if value is not None
        }
        assert set(last) <= set(found)
    # Whatever an item is asked of has a row, reported or not.
    leads = {
        one["institution_id"] for one in plain["memberships"]
        if one["institution_id"] in own and one["role"] == "lead"
    }
    asked = {(one["subject_id"], one["item"]) for one in rows_of(sample, county, month, "capability")}
    assert {(lead, "county_strong_hospital") for lead in leads} <= asked
    centres = rows_of(sample, county, month, "resource_centres")
    assert len(centres) == 8 * len(leads)


def test_the_city_reports_what_is_municipal(
    sample: dict[str, pd.DataFrame], plain: dict[str, list[Record]]
) -> None:
    paired = {
        one["partner_id"] for one in plain["pairings"] if holds(one["valid_from"], one["valid_to"], LAST["2022-12"])
    }
    municipal = {one["institution_id"] for one in rows_of(sample, "3302", "2022-12", "city_institutions")}
    assert municipal == {
        one["institution_id"] for one in plain["institutions"]
        if one["county_code"] is None and (one["region_code"] == "3302" or one["institution_id"] in paired)
    }
    assert {one["posting_id"] for one in rows_of(sample, "3302", "2022-12", "city_postings")} == {
        one["posting_id"] for one in plain["postings"]
        if one["flow"] != "lead_to_member" and (one["end_on"] is None or one["end_on"] >= FIRST["2022-12"])
    }
    found = {(one["institution_id"], one["partner_id"]) for one in rows_of(sample, "3302", "2022-12", "pairings")}
    assert found == {
        (one["institution_id"], one["partner_id"]) for one in plain["pairings"]
        if holds(one["valid_from"], one["valid_to"], LAST["2022-12"])
    }
    booked = {
        (one["provider_institution_id"], one["resource"]): one["offered"]
        for one in plain["bookings"] if one["month"] == "2022-12"
    }
    rows = rows_of(sample, "3302", "2022-12", "bookings")
    found_offers = {(one["provider_institution_id"], one["resource"]): one["offered"] for one in rows}
    assert {pair: offered for pair, offered in found_offers.items() if offered is not None} == booked
    assert [one["statement_id"] for one in rows_of(sample, "3302", "2022-12", "statements")] == ["nb-plan-issued"]
