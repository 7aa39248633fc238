"""Costs and the insurance fund (费用、医保基金), year to date, by consortium."""

from __future__ import annotations

from indicators.context import Context
from indicators.model import Definition
from indicators.monthly import consortium_months
from indicators.registry import indicator
from indicators.units import Units

_TABLE = "costs"
_FEES = ("outpatient_fee_yuan", "inpatient_fee_yuan")


@indicator("cost.outpatient_mean")
def outpatient_mean(context: Context, _: Definition) -> Units:
    """Outpatient fees ÷ outpatient visits (次均门诊费用), yuan."""
    return consortium_months(context, _TABLE, ("outpatient_fee_yuan",), ("outpatient_visits",))


@indicator("cost.inpatient_mean")
def inpatient_mean(context: Context, _: Definition) -> Units:
    """Inpatient fees ÷ discharges (例均住院费用), yuan."""
    return consortium_months(context, _TABLE, ("inpatient_fee_yuan",), ("discharges",))


@indicator("cost.drug_share")
def drug_share(context: Context, _: Definition) -> Units:
    """Drug fees ÷ outpatient and inpatient fees (药占比), %."""
    return consortium_months(context, _TABLE, ("drug_fee_yuan",), _FEES)


@indicator("cost.consumable_share")
def consumable_share(context: Context, _: Definition) -> Units:
    """Consumable fees ÷ outpatient and inpatient fees (耗占比), %."""
    return consortium_months(context, _TABLE, ("consumable_fee_yuan",), _FEES)


@indicator("fund.in_county_share")
def in_county_share(context: Context, _: Definition) -> Units:
    """Fund spent inside the county ÷ all fund spending (县域内基金支出占比), %."""
    return consortium_months(context, _TABLE, ("fund_in_county_yuan",), ("fund_all_yuan",))
