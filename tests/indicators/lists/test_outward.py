"""Outward specialties: three years, a rate only of rows with both numbers, cases apart, and who works on them."""

from __future__ import annotations

import pandas as pd
import pytest

from indicators.lists.outward import Outward, outward_specialties
from tests.indicators.city import CITY, EAST, WEST, City


def sent(city: City, specialty: str, cases: int | None, total: int | None, month: str = "2022-12",
         county: str = EAST) -> City:
    return city.add("outward_referrals", county_code=county, month=month, specialty=specialty, cases=cases,
                    total_cases=total)


def asked(city: City, scope: str = CITY, day: str = "2022-12-31", most: int = 10) -> Outward:
    return outward_specialties(city.quick(day), scope, most)


def test_the_rate_is_summed_over_rows_with_both_numbers() -> None:
    city = sent(sent(sent(City(), "骨科", 30, 100), "骨科", 50, 100, "2022-11", WEST), "骨科", 9, None, "2022-10")
    row = asked(city).rows.iloc[0]
    assert (row["cases"], row["total_cases"], row["rate"], row["all_cases"], row["counties"]) == (80, 200, 40, 89, 2)
    assert (row["basis"], row["rank"], row["tied"]) == ("rate", 1, 0)


def test_a_row_without_cases_says_nothing() -> None:
    found = asked(sent(City(), "骨科", None, 100))
    assert found.rows.empty
    assert found.silent == ("东县", "西县")
    assert found.months == 0


@pytest.mark.parametrize(("month", "counts"), [("2019-12", False), ("2020-01", True), ("2022-12", True),
                                               ("2023-01", False)])
def test_three_years_are_the_36_ended_months(month: str, counts: bool) -> None:
    found = asked(sent(City(), "骨科", 30, 100, month))
    assert (found.first, found.last) == ("2020-01", "2022-12")
    assert (len(found.rows) == 1) is counts


def test_a_month_that_has_not_ended_does_not_count() -> None:
    assert asked(sent(City(), "骨科", 30, 100), day="2022-12-30").rows.empty


@pytest.mark.parametrize(("total", "basis"), [(29, "small"), (30, "rate"), (31, "rate"), (0, "small")])
def test_a_small_base_has_no_rank_and_stands_after_the_ranked(total: int, basis: str) -> None:
    city = sent(sent(City(), "血液科", min(total, 20), total), "骨科", 1, 100)
    rows = asked(city).rows.set_index("specialty")
    assert rows.loc["血液科", "basis"] == basis
    assert rows.index.tolist() == (["血液科", "骨科"] if basis == "rate" else ["骨科", "血液科"])
    assert pd.isna(rows.loc["血液科", "rank"]) == (basis == "small")
    assert pd.isna(rows.loc["血液科", "rate"]) == (total == 0)


def test_without_any_total_it_goes_by_cases_and_says_so() -> None:
    city = sent(sent(sent(City(), "眼科", 7, None), "儿科", 9, None), "骨科", 1, 100)
    rows = asked(city).rows
    assert rows["specialty"].tolist() == ["骨科", "儿科", "眼科"]
    assert rows["basis"].tolist() == ["rate", "cases", "cases"]
    assert rows["rank"].tolist() == [1, 1, 2]
    assert rows["basis_label"].tolist()[1] == "未报总例数，只按外转例数"
    assert rows["total_cases"].isna().tolist() == [False, True, True]


def test_equal_rates_share_a_rank_and_the_rest_is_left_out() -> None:
    city = City()
    for number in range(12):
        sent(city, f"专科{number:02d}", 50 if number < 2 else 40 - number, 100)
    rows = asked(city).rows
    assert len(rows) == 10
    assert rows[["rank", "tied"]].to_numpy().tolist()[:3] == [[1, 1], [1, 1], [3, 0]]
    assert asked(city, most=1).rows["tied"].tolist() == [1], "the tie is told even where it is cut off"


def test_a_county_sees_its_own_and_a_consortium_nothing() -> None:
    city = sent(sent(City(), "骨科", 30, 100), "骨科", 50, 100, county=WEST)
    assert asked(city, EAST).rows["rate"].tolist() == [30]
    assert asked(city, f"c{EAST}").rows.empty
    assert asked(sent(City(), "骨科", 1, 100), CITY).silent == ("西县",)


@pytest.mark.parametrize(
    ("row", "addressed"),
    [
        ({"kind": "key"}, True),
        ({"kind": "weak"}, True),
        ({"kind": "county_feature"}, False),
        ({"kind": "key", "since": "2023-01-01"}, False),
        ({"kind": "key", "since": "2022-12-31"}, True),
        ({"kind": "key", "until": "2022-12-31"}, False),
        ({"kind": "key", "until": "2023-01-01"}, True),
        ({"kind": "key", "specialty": "骨伤科"}, False),
        ({"kind": "key", "subject_id": f"t{EAST}"}, True),
        ({"kind": "key", "subject_id": "m"}, False),
    ],
)
def test_who_works_on_it_on_the_day(row: dict[str, str], addressed: bool) -> None:
    held = {"subject_id": f"c{EAST}", "specialty": "骨科", "since": "2020-01-01"} | row
    city = sent(City(), "骨科", 30, 100).add("specialties", **held)
    found = asked(city).rows.iloc[0]
    assert found["addressed"] is addressed
    kind = held["kind"]
    if addressed:
        assert found[kind] == ("东县医共体",)
    assert asked(city, WEST).rows.empty


def test_a_consortium_of_another_county_does_not_work_on_it() -> None:
    city = sent(City(), "骨科", 30, 100).add(
        "specialties", subject_id=f"c{WEST}", specialty="骨科", since="2020-01-01", kind="key"
    )
    assert asked(city, EAST).rows["addressed"].tolist() == [False]
    assert asked(city, CITY).rows["addressed_label"].tolist() == ["1 家列为重点专科"]


def test_without_any_specialty_reported_it_is_not_known_who_works_on_it() -> None:
    row = asked(sent(City(), "骨科", 30, 100)).rows.iloc[0]
    assert row["addressed"] is None
    assert row["addressed_label"] == "专科情况未报"


def test_a_scope_that_never_gave_a_total_goes_by_cases_alone() -> None:
    rows = asked(sent(City(), "眼科", 9, None)).rows
    assert rows[["specialty", "basis", "rank"]].to_numpy().tolist() == [["眼科", "cases", 1]]


def test_a_consortium_of_a_county_out_of_account_is_none_of_the_citys() -> None:
    city = sent(City(), "骨科", 30, 100).change("regions", 2, in_account=False)
    city.add("specialties", subject_id=f"c{WEST}", specialty="骨科", since="2020-01-01", kind="key")
    assert asked(city).rows["key"].tolist() == [()]
