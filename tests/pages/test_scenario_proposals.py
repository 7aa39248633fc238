"""让程序提方案: asked, looked for beside the page, shown for its own view only, taken over or stopped."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from components.views import scenario_plans
from components.views.scenario_proposals import SESSION, Proposals
from components.views.scenario_wishes import Wishes
from scenarios.model import AddPostings
from scenarios.proposing.proposal import Control, Progress
from scenarios.words import WATERMARK
from tests.components.views import view_of
from tests.pages.conftest import _components, choose, finding, regions, text_of
from tests.plans import CIXI, SERVE, plan_of
from tests.triggers import trigger

CITY, HAISHU, YUYAO = "3302", "330203", "330281"
#: Far more than any search here takes; whoever runs into it fails.
LONG = 60.0


@pytest.fixture
def at(opened):
    """`at("330282", SERVE)` opens 情景推演 of a scope, with changes on the desk."""

    def run(scope: str, *changes) -> AppTest:
        query = {"scope": scope, "month": "2022-12"}
        if changes:
            query["plan"] = plan_of(view_of(scope=scope), *changes)
        app = opened(**query)
        app.switch_page("scenario.py").run()
        assert not app.exception
        return app

    return run


def set_(app: AppTest, name: str, value: object) -> AppTest:
    """Set something in the panels of the section, as a browser does."""
    panel = next(p for p in _components(app.main) if p.component_name == "consortium_atlas_controls"
                 and name in {one["name"] for one in json.loads(p.bytes)["controls"]})
    states = app._tree.get_widget_states()
    states.widgets.append(trigger(panel.id, "chosen", [name, value]))
    app._run(states)
    assert not app.exception
    return app


def shown(app: AppTest) -> dict[str, dict]:
    """Every control of the page's main part, by name."""
    panels = [json.loads(p.bytes) for p in _components(app.main) if p.component_name == "consortium_atlas_controls"]
    return {one["name"]: one for panel in panels for one in panel["controls"]}


def press(app: AppTest) -> AppTest:
    next(one for one in app.button if one.key == "proposals.start").click().run()
    assert not app.exception
    return app


def ask(app: AppTest) -> AppTest:
    """Start the search, wait until it has ended and look again."""
    press(app)
    job = held(app).jobs.current
    if job is not None:
        assert job.wait(LONG)
        app.run()
        assert not app.exception
    return app


def held(app: AppTest) -> Proposals:
    return app.session_state[SESSION]


def desk(app: AppTest):
    return app.session_state["scenario.desk"]


def said(app: AppTest) -> str:
    return "\n".join(text_of(region) for region in regions(app))


def card(app: AppTest) -> str:
    """The words of the plan's card; empty without one."""
    return next((text_of(one) for one in regions(app) if "ca-plan" in one and WATERMARK in one), "")


def click(app: AppTest, marked: str, what: str) -> AppTest:
    """Click on what a block of our own marks with ``data-open``; the block is the one that holds ``marked``."""
    block = next(p for p in _components(app.main)
                 if p.component_name == "consortium_atlas_region" and marked in p.bytes.decode())
    states = app._tree.get_widget_states()
    states.widgets.append(trigger(block.id, "opened", what))
    app._run(states)
    assert not app.exception
    return app


@pytest.fixture
def slow(monkeypatch):
    """A search that goes on until it is let go or stopped; it says when it has begun."""
    begun, go = threading.Event(), threading.Event()
    real: Callable = scenario_plans.propose_staffing

    def propose(*args, control: Control, **named):
        control.progress(Progress("求最少增派人数", 1.0, 21.0, 0.125))
        begun.set()
        while not go.wait(0.01) and not control.stop():
            pass
        return real(*args, control=Control(), **named)

    monkeypatch.setattr(scenario_plans, "propose_staffing", propose)
    yield begun, go
    go.set()


def test_before_anything_is_asked_it_says_what_would_be_looked_for(at):
    app = at(CITY)
    assert "让程序提方案：求达到目标的最小方案" in said(app)
    assert "求什么：增派的人数最少。" in said(app)
    assert "在左边选一个区县后，还可以求村级服务点方案和归属方案" in said(app)
    assert not card(app)


