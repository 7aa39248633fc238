"""What the documents state (已公布数据) and what the counties handed in (报送记录)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pandas as pd

from data import reference
from data.sample.common import Plan, Row, last_day, months, stream
from data.sample.places import Places

#: Column by which a row of a monthly table finds its county: its own, or six digits of another.
_COUNTY = {"remote_volumes": "requesting_institution_id", "referrals": "consortium_id", "costs": "consortium_id"}


def statements(city: str) -> pd.DataFrame:
    """Return the statements about a city and its counties, as the reference holds them."""
    frame = reference.statements()
    return frame[frame["scope_code"].str.startswith(city)]


def submission_rows(plan: Plan, places: Places, tables: dict[str, list[Row]]) -> list[Row]:
    """Return ``submissions``: received some days into the next month; a month with no rows was not received.

    A county whose documents' figures stand alone in a month has handed that month in like any other.
    """
    settings = plan["submissions"]
    rows: list[Row] = []
    for table in settings["tables"]:
        column = _COUNTY.get(table, "county_code")
        counts = Counter((str(r[column])[:6], r["month"]) for r in tables[table])
        begun: dict[str, str] = {}
        for county, month in counts:
            begun[county] = min(month, begun.get(county, month))
        for county in places.counties:
            rng = stream("submissions", table, county)
            habit = int(rng.integers(-3, 6))
            for month in months(max(begun.get(county, plan["last_month"]), plan["first_month"]), plan["last_month"]):
                sent = counts.get((county, month), 0)
                late = 0 if rng.random() > 0.07 else int(rng.integers(8, 25))
                day = last_day(month) + timedelta(
                    days=max(2, settings["day"] + habit + late + int(rng.integers(-1, 2)))
                )
                rows.append(
                    {
                        "county_code": county,
                        "month": month,
                        "table": table,
                        "received_on": day if sent else None,
                        "rows": sent if sent else None,
                        "provenance": "sample",
                    }
                )
    return rows
