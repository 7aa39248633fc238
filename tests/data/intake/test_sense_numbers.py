"""Numbers of one row beside each other: below, at and above what can be and what is likely."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.answers import SentFile
from tests.data.intake.sent import ROWS, codes, only, read, sheet

PAID = {"outpatient_visits": 100, "outpatient_fee_yuan": 20_000.0, "discharges": 10, "inpatient_fee_yuan": 80_000.0}


def one(key: str, **values: Any) -> SentFile:
    return read(sheet(key, {**ROWS.get(key, ({},))[0], **values}))


def costs(**values: Any) -> SentFile:
    return one("costs", **{**PAID, **values})


@pytest.mark.parametrize(("drugs", "consumables", "found"), [(60_000.0, 40_000.0, False), (60_000.0, 40_000.5, True)])
def test_drugs_and_consumables_together_are_no_more_than_the_fees(
    drugs: float, consumables: float, found: bool
) -> None:
    sent = costs(drug_fee_yuan=drugs, consumable_fee_yuan=consumables)
    assert codes(sent) == ({"part_exceeds_whole"} if found else set())
    assert all("加起来" in one.message for one in sent.errors)


@pytest.mark.parametrize(
    ("amount", "visits", "paid", "severity"),
    [
        ("outpatient_fee_yuan", "outpatient_visits", 99.0, "error"),
        ("outpatient_fee_yuan", "outpatient_visits", 100.0, "warning"),
        ("outpatient_fee_yuan", "outpatient_visits", 1_999.0, "warning"),
        ("outpatient_fee_yuan", "outpatient_visits", 2_000.0, None),
        ("outpatient_fee_yuan", "outpatient_visits", 500_000.0, None),
        ("outpatient_fee_yuan", "outpatient_visits", 500_001.0, "warning"),
        ("inpatient_fee_yuan", "discharges", 99.0, "error"),
        ("inpatient_fee_yuan", "discharges", 4_999.0, "warning"),
        ("inpatient_fee_yuan", "discharges", 5_000.0, None),
        ("inpatient_fee_yuan", "discharges", 2_000_000.0, None),
        ("inpatient_fee_yuan", "discharges", 2_000_001.0, "warning"),
    ],
)
def test_an_amount_is_held_against_its_visits(amount: str, visits: str, paid: float, severity: str | None) -> None:
    sent = costs(**{amount: paid})
    assert codes(sent) == ({"amount_scale"} if severity else set())
    assert [one.severity for one in sent.findings if one.code == "amount_scale"] == ([severity] if severity else [])
    assert codes(costs(**{amount: paid, visits: None})) == set()


@pytest.mark.parametrize(
    ("fee", "visits"), [("outpatient_fee_yuan", "outpatient_visits"), ("inpatient_fee_yuan", "discharges")]
)
def test_fees_without_visits_and_visits_without_fees_are_asked_about(fee: str, visits: str) -> None:
    nothing = dict.fromkeys(PAID)
    for paid, count in ((0, 0), (0, None), (None, 0), (2000, 2)):
        assert codes(costs(**{**nothing, fee: paid, visits: count})) == set()
    for paid, count in ((0, 2), (2000, 0)):
        found = only(costs(**{**nothing, fee: paid, visits: count}), "amount_alone")
        assert (found.severity, found.value) == ("warning", "0")


@pytest.mark.parametrize("name", ["drug_fee_yuan", "consumable_fee_yuan", "fund_in_county_yuan", "fund_all_yuan"])
@pytest.mark.parametrize(("value", "found"), [(0.0, False), (99.9, True), (100.0, False), (None, False)])
def test_a_thousandth_of_the_fees_is_likely_in_ten_thousands(name: str, value: float | None, found: bool) -> None:
    sent = costs(**{name: value})
    assert codes(sent) == ({"amount_scale"} if found else set())


@pytest.mark.parametrize(("amount", "found"), [(0.0, False), (999.9, True), (1000.0, False), (None, False)])
def test_an_investment_of_less_than_a_thousand_yuan_is_asked_about(amount: float | None, found: bool) -> None:
    sent = one("investments", item="设备", amount_yuan=amount)
    assert codes(sent) == ({"amount_scale"} if found else set())


@pytest.mark.parametrize(
    ("key", "name", "other"),
    [
        ("family_doctors", "teams", "doctors"),
        ("care_seeking", "inpatients_in", "visits_in"),
        ("care_seeking", "inpatients_out", "visits_out"),
    ],
)
def test_a_number_that_is_hardly_ever_the_larger_one_is_asked_about(key: str, name: str, other: str) -> None:
    others = {"grassroots_visits": None} if key == "care_seeking" else {}
    for less, more in ((9, 10), (10, 10), (11, None), (None, 10), (11, -1)):
        assert codes(one(key, **others, **{name: less, other: more})) == set()
    found = only(one(key, **others, **{name: 11, other: 10}), "columns_swapped")
    assert (found.severity, found.value) == ("warning", "11")


@pytest.mark.parametrize(
    ("minutes", "found"), [(0, False), (0.5, True), (1, False), (44640, False), (44641, True), (None, False)]
)
def test_an_answer_takes_minutes(minutes: float | None, found: bool) -> None:
    assert codes(one("remote", median_turnaround_minutes=minutes)) == ({"turnaround_unit"} if found else set())


@pytest.mark.parametrize(
    ("numbers", "found"),
    [((100, 5, 6), True), ((99, 5, 6), False), ((100, 5, None), False), ((100, 5, 7), False)],
)
def test_two_rows_of_the_same_numbers_were_copied(numbers: tuple[int | None, ...], found: bool) -> None:
    names = ("physicians", "nurses", "technicians")
    second = dict(zip(names, numbers, strict=True))
    first = {**second, "technicians": 6} if numbers[2] else second
    rows = [{**ROWS["workforce"][at], **held} for at, held in enumerate((first, second))]
    sent = read(sheet("workforce", *rows))
    assert codes(sent) == ({"rows_alike"} if found else set())
    assert [one.cell for one in sent.findings if one.code == "rows_alike"] == ["D3"] * found
