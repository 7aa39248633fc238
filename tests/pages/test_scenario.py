"""情景推演: a scenario in the address is answered, kept, compared, opened from a file; what cannot be is said."""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components import access
from components.views import scenario_desk
from data.access import VIEWER, Person
from data.policies import load_calibers
from scenarios.files import to_json
from scenarios.model import EndPostings
from scenarios.words import WATERMARK
from tests.components.views import view_of
from tests.pages.conftest import _components, choose, finding, line, regions, text_of
from tests.plans import CIXI, END, MOVE, REFUSED, SERVE, plan_of, scenario_of
from tests.triggers import trigger


def view():
    return view_of(scope=CIXI)


@pytest.fixture
def at(opened):
    """`at(SERVE, scope=...)` opens the page with a scenario in its address; `at()` without one."""

    def run(*changes, plan: str | None = None, scope: str = CIXI) -> AppTest:
        packed = plan if plan is not None else plan_of(view(), *changes) if changes else None
        query = {"scope": scope} | ({"plan": packed} if packed else {})
        app = opened(**query)
        app.switch_page("scenario.py").run()
        assert not app.exception
        return app

    return run


def tables(app: AppTest) -> dict[str, dict[str, Any]]:
    found = (json.loads(p.bytes) for p in _components(app.main) if p.component_name == "consortium_atlas_grid")
    return {data["label"]: data for data in found}


def said(app: AppTest) -> str:
    return "\n".join(text_of(region) for region in regions(app))


def click(app: AppTest, marked: str, what: str) -> AppTest:
    """Click on what a block of our own marks with ``data-open``: the block is the one that holds ``marked``."""
    block = next(p for p in _components(app.main)
                 if p.component_name == "consortium_atlas_region" and marked in p.bytes.decode())
    states = app._tree.get_widget_states()
    states.widgets.append(trigger(block.id, "opened", what))
    return app._run(states)


def lay(app: AppTest, content: bytes, name: str = "情景.json") -> AppTest:
    app.file_uploader[0].set_value((name, content, "application/json")).run()
    assert not app.exception
    return app


def held(app: AppTest) -> scenario_desk.Desk:
    return app.session_state["scenario.desk"]


def test_without_a_scenario_the_state_of_things_stands_there_and_nothing_is_marked(at):
    app = at()
    assert "加一项调整，看指标怎样变" in finding(app)
    assert list(tables(app)) == ["现状：有目标的指标"]
    assert WATERMARK not in line(app)
    assert "plan" not in app.query_params


def test_a_scenario_in_the_address_is_answered_and_marked(at):
    app = at(SERVE, END)
    assert "慈溪市应设未设村 0 个，达到目标；1 项转为未达标" in finding(app)
    assert WATERMARK in line(app)
    assert "示例数据" in line(app)
    assert "投入 新增服务的村 4 个" in said(app)
    labels = list(tables(app))
    assert labels[0].replace("\u00a0", " ") == "5 项指标变了，1 项由此达标，1 项转为未达标"
    assert [label.split("：")[0] for label in labels[1:2]] == ["各项调整的贡献"]
    assert "【情景推演·非现状】慈溪市以" in said(app)


def test_a_city_shows_its_counties_and_a_click_opens_one_with_the_scenario(at):
    app = at(SERVE, scope="3302")
    counties = next(p for p in _components(app.main) if p.component_name == "consortium_atlas_grid"
                    and json.loads(p.bytes)["label"] == "各区县的变化")
    states = app._tree.get_widget_states()
    states.widgets.append(trigger(counties.id, "opened", CIXI))
    app._run(states)
    assert app.query_params["scope"] == CIXI
    assert held(app).changes == (SERVE,)
    assert "应设未设村 0 个，达到目标" in finding(app)
    choose(app, "county", "330203")
    assert "海曙区的指标没有变化" in finding(app)
    assert "plan" in app.query_params


