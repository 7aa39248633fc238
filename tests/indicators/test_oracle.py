"""The engine against the oracle: every key, scope and caliber of many worlds, on dates at the edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from data.policies import Policy
from indicators import CityFigures, catalogue
from tests.indicators.oracle.answers import answers
from tests.indicators.oracle.asking import ask, differences, random_policy
from tests.indicators.oracle.view import View
from tests.worlds import World, as_of_dates, random_world

#: Each seed is one world asked on three dates, for each of its cities.
SEEDS = range(30)


def questions(world: World) -> Iterator[tuple[str, date, str | None, Policy | None]]:
    """Yield (city, day, caliber, policy): calibers in turn, with and without a policy."""
    turn = world.seed
    for city in world.cities():
        for day in as_of_dates(world):
            turn += 1
            yield city, day, (None, "headcount", "eligible")[turn % 3], random_policy(turn, city) if turn % 4 else None


def disagreements(world: World, city: str, day: date, caliber: str | None, policy: Policy | None) -> list[str]:
    """Compare every key × scope; each line names seed, day, key, scope and what differs."""
    figures = ask(world, city, day, caliber, policy)
    expected = answers(world, city, day, caliber, policy)
    place = f"seed {world.seed} city {city} day {day} caliber {caliber} policy {policy.id if policy else None}"
    lines = []
    for (key, scope), answer in expected.items():
        lines += [f"{place}: {key} × {scope}: {text}" for text in differences(answer, figures.get(key, scope))]
    return lines + [f"{place}: {text}" for text in unexpected(figures, set(expected))]


def unexpected(figures: CityFigures, known: set[tuple[str, str]]) -> Iterator[str]:
    """Name figures the contract does not give: keys for a scope where they are absent, numbers of left-out counties."""
    for scope in figures.scopes:
        for figure in figures.of_scope(scope):
            if (figure.key, scope) not in known and figure.value is not None:
                yield f"{figure.key} × {scope}: {figure.value!r} where there is no such figure"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_agrees_with_the_oracle(seed: int) -> None:
    world = random_world(seed)
    lines = [line for question in questions(world) for line in disagreements(world, *question)]
    assert not lines, "\n" + "\n".join(lines[:40])


def test_the_catalogue_and_the_oracle_know_the_same_keys() -> None:
    world = random_world(0)
    known = {key for key, _ in answers(world, world.cities()[0], world.as_of, None, None)}
    assert known == set(catalogue())


def left_out(world: World) -> list[str]:
    return [
        row["region_code"] for row in world.rows("regions") if row["level"] == "county" and row["in_account"] is False
    ]


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if left_out(random_world(seed))])
def test_a_county_outside_the_account_has_no_figure(seed: int) -> None:
    world = random_world(seed)
    for county in left_out(world):
        figures = ask(world, county[:4], world.as_of)
        assert not View(world, county, world.as_of).counties()
        inside = [row["consortium_id"] for row in world.rows("consortia") if row["county_code"] == county]
        for scope in (county, *inside):
            for key in catalogue():
                figure = figures.get(key, scope)
                assert figure is None or (figure.value, figure.status) == (None, "no_data"), (seed, key, scope)
