"""Who works there (人员力量): half-yearly for hospitals and townships, rarely for clinics."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.model import TOWNSHIP_LEVEL
from data.sample.common import Plan, Row, month_of, rows_of, stream
from data.sample.places import Places

#: Residents per physician of a county's institutions; of a township one below.
_PER_PHYSICIAN = {"county_hospital": 1_150, "tcm_hospital": 2_300, "mch_centre": 6_000, "cdc": 16_000}
_BELOW = 1_050
#: Nurses and technicians per physician.
_NURSES, _TECHNICIANS = 1.25, 0.24
#: Physicians from which on an institution never fails to report; chance that a smaller one does, per half-year.
_LARGE, _SILENT = 25, 0.006


def workforce_rows(plan: Plan, places: Places, institutions: pd.DataFrame) -> list[Row]:
    """Return ``workforce``: graduates come in the second half of a year, people leave after the festival.

    In the plan's ``falling`` county more leave than come; a few small ones did not report one half-year.
    """
    rng = stream("workforce", places.city)
    settings = plan["workforce"]
    rows: list[Row] = []
    for institution in rows_of(institutions):
        kind = str(institution.category)
        if kind in ("other", "municipal_public_health", "municipal_hospital"):
            continue
        if kind == "village_clinic":
            rows += _clinic(rng, settings["clinic_months"], institution)
            continue
        county = str(institution.county_code)
        rows += _hospital(rng, settings["months"], institution, falling=county == settings["falling"])
    return rows


def _clinic(rng: np.random.Generator, over: list[str], clinic: Any) -> list[Row]:
    served = float(clinic.served)
    return [
        _row(clinic, month) | {"village_doctors": 1 + int(served > 1_500) + int(rng.random() < 0.06)}
        for month in over
        if _open(clinic, month)
    ]


def _hospital(rng: np.random.Generator, over: list[str], hospital: Any, *, falling: bool) -> list[Row]:
    kind, served = str(hospital.category), float(hospital.served)
    small = kind in TOWNSHIP_LEVEL
    begin = max(3.0, served / _PER_PHYSICIAN.get(kind, _BELOW) * float(rng.uniform(0.75, 1.3))) ** (
        1.0 if small else 0.93
    )
    county = stream("staff", str(hospital.county_code))
    growth = float(county.uniform(0.001, 0.026))
    good = [float(year) for year in county.normal(1.0, 0.7, len(over))]
    nurses, technicians = _NURSES * float(rng.uniform(0.8, 1.2)), _TECHNICIANS * float(rng.uniform(0.5, 1.5))
    unreported = small and begin < _LARGE and rng.random() < _SILENT * len(over)
    silent = over[int(rng.integers(1, len(over) - 1))] if unreported else ""
    staff, rows = begin, []
    for number, month in enumerate(over):
        if number:
            # Some come in autumn, some leave in spring; a small place gains or loses one, seldom two.
            season = 1.9 if month.endswith("12") else 0.1
            change = -0.011 if falling else growth * season * good[number]
            staff = max(2.0, staff * (1 + change + float(rng.normal(0, 0.006))) + float(rng.normal(0, 0.3)))
        if not _open(hospital, month) or month == silent:
            continue
        physicians = max(2, round(staff))
        rows.append(
            _row(hospital, month)
            | {
                "physicians": physicians,
                "nurses": max(0, round(physicians * (nurses if kind != "cdc" else 0.1) + float(rng.normal(0, 0.6)))),
                "technicians": max(0, round(physicians * technicians + float(rng.normal(0, 0.4)))),
            }
        )
    return rows


def _row(institution: Any, month: str) -> Row:
    return {
        "institution_id": institution.institution_id,
        "month": month,
        "provenance": "sample",
    }


def _open(institution: Any, month: str) -> bool:
    opened, closed = institution.opened_on, institution.closed_on
    return not (isinstance(opened, date) and not pd.isna(opened) and month_of(opened) > month) and not (
        isinstance(closed, date) and not pd.isna(closed) and month_of(closed) <= month
    )
