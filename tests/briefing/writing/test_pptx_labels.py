"""Words on a map: none upon another, on their own county where it has room, and where they may stand at all."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from briefing.writing.pptx_labels import Label, arranged, leads, standing
from briefing.writing.pptx_master import Box
from tests.briefing.writing.decks import CASES, content, opened

SQUARE = [[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)]]
#: A county at the right edge of the square, too small for its words.
SMALL = [[(90.0, 40.0), (100.0, 40.0), (100.0, 50.0), (90.0, 50.0), (90.0, 40.0)]]


def crossing(one: Box, other: Box) -> bool:
    across = min(one.left + one.wide, other.left + other.wide) - max(one.left, other.left)
    down = min(one.top + one.high, other.top + other.high) - max(one.top, other.top)
    return across > 0.01 and down > 2.01


def words_of(scope: int) -> tuple[Any, list[Any]]:
    """The map's slide, and the boxes of words on it."""
    slide = list(opened(content(*CASES[scope])).slides)[1]
    return slide, [shape for shape in slide.shapes if shape.name.startswith("map.")]


def box_of(shape: Any) -> Box:
    return Box(*(one / 12700 for one in (shape.left, shape.top, shape.width, shape.height)))


@pytest.mark.parametrize(("scope", "counties"), [(0, 10), (1, 16)])
def test_no_words_of_a_city_stand_upon_others_or_beside_the_picture(scope: int, counties: int) -> None:
    slide, words = words_of(scope)
    boxes = [box_of(one) for one in words]
    assert len(boxes) == counties
    assert not [pair for pair in combinations(boxes, 2) if crossing(*pair)]
    others = [box_of(one) for one in slide.shapes if one.name.split("@")[0].rstrip("0123456789") in (
        "title", "legend", "mapnote", "figure", "label", "state", "finding", "foot")]
    assert not [(one, other) for one in boxes for other in others if crossing(one, other)]


@pytest.mark.parametrize("scope", [0, 1])
def test_of_few_counties_the_words_stand_mostly_elsewhere(scope: int) -> None:
    """Outlines of freeforms are their boxes here: words must at least cross the box of their own county."""
    slide, words = words_of(scope)
    areas = [box_of(one) for one in slide.shapes if one.shape_type == MSO_SHAPE_TYPE.FREEFORM]
    lines = [one for one in slide.shapes if one.name.endswith("引线")]
    away = [one.name for one, area in zip(words, areas, strict=True) if not crossing(box_of(one), area)]
    assert len(away) <= len(lines)
    assert len(lines) <= 2
    assert all(one.text_frame.paragraphs[0].runs[0].font.size.pt >= 12 for one in words)


def test_words_stay_on_a_county_that_has_room_and_leave_one_that_has_none() -> None:
    wide, small = Label((50.0, 50.0), 40.0, 30.0), Label((95.0, 45.0), 40.0, 30.0)
    first, second = arranged([wide, small], [SQUARE, SMALL])
    assert standing(first, SQUARE) == pytest.approx(1.0)
    assert not crossing(first, second)
    assert standing(second, SMALL) < 0.2
    assert not leads(wide, first, SQUARE)


@pytest.mark.parametrize(("left", "led"), [(95.0, False), (98.9, False), (99.1, True)])
def test_a_line_leads_to_words_that_stand_away(left: float, led: bool) -> None:
    assert leads(Label((95.0, 45.0), 40.0, 30.0), Box(left, 30.0, 40.0, 30.0), SMALL) is led


def test_words_stay_within_bounds_and_where_there_is_no_place_they_stand_all_the_same() -> None:
    bounds = Box(0.0, 0.0, 100.0, 100.0)
    (held,) = arranged([Label((95.0, 45.0), 40.0, 30.0)], [SMALL], bounds)
    assert held.left + held.wide <= 100.0
    (free,) = arranged([Label((95.0, 45.0), 140.0, 30.0)], [SMALL], bounds)
    assert free.wide == 140.0
    assert arranged([], []) == []
