"""Scenarios side by side: one baseline, a row per figure that any moves, and what cannot be laid side by side."""

from __future__ import annotations

from typing import Any

import pytest

from indicators import catalogue, compute
from scenarios.applying import Unfit
from scenarios.comparing import compare
from scenarios.model import Scenario
from scenarios.side_by_side import MOST, SideBySide, side_by_side
from tests.indicators.city import CITY
from tests.scenarios.asking import EAST, scenario, tables_of

COVERAGE, PERSONS = "posting.lead_to_member.coverage", "posting.lead_to_member.persons"
SEND = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": f"l{EAST}", "persons": 2,
        "to_institution_id": "h1", "title_grade": "senior", "months": 24}  # fmt: skip
SERVE = {"kind": "set_village_mode", "county_code": EAST, "which": "unserved", "mode": "mobile"}
FOUND = {"kind": "found_consortium", "county_code": EAST, "name": "新", "lead_institution_id": "h2",
         "members": ["h3"]}  # fmt: skip


def beside(*sets: tuple[dict[str, Any], ...]) -> SideBySide:
    return side_by_side(tables_of(), [scenario(*changes, name=f"情景{at}") for at, changes in enumerate(sets)], None)


def test_each_column_is_the_answer_of_its_scenario_alone() -> None:
    tables = tables_of()
    scenarios = [scenario(SEND), scenario(SERVE), scenario(SEND, SERVE, FOUND), scenario()]
    found = side_by_side(tables, scenarios, None)
    for at, one in enumerate(scenarios):
        alone = compare(tables, one, None)
        assert {(m.key, m.scope): m.after for m in alone.moved} == {
            (row.key, row.scope): row.after[at] for row in found.rows if row.moved[at] is not None
        }
        assert found.answers[at].cost == alone.cost
        assert found.answers[at].before is found.before
    live = compute(tables, scenarios[0].as_of, None, None)
    for row in found.rows:
        assert row.before == (live.get(row.key, row.scope) if live.knows(row.scope) else None)
        assert any(one is not None for one in row.moved)


def test_a_figure_that_one_scenario_leaves_stands_at_the_baseline_there() -> None:
    found = beside((SEND,), (SERVE,), ())
    (row,) = [row for row in found.of_scope(CITY) if row.key == PERSONS]
    assert [figure and figure.value for figure in (row.before, *row.after)] == [1, 3, 1, 1]
    assert row.wholes == (2, 0, 0) and row.moved[1] is None
    assert [answer.cost.persons for answer in found.answers] == [2, 0, 0]


def test_rows_stand_in_order_of_the_catalogue_and_the_city_first() -> None:
    found = beside((SERVE,), (SEND,))
    keys = [key for key in catalogue() if key in {row.key for row in found.rows}]
    assert list(dict.fromkeys(row.key for row in found.rows)) == keys
    for key in keys:
        scopes = [row.scope for row in found.rows if row.key == key]
        assert scopes == [scope for scope in found.before.scopes if scope in scopes]


def test_a_consortium_that_one_scenario_founds_is_nothing_in_the_others() -> None:
    found = beside((FOUND,), (SEND,))
    rows = [row for row in found.rows if row.scope == "~s0-0"]
    assert rows
    for row in rows:
        assert row.before is None and row.after[0] is not None and row.after[1] is None
        assert row.wholes[0] is None


@pytest.mark.parametrize(("scenarios", "why"), [
    ([], "这里是 0 个"), ([scenario()] * (MOST + 1), "这里是 5 个"),
    ([scenario(), scenario(as_of="2022-11-30", name="早")], "“早”的截止日期 2022 年 11 月 30 日与“试”的"),
    ([scenario(), scenario(caliber="eligible")], "口径不同"), ([scenario(), scenario(scope="1307")], "与数据的城市"),
])  # fmt: skip
def test_what_has_no_common_baseline_is_not_laid_side_by_side(scenarios: list[Scenario], why: str) -> None:
    with pytest.raises(Unfit) as refused:
        side_by_side(tables_of(), scenarios)
    assert why in str(refused.value).replace("\u00a0", " ")


def test_four_are_not_too_many() -> None:
    assert len(side_by_side(tables_of(), [scenario()] * MOST).answers) == MOST
