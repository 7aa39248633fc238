"""The map before and after a scenario: the mark is in the picture, what moved is circled, colours mean the same."""

from __future__ import annotations

import re

import pytest

from components.map import serving
from components.views import scenario_choropleths, scenario_maps
from components.views.scenario import asked
from components.views.scenario_desk import Desk
from components.views.scenario_source import after_source, sites_moved
from scenarios.model import AddClinic, FoundConsortium, MergeConsortia, ReassignMember, SetVillageMode
from scenarios.words import WATERMARK
from tests.components.views import view_of
from tests.plans import CIXI, END, MOVE, REFUSED, SERVE, text_of

MERGE = MergeConsortia(from_ids=("330282-A",), into_id="330282-B")
FOUND = FoundConsortium(
    county_code=CIXI, name="新医共体", lead_institution_id="330282104-T1", members=("330282109-T1",)
)


def sources(*changes):
    view = view_of(scope=CIXI)
    before = serving.source_of(view.snapshot, view.city, view.as_of, view.caliber, view.instead)
    return before, after_source(before, asked(view, text_of(view, *changes)), CIXI)


def test_only_the_map_after_bears_the_mark() -> None:
    view = view_of(scope=CIXI)
    pair = scenario_maps.pair(view, text_of(view, MOVE, SERVE))
    assert pair.after.count(WATERMARK) == 1
    assert 'class="ca-watermark"' in pair.after
    assert WATERMARK not in pair.before
    idle = scenario_maps.pair(view, text_of(view))
    assert WATERMARK not in idle.after
    assert WATERMARK in scenario_maps.pair(view, text_of(view, REFUSED)).after, "it is a scenario"


def test_what_moved_is_circled_and_villages_are_shown_as_they_become() -> None:
    view = view_of(scope=CIXI)
    pair = scenario_maps.pair(view, text_of(view, MOVE, SERVE))
    assert pair.title.replace("\u00a0", " ") == "慈溪市地图：1 家机构有变化，4 个村新获服务"
    assert pair.after.count("ca-circled") == 1
    assert pair.after.count('class="ca-served') == 4
    assert pair.before.count('class="ca-gap') == pair.after.count('class="ca-gap') + 4
    assert "掌起镇卫生院（无人派驻）" in pair.after
    assert "掌起镇卫生院（基层机构）" in pair.before
    assert ("ca-served", "◆", "新获服务的村") in pair.legend
    assert pair.before.split("viewBox=")[1][:20] == pair.after.split("viewBox=")[1][:20]


def test_a_village_that_loses_its_service_is_circled() -> None:
    view = view_of(scope=CIXI)
    clinic = view.tables["village_services"]
    code = clinic.loc[(clinic["village_code"].str[:6] == CIXI) & (clinic["mode"] == "clinic"), "village_code"].iloc[0]
    pair = scenario_maps.pair(view, text_of(view, SetVillageMode(village_codes=(code,), mode="none")))
    assert "1 个村失去服务" in pair.title.replace("\u00a0", " ")
    assert "（失去服务）" in pair.after
    assert pair.after.count("ca-circled") == 1


def test_every_institution_can_be_clicked_and_nothing_else_is_taken_for_one() -> None:
    view = view_of(scope=CIXI)
    pair = scenario_maps.pair(view, text_of(view, MOVE))
    assert set(re.findall('data-open="([^"]+)"', pair.after)) == pair.known
    desk = Desk()
    scenario_maps._pick(desk, pair.known, "330282104-T1")
    assert desk.picked == "330282104-T1"
    for forged in ('"] { display: none } [x="', "330203-H1", ""):
        scenario_maps._pick(desk, pair.known, forged)
        assert desk.picked == "330282104-T1"


def test_a_member_that_moved_takes_its_land_along() -> None:
    before, after = sources(MOVE)
    then, now = (dict(source.territory_rows(CIXI)) for source in (before, after))
    assert now["330282-B"].area > then["330282-B"].area
    assert now["330282-A"].area < then["330282-A"].area
    assert now["330282-C"].area == pytest.approx(then["330282-C"].area, rel=1e-6)
    whole, again = (sum(shape.area for shape in parts.values()) for parts in (then, now))
    assert again == pytest.approx(whole, rel=1e-4)
    assert sites_moved(before, after, CIXI) == {"330282104-T1"}


def test_where_nobody_moved_the_land_is_not_divided_again() -> None:
    before, ended = sources(END)
    services = view_of(scope=CIXI).tables["village_services"]
    bare = services.loc[services["village_code"].str.startswith(CIXI) & services["mode"].eq("none"), "village_code"]
    # A clinic has no land, and what moves in another county moves nobody's here.
    elsewhere = ReassignMember(institution_id="330281001-T1", consortium_id="330281-B")
    for change in (AddClinic(village_code=bare.iloc[0]), elsewhere):
        _, after = sources(change)
        assert after.figures.tables["memberships"] is not before.figures.tables["memberships"]
        assert after.territories is before.territories
    assert ended.territories is before.territories
    assert sources()[0] is sources()[1]


def test_a_consortium_keeps_its_colour_and_a_new_one_takes_none_that_is_held() -> None:
    before, merged = sources(MERGE)
    assert [group.id for group in merged.facts.groups_of(CIXI)] == ["330282-B", "330282-C"]
    for group in merged.facts.groups_of(CIXI):
        assert group.order == before.facts.groups[group.id].order
    held = {group.order for group in before.facts.groups_of(CIXI)}
    founded = sources(FOUND)[1].facts.groups_of(CIXI)
    assert [group.name for group in founded if group.order not in held] == ["新医共体"]


def test_a_citys_maps_are_of_what_moved_most_and_share_their_classes() -> None:
    view = view_of(scope="3302")
    text = text_of(view, END, SERVE)
    assert scenario_choropleths.most_moved(asked(view, text))[:2] == (
        "posting.lead_to_member.coverage", "village.unserved_planned",
    )
    tabs = scenario_choropleths.tabs(view, text)
    assert 1 < len(tabs) <= 4
    for tab in tabs:
        first, second = str(tab.body).split("<figure>")[1:3]
        assert WATERMARK in second
        assert WATERMARK not in first
        assert tab.title.endswith("慈溪市有变化")
    # Who did not move has the same colour on both.
    colours = [{code: fill for fill, code in re.findall('fill="(#[0-9A-F]+)"[^>]*data-open="([0-9]+)"', part)}
               for part in str(tabs[0].body).split("<figure>")[1:3]]
    assert {code for code in colours[0] if colours[0][code] != colours[1][code]} == {CIXI}


def test_a_city_in_which_no_county_moved_has_no_maps() -> None:
    view = view_of(scope="3302")
    assert scenario_choropleths.tabs(view, text_of(view)) == ()
