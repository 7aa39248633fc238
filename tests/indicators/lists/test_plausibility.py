"""Monthly numbers of counties and consortia that look wrong: several copied at once, round, zero, far off."""

from __future__ import annotations

import pytest

from indicators import lists
from indicators.lists.plausibility import COLUMNS
from indicators.months import month_number, month_text
from tests.indicators.city import CITY, EAST, WEST, City

C = f"c{EAST}"


def care(city: City, county: str = EAST, **other: dict[str, int | None]) -> City:
    """Report two years up to December 2022 that move by a hundredth, other months as given (``m2022_06={...}``)."""
    last = month_number("2022-12")
    for month in range(last - 23, last + 1):
        text = month_text(month)
        row = {"visits_in": 9000 + 7 * (month % 13), "visits_out": 1000 + 7 * (month % 11)}
        city.care(text, county, **{**row, **other.get(f"m{text.replace('-', '_')}", {})})
    return city


def told(city: City, scope: str = EAST, **more: bool) -> list[tuple[str, str, str]]:
    found = lists.plausibility(city.figures(), scope, **more)
    return list(zip(found["month"], found["item"], found["kind"], strict=True))


def test_steady_numbers_are_not_suspected_and_nothing_gives_no_rows() -> None:
    assert told(care(City())) == []
    found = lists.plausibility(City().figures(), CITY)
    assert list(found.columns) == COLUMNS
    assert found.empty


def test_one_equal_number_is_chance_and_two_were_copied() -> None:
    same = {"visits_in": 9123}
    assert told(care(City(), m2022_05=same, m2022_06=same)) == []
    both = {"visits_in": 9123, "visits_out": 1021}
    assert told(care(City(), m2022_05=both, m2022_06=both)) == [
        ("2022-06", "visits_in", "copied"), ("2022-06", "visits_out", "copied"),
    ]


def test_both_directions_of_the_referrals_count_together() -> None:
    city = City()
    for month, up, down in (("2022-05", 130, 41), ("2022-06", 130, 41), ("2022-07", 130, 44)):
        city.add("referrals", consortium_id=C, month=month, direction="up", cases=up)
        city.add("referrals", consortium_id=C, month=month, direction="down", cases=down)
    assert told(city) == [("2022-06", "up", "copied"), ("2022-06", "down", "copied")]
    found = lists.plausibility(city.figures(), C)
    assert found["sentence"].tolist()[0] == "东县医共体2022年6月上转报\u00a0130，与上月完全相同"
    assert set(found["table_label"]) == {"双向转诊"}


@pytest.mark.parametrize(("value", "jumped"), [(7300, False), (7150, True), (11200, False), (11500, True)])
def test_a_fifth_of_the_larger_month(value: int, jumped: bool) -> None:
    found = told(care(City(), m2022_06={"visits_in": value}))
    assert [("2022-06", "visits_in", "jump")] * jumped == found


def test_a_zero_and_round_numbers() -> None:
    assert ("2022-06", "visits_out", "zero") in told(care(care(City(), WEST), m2022_06={"visits_out": 0}), CITY)
    full = {"m2022_05": {"visits_in": 9050}, "m2022_06": {"visits_in": 9000}}
    assert told(care(City(), **full)) == [("2022-06", "visits_in", "round")]
    large = {"m2022_05": {"visits_in": 90_500}, "m2022_06": {"visits_in": 90_450}}
    assert ("2022-06", "visits_in", "round") not in told(care(City(), **large))


def test_only_this_year_and_only_the_scope() -> None:
    both = {"visits_in": 9123, "visits_out": 1021}
    city = care(care(City(), WEST), m2021_05=both, m2021_06=both)
    assert told(city) == []
    assert {month for month, _, kind in told(city, year_to_date=False) if kind == "copied"} == {"2021-06"}
    assert told(city, WEST, year_to_date=False) == []
    assert told(city, C, year_to_date=False) == []


def test_remote_services_stand_among_them_gravest_first() -> None:
    both = {"visits_in": 9123, "visits_out": 1021}
    city = care(City(), m2022_05=both, m2022_06=both).volume("2022-06", 5)
    found = lists.plausibility(city.figures(), EAST)
    assert found[["table", "kind"]].to_numpy().tolist() == [
        ["remote_volumes", "no_site"], ["care_seeking", "copied"], ["care_seeking", "copied"],
    ]
    assert found["subject"].tolist() == ["东县卫生院", "东县", "东县"]
