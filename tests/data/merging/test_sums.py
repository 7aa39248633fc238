"""A quarter's or a year's sum typed for a month: told where the year was steady, and of a month that moved never."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from data.merging import Merged, merge
from tests.data.merging.sending import Row, live, sent
from tests.data.small_world import row, small_world, volume

DAY, COUNTY = date(2023, 10, 8), "330203"
#: 1,000 a month from 2022-09 to 2023-08.
STEADY = [1000] * 12


def months(count: int) -> list[str]:
    """Return so many months up to 2023-08."""
    return [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(8 - count, 8)]


def done(before: Sequence[int | None], now: int, month: str = "2023-09") -> Merged:
    tables = small_world()
    past = months(len(before))
    tables["care_seeking"] = [
        row("care_seeking", county_code=COUNTY, month=one, visits_in=value)
        for one, value in zip(past, before, strict=True) if value is not None
    ]
    return merge(live(tables), [sent(COUNTY, month, {"care_seeking": [{"visits_in": now}]})], month, DAY)


def told(merged: Merged) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in merged.findings if one.code in ("period_sum", "month_jump")]


def words(merged: Merged) -> list[str]:
    return [one.message for one in merged.findings if one.code == "period_sum"]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        # Three months leave between six tenths and one and a half of a month.
        (2599, []), (2600, ["period_sum"]), (3000, ["period_sum"]), (3500, ["period_sum"]), (3501, []),
        # The year so far: eight months before September, or seven before August.
        (7599, ["month_jump"]), (7600, ["period_sum"]), (9000, ["period_sum"]), (9500, ["period_sum"]),
        (9501, ["month_jump"]), (5000, ["month_jump"]), (4999, []), (1500, []),
    ],
)
def test_edges_of_a_sum(now: int, found: list[str]) -> None:
    assert told(done(STEADY, now)) == [(code, "D3") for code in found]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (3000, "县域内就诊人次上个月是 1000，这个月是 3000，接近三个月的合计（2023-07 至 2023-08 已报 2000），"
               "像是把季度数填成了本月数"),
        (9000, "县域内就诊人次上个月是 1000，这个月是 9000，接近今年 1 至 9 月的累计数"
               "（2023-01 至 2023-08 已报 8000），像是把累计数填成了本月数"),
        (8000, "县域内就诊人次上个月是 1000，这个月是 8000，接近今年 1 至 8 月的累计数"
               "（2023-01 至 2023-07 已报 7000），像是把累计数填成了本月数"),
    ],
)
def test_it_is_said_which_sum_it_is(now: int, said: str) -> None:
    assert words(done(STEADY, now)) == [said]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        # Five months before tell nothing yet, six do.
        ([1000] * 5, 3000, False), ([1000] * 6, 3000, True),
        # Twice the largest month at least.
        ([*[1000] * 9, 800, 600, 600], 1999, False), ([*[1000] * 9, 800, 600, 600], 2000, True),
        # A period whose largest month is more than three times its least tells nothing.
        ([*[1000] * 10, 333, 1000], 2300, False), ([*[1000] * 10, 334, 1000], 2300, True),
        # A month of the period that was not reported, or zero.
        ([*[1000] * 10, None, 1000], 3000, False), ([*[1000] * 10, 0, 1000], 3000, False),
        # What grows from month to month, and what recovers, is a month.
        ([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200], 1500, False),
        ([*[1000] * 10, 300, 300], 1000, False),
        # Small numbers do as they like.
        ([30] * 12, 99, False), ([34] * 12, 100, True),
    ],
)
def test_what_the_year_before_must_be_like(before: list[int | None], now: int, found: bool) -> None:
    assert bool(words(done(before, now))) == found


def test_in_february_a_sum_is_no_more_than_twice_a_month_and_in_january_there_is_none() -> None:
    tables = small_world()
    tables["care_seeking"] = [
        row("care_seeking", county_code=COUNTY, month=f"2022-{number:02d}", visits_in=1000) for number in range(1, 13)
    ]
    merged = merge(live(tables), [sent(COUNTY, "2023-01", {"care_seeking": [{"visits_in": 2000}]})], "2023-01", DAY)
    assert told(merged) == []
    merged = merge(merged.frames, [sent(COUNTY, "2023-02", {"care_seeking": [{"visits_in": 2000}]})], "2023-02", DAY)
    assert told(merged) == []


def specialties(month: str, times: int, count: int) -> list[Row]:
    return [{"month": month, "specialty": f"{number}科", "cases": times * (10 + number)} for number in range(count)]


def outward(times: int, count: int, now: int | None = None) -> Merged:
    tables = small_world()
    tables["outward_referrals"] = [
        row("outward_referrals", county_code=COUNTY, **one)
        for month in months(12) for one in specialties(month, 1, count)
    ]
    rows = specialties("2023-09", times, now or count)
    return merge(live(tables), [sent(COUNTY, "2023-09", {"outward_referrals": rows})], "2023-09", DAY)


@pytest.mark.parametrize(("times", "count", "found"), [(3, 4, True), (1, 4, False), (2, 4, False), (3, 2, False)])
def test_small_numbers_of_a_column_tell_together(times: int, count: int, found: bool) -> None:
    """Four rows of 10 to 13 are 138 times three; two of them stay below a hundred."""
    merged = outward(times, count)
    assert told(merged) == ([("period_sum", None)] if found else [])
    if found:
        assert words(merged) == [
            "“外转例数”各行合起来是 138，接近三个月的合计（2023-07 至 2023-08 已报 92），像是把季度数填成了本月数"
        ]


def test_a_new_row_does_not_hide_the_others() -> None:
    assert told(outward(3, 4, 5)) == [("period_sum", None)]


@pytest.mark.parametrize(("sites", "found"), [(5, ["I3", "I4", "I5", "I6", "I7"]), (6, [None])])
def test_many_are_said_at_once(sites: int, found: list[Any]) -> None:
    tables = small_world()
    types = ("ecg", "imaging", "lab", "pathology", "consultation", "sterile")[:sites]
    tables["remote_volumes"] = [
        volume(month, 200, service_type=one, requesting_institution_id="T2") for month in months(12) for one in types
    ]
    rows = [
        {"requesting_institution_id": "T2", "service_type": one, "providing_institution_id": "H1", "volume": 600}
        for one in types
    ]
    merged = merge(live(tables), [sent(COUNTY, "2023-09", {"remote": rows})], "2023-09", DAY)
    own = [one for one in merged.findings if one.code == "period_sum"]
    assert [one.cell for one in own] == found
    assert sites == 5 or own[0].message == (
        "“服务量”有 6 个数都接近三个月的合计（I3、I4、I5、I6、I7 等），像是把季度数填成了本月数"
    )


def test_what_there_is_at_a_month_s_end_has_no_sum() -> None:
    tables = small_world()
    tables["family_doctors"] = [
        row("family_doctors", county_code=COUNTY, month=month, contracted=200) for month in months(12)
    ]
    merged = merge(live(tables), [sent(COUNTY, "2023-09", {"family_doctors": [{"contracted": 600}]})], "2023-09", DAY)
    assert told(merged) == []


@pytest.mark.parametrize(("names", "found"), [(("骨科",), []), (("眼科",), ["rows_absent"]), ((), ["month_empty"])])
def test_a_specialty_that_last_month_had(names: tuple[str, ...], found: list[str]) -> None:
    rows = [{"specialty": name, "cases": 2, "total_cases": 5} for name in names]
    merged = merge(live(small_world()), [sent(COUNTY, "2023-09", {"outward_referrals": rows})], "2023-09", DAY)
    own = [one for one in merged.findings if one.code in ("rows_absent", "month_empty")]
    assert [one.code for one in own] == found
    assert all("骨科" in one.message for one in own if one.code == "rows_absent")
