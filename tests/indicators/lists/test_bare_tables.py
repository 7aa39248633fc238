"""Every list and finding of 能力建设, the trees and 数据质量 stands on bare tables, in every scope, on every day."""

from __future__ import annotations

from datetime import date

import pytest

from data.policies import policy_by_id
from indicators import lists
from indicators import sentences_capacity as capacity
from indicators import sentences_quality as quality
from indicators.engine import CityFigures, lazily
from indicators.lists.capacity_cells import STATES
from tests.indicators.oracle.asking import random_policy, tables_of
from tests.worlds import World, random_world

OPTIONAL = (
    "memberships", "workforce", "remote_sites", "remote_volumes", "resource_centres", "care_seeking", "referrals",
    "pairings", "specialties", "capability", "governance", "costs", "investments", "statements", "submissions",
)
NATIONAL = policy_by_id("national-2024")


def all_of(figures: CityFigures, scope: str) -> None:
    """Ask for everything once; what it says is tested elsewhere."""
    cells = lists.capacity_matrix(figures, scope)
    assert set(cells["state"]) <= set(STATES) and not cells["shown"].isna().any()
    assert capacity.matrix(cells, "家医共体")
    assert capacity.pairings(lists.lead_pairings(figures, scope))
    assert capacity.beds(lists.grassroots_beds(figures, scope))
    assert capacity.trees(lists.consortium_trees(figures, scope))
    sent = lists.submissions(figures, scope)
    assert quality.completeness(lists.completeness(figures, scope, sent))
    assert all(lists.completeness_by(sent, by)["due"].sum() == len(sent) for by in ("county", "month", "table"))
    assert quality.doubts(lists.plausibility(figures, scope, year_to_date=False))
    assert quality.monitoring(lists.monitoring(figures, scope, NATIONAL))
    assert quality.statements(lists.statements(figures, scope, below=True))
    for rows in (lists.workforce_months, lists.cost_months, lists.investments, lists.specialties):
        assert list(rows(figures, scope).columns)


@pytest.mark.parametrize("seed", [760])
def test_every_table_may_be_absent(seed: int) -> None:
    world = random_world(seed)
    (city, *_) = world.cities()
    bare: list[World] = [world, world.without(*OPTIONAL)]
    bare += [world.without(*OPTIONAL[::2])]
    for one in bare:
        figures = lazily(tables_of(one, city), world.as_of, None, random_policy(seed, city))
        outside = [code for code in figures.context.base.scopes.county_names if code not in figures.counties]
        for scope in (city, figures.scopes[-1], *(figures.counties[:1] if one is world else outside[:1])):
            all_of(figures, scope)


def test_a_day_before_everything() -> None:
    world = random_world(765)
    (city, *_) = world.cities()
    figures = lazily(tables_of(world, city), date(1990, 1, 31), None, random_policy(765, city))
    for scope in (city, *figures.counties):
        all_of(figures, scope)
