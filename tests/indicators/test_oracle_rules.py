"""The oracle's own rules at their edges, worked out by hand from the words of the contract."""

from __future__ import annotations

from datetime import date

import pytest

from tests.indicators.oracle import postings, remote
from tests.indicators.oracle.answers import judge
from tests.indicators.oracle.rules import ended_months, exists, in_force, open_on, overlaps, year_to_date
from tests.indicators.oracle.view import View
from tests.world_places import full_row
from tests.worlds import World

D = date(2023, 9, 30)


@pytest.mark.parametrize(
    ("start", "end", "enough"),
    [
        (date(2020, 1, 15), date(2021, 7, 15), True),
        (date(2020, 1, 15), date(2021, 7, 14), False),
        (date(2021, 3, 31), date(2022, 9, 30), True),
        (date(2021, 3, 31), date(2022, 9, 29), False),
        (date(2022, 8, 29), date(2024, 2, 29), True),
        (date(2022, 8, 31), date(2024, 2, 29), True),
        (date(2022, 8, 31), date(2024, 2, 28), False),
        (date(2021, 8, 31), date(2023, 2, 28), True),
        (date(2020, 2, 29), date(2021, 8, 29), True),
    ],
)
def test_eighteen_months_end_on_the_same_day_or_the_last_day_of_the_month(start: date, end: date, enough: bool) -> None:
    assert postings.long_enough(start, end) is enough


def test_a_closing_day_no_longer_counts_and_an_opening_day_does() -> None:
    assert open_on({"opened_on": D, "closed_on": None}, D)
    assert not open_on({"opened_on": None, "closed_on": D}, D)
    assert in_force({"valid_from": D, "valid_to": None}, D)
    assert not in_force({"valid_from": date(2020, 1, 1), "valid_to": D}, D)
    assert exists({"established_on": None, "dissolved_on": date(2023, 10, 1)}, D)
    assert not exists({"established_on": None, "dissolved_on": D}, D)


def test_the_year_to_date_takes_the_month_of_the_day_only_on_its_last_day() -> None:
    assert year_to_date(date(2023, 3, 30)) == ["2023-01", "2023-02"]
    assert year_to_date(date(2023, 3, 31)) == ["2023-01", "2023-02", "2023-03"]
    assert year_to_date(date(2024, 2, 28)) == ["2024-01"]
    assert year_to_date(date(2023, 1, 30)) == []


def test_the_last_three_ended_months_cross_the_turn_of_the_year() -> None:
    assert ended_months(date(2023, 1, 30), 3) == ["2022-12", "2022-11", "2022-10"]
    assert ended_months(date(2023, 1, 31), 3) == ["2023-01", "2022-12", "2022-11"]


def test_a_month_overlaps_the_life_of_a_site_on_any_day_but_the_closing_day() -> None:
    site = {"opened_on": date(2023, 3, 31), "closed_on": date(2023, 5, 1)}
    assert [overlaps(site, f"2023-0{month}") for month in (2, 3, 4, 5)] == [False, True, True, False]


def tiny() -> World:
    """One consortium with a lead, one township hospital and one municipal hospital."""
    rows = {
        "regions": [
            {"region_code": "3302", "name": "宁波市", "level": "city"},
            {"region_code": "330281", "name": "余姚市", "level": "county", "parent_code": "3302"},
        ],
        "institutions": [
            {"institution_id": "M", "name": "市一", "category": "municipal_hospital", "region_code": "3302"},
            {"institution_id": "L", "name": "县一", "category": "county_hospital", "county_code": "330281"},
            {"institution_id": "T", "name": "镇一", "category": "township_hospital", "county_code": "330281"},
        ],
        "consortia": [{"consortium_id": "C", "name": "医共体", "county_code": "330281"}],
        "memberships": [
            {"consortium_id": "C", "institution_id": "L", "role": "lead", "valid_from": date(2019, 1, 1)},
            {"consortium_id": "C", "institution_id": "T", "role": "township_member", "valid_from": date(2019, 1, 1)},
        ],
    }
    return World(-1, D, {name: [full_row(name, row) for row in table] for name, table in rows.items()})


