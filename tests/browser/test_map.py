"""医共体地图 in a real browser: what is clicked is shown, what is searched is found, what is hidden is gone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from components import loaders
from components.map import geometry, icons, layers, strokes
from components.map.geometry import MapView
from components.map.serving import source_of
from components.map.source import MapSource
from components.theme import LIGHT
from tests.browser.choosing import choose, unfolded
from tests.browser.conftest import Visit
from tests.browser.watching import settle

MONTH = "2022-06"
TITLE = ".ca-map-card h3"
#: Clicks tried: a software GPU may be too slow to take the first for one.
TRIES = 4


@pytest.fixture(scope="module")
def ningbo() -> MapSource:
    snapshot = loaders.live_snapshot()
    places = loaders.places(snapshot, "3302")
    return source_of(snapshot, "3302", places.as_of(MONTH, snapshot.manifest.as_of), None)


def click(page: Page, view: MapView, lon: float, lat: float) -> None:
    """Click a place on the map until the card changes; the map is as wide as the page makes it."""
    box = page.get_by_test_id("stDeckGlJsonChart").bounding_box()
    assert box is not None
    x, y = view.pixel(lon, lat)
    x, y = box["x"] + x + (box["width"] - view.width) / 2, box["y"] + y + (box["height"] - view.height) / 2
    before = page.locator(TITLE).inner_text()
    for _ in range(TRIES):
        page.mouse.move(x, y)
        settle(page)
        page.mouse.click(x, y)
        try:
            expect(page.locator(TITLE)).not_to_have_text(before, timeout=4000)
        except AssertionError:
            continue
        settle(page)
        return
    pytest.fail(f"nothing was chosen at {lon}, {lat}")


def empty_spot(source: MapSource, county: str, view: MapView) -> tuple[float, float]:
    """Return a place in a county away from all institutions and labels of the city's view."""
    shape = source.shapes[county]
    sites = [view.pixel(*source.positions(None)[site.id]) for site in source.facts.of_county(None)
             if site.kind != "clinic" and site.id in source.positions(None)]
    west, south, east, north = shape.bounds
    from shapely import Point

    spots = [
        (west + (east - west) * i / 40, south + (north - south) * j / 40) for i in range(1, 40) for j in range(1, 40)
    ]
    inside = [spot for spot in spots if shape.buffer(-0.01).contains(Point(spot))]

    def room(spot: tuple[float, float]) -> float:
        x, y = view.pixel(*spot)
        return min((x - a) ** 2 + (y - b) ** 2 for a, b in sites)

    return max(inside, key=room)


def test_a_county_clicked_has_its_card_and_opens(visit: Visit, ningbo: MapSource) -> None:
    page = visit(f"/map?scope=3302&month={MONTH}")
    expect(page.locator(TITLE)).to_have_text("宁波市")
    view = ningbo.view(None, "laptop")
    click(page, view, *empty_spot(ningbo, "330226", view))
    expect(page.locator(TITLE)).to_have_text("宁海县")
    expect(page.locator(".ca-map-card")).to_contain_text("个已报区县中第")
    profile = page.locator(".ca-map-card").get_by_role("link", name="区县档案")
    expect(profile).to_have_attribute("href", f"county?scope=330226&month={MONTH}")
    page.get_by_role("button", name="打开宁海县").click()
    settle(page)
    assert "scope=330226" in page.url
    expect(page.get_by_role("heading", level=2)).to_contain_text("宁海县")


def test_an_institution_clicked_has_its_card(visit: Visit, ningbo: MapSource) -> None:
    page = visit(f"/map?scope=330226&month={MONTH}")
    empty = next(site for site in ningbo.facts.of_county("330226") if site.unposted)
    click(page, ningbo.view("330226", "laptop"), *ningbo.positions("330226")[empty.id])
    expect(page.locator(TITLE)).to_have_text(empty.name)
    expect(page.locator(".ca-map-card")).to_contain_text("无人派驻")
    expect(page.locator(".ca-map-card")).to_contain_text("所属医共体")
    page.get_by_role("button", name="返回宁海县").click()
    settle(page)
    expect(page.locator(TITLE)).to_have_text("宁海县")


