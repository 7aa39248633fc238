"""Members, consortia and villages: who belongs where from the day on, and what may not be done."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.indicators.city import City
from tests.scenarios.asking import DAY, EAST, WEST, ask, city, day, do, refused, row, values

LEAD = f"l{EAST}"
MOVE = {"kind": "reassign_member", "institution_id": "h1", "consortium_id": "c2"}


def found(**more: Any) -> dict[str, Any]:
    base = {"kind": "found_consortium", "county_code": EAST, "name": "东三医共体", "lead_institution_id": "h3",
            "members": ["h1"]}  # fmt: skip
    return base | more


def memberships(done: Any, id: str) -> list[tuple[str, str, pd.Timestamp, Any]]:
    frame = done.frames["memberships"].query("institution_id == @id").sort_values("valid_from")
    return list(zip(frame["consortium_id"], frame["role"], frame["valid_from"], frame["valid_to"], strict=True))


def test_a_member_leaves_and_joins_on_the_day_and_its_clinics_follow() -> None:
    done = do(MOVE)
    for id, role in (("h1", "township_member"), ("v1", "village_member")):
        old, new = memberships(done, id)
        assert old[0] == f"c{EAST}" and old[3] == day(DAY)
        assert new[:3] == ("c2", role, day(DAY)) and pd.isna(new[3])
    assert row(done, "memberships", institution_id="v1", consortium_id="c2")["supervisor_id"] == "h1"


def test_moving_there_and_back_changes_no_figure() -> None:
    assert ask(MOVE, MOVE | {"consortium_id": f"c{EAST}"}).moved == ()


def test_a_clinic_that_moves_alone_leaves_its_supervisor() -> None:
    done = do({"kind": "reassign_member", "institution_id": "v1", "consortium_id": "c2"})
    assert pd.isna(row(done, "memberships", institution_id="v1", consortium_id="c2")["supervisor_id"])
    assert len(memberships(done, "h1")) == 1


def test_an_institution_of_no_consortium_joins_one_in_the_role_of_its_kind() -> None:
    made = city().hospital("h9", EAST, category="community_health_centre").hospital("x", EAST, category="mch_centre")
    done = do(MOVE | {"institution_id": "h9"}, MOVE | {"institution_id": "x"}, on=made)
    assert memberships(done, "h9")[0][1] == "township_member" and memberships(done, "x")[0][1] == "county_member"


def test_what_was_planned_for_later_is_given_up() -> None:
    made = city()
    made.rows["memberships"] = [one for one in made.rows["memberships"] if one["institution_id"] != "h2"]
    made.add("memberships", consortium_id=f"c{EAST}", institution_id="h2", role="township_member",
             valid_from="2019-01-01", valid_to="2023-06-01")
    made.add("memberships", consortium_id="c2", institution_id="h2", role="township_member", valid_from="2023-06-01")
    done = do(MOVE | {"institution_id": "h2"}, on=made)
    spans = [one[2:] for one in memberships(done, "h2")]
    assert spans[0] == (day("2019-01-01"), day(DAY)) and spans[1][0] == day(DAY) and len(spans) == 2


def test_a_person_posted_by_the_old_lead_does_not_count_for_the_new_one() -> None:
    answer = ask(MOVE, on=city().posting("p2", receiver="h1"))
    assert [place.id for place in answer.covering.institutions_lost] == ["h1"]


@pytest.mark.parametrize(("more", "why"), [
    ({"consortium_id": f"c{EAST}"}, "本来就属于东县医共体"),
    ({"consortium_id": f"c{WEST}"}, "跨县：1号镇卫生院在东县，不能加入西县的医共体"),
    ({"consortium_id": "c9"}, "没有编号为“c9”的医共体"),
    ({"institution_id": "h99"}, "没有编号为“h99”的机构"),
    ({"institution_id": LEAD}, "是东县医共体的牵头医院，调走后该医共体没有牵头医院"),
    ({"institution_id": "m"}, "跨县：市医院不属于任何区县"),
])  # fmt: skip
def test_a_member_stays_where_the_rules_hold_it(more: dict[str, Any], why: str) -> None:
    assert why in refused(MOVE | more)


@pytest.mark.parametrize(("lives", "stands"), [
    ({"dissolved_on": DAY}, False), ({"dissolved_on": "2023-01-01"}, True),
    ({"established_on": "2023-01-01"}, False), ({"established_on": DAY}, True),
])  # fmt: skip
def test_one_joins_only_a_consortium_that_exists_on_the_day(lives: dict[str, str], stands: bool) -> None:
    made = city()
    made.rows["consortia"][-1] |= lives
    assert (do(MOVE, on=made).refusals == ()) == stands


def test_a_consortium_is_founded_on_the_day_with_its_members_and_their_clinics() -> None:
    answer, made = ask(found()), do(found())
    assert row(made, "consortia", consortium_id="~s0-0")["established_on"] == day(DAY)
    assert {id: memberships(made, id)[-1][:2] for id in ("h3", "h1", "v1")} == {
        "h3": ("~s0-0", "lead"), "h1": ("~s0-0", "township_member"), "v1": ("~s0-0", "village_member"),
    }  # fmt: skip
    assert values(answer, EAST)["consortium.count"] == 3 and "~s0-0" in answer.after.scopes
    new = answer.of_scope("~s0-0")
    assert new and all(one.before is None and one.whole is None and one.contributions == () for one in new)


def test_a_new_consortium_can_be_used_by_the_changes_after_it_and_merged_back() -> None:
    there = {"kind": "reassign_member", "institution_id": "h2", "consortium_id": "~s0-0"}
    assert do(found(), there).refusals == ()
    merged = ask(found(), {"kind": "merge_consortia", "from_ids": ["~s0-0"], "into_id": f"c{EAST}"})
    assert merged.refusals == () and merged.moved == ()


@pytest.mark.parametrize(("more", "why"), [
    ({"lead_institution_id": LEAD}, "没有牵头医院"),
    ({"members": ["l2"]}, "没有牵头医院"),
    ({"members": ["h3"]}, "不止一次"),
    ({"members": [f"t{WEST}"]}, "跨县"),
    ({"county_code": WEST}, "跨县"),
    ({"county_code": "330299"}, "没有代码为“330299”的区县"),
    ({"lead_institution_id": "v1", "members": []}, "村卫生室，不能牵头"),
    ({"name": "东二医共体"}, "已有名为“东二医共体”的医共体"),
])  # fmt: skip
def test_no_consortium_is_founded_against_the_rules(more: dict[str, Any], why: str) -> None:
    assert why in refused(found(**more))


def test_merging_dissolves_one_and_its_lead_becomes_a_member() -> None:
    merge = {"kind": "merge_consortia", "from_ids": [f"c{EAST}"], "into_id": "c2"}
    done, answer = do(merge), ask(merge)
    assert row(done, "consortia", consortium_id=f"c{EAST}")["dissolved_on"] == day(DAY)
    assert memberships(done, LEAD)[-1][:2] == ("c2", "county_member")
    assert row(done, "memberships", institution_id="v1", consortium_id="c2")["supervisor_id"] == "h1"
    assert values(answer, EAST)["consortium.count"] == 1 and answer.after.context.is_lead.sum() == 2


@pytest.mark.parametrize(("more", "why"), [
    ({"into_id": f"c{EAST}"}, "不能并入它自己"),
    ({"from_ids": [f"c{EAST}", f"c{EAST}"]}, "不止一次"),
    ({"into_id": f"c{WEST}"}, "跨县"),
    ({"from_ids": ["c9"]}, "没有编号为“c9”的医共体"),
])  # fmt: skip
def test_no_merging_against_the_rules(more: dict[str, Any], why: str) -> None:
    assert why in refused({"kind": "merge_consortia", "from_ids": [f"c{EAST}"], "into_id": "c2"} | more)


def test_where_no_memberships_were_reported_nobody_moves() -> None:
    made = City()
    del made.rows["memberships"]
    change = {"kind": "reassign_member", "institution_id": f"t{EAST}", "consortium_id": f"c{EAST}"}
    assert "成员关系表没有上报" in refused(change, on=made)


# --- villages --------------------------------------------------------------------------------------------------------


def serve(**more: Any) -> dict[str, Any]:
    return {"kind": "set_village_mode", "mode": "extension"} | more


@pytest.mark.parametrize(("which", "codes"), [
    ("unserved_planned", [f"{EAST}002001"]), ("unserved", [f"{EAST}002001", f"{EAST}003001"]),
])  # fmt: skip
def test_the_unserved_villages_of_a_county_get_a_service(which: str, codes: list[str]) -> None:
    answer = ask(serve(county_code=EAST, which=which))
    assert [place.id for place in answer.covering.villages_covered] == codes
    assert answer.cost.villages == len(codes)
    assert values(answer, EAST)["village.unserved"] == 2 - len(codes)


def test_whether_a_clinic_is_planned_stays_as_it_was() -> None:
    done = do(serve(village_codes=[f"{EAST}002001"], institution_id="h2"))
    made = row(done, "village_services", village_code=f"{EAST}002001", mode="extension")
    assert bool(made["clinic_planned"]) and made["institution_id"] == "h2" and made["valid_from"] == day(DAY)
    assert row(done, "village_services", village_code=f"{EAST}002001", mode="none")["valid_to"] == day(DAY)


def test_serving_and_no_longer_serving_changes_nothing() -> None:
    code = f"{EAST}002001"
    answer = ask(serve(village_codes=[code]), serve(village_codes=[code], mode="none"))
    assert answer.moved == () and answer.cost.villages == 0
    lost = ask(serve(village_codes=[f"{EAST}001001"], mode="none"))
    assert [place.id for place in lost.covering.villages_lost] == [f"{EAST}001001"]


def test_villages_served_that_way_already_are_said() -> None:
    both = serve(village_codes=[f"{EAST}001001", f"{EAST}002001"], mode="clinic")
    assert "其中\u00a01\u00a0个村已经是村卫生室" in do(both).notes[0].sentence
    assert "已经是村卫生室" in refused(serve(village_codes=[f"{EAST}001001"], mode="clinic"))


@pytest.mark.parametrize(("more", "why"), [
    ({"village_codes": ["330201009001"]}, "没有代码为 330201009001 的村"),
    ({"village_codes": [f"{EAST}001"]}, "的村"),
    ({"county_code": WEST, "which": "unserved"}, "西县没有无服务的村"),
    ({"county_code": WEST, "which": "unserved_planned"}, "西县没有应设未设卫生室的村"),
    ({"county_code": "330299", "which": "unserved"}, "没有代码为“330299”的区县"),
    ({"village_codes": [f"{EAST}002001"], "institution_id": "h9"}, "没有编号为“h9”的机构"),
    ({"village_codes": [f"{EAST}001001"], "institution_id": "h1", "mode": "none"}, "不写承担机构"),
])  # fmt: skip
def test_villages_that_cannot_be_served_are_refused(more: dict[str, Any], why: str) -> None:
    assert why in refused(serve(**more))


def test_a_new_clinic_belongs_to_the_hospital_of_its_township() -> None:
    answer = ask({"kind": "add_clinic", "village_code": f"{EAST}002001"})
    done = do({"kind": "add_clinic", "village_code": f"{EAST}002001"})
    assert row(done, "institutions", institution_id="~s0-0")["name"] == "2号镇东村卫生室（新设）"
    assert row(done, "memberships", institution_id="~s0-0")["supervisor_id"] == "h2"
    assert (answer.cost.clinics, answer.cost.villages) == (1, 1)
    assert values(answer, EAST)["village.unserved_planned"] == 0


def test_a_new_clinic_far_from_any_member_belongs_to_none_and_that_is_said() -> None:
    made = city().add("regions", region_code=f"{WEST}001001", name="西村", level="village", parent_code=WEST)
    done = do({"kind": "add_clinic", "village_code": f"{WEST}001001"}, on=made)
    assert "不属于任何医共体" in done.notes[0].sentence
    assert "~s0-0" not in set(done.frames["memberships"]["institution_id"])


def test_without_a_hospital_in_the_township_the_nearest_one_takes_the_clinic() -> None:
    made = city().add("regions", region_code=f"{EAST}009001", name="远村", level="village", lon=121.5, lat=29.8)
    for institution in made.rows["institutions"]:
        if institution["institution_id"] in ("h1", "h3"):
            institution |= {"lon": 121.4 if institution["institution_id"] == "h3" else 121.0, "lat": 29.8}
    done = do({"kind": "add_clinic", "village_code": f"{EAST}009001"}, on=made)
    assert row(done, "memberships", institution_id="~s0-0")["supervisor_id"] == "h3"
    assert row(done, "institutions", institution_id="~s0-0")["lon"] == 121.5


def test_no_second_clinic_in_a_village_and_none_where_there_is_no_village() -> None:
    assert "已有村卫生室" in refused({"kind": "add_clinic", "village_code": f"{EAST}001001"})
    twice = {"kind": "add_clinic", "village_code": f"{EAST}003001"}
    assert "已有村卫生室" in refused(twice, twice)
    assert "没有代码为" in refused({"kind": "add_clinic", "village_code": "330299001001"})
