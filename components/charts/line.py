"""Lines over months (按月折线), with a target, a marked last point and a projected pace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from markupsafe import Markup

from components.charts import svg
from indicators.wording import axis_words, month_label, quantity

#: Room in pixels: above for words, below for the axis, left for figures, right for direct labels.
_ABOVE, _BELOW, _LEFT, _RIGHT = 36, 24, 44, 16
#: Where the target's words stand: over the plot, which no line reaches, behind a piece of its dashes.
_WORDS, _DASHES = 13, 26
#: Width of a month's name on the axis.
_NAME = 72


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value per month, null where nothing was reported (the line breaks there)."""

    name: str
    values: Sequence[float | None]
    colour: str
    #: Written at the last point; empty for none.
    end_words: str = ""


def lines(
    months: Sequence[str],
    series: Sequence[Series],
    alt: str,
    *,
    height: int = 268,
    target: float | None = None,
    target_words: str = "",
    projection: tuple[int, float] | None = None,
    projection_words: str = "",
    unit: str = "",
    decimals: int = 0,
    from_zero: bool = True,
    right: int = _RIGHT,
) -> Markup:
    """Return a line chart.

    Args:
        months: ``YYYY-MM`` of each point, in order.
        series: Lines over these months; each is labelled at its end when there is more than one.
        alt: The chart in one sentence.
        height: Pixels.
        target: Drawn as a dashed line; null for none.
        target_words: What the dashed line says, over the plot so that no line runs through it.
        projection: Months after the last one, and the value there; dotted from the last point of the first line.
        projection_words: What the dotted end says.
        unit: Of the values, in the hover text.
        decimals: How exact they are there.
        from_zero: The axis begins at 0; otherwise at a round figure below the smallest value (rates that lie close).
        right: Pixels kept free on the right for the names of several lines.
    """
    root = svg.chart(height, alt, left=_LEFT, right=right)
    reported = [value for line in series for value in line.values if value is not None]
    extra = projection[0] if projection else 0
    steps = max(len(months) - 1 + extra, 1)
    peak = max([*reported, target or 0.0, projection[1] if projection else 0.0, 0.0]) or 1.0
    low = (
        0.0
        if from_zero or not reported
        else _below(min([*reported, target if target is not None else min(reported)]), peak)
    )
    top = low + (peak - low) * 1.08
    plot_height = height - _ABOVE - _BELOW

    def down(value: float) -> float:
        return _ABOVE + plot_height * (1 - (value - low) / (top - low))

    for tick in svg.ticks(top - low):
        mark = down(low + tick)
        svg.add(root, "line", class_="ca-grid", x1="0", x2="100%", y1=f"{mark:.1f}", y2=f"{mark:.1f}")
        svg.add(
            # The lowest figure stands on the axis, clear of the first month's name beneath it.
            root, "text", axis_words(low + tick), class_="ca-quiet", x=-8, y=f"{mark + (4 if tick else 0):.1f}",
            text_anchor="end",
        )
    _months(root, months, steps, height, right)
    if target is not None:
        level = f"{down(target):.1f}"
        svg.add(root, "line", class_="ca-target", x1="0", x2="100%", y1=level, y2=level)
        if target_words:
            svg.add(root, "line", class_="ca-target", x1=0, x2=_DASHES, y1=_WORDS - 5, y2=_WORDS - 5)
            svg.add(root, "text", target_words, x=_DASHES + 6, y=_WORDS)
    canvas = svg.add(
        root,
        "svg",
        x=0,
        y=0,
        width="100%",
        height=height,
        viewBox=f"0 0 {steps} {height}",
        preserveAspectRatio="none",
        overflow="visible",
    )
    for line in series:
        for piece in _pieces(line.values):
            points = " ".join(f"{index},{down(value):.1f}" for index, value in piece)
            if len(piece) == 1:
                index, value = piece[0]
                svg.add(root, "circle", cx=svg.percent(index / steps), cy=f"{down(value):.1f}", r=2.5, fill=line.colour)
            else:
                svg.add(canvas, "polyline", points=points, stroke=line.colour)
    if series and projection:
        last = _last(series[0].values)
        if last:
            ahead, value = projection
            svg.add(
                canvas,
                "polyline",
                class_="ca-projection",
                stroke=series[0].colour,
                points=f"{last[0]},{down(last[1]):.2f} {len(months) - 1 + ahead},{down(value):.2f}",
            )
            place = (len(months) - 1 + ahead) / steps
            # A rising end has room above it; a falling one below, clear of the figure at the last point.
            falling = value < last[1]
            beside = max(down(value) + 18, down(last[1]) + 42) if falling else max(down(value) - 22, _ABOVE - 6)
            if beside > height - _BELOW - 8:
                beside = down(last[1]) - 36  # a line that lies on the axis has all the room above it
            svg.add(
                root,
                "text",
                projection_words,
                class_="ca-quiet ca-halo",
                x=svg.percent(place),
                y=f"{min(beside, height - _BELOW - 8):.1f}",
                text_anchor="end",
            )
    _ends(root, series, steps, down, height - _BELOW, several=len(series) > 1)
    _hits(root, months, series, steps, height, lambda value: quantity(value, unit, decimals))
    return svg.markup(root)