def posting(**values: object) -> dict[str, object]:
    base = {
        "posting_id": "P", "person_id": "X", "flow": "lead_to_member", "from_institution_id": "L",
        "to_institution_id": "T", "to_county_code": "330281", "kind": "long_term", "title_grade": "intermediate",
        "start_on": date(2022, 1, 1), "planned_end_on": date(2024, 1, 1),
    }  # fmt: skip
    return full_row("postings", {**base, **values})


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, None),
        ({"start_on": date(2023, 10, 1), "kind": "mobile"}, "not_started"),
        ({"end_on": date(2023, 9, 29), "kind": "mobile"}, "ended"),
        ({"end_on": D, "kind": "mobile"}, "not_long_term"),
        ({"to_institution_id": None, "title_grade": None}, "ends_do_not_fit"),
        ({"from_institution_id": "T", "to_institution_id": "L"}, "ends_do_not_fit"),
        ({"flow": "municipal_to_lead", "from_institution_id": "M", "to_institution_id": "L"}, None),
        ({"flow": "municipal_to_lead", "from_institution_id": "M", "to_institution_id": "T"}, "ends_do_not_fit"),
        ({"flow": "municipal_to_county", "from_institution_id": "M", "to_institution_id": None}, None),
        ({"flow": "municipal_to_county"}, "ends_do_not_fit"),
        ({"title_grade": None, "planned_end_on": None}, "title_blank"),
        ({"title_grade": "junior", "planned_end_on": None}, "title_low"),
        ({"planned_end_on": None}, "term_unknown"),
        ({"planned_end_on": date(2023, 6, 30)}, "term_short"),
        ({"planned_end_on": date(2023, 7, 1)}, None),
        ({"start_on": date(2023, 1, 1), "end_on": D, "planned_end_on": date(2025, 1, 1)}, "term_short"),
    ],
)
def test_a_posting_carries_the_first_reason_that_applies(values: dict[str, object], why: str | None) -> None:
    assert postings.reason(View(tiny(), "330281", D), posting(**values), "eligible") == why


def test_a_person_counts_once_per_scope_and_coverage_counts_institutions() -> None:
    world = tiny().with_rows(
        postings=[posting(), posting(posting_id="Q", title_grade=None), posting(posting_id="R", person_id="Y")]
    )
    for scope in ("3302", "330281", "C"):
        view = View(world, scope, D)
        assert postings.persons(view, "lead_to_member", "headcount") == 2
        assert postings.coverage(view, "lead_to_member", "headcount") == (["T"], ["T"])


def test_a_due_month_without_a_volume_names_the_institution_and_null_is_not_zero() -> None:
    site = full_row("remote_sites", {"institution_id": "T", "service_type": "ecg", "opened_on": date(2023, 8, 5)})
    month = {"service_type": "ecg", "requesting_institution_id": "T", "providing_institution_id": "L"}
    volumes = [full_row("remote_volumes", {**month, "month": "2023-08", "volume": 3})]
    world = tiny().with_rows(remote_sites=[site], remote_volumes=volumes)
    view = View(world, "330281", D)
    assert (remote.volume(view, ("ecg",)), remote.not_reported(view, ("ecg",))) == (3, {"镇一"})
    nothing = world.with_rows(remote_volumes=[{**volumes[0], "volume": None}])
    assert remote.volume(View(nothing, "330281", D), ("ecg",)) is None
    zero = world.with_rows(remote_volumes=[{**volumes[0], "volume": 0}])
    assert remote.volume(View(zero, "330281", D), ("ecg",)) == 0


class _Target:
    def __init__(self, op: str, value: object) -> None:
        self.op, self.value = op, value


@pytest.mark.parametrize(
    ("op", "bound", "value", "status", "gap"),
    [
        (">", 300, 286, "not_met", 15),
        (">", 300, 300, "not_met", 1),
        (">", 300, 301, "met", 0),
        (">=", 100, 99, "not_met", 1),
        (">=", 100, 100, "met", 0),
        ("<=", 3, 4, "not_met", 1),
        ("range", (1, 3), 0, "not_met", 1),
        ("range", (1, 3), 3, "met", 0),
        ("range", (1, 3), 5, "not_met", 2),
        (">", 300, None, "no_data", None),
    ],
)
def test_the_gap_is_how_far_to_the_nearest_value_that_meets(
    op: str, bound: object, value: float | None, status: str, gap: float | None
) -> None:
    assert judge("posting.lead_to_member.persons", value, _Target(op, bound)) == (status, gap)


def test_without_a_target_there_is_neither_status_nor_gap() -> None:
    assert judge("consortium.count", 2, None) == ("no_target", None)
