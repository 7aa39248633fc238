"""Before against after: contributions in order, statuses, lists, and what cannot be asked at all."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import compute
from indicators.wording_numbers import quantity, rounded
from scenarios.applying import Unfit
from scenarios.comparing import compare
from scenarios.contributions import contributions, printed
from tests.indicators.city import CITY, policy, target
from tests.scenarios.asking import EAST, ask, scenario, tables_of

COVERAGE = "posting.lead_to_member.coverage"
SEND = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": f"l{EAST}", "persons": 1,
        "to_institution_id": "h1", "title_grade": "senior", "months": 24}  # fmt: skip
MOVE = {"kind": "reassign_member", "institution_id": "h1", "consortium_id": "c2"}


@pytest.mark.parametrize(("values", "steps"), [
    ([1, 3, 2], (2, -1)), ([1, 1], (0,)), ([5], ()), ([1, None, 4], (0, 3)), ([None, 1], ()), ([1, None], ()),
    ([0.1, 0.3, 0.3], (0.19999999999999998, 0)),
])  # fmt: skip
def test_contributions_are_differences_in_order(values: list[float | None], steps: tuple[float, ...]) -> None:
    assert contributions(values) == steps


def paths(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[list[float | None]]:
    return st.lists(st.one_of(st.none(), numbers), min_size=1, max_size=11)


@given(paths(st.integers(0, 10**9)))
def test_counts_sum_exactly_to_the_whole(path: list[float | None]) -> None:
    first, last = path[0], path[-1]
    assert contributions(path) == () if first is None or last is None else sum(contributions(path)) == last - first


@given(paths(st.floats(0, 1e6)), st.integers(0, 3))
def test_what_is_printed_sums_exactly_and_is_off_by_less_than_one_last_digit(
    path: list[float | None], decimals: int
) -> None:
    first, last = path[0], path[-1]
    if first is None or last is None:
        assert printed(path, "人", decimals) == ()
        return
    assert rounded(first, decimals) + sum(printed(path, "人", decimals)) == rounded(last, decimals)
    assert math.isclose(math.fsum(contributions(path)), last - first, rel_tol=0, abs_tol=1e-8)
    for shown, exact in zip(printed(path, "人", decimals), contributions(path), strict=True):
        assert abs(float(shown) - exact) <= 10.0**-decimals + 1e-8


@given(st.lists(st.floats(0, 100), min_size=1, max_size=11), st.integers(0, 2))
def test_rates_that_are_not_whole_are_not_printed_so_and_still_sum(path: list[float], decimals: int) -> None:
    first, last = (quantity(value, "%", decimals).removesuffix("%") for value in (path[0], path[-1]))
    assert Decimal(first) + sum(printed(path, "%", decimals)) == Decimal(last)


def test_three_thirds_are_printed_as_a_whole() -> None:
    path = [0, 100 / 3, 200 / 3, 100]
    assert [str(part) for part in printed(path, "%", 1)] == ["33.3", "33.4", "33.3"]


def test_the_order_of_changes_moves_contributions_and_not_only_them() -> None:
    # Sent before the member leaves, the person stays behind at a place that no longer counts; after it, none goes.
    first, second = ask(SEND, MOVE), ask(MOVE, SEND)
    assert first.refusals == () and [refusal.index for refusal in second.refusals] == [1]
    # One of four before and after: it went up by one of four and down again.
    assert (COVERAGE, EAST) not in {(one.key, one.scope) for one in first.moved}
    renamed = ask(SEND, SEND | {"to_institution_id": "h2"}, MOVE)
    (moved,) = [one for one in renamed.moved if (one.key, one.scope) == (COVERAGE, EAST)]
    assert moved.contributions == (25, 25, -25) and moved.whole == 25


def test_a_status_that_changes_is_told_at_its_level() -> None:
    answer = ask(*(SEND | {"to_institution_id": id} for id in ("h1", "h2", "h3")),
                 policy=policy(target(COVERAGE, ">=", 100, ("city", "county"))))  # fmt: skip
    (changed,) = (one for one in answer.moved if one.status_changed)
    assert (changed.scope, changed.after.status) == (EAST, "met")
    assert changed.before is not None and changed.before.status == "not_met"
    assert [place.name for place in answer.covering.institutions_covered] == [f"{n}号镇卫生院" for n in (1, 2, 3)]
    assert {place.county for place in answer.covering.institutions_covered} == {"东县"}


def test_the_city_comes_first_and_nothing_moves_that_stays() -> None:
    answer = ask(SEND)
    for key in {one.key for one in answer.moved}:
        assert next(one.scope for one in answer.moved if one.key == key) == CITY
    before = compute(tables_of(), answer.scenario.as_of, None, None)
    for one in answer.moved:
        assert (one.before and one.before.value) == before.value(one.key, one.scope) != one.after.value


def test_steps_and_tables_of_different_scenarios_have_different_ids() -> None:
    ids = [ask(*changes).after.tables.snapshot_id for changes in ((), (SEND,), (SEND, SEND), (MOVE,))]
    # A refused change makes no tables, but those after it are not those without it.
    ids += [ask(SEND | {"persons": 2}).after.tables.snapshot_id, ask(MOVE | {"consortium_id": "c9"}, SEND)
            .after.tables.snapshot_id]  # fmt: skip
    assert ids[0] == "memory" and len(set(ids)) == len(ids)


@pytest.mark.parametrize(("fields", "why"), [
    ({"scope": "1307"}, "与数据的城市 3302 不同"), ({"as_of": "2031-01-01"}, "晚于数据的截止日期"),
    ({"caliber": "mine"}, "没有口径“mine”"),
])  # fmt: skip
def test_what_is_not_about_these_tables_is_not_asked(fields: dict[str, str], why: str) -> None:
    with pytest.raises(Unfit, match=why):
        compare(tables_of(), scenario(**fields))


def test_the_last_day_of_the_tables_may_be_asked() -> None:
    assert ask(as_of="2030-12-31").moved == ()


def test_a_baseline_is_used_only_where_it_is_that_of_the_scenario() -> None:
    tables = tables_of()
    wanted = scenario(SEND)
    own = compute(tables, wanted.as_of)
    assert compare(tables, wanted, baseline=own).before is own
    others = (
        compute(tables_of(), wanted.as_of), compute(tables, tables.as_of),
        compute(tables, wanted.as_of, "eligible"), compute(tables, wanted.as_of, None, None),
    )  # fmt: skip
    for other in others:
        answer = compare(tables, wanted, baseline=other)
        assert answer.before is not other
        assert [(one.key, one.scope, one.path) for one in answer.moved] == [
            (one.key, one.scope, one.path) for one in compare(tables, wanted).moved
        ]
