"""材料导出: the files of the view are made and can be fetched; a file that comes back is held against its snapshot."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from briefing.agenda import Agenda, Item, to_url
from briefing.checking.check import check
from briefing.facts import facts_of
from briefing.writing import WRITERS
from components import access
from components.controls import COMPONENT
from components.routes import ROUTES
from components.views import export_desk
from components.views.export_desk import Desk
from data.access import VIEWER, Person
from data.store import default_store
from scenarios.words import WATERMARK
from tests.briefing.checking.exported import content, made, reading, workbook
from tests.components.views import view_of
from tests.pages.conftest import Open, _components, choose, finding, line, regions, text_of
from tests.plans import END, plan_of
from tests.triggers import trigger

CIXI = "330282"
LONG = 60.0


@pytest.fixture(autouse=True)
def at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process; the process of their own has tests of its own."""
    monkeypatch.setattr(export_desk, "check", lambda *asked: check(*asked, read_file=reading))


@pytest.fixture
def at(opened: Open) -> Callable[..., AppTest]:
    def run(**query: str) -> AppTest:
        app = opened(**{"scope": CIXI, "month": "2022-12", **query})
        app.switch_page("export.py").run()
        assert not app.exception
        return app

    return run


def held(app: AppTest) -> Desk:
    found: Desk = app.session_state[export_desk._SESSION]
    return found


def settled(app: AppTest, job: Any) -> AppTest:
    """Wait until a job has ended, and look again."""
    if job is not None:
        assert job.wait(LONG)
    app.run()
    assert not app.exception
    return app


def make(app: AppTest) -> AppTest:
    app.button(key="export.start").click().run()
    return settled(app, held(app).writing.current)


def send(app: AppTest, name: str, sent: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, sent, "application/octet-stream")).run()
    return settled(app, held(app).checking.current)


def block(app: AppTest, marked: str) -> str:
    return next((markup for markup in regions(app) if marked in markup), "")


def links(app: AppTest) -> dict[str, str]:
    """The files that can be fetched: address by name."""
    return {name: link for link, name in re.findall(r'href="([^"]+)" download="([^"]+)"', block(app, "ca-exports"))}


def switch(app: AppTest, name: str, value: object) -> AppTest:
    """Press a switch of the page, as a browser does."""
    panel = next(one for one in _components(app.main) if one.component_name == COMPONENT
                 and name in {control["name"] for control in json.loads(one.bytes)["controls"]})
    states = app._tree.get_widget_states()
    states.widgets.append(trigger(panel.id, "chosen", [name, value]))
    app._run(states)
    assert not app.exception
    return app


def rows(app: AppTest) -> list[list[str]]:
    """What differs: kind, where, what, was, now."""
    found = [json.loads(proto.bytes) for proto in _components(app.main)
             if proto.component_name == "consortium_atlas_grid"]
    return [[data["shared"][cell] if isinstance(cell, int) else cell for cell in row["cells"]]
            for data in found for row in data["rows"]]


def test_every_format_is_made_and_fetched_as_it_was_made(at: Callable[..., AppTest]) -> None:
    app = at()
    count = f"{len(made().slides)} 页、{len(facts_of(made()))} 个数字"
    assert finding(app) == f"慈溪市 {count}，可导出 4 种文件"
    assert not links(app) and text_of(block(app, "ca-exports")).count("未生成") == len(WRITERS)
    make(app)
    found = links(app)
    assert [name.rpartition(".")[2] for name in found] == ["pptx", "docx", "xlsx", "html"]
    client = TestClient(Starlette(routes=ROUTES))
    for name, link in found.items():
        assert "慈溪市_2022-12-31（示例数据）" in name
        answer = client.get(link)
        assert answer.status_code == 200
        report = check(answer.content, name, default_store(), read_file=reading)
        assert report.unchanged, report
        # As the command line makes it, with nothing of the session.
        assert reading(answer.content).places == reading(content(name.rpartition(".")[2])).places
        assert report.printed in text_of(block(app, "ca-exports"))
        assert "attachment" in answer.headers["content-disposition"]
    shown = text_of(block(app, "ca-exports"))
    assert "示例数据" in shown and shown.count("KB") == len(WRITERS)


def test_another_view_has_no_files_yet_and_the_first_keeps_its_own(at: Callable[..., AppTest]) -> None:
    app = make(at())
    choose(app, "month", "2022-11")
    assert not links(app)
    choose(app, "month", "2022-12")
    assert len(links(app)) == len(WRITERS)