def test_the_citys_staffing_plan_is_found_and_taken_over(at):
    app = ask(at(CITY))
    assert "最少增派 18 人，就能满足全部约束" in card(app)
    assert "已证明最优" in card(app)
    assert "牵头医院向 15 家成员单位派出 15 人，市级单位向 2 个区县派出 3 人。" in card(app)
    assert "宁波市 · 截止 2022 年 12 月 31 日" in card(app)
    assert "从现状出发" in card(app)
    terms = next(text_of(one) for one in regions(app) if "目标函数" in one)
    assert "增派的人数最少" in terms
    assert "牵头医院派驻成员单位人数超过 300 人，现有 286 人" in terms
    assert "距离为直线距离示意" in terms
    table = next(json.loads(p.bytes) for p in _components(app.main) if p.component_name == "consortium_atlas_grid"
                 and json.loads(p.bytes)["label"] == "宁波市派驻补齐方案")
    assert len(table["rows"]) == 17
    click(app, "用这个方案", "use")
    assert sum(change.persons for change in desk(app).changes if isinstance(change, AddPostings)) == 18
    assert desk(app).name == "宁波市派驻补齐方案"
    assert "18 人" in finding(app)
    assert "plan" in app.query_params
    assert "这个方案已经放进上面的调整" in card(app)
    assert "用这个方案" not in card(app)


def test_progress_is_shown_and_a_stop_takes_the_best_so_far(at, slow):
    begun, _ = slow
    app = press(at(CITY))
    assert begun.wait(LONG)
    app.run()
    working = next(text_of(one) for one in regions(app) if "ca-spent" in one)
    assert "正在求派驻方案" in working
    assert re.search(r"求最少增派人数 · \d+\.\d 秒 · 目前最好 21 人 · 与最优的差距不超过 12\.5%", working)
    assert not card(app)
    job = held(app).jobs.current
    click(app, 'data-open="stop"', "stop")
    assert job.wait(LONG)
    app.run()
    assert "最少增派 18 人" in card(app)


def test_a_search_goes_on_while_another_view_is_looked_at_and_its_plan_stays_with_its_own(at, slow):
    begun, go = slow
    app = press(at(CITY))
    assert begun.wait(LONG)
    choose(app, "county", CIXI)
    working = next(text_of(one) for one in regions(app) if "ca-spent" in one)
    assert "宁波市 · 截止" in working
    job = held(app).jobs.current
    go.set()
    assert job.wait(LONG)
    app.run()
    assert not card(app)
    assert "上次求得的派驻方案属于“宁波市 · 截止 2022 年 12 月 31 日 · 口径：按文件逐项默认”" in said(app)
    choose(app, "county", "")
    assert "最少增派 18 人" in card(app)
    choose(app, "month", "2022-11")
    assert not card(app)
    choose(app, "month", "2022-12")
    choose(app, "caliber", "headcount")
    assert not card(app)
    choose(app, "caliber", "")
    assert "最少增派 18 人" in card(app)


def test_a_failure_is_said_for_its_own_view(at, monkeypatch):
    def fail(*_, **__):
        raise scenario_plans.CannotProposeError("派驻人员未报，不能做派驻补齐方案")

    monkeypatch.setattr(scenario_plans, "propose_staffing", fail)
    app = ask(at(CITY))
    assert [one.value for one in app.warning] == ["没有求派驻方案：派驻人员未报，不能做派驻补齐方案。"]
    choose(app, "month", "2022-11")
    assert not app.warning


def test_settings_that_are_changed_make_the_plan_an_old_one(at):
    app = ask(at(CITY))
    assert "左边的设定改过了" not in card(app)
    set_(app, "months", 24)
    assert "左边的设定改过了" in card(app)
    ask(app)
    assert "左边的设定改过了" not in card(app)
    assert {change.months for change in held(app).found[0].changes} == {24}


