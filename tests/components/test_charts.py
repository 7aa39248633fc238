"""Charts: what is drawn for which numbers, read back from the markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts import Bar, Segment, Series, bars, bullet, lines
from components.charts.svg import ticks


def parts(markup: str, name: str) -> list[ET.Element]:
    """Return the elements of one class."""
    return [e for e in ET.fromstring(str(markup)).iter() if name in e.get("class", "").split()]


def percent(element: ET.Element, attribute: str) -> float:
    return float(element.get(attribute, "").rstrip("%"))


@pytest.mark.parametrize(("value", "hatched"), [(299, True), (300, True), (301, False), (320, False)])
def test_the_gap_is_hatched_only_below_the_smallest_value_that_meets(value: float, hatched: bool) -> None:
    drawn = bullet(value, 301, "目标 超过 300", "x")
    assert bool(parts(drawn, "ca-gap")) is hatched


def test_bar_and_tick_stand_in_proportion() -> None:
    drawn = bullet(150.5, 301, "目标", "x")
    assert percent(parts(drawn, "ca-bar")[0], "width") * 2 == pytest.approx(
        percent(parts(drawn, "ca-tick")[0], "x1"), abs=0.01
    )


def test_a_missing_figure_has_no_bar_and_no_gap() -> None:
    drawn = bullet(None, 301, "目标", "x")
    assert not parts(drawn, "ca-bar")
    assert not parts(drawn, "ca-gap")
    assert parts(drawn, "ca-tick")


def test_no_target_no_tick() -> None:
    assert not parts(bullet(12, None, "", "x"), "ca-tick")
    assert not parts(bullet(0, None, "", "x"), "ca-gap")


def test_a_missing_month_breaks_the_line() -> None:
    months = [f"2022-{n:02d}" for n in range(1, 7)]
    drawn = lines(months, [Series("a", [1, 2, None, 4, 5, 6], "#000000")], "x")
    pieces = list(ET.fromstring(str(drawn)).iter("polyline"))
    assert [len(piece.get("points", "").split()) for piece in pieces] == [2, 3]
    hints = [e.text for e in ET.fromstring(str(drawn)).iter("title")]
    assert hints[2] == "2022年3月：未报"  # one line needs no name


@pytest.mark.parametrize(("values", "above"), [([3, 5], True), ([5, 3], False), ([4, 4], False), ([None, 4], False)])
def test_the_last_figure_stands_where_its_line_does_not_come_from(values: list[float | None], above: bool) -> None:
    drawn = ET.fromstring(str(lines(["2022-01", "2022-02"], [Series("a", values, "#000000", "末")], "x")))
    words = next(text for text in drawn.iter("text") if text.text == "末")
    dot = list(drawn.iter("circle"))[-1]
    assert (float(words.get("y", "")) < float(dot.get("cy", ""))) == above


def test_a_line_along_the_axis_has_its_words_above_it() -> None:
    drawn = ET.fromstring(str(lines(["2022-01", "2022-02"], [Series("a", [40, 35], "#000000", "末")], "x", target=300,
                                    projection=(6, 30), projection_words="半年后")))
    words = {text.text: float(text.get("y", "")) for text in drawn.iter("text")}
    dot = float(list(drawn.iter("circle"))[-1].get("cy", ""))
    assert words["半年后"] + 16 < words["末"] < dot


def test_a_lonely_month_is_a_dot() -> None:
    drawn = lines(["2022-01", "2022-02", "2022-03"], [Series("a", [None, 3, None], "#123456")], "x")
    assert not list(ET.fromstring(str(drawn)).iter("polyline"))
    assert [e.get("r") for e in ET.fromstring(str(drawn)).iter("circle")] == ["2.5", "5"]


def test_nothing_reported_draws_the_empty_axes() -> None:
    drawn = lines(["2022-01", "2022-02"], [Series("a", [None, None], "#000000")], "x", target=10, target_words="目标")
    assert not list(ET.fromstring(str(drawn)).iter("polyline"))
    assert parts(drawn, "ca-target")


def test_higher_values_stand_higher_and_the_projection_ends_where_it_says() -> None:
    drawn = lines(
        ["2022-01", "2022-02"],
        [Series("a", [10, 20], "#000000")],
        "x",
        target=40,
        target_words="目标",
        projection=(2, 40),
    )
    line, ahead = list(ET.fromstring(str(drawn)).iter("polyline"))
    heights = [float(point.split(",")[1]) for point in line.get("points", "").split()]
    assert heights[0] > heights[1]
    end = ahead.get("points", "").split()[-1]
    assert end.split(",")[0] == "3"
    assert float(end.split(",")[1]) == pytest.approx(float(parts(drawn, "ca-target")[0].get("y1", "")), abs=0.1)


@pytest.mark.parametrize("target", [1, 39, 40, 41, 400])
def test_no_line_runs_through_the_targets_words(target: float) -> None:
    drawn = lines(
        ["2022-01", "2022-02", "2022-03"],
        [Series("a", [40, 38, 41], "#000000")],
        "x",
        target=target,
        target_words="目标",
        projection=(2, 44),
        projection_words="按近半年速度",
    )
    root = ET.fromstring(str(drawn))
    words = {text.text: float(text.get("y", "")) for text in root.iter("text")}
    points = [p for line in root.iter("polyline") for p in line.get("points", "").split()]
    assert words["目标"] + 8 < min(float(point.split(",")[1]) for point in points)
    assert words["目标"] + 13 < words["按近半年速度"]
    assert float(parts(drawn, "ca-target")[0].get("y1", "")) > words["目标"] + 8


def test_stacked_parts_follow_each_other() -> None:
    drawn = bars([Bar("甲", [Segment("a", 1, "#1"), Segment("b", 3, "#2")], "4 人"), Bar("乙", [], "— 未报")], "x")
    boxes = list(ET.fromstring(str(drawn)).iter("rect"))
    assert [(box.get("x"), box.get("width")) for box in boxes] == [("0.000%", "25.000%"), ("25.000%", "75.000%")]


def test_markup_in_a_name_is_text() -> None:
    drawn = str(bars([Bar("<b>甲</b>", [Segment('"><script>', 1, "#1")], "=1")], '"><script>'))
    assert "<b>" not in drawn
    assert "<script>" not in drawn


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_ticks_are_few_rise_and_stay_within(top: float) -> None:
    marks = ticks(top)
    assert marks[0] == 0
    assert 2 <= len(marks) <= 5
    assert marks == sorted(marks)
    assert marks[-1] <= top * (1 + 1e-6)


@pytest.mark.parametrize("top", [0, -1, float("nan"), float("inf")])
def test_an_axis_without_length_has_one_tick(top: float) -> None:
    assert ticks(top) == [0.0]


def test_a_rate_reads_all_only_where_it_is_all_in_the_hints_too() -> None:
    drawn = str(lines(["2022-01", "2022-02", "2022-03"], [Series("a", [99.97, 100.0, 0.04], "#000000")], "x",
                      unit="%", decimals=1))
    hints = re.findall(r"<title>(.*?)</title>", drawn)
    assert [hint.rpartition("：")[2] for hint in hints] == ["99.9%", "100.0%", "0.1%"]