def test_only_the_formats_chosen_are_made(at: Callable[..., AppTest]) -> None:
    app = at()
    for form in ("pptx", "docx", "html"):
        switch(app, "forms", form)
    assert app.button(key="export.start").label.replace("\u00a0", " ") == "生成 1 种文件"
    assert [name.rpartition(".")[2] for name in links(make(app))] == ["xlsx"]
    switch(app, "forms", "xlsx")
    assert app.button(key="export.start").disabled
    switch(app, "forms", "exe")
    assert app.button(key="export.start").disabled


def test_the_agenda_of_the_meeting_is_exported(at: Callable[..., AppTest]) -> None:
    agenda = Agenda(name="短会", items=(Item(id="remote", scope=CIXI), Item(id="care", scope=CIXI, shown=False)))
    app = at(agenda=to_url(agenda) or "")
    assert finding(app).startswith("慈溪市 1 页、")
    assert "按议程“短会” 1 页" in text_of(block(app, "页面和次序"))


def test_an_agenda_that_cannot_be_read_or_has_no_page_is_said(at: Callable[..., AppTest]) -> None:
    app = at(agenda="AAAA")
    assert finding(app).startswith(f"慈溪市 {len(made().slides)} 页")
    assert "议程" in app.warning[0].value
    app = at(agenda=to_url(Agenda(items=(Item(id="remote", scope="130727"),))) or "")
    assert finding(app).startswith(f"慈溪市 {len(made().slides)} 页")
    assert "没有这个范围的页面" in app.warning[0].value


def test_a_scenario_is_exported_when_it_is_chosen_and_marked(at: Callable[..., AppTest]) -> None:
    app = at(plan=plan_of(view_of(scope=CIXI), END))
    assert WATERMARK not in line(app)
    switch(app, "content", "scenario")
    assert WATERMARK in line(app)
    found = links(make(app))
    assert len(found) == len(WRITERS)
    assert all(WATERMARK in name for name in found)
    switch(app, "content", "live")
    assert not links(app)


def test_a_file_that_came_back_unchanged_is_said_so(at: Callable[..., AppTest]) -> None:
    app = send(at(), "材料.docx", content("docx"))
    said = text_of(block(app, "ca-checked"))
    assert "数字全部与数据快照" in said and "● 一致" in said and "材料.docx" in said
    assert rows(app) == []


def test_what_was_changed_is_listed_with_what_it_was(at: Callable[..., AppTest]) -> None:
    def edit(book) -> None:
        book["指标"]["B5"].value = 4
        book["口径"]["A1"].value = "口径和来源"
        book.remove(book["外转专科"])

    app = send(at(), "表.xlsx", workbook(edit))
    said = text_of(block(app, "ca-checked"))
    assert "1 处数字被改动，其余" in said and "；另有 1 处被删去，1 处文字有改动" in said and "▲ 有改动" in said
    shown = {kind: told for kind, *told in rows(app)}
    assert list(shown) == ["数字被改", "已删去", "文字有改"]
    assert shown["数字被改"][1:] == ["慈溪市，医共体", "3\u00a0家", "4\u00a0家"]
    assert shown["已删去"][0] == "表“外转专科”整张"
    assert shown["文字有改"][2:] == ["口径与来源", "口径和来源"]
    app.file_uploader[0].set_value([]).run()
    assert block(app, "ca-checked") == "" and rows(app) == []


def test_a_check_that_fails_says_of_which_file(at: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*asked: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(export_desk, "check", fail)
    said = text_of(block(send(at(), "材料.docx", b"x"), "ca-checked"))
    assert "没有核对" in said and "材料.docx" in said and "broken" not in said


def test_a_file_that_cannot_be_read_is_a_sentence(at: Callable[..., AppTest]) -> None:
    app = send(at(), "照片.jpg", b"\xff\xd8\xff")
    said = text_of(block(app, "ca-checked"))
    assert "没有核对：不是本系统导出的文件" in said and "— 没有核对" in said


@pytest.mark.parametrize(("id", "takes"), [("x", True), ("", False)])
def test_who_may_only_look_exports_and_checks_if_known_by_name(
    at: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, id: str, takes: bool
) -> None:
    monkeypatch.setattr(access, "current", lambda: Person("查看", id, False, frozenset({VIEWER}), frozenset()))
    app = at()
    assert bool(app.file_uploader) is takes
    assert bool(block(app, "上传文件要先登录")) is not takes
    assert len(links(make(app))) == len(WRITERS)
