"""What is shown of a plan: its rows by kind of change, its sentence, and how far the search for one is."""

from __future__ import annotations

import pytest

from components.jobs import Look
from components.views import scenario_plan_words as said
from components.views.scenario_plan_rows import Plan, plan_of
from components.views.scenario_plans import Found, Question
from scenarios.model import (
    AddClinic,
    AddPostings,
    Change,
    ExtendPostings,
    FoundConsortium,
    MergeConsortia,
    ReassignMember,
    Scenario,
    SetVillageMode,
)
from scenarios.proposing.affiliation import AffiliationWish
from scenarios.proposing.proposal import Progress, Proposal
from scenarios.proposing.staffing import StaffingWish
from scenarios.proposing.villages import VillageWish
from tests.components.views import view_of
from tests.plans import CIXI


def view():
    return view_of(scope=CIXI, month="2022-12")


def plan(*changes: Change) -> Plan:
    at = view()
    return plan_of(changes, at.tables, at.as_of, (at.city_name, at.county_name or ""))


def send(persons: int = 1, **to: str) -> AddPostings:
    flow = "municipal_to_county" if "to_county_code" in to else "lead_to_member"
    return AddPostings.model_validate({
        "flow": flow, "from_institution_id": "330282-H1", "persons": persons, "title_grade": "intermediate",
        "months": 12, **to,
    })  # fmt: skip


def words(made: Plan) -> list[list[str]]:
    return [[cell if isinstance(cell, str) else cell.text for cell in row.values()] for row in made.rows]


def test_whoever_is_sent_stands_with_sender_receiver_and_term():
    made = plan(send(2, to_institution_id="330282104-T1"), send(3, to_county_code="330203"))
    assert [column.field for column in made.columns] == ["county", "sender", "receiver", "persons", "how"]
    assert made.frame["persons"].tolist() == [2, 3]
    assert made.frame["receiver"].tolist()[1] == "海曙区"
    assert made.frame["county"].tolist() == ["慈溪市", "海曙区"]
    assert words(made)[0][1] == "人民医院"
    assert words(made)[0][4].replace("\u00a0", " ") == "增派 12 个月，中级"
    assert made.frame["sender"].tolist()[0] == "慈溪市人民医院"


def test_one_county_needs_no_column_of_counties():
    made = plan(send(2, to_institution_id="330282104-T1"))
    assert made.columns[0].field == "sender"
    assert "county" not in made.frame


def test_renewals_are_counted_by_who_sends_and_who_receives():
    postings = view().tables["postings"]
    own = postings[postings["from_institution_id"] == "330282-H1"]
    receiver = own["to_institution_id"].mode().iloc[0]
    ids = own.loc[own["to_institution_id"] == receiver, "posting_id"].tolist()[:2]
    made = plan(ExtendPostings(posting_ids=tuple(ids), months=6))
    assert made.frame["persons"].tolist() == [len(ids)]
    assert made.frame["how"].tolist() == ["续派\u00a06\u00a0个月"]


def test_villages_stand_with_township_people_and_who_serves_them():
    regions = view().tables["regions"]
    own = regions[(regions["level"] == "village") & regions["region_code"].str.startswith(CIXI)]
    first, second = own["region_code"].tolist()[:2]
    made = plan(AddClinic(village_code=first),
                SetVillageMode(village_codes=(second,), mode="extension", institution_id="330282104-T1"))
    assert made.frame["village"].tolist() == own["name"].tolist()[:2]
    assert made.frame["people"].tolist() == [int(people) for people in own["population"].tolist()[:2]]
    assert made.frame["how"].tolist() == ["新设村卫生室", "延伸服务"]
    assert made.frame["hospital"].isna().tolist() == [True, False]
    assert not made.rows[1]["hospital"].startswith("慈溪市")
    assert "hospital" not in plan(AddClinic(village_code=first)).frame


def test_members_stand_with_where_they_belong_now_and_then():
    made = plan(
        MergeConsortia(from_ids=("330282-B",), into_id="330282-A"),
        FoundConsortium(county_code=CIXI, name="新医共体", lead_institution_id="330282-H1", members=("330282104-T1",)),
        ReassignMember(institution_id="330282109-T1", consortium_id="330282-B"),
    )
    names = dict(zip(*(view().tables["consortia"][one] for one in ("consortium_id", "name")), strict=True))
    assert made.frame["then"].tolist() == [
        f"并入{names['330282-A']}", "新医共体（新组建，牵头）", "新医共体", names["330282-B"]
    ]
    assert made.frame["now"].tolist()[0] == names["330282-B"]
    assert set(made.frame["now"]) <= set(names.values())


