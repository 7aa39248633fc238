"""What 服务覆盖 says, on the bundled sample: villages, contracts, distances, at the levels where they are given."""

from __future__ import annotations

import re

import pytest

from components.views import coverage as module
from components.views import coverage_lists
from components.views.coverage import coverage
from indicators.lists.distance import nearest_facilities, within_distance
from indicators.lists.uncovered import uncovered_villages
from indicators.wording import number
from tests.components.views import view_of


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2002", " ")


SCOPES = [("3302", "2022-12"), ("330281", "2022-12"), ("1307", "2023-09"), ("130727", "2023-09")]


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_every_card_is_its_figure(scope: str, month: str) -> None:
    view = view_of(scope=scope, month=month)
    by_name = {figure.name: figure for figure in view.figures.of_scope(scope)}
    by_name |= {figure.definition.short: figure for figure in view.figures.of_scope(scope)}
    cards = coverage(view).cards
    assert len(cards) == 4
    for card in cards:
        figure = by_name[card.label]
        assert card.value == number(figure.value, figure.definition.decimals)
        assert card.status == figure.status


@pytest.mark.parametrize(("scope", "month"), SCOPES)
def test_the_list_holds_every_village_without_service_and_marks_those_that_should_have_one(
    scope: str, month: str
) -> None:
    view = view_of(scope=scope, month=month)
    listing = coverage_lists.uncovered(view)
    assert len(listing.rows) == view.figures.value("village.unserved", scope) == len(
        uncovered_villages(view.figures, scope)
    )
    marked = [row for row in listing.rows if row["planned"].text == "▲ 应设未设"]
    assert len(marked) == view.figures.value("village.unserved_planned", scope)


def test_the_map_shows_each_way_of_service_with_its_number() -> None:
    view = view_of(scope="3302", month="2022-12")
    panel = coverage(view).panels[0]
    words = [plain(said) for _, said in panel.key]
    covered = view.figures.get("village.coverage", "3302")
    assert covered is not None
    counts = [int(re.sub(r"\D", "", said.split(" ")[-1])) for said in words]
    named = dict(zip(words, counts, strict=True))
    served = sum(count for said, count in named.items() if said.startswith(("村卫生室", "延伸服务", "巡回医疗")))
    assert served == covered.numerator
    assert any(said.startswith("▲ 无服务") for said in words)
    assert any(said.startswith("未报") for said in words)


@pytest.mark.parametrize("facility", ["clinic", "hospital"])
def test_the_share_moves_with_the_threshold_and_says_its_base(facility: str) -> None:
    view = view_of(scope="1307", month="2023-09")
    shares = []
    for km in (1.0, 3.0, 9.0):
        found = within_distance(view.figures, "1307", km, facility)
        panel = module._within(view, facility, km)
        assert f"{number(found.share, 1)}%" in panel.title
        assert found.basis in panel.note
        assert "直线距离示意" in panel.note
        shares.append(found.share)
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


@pytest.mark.parametrize(("facility", "called"), [("clinic", "村卫生室"), ("hospital", "乡级机构")])
@pytest.mark.parametrize("scope", ["1307", "130727"])
def test_the_file_holds_every_village_and_the_page_those_beyond(scope: str, facility: str, called: str) -> None:
    view = view_of(scope=scope, month="2023-09")
    listing = module._far(view, facility, 2.0)
    assert listing.file.startswith(f"各村到最近{called}的距离（2.0公里）_")
    assert callable(listing.frame)
    frame = listing.frame()
    every = nearest_facilities(view.figures, scope)
    assert sorted(frame["village_code"]) == sorted(every["village_code"])
    assert set(listing.headings) <= set(frame.columns)
    assert frame["beyond"].isin(["超过2.0公里", "2.0公里以内", "村无坐标，无法计算", "机构无坐标，无法计算"]).all()
    for row in frame.to_dict("records"):
        km, words = row[f"{facility}_km"], row["beyond"]
        assert words.startswith("超过") == (km > 2.0)
        assert words.endswith("以内") == (km <= 2.0)
        assert words.startswith("村无坐标") == (km != km and row["lon"] != row["lon"])
    far = frame[frame["beyond"] == "超过2.0公里"]
    assert len(listing.rows) == min(len(far), 60)
    assert plain(listing.title).startswith(f"{number(len(far))} 个村超过")
    known = frame[f"{facility}_km"].dropna().tolist()
    assert known == sorted(known, reverse=True)


def test_files_to_another_kind_of_place_or_another_distance_have_other_addresses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = view_of(scope="1307", month="2023-09")
    offered: list[tuple[str, tuple[object, ...]]] = []
    monkeypatch.setattr(module.frame, "current", lambda: view)
    monkeypatch.setattr(module.controls, "panel", lambda *_, **__: None)
    monkeypatch.setattr(module.panels, "draw", lambda *_, **__: None)
    monkeypatch.setattr(
        module.listing.grid, "table", lambda *_, download, **__: offered.append((download[0], download[1]))
    )
    for choice in (("clinic", 2.0), ("hospital", 2.0), ("clinic", 2.5)):
        monkeypatch.setattr(module, "_distance", lambda choice=choice: choice)
        module.draw_distances.__wrapped__()
    names, keys = zip(*offered, strict=True)
    assert len(set(names)) == len(set(keys)) == 3


def test_a_target_that_no_document_sets_is_said_beside_the_contract_rates() -> None:
    assert "文件未设签约率目标" in coverage_lists.family(view_of(scope="1307")).caption


def test_a_figure_of_another_month_than_its_row_says_so() -> None:
    (row,) = coverage_lists.family(view_of(scope="130727", month="2023-09")).rows
    assert row["month"] == "2023-09"
    assert row["patrol_teams"].text == "417"
    assert row["doctors"].text == "507"
    assert row["contract_rate"].text.endswith("（8月）")


def test_a_consortium_has_no_villages_and_no_traceback() -> None:
    view = view_of(scope="3302", month="2022-12")
    model = coverage(view_of(scope=next(iter(view.places.existing(view.as_of))), month="2022-12"))
    assert "请在左侧选择区县" in model.finding
    assert model.cards == ()
    assert model.uncovered.rows == ()


def test_a_county_shows_its_townships() -> None:
    panel = coverage(view_of(scope="130727", month="2023-09")).panels[1]
    assert str(panel.body).count("个，无服务") == 14
