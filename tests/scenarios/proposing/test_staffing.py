"""Staffing plan: the fewest persons by trying everything, the targets met when the indicators are asked again."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.policies import Policy
from data.store import default_store
from data.tables import CityTables, conform
from indicators import compute
from indicators.engine import FROM_CITY, PolicyChoice
from indicators.scopes import UnknownScope
from indicators.status import meets
from scenarios.comparing import compare
from scenarios.model import AddPostings, ExtendPostings
from scenarios.proposing import staffing
from scenarios.proposing.proposal import CannotProposeError, Control, Proposal
from scenarios.proposing.staffing import StaffingWish, propose_staffing
from tests.indicators.city import CITY, EAST, WEST
from tests.scenarios.proposing.city import DAY, City, policy, target

PERSONS = "posting.lead_to_member.persons"


def added(proposal: Proposal) -> list[AddPostings]:
    return [change for change in proposal.scenario.changes if isinstance(change, AddPostings)]


def total(proposal: Proposal) -> int:
    return sum(change.persons for change in added(proposal))


def check(tables: CityTables, proposal: Proposal, held: PolicyChoice = FROM_CITY) -> None:
    """Ask the indicators again: no change is refused, everybody has somebody, every person target is met."""
    answer = compare(tables, proposal.scenario, held)
    assert not answer.refusals
    assert answer.cost.persons == total(proposal)
    for key in ("lead_to_member", "municipal_to_lead", "municipal_to_county"):
        figure = answer.after.get(f"posting.{key}.persons", tables.city_code)
        assert figure is not None and figure.status in ("met", "no_target")
    covered = answer.after.get("posting.lead_to_member.coverage", tables.city_code)
    assert covered is not None and covered.numerator == covered.denominator


def small(seed: int) -> tuple[City, Policy, dict[str, int]]:
    """A city with up to five members, somebody posted here and there, limits and targets at random."""
    pick = random.Random(seed)
    city = City()
    for number in range(pick.randrange(4)):
        county = pick.choice((EAST, WEST))
        city.hospital(f"x{number}", county, name=f"院{number}").member(f"x{number}", county)
    homes = {row["institution_id"]: row["consortium_id"][1:] for row in city.rows["memberships"]}
    members = [one for one in homes if one[0] in "tx"]
    city.posting("p0", sender=f"l{homes[members[0]]}", receiver=members[0], county=homes[members[0]])
    for number in range(1, pick.randrange(1, 5)):
        to = pick.choice(members)
        city.posting(f"p{number}", sender=f"l{homes[to]}", receiver=to, county=homes[to])
    if pick.random() < 0.5:
        city.posting("q", flow="municipal_to_lead", sender="m", receiver=f"l{EAST}")
    op = pick.choice([">", ">=", "range"])
    value: Any = pick.randrange(8) if op != "range" else (pick.randrange(4), pick.randrange(4, 9))
    targets = [target(PERSONS, op, value)]
    if pick.random() < 0.7:
        targets.append(target("posting.municipal_to_lead.persons", ">=", pick.randrange(4)))
    if pick.random() < 0.5:
        targets.append(target("posting.municipal_to_county.coverage", ">=", pick.choice((50, 51, 100)), "%"))
    limits = {one: pick.randrange(7) for one in (f"l{EAST}", f"l{WEST}", "m", "h")}
    return city, policy(*targets), limits


def fewest(city: City, held: Policy, limits: dict[str, int]) -> int | None:
    """Try every number of further persons on every way, the smallest sums first, and count for oneself."""
    rows = city.rows["postings"]
    homes = {row["institution_id"]: row["consortium_id"][1:] for row in city.rows["memberships"]}
    ways = [("lead_to_member", f"l{home}", one) for one, home in homes.items() if one[0] in "tx"]
    asked = {one.indicator.split(".")[1] for one in held.targets}
    if "municipal_to_lead" in asked:
        ways += [("municipal_to_lead", "m", f"l{county}") for county in (EAST, WEST)]
    if "municipal_to_county" in asked:
        ways += [("municipal_to_county", sender, county) for sender in ("m", "h") for county in (EAST, WEST)]

    def fits(sent: tuple[int, ...]) -> bool:
        every = [(row["flow"], row["from_institution_id"], row["to_institution_id"] or row["to_county_code"])
                 for row in rows]  # fmt: skip
        for (flow, sender, to), count in zip(ways, sent, strict=True):
            if count and sum(n for (_, s, _), n in zip(ways, sent, strict=True) if s == sender) > max(
                0, limits[sender] - sum(row["from_institution_id"] == sender for row in rows)
            ):
                return False
            every += [(flow, sender, to)] * count
        reached = {to for flow, _, to in every if flow == "lead_to_member"}
        if not all(one in reached for one in homes if one[0] in "tx"):
            return False
        for one in held.targets:
            _, flow, kind = one.indicator.split(".")
            own = [to for f, _, to in every if f == flow]
            if not meets(len(own) if kind == "persons" else 100 * len(set(own)) / 2, one):
                return False
        return True

    for size in range(12):
        for chosen in itertools.combinations_with_replacement(range(len(ways)), size):
            if fits(tuple(chosen.count(at) for at in range(len(ways)))):
                return size
        if size >= 7 and len(ways) > 6:
            break
    return None


@pytest.mark.parametrize("seed", range(24))
def test_nobody_finds_a_plan_with_fewer_persons(seed: int) -> None:
    city, held, limits = small(seed)
    tables = city.cut()
    proposal = propose_staffing(tables, DAY, wish=StaffingWish(limits=limits), policy=held)
    least = fewest(city, held, limits)
    if proposal.found:
        assert proposal.optimal and proposal.value == total(proposal)
        check(tables, proposal, held)
        # Beyond what the slow search looks at, it can only have found nothing.
        assert least == proposal.value or (least is None and proposal.value > 7)
    else:
        assert least is None
        assert proposal.impossible and proposal.infeasible and not proposal.scenario.changes


def test_the_op_of_the_policy_decides_between_enough_and_one_more() -> None:
    city = City().posting("p1").posting("p2", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
    for op, value, more in ((">", 2, 1), (">=", 2, 0), (">", 1, 0), (">=", 5, 3), ("range", (2, 4), 0), ("<=", 2, 0)):
        proposal = propose_staffing(city.cut(), DAY, policy=policy(target(PERSONS, op, value)))
        assert (total(proposal), proposal.optimal) == (more, True), (op, value)


def test_of_equals_the_larger_population_comes_first_then_the_nearer() -> None:
    city = City().place(f"l{EAST}", 120, 30).place(f"l{WEST}", 120, 30)
    places = (("big", 9000, 5), ("small", 500, 1), ("far", 9000, 50), (f"t{EAST}", 10, 1), (f"t{WEST}", 10, 1))
    for number, (id, people, km) in enumerate(places):
        code = f"{EAST}{100 + number}"
        if id[0] != "t":
            city.hospital(id, EAST).member(id, EAST)
        city.township(code, people).place(id, 120, 30 + 0.009 * km)
        next(row for row in city.rows["institutions"] if row["institution_id"] == id)["region_code"] = code
        home = WEST if id == f"t{WEST}" else EAST
        city.posting(f"p{id}", sender=f"l{home}", receiver=id, county=home)

    def sent(to: int) -> list[tuple[str | None, int]]:
        proposal = propose_staffing(city.cut(), DAY, policy=policy(target(PERSONS, ">=", to)))
        return [(change.to_institution_id, change.persons) for change in added(proposal)]

    assert sent(6) == [("big", 1)]
    # The k-th further one there is worth 9000 ÷ (1 + k) ÷ 1.25: more than 9000 ÷ 2 ÷ 3.5 far away up to the fourth.
    assert sent(9) == [("big", 4)]
    assert sent(10) == [("big", 4), ("far", 1)]
    assert sent(12) == [("big", 6), ("far", 1)]


def test_a_nearer_municipal_hospital_sends() -> None:
    city = City().hospital("m2", None, category="municipal_hospital", name="二院").posting("p1")
    city.posting("p2", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
    city.place(f"l{EAST}", 120, 30).place("m", 120.5, 30).place("m2", 120.1, 30).place(f"l{WEST}", 125, 30)
    proposal = propose_staffing(city.cut(), DAY, policy=policy(target("posting.municipal_to_lead.persons", ">=", 1)))
    assert [(one.from_institution_id, one.to_institution_id) for one in added(proposal)] == [("m2", f"l{EAST}")]


def test_a_share_of_the_physicians_less_those_away_limits_what_is_sent() -> None:
    # East: 10 % of 29 is 2, one is away; a second member without anybody still fits, a third does not.
    city = City().posting("p1").physicians(f"l{EAST}", 29).physicians(f"l{EAST}", 999, "2022-06")
    city.posting("p2", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
    city.hospital("x", EAST, name="甲院").member("x", EAST)
    assert total(propose_staffing(city.cut(), DAY, policy=None)) == 1
    city.hospital("y", EAST, name="乙院").member("y", EAST)
    proposal = propose_staffing(city.cut(), DAY, policy=None)
    assert not proposal.found
    words = "；".join(proposal.infeasible)
    assert len(proposal.infeasible) == 3 and "甲院" in words and "乙院" in words and "还可派\u00a01\u00a0人" in words
    assert total(propose_staffing(city.cut(), DAY, policy=None, wish=StaffingWish(share=0.2))) == 2
    assert total(propose_staffing(city.cut(), DAY, policy=None, wish=StaffingWish(limits={f"l{EAST}": 3}))) == 2


def test_who_cannot_be_reached_is_named() -> None:
    city = City().posting("p1")
    city.rows["institutions"][2]["closed_on"] = "2022-01-01"  # the lead of the west
    assert city.rows["institutions"][2]["institution_id"] == f"l{WEST}"
    proposal = propose_staffing(city.cut(), DAY, policy=None)
    assert proposal.impossible and not proposal.found
    assert len(proposal.infeasible) == 1 and "西县卫生院" in proposal.infeasible[0]
    assert proposal.certainty == "约束不能同时满足"


def test_a_target_that_the_limits_forbid_is_named_with_them() -> None:
    city = City().posting("p1").posting("p2", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
    limits = {f"l{EAST}": 2, f"l{WEST}": 2}
    held = policy(target(PERSONS, ">", 4))
    proposal = propose_staffing(city.cut(), DAY, policy=held, wish=StaffingWish(limits=limits))
    assert len(proposal.infeasible) == 3 and any("超过" in one for one in proposal.infeasible)


def test_what_ends_is_renewed_before_anybody_is_sent() -> None:
    city = City().posting("p1", planned_end_on="2023-02-01").posting("p1b", planned_end_on="2023-02-02")
    city.posting("p2", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST, planned_end_on="2024-12-31")
    held = policy(target(PERSONS, ">=", 2))
    assert not propose_staffing(city.cut(), DAY, policy=held).scenario.changes
    tables = city.cut()
    proposal = propose_staffing(tables, DAY, policy=held, wish=StaffingWish(renew_within=3))
    # One of the two in the east is enough; nobody is added.
    (change,) = proposal.scenario.changes
    assert isinstance(change, ExtendPostings) and len(change.posting_ids) == 1
    later = date(2023, 4, 1)
    ended = compute(ending(compare(tables, proposal.scenario, held).after.tables), later, None, held)
    assert ended.value(PERSONS, CITY) == 2 and ended.value("posting.lead_to_member.coverage", CITY) == 100
    before = compute(ending(tables), later, None, held)
    assert before.value(PERSONS, CITY) == 1


def test_more_renewals_than_one_change_may_name_are_several_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staffing, "MOST_POSTINGS", 2)
    for persons, sizes in ((2, [2]), (3, [2, 1]), (4, [2, 2])):
        city = City().posting("p2", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
        for number in range(persons):
            city.posting(f"q{number}", planned_end_on="2023-02-01")
        held = policy(target(PERSONS, ">=", persons + 1))
        wish = StaffingWish(renew_within=3, limits={f"l{EAST}": persons})
        changes = propose_staffing(city.cut(), DAY, policy=held, wish=wish).scenario.changes
        assert all(isinstance(change, ExtendPostings) for change in changes)
        assert [len(change.posting_ids) for change in changes] == sizes
        assert len({id for change in changes for id in change.posting_ids}) == persons


def test_a_person_with_another_posting_needs_no_renewal() -> None:
    city = City().posting("p1", planned_end_on="2023-02-01").posting("p1")
    city.posting("p2", sender=f"l{WEST}", receiver=f"t{WEST}", county=WEST)
    held = policy(target(PERSONS, ">=", 2))
    assert not propose_staffing(city.cut(), DAY, policy=held, wish=StaffingWish(renew_within=3)).scenario.changes
    # With a member that only the first posting reaches, it does.
    city.hospital("x", EAST, name="甲院").member("x", EAST).change("postings", 0, to_institution_id="x")
    proposal = propose_staffing(city.cut(), DAY, policy=held, wish=StaffingWish(renew_within=3))
    assert proposal.scenario.changes == (ExtendPostings(posting_ids=("n0",), months=12),)


def test_a_caliber_asks_for_title_and_term() -> None:
    held = policy(caliber={"lead_to_member": "eligible"})
    city = City().posting("p1", title_grade="junior")
    tables = city.cut()
    proposal = propose_staffing(tables, DAY, policy=held, wish=StaffingWish(title_grade="junior", months=6))
    assert total(proposal) == 2
    assert {(one.title_grade, one.months) for one in added(proposal)} == {("intermediate", 18)}
    check(tables, proposal, held)


def test_a_county_is_planned_for_itself() -> None:
    proposal = propose_staffing(City().posting("p1").cut(), DAY, WEST, policy=policy(target(PERSONS, ">", 50)))
    assert [one.to_institution_id for one in added(proposal)] == [f"t{WEST}"]


def test_questions_without_an_answer_are_refused_in_words() -> None:
    with pytest.raises(CannotProposeError, match="派驻人员未报"):
        propose_staffing(City().cut(), DAY)
    tables = City().posting().cut()
    with pytest.raises(UnknownScope):
        propose_staffing(tables, DAY, "999999")
    for wish, words in (
        (StaffingWish(limits={"nobody": 1}), "不认识的机构"), (StaffingWish(limits={"m": -1}), "不能小于 0"),
        (StaffingWish(share=1.5), "0 到 100%"),
    ):  # fmt: skip
        with pytest.raises(CannotProposeError, match=words):
            propose_staffing(tables, DAY, wish=wish)


def test_who_stops_at_once_gets_no_plan_and_no_claim() -> None:
    proposal = propose_staffing(City().posting("p1").cut(), DAY, policy=None, control=Control(stop=lambda: True))
    assert proposal.optimal or (not proposal.found and proposal.stopped and "已停止" in proposal.certainty)


def test_the_sample_of_ningbo_stands_up_to_the_indicators() -> None:
    tables = default_store().open(city="3302").city("3302")
    steps: list[str] = []
    proposal = propose_staffing(tables, DAY, control=Control(progress=lambda one: steps.append(one.step)))
    now = compute(tables, DAY)
    gaps = {key: now.get(f"posting.{key}.persons", "3302") for key in (
        "lead_to_member", "municipal_to_lead", "municipal_to_county")}  # fmt: skip
    bare = now.get("posting.lead_to_member.coverage", "3302")
    assert bare is not None and bare.denominator is not None and bare.numerator is not None
    floors = {key: figure.gap or 0 for key, figure in gaps.items() if figure is not None}
    floors["lead_to_member"] = max(floors["lead_to_member"], bare.denominator - bare.numerator)
    # No plan can do with less than the gaps, and this one takes no more.
    assert proposal.optimal and total(proposal) == sum(floors.values()) == proposal.value
    check(tables, proposal)
    assert "求最少增派人数" in steps


def ending(tables: CityTables) -> CityTables:
    """The same tables with every planned end recorded as the end."""
    frame = tables["postings"]
    over = frame.assign(end_on=frame["end_on"].fillna(frame["planned_end_on"]))
    return replace(tables, frames={**tables.frames, "postings": conform("postings", over)})
