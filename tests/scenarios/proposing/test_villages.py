"""Village plan: as good as trying every set of places, what is there is kept, and the indicators see the points."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from indicators import compute
from scenarios.comparing import compare
from scenarios.model import AddClinic, SetVillageMode
from scenarios.proposing.proposal import CannotProposeError, Proposal
from scenarios.proposing.travel import TravelTimes, read_travel_times
from scenarios.proposing.villages import VillageWish, propose_villages
from tests.indicators.city import EAST, WEST
from tests.scenarios.proposing.city import DAY, City

METRES = 2500.0


def code(number: int) -> str:
    return f"{EAST}100{200 + number}"


def chosen(proposal: Proposal) -> set[str]:
    found: set[str] = set()
    for change in proposal.scenario.changes:
        found |= {change.village_code} if isinstance(change, AddClinic) else set(change.village_codes)
    return found


def small(seed: int) -> tuple[City, dict[str, tuple[float, float]], dict[str, int], set[str]]:
    """Up to seven villages about a plain; some are served, one may be without a position."""
    pick = random.Random(seed)
    city = City().place(f"t{EAST}", 121, 31)
    spots, people, served = {}, {}, set()
    for number in range(pick.randrange(3, 8)):
        one = code(number)
        spots[one] = (round(pick.uniform(0, 9), 2), round(pick.uniform(0, 9), 2))
        people[one] = pick.randrange(1, 900)
        mode = pick.choice(["none", "none", "none", "mobile", "clinic", "extension"])
        if mode in ("clinic", "extension"):
            served.add(one)
        city.village(one, spots[one], people[one], mode)
    return city, spots, people, served


def covered_by(points: set[str], spots: dict[str, tuple[float, float]]) -> set[str]:
    # A kilometre east is given as KM ÷ 0.866 degrees, so that the plain is a plain to about one part in a hundred.
    return {one for one, at in spots.items() if any(math.dist(at, spots[to]) <= METRES / 1000 for to in points)}


def near_the_edge(spots: dict[str, tuple[float, float]]) -> bool:
    apart = [math.dist(one, other) for one, other in itertools.combinations(spots.values(), 2)]
    return any(abs(length - METRES / 1000) < 0.05 for length in apart)


@pytest.mark.parametrize("seed", range(16))
def test_no_set_of_places_is_better(seed: int) -> None:
    city, spots, people, served = small(seed)
    if near_the_edge(spots):
        spots_of_next = small(seed + 1000)
        city, spots, people, served = spots_of_next
    assert not near_the_edge(spots)
    tables = city.cut()
    free = sorted(set(spots) - served)
    before = covered_by(served, spots)

    def worth(points: set[str]) -> int:
        return sum(people[one] for one in covered_by(served | points, spots))

    for points in (1, 2):
        sets = [set(one) for size in range(points + 1) for one in itertools.combinations(free, size)]
        best = max(map(worth, sets))
        proposal = propose_villages(tables, DAY, EAST, VillageWish(METRES, points=points, kind="extension"))
        assert proposal.optimal and len(chosen(proposal)) <= points
        assert worth(chosen(proposal)) == best
        assert proposal.value == best - sum(people[one] for one in before)
        # Of equals no smaller set covers as many.
        assert not any(worth(one) == best for one in sets if len(one) < len(chosen(proposal)))
    every = [set(one) for size in range(len(free) + 1) for one in itertools.combinations(free, size)]
    fewest = min(len(one) for one in every if covered_by(served | one, spots) == set(spots))
    proposal = propose_villages(tables, DAY, EAST, VillageWish(METRES, kind="extension"))
    assert proposal.optimal and proposal.value == fewest == len(chosen(proposal))
    assert covered_by(served | chosen(proposal), spots) == set(spots)


def row_of_villages(*modes: str) -> City:
    city = City().place(f"t{EAST}", 121, 31)
    for number, mode in enumerate(modes):
        city.village(code(number), (2.0 * number, 0), 100 + number, mode)
    return city


def test_the_indicators_see_what_is_set_up() -> None:
    tables = row_of_villages("none", "none", "none").cut()
    for kind, changes in (("clinic", AddClinic), ("extension", SetVillageMode)):
        proposal = propose_villages(tables, DAY, EAST, VillageWish(METRES, kind=kind))
        assert [type(change) for change in proposal.scenario.changes] == [changes]
        assert chosen(proposal) == {code(1)}
        answer = compare(tables, proposal.scenario)
        assert not answer.refusals
        assert (answer.before.value("village.unserved", EAST), answer.after.value("village.unserved", EAST)) == (3, 2)
    assert proposal.scenario.changes[0].institution_id == f"t{EAST}"


def test_what_is_there_is_kept_and_counts() -> None:
    # The clinic at one end covers its neighbour; the other end needs a point in one of the last two.
    proposal = propose_villages(row_of_villages("clinic", "none", "none", "none").cut(), DAY, EAST, VillageWish(METRES))
    assert chosen(proposal) == {code(3)}  # of two that would do, the one with more people
    # A clinic of the register counts where no row says how the village is served, as does a township hospital.
    city = row_of_villages("none", "none").hospital("k", EAST, category="village_clinic").place("k", 120, 30)
    city.rows["institutions"][-1]["region_code"] = code(0)
    assert not propose_villages(city.cut(), DAY, EAST, VillageWish(METRES)).scenario.changes
    city = row_of_villages("none", "none").place(f"t{EAST}", 120, 30)
    assert not propose_villages(city.cut(), DAY, EAST, VillageWish(METRES)).scenario.changes
    # One that is closed does not, nor does a patrol.
    city.rows["institutions"][1]["closed_on"] = "2022-12-31"
    assert city.rows["institutions"][1]["institution_id"] == f"t{EAST}"
    assert len(chosen(propose_villages(city.cut(), DAY, EAST, VillageWish(METRES)))) == 1
    assert len(chosen(propose_villages(row_of_villages("mobile").cut(), DAY, EAST, VillageWish(METRES)))) == 1


def test_at_the_distance_itself_a_village_is_covered() -> None:
    city = row_of_villages("clinic", "none")
    tables = city.cut()
    reach = [bool(propose_villages(tables, DAY, EAST, VillageWish(m)).scenario.changes) for m in (1980, 2020)]
    assert reach == [True, False]
    assert not propose_villages(tables, DAY, EAST, VillageWish(0.0, points=0)).scenario.changes


def test_places_may_be_narrowed_to_villages_that_should_have_a_clinic() -> None:
    city = City().place(f"t{EAST}", 121, 31)
    city.village(code(0), (0, 0), 900, "none", planned=False).village(code(1), (9, 0), 100, "none", planned=True)
    city.village(code(2), (18, 0), 500, "mobile")
    most = {where: chosen(propose_villages(city.cut(), DAY, EAST, VillageWish(METRES, points=1, where=where)))
            for where in ("any", "unserved", "planned")}  # fmt: skip
    assert most == {"any": {code(0)}, "unserved": {code(0)}, "planned": {code(1)}}
    proposal = propose_villages(city.cut(), DAY, EAST, VillageWish(METRES, where="planned"))
    assert proposal.impossible and len(proposal.infeasible) == 1
    assert "能设点的有\u00a00\u00a0个村" in proposal.infeasible[0]
    assert len(proposal.also_infeasible) == 1


def test_too_few_points_for_everybody_are_named_with_the_villages() -> None:
    tables = row_of_villages("none", "none", "none", "none", "none", "none", "none").cut()
    proposal = propose_villages(tables, DAY, EAST, VillageWish(METRES, points=2, everybody=True))
    assert proposal.impossible and not proposal.scenario.changes
    # Two points and three villages of which no two have a place in common.
    assert len(proposal.infeasible) == 4
    assert sum("不超过" in one for one in proposal.infeasible) == 1
    enough = propose_villages(tables, DAY, EAST, VillageWish(METRES, points=3, everybody=True))
    assert enough.optimal and enough.value == 3


def test_a_village_without_a_position_is_left_out_and_said() -> None:
    city = row_of_villages("clinic").village(code(8), None, 50, "none").village(code(9), None, 50, "clinic")
    proposal = propose_villages(city.cut(), DAY, EAST, VillageWish(METRES))
    assert proposal.found and not proposal.scenario.changes
    assert any("1\u00a0个村没有坐标" in one for one in proposal.assumptions)


def test_without_people_every_village_counts_once() -> None:
    city = City().place(f"t{EAST}", 121, 31)
    for number, km in enumerate((0, 9, 10)):
        city.village(code(number), (km, 0), None if number else 999, "none")
    proposal = propose_villages(city.cut(), DAY, EAST, VillageWish(METRES, points=1))
    assert proposal.value == 2 and chosen(proposal) <= {code(1), code(2)}
    assert any("按村数计" in one for one in proposal.assumptions)


def test_a_table_of_travel_times_takes_the_place_of_the_straight_line() -> None:
    city = row_of_villages("clinic", "none", "none").village(code(7), None, 70, "none")
    text = f"起点,终点,分钟\n{code(1)},{code(0)},30\n{code(2)},{code(1)},10\n{code(7)},{code(2)},15\n"
    known = {code(number) for number in (0, 1, 2, 7)}
    times = read_travel_times(text.encode("gb18030"), known)
    assert times.between(code(0), code(1)) == 30 and times.between(code(0), code(2)) == math.inf
    fewest = {minutes: propose_villages(city.cut(), DAY, EAST, VillageWish(times=times, minutes=minutes)).value
              for minutes in (9, 10, 15, 30)}  # fmt: skip
    assert fewest == {9: 3, 10: 2, 15: 1, 30: 1}
    words = propose_villages(city.cut(), DAY, EAST, VillageWish(times=times, minutes=15)).constraints
    assert any("通行时间表" in one for one in words) and not any("直线" in one for one in words)


@pytest.mark.parametrize(("text", "words"), [
    ("", "是空的"), ("a,b,c\n", "第一行"), ("from,to\n", "第一行"), ("from,to,minutes,to\n", "第一行"),
    ("from,to,minutes\nA,X,1\n", "第 2 行不认识的编号“X”"), ("from,to,minutes\n\nA,B,-1\n", "第 3 行的分钟数“-1”"),
    ("from,to,minutes\nA,B,nan\n", "分钟数"), ("from,to,minutes\nA,B\n", "分钟数"),
    ("from,to,minutes\nA,B,1\nA,B,2\n", "第 3 行与前面"), ("from,to,minutes\n" + "A,X,1\n" * 5, "等 5 处"),
    ('from,to,minutes\nA,"B,1\nB,A,2\n', "从第 2 行起读不通"),
    ("from,to,minutes\nA,B," + "1" * 200_000, "从第 2 行起读不通"),
])  # fmt: skip
def test_faults_of_the_table_are_told_with_their_line(text: str, words: str) -> None:
    with pytest.raises(CannotProposeError, match=words):
        read_travel_times(text.encode(), {"A", "B"})


def test_the_way_back_counts_where_only_one_is_given() -> None:
    times = read_travel_times("\ufeffminutes,to,from\n5,B,A\n7,A,C\n9,C,A\n".encode(), {"A", "B", "C"})
    assert [times.between(*pair) for pair in ("AB", "BA", "CA", "AC", "AA")] == [5, 5, 7, 9, 0]
    old = read_travel_times(b"from,to,minutes\rA,B,5\r", {"A", "B"})  # lines end as on an old Macintosh
    assert old.between("B", "A") == 5
    with pytest.raises(CannotProposeError, match="编码"):
        read_travel_times(b"\xff\xff\xff", {"A"})


def test_incomplete_wishes_are_refused_in_words() -> None:
    tables = row_of_villages("none").cut()
    times = TravelTimes({})
    for scope, wish, words in (
        ("3302", VillageWish(METRES), "区县"), (EAST, VillageWish(), "距离"),
        (EAST, VillageWish(METRES, times=times, minutes=3), "距离"), (EAST, VillageWish(times=times), "距离"),
        (EAST, VillageWish(-1.0), "不能小于 0"), (EAST, VillageWish(math.nan), "不能小于 0"),
        (EAST, VillageWish(1.0, points=-1), "不能小于 0"), (WEST, VillageWish(METRES), "没有村的资料"),
    ):  # fmt: skip
        with pytest.raises(CannotProposeError, match=words):
            propose_villages(tables, DAY, scope, wish)


def test_villages_of_the_plan_are_of_the_county_only() -> None:
    city = row_of_villages("none").village(f"{WEST}100200", (0.5, 0), 5000, "none")
    proposal = propose_villages(city.cut(), DAY, EAST, VillageWish(METRES, points=5))
    assert chosen(proposal) == {code(0)} and proposal.value == 100
    assert compute(city.cut(), DAY).value("village.unserved", WEST) == 1
