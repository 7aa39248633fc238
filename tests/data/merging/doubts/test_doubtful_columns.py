"""Columns that changed places and rows that slipped, told by the month before; and what merely moved is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from data.merging import merge
from tests.data.merging.sending import Row, live, sent
from tests.data.small_world import row, small_world

MONTH, DAY, COUNTY = "2023-09", date(2023, 10, 8), "330203"
CARE = ("visits_in", "visits_out", "inpatients_in", "inpatients_out")
STAFF = ("physicians", "nurses", "technicians")


def told(form: str, before: list[Row], now: list[Row]) -> list[tuple[str, str | None]]:
    tables = small_world()
    tables[form] = [row(form, month="2023-08", **one) for one in before]
    done = merge(live(tables), [sent(COUNTY, MONTH, {form: now})], MONTH, DAY)
    return [(one.code, one.cell) for one in done.findings if one.code in ("columns_swapped", "rows_shifted")]


def care(*numbers: int | None) -> list[Row]:
    return [{"county_code": COUNTY, **dict(zip(CARE, numbers, strict=True))}]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ((900, 300, 80, 30), []),
        ((300, 900, 80, 30), [("columns_swapped", "D3")]),
        # A month in which everything was a fifth less.
        ((240, 720, 64, 24), [("columns_swapped", "D3")]),
        ((900, 300, 30, 80), [("columns_swapped", "G3")]),
        # One number that moved is no exchange, nor are all in another unit.
        ((300, 300, 80, 30), []),
        ((9000, 3000, 800, 300), []),
        ((300, None, 80, 30), []),
        ((0, 900, 80, 30), []),
    ],
)
def test_two_columns_in_each_others_place(now: tuple[int | None, ...], found: list[Any]) -> None:
    assert told("care_seeking", care(900, 300, 80, 30), care(*now)) == found


def test_two_numbers_that_are_near_tell_nothing() -> None:
    """A third more at least where both have three digits, half as much again where they have not."""
    for one, other, found in (
        (100, 134, False), (100, 135, True), (90, 133, False), (90, 135, True), (99, 140, False), (100, 140, True),
    ):
        now, before = care(other, one, None, None), care(one, other, None, None)
        assert told("care_seeking", before, now) == ([("columns_swapped", "D3")] if found else [])


FEES = [(700_000, 400_000, 150_000, 60_000), (300_000, 200_000, 70_000, 30_000), (900_000, 500_000, 200_000, 80_000)]
Fees = tuple[float | None, ...]
COSTS = ("outpatient_fee_yuan", "inpatient_fee_yuan", "drug_fee_yuan", "consumable_fee_yuan")


def costs(*rows: Fees) -> list[Row]:
    return [{"consortium_id": f"C{number}", **dict(zip(COSTS, row, strict=True))}
            for number, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ((900_000, 500_000, 200_000, 80_000), []),
        ((500_000, 900_000, 200_000, 80_000), [("columns_swapped", "E5")]),
        # All a tenth more, two of them exchanged.
        ((990_000, 550_000, 88_000, 220_000), [("columns_swapped", "H5")]),
        # A number that is nearly the other and was far from it stands alone.
        ((900_000, 900_000, 200_000, 80_000), []),
    ],
)
def test_two_fees_in_each_others_place_in_one_row_of_many(last: tuple[float, ...], found: list[Any]) -> None:
    assert told("costs", costs(*FEES), costs(*FEES[:2], last)) == found


def staff(rows: list[tuple[int, ...]]) -> list[Row]:
    names = ("H1", "T1", "T2", "V1")
    return [{"institution_id": name, **dict(zip(STAFF, held, strict=True))}
            for name, held in zip(names, rows, strict=True)]


def test_rows_that_slipped_by_one() -> None:
    held = [(300, 400, 90), (50, 60, 20), (30, 20, 8), (12, 9, 3)]
    assert told("workforce", staff(held), staff(held)) == []
    for moved in (held[-1:] + held[:-1], held[1:] + held[:1]):
        assert told("workforce", staff(held), staff(moved)) == [("rows_shifted", "3")]


def referrals(up: int, down: int) -> list[Row]:
    return [{"consortium_id": "C1", "direction": "up", "cases": up},
            {"consortium_id": "C1", "direction": "down", "cases": down}]


@pytest.mark.parametrize(("up", "down", "found"), [(70, 30, []), (30, 70, [("columns_swapped", "E3")]), (30, 30, [])])
def test_up_and_down_in_each_others_place(up: int, down: int, found: list[Any]) -> None:
    assert told("referrals", referrals(70, 30), referrals(up, down)) == found


def test_investments_are_not_held_against_the_month_before() -> None:
    before, now = ([{"county_code": COUNTY, "item": name, "amount_yuan": amount} for name, amount in spent]
                   for spent in ((("甲", 9e6), ("乙", 2e6)), (("甲", 2e6), ("乙", 9e6))))
    assert told("investments", before, now) == []


def exchanged(before: Sequence[Fees], now: Sequence[Fees]) -> list[tuple[str | None, str]]:
    tables = small_world()
    tables["costs"] = [row("costs", month="2023-08", **one) for one in costs(*before)]
    done = merge(live(tables), [sent(COUNTY, MONTH, {"costs": costs(*now)})], MONTH, DAY)
    return [(one.cell, one.message) for one in done.findings if one.code == "rows_exchanged"]


def test_two_rows_in_each_others_place() -> None:
    assert exchanged(FEES, FEES) == []
    assert exchanged(FEES, [FEES[1], FEES[0], FEES[2]]) == [
        ("4", "这一行的数与第 3 行上一次报的几乎相同，那一行的又与这一行的几乎相同，像是两行对调了")
    ]
    # One row that is nearly another's, the other as it was: it was copied or moved, but not exchanged.
    assert exchanged(FEES, [FEES[1], FEES[1], FEES[2]]) == []


@pytest.mark.parametrize(("times", "found"), [(1.34, False), (1.36, True)])
def test_rows_that_are_near_tell_nothing(times: float, found: bool) -> None:
    near = [FEES[0], tuple(times * fee for fee in FEES[0])]
    assert bool(exchanged(near, near[::-1])) == found


@pytest.mark.parametrize(("numbers", "found"), [(2, False), (3, True)])
def test_two_numbers_of_a_row_are_too_few(numbers: int, found: bool) -> None:
    held = [one[:numbers] + (None,) * (4 - numbers) for one in FEES]
    assert bool(exchanged(held, [held[1], held[0], held[2]])) == found
