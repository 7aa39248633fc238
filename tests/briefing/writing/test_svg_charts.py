"""Lines over months as drawn on the wall and the page: figures stand where no line and no other words cross them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from briefing.model import Chart, Series
from briefing.writing import svg_charts
from briefing.writing.svg import room

_SVG = "{http://www.w3.org/2000/svg}"
MONTHS = tuple(f"2022年{month}月" for month in range(1, 13))
AIM = "目标 90% 以上"


def drawn(*values: float | None, target: float | None = None, every: bool = False) -> ET.Element:
    """Return the drawing of a series of percentages, 14 em high."""
    months = MONTHS[:len(values)]
    chart = Chart("line", "每月（%）", "%", 1, months, (Series("比率", values),), target=target,
                  target_words=AIM if target is not None else "")
    return ET.fromstring(str(svg_charts.chart(chart, "care@330205", height=14, every=every)))


def words(image: ET.Element) -> dict[str, ET.Element]:
    return {text.text or "": text for text in image.iter(f"{_SVG}text")}


def foot(text: ET.Element) -> float:
    """How far down the foot of a text is, in em."""
    return float(text.get("y", "").removesuffix("em"))


def points(image: ET.Element) -> list[float]:
    return [float(dot.get("cy", "").removesuffix("em")) for dot in image.iter(f"{_SVG}circle")]


def test_figures_and_words_of_a_target_just_above_keep_apart() -> None:
    image = drawn(85.0, 84.4, 84.5, 84.4, 83.8, 84.2, 83.6, 83.4, 84.1, 83.6, 83.9, 84.3, target=90.0)
    said = words(image)
    line = next(float(one.get("y1", "").removesuffix("em")) for one in image.iter(f"{_SVG}line")
                if "dasharray" in one.get("style", ""))
    for figure in ("85.0", "84.3"):
        # Letters are less than an em high and stand wholly below the line of the target.
        assert foot(said[figure]) - 0.95 >= line, figure
    assert foot(said[AIM]) < line


@pytest.mark.parametrize(("values", "figure", "point", "below"), [
    ((40.0, 60.0, 80.0), "40.0", 0, True), ((80.0, 60.0, 40.0), "80.0", 0, False),
    ((80.0, 60.0, 40.0), "40.0", 2, True), ((40.0, 60.0, 80.0), "80.0", 2, False),
    ((80.0, 40.0, 80.0), "40.0", 1, True), ((40.0, 80.0, 40.0), "80.0", 1, False),
    ((50.0, 50.1, 50.2), "50.0", 0, False), ((None, 43.0, None), "43.0", 0, False),
])
def test_a_figure_stands_where_its_line_does_not_go(
    values: tuple[float | None, ...], figure: str, point: int, below: bool
) -> None:
    image = drawn(*values, every=True)
    assert (foot(words(image)[figure]) > points(image)[point]) is below


def test_a_figure_at_the_axis_stands_above_it_though_the_line_rises() -> None:
    image = drawn(0.0, 50.0, 100.0)
    assert foot(words(image)["0.0"]) < points(image)[0]


@pytest.mark.parametrize("every", [False, True])
def test_the_first_figure_leaves_the_axis_its_own(every: bool) -> None:
    image = drawn(93.0, 105.0, 124.0, 137.0, 195.0, every=every)
    axis = [text for text in image.iter(f"{_SVG}text") if text.get("text-anchor") == "end"]
    assert len(axis) > 1
    most = max(float(text.get("x", "").removesuffix("em")) for text in axis)
    assert most < -room("93.0") / 2
    assert all(most == float(text.get("x", "").removesuffix("em")) for text in axis)


def test_words_of_a_target_keep_clear_of_the_points_of_the_line() -> None:
    # The line runs above the target at the end and below it at the beginning.
    image = drawn(70.0, 71.0, 72.0, 74.0, 78.0, 82.0, 88.0, 94.0, 94.5, 95.0, 95.2, 95.4, target=90.0)
    foot_ = foot(words(image)[AIM])
    assert all(not foot_ - 1.1 < spot < foot_ + 0.3 for spot in points(image)[-4:])
