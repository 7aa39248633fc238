"""A row of a remote service that was copied for another provider, and two providers that merely did as much."""

from __future__ import annotations

from datetime import date

import pytest

from data.merging import merge
from tests.data.merging.sending import live, sent
from tests.data.small_world import small_world

MONTH, DAY, COUNTY = "2023-09", date(2023, 10, 8), "330203"
#: Volume and minutes.
Counts = tuple[int | None, float | None]


def told(first: Counts, second: Counts, requester: str = "T1", service: str = "ecg") -> list[tuple[str | None, str]]:
    rows = [
        {"requesting_institution_id": who, "service_type": what, "providing_institution_id": by, "volume": counts[0],
         "median_turnaround_minutes": counts[1]}
        for who, what, by, counts in (("T1", "ecg", "H1", first), (requester, service, "M1", second))
    ]
    merged = merge(live(small_world()), [sent(COUNTY, MONTH, {"remote": rows})], MONTH, DAY)
    return [(one.cell, one.message) for one in merged.findings if one.code == "provider_copied"]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ((9, 20.5), (9, 20.5), False), ((10, 20.5), (10, 20.5), True), ((11, 20.5), (11, 20.5), True),
        ((49, None), (49, None), False), ((50, None), (50, None), True), ((51, None), (51, None), True),
        # The same number in another time, or by one that gives no time, was counted twice by nobody.
        ((80, 20.5), (80, 21.0), False), ((80, 20.5), (80, None), False), ((80, 20.5), (81, 20.5), False),
        ((None, 20.5), (None, 20.5), False),
    ],
)
def test_edges_of_a_copy(first: Counts, second: Counts, found: bool) -> None:
    assert [cell for cell, _ in told(first, second)] == (["G4"] if found else [])


def test_another_requester_or_another_service_is_no_copy() -> None:
    assert told((80, 20.5), (80, 20.5), requester="T2") == []
    assert told((80, 20.5), (80, 20.5), service="imaging") == []


def test_it_is_said_what_is_the_same_and_where() -> None:
    [(_, said)] = told((80, 20.5), (80, 20.5))
    assert said == (
        "“集士港卫生院”的远程心电，服务量（80）和回报时间与第 3 行（服务机构“海曙医院”）完全相同，"
        "像是照抄，两行会加在一起"
    )
