"""Affiliation plan: as good as trying every division, even, near, in one piece; and every change can be made."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
import shapely

from data.tables import CityTables
from scenarios.comparing import compare
from scenarios.model import FoundConsortium, MergeConsortia
from scenarios.proposing.affiliation import AffiliationWish, propose_affiliation
from scenarios.proposing.affiliation_model import AffiliationModel, Members, pieces
from scenarios.proposing.milp import solve
from scenarios.proposing.neighbours import neighbours
from scenarios.proposing.proposal import CannotProposeError, Control, Proposal
from tests.indicators.city import EAST, WEST
from tests.scenarios.proposing.city import DAY, City


def world(seed: int, count: int = 6, leads: int = 2) -> Members:
    pick = random.Random(seed)
    spots = [(pick.uniform(120, 120.3), pick.uniform(30, 30.3)) for _ in range(count)]
    ends = [(pick.uniform(120, 120.3), pick.uniform(30, 30.3)) for _ in range(leads)]
    lon, lat = np.array(spots).T
    km = np.array([[100 * np.hypot(x - a, y - b) for a, b in ends] for x, y in spots])
    people = np.array([pick.randrange(1, 9) * 1000.0 for _ in spots])
    return Members([f"院{n}" for n in range(count)], [f"头{n}" for n in range(leads)], people, km,
                   np.ones(count, dtype=np.bool_), neighbours(lon, lat, None))  # fmt: skip


def load(parts: tuple[int, ...], held: Members) -> float:
    sums = [sum(held.people[i] * held.km[i, c] for i, part in enumerate(parts) if part == c)
            for c in range(len(held.leads))]  # fmt: skip
    return sum(sums) / len(sums) + max(sums)


def allowed(parts: tuple[int, ...], held: Members, spread: float, *, contiguous: bool) -> bool:
    even = held.people.sum() / len(held.leads)
    for part in range(len(held.leads)):
        own = [i for i, one in enumerate(parts) if one == part]
        if not own or abs(sum(held.people[i] for i in own) / even - 1) > spread + 1e-9:
            return False
    return not contiguous or pieces(np.array(parts), held) == len(held.leads)


@pytest.mark.parametrize("spread", [0.02, 0.3])
@pytest.mark.parametrize("seed", range(12))
def test_no_division_is_nearer_and_more_even(seed: int, spread: float) -> None:
    held = world(seed, leads=1 + seed % 3)
    for contiguous in (True, False):
        model = AffiliationModel(held, spread, contiguous=contiguous)
        outcome = solve(model.lp, model.objectives(), Control().clock())
        every = [parts for parts in itertools.product(range(len(held.leads)), repeat=6)
                 if allowed(parts, held, spread, contiguous=contiguous)]  # fmt: skip
        if not every:
            assert outcome.status == "infeasible"
            continue
        found = tuple(model.parts(outcome.x).tolist())
        assert outcome.status == "optimal" and found in every
        assert load(found, held) == pytest.approx(min(load(one, held) for one in every), rel=1e-5)
        assert outcome.scores[0] * model.scale == pytest.approx(load(found, held), rel=1e-5)


def test_neighbours_share_a_border_and_not_only_a_corner() -> None:
    grid = [(120 + 0.1 * x, 30 + 0.1 * y) for y in range(2) for x in range(2)]
    lon, lat = np.array(grid).T
    assert set(neighbours(lon, lat, None)) >= {(0, 1), (0, 2), (1, 3), (2, 3)}
    # A bay between them: the land decides who borders on whom.
    land = shapely.union_all([shapely.box(119.9, 29.9, 120.2, 30.04), shapely.box(119.9, 29.9, 120.04, 30.2),
                              shapely.box(120.06, 29.9, 120.2, 30.2)])  # fmt: skip
    assert set(neighbours(lon, lat, land)) == {(0, 1), (0, 2), (1, 3)}
    assert neighbours(lon[:1], lat[:1], None) == []
    assert neighbours(lon[:2], lat[:2], None) == [(0, 1)]
    # Two at one place are neighbours, and the second one of nobody else.
    assert neighbours(np.array([120, 120, 120.1]), np.array([30, 30, 30.0]), None) == [(0, 1), (0, 2)]


def county(seed: int = 1, members: int = 6) -> City:
    """The east with two hospitals, of which one leads, and members about them."""
    pick = random.Random(seed)
    city = City().place(f"l{EAST}", 120.0, 30.0).hospital("l2", EAST, category="tcm_hospital", name="中医院")
    city.member("l2", EAST, role="county_member").place("l2", 120.3, 30.0).place(f"t{EAST}", 120.02, 30.01)
    for number in range(members - 1):
        code = f"{EAST}{101 + number}"
        city.township(code, 1000 * pick.randrange(1, 5)).hospital(f"x{number}", EAST, name=f"院{number}")
        city.rows["institutions"][-1]["region_code"] = code
        city.member(f"x{number}", EAST).place(f"x{number}", 120 + 0.05 * number, 30 + 0.02 * (number % 2))
    return city


def homes(tables: CityTables, proposal: Proposal) -> dict[str, set[str]]:
    """Return the members of each consortium after the changes, by lead; every change must be possible."""
    answer = compare(tables, proposal.scenario)
    assert not answer.refusals, answer.refusals
    context = answer.after.context
    names = [str(one) for one in context.base.institutions.index]
    return {
        names[lead]: {names[one] for one in context.grassroots_members
                      if context.consortium_of[one] == context.consortium_of[lead]}
        for lead in context.leads
    }  # fmt: skip


def test_a_hospital_that_leads_nothing_yet_founds_a_consortium_with_its_members() -> None:
    tables = county().cut()
    proposal = propose_affiliation(tables, DAY, EAST, AffiliationWish((f"l{EAST}", "l2"), spread=0.4))
    assert proposal.optimal
    (change,) = proposal.scenario.changes
    assert isinstance(change, FoundConsortium) and change.lead_institution_id == "l2"
    found = homes(tables, proposal)
    assert found["l2"] == set(change.members) and "x4" in found["l2"] and f"t{EAST}" in found[f"l{EAST}"]
    assert found[f"l{EAST}"] | found["l2"] == {f"t{EAST}", *(f"x{number}" for number in range(5))}


def test_what_a_consortium_without_a_given_lead_has_is_merged() -> None:
    tables = county().cut()
    split = propose_affiliation(tables, DAY, EAST, AffiliationWish((f"l{EAST}", "l2"), spread=0.4))
    after = compare(tables, split.scenario).after.tables
    back = propose_affiliation(after, DAY, EAST, AffiliationWish((f"l{EAST}",)))
    assert [type(change) for change in back.scenario.changes] == [MergeConsortia]
    assert len(homes(after, back)[f"l{EAST}"]) == 6
    same = propose_affiliation(after, DAY, EAST, AffiliationWish((f"l{EAST}", "l2"), spread=0.4))
    assert not same.scenario.changes


def test_where_pieces_cannot_be_helped_it_is_said() -> None:
    # In a row 9, 9, 1 and 1 thousand: even parts take a great and a small one each, which cannot both hang together.
    city = City().place(f"l{EAST}", 120.0, 30.2).hospital("l2", EAST, category="tcm_hospital", name="中医院")
    city.member("l2", EAST, role="county_member").place("l2", 120.3, 30.2).place(f"t{EAST}", 120.0, 30.0)
    for number, thousands in enumerate((9, 9, 1, 1)):
        id, code = (f"x{number}" if number else f"t{EAST}"), f"{EAST}{101 + number}"
        city.township(code, 1000 * thousands)
        if number:
            city.hospital(id, EAST).member(id, EAST).place(id, 120 + 0.1 * number, 30)
        next(row for row in city.rows["institutions"] if row["institution_id"] == id)["region_code"] = code
    tables = city.cut()
    wish = AffiliationWish((f"l{EAST}", "l2"), spread=0.05)
    proposal = propose_affiliation(tables, DAY, EAST, wish)
    assert proposal.optimal and homes(tables, proposal)
    assert "不能同时满足" in proposal.assumptions[-1] and proposal.assumptions[-1].endswith("片")
    assert not any("相连" in one for one in proposal.constraints)
    # Less even, they hang together.
    proposal = propose_affiliation(tables, DAY, EAST, AffiliationWish((f"l{EAST}", "l2"), spread=0.2))
    assert any("相连" in one for one in proposal.constraints)
    assert sorted(map(len, homes(tables, proposal).values())) == [1, 1, 3]  # the west has its own


def test_no_consortium_may_have_too_few_people_either() -> None:
    # Of five equal members one lead of three gets a single one: 40 % less than an even part.
    held = Members(list("abcde"), list("甲乙丙"), np.full(5, 1000.0), np.ones((5, 3)), np.ones(5, dtype=np.bool_), [])
    for spread, status in ((0.39, "infeasible"), (0.41, "optimal")):
        model = AffiliationModel(held, spread, contiguous=False)
        assert solve(model.lp, model.objectives(), Control().clock()).status == status


def test_people_that_cannot_be_even_are_named() -> None:
    city = county(members=2).township(f"{EAST}100", 90_000)
    city.rows["institutions"][1]["region_code"] = f"{EAST}100"
    assert city.rows["institutions"][1]["institution_id"] == f"t{EAST}"
    proposal = propose_affiliation(city.cut(), DAY, EAST, AffiliationWish((f"l{EAST}", "l2"), spread=0.1))
    assert proposal.impossible and not proposal.scenario.changes
    assert all("服务人口" in one for one in proposal.infeasible) and proposal.infeasible


def test_members_without_a_position_or_people_are_said() -> None:
    city = county()
    city.rows["institutions"][-1] |= {"lon": None, "lat": None}
    proposal = propose_affiliation(city.cut(), DAY, EAST, AffiliationWish((f"l{EAST}", "l2"), spread=0.5))
    words = "；".join(proposal.assumptions)
    assert proposal.found and "1\u00a0家没有坐标" in words and "1\u00a0家所在乡镇的人口未报" in words


def test_leads_that_cannot_lead_are_refused_in_words() -> None:
    tables = county().cut()
    for leads, words in (
        ((), "1 至 3 家"), (("l2", "l2"), "各写一次"), (("nobody",), "没有编号"), ((f"l{WEST}",), "不在东县"),
        (("l2",), "至少要有一家"), (tuple("abcd"), "1 至 3 家"),
    ):  # fmt: skip
        with pytest.raises(CannotProposeError, match=words):
            propose_affiliation(tables, DAY, EAST, AffiliationWish(leads))
    with pytest.raises(CannotProposeError, match="区县"):
        propose_affiliation(tables, DAY, "3302", AffiliationWish((f"l{EAST}",)))
    with pytest.raises(CannotProposeError, match="比医共体还少"):
        propose_affiliation(county(members=1).cut(), DAY, EAST, AffiliationWish((f"l{EAST}", "l2")))
