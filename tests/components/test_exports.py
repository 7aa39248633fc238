"""The files beside the map and on 总览 say in name and rows where, when, and whether sample data or not in force."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from components.map.panel import model_of
from components.views import map_tables, overview_sections
from components.views.overview import overview
from tests.components.views import view_of

Offered = list[tuple[str, Any]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    """Every file that is offered while parts of a page are drawn: its name and what builds it."""
    found: Offered = []

    def table(*_: object, download: Any = None, **__: object) -> None:
        if download is not None:
            found.append((download[0], download[2]))

    monkeypatch.setattr(map_tables, "table", table)
    monkeypatch.setattr(overview_sections.grid, "table", table)
    monkeypatch.setattr(overview_sections.html, "draw", lambda *_, **__: None)
    monkeypatch.setattr(overview_sections.files, "register", lambda _, name, build: found.append((name, build)))
    return found


@pytest.mark.parametrize("policy", ["", "national-2024"])
@pytest.mark.parametrize(("scope", "named"), [("3302", "宁波市"), ("330203", "海曙区")])
def test_every_file_is_marked_in_its_name_and_in_each_row(
    offered: Offered, scope: str, named: str, policy: str
) -> None:
    view = view_of(scope=scope, month="2022-12", **({"policy": policy} if policy else {}))
    map_tables.draw(view, model_of(view).source)
    overview_sections.draw_scorecard(view, overview(view).scorecard)
    overview_sections.draw_notes(view, overview(view))
    kinds = [name.split("_")[0] for name, _ in offered]
    assert kinds == ["医共体成员", "地图问题清单", "各区县主要指标", "未报与存疑"]
    for kind, (name, build) in zip(kinds, offered, strict=True):
        where = "宁波市" if kind == "各区县主要指标" else named
        document = "（非现行文件）" if policy else ""
        assert name == f"{kind}_{where}_2022-12-31（示例数据）{document}.csv"
        rows = list(csv.DictReader(io.StringIO(build().decode("utf-8-sig"))))
        assert rows
        for row in rows:
            assert row["截止日期"] == "2022年12月31日"
            assert row["数据快照"] == view.snapshot.id
            assert row["数据性质"] == "示例数据"
            assert row.get("目标依据", "").endswith(document)
            assert row.get("说明") != "示例数据", "the mark takes no other column's place"


def test_the_problems_of_a_consortiums_county_are_named_after_the_county(offered: Offered) -> None:
    city = view_of(scope="3302", month="2022-12")
    code = next(code for code, one in city.places.consortia.items() if one.county == "330203")
    view = view_of(scope=code, month="2022-12")
    map_tables.draw(view, model_of(view).source)
    assert [name.split("_")[1] for name, _ in offered] == [view.scope_name, "海曙区"]
