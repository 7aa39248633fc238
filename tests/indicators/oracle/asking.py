"""Asking the engine what the oracle is asked, and telling where the two answers differ."""

from __future__ import annotations

import math
import random
from datetime import date
from functools import lru_cache
from typing import Any

from data.policies import Policy, Target
from data.tables import CityTables, city_tables
from indicators import CityFigures, Figure, compute
from tests.indicators.oracle.answers import Answer
from tests.worlds import World, frames

#: Targets on figures of every kind, with bounds that small worlds fall below, meet and pass.
_BOUNDS = {
    "consortium.count": [("range", (1, 2)), (">=", 2), ("<=", 1)],
    "consortium.counties_in_range": [(">=", 100)],
    "posting.lead_to_member.persons": [(">", 2), (">", 0), (">=", 3)],
    "posting.municipal_to_lead.persons": [(">", 1), ("range", (2, 3))],
    "posting.municipal_to_county.persons": [(">=", 1), (">=", 2)],
    "posting.lead_to_member.coverage": [(">=", 100), (">", 50)],
    "pairing.lead_coverage": [(">=", 100)],
    "remote.volume.total": [(">", 500), (">=", 100)],
    "care.in_county_rate": [(">=", 50), (">", 55.5), ("range", (40, 60))],
    "cost.drug_share": [("<=", 30)],
    "village.unserved": [("<=", 0)],
    "village.coverage": [(">=", 100), (">", 50)],
    "centre.open_rate": [(">=", 100)],
    "governance.plan_issued_rate": [(">=", 100)],
}


def ask(world: World, city: str, day: date, caliber: str | None = None, policy: Policy | None = None) -> CityFigures:
    """Compute the figures of one city of a world, as the program would from a snapshot."""
    return compute(tables_of(world, city), day, caliber, policy)


@lru_cache(maxsize=4)
def tables_of(world: World, city: str) -> CityTables:
    """Return the tables of one city, kept while the same world is asked on several days."""
    return city_tables(frames(world), city, world.as_of)


def random_policy(seed: int, city: str) -> Policy:
    """Return an invented policy: some centres required, calibers named for some flows, targets at some levels."""
    pick = random.Random(seed)
    flows = ("lead_to_member", "municipal_to_lead", "municipal_to_county")
    targets = []
    for key, bounds in _BOUNDS.items():
        if pick.random() < 0.8:
            op, value = pick.choice(bounds)
            levels = pick.sample(["city", "county", "consortium"], pick.randint(1, 3))
            targets.append(
                Target(
                    indicator=key, levels=levels, op=op, value=value, unit="个", due=None, due_stated=False,
                    quote="测试", source="测试",
                )
            )  # fmt: skip
    return Policy(
        id=f"policy-{seed}", title="测试文件", issuer="测试", date=date(2019, 3, 1), source="测试", applies_to=city,
        required_centres=pick.sample(["ecg", "imaging", "lab", "sterile", "logistics"], pick.choice([0, 2, 4])),
        caliber={flow: pick.choice(["headcount", "eligible"]) for flow in flows if pick.random() < 0.7},
        cards=(), targets=targets, directions=(),
    )  # fmt: skip


def same(expected: float | None, got: float | None, *, exact: bool) -> bool:
    """Compare two numbers: null equals null only, counts exactly, rates to 1e-9."""
    if expected is None or got is None:
        return expected is None and got is None
    return expected == got if exact else math.isclose(expected, got, rel_tol=1e-9, abs_tol=1e-9)


def differences(answer: Answer, figure: Figure | None) -> list[str]:
    """Return what the engine's figure has otherwise than the oracle's answer, in words; nothing when they agree."""
    if figure is None:
        return ["key is absent"]
    exact = answer.denominator is None
    found = []

    def compare(name: str, expected: Any, got: Any, agree: bool) -> None:
        if not agree:
            found.append(f"{name}: expected {expected!r}, got {got!r}")

    compare("value", answer.value, figure.value, same(answer.value, figure.value, exact=exact))
    if answer.denominator:
        compare("numerator", answer.numerator, figure.numerator, same(answer.numerator, figure.numerator, exact=False))
        parts_agree = same(answer.denominator, figure.denominator, exact=False)
        compare("denominator", answer.denominator, figure.denominator, parts_agree)
    compare("caliber", answer.caliber, figure.caliber, answer.caliber == figure.caliber)
    compare("status", answer.status, figure.status, answer.status == figure.status)
    compare("gap", answer.gap, figure.gap, same(answer.gap, figure.gap, exact=False))
    if answer.not_reported is not None:
        listed = frozenset(figure.not_reported)
        compare("not_reported", sorted(answer.not_reported), sorted(listed), answer.not_reported == listed)
    return found