def test_what_cannot_hold_together_is_listed_with_what_to_relax(at):
    app = set_(at(HAISHU), "share", 1)
    limits = {one[0]: 0 for one in shown(app)["limits"]["rows"]}
    ask(set_(app, "limits", limits))
    words = card(app)
    assert "所列约束不能同时满足，没有可行的方案" in words
    assert "约束不能同时满足" in words
    assert "下面几条不能同时成立：" in words
    assert "龙观乡卫生院至少有 1 名计入的派驻，现在没有" in words
    assert "最多派出 0 人（按设定）" in words
    assert "调高派出比例，或给所列医院单独设更高的上限" in words
    assert "用这个方案" not in words


def test_a_village_plan_of_so_many_points_is_found_and_comes_behind_the_changes_that_are_there(at):
    app = set_(set_(at(CIXI, SERVE), "kind", "villages"), "base", "live")
    ask(set_(app, "points", 3))
    assert "新设 3 个点，多覆盖" in card(app)
    assert "会替换现有的 1 项调整" in card(app)
    click(app, "用这个方案", "add")
    assert desk(app).changes[0] == SERVE
    assert len(desk(app).changes) == 4
    assert "这个方案已经放进上面的调整" in card(app)


def test_a_plan_on_top_of_the_scenario_counts_what_the_scenario_does(at):
    app = set_(set_(at(CIXI), "kind", "villages"), "goal", "all")
    assert "points" not in shown(app)
    live = len(held(ask(app)).found[0].changes)
    served = [change.village_code for change in held(app).found[0].changes][:2]
    app = set_(set_(at(CIXI, type(SERVE)(village_codes=tuple(served), mode="extension")), "kind", "villages"),
               "goal", "all")
    ask(app)
    assert len(held(app).found[0].changes) == live - 2
    assert "在当前情景（1 项调整）之上" in card(app)
    assert "用这个方案" not in card(app)
    click(app, "加到现有调整后面", "use")
    assert len(desk(app).changes) == 1 + live - 2
    assert "这个方案已经放进上面的调整" in card(app)


def test_a_table_of_travel_times_is_asked_for_and_read(at):
    app = set_(set_(at(CIXI), "kind", "villages"), "reach", "travel")
    assert next(one for one in app.button if one.key == "proposals.start").disabled
    assert "下载编号表" in said(app)
    uploader = next(one for one in app.file_uploader if one.key == "proposals.travel")
    uploader.set_value(("时间.csv", "起点,终点,分钟\n不认识,330282,5\n".encode(), "text/csv")).run()
    ask(app)
    assert app.warning[0].value.startswith("没有求村级服务点方案：通行时间表：第 2 行不认识的编号“不认识”")


def test_an_affiliation_of_two_leads_is_found(at):
    app = set_(set_(at(YUYAO), "kind", "affiliation"), "count", "2")
    first, second = (shown(app)[name]["value"] for name in ("lead0", "lead1"))
    set_(app, "lead0", second)
    assert (shown(app)["lead0"]["value"], shown(app)["lead1"]["value"]) == (second, first)
    ask(app)
    assert "分为 2 家医共体，要调整" in card(app)
    assert "余姚市 21 家基层机构分为 2 家医共体" in card(app)
    click(app, "用这个方案", "use")
    assert not list(app.warning)
    assert desk(app).name == "余姚市归属调整方案"


def test_a_consortium_may_ask_for_staff_only(at):
    lead = next(iter(view_of(scope=CIXI).places.existing(view_of(scope=CIXI).as_of, CIXI)))
    app = at(lead)
    assert "换成整个区县后，还可以求" in said(app)
    assert "kind" not in shown(app)
    assert "share" in shown(app)


@pytest.mark.parametrize(("name", "value"), [
    ("share", 0), ("share", 51), ("share", "10"), ("months", None), ("months", 121), ("grade", "king"),
    ("limits", [1]), ("renew", ["3"]), ("lead0", "330282-X"), ("count", 9), ("share", [1]),
])  # fmt: skip
def test_what_no_control_offers_changes_nothing(name, value):
    wishes = Wishes()
    wishes.take(view_of(scope=CIXI), name, value)
    assert wishes == Wishes()
