"""Where the county's residents seek care (就医流向), year to date."""

from __future__ import annotations

from indicators.context import Context
from indicators.model import Definition
from indicators.monthly import county_months
from indicators.registry import indicator
from indicators.units import Units

TABLE = "care_seeking"
#: The columns that make up numerator and denominator of each rate.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "care.in_county_rate": (("visits_in",), ("visits_in", "visits_out")),
    "care.grassroots_rate": (("grassroots_visits",), ("visits_in",)),
    "care.inpatient_in_county_rate": (("inpatients_in",), ("inpatients_in", "inpatients_out")),
}


@indicator("care.in_county_rate")
def in_county_rate(context: Context, definition: Definition) -> Units:
    """Visits inside the county ÷ all visits of its residents (县域内就诊率), %."""
    return county_months(context, TABLE, *PARTS[definition.key])


@indicator("care.grassroots_rate")
def grassroots_rate(context: Context, definition: Definition) -> Units:
    """Visits at township and village level ÷ visits inside the county (基层就诊率), %."""
    return county_months(context, TABLE, *PARTS[definition.key])


@indicator("care.inpatient_in_county_rate")
def inpatient_in_county_rate(context: Context, definition: Definition) -> Units:
    """Inpatients inside the county ÷ all inpatients among its residents (县域内住院率), %."""
    return county_months(context, TABLE, *PARTS[definition.key])
