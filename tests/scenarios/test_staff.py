"""Posted staff: who is sent where, from when to when, and what is refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.scenarios.asking import CITY, DAY, EAST, WEST, ask, city, day, do, refused, row, values

LEAD = f"l{EAST}"


def send(**more: Any) -> dict[str, Any]:
    base = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": LEAD, "persons": 1,
            "title_grade": "intermediate", "months": 18}  # fmt: skip
    return base | more


def test_a_person_starts_on_the_day_and_is_planned_to_stay() -> None:
    done = do(send(to_institution_id="h1", persons=2))
    made = row(done, "postings", posting_id="~s0-1")
    assert made["person_id"] == "~s0-1" and made["kind"] == "long_term" and made["provenance"] == "derived"
    assert (made["start_on"], made["planned_end_on"]) == (day(DAY), day("2024-06-30"))
    assert pd.isna(made["end_on"]) and made["to_county_code"] == EAST
    assert done.cost.persons == 2 and done.refusals == () and done.notes == ()


def test_persons_go_one_each_to_the_uncovered_the_most_people_first() -> None:
    done = do(send(to="uncovered", persons=2))
    # 2号镇 has 4,000 people, 1号镇 900, 3号镇 the 700 of its village; the hospital of the county code is covered.
    assert list(done.frames["postings"]["to_institution_id"])[1:] == ["h2", "h1"]


def test_persons_who_find_nobody_uncovered_are_said_and_not_sent() -> None:
    done = do(send(to="uncovered", persons=5))
    assert done.cost.persons == 3
    assert "另有\u00a02\u00a0人没有派出" in done.notes[0].sentence
    assert "没有无人派驻的成员单位" in refused(send(to="uncovered", persons=5), send(to="uncovered"))


def test_the_nearer_goes_first_where_the_people_are_as_many() -> None:
    made = city()
    for region in made.rows["regions"]:
        if region["level"] == "township":
            region["population"] = 1000
    places = {LEAD: 121.0, "h1": 121.3, "h2": 121.2, "h3": 121.1}
    for institution in made.rows["institutions"]:
        if institution["institution_id"] in places:
            institution |= {"lon": places[institution["institution_id"]], "lat": 29.8, "datum": "wgs84"}
    done = do(send(to="uncovered", persons=3), on=made)
    assert list(done.frames["postings"]["to_institution_id"])[1:] == ["h3", "h2", "h1"]


@pytest.mark.parametrize(("title", "months", "counted"), [
    ("intermediate", 18, 1), ("junior", 18, 0), ("intermediate", 17, 0),
])  # fmt: skip
def test_who_the_caliber_does_not_count_is_said(title: str, months: int, counted: int) -> None:
    answer = ask(send(to_institution_id="h1", title_grade=title, months=months), caliber="eligible")
    assert values(answer).get("posting.lead_to_member.persons", 0) == counted
    assert any("口径不计入" in note.sentence for note in answer.notes) == (not counted)


def test_municipal_persons_go_to_leads_and_counties_without_any() -> None:
    to_lead = send(flow="municipal_to_lead", from_institution_id="m", to="uncovered", persons=9)
    done = do(to_lead | {"to_county_code": EAST})
    assert set(done.frames["postings"]["to_institution_id"][1:]) == {LEAD, "l2"}
    to_county = send(flow="municipal_to_county", from_institution_id="h", to="uncovered", persons=9)
    made = do(to_county).frames["postings"]
    assert list(made["to_county_code"][1:]) == [EAST, WEST] and made["to_institution_id"][1:].isna().all()
    one = do(send(flow="municipal_to_county", from_institution_id="h", to_county_code=WEST, persons=2))
    assert list(one.frames["postings"]["to_county_code"][1:]) == [WEST, WEST]


@pytest.mark.parametrize(("more", "why"), [
    ({"from_institution_id": "nobody", "to_institution_id": "h1"}, "没有编号为“nobody”的机构"),
    ({"from_institution_id": "h2", "to_institution_id": "h1"}, "不是牵头医院"),
    ({"to_institution_id": f"t{WEST}"}, "不是东县医院所牵头医共体的成员单位"),
    ({"to_institution_id": LEAD}, "派出和接收是同一家机构"),
    ({"to_institution_id": "l2"}, "成员单位"),
    ({"to_institution_id": "h1", "to_county_code": WEST}, "不在西县"),
    ({"to": "uncovered", "to_county_code": "999999"}, "没有代码为“999999”的区县"),
    ({"flow": "municipal_to_lead", "from_institution_id": "h", "to_institution_id": LEAD}, "不是市级医院"),
    ({"flow": "municipal_to_lead", "from_institution_id": "m", "to_institution_id": "h1"}, "不是牵头医院"),
    ({"flow": "municipal_to_county", "from_institution_id": "m", "to_institution_id": "h"}, "不属于任何区县"),
])  # fmt: skip
def test_ends_that_do_not_fit_are_refused(more: dict[str, Any], why: str) -> None:
    assert why in refused(send(**more))


def test_where_no_postings_were_reported_none_can_be_added() -> None:
    made = city()
    del made.rows["postings"]
    assert "派驻人员表没有上报" in refused(send(to_institution_id="h1"), on=made)


def test_a_closed_institution_neither_sends_nor_receives() -> None:
    made = city()
    made.rows["institutions"][-2] |= {"closed_on": DAY}  # 3号镇, closed on the very day
    assert "不在运营" in refused(send(to_institution_id="h3"), on=made)


def test_sending_and_ending_leaves_the_tables_as_they_were() -> None:
    answer = ask(send(to="uncovered", persons=2), {"kind": "end_postings", "posting_ids": ["~s0-0", "~s0-1"]})
    assert answer.moved == () and answer.cost.persons == 0
    assert answer.covering.institutions_covered == ()


@pytest.mark.parametrize(("start", "left"), [("2022-12-30", 2), (DAY, 1), ("2023-01-01", 1)])
def test_a_posting_ends_the_day_before_and_one_not_begun_never_was(start: str, left: int) -> None:
    done = do({"kind": "end_postings", "posting_ids": ["n1"]}, on=city().posting("p2", start_on=start))
    assert len(done.frames["postings"]) == left
    if left == 2:
        assert row(done, "postings", posting_id="n1")["end_on"] == day("2022-12-30")


def test_all_postings_of_an_institution_end_whether_sent_or_received() -> None:
    made = city().posting("p2", receiver="h1").posting("p3", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
    answer = ask({"kind": "end_postings", "institution_id": LEAD}, on=made)
    assert values(answer)["posting.lead_to_member.persons"] == 1
    assert [place.id for place in answer.covering.institutions_lost] == ["h1", f"t{EAST}"]
    assert "没有在派的人员" in refused({"kind": "end_postings", "institution_id": "h2"})


def test_what_is_over_or_unknown_is_not_ended() -> None:
    over = city().posting("p2", end_on="2022-12-30")
    assert "已经结束" in refused({"kind": "end_postings", "posting_ids": ["n0", "n1"]}, on=over)
    assert "没有编号为" in refused({"kind": "end_postings", "posting_ids": ["n0", "n9"]})
    last_day = city().posting("p2", end_on=DAY)
    assert do({"kind": "end_postings", "posting_ids": ["n1"]}, on=last_day).refusals == ()


@pytest.mark.parametrize(("ends", "until"), [
    ({"planned_end_on": "2023-01-31"}, "2024-01-31"),
    ({"end_on": "2023-02-28", "planned_end_on": "2023-01-31"}, "2024-02-28"),
    ({"planned_end_on": "2022-06-30"}, "2023-12-31"),  # passed, not recorded: from the day on
    ({}, "2023-12-31"),
])  # fmt: skip
def test_a_posting_goes_on_from_its_last_day(ends: dict[str, str], until: str) -> None:
    done = do({"kind": "extend_postings", "posting_ids": ["n1"], "months": 12}, on=city().posting("p2", **ends))
    made = row(done, "postings", posting_id="n1")
    assert made["planned_end_on"] == day(until) and pd.isna(made["end_on"])
    assert done.cost.persons == 0 and done.cost.renewed == int(bool(ends))


def test_those_that_end_within_some_months_are_renewed_and_no_others() -> None:
    made = city()
    for number, last in enumerate(("2023-03-31", "2023-04-01", "2022-12-30", None), start=2):
        made.posting(f"p{number}", planned_end_on=last)
    made.posting("p9", planned_end_on="2023-01-31", kind="mobile")
    renewal = {"kind": "extend_postings", "ending_within_months": 3, "scope": EAST, "months": 12}
    done = do(renewal, on=made)
    changed = done.frames["postings"].query("provenance == 'derived'")
    assert list(changed["person_id"]) == ["p2"]
    assert "没有在此期间到期" in refused(renewal | {"scope": WEST}, on=made)
    assert "没有编号为“nowhere”" in refused(renewal | {"scope": "nowhere"}, on=made)


def test_renewal_keeps_a_person_counted_later() -> None:
    made = city().posting("p2", receiver="h1", planned_end_on="2023-01-31", end_on="2023-01-31")
    later = {"kind": "shift_as_of", "to": "2023-06-30"}
    assert values(ask(later, on=made))["posting.lead_to_member.persons"] == 1
    renewal = {"kind": "extend_postings", "posting_ids": ["n1"], "months": 12}
    assert "posting.lead_to_member.persons" not in values(ask(renewal, later, on=made))


def test_only_what_is_in_force_is_renewed() -> None:
    for ends in ({"end_on": "2022-12-30"}, {"start_on": "2023-01-01"}):
        change = {"kind": "extend_postings", "posting_ids": ["n1"], "months": 1}
        assert "不在派" in refused(change, on=city().posting("p2", **ends))


def test_a_person_moves_on_with_the_term_kept() -> None:
    answer = ask({"kind": "move_posting", "posting_id": "n0", "to_institution_id": "h2"})
    assert [place.id for place in answer.covering.institutions_covered] == ["h2"]
    assert [place.id for place in answer.covering.institutions_lost] == [f"t{EAST}"]
    assert "posting.lead_to_member.persons" not in values(answer)
    back = ask({"kind": "move_posting", "posting_id": "n0", "to_institution_id": "h2"},
               {"kind": "move_posting", "posting_id": "n0", "to_institution_id": f"t{EAST}"})  # fmt: skip
    assert back.moved == ()


@pytest.mark.parametrize(("posting", "to", "why"), [
    ("n9", "h1", "没有编号为 n9 的派驻"),
    ("n0", f"t{EAST}", "本来就派在"),
    ("n0", f"t{WEST}", "不是东县医院所牵头医共体的成员单位"),
    ("n0", "nobody", "没有编号为“nobody”的机构"),
])  # fmt: skip
def test_a_person_moves_only_where_the_flow_allows(posting: str, to: str, why: str) -> None:
    assert why in refused({"kind": "move_posting", "posting_id": posting, "to_institution_id": to})


def test_the_figures_are_those_of_the_city() -> None:
    answer = ask(send(to="uncovered", persons=3))
    assert values(answer)["posting.lead_to_member.coverage"] == 80  # four of five; the west still has none
    assert values(answer, EAST)["posting.lead_to_member.coverage"] == 100
    assert WEST not in {one.scope for one in answer.moved} and answer.scenario.scope == CITY