def test_another_page_and_back_keeps_the_scenario(at):
    app = at(SERVE)
    app.switch_page("posting.py").run()
    app.query_params.clear()
    app.switch_page("scenario.py").run()
    assert "应设未设村 0 个，达到目标" in finding(app)
    assert app.query_params["plan"] == plan_of(view(), SERVE)


def test_another_city_clears_the_scenario(at):
    app = at(SERVE)
    choose(app, "city", "1307")
    assert "plan" not in app.query_params
    assert held(app).changes == ()
    assert WATERMARK not in line(app)


@pytest.mark.parametrize("plan", ["xx", "eJx", "a" * 3000, "%00", "eNqrVspLzE1VslIyMVWqBQAiBgRn"])
def test_a_damaged_address_is_said_in_chinese_and_the_page_works(at, plan):
    app = at(plan=plan)
    assert len(app.warning) == 1
    assert app.warning[0].value.startswith("情景没有打开：")
    assert not re.search("[A-Za-z]{3,}", app.warning[0].value.replace("JSON", "").replace("changes", ""))
    assert "加一项调整" in finding(app)


def test_a_scenario_of_another_city_is_not_tried_here_but_opened_there(at):
    packed = plan_of(view(), SERVE)
    app = at(plan=packed, scope="1307")
    assert "是为宁波市做的，在张家口市不能用" in said(app)
    assert WATERMARK not in line(app)
    link = next(match for region in regions(app) for match in re.findall(r'href="(scenario\?[^"]+)"', region))
    assert "scope=3302" in link
    assert packed in link
    app.query_params["scope"] = "3302"  # as the link does
    app.run()
    assert held(app).changes == (SERVE,)
    assert WATERMARK in line(app)


def test_a_scenario_of_another_day_or_older_data_says_so_and_is_worked_out_anew(at):
    other = scenario_of(view(), SERVE, REFUSED).model_copy(update={"as_of": date(2021, 12, 31)})
    app = lay(at(), to_json(other).encode())
    assert "该情景是按 2021 年 12 月 31 日做的；这里按所选的 2022 年 12 月 31 日重新计算" in said(app)
    assert "1 项调整已照做，1 项没有执行" in said(app)
    older = other.model_copy(update={"snapshot": "20220101-aaaaaa", "as_of": view().as_of})
    app = lay(app, to_json(older).encode())
    assert "该情景是在数据快照 20220101-aaaaaa 上做的" in said(app)
    click(app, "去掉没有执行的", "leave_out")
    assert held(app).changes == (SERVE,)
    assert "没有执行" not in said(app)


def test_a_file_made_by_another_caliber_says_so(at):
    own = scenario_of(view(), SERVE)
    app = lay(at(), to_json(own.model_copy(update={"caliber": "eligible"})).encode())
    eligible = load_calibers()["eligible"].name
    assert f"该情景是按“{eligible}”口径做的；这里按所选的“按文件逐项默认”重新计算。" in said(app)
    assert "该情景是按" not in said(lay(app, to_json(own).encode()))
    unknown = own.model_copy(update={"caliber": "没有的"})
    assert "该情景是按“没有的”口径做的" in said(lay(app, to_json(unknown).encode()))


def test_a_file_is_opened_as_it_was_saved_and_an_uploader_is_empty_again(at):
    app = lay(at(), to_json(scenario_of(view(), SERVE, MOVE, name="两项")).encode("utf-8-sig"))
    assert held(app).changes == (SERVE, MOVE)
    assert held(app).name == "两项"
    assert app.query_params["plan"] == plan_of(view(), SERVE, MOVE, name="两项")
    assert app.file_uploader[0].value is None
    assert "没有打开" not in said(app)
    app.run()
    assert held(app).changes == (SERVE, MOVE)


