"""The few SVG elements that charts are made of; ElementTree escapes every text and attribute."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from markupsafe import Markup


def chart(height: int, alt: str, *, left: int = 0, right: int = 0) -> ET.Element:
    """Return an empty chart of full width and ``height`` pixels; ``alt`` is read out in its place.

    ``left`` and ``right`` pixels beside it stay free for words at negative or over-full positions, so that every
    percentage inside is one of the plot alone.
    """
    return ET.Element(
        "svg",
        {
            "class": "ca-chart",
            "height": str(height),
            "style": f"margin-left: {left}px; width: calc(100% - {left + right}px)",
            "role": "img",
            "aria-label": alt,
        },
    )


def percent(share: float) -> str:
    """Return a share of the width (0 to 1) as an SVG length."""
    return f"{share * 100:.3f}%"


def add(parent: ET.Element, tag: str, text: str = "", /, **attributes: object) -> ET.Element:
    """Add an element; ``class_`` and ``text_anchor`` are written with their SVG names, None attributes are left out."""
    names = {name.rstrip("_").replace("_", "-"): str(value) for name, value in attributes.items() if value is not None}
    element = ET.SubElement(parent, tag, names)
    if text:
        element.text = text
    return element


def hint(element: ET.Element, text: str) -> None:
    """Say something when the pointer rests on an element."""
    ET.SubElement(element, "title").text = text


def watermark(root: ET.Element, words: str, box: Sequence[float]) -> None:
    """Write words across a drawing, faint and slanting, so that no copy of it is taken for what it is not.

    ``box`` is left, top, width and height of the drawing in its own units.
    """
    left, top, width, height = box
    x, y = round(left + width / 2), round(top + height / 2)
    add(root, "text", words, class_="ca-watermark", x=x, y=y, transform=f"rotate(-22 {x} {y})",
        style=f"font-size:{width / (len(words) + 1.5):.0f}px")


def markup(root: ET.Element) -> Markup:
    """Return the chart as markup that templates take as it is."""
    return Markup(ET.tostring(root, encoding="unicode"))


def ticks(top: float, most: int = 4) -> list[float]:
    """Return 0 and up to ``most`` round steps (1, 2, 2.5 or 5 times a power of ten) not above ``top``.

    ``top`` not above 0, or not a number, gives ``[0]``.
    """
    if not math.isfinite(top) or top <= 0:
        return [0.0]
    power = 10.0 ** math.floor(math.log10(top / most))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if top / (power * factor) <= most)
    return [step * index for index in range(int(top / step + 1e-9) + 1)]
