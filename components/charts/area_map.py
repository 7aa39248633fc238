"""Small maps (小地图) as SVG: county outlines with flows of services, or with villages as dots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from markupsafe import Markup

from components.charts import svg
from components.charts.outline import WIDTH, Label, Outline

#: Height of a name above its baseline, in the drawing's units.
_LINE = 16


@dataclass(frozen=True, slots=True)
class Strokes:
    """Lines of one width, as one path."""

    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Dots:
    """Points of one colour and size, as one path of round caps; of no colour of their own: ``colour`` is a token."""

    path: str
    size: float
    colour: str
    #: Whether the path is in half units.
    fine: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """One place: a lead hospital (square) or a village without service (triangle); its words are on the pointer."""

    x: float
    y: float
    words: str
    kind: str = "lead"
    size: float = 4.0


def area_map(
    counties: Iterable[Outline],
    alt: str,
    height: int,
    *,
    outside: Sequence[str] = (),
    strokes: Sequence[Strokes] = (),
    dots: Sequence[Dots] = (),
    marks: Sequence[Mark] = (),
    labels: Sequence[Label] = (),
) -> Markup:
    """Return the map.

    Args:
        counties: Outlines in the drawing's units.
        alt: The map in one sentence.
        height: Height in the drawing's units.
        outside: Codes of counties that are drawn grey (不在文件统计范围).
        strokes: Flows, thin ones first.
        dots: Points, those that matter last.
        marks: Places with words, drawn over all else.
        labels: Names.
    """
    # A place whose coordinates are in doubt may lie outside its county: its name is drawn whole all the same.
    top = min(0, *(label.y - _LINE for label in labels)) if labels else 0
    root = ET.Element("svg", {"class": "ca-map", "viewBox": f"0 {top:g} {WIDTH} {height - top:g}", "role": "img",
                              "aria-label": alt})
    for county in counties:
        kind = "ca-county-out" if county.code in outside else ""
        shape = svg.add(root, "path", class_=f"ca-county {kind}".strip(), d=county.path)
        svg.hint(shape, f"{county.name}（不在文件统计范围）" if county.code in outside else county.name)
    for line in strokes:
        svg.add(root, "path", class_="ca-flow", d=line.path, stroke_width=line.width)
    for group in dots:
        svg.add(
            root, "path", class_="ca-dots", d=group.path, stroke=group.colour,
            stroke_width=group.size * (2 if group.fine else 1), transform="scale(.5)" if group.fine else None,
        )
    if few := [mark for mark in marks if not mark.words]:
        # Marks without words are one path, however many.
        svg.add(root, "path", class_="ca-bare" if few[0].kind == "bare" else "ca-lead", d="".join(map(_shape, few)))
    for mark in marks:
        if not mark.words:
            continue
        shape = svg.add(root, "path", class_="ca-lead" if mark.kind == "lead" else "ca-bare", d=_shape(mark))
        svg.hint(shape, mark.words)
    for label in labels:
        svg.add(root, "text", label.words, x=label.x, y=label.y)
    return svg.markup(root)


def _shape(mark: Mark) -> str:
    """Return the square of a hospital or the triangle of a village."""
    half = mark.size
    if mark.kind == "lead":
        return f"M{mark.x - half:.1f} {mark.y - half:.1f}h{2 * half:g}v{2 * half:g}h-{2 * half:g}z"
    return f"M{mark.x:.1f} {mark.y - half:.1f}l{half:g} {1.8 * half:.1f}h-{2 * half:g}z"
