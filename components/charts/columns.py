"""Columns by month (按月柱): one small chart per kind of service, a month without data left open and marked."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from markupsafe import Markup

from components.charts import svg
from indicators.wording import axis_words, month_label

_ABOVE, _BELOW, _LEFT = 8, 20, 40
#: Share of a month's width that its column fills; the style sheet has it too.
FILLED = 0.74


def columns(
    months: Sequence[str],
    values: Sequence[float | None],
    alt: str,
    *,
    partial: Sequence[str] = (),
    height: int = 118,
    unit: str = "",
) -> Markup:
    """Return one column per month.

    Args:
        months: ``YYYY-MM``, in order.
        values: What each month adds up to; null is 未报 and leaves its place empty, with a grey mark on the axis.
        alt: The chart in one sentence.
        partial: Words for each month about what is missing from it; a month with words is drawn hollow.
        height: Pixels.
        unit: Unit in the hover text.
    """
    root = svg.chart(height, alt, left=_LEFT)
    top = max((value for value in values if value is not None), default=0.0) * 1.08 or 1.0
    room = height - _ABOVE - _BELOW
    base = height - _BELOW
    for tick in svg.ticks(top, 2):
        mark = f"{base - room * tick / top:.1f}"
        svg.add(root, "line", class_="ca-grid", x1="0", x2="100%", y1=mark, y2=mark)
        level = f"{float(mark) + 4:.1f}"
        svg.add(root, "text", axis_words(tick), class_="ca-quiet", x=-6, y=level, text_anchor="end")
    each = 1 / max(len(months), 1)
    # One unit of width per month, its width in the style sheet: a column is a few bytes.
    plot = svg.add(
        root, "svg", width="100%", height=height, viewBox=f"0 0 {max(len(months), 1)} {height}",
        preserveAspectRatio="none",
    )
    groups: dict[str, ET.Element] = {}
    for index, (month, value) in enumerate(zip(months, values, strict=True)):
        said = partial[index] if partial else ""
        kind = "ca-missing" if value is None else "ca-partial" if said else "ca-bar"
        if kind not in groups:
            groups[kind] = svg.add(plot, "g", class_=f"ca-columns {kind}", transform=f"translate({(1 - FILLED) / 2:g})")
        tall = room if value is None else max(round(room * value / top, 1), 1.0 if value else 0.0)
        box = svg.add(groups[kind], "rect", x=index, y=f"{base - tall:g}", height=f"{tall:g}")
        words = "未报" if value is None else f"{value:,.0f} {unit}".strip()
        svg.hint(box, f"{month_label(month)} {words}{f'，{said}' if said and value is not None else ''}")
        if month.endswith("-01"):
            place = svg.percent((index + 0.1) * each)
            svg.add(root, "text", f"{month[:4]}年", class_="ca-quiet", x=place, y=height - 5)
    svg.add(root, "line", class_="ca-axis", x1="0", x2="100%", y1=base, y2=base)
    return svg.markup(root)
