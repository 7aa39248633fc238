"""Scenarios side by side: on one baseline and day, up to four, the cheapest word first."""

from __future__ import annotations

import pytest

from components.views import scenario_compare
from components.views.scenario import scenario
from components.views.scenario_desk import MOST_KEPT, Desk
from scenarios.model import SetTarget, ShiftAsOf
from tests.components.views import view_of
from tests.plans import CIXI, END, MOVE, REFUSED, SERVE, scenario_of, text_of


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2002", " ")


def test_each_column_is_the_scenarios_own_answer() -> None:
    view = view_of(scope=CIXI)
    table = scenario_compare.compared(view, (text_of(view, SERVE, name="甲"), text_of(view, END, name="乙")), 1)
    assert [column.label for column in table.columns] == ["指标", "现状", "甲", "乙（正在编辑）"]
    rows = {row["name"]: [plain(getattr(row[column], "text", "—")) for column in ("before", "s0", "s1")]
            for row in table.rows}
    assert rows["投入：新增服务的村"] == ["—", "4 个", "0 个"]
    assert rows["仍未达标的指标"] == ["3 项", "2 项", "4 项"]
    assert rows["应设未设村数"] == ["4 个 ▲ 未达标", "0 个 ● 达标", "4 个 ▲ 未达标"]
    assert rows["成员单位派驻覆盖率"] == ["100.0% ● 达标", "100.0% ● 达标", "95.0% ▲ 未达标"]
    assert "投入：增派人员" not in rows, "what none of them takes is left out"
    assert plain(table.title) == "“甲”未达标最少（2 项），投入新增服务的村 4 个"


@pytest.mark.parametrize(("first", "second", "title"), [
    (SERVE, SERVE, "2 个方案都还有 2 项未达标"), (REFUSED, END, "“甲”未达标最少（3 项）"),
])
def test_the_heading_says_who_is_best_or_that_none_is(first, second, title) -> None:
    view = view_of(scope=CIXI)
    table = scenario_compare.compared(view, (text_of(view, first, name="甲"), text_of(view, second, name="乙")), None)
    assert plain(table.title) == title


def test_a_target_or_day_of_its_own_makes_no_scenario_the_best() -> None:
    view = view_of(scope=CIXI)
    low = SetTarget(indicator="village.unserved_planned", value=9.0)
    later = ShiftAsOf(to=view.as_of.replace(year=view.as_of.year + 1))
    texts = tuple(text_of(view, *changes, name=name) for name, changes in (("甲", (SERVE,)), ("乙", (low, later))))
    table = scenario_compare.compared(view, texts, 1)
    assert plain(table.title) == "2 个方案；另设目标或日期的，未达标项数不能直接相比"
    own = f"乙（另设目标，按 {later.to.year} 年 12 月 31 日计，正在编辑）"
    assert [plain(column.label) for column in table.columns[2:]] == ["甲", own]


def test_what_was_laid_aside_on_another_day_is_asked_of_the_day_shown() -> None:
    view = view_of(scope=CIXI)
    other = {"as_of": view.as_of.replace(year=2021), "snapshot": "x"}
    old = scenario_of(view, SERVE, name="旧").model_copy(update=other)
    desk = Desk(city=view.city, changes=(END,), kept=[old])
    shown = scenario_compare.scenarios(view, desk, scenario(view, desk))
    assert [one.name for one in shown] == ["旧", "新情景"]
    assert {one.as_of for one in shown} == {view.as_of}
    assert {one.snapshot for one in shown} == {view.snapshot.id}


def test_the_one_in_hand_is_not_shown_twice_and_four_is_the_most() -> None:
    view = view_of(scope=CIXI)
    desk = Desk(city=view.city, changes=(SERVE,))
    for changes in ((SERVE,), (END,), (MOVE,), (MOVE, SERVE), (END, SERVE)):
        desk.changes = changes
        scenario_compare._keep(view, desk)
        scenario_compare._keep(view, desk)
    assert len(desk.kept) == MOST_KEPT - 1
    assert [one.name for one in desk.kept] == ["新情景", "新情景 2", "新情景 3"]
    assert len(scenario_compare.scenarios(view, desk, scenario(view, desk))) == MOST_KEPT
    desk.changes = (SERVE,)
    assert len(scenario_compare.scenarios(view, desk, scenario(view, desk))) == MOST_KEPT - 1


def test_an_empty_scenario_is_not_laid_aside_and_forged_clicks_do_nothing() -> None:
    view = view_of(scope=CIXI)
    desk = Desk(city=view.city)
    scenario_compare._answer(view, desk, "keep")
    assert desk.kept == []
    desk.changes = (SERVE,)
    scenario_compare._answer(view, desk, "keep")
    for forged in ("drop:1", "drop:-1", "drop:x", "back:9", "back:", "", "drop:²"):
        scenario_compare._answer(view, desk, forged)
    assert [one.changes for one in desk.kept] == [(SERVE,)]
    scenario_compare._answer(view, desk, "drop:0")
    assert desk.kept == []
