"""The parts that know nothing of health: projection, scale, text size, placing, spreading, classes, names."""

from __future__ import annotations

import itertools
import math
import random

import pytest
import shapely
from pyproj import Geod

from components.map import backdrop, geometry, labels, naming, text_size
from components.map.classes import NOT_REPORTED, classify
from components.map.labels import Box, Wish
from components.map.palette import class_colours, label_colour, rgba
from components.map.spreading import spread
from components.theme import DARK, LIGHT, theme_of

VIEW = geometry.MapView(121.5, 29.8, 7.5, 726, 478)


def test_a_pixel_and_its_place_are_each_others_inverse() -> None:
    for lon, lat in [(121.5, 29.8), (120.9, 30.4), (122.2, 28.9)]:
        assert VIEW.place(*VIEW.pixel(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)
    assert VIEW.pixel(121.5, 29.8) == pytest.approx((363, 239))
    assert VIEW.pixel(121.5, 30.0)[1] < 239  # north is up


def test_a_fitted_view_shows_everything_and_fills_one_side() -> None:
    bounds = (120.9, 28.9, 122.2, 30.4)
    view = geometry.fit(bounds, 726, 478, margin=20)
    left, bottom = view.pixel(bounds[0], bounds[1])
    right, top = view.pixel(bounds[2], bounds[3])
    assert left >= 19 and top >= 19 and right <= 707 and bottom <= 459
    assert min(left - 20, top - 20) < 2.5


def test_a_place_without_extent_does_not_zoom_to_infinity() -> None:
    assert geometry.fit((121, 30, 121, 30), 726, 478).zoom == 12


def test_far_islets_do_not_decide_the_view() -> None:
    land, islet = shapely.box(0, 0, 1, 1), shapely.box(9, 9, 9.01, 9.01)
    assert geometry.main_bounds([shapely.MultiPolygon([land, islet])]) == (0, 0, 1, 1)
    assert geometry.main_bounds([]) is None


@pytest.mark.parametrize("zoom", [5.0, 6.4, 7.5, 9.2, 11.7, 13.9])
def test_the_scale_is_as_long_as_it_says_and_round(zoom: float) -> None:
    view = geometry.MapView(114.5, 40.2, zoom, 726, 478)
    scale = geometry.scale_of(view, widest=110)
    metres = Geod(ellps="WGS84").inv(*scale.start, *scale.end)[2]
    figure, unit = scale.text.split("\u00a0")
    said = float(figure) * (1000 if unit == "公里" else 1)
    assert metres == pytest.approx(said, rel=0.01)
    assert figure.strip("0.")[0] in "125" and len(figure.strip("0")) == 1
    width = view.pixel(*scale.end)[0] - view.pixel(*scale.start)[0]
    assert 40 < width <= 111


def test_hatching_stays_inside() -> None:
    shape = shapely.Polygon([(0, 0), (2, 0), (1, 1.5)])
    lines = geometry.hatch(shape, 10)
    assert len(lines) > 10
    assert all(shape.buffer(1e-3).covers(shapely.LineString(line)) for line in lines)
    assert geometry.hatch(shapely.Polygon(), 10) == []


def test_the_land_behind_lies_on_a_rim_and_its_counties_do_not_touch() -> None:
    view = geometry.fit((0.0, 0.0, 2.0, 1.0), 726, 478)
    own, neighbour = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    islet, far = shapely.box(1.5, 1.2, 1.501, 1.201), shapely.box(60, 0, 61, 1)
    found = backdrop.backdrop([neighbour, islet, far], [own], view)
    rims = [shapely.Polygon(rings[0], rings[1:]) for rim, rings in found if rim]
    lands = [shapely.Polygon(rings[0], rings[1:]) for rim, rings in found if not rim]
    assert [rim for rim, _ in found] == [True, False, False]  # the rim first; too small and too far are left out
    assert shapely.union_all(rims).covers(shapely.union_all([own, neighbour]))
    pixel = 360 / (512 * 2**view.zoom)
    assert 0.3 * pixel < lands[0].distance(lands[1]) < 0.8 * pixel  # seen as a line, also where it is shown larger
    assert backdrop.backdrop([], [], view) == []
    assert backdrop.backdrop([far], [], view) == []


def test_edges_are_drawn_once() -> None:
    left, right = shapely.box(0, 0, 1, 1), shapely.Polygon([(1, 0), (2, 0), (1.5, 0.5), (2, 1), (1, 1)])
    length = sum(shapely.LineString(line).length for line in backdrop.edges([left, right], 0.001))
    outer = shapely.union(left, right).exterior.length
    assert length == pytest.approx(outer + 1)
    assert backdrop.edges([], 0.001) == []


def test_rings_keep_holes() -> None:
    holed = shapely.box(0, 0, 4, 4) - shapely.box(1, 1, 2, 2)
    assert [len(ring) for ring in geometry.rings(holed)] == [5, 5]
    mixed = shapely.GeometryCollection([shapely.Point(0, 0), holed])
    assert len(list(geometry.polygons(mixed))) == 1


def test_han_characters_are_square_and_figures_are_not() -> None:
    assert text_size.width("宁海县", 10) == 30
    assert text_size.width("85.4%", 10) < text_size.width("八十五点", 10)
    assert text_size.extent(("宁海县", "85.4%"), 10) == (30, 23)
    assert text_size.extent((), 10) == (0, 0)


def test_no_two_labels_meet_and_none_leaves_the_map() -> None:
    chance = random.Random(7)
    wishes = [
        Wish(str(at), ("名称名称",), 13, chance.uniform(0, 400), chance.uniform(0, 300), 6, rank=at % 3)
        for at in range(120)
    ]
    marks = [labels.mark(wish.x, wish.y, 5) for wish in wishes]
    placed = labels.place(wishes, marks, 400, 300)
    assert 20 < len(placed) < 120
    assert all(label.box.within(400, 300) for label in placed)
    assert not any(a.box.meets(b.box) for a, b in itertools.combinations(placed, 2))


def test_the_more_important_label_chooses_first() -> None:
    here = {"size": 13, "x": 100.0, "y": 100.0, "radius": 5.0, "sides": ("below",)}
    placed = labels.place([Wish("late", ("甲",), **here, rank=2), Wish("first", ("乙",), **here, rank=0)], [], 200, 200)
    assert [label.id for label in placed] == ["first"]


def test_a_label_avoids_marks_and_hides_where_it_would_cover_a_lead() -> None:
    wish = Wish("a", ("东乡",), 13, 100, 100, 5, ("below", "above"))
    below = labels.mark(100, 115, 6)
    assert labels.place([wish], [below], 200, 200)[0].box.y1 < 100
    leads = [labels.mark(100, 115, 6, 100), labels.mark(100, 85, 6, 100)]
    assert labels.place([wish], leads, 200, 200) == []


def test_a_county_too_small_for_its_name_gets_it_offshore_with_a_leader() -> None:
    large, small = shapely.box(100, 100, 300, 300), shapely.box(300, 180, 312, 192)
    placed = {label.id: label for label in labels.place_inside(
        [("large", ("大县", "1%"), large), ("small", ("小区", "2%"), small)], 14, [], 500, 400
    )}
    assert placed["large"].leader is None
    assert large.covers(shapely.box(*(getattr(placed["large"].box, side) for side in ("x0", "y0", "x1", "y1"))))
    box = placed["small"].box
    assert not shapely.box(box.x0, box.y0, box.x1, box.y1).intersects(large.union(small))
    assert small.covers(shapely.Point(placed["small"].leader[1]))
    alone = labels.place_inside([("small", ("小区", "2%"), small)], 14, [], 500, 400, offshore=False)
    assert alone == []


def test_a_taken_box_stays_free() -> None:
    scale = Box(0, 0, 500, 200)
    placed = labels.place_inside([("a", ("甲县",), shapely.box(100, 100, 400, 300))], 14, [], 500, 400, taken=[scale])
    assert placed and not placed[0].box.meets(scale)


def test_spreading_separates_what_overlaps_and_leaves_the_rest() -> None:
    marks = [(100, 100, 12, 1), (100, 100, 12, 1), (103, 101, 12, 1), (300, 300, 12, 1)]
    after = spread(marks)
    assert after[3] == (300, 300)
    assert all(math.dist(a, b) >= 23.9 for a, b in itertools.combinations(after[:3], 2))
    assert max(math.dist(a, m[:2]) for a, m in zip(after, marks, strict=True)) < 40
    assert spread(marks) == after
    assert spread([(0, 0, 5, 0), (0, 0, 5, 0)]) == [(0, 0), (0, 0)]


def test_the_target_is_a_break_and_decides_the_side() -> None:
    values = [85.4, 86.9, 88.2, 90.0, 93.1, None]
    classes = classify(values, 1, 90, ">=")
    assert [entry.words for entry in classes.classes] == ["不足\u00a086", "86～88", "88～90", "90～92", "92\u00a0以上"]
    sides = [classes.classes[classes.of(value)].side for value in values[:5]]
    assert sides == ["below", "below", "below", "above", "above"]
    assert classes.of(None) == NOT_REPORTED == classes.of(math.nan)


def test_more_than_300_is_met_by_301_alone() -> None:
    classes = classify([286, 300, 301], 0, 300, ">")
    assert [classes.classes[classes.of(value)].side for value in (300, 301)] == ["below", "above"]
    assert classes.classes[-1].words == "超过\u00a0300"


def test_at_most_is_met_below() -> None:
    classes = classify([0, 3, 12], 0, 0, "<=")
    assert classes.met_above is False
    assert classes.classes[classes.of(0)].side == "below"
    assert classes.classes[classes.of(3)].side == "above"


def test_a_rate_that_cannot_exceed_its_target_says_100() -> None:
    assert classify([95.0, 100.0], 1, 100, ">=", most=100).classes[-1].words == "100"


def test_a_handful_of_counts_are_their_own_classes() -> None:
    classes = classify([1, 2, 2, 3], 0)
    assert [entry.words for entry in classes.classes] == ["1", "2", "3"]
    assert [classes.of(value) for value in (1, 2, 3)] == [0, 1, 2]


@pytest.mark.parametrize("values", [[], [None], [5.0], [5.0, 5.0], [0.0, 1e9], [99.99, 100.0]])
@pytest.mark.parametrize("target", [None, 90.0])
def test_any_values_give_a_class_each(values: list[float | None], target: float | None) -> None:
    classes = classify(values, 1, target)
    assert all(0 <= classes.of(value) < max(len(classes.classes), 1) for value in values if value is not None)
    assert len({entry.words for entry in classes.classes}) == len(classes.classes)
    for theme in (LIGHT, DARK):
        assert {classes.of(value) for value in values} <= set(class_colours(classes, theme)) | {0}


def test_what_misses_the_target_is_orange_and_what_meets_it_blue() -> None:
    for op, worse in ((">=", 80.0), ("<=", 100.0)):
        classes = classify([80.0, 100.0], 1, 90, op)
        colours = class_colours(classes, LIGHT)
        for value in (80.0, 100.0):
            red, _, blue, _ = rgba(colours[classes.of(value)])
            assert (red > blue) == (value == worse)


def test_a_consortiums_name_can_be_read_on_its_tint() -> None:
    def luminance(colour: list[int]) -> float:
        parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for kind in ("light", "dark"):
        theme = theme_of(kind)
        for order in range(6):
            share = 0.20 if kind == "light" else 0.27
            own, page = rgba(theme.categorical[order]), rgba(theme.page)
            tint = [round(a * share + b * (1 - share)) for a, b in zip(own, page, strict=True)]
            high, low = sorted((luminance(rgba(label_colour(order, theme))), luminance(tint)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (kind, order)


def test_names_lose_what_the_reader_knows() -> None:
    assert naming.institution_label("宁海县越溪乡卫生院", "宁海县") == "越溪乡"
    assert naming.institution_label("宁波市江北区外滩街道社区卫生服务中心", "江北区", "宁波市") == "外滩街道"
    assert naming.institution_label("中心卫生院", "宁海县") == "中心卫生院"
    assert naming.lead_label("宁海县第一医院", "宁海县") == "县第一医院"
    assert naming.lead_label("市医疗中心", "宁海县") == "市医疗中心"
    assert naming.consortium_label("阳原县紧密型县域医共体", "阳原县", "张家口市") == "紧密型县域医共体"
    assert naming.consortium_label("慈溪市第三人民医院医疗健康集团", "慈溪市", "宁波市") == "第三人民医院医疗健康集团"
    assert naming.one_line("甲\n乙\x00 丙") == "甲 乙 丙"


def test_long_names_are_wrapped_and_cut() -> None:
    assert naming.wrap("北仑区人民医院医疗健康服务集团") == ("北仑区人民医院医", "疗健康服务集团")
    cut = naming.wrap("很长" * 20)
    assert len(cut) == 2 and cut[1].endswith("…") and all(len(line) <= 9 for line in cut)
    assert naming.wrap("") == ("",)
