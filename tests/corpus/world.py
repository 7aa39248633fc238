"""A small county and its city, with something in every table, for the good workbooks that are spoiled (语料的底子)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from data.intake.register import Register
from data.model import TABLES
from data.tables import conform, empty
from tests.data.small_world import AS_OF, frames, place, row, small_world

COUNTY, CITY, MONTH = "330203", "3302", "2023-09"
__all__ = ["AS_OF", "CITY", "COUNTY", "FILLED", "MONTH", "live", "register"]

#: What the county and the city fill into the rows of the month, by form, row by row.
FILLED: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "workforce": (
        {"physicians": 30, "nurses": 40, "technicians": 12},
        {"physicians": 5, "nurses": 6, "technicians": 2, "village_doctors": 3},
        {"physicians": 4, "nurses": 3, "technicians": 1, "village_doctors": 2},
        {"village_doctors": 1},
        {"village_doctors": 1},
    ),
    "remote": (
        {
            "providing_institution_id": "H1", "providing_institution_name": "海曙医院",
            "volume": 24, "median_turnaround_minutes": 30.5,
        },
    ),
    "family_doctors": (
        {
            "teams": 3, "doctors": 9, "contracted": 400, "key_population": 120, "key_contracted": 90,
            "patrol_teams": 1,
        },
    ),
    "care_seeking": (
        {
            "visits_in": 950, "visits_out": 310, "grassroots_visits": 620, "inpatients_in": 80, "inpatients_out": 35,
        },
    ),
    "outward_referrals": ({"specialty": "骨科", "cases": 4, "total_cases": 16},),
    "referrals": ({"cases": 7}, {"cases": 5}),
    "costs": (
        {
            "outpatient_visits": 870, "outpatient_fee_yuan": 152300.5, "discharges": 61, "inpatient_fee_yuan": 498000,
            "drug_fee_yuan": 120400, "consumable_fee_yuan": 45100, "fund_in_county_yuan": 300200,
            "fund_all_yuan": 520600,
        },
    ),
    "investments": ({"item": "设备", "amount_yuan": 250000},),
    "bookings": (
        {"offered": 30, "to_grassroots": 9, "used": 21},
        {"offered": 60, "to_grassroots": 20, "used": 48},
    ),
}


@cache
def live() -> dict[str, pd.DataFrame]:
    """Return the frames of what is live: nothing in them is against any rule."""
    tables = small_world()
    day = date.fromisoformat
    tables["regions"].append(
        row("regions", region_code="330203100202", name="湖东村", level="village", parent_code="330203100")
    )
    tables["institutions"].append(
        row(
            "institutions", institution_id="V2", name="张某某卫生室", category="village_clinic", county_code="330203",
            region_code="330203100202", **place("330203"),
        )
    )
    tables["memberships"].append(
        row(
            "memberships", consortium_id="C1", institution_id="V2", role="village_member", supervisor_id="T1",
            valid_from=day("2020-01-01"),
        )
    )
    tables["village_services"].append(
        row(
            "village_services", village_code="330203100202", mode="clinic", institution_id="V2",
            valid_from=day("2020-01-01"),
        )
    )
    tables["aliases"].append(
        row(
            "aliases", institution_id="T2", name="古林中心卫生院", valid_from=day("2015-01-01"),
            valid_to=day("2022-01-01"),
        )
    )
    tables["remote_sites"].append(
        row("remote_sites", institution_id="T2", service_type="imaging", opened_on=day("2022-05-01"))
    )
    tables["remote_volumes"].append(
        row(
            "remote_volumes", month="2023-08", service_type="imaging", requesting_institution_id="T2",
            providing_institution_id="H1", volume=20,
        )
    )
    tables["postings"].append(
        row(
            "postings", posting_id="P3", person_id="乙01", flow="municipal_to_lead", from_institution_id="M1",
            to_institution_id="H1", to_county_code="330203", kind="long_term", title_grade="senior",
            start_on=day("2023-01-01"),
        )
    )
    tables["bookings"].append(
        row("bookings", provider_institution_id="M1", month="2023-08", resource="ct", offered=50, to_grassroots=15)
    )
    tables["institutions"][0] |= {"ownership": "public", "grade": "三级乙等"}
    tables["care_seeking"][0] |= {"visits_in": 900, "grassroots_visits": 600}
    tables["care_seeking"] += [
        row("care_seeking", county_code="330203", month=f"2023-{month:02d}", visits_in=900 + month % 3)
        for month in range(1, 8)
    ]
    tables["outward_referrals"].append(
        row("outward_referrals", county_code="330203", month="2022-01", specialty="眼科", cases=2, total_cases=6)
    )
    tables["costs"][0] |= {
        "outpatient_visits": 850, "outpatient_fee_yuan": 150000.5, "drug_fee_yuan": 118000,
        "consumable_fee_yuan": 44000,
    }
    held = frames(tables)
    return {name: conform(name, held[name]) if name in held else empty(name) for name in TABLES}


@cache
def register() -> Register:
    """Return the register on the last day of the month."""
    return Register.of(live(), AS_OF)
