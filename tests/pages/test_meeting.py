"""会议放映: the agenda of the address is shown, changed and kept; the wall is of its snapshot, and says so later."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from briefing.agenda import Agenda, Item, from_json, from_url, to_json, to_url
from components import routes_wall
from components.agenda.editor import COMPONENT
from data.publishing import publish_frames
from data.store import Store
from scenarios.words import WATERMARK
from tests.briefing.writing.test_html import read
from tests.components.views import view_of
from tests.few_counties import few_counties
from tests.pages.conftest import Open, _components, choose, finding, line
from tests.plans import SERVE, plan_of
from tests.triggers import trigger

SAMPLE = Store(Path(__file__).resolve().parents[2] / "data" / "sample" / "store")
CITY, CIXI = "3302", "330282"
SHORT = Agenda(name="短会", interval=20, items=(
    Item(id="remote", scope=CITY, note="先讲远程"), Item(id="overview", scope=CIXI), Item(id="care", scope=CITY,
                                                                                       shown=False)))


@pytest.fixture
def at(opened: Open) -> Callable[..., AppTest]:
    """`at(agenda=…)` opens the page with the parameters of an address; `store=` another store."""

    def run(store: Path | None = None, **query: str) -> AppTest:
        app = opened(store=store, **{"scope": CITY, **query})
        app.switch_page("meeting.py").run()
        assert not app.exception
        return app

    return run


def block(app: AppTest) -> Any:
    return next(proto for proto in _components(app.main) if proto.component_name == COMPONENT)


def sheet(app: AppTest) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(block(app).bytes)
    return held


def send(app: AppTest, event: str, value: object) -> AppTest:
    states = app._tree.get_widget_states()
    states.widgets.append(trigger(block(app).id, event, value))
    app._run(states)
    assert not app.exception
    return app


def change(app: AppTest, agenda: Agenda | None, *, what_if: bool = False) -> AppTest:
    held = None if agenda is None else {**json.loads(agenda.model_dump_json(exclude={"version"})), "what_if": what_if}
    return send(app, "changed", {"number": "1", "agenda": held})


def wall(app: AppTest) -> str:
    return "".join(read(routes_wall.page(sheet(app)["wall"])).words)


def rows(app: AppTest) -> list[tuple[str, str, bool]]:
    return [(row["id"], row["scope"], row["shown"]) for row in sheet(app)["rows"]]


def test_the_usual_agenda_stands_there_with_a_picture_of_each_slide(at: Callable[..., AppTest]) -> None:
    app = at()
    assert finding(app) == "宁波市放映 18 页，都有数据"
    held = sheet(app)
    assert len(held["rows"]) == 18
    assert all(row["picture"] for row in held["rows"])
    assert len({row["picture"] for row in held["rows"]}) == 18
    assert (held["changed"], held["linked"], held["interval"]) == (False, True, 0)
    assert "agenda" not in app.query_params
    assert "18／18" in wall(app)


def test_the_agenda_of_the_address_is_taken(at: Callable[..., AppTest]) -> None:
    app = at(agenda=to_url(SHORT) or "")
    assert rows(app) == [(item.id, item.scope, item.shown) for item in SHORT.items]
    assert sheet(app)["interval"] == 20
    assert finding(app) == "宁波市放映 2 页，都有数据"
    said = wall(app)
    assert "2／2" in said
    assert "先讲远程" in said
    assert 'data-interval="20"' in routes_wall.page(sheet(app)["wall"]).decode()
    assert "放映内容" not in said


def test_a_change_stands_in_the_address_and_the_usual_one_does_not(at: Callable[..., AppTest]) -> None:
    app = change(at(), SHORT)
    assert from_url(app.query_params["agenda"]) == SHORT
    assert f"agenda={app.query_params['agenda']}" in sheet(app)["export"]
    assert sheet(app)["answered"] == "1"
    change(app, None)
    assert "agenda" not in app.query_params
    assert len(rows(app)) == 18


def test_another_order_makes_another_wall_but_no_picture_anew(at: Callable[..., AppTest]) -> None:
    app = at()
    before = sheet(app)
    items = [Item(id=row["id"], scope=row["scope"]) for row in before["rows"]]
    after = sheet(change(app, Agenda(items=(items[1], items[0], *items[2:]))))
    assert after["wall"] != before["wall"]
    assert {row["picture"] for row in after["rows"]} == {row["picture"] for row in before["rows"]}
    assert after["rows"][0]["picture"] == before["rows"][1]["picture"]


def test_another_page_and_back_keeps_the_agenda_and_another_scope_has_its_own(at: Callable[..., AppTest]) -> None:
    app = change(at(), SHORT)
    app.switch_page("posting.py").run()
    app.query_params.clear()
    app.switch_page("meeting.py").run()
    assert from_url(app.query_params["agenda"]) == SHORT
    choose(app, "county", CIXI)
    assert "agenda" not in app.query_params
    assert finding(app) == "慈溪市放映 8 页，都有数据"
    choose(app, "city", "1307")
    assert "agenda" not in app.query_params
    choose(app, "city", CITY)
    assert len(rows(app)) == 3


def test_slides_of_another_city_are_left_out_and_said(at: Callable[..., AppTest]) -> None:
    mixed = Agenda(items=(Item(id="remote", scope=CITY), Item(id="remote", scope="1307")))
    app = at(agenda=to_url(mixed) or "")
    assert rows(app) == [("remote", CITY, True)]
    assert "1\u00a0页不属于宁波市" in app.warning[0].value.replace("\\", "")


@pytest.mark.parametrize("packed", ["x", "eJx", "a" * 3000])
def test_a_damaged_address_is_said_and_the_usual_agenda_shown(at: Callable[..., AppTest], packed: str) -> None:
    app = at(agenda=packed)
    assert "现用常用议程" in app.warning[0].value
    assert len(rows(app)) == 18


@pytest.mark.parametrize(
    "sent",
    [1, "x", [], {"items": 3}, {"items": [{"id": "nothing", "scope": CITY}]}, {"items": [], "interval": -1},
     {"items": [], "interval": 601}, {"items": [{"id": "care", "scope": ""}]}],
)
def test_what_is_no_agenda_changes_nothing(at: Callable[..., AppTest], sent: object) -> None:
    app = send(at(), "changed", {"number": "1", "agenda": sent})
    assert len(rows(app)) == 18
    assert "agenda" not in app.query_params
    assert len(app.warning) == (1 if isinstance(sent, dict) else 0)


def test_a_file_is_opened_and_saved_again(at: Callable[..., AppTest]) -> None:
    app = send(at(), "opened", {"name": "短会.json", "text": to_json(SHORT), "number": 1})
    assert len(rows(app)) == 3
    assert from_url(app.query_params["agenda"]) == SHORT
    named = {words: name for words, _, name in sheet(app)["files"]}
    assert named["存成议程文件"] == "放映议程_宁波市.json"
    assert named["下载放映文件"] == "会议放映_宁波市_2022-12-31（示例数据）.html"
    assert from_json(to_json(SHORT)) == SHORT


@pytest.mark.parametrize("sent", [{"name": "坏.json", "text": "{"}, {"name": "坏.json", "text": "[]"}])
def test_a_file_that_is_no_agenda_is_refused_by_its_name(at: Callable[..., AppTest], sent: dict[str, str]) -> None:
    app = send(at(), "opened", sent)
    assert "坏" in app.warning[0].value
    assert "没有打开" in app.warning[0].value
    assert len(rows(app)) == 18


def test_notes_too_long_for_an_address_stay_in_the_session(at: Callable[..., AppTest]) -> None:
    note = "".join(chr(0x4E00 + at_ * 7 % 20000) for at_ in range(1900))
    app = change(at(), Agenda(items=(Item(id="remote", scope=CITY, note=note),)))
    assert "agenda" not in app.query_params
    assert (sheet(app)["linked"], sheet(app)["changed"]) == (False, True)
    app.run()
    assert len(rows(app)) == 1


def test_nothing_to_show_cannot_be_started(at: Callable[..., AppTest]) -> None:
    app = change(at(), Agenda(items=(Item(id="remote", scope=CITY, shown=False),)))
    assert sheet(app)["wall"] == ""
    assert "请勾选" in finding(app)
    change(app, Agenda())
    assert sheet(app)["wall"] == ""
    assert finding(app) == "宁波市议程中没有页，请加页"


def test_missing_data_is_counted_before_the_meeting(at: Callable[..., AppTest]) -> None:
    agenda = Agenda(items=(Item(id="remote", scope=CITY), Item(id="care", scope="330203-A")))
    app = at(agenda=to_url(agenda) or "")
    assert [row["missing"] for row in sheet(app)["rows"]] == [False, True]
    assert finding(app) == "宁波市放映 2 页，其中 1 页没有数据"
    assert "就医格局不按医共体统计" in wall(app)


def test_a_scenario_of_the_session_may_be_shown_and_is_marked(at: Callable[..., AppTest]) -> None:
    app = at(scope=CIXI, plan=plan_of(view_of(scope=CIXI), SERVE))
    assert sheet(app)["scenario"]
    assert sheet(app)["what_if"] is False
    assert WATERMARK not in wall(app) + line(app)
    assert "11 个村没有卫生服务" in wall(app).replace("\u00a0", " ")
    agenda = Agenda(items=(Item(id="coverage", scope=CIXI),))
    change(app, agenda, what_if=True)
    assert WATERMARK in line(app)
    assert WATERMARK in wall(app)
    assert "7 个村没有卫生服务" in wall(app).replace("\u00a0", " ")
    assert WATERMARK in sheet(app)["files"][0][2]


def test_the_usual_agenda_of_a_scenario_begins_with_what_it_changes(at: Callable[..., AppTest]) -> None:
    app = at(scope=CIXI, plan=plan_of(view_of(scope=CIXI), SERVE))
    usual = rows(app)
    assert "情景推演" not in str(sheet(app)["subjects"])
    shown = [Item.model_validate({"id": id, "scope": scope}) for id, scope, _ in usual]
    change(app, Agenda(items=tuple(shown)), what_if=True)
    assert rows(app) == [("scenario", CIXI, True), *usual]
    assert "情景推演" in str(sheet(app)["subjects"])
    assert sheet(app)["changed"] is False
    assert "情景：" in wall(app)
    change(app, Agenda(items=(Item(id="scenario", scope=CIXI), *shown)), what_if=False)
    assert rows(app) == usual


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("few") / "store"
    publish_frames(few_counties(SAMPLE, CITY, ("330211", "330205")), folder, SAMPLE.open().manifest.as_of)
    return folder


def test_a_publish_changes_nothing_on_the_wall_and_the_page_learns_of_it(
    at: Callable[..., AppTest], few: Path, tmp_path: Path
) -> None:
    store = Store(Path(shutil.copytree(few, tmp_path / "store")))
    app = at(store=store.root)
    old, address = store.open().id, sheet(app)["wall"]
    before = routes_wall.page(address)
    publish_frames(few_counties(SAMPLE, CITY, ("330211",)), store.root, SAMPLE.open().manifest.as_of)
    new = store.open().id
    assert new != old
    assert sheet(app)["snapshot"] == old
    send(app, "looked", 1)  # as the browser does when the page is looked at again
    assert sheet(app)["snapshot"] == new
    assert sheet(app)["wall"] != address
    assert routes_wall.page(address) == before
    assert old.encode() in before
