"""Pairing (结对帮扶) of higher hospitals with each lead hospital, by level and mode; which lead has none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.model import PAIRING_LEVEL, PAIRING_MODE, PROVENANCE
from indicators.engine import CityFigures
from indicators.lists.frames import dates, institution_columns, pick, sorted_by
from indicators.months import NO_DAY, NONE, days

COLUMNS = [
    "consortium_id", "consortium", "county_code", "county", "institution_id", "lead", "covered", "partner_id",
    "partner", "level", "level_label", "mode", "mode_label", "since", "provenance", "provenance_label",
]


def lead_pairings(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per lead hospital and pairing in force, and one for each lead without any, these first.

    Empty where pairings were not reported at all: then nobody is known to be uncovered.

    Returns:
        Columns of :data:`COLUMNS`: ``covered`` false where the lead has no pairing, and then nothing after it is given;
        ``mode`` null where it was not reported.
    """
    context = figures.context
    base, held = context.base, context.base.pairings
    leads = context.leads
    leads = leads[figures.holds(base.institutions.county[leads], context.consortium_of[leads], scope)]
    if not figures.tables.reported("pairings"):
        leads = leads[:0]
    in_force = np.flatnonzero(held.in_force(context.day))
    pairs = [(int(lead), int(row)) for lead in leads for row in in_force[held.institution[in_force] == lead]]
    alone = [(int(lead), NONE) for lead in leads if int(lead) not in {one for one, _ in pairs}]
    both = np.array(alone + pairs, dtype=np.int64).reshape(-1, 2)
    lead, row = both[:, 0], both[:, 1]
    frame = base.frames["pairings"]
    partner = base.institution(frame["partner_id"])
    who = institution_columns(context, lead)

    def column(name: str, words: dict[str, str] | None = None) -> list[Any]:
        found = [None if value is None or pd.isna(value) else value for value in pick(frame[name].tolist(), row)]
        return found if words is None else [None if value is None else words[value] for value in found]

    since = np.append(days(frame["valid_from"]), NO_DAY)[row]
    found = pd.DataFrame({
        "consortium_id": who["consortium_id"], "consortium": who["consortium"], "county_code": who["county_code"],
        "county": who["county"], "institution_id": who["institution_id"], "lead": who["name"], "covered": row != NONE,
        "partner_id": column("partner_id"),
        "partner": pick(base.institutions.names, np.append(partner, NONE)[row]),
        "level": column("level"), "level_label": column("level", PAIRING_LEVEL),
        "mode": column("mode"), "mode_label": column("mode", PAIRING_MODE),
        "since": dates(since),
        "provenance": column("provenance"), "provenance_label": column("provenance", PROVENANCE),
    }, columns=COLUMNS)
    return sorted_by(found, ["covered", "county_code", "consortium_id", "level", "partner_id"])
