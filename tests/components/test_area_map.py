"""Small drawings: the projection is true to scale, dots and labels keep their places, columns leave gaps open."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from components.charts.area_map import Dots, Mark, area_map
from components.charts.columns import columns
from components.charts.outline import WIDTH, Label, dots, frame, labels, outlines
from data.geography import geodesic_m

BOUNDS = (121.0, 29.0, 122.0, 30.0)


def test_the_frame_holds_its_bounds_and_is_true_to_scale() -> None:
    to = frame(BOUNDS, tallest=400)
    corner = to.place(np.array([121.0, 122.0]), np.array([30.0, 29.0]))
    assert corner.min() >= 0
    assert corner[:, 0].max() <= WIDTH
    assert corner[:, 1].max() <= to.height <= 401
    east, north = to.place(np.array([121.5, 121.6, 121.5]), np.array([29.5, 29.5, 29.6]))[1:] - to.place(
        np.array([121.5]), np.array([29.5])
    )
    metres = [
        geodesic_m([121.5], [29.5], [121.6], [29.5])[0] / east[0],
        geodesic_m([121.5], [29.5], [121.5], [29.6])[0] / -north[1],
    ]
    assert metres[0] == pytest.approx(metres[1], rel=0.01)


def test_a_county_is_never_lost_and_specks_are() -> None:
    to = frame(BOUNDS)
    land = shapely.box(121.1, 29.1, 121.9, 29.9)
    speck = shapely.box(121.01, 29.01, 121.012, 29.012)
    drawn = outlines(["1", "2"], ["大", "小"], [shapely.MultiPolygon([land, speck]), speck], to)
    assert drawn[0].path.count("M") == 1
    assert drawn[1].name == "小"
    assert drawn[0].area > 1000 > drawn[1].area


def places_of(path: str) -> list[tuple[int, int]]:
    at, found = np.zeros(2, dtype=int), []
    for x, y in re.findall(r"m(-?\d+) (-?\d+)z", path):
        at = at + np.array([int(x), int(y)])
        found.append(tuple(at.tolist()))
    return found


@pytest.mark.parametrize(("y", "top"), [(-4.0, -20.0), (15.0, -1.0), (16.0, 0.0), (90.0, 0.0)])
def test_a_name_beyond_the_county_is_drawn_whole(y: float, top: float) -> None:
    drawn = ET.fromstring(str(area_map([], "图", 100, labels=[Label(50.0, y, "郭巨街道")])))
    assert [float(part) for part in drawn.get("viewBox", "").split()] == [0.0, top, WIDTH, 100 - top]


def test_dots_stand_where_they_should_and_once() -> None:
    given = np.array([[10.0, 20.0], [3.5, 4.0], [10.1, 20.1], [np.nan, 5.0]])
    assert sorted(places_of(dots(given))) == [(7, 8), (20, 40)]
    assert sorted(places_of(dots(given, fine=False))) == [(4, 4), (10, 20)]
    assert dots(np.zeros((0, 2))) == ""


def test_a_label_that_would_cover_another_is_left_out() -> None:
    kept = labels([(100, 100, "慈溪"), (105, 104, "余姚"), (300, 100, "北仑")])
    assert [label.words for label in kept] == ["慈溪", "北仑"]
    assert labels([(0, 50, "四个汉字")])[0].x >= 26


def test_names_with_markup_are_text() -> None:
    name = "<script>alert(1)</script>"
    drawn = area_map(
        outlines(["1"], [name], [shapely.box(121.1, 29.1, 121.9, 29.9)], frame(BOUNDS)), name, 300,
        marks=[Mark(5, 5, name)], dots=[Dots("m1 1z", 3, "#000000")],
    )
    assert "<script" not in drawn
    root = ET.fromstring(str(drawn))
    assert root.get("aria-label") == name
    assert {hint.text for hint in root.iter("title")} == {name}


def test_marks_without_words_share_one_path() -> None:
    drawn = ET.fromstring(str(area_map([], "图", 100, marks=[Mark(1, 1, "", "bare"), Mark(9, 9, "", "bare")])))
    paths = [path.get("d") or "" for path in drawn.iter("path")]
    assert len(paths) == 1
    assert paths[0].count("M") == 2


def test_a_missing_month_is_open_and_a_partial_one_is_hollow() -> None:
    months = ["2022-11", "2022-12", "2023-01", "2023-02"]
    partial = ["", "2 家缺报", "", "3 家缺报"]
    root = ET.fromstring(str(columns(months, [10, None, 0, 20], "图", partial=partial, unit="例")))
    groups = {group.get("class", "").split()[-1]: list(group) for group in root.iter("g")}
    assert [box.get("x") for box in groups["ca-missing"]] == ["1"]
    assert [box.get("x") for box in groups["ca-partial"]] == ["3"]
    assert [box.get("height") for box in groups["ca-bar"]][1] == "0"
    words = {title.text for title in root.iter("title")}
    assert words == {"2022年11月 10 例", "2022年12月 未报", "2023年1月 0 例", "2023年2月 20 例，3 家缺报"}
    assert "2023年" in {text.text for text in root.iter("text")}


def test_dots_for_paper_have_a_length_and_the_same_places() -> None:
    given = np.array([[10.0, 20.0], [3.5, 4.0]])
    assert dots(given, paper=True).replace("h.1z", "z") == dots(given)
    assert dots(given, paper=True).count("h.1z") == 2
