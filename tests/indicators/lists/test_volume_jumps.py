"""A jump: beyond three times what is usual, beyond chance, beyond half of the larger month; at each edge it is none."""

from __future__ import annotations

import math
from statistics import median

import numpy as np
import pytest

from indicators.lists.volume_jumps import jumps, median_before, typical_change

NAN = float("nan")


def found(series: list[float]) -> list[int]:
    """The months (by place) that jumped, of one series alone: there is no common change to take off."""
    return np.flatnonzero(jumps(np.array([[series]]))[0, 0]).tolist()


@pytest.mark.parametrize(("last", "jumped"), [(1000, False), (1001, True), (999, False)])
def test_three_times_the_typical_change(last: int, jumped: bool) -> None:
    # Changes of 300 all along, so a change of 900 is just three times that.
    assert found([100, 400] * 4 + [100, last]) == ([9] if jumped else [])


@pytest.mark.parametrize(("last", "jumped"), [(12, False), (11, True), (13, False)])
def test_four_times_the_root_of_the_larger_month(last: int, jumped: bool) -> None:
    assert found([36] * 8 + [last]) == ([8] if jumped else [])


@pytest.mark.parametrize(("last", "jumped"), [(50, False), (49, True), (51, False), (200, False), (201, True)])
def test_half_of_the_larger_month(last: int, jumped: bool) -> None:
    assert found([100] * 8 + [last]) == ([8] if jumped else [])


@pytest.mark.parametrize(("before", "jumped"), [(4, False), (5, True), (6, True)])
def test_six_reported_months_are_enough_and_five_are_not(before: int, jumped: bool) -> None:
    assert found([100] * before + [300]) == ([before] if jumped else [])
    assert found([100, NAN] + [100] * (before - 1) + [300]) == ([before + 1] if jumped else [])


def test_the_way_back_is_not_told_but_a_second_step_the_same_way_is() -> None:
    assert found([100] * 8 + [300, 100, 100]) == [8]
    assert found([100] * 8 + [300, 900, 900, 900]) == [8, 9]


def test_a_month_after_a_gap_is_no_jump() -> None:
    assert found([100] * 8 + [NAN, 300]) == []


def test_what_everybody_does_is_nobodys_jump() -> None:
    steady = [100.0, 101, 99, 100, 102, 100, 101, 100]
    all_fall = np.array([[[*steady, 30.0]]] * 6)
    assert not jumps(all_fall).any()
    one_stays = np.concatenate([all_fall, np.array([[[*steady, 100.0]]])])
    assert not jumps(one_stays).any()  # as it stands it did not move at all
    one_rises = np.concatenate([all_fall, np.array([[[*steady, 300.0]]])])
    assert np.argwhere(jumps(one_rises)).tolist() == [[6, 0, 8]]


def test_an_empty_cube_and_one_month() -> None:
    assert jumps(np.full((0, 2, 3), NAN)).shape == (0, 2, 3)
    assert not jumps(np.full((2, 2, 1), 5.0)).any()
    assert np.isnan(typical_change(np.full((1, 1, 5), 3.0))).all()
    assert typical_change(np.array([[[1.0, 4, NAN, 4, 5, 5, 9]]])).tolist() == [[2.0]]


def slowly(cube: list[list[list[float]]]) -> set[tuple[int, int, int]]:
    """The rule again, one series and one month at a time."""
    institutions, services, months = len(cube), len(cube[0]), len(cube[0][0])

    def changes(i: int, s: int) -> dict[int, tuple[float, float]]:
        series, out = cube[i][s], {}
        for m in range(1, months):
            if math.isnan(series[m]) or math.isnan(series[m - 1]):
                continue
            rates = [
                cube[k][s][m] / cube[k][s][m - 1] - 1
                for k in range(institutions)
                if not math.isnan(cube[k][s][m]) and cube[k][s][m - 1] > 0
            ]
            common = median(rates) if len(rates) >= 6 else 0.0
            change = series[m] - series[m - 1]
            out[m] = (change, change - common * series[m - 1])
        return out

    jumped = set()
    for i in range(institutions):
        for s in range(services):
            own = changes(i, s)
            if sum(not math.isnan(v) for v in cube[i][s]) < 6 or not own:
                continue
            usual = [median(abs(pair[kind]) for pair in own.values()) for kind in (0, 1)]
            for m, pair in own.items():
                larger = max(cube[i][s][m], cube[i][s][m - 1])
                if larger > 0 and all(
                    abs(moved) > max(3 * usual[kind], 4 * math.sqrt(larger), larger / 2)
                    for kind, moved in enumerate(pair)
                ):
                    jumped.add((i, s, m))
    return {
        (i, s, m) for i, s, m in jumped
        if (i, s, m - 1) not in jumped
        or (cube[i][s][m] - cube[i][s][m - 1]) * (cube[i][s][m - 1] - cube[i][s][m - 2]) > 0
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_rule_again_slowly(seed: int) -> None:
    rng = np.random.default_rng(seed)
    volume = rng.poisson(rng.choice([3, 30, 300], (9, 2, 1)) * rng.choice([0.3, 1, 1, 1, 1, 2.5], (9, 2, 18))) * 1.0
    volume[rng.random(volume.shape) < 0.15] = NAN
    fast = {(int(i), int(s), int(m)) for i, s, m in np.argwhere(jumps(volume))}
    assert fast == slowly(volume.tolist())
    assert fast or seed


def test_no_month_at_all() -> None:
    assert median_before(np.full((2, 3, 0), NAN)).shape == (2, 3, 0)
    assert jumps(np.full((2, 3, 0), NAN)).shape == (2, 3, 0)
