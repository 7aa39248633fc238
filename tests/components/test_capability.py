"""What 能力建设 says, on the bundled sample: cards, the matrix by section, lists."""

from __future__ import annotations

import pytest

from components import html, panels
from components.views.capability import capability
from indicators.lists.capacity import capacity_matrix
from indicators.lists.pairings import lead_pairings
from indicators.lists.workforce import workforce_months
from indicators.wording import number
from tests.components.views import view_of

SCOPES = [("3302", "2022-12"), ("330226", "2022-12"), ("1307", "2023-09"), ("130727", "2023-09"),
          ("330203-A", "2022-12")]


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_every_cell_of_the_matrix_is_on_the_page_once(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    frame = capacity_matrix(view.figures, scope)
    lists = capability(view).matrix
    parts = [own for _, own in frame.groupby(["section", "subject_kind"], sort=False)]
    assert len(lists) == len(parts)
    for listing, own in zip(lists.values(), parts, strict=True):
        items = own["item"].drop_duplicates().tolist()
        assert sum(item in row for row in listing.rows for item in items) == len(own)


def test_centres_are_counted_as_on_the_page_of_remote_services() -> None:
    cards = {card.label: card.side[0] for card in capability(view_of(scope="3302", month="2022-12")).cards}
    assert cards["资源共享中心建成率"].endswith("\u00a0个") and cards["结对覆盖率"].endswith("\u00a0家")


def test_what_was_not_reported_is_not_said_to_be_missing() -> None:
    view = view_of(scope="3302", month="2022-12")
    frame = capacity_matrix(view.figures, "3302")
    lists = capability(view).matrix
    rows = [row for listing in lists.values() for row in listing.rows]
    told = [cell for row in rows for cell in row.values() if hasattr(cell, "tone")]
    silent = frame["state"].eq("not_reported").sum()
    assert silent and sum(cell.tone == "no_data" for cell in told) == silent
    assert any(cell.tone == "not_met" for cell in told)


def test_the_list_of_pairings_begins_with_whom_nobody_stands_beside() -> None:
    view = view_of(scope="3302", month="2022-12")
    frame = lead_pairings(view.figures, "3302")
    listing = capability(view).pairings
    assert len(listing.rows) == len(frame)
    alone = int((~frame["covered"]).sum())
    assert alone and all(row["partner"].tone == "not_met" for row in listing.rows[:alone])


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_workforce_and_village_doctors_are_drawn_as_reported(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    tabs = {tab.name: tab for tab in capability(view).trends}
    rows = workforce_months(view.figures, scope)
    body, shown = str(tabs["人员"].body), sorted(rows["month"].unique())[-8:]
    assert len(tabs) <= 8  # the style sheet knows no more
    assert body.count('<th scope="row">') == len(shown)
    for row in rows[rows["month"].isin(shown)].itertuples():
        told = [one for one in (row.physicians, row.nurses, row.technicians, row.village_doctors) if one == one]
        assert told and all(f">{number(one)}</td>" in body for one in told)
    village = rows[rows["village_doctors"].notna()].sort_values("month").iloc[-1]
    assert f"乡村医生\u00a0{village['village_doctors']:.0f}\u00a0人" in tabs["人员"].title
    assert f"{village['reported']}/{village['open']}\u00a0家" in tabs["人员"].note
    assert {"药耗占比", "例均住院", "次均门诊"} <= set(tabs)


def test_the_file_of_a_section_holds_what_its_table_shows() -> None:
    listing = capability(view_of(scope="3302", month="2022-12")).matrix["牵头医院"]
    assert callable(listing.frame)
    frame = listing.frame()
    assert len(frame) == len(listing.rows) and frame.shape[1] == len(listing.columns)


def test_the_people_of_all_months_can_be_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of(scope="3302", month="2022-12")
    drawn: list[str] = []

    def draw(template: str, key: str, **values: object) -> None:
        drawn.append(str(html.render(template, **values)))

    monkeypatch.setattr(html, "draw", draw)
    trends = capability(view).trends
    panels.tabs("capability.trends", "逐期", trends)
    assert drawn[0].count(" download>下载表格</a>") == sum(tab.file is not None for tab in trends) == 1
    file = next(tab.file for tab in trends if tab.file)
    lines = file.build().decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(workforce_months(view.figures, "3302")) and "（示例数据）" in file.name
    assert lines[0].startswith("月份,层级,医师,护士,技师,乡村医生,已报机构数,机构数") and "示例数据" in lines[1]
