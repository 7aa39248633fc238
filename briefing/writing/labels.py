"""Where the names on a map stand (地图注记): near their county, on the map, over no other name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.model import Area, MapPicture
from briefing.writing.svg import room

#: How far a name may stand from its county, in steps, both in heights of a letter; beyond the last a line leads to it.
_FARTHEST, _STEP, _LED = 6.0, 0.3, 1.3
#: Height of a line in heights of a letter, and room left free round a name.
HIGH, _FREE = 1.16, 0.12


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one county: the middle of their box, its size, and whether a line leads there; in map units."""

    area: Area
    x: float
    y: float
    wide: float
    high: float
    led: bool

    def meets(self, other: Label) -> bool:
        """Tell whether two of them would stand over each other."""
        return (abs(self.x - other.x) * 2 < self.wide + other.wide
                and abs(self.y - other.y) * 2 < self.high + other.high)


def placed(picture: MapPicture, size: float) -> list[Label]:
    """Return the labels of a map whose letters are ``size`` map units high; small counties choose first."""
    found: list[Label] = []
    for area in sorted((one for one in picture.areas if one.words), key=_extent):
        spots = _spots(area, picture, size)
        first = next(spots)
        found.append(next((one for one in (first, *spots) if not any(map(one.meets, found))), first))
    return found


def _extent(area: Area) -> float:
    if not area.rings:
        return 0.0
    across, down = zip(*area.rings[0], strict=True)
    return float((max(across) - min(across)) * (max(down) - min(down)))


def _spots(area: Area, picture: MapPicture, size: float) -> Iterator[Label]:
    """Yield places for a name, the nearest first; none reaches over the edge of the map by more than a letter."""
    wide = (max(map(room, area.words)) + _FREE * 2) * size
    high = HIGH * size * len(area.words)
    count = int(_FARTHEST / _STEP)
    steps = [step * _STEP * size for step in range(-count, count + 1)]
    yield Label(area, area.x, area.y, wide, high, led=False)
    for dx, dy in sorted(((dx, dy) for dx in steps for dy in steps), key=lambda one: one[0] ** 2 + one[1] ** 2):
        x, y = area.x + dx, area.y + dy
        over = max(wide / 2 - x, x + wide / 2 - picture.width, high / 2 - y, y + high / 2 - picture.height)
        if over <= size:
            led = abs(dx) > wide / 2 or abs(dy) > max(high / 2, _LED * size)
            yield Label(area, x, y, wide, high, led)