def test_marks_and_lines_are_read_as_they_were_written(visit: Visit, ningbo: MapSource) -> None:
    """Records that travel with the deck are numbers, and expressions make places, marks and sizes of them again."""
    origin = ningbo.origin("330226")
    place, orders = (121.43217, 29.28765), [layers.UNAFFILIATED, *range(2 * icons.COLOURS)]
    marks = [{"m": [*geometry.steps(place, origin), sign, k]} for sign in range(len(icons.SIGNS)) for k in orders]
    line = layers.piece(origin, place, (121.5, 29.4), layers.EDGE)
    props = {**strokes.lines("x", [], origin, [0, 0, 0, 255], 1), **strokes.Sheet(LIGHT, "", 1).props(origin, [0])}
    read = "([record, words]) => Function(`with (this) return ${words}`).call(record)"
    page = visit(f"/map?scope=330226&month={MONTH}")

    def made(name: str, record: object) -> Any:
        return page.evaluate(read, [record, props[name].removeprefix("@@=")])

    assert made("getSourcePosition", line) == pytest.approx(place)
    assert made("getTargetPosition", line) == pytest.approx((121.5, 29.4))
    assert made("getPosition", marks[0]) == pytest.approx(place)
    for record in marks:
        _, _, sign, order = record["m"]
        kind = icons.SIGNS[sign]
        assert made("getIcon", record) == (icons.name(kind, order) if kind in icons.COLOURED else kind)
        assert made("getSize", record) == icons.CELLS[kind]


def test_another_county_is_drawn_once_and_where_it_lies(visit: Visit) -> None:
    """Each drawing costs a browser without a graphics card a tenth of a second, and the first would be of elsewhere."""
    page = visit(f"/map?scope=330226&month={MONTH}")
    choose(page, "区县（市）", "象山县")  # the first may be drawn twice: the map had looked there by itself
    for county in ("余姚市", "慈溪市", "宁海县"):
        lines = unfolded(page, "区县（市）")
        page.evaluate("window.__seen.painted = 0")
        lines.filter(has_text=county).first.click()
        page.wait_for_function("window.__seen.painted && !window.__seen.painting")
        settle(page)  # nothing is drawn after it
        page.wait_for_function("!window.__seen.painting")
        assert page.evaluate("window.__seen.painted") == 1, county


def test_a_search_goes_to_the_place(visit: Visit, ningbo: MapSource) -> None:
    site = next(s for s in ningbo.facts.of_county("330225") if s.kind == "grassroots")
    page = visit(f"/map?scope=3302&month={MONTH}")
    page.get_by_role("combobox", name="查找").fill(site.name)
    page.keyboard.press("Enter")
    settle(page)
    assert "scope=330225" in page.url
    expect(page.locator(TITLE)).to_have_text(site.name)


def test_another_indicator_colours_the_map(visit: Visit) -> None:
    page = visit(f"/map?scope=3302&month={MONTH}")
    expect(page.locator(".ca-map-legend")).to_contain_text("县域内就诊率（%）")
    with page.expect_response(lambda answer: "fills~care.grassroots_rate" in answer.url) as answer:
        choose(page, "着色指标", "基层就诊率")
    assert answer.value.status == 200
    expect(page.locator(".ca-map-legend")).to_contain_text("基层就诊率（%）")


def test_a_layer_switched_off_leaves_the_legend(visit: Visit) -> None:
    page = visit(f"/map?scope=330226&month={MONTH}")
    expect(page.locator(".ca-map-legend")).to_contain_text("村卫生室")
    page.get_by_test_id("stMain").get_by_role("button", name="村卫生室").first.click()
    settle(page)
    expect(page.locator(".ca-map-legend")).not_to_contain_text("村卫生室")


def test_the_wall_has_a_larger_map_and_the_dark_theme_its_own_colours(visit: Visit) -> None:
    page = visit(f"/map?scope=330226&month={MONTH}&screen=wall", size="wall", dark=True)
    box = page.get_by_test_id("stDeckGlJsonChart").bounding_box()
    assert box is not None and box["height"] == 790 and box["width"] > 1000


def test_the_colours_are_in_the_address(visit: Visit) -> None:
    page = visit("/map?scope=3302&colour=village.coverage")
    heading = page.locator(".ca-heading h2")
    assert "村级覆盖率" in heading.inner_text()
    choose(page, "着色指标", "派驻覆盖率")
    expect(heading).to_contain_text("派驻覆盖率")
    page.wait_for_url("**colour=posting.lead_to_member.coverage**")
    settle(page)
