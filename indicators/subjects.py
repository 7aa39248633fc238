"""All indicator functions: importing this module registers every one of them."""

from __future__ import annotations

from indicators import (
    capability,
    care,
    centre,
    consortium,
    cost,
    family,
    governance,
    pairing,
    posting,
    referral,
    remote,
    specialty,
    village,
)
from indicators.registry import INDICATORS

__all__ = [
    "INDICATORS",
    "capability",
    "care",
    "centre",
    "consortium",
    "cost",
    "family",
    "governance",
    "pairing",
    "posting",
    "referral",
    "remote",
    "specialty",
    "village",
]