def found(kind, wish, *changes: Change, **told) -> Found:
    scenario = Scenario(name="方案", scope="3302", snapshot="x", as_of=view().as_of, changes=changes)
    told = {"found": True, "optimal": True, "gap": 0.0, "value": 0.0, "unit": "人"} | told
    proposal = Proposal(scenario, "摘要", "目标", (), (), seconds=1.0, **told)
    return Found(Question(kind, view().key, "慈溪市", (), wish), proposal, plan(*changes), 0)


STAFF, MOST = StaffingWish(), VillageWish(metres=1000, points=3)
ALL, PARTS = VillageWish(metres=1000), AffiliationWish(("330282-H1", "330282-T1"))
SENT = send(2, to_institution_id="330282104-T1")
CLINIC = AddClinic(village_code="330282101201")
MOVED = ReassignMember(institution_id="330282109-T1", consortium_id="330282-B")


@pytest.mark.parametrize(("one", "sentence"), [
    (("staffing", STAFF, SENT, {"value": 2.0}), "最少增派 2 人，就能满足全部约束"),
    (("staffing", STAFF, SENT, {"value": 2.0, "optimal": False, "gap": 0.5}),
     "增派 2 人可以满足全部约束，还没有证明是最少"),
    (("staffing", STAFF, ExtendPostings(posting_ids=("a", "b"), months=6), {}), "续派 2 人次即可，不需增派"),
    (("staffing", STAFF, None, {}), "不需增派，全部约束已经满足"),
    (("staffing", STAFF, None, {"found": False, "optimal": False, "impossible": True}),
     "所列约束不能同时满足，没有可行的方案"),
    (("staffing", STAFF, None, {"found": False, "optimal": False}), "还没有找到方案"),
    (("villages", MOST, CLINIC, {"value": 1431.0}), "新设 1 个点，多覆盖 1431 人"),
    (("villages", MOST, CLINIC, {"value": 1431.0, "optimal": False}), "新设 1 个点，多覆盖 1431 人，还没有证明是最好"),
    (("villages", MOST, CLINIC, {"value": 2.0, "unit": "个村"}), "新设 1 个点，多覆盖 2 个村"),
    (("villages", MOST, None, {}), "不需新设：再设点也不能覆盖更多"),
    (("villages", ALL, CLINIC, {"value": 1.0}), "最少新设 1 个点，每个村都有服务点"),
    (("villages", ALL, None, {}), "现有服务点已经覆盖全部，不需新设"),
    (("affiliation", PARTS, MOVED, {}), "分为 2 家医共体，要调整 1 处归属"),
    (("affiliation", PARTS, None, {}), "现在的归属已经最好，分为 2 家医共体，不需调整"),
    (("affiliation", PARTS, None, {"optimal": False}), "没有找到比现在更好的划分"),
])  # fmt: skip
def test_the_finding_says_how_much_of_what(one, sentence):
    kind, wish, change, told = one
    made = found(kind, wish, *([change] if change else []), **told)
    assert said.finding(made).replace("\u00a0", " ") == sentence


def test_nothing_found_is_not_said_twice():
    assert said.summary(found("villages", MOST, found=False, optimal=False)) == ""
    assert said.summary(found("villages", MOST, CLINIC, value=3.0)) == "摘要"


@pytest.mark.parametrize(("look", "words"), [
    (Look("waiting", 0, 0.0, None, stopping=False), "服务器正在为别人计算，轮到即开始"),
    (Look("waiting", 2, 0.0, None, stopping=False), "服务器正在为别人计算，轮到即开始，前面还有 2 个在等"),
    (Look("working", 0, 0.04, None, stopping=False), "正在准备　·　0.0 秒"),
    (Look("working", 0, 3.0, Progress("求最少点数", 1.0, 13.0, 0.25), stopping=False),
     "求最少点数　·　3.0 秒　·　目前最好 13 个点　·　与最优的差距不超过 25.0%"),
    (Look("working", 0, 3.0, Progress("使人口距离又小又均衡", 1.0, 1.7, 0.0), stopping=True),
     "使人口距离又小又均衡　·　3.0 秒　·　已证明最优　·　正在停止，取目前最好的"),
])  # fmt: skip
def test_how_far_a_search_is(look, words):
    assert said.working(look).replace("\u00a0", " ") == words
