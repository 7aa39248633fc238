"""The rows a template begins with, against plain loops over the sample and days at the edge of the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data.forms import forms
from data.store import default_store
from data.tables import conform_all
from data.template.filling import filled
from data.template.known import Known
from data.template.sender import sender_of
from tests.data.small_world import Tables, frames, row, small_world, volume

Record = dict[str, Any]

COUNTIES = ("330203", "330225")
#: A month the sample has counts of, and one it has none of.
MONTHS = ("2022-12", "2023-08")
FIRST = {"2022-12": date(2022, 12, 1), "2023-08": date(2023, 8, 1), "2023-06": date(2023, 6, 1)}
LAST = {"2022-12": date(2022, 12, 31), "2023-08": date(2023, 8, 31), "2023-06": date(2023, 6, 30)}


def records(frame: pd.DataFrame) -> list[Record]:
    """Return rows as plain Python values, null as None and days as dates."""

    def plain(value: Any) -> Any:
        if pd.isna(value):
            return None
        return value.date() if isinstance(value, pd.Timestamp) else value

    return [{name: plain(value) for name, value in one.items()} for one in frame.to_dict("records")]


@pytest.fixture(scope="module")
def sample() -> dict[str, pd.DataFrame]:
    return dict(default_store().read("3302")[1].frames)


@pytest.fixture(scope="module")
def plain(sample: dict[str, pd.DataFrame]) -> dict[str, list[Record]]:
    return {name: records(frame) for name, frame in sample.items()}


def rows_of(live: dict[str, pd.DataFrame], sender: str, month: str, key: str) -> list[Record]:
    return records(filled(forms()[key], Known(live, sender_of(live, sender, month))))


def holds(begin: date | None, end: date | None, day: date) -> bool:
    return (begin is None or begin <= day) and (end is None or end > day)


def touches(begin: date | None, end: date | None, month: str) -> bool:
    return (begin is None or begin <= LAST[month]) and (end is None or end > FIRST[month])


# the sample, county by county


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


# days at the edge of the month; June 2023


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def june(tables: Tables, key: str, sender: str = "330203") -> list[Record]:
    return rows_of(conform_all(frames(tables)), sender, "2023-06", key)


def _institution(world: Tables, begin: str | None, end: str | None) -> None:
    world["institutions"].append(
        row("institutions", institution_id="X", name="某卫生院", category="township_hospital", county_code="330203",
            region_code="330203", opened_on=day(begin), closed_on=day(end))
    )


def _membership(world: Tables, begin: str | None, end: str | None) -> None:
    _institution(world, None, None)
    world["memberships"].append(
        row("memberships", consortium_id="C1", institution_id="X", role="township_member", valid_from=day(begin),
            valid_to=day(end))
    )


def _specialty(world: Tables, begin: str | None, end: str | None) -> None:
    world["specialties"].append(
        row("specialties", subject_id="C1", specialty="某专科", kind="weak", since=day(begin), until=day(end))
    )


def _pairing(world: Tables, begin: str | None, end: str | None) -> None:
    world["pairings"].append(
        row("pairings", institution_id="H2", partner_id="M1", valid_from=day(begin), level="municipal",
            valid_to=day(end))
    )


def _village(world: Tables, begin: str | None, end: str | None) -> None:
    world["village_services"].append(
        row("village_services", village_code="330203100201", mode="mobile", valid_from=day(begin), valid_to=day(end))
    )


Adding = Callable[[Tables, str | None, str | None], None]
LONG_AGO = "2020-06-01"


@pytest.mark.parametrize(
    ("add", "key", "begin", "end", "there"),
    [
        # An end that has a column of its own is stated in the month it comes.
        (_institution, "institutions", None, "2023-06-01", False),
        (_institution, "institutions", None, "2023-06-02", True),
        (_institution, "institutions", "2023-06-30", None, True),
        (_institution, "institutions", "2023-07-01", None, False),
        (_institution, "workforce", None, "2023-06-30", False),
        (_institution, "workforce", None, "2023-07-01", True),
        (_specialty, "specialties", LONG_AGO, "2023-06-01", False),
        (_specialty, "specialties", LONG_AGO, "2023-06-02", True),
        (_specialty, "specialties", "2023-07-01", None, False),
        # One that has none is said by leaving the row out, so only the month's end counts.
        (_membership, "memberships", LONG_AGO, "2023-06-30", False),
        (_membership, "memberships", LONG_AGO, "2023-07-01", True),
        (_membership, "memberships", "2023-06-30", None, True),
        (_membership, "memberships", "2023-07-01", None, False),
        (_village, "village_services", LONG_AGO, "2023-06-30", False),
        (_village, "village_services", LONG_AGO, "2023-07-01", True),
        (_pairing, "pairings", LONG_AGO, "2023-06-30", False),
        (_pairing, "pairings", "2023-06-30", None, True),
    ],
)
def test_a_row_is_there_while_it_holds(add: Adding, key: str, begin: str | None, end: str | None, there: bool) -> None:
    world = small_world()
    sender = "3302" if key == "pairings" else "330203"
    before = len(june(world, key, sender))
    # A membership brings its institution along, which is counted in another sheet.
    add(world, begin, end)
    assert len(june(world, key, sender)) - before == int(there)


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        ("2022-01-01", "2023-05-31", False),
        ("2022-01-01", "2023-06-01", True),  # the last day still counts
        ("2022-01-01", None, True),
        ("2023-07-15", None, True),  # known to come
    ],
)
def test_a_posting_stays_until_the_month_after_its_last_day(start: str, end: str | None, there: bool) -> None:
    world = small_world()
    world["postings"][0].update(start_on=day(start), end_on=day(end))
    assert [one["posting_id"] for one in june(world, "postings")] == (["P1"] if there else [])


def test_a_site_that_closes_within_the_month_is_asked_once_more() -> None:
    (asked,) = june(small_world(), "remote")
    assert (asked["requesting_institution_id"], asked["providing_institution_id"]) == ("T1", "H1")
    assert (asked["opened_on"], asked["closed_on"], asked["volume"]) == (date(2022, 3, 15), date(2023, 6, 10), None)
    world = small_world()
    world["remote_sites"][0]["closed_on"] = date(2023, 6, 1)
    assert june(world, "remote") == []
    # What was reported for the month is shown all the same, site or not.
    world["remote_volumes"].append(volume("2023-06", 7))
    (shown,) = june(world, "remote")
    assert (shown["volume"], shown["opened_on"]) == (7, None)


def test_who_served_last_may_be_more_than_one_and_later_months_are_not_asked() -> None:
    world = small_world()
    world["remote_volumes"] += [
        volume("2023-03", 4, providing_institution_id="H2"),
        volume("2023-07", 9, providing_institution_id="M1"),
    ]
    assert [one["providing_institution_id"] for one in june(world, "remote")] == ["H1", "H2"]


@pytest.mark.parametrize(("month", "there"), [("2023-07", False), ("2023-08", True), ("2024-07", True),
                                              ("2024-08", False)])
def test_items_are_those_of_the_last_twelve_months(month: str, there: bool) -> None:
    live = conform_all(frames(small_world()))
    found = rows_of(live, "330203", month, "investments")
    assert [one["item"] for one in found] == (["设备"] if there else [])
    assert [one["amount_yuan"] for one in found] == ([1e6 if month == "2023-08" else None] if there else [])


def test_a_later_value_is_not_known_yet() -> None:
    world = small_world()
    world["capability"] += [
        row("capability", subject_id="T1", item="beds", value="30", since=date(2023, 6, 30)),
        row("capability", subject_id="T1", item="beds", value="40", since=date(2023, 7, 1)),
    ]
    beds = {one["subject_id"]: one["value"] for one in june(world, "capability") if one["item"] == "beds"}
    assert beds == {"T1": "30", "T2": None}


def test_a_county_without_any_row_gets_blank_sheets_to_fill() -> None:
    live = conform_all({"regions": frames(small_world())["regions"]})
    for key in ("institutions", "postings", "costs", "capability"):
        assert rows_of(live, "330212", "2023-06", key) == []
    (asked,) = rows_of(live, "330212", "2023-06", "care_seeking")
    assert (asked["month"], asked["county_code"], asked["county_name"]) == ("2023-06", "330212", "鄞州区")
    assert len(rows_of(live, "330212", "2023-06", "governance")) == 6
