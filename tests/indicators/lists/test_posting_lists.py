"""Institutions with nobody posted, loose ends, and why postings are not counted."""

from __future__ import annotations

import pandas as pd

from indicators import lists
from tests.indicators.city import CITY, EAST, WEST, City


def test_an_institution_without_a_posting_is_listed_with_its_vacancy() -> None:
    city = City().posting(end_on="2022-12-01").posting(end_on="2022-06-30")
    found = lists.unposted_institutions(city.figures(), CITY).set_index("institution_id")
    assert set(found.index) == {f"t{EAST}", f"t{WEST}"}
    assert found.loc[f"t{EAST}", "days_vacant"] == 30
    assert found.loc[f"t{EAST}", "last_end_on"] == pd.Timestamp("2022-12-01")
    assert pd.isna(found.loc[f"t{WEST}", "days_vacant"])
    assert found.loc[f"t{WEST}", "note"] == "从未有派驻"


def test_the_list_and_the_coverage_say_the_same_of_members() -> None:
    city = City().hospital("alone", EAST).posting()
    figures = city.figures()
    found = lists.unposted_institutions(figures, EAST)
    assert found["institution_id"].tolist() == ["alone"]
    assert found["unaffiliated"].tolist() == [True]
    assert figures.get("posting.lead_to_member.coverage", EAST).value == 100


def test_a_posting_the_caliber_does_not_count_leaves_the_institution_unposted() -> None:
    city = City().posting(title_grade="junior", planned_end_on="2025-01-01")
    assert f"t{EAST}" not in set(lists.unposted_institutions(city.figures(), EAST)["institution_id"])
    assert f"t{EAST}" in set(lists.unposted_institutions(city.figures(caliber="eligible"), EAST)["institution_id"])


def test_without_any_posting_reported_nobody_is_called_unposted() -> None:
    assert lists.unposted_institutions(City().figures(), CITY).empty


def test_overdue_is_from_the_day_after_the_planned_end_and_needs_no_end_recorded() -> None:
    city = City().posting("a", planned_end_on="2022-12-30").posting("b", planned_end_on="2022-12-31")
    city.posting("c", planned_end_on="2022-12-01", end_on="2023-05-01")
    found = lists.overdue_postings(city.figures(), EAST)
    assert found["person_id"].tolist() == ["a"]
    assert found["days_overdue"].tolist() == [1]


def test_the_tally_sets_ended_and_not_started_apart_and_adds_up() -> None:
    city = City().posting("a").posting("a").posting("b", kind="mobile").posting("c", end_on="2021-01-01")
    city.posting("d", start_on="2023-01-01").posting("e", receiver=f"t{WEST}")
    found = lists.reason_tally(city.figures(), CITY).set_index("reason")
    assert found["postings"].to_dict() == {
        "counted": 2, "not_started": 1, "ended": 1, "not_long_term": 1, "ends_do_not_fit": 1
    }  # fmt: skip
    assert found.loc["counted", "persons"] == 1
    assert found.index[~found["in_force"]].tolist() == ["not_started", "ended"]
    assert lists.uncounted_postings(city.figures(), CITY)["reason"].tolist() == ["not_long_term", "ends_do_not_fit"]


def test_a_posting_whose_ends_do_not_fit_is_shown_where_it_was_received() -> None:
    city = City().posting(sender="m")
    assert lists.uncounted_postings(city.figures(), EAST)["reason_label"].tolist() == ["派出或接收机构不符"]
    assert lists.uncounted_postings(city.figures(), WEST).empty


def test_both_calibers_stand_side_by_side() -> None:
    city = City().posting("a").posting("b", title_grade="junior", planned_end_on="2025-01-01")
    found = lists.caliber_comparison(city.figures(), EAST)
    own = found[found["flow"] == "lead_to_member"].set_index("caliber")
    assert own["persons"].to_dict() == {"headcount": 2, "eligible": 0}
    assert own["in_use"].to_dict() == {"headcount": True, "eligible": False}


def test_who_sends_to_whom_counts_persons_once() -> None:
    city = City().posting("a").posting("a").posting("b").posting("c", flow="municipal_to_county", sender="h")
    found = lists.who_sends_to_whom(city.figures(), CITY)
    rows = found[["from_name", "county", "persons"]].to_numpy().tolist()
    assert rows == [["东县医院", "东县", 2], ["市疾控", "东县", 1]]