@pytest.mark.parametrize(("id", "takes"), [("x", True), ("", False)])
def test_who_has_not_logged_in_is_told_that_a_file_needs_it(
    at, monkeypatch: pytest.MonkeyPatch, id: str, takes: bool
) -> None:
    monkeypatch.setattr(access, "current", lambda: Person("查看", id, False, frozenset({VIEWER}), frozenset()))
    app = at()
    assert bool(app.file_uploader) is takes
    assert ("上传文件要先登录" in said(app)) is not takes


@pytest.mark.parametrize(("content", "sentence"), [
    (b"PK\x03\x04", "“坏.json”没有打开：文件不是"), (b"{}", "不是情景文件"),
    (b"\xff\xfe\x00", "UTF"), (b"[" * 100_000, "文件不是 JSON"),
])
def test_what_is_no_scenario_is_said_and_the_scenario_at_hand_stays(at, content, sentence):
    app = lay(at(SERVE), content, "坏.json")
    assert sentence in app.error[0].value.replace("\\", "").replace("\u00a0", " ")
    assert held(app).changes == (SERVE,)


def test_a_file_of_another_city_says_which(at):
    other = view_of(scope="1307")
    app = lay(at(SERVE), to_json(scenario_of(other)).encode())
    assert "是为张家口市做的" in app.error[0].value
    assert held(app).changes == (SERVE,)


def test_scenarios_are_laid_aside_compared_taken_back_and_removed(at):
    app = at(SERVE)
    click(app, "留作对比", "keep")
    assert [one.name for one in held(app).kept] == ["试一试"]
    assert not [label for label in tables(app) if "未达标最少" in label], "one alone is not compared"
    lay(app, to_json(scenario_of(view(), END, name="另一个")).encode())
    compared = next(data for label, data in tables(app).items() if "未达标最少" in label)
    assert [column["label"] for column in compared["columns"]] == ["指标", "现状", "试一试", "另一个（正在编辑）"]
    click(app, "取回修改", "back:0")
    assert held(app).changes == (SERVE,)
    click(app, "取回修改", "drop:0")
    assert held(app).kept == []


def test_an_institution_is_picked_on_the_map(at):
    app = at(MOVE)
    click(app, "ca-place", "330282104-T1")
    assert held(app).picked == "330282104-T1"
    assert '[data-open="330282104-T1"] {' in "".join(regions(app))
    click(app, "ca-place", "<script>")
    assert held(app).picked == "330282104-T1"
    choose(app, "county", "330203")
    assert '[data-open="330282104-T1"] {' not in "".join(regions(app))


def test_a_scenario_too_long_for_the_address_says_so_and_lives_on_in_the_session(at):
    # Ids without any order in them cannot be packed.
    many = [SERVE, *(EndPostings(posting_ids=(sha256(bytes([at])).hexdigest(),)) for at in range(50))]
    app = lay(at(), to_json(scenario_of(view(), *many)).encode())
    assert "plan" not in app.query_params
    assert "链接放不下" in said(app)
    assert "复制本页链接" not in said(app)
    app.run()
    assert len(held(app).changes) == len(many)


def test_a_step_is_undone(at):
    app = lay(at(SERVE), to_json(scenario_of(view(), END)).encode())
    assert held(app).changes == (END,)
    assert held(app).past[0] == ("试一试", (SERVE,))


def test_two_readers_have_a_scenario_each(at):
    one, other = at(SERVE), at(END)
    click(one, "留作对比", "keep")
    assert held(other).kept == []
    assert held(one).changes != held(other).changes


def test_a_scenario_is_given_a_name_of_ones_own(at):
    app = at(SERVE)
    assert app.text_input(key="scenario.name").value == "试一试"
    app.text_input(key="scenario.name").set_value("  村级  延伸 ").run()
    assert held(app).name == "村级 延伸"
    assert app.query_params["plan"] == plan_of(view(), SERVE, name="村级 延伸")
    app.text_input(key="scenario.name").set_value("   ").run()
    assert app.text_input(key="scenario.name").value == "村级 延伸"
