"""The bullet bar (子弹条): a count against its target, the gap hatched."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from markupsafe import Markup

from components.charts import svg
from indicators.wording import axis_words

_HEIGHT = 84
_TRACK_TOP, _TRACK = 26, 28
#: The track runs to this multiple of the target, or of the value where that is larger.
_ROOM = 1.2
#: Pixels of the widest bar drawn.
_WIDEST = 900


def bullet(
    value: float | None, target: float | None, target_words: str, alt: str, *, top: float | None = None
) -> Markup:
    """Return a bullet bar.

    Args:
        value: The figure; null draws the empty track.
        target: The smallest value that meets the target (301 for 超过 300); null where the document sets none: then
            there is no tick and no gap, and the track ends at the value.
        target_words: The target in words, set above its tick.
        alt: The bar in one sentence.
        top: Where the track ends (100 for a rate without a target); null as described.
    """
    root = svg.chart(_HEIGHT, alt)
    shown = max(value or 0.0, 0.0)
    top = top or max((target or 0.0) * _ROOM, shown * (_ROOM if target is None else 1.05)) or 1.0
    svg.add(root, "rect", class_="ca-track", x=0, y=_TRACK_TOP, width="100%", height=_TRACK)
    bar = {"y": _TRACK_TOP + _TRACK // 4, "height": _TRACK // 2}
    if value is not None:
        svg.add(root, "rect", class_="ca-bar", x=0, width=svg.percent(shown / top), **bar)
    if target is not None:
        if value is not None and shown < target:
            _hatch(root, shown / top, target / top, bar["y"], bar["height"])
        place = svg.percent(target / top)
        svg.add(root, "line", class_="ca-tick", x1=place, x2=place, y1=_TRACK_TOP - 5, y2=_TRACK_TOP + _TRACK + 5)
        anchor = "end" if target / top > 0.5 else "start"
        svg.add(root, "text", target_words, x=place, y=14, text_anchor=anchor)
    for tick in svg.ticks(top):
        place = svg.percent(tick / top)
        at_end = tick / top > 0.97
        anchor = "start" if tick == 0 else "end" if at_end else "middle"
        svg.add(root, "text", axis_words(tick), class_="ca-quiet", x=place, y=_HEIGHT - 8, text_anchor=anchor)
    return svg.markup(root)


def _hatch(root: ET.Element, start: float, end: float, top: int, height: int) -> None:
    """Draw the missing part: an outlined box with slanting strokes, clipped by a nested viewport."""
    box = svg.add(
        root, "svg", x=svg.percent(start), y=top, width=svg.percent(end - start), height=height, overflow="hidden"
    )
    # Enough strokes for a bar of the widest card; the nested viewport cuts off what lies beyond the gap.
    for offset in range(-height, round((end - start) * _WIDEST) + height, 7):
        svg.add(box, "line", class_="ca-hatch", x1=offset, y1=height, x2=offset + height, y2=0)
    svg.add(
        root,
        "rect",
        class_="ca-gap",
        x=svg.percent(start),
        y=top,
        width=svg.percent(end - start),
        height=height,
        fill="none",
    )