def _below(value: float, peak: float) -> float:
    """Return a round figure a little below ``value`` to begin a truncated axis with, never below 0."""
    span = max(peak - value, abs(peak) * 0.02, 1e-9)
    step = svg.ticks(span)[1] if len(svg.ticks(span)) > 1 else span
    return max(0.0, (value // step - 1) * step)


def _pieces(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Return the runs of reported values; a missing month ends a run."""
    pieces: list[list[tuple[int, float]]] = []
    open_run = False
    for index, value in enumerate(values):
        if value is None:
            open_run = False
        elif open_run:
            pieces[-1].append((index, value))
        else:
            pieces.append([(index, value)])
            open_run = True
    return pieces


def _last(values: Sequence[float | None]) -> tuple[int, float] | None:
    for index in range(len(values) - 1, -1, -1):
        value = values[index]
        if value is not None:
            return index, value
    return None


def _months(plot: ET.Element, months: Sequence[str], steps: int, height: int, right: int) -> None:
    """Write the time axis: every January, or a few months where the span is short."""
    base = height - _BELOW
    svg.add(plot, "line", class_="ca-axis", x1="0", x2="100%", y1=base, y2=base)
    januaries = [index for index, month in enumerate(months) if month.endswith("-01")]
    shown = januaries if len(months) > 14 else list(range(0, len(months), max(1, len(months) // 5)))
    for index in shown:
        place = svg.percent(index / steps)
        svg.add(plot, "line", class_="ca-axis", x1=place, x2=place, y1=base, y2=base + 4)
        anchor = "end" if index == steps and right < _NAME // 2 else "middle"
        svg.add(plot, "text", month_label(months[index]), class_="ca-quiet", x=place, y=height - 6, text_anchor=anchor)


def _ends(
    plot: ET.Element, series: Sequence[Series], steps: int, down: Callable[[float], float], floor: float, *,
    several: bool,
) -> None:
    """Mark the last reported point of each line and write its figure, and its name where there are several."""
    taken: list[float] = []
    for line in series:
        last = _last(line.values)
        if last is None:
            continue
        index, value = last
        mark = down(value)
        place = svg.percent(index / steps)
        svg.add(plot, "circle", cx=place, cy=f"{mark:.1f}", r=5, fill=line.colour)
        if several:
            # Names at the ends move apart by a line height, so that none covers another.
            spot = mark + 4
            while any(abs(spot - other) < 16 for other in taken):
                spot += 16
            taken.append(spot)
            svg.add(
                plot, "text", f"{line.name} {line.end_words}".strip(), class_="ca-halo", x=place, dx=9, y=f"{spot:.1f}"
            )
        elif line.end_words:
            before = _last(line.values[:index])
            above = (before is not None and before[1] < value) or mark + 22 > floor - 8
            svg.add(
                plot,
                "text",
                line.end_words,
                class_="ca-strong ca-halo",
                x=place,
                # On the side the line does not come from, and never on the axis.
                y=f"{mark - 12 if above else mark + 22:.1f}",
                text_anchor="middle",
            )


def _hits(
    plot: ET.Element, months: Sequence[str], series: Sequence[Series], steps: int, height: int,
    words: Callable[[float], str],
) -> None:
    """Lay an invisible strip over each month that names its values when the pointer rests on it.

    One unit of width per month, size and place in the style sheet: a strip is a few bytes beside its words.
    """
    room = svg.add(
        plot, "svg", class_="ca-hits", width="100%", height=height - _BELOW, viewBox=f"0 0 {steps} {height - _BELOW}",
        preserveAspectRatio="none", overflow="visible",
    )
    for index, month in enumerate(months):
        strip = svg.add(room, "rect", x=index)
        said = []
        for line in series:
            value = line.values[index]
            named = f"{line.name} " if len(series) > 1 else ""
            said.append(f"{named}{'未报' if value is None else words(value)}")
        svg.hint(strip, f"{month_label(month)}：{'；'.join(said)}")
