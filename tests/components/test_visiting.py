"""Links inside blocks and tables: the view's own parameters, for the counties that a table names and no others."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components import files, filters, html, visiting
from components.grid.table import _links
from components.views import questions
from indicators.lists.behind import Behind
from tests.components.views import view_of


@pytest.fixture
def _view(monkeypatch: pytest.MonkeyPatch) -> None:
    held = view_of(scope="3302", month="2022-06", caliber="eligible", screen="wall")
    monkeypatch.setattr(filters, "current", lambda: held)


@pytest.mark.usefixtures("_view")
def test_a_link_keeps_the_view_and_changes_the_scope() -> None:
    assert visiting.address("county", "330226") == "county?scope=330226&month=2022-06&caliber=eligible&screen=wall"
    assert visiting.address("map").startswith("map?scope=3302&month=2022-06")
    links = visiting.profiles()
    assert links["宁海县"] == visiting.address("county", "330226")
    assert len(links) == 10


@pytest.mark.usefixtures("_view")
def test_a_table_is_given_the_links_it_needs() -> None:
    links = _links([["宁海县", ["海曙区", 1, ""]], [0, "宁海县卫生院"]], ["慈溪市", ("余姚市", None, "")])
    assert set(links) == {"宁海县", "慈溪市"}, "whole cells of plain words, whether they occur once or more often"
    assert _links([["无"]], []) == {}


@pytest.mark.parametrize(("scope", "kept"), [("3302", True), ("330226", False)])
def test_the_rows_of_one_county_do_not_name_it(scope: str, kept: bool) -> None:
    block = questions.questions(view_of(scope=scope, month="2022-12"))
    headings = {heading for item in block.items for heading in item.rows.headings}
    assert ("区县" in headings) == kept


def test_rows_say_how_many_there_are_in_all() -> None:
    from components.views.behind import rows_of
    from indicators.lists.questions import leader_questions

    held: list[Behind] = [one.behind for one in leader_questions(view_of(scope="3302").figures, "3302")]
    assert held
    assert [rows_of(one).total for one in held] == [len(one.rows) for one in held]


@pytest.mark.parametrize(("scope", "month"), [("3302", "2022-06"), ("330226", "2022-06"), ("1307", "2023-09")])
def test_every_row_behind_an_answer_can_be_reached(monkeypatch: pytest.MonkeyPatch, scope: str, month: str) -> None:
    held = view_of(scope=scope, month=month)
    monkeypatch.setattr(filters, "current", lambda: held)
    client = TestClient(Starlette(routes=[Route("/files/{token}/{name}", files.serve)]))
    blocks = [questions.linked(held, made(held)) for made in (questions.questions, questions.gaps)]
    items = [item for block in blocks for item in block.items]
    long = [item for item in items if item.rows.more]
    assert (len(scope) == 6 or long) and len({item.file for item in items if item.file}) == len(long)
    for item in items:
        assert bool(item.file) == (item.rows.total > len(item.rows.rows))
        assert item.address == (visiting.address(item.page) if item.page else "")
    for item in long:
        lines = client.get(item.file).content.decode("utf-8-sig").split("\r\n")
        assert len(lines) == 1 + item.rows.total + 1
        assert set(item.rows.headings) <= set(lines[0].split(",")) and "示例数据" in lines[1]
        drawn = str(html.render("questions", block=blocks[0], links={}, wall=False))
        assert item.file in drawn or item in blocks[1].items
