"""A map of one county (区县图) as SVG: territories of its consortia, marks of four kinds, names; no colour of its own.

Colours come from the style sheet by a consortium's place in its county (``ca-g0`` ...), so one drawing serves the light
theme, the dark one and paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from markupsafe import Markup

from components.charts import svg

#: A lead hospital (■), another member at county level (□), township level (○), township level with nobody posted (▲);
#: a village without any service (◇), one that a scenario serves (◆).
Kind = Literal["lead", "member", "ring", "bare", "gap", "served"]
_HALF = {"lead": 6.5, "member": 4.0, "ring": 4.2, "bare": 6.0, "gap": 3.2, "served": 4.2}
#: Radius of the circle round a mark that a scenario alters.
_ROUND = 10.0
_LINE = 1.2


@dataclass(frozen=True, slots=True)
class Part:
    """A path in the colour of one consortium: its territory, or its clinics as dots. ``group`` null: 未归属."""

    path: str
    group: int | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One institution; its words are on the pointer."""

    x: float
    y: float
    kind: Kind
    group: int | None
    words: str
    #: What a click on it means (``data-open``); empty where it cannot be clicked.
    open: str = ""
    #: Whether it is circled.
    circled: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """Words of one or two lines round a middle."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    strong: bool


def place_map(
    box: tuple[int, int, int, int],
    outline: str,
    alt: str,
    *,
    territories: Sequence[Part] = (),
    dots: Sequence[Part] = (),
    signs: Sequence[Sign] = (),
    names: Sequence[Name] = (),
    mark: str = "",
) -> Markup:
    """Return the map; ``box`` is left, top, width, height of what is shown, ``outline`` the county's path.

    ``mark`` is written across it (水印).
    """
    clicked = any(sign.open for sign in signs)
    root = ET.Element(
        "svg",
        {"class": "ca-map ca-place", "viewBox": " ".join(map(str, box)), "role": "group" if clicked else "img",
         "aria-label": alt},
    )
    for part in territories:
        svg.hint(svg.add(root, "path", class_=f"ca-land {group_class(part.group)}", d=part.path), part.words)
    svg.add(root, "path", class_="ca-edge", d=outline)
    for part in dots:
        svg.add(root, "path", class_=f"ca-clinics {group_class(part.group)}", d=part.path, transform="scale(.5)")
    # The more a mark matters, the later it is drawn.
    for kind in ("gap", "served", "ring", "member", "bare", "lead"):
        for sign in signs:
            if sign.kind == kind and not sign.circled:
                svg.hint(_drawn(root, sign), sign.words)
    for name in names:
        text = svg.add(
            root, "text", class_="ca-strong" if name.strong else None, style=f"font-size:{name.size:g}px",
        )
        for at, line in enumerate(name.lines):
            down = name.y + (at - (len(name.lines) - 1) / 2) * name.size * _LINE + name.size * 0.35
            svg.add(text, "tspan", line, x=round(name.x), y=round(down))
    # What a scenario alters is what one looks for: no name may cover it.
    for sign in signs:
        if sign.circled:
            svg.add(root, "circle", class_="ca-circled", cx=round(sign.x, 1), cy=round(sign.y, 1), r=_ROUND)
            svg.hint(_drawn(root, sign), sign.words)
    if mark:
        svg.watermark(root, mark, box)
    return svg.markup(root)


def group_class(group: int | None) -> str:
    """Return the class that gives the colour of a consortium by its place in the county's order."""
    return "ca-loose" if group is None else f"ca-g{group % 6}"


def _drawn(root: ET.Element, sign: Sign) -> ET.Element:
    x, y, half = round(sign.x, 1), round(sign.y, 1), _HALF[sign.kind]
    said: dict[str, object] = {"class_": f"ca-{sign.kind} {group_class(sign.group)}"}
    if sign.open:
        said |= {"data_open": sign.open, "role": "button", "tabindex": 0, "aria_label": f"选中{sign.words}"}
    if sign.kind == "ring":
        return svg.add(root, "circle", **said, cx=x, cy=y, r=half)
    if sign.kind == "bare":
        return svg.add(root, "path", **said, d=f"M{x} {y - half:.1f}l{half:g} {1.75 * half:g}h-{2 * half:g}z")
    if sign.kind in ("gap", "served"):
        return svg.add(root, "path", **said, d=f"M{x} {y - half:.1f}l{half:g} {half:g} -{half:g} {half:g} -{half:g} "
                       f"-{half:g}z")
    return svg.add(root, "rect", **said, x=round(x - half, 1), y=round(y - half, 1), width=2 * half, height=2 * half)
