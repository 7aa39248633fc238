"""What the drawings of a page and of the wall are made of (内嵌矢量图): elements, colours, room for words.

Every length across is a share of the width, every other one is counted in em: so one drawing serves a sheet of A4, a
laptop and a wall three times as wide, and its words are as large as those around it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from markupsafe import Markup

from briefing.model import Fact
from indicators.sentences import width

#: Ink and grey for words (7:1 on white and more), the two of a status; quiet bars, hairlines, the quiet ground.
INK, GREY, ORANGE, BLUE = "#1B2733", "#4B5663", "#8E3D08", "#164F82"
BAR, BEHIND, SERIES, LINE, QUIET = "#C3CCD6", "#B9520F", "#1F5F9E", "#D3DBE4", "#F2F5F9"
#: Ground of the mark 示例数据, under words in ink.
SAMPLE_GROUND: Final = "#FFF4CC"
#: Fill of a county in no class, and the line between counties.
NO_CLASS, EDGE = "#D5DAE0", "#7B8A99"
#: Faces on Windows, macOS and Linux that have Chinese, in this order.
FONT: Final = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
#: Least contrast of words on their ground.
_READ: Final = 7.0
_NAMESPACE: Final = "http://www.w3.org/2000/svg"
#: Fonts differ in how wide their digits are; a text is taken to be this much wider than its characters.
_SLACK: Final = 1.06


def root(alt: str, **attributes: object) -> ET.Element:
    """Return an empty drawing; ``alt`` is read out in its place."""
    made = ET.Element("svg", {"xmlns": _NAMESPACE, "role": "img", "aria-label": alt})
    _give(made, attributes)
    return made


def add(parent: ET.Element, tag: str, text: str = "", **attributes: object) -> ET.Element:
    """Add an element; ``class_`` and ``text_anchor`` are written with their SVG names, None attributes are left out."""
    element = ET.SubElement(parent, tag)
    _give(element, attributes)
    if text:
        element.text = text
    return element


def _give(element: ET.Element, attributes: dict[str, object]) -> None:
    for name, value in attributes.items():
        if value is not None:
            element.set(name if name == "viewBox" else name.rstrip("_").replace("_", "-"), str(value))


def of_facts(place: str, facts: Iterable[Fact | None]) -> dict[str, str]:
    """Return the attributes by which a file that comes back is read: the place, and the facts that stand there."""
    ids = " ".join(fact.id for fact in facts if fact is not None)
    return {"data-place": place, "data-fact": ids} if ids else {}


def markup(element: ET.Element) -> Markup:
    """Return the drawing as markup that templates take as it is; every text and attribute in it is escaped."""
    return Markup(ET.tostring(element, encoding="unicode"))


def em(length: float) -> str:
    """Return a length counted in the size of the words around."""
    return f"{length:.3f}".rstrip("0").rstrip(".") + "em"


def percent(share: float) -> str:
    """Return a share of the width (0 to 1)."""
    return f"{share * 100:.2f}%"


def room(text: str) -> float:
    """Return how wide a text is, in em."""
    return width(text) * _SLACK


def cut(text: str, most: float) -> str:
    """Return a text that is no wider than ``most`` em, its middle left out (…) where it is too long."""
    if room(text) <= most:
        return text
    tail = min(5, len(text) // 3)
    for kept in range(len(text) - tail - 1, 0, -1):
        short = f"{text[:kept]}…{text[len(text) - tail:]}"
        if room(short) <= most:
            return short
    return "…"


def lines(text: str, most: float) -> list[str]:
    """Return a name in one line, or in two of about the same length where it is wider than ``most`` em."""
    if room(text) <= most:
        return [text]
    half = next((at for at in range(1, len(text)) if room(text[:at]) >= room(text) / 2), len(text))
    if room(text[:half]) <= most:
        return [text[:half], cut(text[half:], most)]
    first = next((at for at in range(len(text), 0, -1) if room(text[:at]) <= most), 1)
    return [text[:first], cut(text[first:], most)]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 has it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at: at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def under_ink(colour: str) -> str:
    """Return a fill made as much lighter as words in ink on it need."""
    parts = [int(colour[at: at + 2], 16) for at in (1, 3, 5)]
    while contrast(INK, colour) < _READ:
        parts = [part + max(1, (255 - part) // 16) for part in parts]
        colour = "#" + "".join(f"{min(part, 255):02X}" for part in parts)
    return colour


def ticks(top: float, most: int = 4) -> list[float]:
    """Return 0 and up to ``most`` round steps (1, 2, 2.5 or 5 times a power of ten) not above ``top``."""
    if not math.isfinite(top) or top <= 0:
        return [0.0]
    power = 10.0 ** math.floor(math.log10(top / most))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if top / (power * factor) <= most)
    return [step * index for index in range(int(top / step + 1e-9) + 1)]
