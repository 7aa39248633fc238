"""What 情景推演 says, on the bundled sample: without a change the live figures, with changes what they come to."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from components.view import View
from components.views import scenario_contributions, scenario_lists, scenario_results
from components.views import scenario_words as said
from components.views.scenario import asked, counties_moved, of_scope, scenario
from components.views.scenario_desk import Desk
from indicators import compute
from scenarios.model import Change, SetTarget, ShiftAsOf
from tests.components.views import view_of
from tests.plans import CIXI, END, MOVE, REFUSED, SERVE, scenario_of, text_of

PLACES = ["3302", CIXI, "330282-A", "1307", "130727"]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def model_of(view: View, *changes: Change):
    return scenario(view, Desk(city=view.city, name="试一试", changes=changes))


@pytest.mark.parametrize("scope", PLACES)
def test_without_a_change_every_figure_is_the_live_one(scope: str) -> None:
    view = view_of(scope=scope)
    found = model_of(view).answer
    assert found is not None
    assert found.moved == ()
    live = compute(view.tables, view.as_of, view.caliber, view.policy)
    pd.testing.assert_frame_equal(found.after.frame(), live.frame(), check_exact=True)
    table = scenario_results._state(view)
    assert isinstance(table.frame, pd.DataFrame)
    figures = {figure.name: figure for figure in live.of_scope(scope)}
    for row in table.frame.to_dict("records"):
        assert row["value"] == said.printed(figures[row["name"]])


def test_without_a_change_the_finding_says_where_a_place_stands_and_what_to_do() -> None:
    view = view_of(scope=CIXI)
    missed = sum(figure.status == "not_met" for figure in view.figures.of_scope(CIXI))
    assert plain(model_of(view).finding) == f"慈溪市还有 {missed} 项目标未达标；加一项调整，看指标怎样变。"
    assert model_of(view_of(scope="130727")).finding == "文件没有给阳原县设目标值；加一项调整，看指标怎样变。"
    assert not model_of(view_of(scope=CIXI)).changed


def test_what_is_met_by_it_comes_first_in_the_finding_and_in_the_table() -> None:
    view = view_of(scope=CIXI)
    model = model_of(view, SERVE)
    before = sum(figure.status == "not_met" for figure in view.figures.of_scope(CIXI))
    assert "慈溪市应设未设村 0 个，达到目标" in plain(model.finding)
    assert f"仍有 {before - 1} 项未达标" in plain(model.finding)
    table = scenario_results._moved(view, model.text)
    first = table.rows[0]
    assert (first["name"], plain(first["state"].text)) == ("应设未设村数", "▲ 未达标 → ● 达标")
    assert plain(first["before"].text) == "4 个"
    assert plain(first["after"].text) == "0 个"
    assert first["whole"].text.startswith("−4")
    assert [row["name"] for row in table.rows[1:]] == ["村级医疗服务覆盖率", "无服务村数"]


def test_what_is_lost_is_said_too() -> None:
    view = view_of(scope=CIXI)
    model = model_of(view, END)
    assert "慈溪市派驻覆盖率 95.0%，转为未达标" in plain(model.finding)
    assert scenario_results._moved(view, model.text).rows[0]["state"].tone == "not_met"


def test_where_nothing_was_carried_out_the_finding_says_so() -> None:
    view = view_of(scope=CIXI)
    for changes in ((REFUSED,), (REFUSED, REFUSED)):
        model = model_of(view, *changes)
        assert model.finding == "情景：调整都没有执行，慈溪市各项指标与现状一致。"
        assert scenario_results._moved(view, model.text).rows == ()


def test_a_place_that_a_scenario_does_not_touch_says_so() -> None:
    view = view_of(scope="330203")
    model = model_of(view, SERVE)
    assert "海曙区的指标没有变化" in model.finding
    table = scenario_results._moved(view, model.text)
    assert table.rows == ()
    assert "全市另有" in table.title


def test_a_target_of_ones_own_is_a_change_of_the_judgement_alone() -> None:
    view = view_of(scope=CIXI)
    model = model_of(view, SetTarget(indicator="care.in_county_rate", value=89.0))
    row = scenario_results._moved(view, model.text).rows[0]
    assert row["before"].text == row["after"].text
    assert plain(row["whole"].text) == "目标改为 89.0% 以上" or plain(row["whole"].text) == "目标改为 89% 以上"
    assert plain(row["state"].text) == "▲ 未达标 → ● 达标"


def test_another_day_is_said_under_the_table() -> None:
    view = view_of(scope=CIXI)
    model = model_of(view, ShiftAsOf(to=view.as_of.replace(year=2023)))
    assert plain(scenario_results._moved(view, model.text).caption).startswith(
        "情景推演·非现状。情景按 2023 年 12 月 31 日计算，现状截至 2022 年 12 月 31 日"
    )


@pytest.mark.parametrize(("changes", "last"), [
    ((SERVE,), "1 项调整都已照做。"), ((SERVE, REFUSED), "1 项调整已照做，1 项没有执行，原因列在下面。"),
    ((REFUSED,), "1 项调整都没有执行，原因列在下面。"), ((), "各项调整将在现用数据上逐项重新执行。"),
])  # fmt: skip
def test_an_opened_scenario_says_what_was_made_again_where_there_was_anything(changes, last: str) -> None:
    view = view_of(scope=CIXI)
    older = scenario_of(view, *changes).model_copy(update={"snapshot": "20220101-aaaaaa"})
    model = scenario(view, Desk(city=view.city, changes=changes, opened=older))
    assert plain(model.differences[-1]).endswith(last)


@pytest.mark.parametrize("scope", ["3302", CIXI])
def test_contributions_as_printed_add_up_from_the_state_of_things_to_the_scenario(scope: str) -> None:
    view = view_of(scope=scope)
    text = text_of(view, MOVE, SERVE, REFUSED, END)
    lists = scenario_contributions.contributions(view, text)
    moved = [one for one in of_scope(asked(view, text), scope) if one.printed]
    columns = [column for one in lists.values() for column in one.headings
               if column not in ("step", "scenario", "watermark")]  # fmt: skip
    assert columns == [one.key for one in moved]
    for one in lists.values():
        assert isinstance(one.frame, pd.DataFrame)
        for key in set(one.headings) - {"step", "scenario", "watermark"}:
            values = [Decimal(str(value)) for value in one.frame[key]]
            assert sum(values[:-1]) == values[-1]
            assert values[3] == 0, "a change that was refused adds nothing"
        assert one.frame["step"].tolist()[0] == "现状"
        assert one.frame["step"].tolist()[-1] == "情景"
        assert "（没有执行）" in one.rows[3]["step"]
        assert "调换次序" in one.caption


def test_many_indicators_are_behind_a_switch_and_none_is_lost() -> None:
    view = view_of(scope=CIXI)
    text = text_of(view, MOVE, SERVE, ShiftAsOf(to=view.as_of.replace(year=2023)))
    lists = scenario_contributions.contributions(view, text)
    assert len(lists) > 1
    assert next(iter(lists)) == "主要指标"
    shown = sum(len(one.columns) - 1 for one in lists.values())
    assert shown == len([one for one in of_scope(asked(view, text), CIXI) if one.printed])


def test_a_citys_table_says_of_each_county_what_is_missed_before_and_after() -> None:
    view = view_of(scope="3302")
    text = text_of(view, SERVE, END)
    found = asked(view, text)
    table = scenario_contributions.counties(view, text)
    assert [row["code"] for row in table.rows] == list(counties_moved(found)) == [CIXI]
    row = table.rows[0]
    for figures, count in ((found.before, row["before"]), (found.after, row["after"])):
        assert count == sum(figure.status == "not_met" for figure in figures.of_scope(CIXI))
    assert "应设未设村 ▲ 未达标 → ● 达标" in plain(row["statuses"].text)
    assert row["statuses"].tone == "not_met", "what is lost is not hidden behind what is won"
    assert "其余 9 个区县没有变化" in plain(table.caption)


def test_the_lists_name_who_gains_and_who_loses_in_the_scope() -> None:
    view = view_of(scope=CIXI)
    held = scenario_lists.lists(view, text_of(view, MOVE, SERVE))
    assert held.institutions is not None
    assert held.villages is not None
    assert plain(held.institutions.title) == "1 家机构失去派驻"
    assert held.institutions.rows[0]["name"] == "掌起镇卫生院"
    assert plain(held.villages.title) == "4 个村新获服务"
    assert all("镇" in row["name"] or "街道" in row["name"] for row in held.villages.rows)
    elsewhere = scenario_lists.lists(view_of(scope="330203"), text_of(view, MOVE, SERVE))
    assert elsewhere == scenario_lists.Lists(None, None)


@pytest.mark.parametrize(("consortium", "listed"), [("330282-A", True), ("330282-B", True), ("330282-C", False)])
def test_a_consortium_lists_whom_it_had_and_whom_it_gets(consortium: str, listed: bool) -> None:
    view = view_of(scope=consortium)
    held = scenario_lists.lists(view, text_of(view, MOVE, SERVE))
    assert (held.institutions is not None) is listed
    assert held.villages is None


def test_a_target_of_the_city_alone_moves_no_county_and_is_said_to_be_the_scenarios() -> None:
    view = view_of(scope="3302")
    text = text_of(view, SetTarget(indicator="posting.lead_to_member.persons", value=100.0))
    table = scenario_contributions.counties(view, text)
    assert (table.title, table.caption, table.rows) == ("各区县的指标都没有变化", "情景推演·非现状", ())
    assert plain(said.results(of_scope(asked(view, text), "3302"), 0)) == (
        "1 项指标变了，1 项由此达标（含情景另设的目标）"
    )


def test_who_moved_a_figure_most_is_a_whole_sentence() -> None:
    view = view_of(scope=CIXI)
    found = asked(view, text_of(view, MOVE, END))
    told = plain(said.most_of(of_scope(found, CIXI), found.changes))
    assert told == "各项调整的贡献：派驻覆盖率的变化中，第 1 项、第 2 项同为最大"
