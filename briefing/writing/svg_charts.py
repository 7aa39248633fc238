"""Charts as inline SVG (内嵌图表): bars, worst first, and lines over months, each against its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from briefing.model import Chart, Fact, Series
from briefing.writing.svg import (
    BAR,
    BEHIND,
    GREY,
    INK,
    LINE,
    SERIES,
    add,
    cut,
    em,
    lines,
    markup,
    of_facts,
    percent,
    room,
    root,
    ticks,
)
from indicators.wording import figure_number, number, quantity

#: Said where nothing was reported.
_SILENT: Final = "未报"
#: Widest name beside a bar before it takes two lines, in em.
_NAME: Final = 9.0
#: Height of a row, in em, from which on a name may take two lines.
_TWO_LINES: Final = 2.0
#: Most words along the months.
_MONTHS: Final = 5
#: Months from an end of the line of a target within which a figure may meet its words, and how far apart in em.
_NEAR: Final = 3
_LEADING: Final = 1.2
#: How far from its point the foot of a figure stands, above and below, and within how much a line is flat, in em.
_SIDES: Final = (-0.55, 1.25)
_FLAT: Final = 0.35


def chart(drawn: Chart, at: str, *, height: float, every: bool = False) -> Markup:
    """Return a chart of full width.

    Args:
        drawn: What is drawn.
        at: The slide it stands on; names its places.
        height: How high it is, in em; bars take no more than they need.
        every: Whether each month of a line is written, where there is room for that.
    """
    return _bars(drawn, at, height) if drawn.kind == "bar" else _lines(drawn, at, height, every)


def _alt(drawn: Chart) -> str:
    told = [
        f"{category} {_words(drawn, value, None)}"
        for series in drawn.series for category, value in zip(drawn.categories, series.values, strict=True)
    ]
    return "；".join((drawn.title, *told, *((drawn.target_words,) if drawn.target_words else ())))


def _words(drawn: Chart, value: float | None, fact: Fact | None) -> str:
    if value is None:
        return _SILENT
    return fact.text if fact is not None else quantity(value, drawn.unit, drawn.decimals)


def _fact(series: Series, point: int) -> Fact | None:
    return series.facts[point] if point < len(series.facts) else None


def _bars(drawn: Chart, at: str, height: float) -> Markup:
    """Draw bars of the first series; those that fall short are orange, the others quiet where any does."""
    series = drawn.series[0]
    words = [_words(drawn, value, _fact(series, point)) for point, value in enumerate(series.values)]
    # With the line of a target among the bars, the figures stand in a column of their own, where it crosses none.
    aimed = drawn.target is not None and drawn.target > 0
    head = 1.7 if aimed else 0.0
    step = min(3.2, max(1.4, (height - head) / len(words)))
    names = [lines(name, _NAME) if step >= _TWO_LINES else [cut(name, _NAME)] for name in drawn.categories]
    left = max(room(line) for name in names for line in name) + 0.7
    right = max(map(room, words)) + (1.0 if aimed else 0.6)
    leading = min(1.12, step * 0.47)
    thick = step * 0.58
    top = max([value for value in series.values if value is not None] + [drawn.target or 0.0]) or 1.0
    image = root(_alt(drawn), class_="chart", height=em(head + step * len(names)),
                 style=f"margin-left:{em(left)};width:calc(100% - {em(left + right)})")
    quiet = BAR if drawn.behind or aimed else SERIES
    for point, value in enumerate(series.values):
        y = head + step * (point + 0.5)
        share = 0.0 if value is None else max(value, 0.0) / top
        add(image, "rect", x=0, y=em(y - thick / 2), width=percent(share), height=em(thick),
            fill=BEHIND if point in drawn.behind else quiet)
        for line, name in enumerate(names[point]):
            shift = 0.36 + (line - (len(names[point]) - 1) / 2) * leading
            add(image, "text", name, x=em(-0.6), y=em(y + shift), text_anchor="end", fill=INK)
        place = of_facts(f"chart0.{point}@{at}", [_fact(series, point)])
        if aimed:
            add(image, "text", words[point], x="100%", dx=em(right), y=em(y + 0.36), text_anchor="end", fill=INK,
                **place)
        else:
            add(image, "text", words[point], x=percent(share), dx=em(0.4), y=em(y + 0.36), fill=INK, **place)
    if aimed and drawn.target is not None:
        share = drawn.target / top
        add(image, "line", x1=percent(share), x2=percent(share), y1=em(head - 0.35), y2=em(head + step * len(names)),
            stroke=INK, style="stroke-width:.09em;stroke-dasharray:.3em .2em")
        add(image, "text", drawn.target_words, x=percent(share), y=em(0.9), fill=INK,
            text_anchor="end" if share > 0.6 else "middle" if share > 0.2 else "start")
    return markup(image)


def _lines(drawn: Chart, at: str, height: float, every: bool) -> Markup:
    """Draw each series over the months; one without data leaves a gap, one alone between two is a dot."""
    known = [value for series in drawn.series for value in series.values if value is not None]
    top = max([*known, drawn.target or 0.0]) * 1.08 or 1.0
    marks = ticks(top)
    exact = drawn.decimals if any(mark % 1 for mark in marks) else 0
    written = [set(range(len(series.values))) if every else _telling(series) for series in drawn.series]
    # Half of a figure at the first month is left of it, and so are the axis' own; half of the last month is right.
    inset = max((room(figure_number(series.values[0] or 0.0, drawn.unit, drawn.decimals)) / 2
                 for series, told in zip(drawn.series, written, strict=True) if 0 in told), default=0.0)
    left = max(room(number(mark, exact)) for mark in marks) + inset + 0.5
    right, head, foot = room(drawn.categories[-1]) / 2, 1.5, 1.8
    high = height - head - foot
    last = max(len(drawn.categories) - 1, 1)
    image = root(_alt(drawn), class_="chart", height=em(height),
                 style=f"margin-left:{em(left)};width:calc(100% - {em(left + right)})")

    def down(value: float) -> float:
        return head + high * (1 - value / top)

    for mark in marks:
        add(image, "line", x1=em(-inset), x2="100%", y1=em(down(mark)), y2=em(down(mark)),
            stroke=LINE if mark else GREY, style="stroke-width:.05em")
        add(image, "text", number(mark, exact), x=em(-inset - 0.4), y=em(down(mark) + 0.36), text_anchor="end",
            fill=GREY)
    for point, words in _months(drawn.categories):
        add(image, "text", words, x=percent(point / last), y=em(height - 0.35), fill=GREY, text_anchor="middle")
    if drawn.target is not None:
        add(image, "line", x1=0, x2="100%", y1=em(down(drawn.target)), y2=em(down(drawn.target)), stroke=INK,
            style="stroke-width:.08em;stroke-dasharray:.3em .2em")
    labels: list[tuple[int, float]] = []
    for row, series in enumerate(drawn.series):
        inner = add(image, "svg", x=0, y=em(head), width="100%", height=em(high), viewBox="0 0 100 100",
                    preserveAspectRatio="none", overflow="visible")
        for run in _runs(series):
            points = " ".join(f"{point / last * 100:.2f},{100 - value / top * 100:.2f}" for point, value in run)
            add(inner, "polyline", points=points, fill="none", stroke=SERIES, vector_effect="non-scaling-stroke",
                style="stroke-width:.14em;stroke-linejoin:round")
        spots = [None if value is None else down(value) for value in series.values]
        for point, value in enumerate(series.values):
            spot = spots[point]
            if value is None or spot is None:
                continue
            fact = _fact(series, point)
            dot = add(image, "circle", cx=percent(point / last), cy=em(spot), r=em(0.2), fill=SERIES)
            place = of_facts(f"chart{row}.{point}@{at}", [fact])
            if point in written[row]:
                y = spot + _side(spots, point, down(0), down(drawn.target) if drawn.target is not None else None)
                labels.append((point, y))
                add(image, "text", figure_number(value, drawn.unit, drawn.decimals), x=percent(point / last), y=em(y),
                    fill=INK, text_anchor="middle", style="font-weight:600",
                    class_=None if point in _telling(series) else "more", **place)
            else:
                add(dot, "title", f"{drawn.categories[point]} {_words(drawn, value, fact)}", **place)
    if drawn.target is not None:
        dots = [(point, down(value)) for series in drawn.series for point, value in enumerate(series.values)
                if value is not None]
        end, y = _aside(down(drawn.target), last, labels, dots)
        add(image, "text", drawn.target_words, x=percent(end / last), y=em(y), text_anchor="end" if end else "start",
            fill=INK)
    return markup(image)


def _side(spots: Sequence[float | None], point: int, axis: float, target: float | None) -> float:
    """Return how far from its point the foot of a figure stands: above or below, where fewer lines cross it.

    Args:
        spots: How far down each point is; null where there is none.
        point: Which one.
        axis: How far down the axis is.
        target: How far down the target is.
    """
    own = spots[point] or 0.0
    beside = [spot for spot in (spots[at] for at in (point - 1, point + 1) if 0 <= at < len(spots)) if spot is not None]

    def crossed(shift: float) -> int:
        upper, lower = own + shift - 0.95, own + shift + 0.15
        rising = sum(spot < own - _FLAT if shift < 0 else spot > own + _FLAT for spot in beside)
        return 2 * rising + 3 * (target is not None and upper < target < lower) + 9 * (lower > axis)

    return min(_SIDES, key=crossed)


def _aside(
    line: float, last: int, labels: Sequence[tuple[int, float]], dots: Sequence[tuple[int, float]],
) -> tuple[int, float]:
    """Return where the words of a target stand: at which end of its line, and how high, away from other figures.

    Where that can be, no point of a series is among them either.
    """
    places = [(end, line + shift) for end in (last, 0) for shift in (-0.4, 1.2)]
    free = [place for place in places
            if all(abs(point - place[0]) > _NEAR or abs(y - place[1]) > _LEADING for point, y in labels)]
    clear = [place for place in free
             if all(abs(point - place[0]) > _NEAR or not -1.1 < y - place[1] < 0.3 for point, y in dots)]
    return (clear or free or places)[0]


def _runs(series: Series) -> list[list[tuple[int, float]]]:
    """Return the stretches of a series that were reported without a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for point, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((point, value))
    return [run for run in runs if len(run) > 1]


def _telling(series: Series) -> set[int]:
    """Return the points whose figures are written: the last, and the highest and lowest where they stand apart."""
    known = [(value, point) for point, value in enumerate(series.values) if value is not None]
    chosen: list[int] = []
    for point in (known[-1][1], max(known)[1], min(known)[1]) if known else ():
        if all(abs(point - other) > 1 for other in chosen):
            chosen.append(point)
    return set(chosen)


def _months(categories: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return which months are written, the last one always; the year stands on the first and on the last."""
    step = -(-len(categories) // _MONTHS)
    shown = list(range(len(categories) - 1, -1, -step))[::-1]
    return [(point, categories[point] if point in (shown[0], shown[-1]) else categories[point].rpartition("年")[2])
            for point in shown]
