"""Positions (示意位置) of counties, townships and villages: taken from boxes and gazetteers, else seeded.

No open source gives surveyed positions of these places. A position is accepted only inside its own county,
and each says where it comes from: ``township_box`` (centre of the township's bounding box), ``geonames``,
or ``seeded`` (drawn by a generator that depends on the code alone, so it is the same in every build).
"""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.cells import Points, local_plane, middle, nearest_cells
from data.reference.divisions import Township, Village, stem

_SUFFIXES = ("镇", "乡", "街道")
#: How far (m) a village may lie from its township's position when no box says how large the township is.
_REACH_M = 9_000.0
#: Communities (居委会) stand in the built-up area: within this share of the township's reach.
_BUILT_UP = 0.35
#: A seeded street lies within this distance (m) of the county's seat.
_STREET_REACH_M = 4_500.0
#: Distance (m) kept from county borders and shores, so that rounding cannot move a point across.
_MARGIN_M = 150.0


@dataclass(frozen=True, slots=True)
class Position:
    """A point in WGS-84 with its source; ``reach_m`` is half the diagonal of the box it came from, if any."""

    lon: float
    lat: float
    source: str
    reach_m: float | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Raw positions: bounding boxes by bare name and named points."""

    boxes: Mapping[str, tuple[float, float, float, float]]
    #: (names, lon, lat, population) of each place in China.
    places: Sequence[tuple[frozenset[str], float, float, int]]

    @classmethod
    def read(cls, boxes_py: bytes, places_json: bytes) -> Gazetteer:
        """Read the boxes out of a Python file without importing it, and the Chinese places out of JSON.

        Boxes are west, north, east, south in degrees.
        """
        literal = next(
            node.value for node in ast.parse(boxes_py).body
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "dic"
        )
        boxes = {}
        for name, text in ast.literal_eval(literal).items():
            west, north, east, south = json.loads(text)
            boxes[name] = (west, south, east, north)
        places = [
            (frozenset(p["alternatenames"]), p["longitude"], p["latitude"], p["population"])
            for p in json.loads(places_json).values() if p["countrycode"] == "CN"
        ]
        return cls(boxes, places)

    def within(self, land: BaseGeometry) -> Gazetteer:
        """Keep what lies in this land: boxes by their centre, places by their point."""
        shapely.prepare(land)
        west, south, east, north = land.bounds
        boxes = {
            name: box for name, box in self.boxes.items()
            if west <= (box[0] + box[2]) / 2 <= east and south <= (box[1] + box[3]) / 2 <= north
            and shapely.contains_xy(land, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        }
        places = [
            place for place in self.places
            if west <= place[1] <= east and south <= place[2] <= north and shapely.contains_xy(land, *place[1:3])
        ]
        return Gazetteer(boxes, places)

    def box(self, name: str) -> Position | None:
        """Return the centre of a township's box, also under a former 镇, 乡 or 街道."""
        for candidate in (name, *(stem(name) + suffix for suffix in _SUFFIXES)):
            if candidate in self.boxes:
                west, south, east, north = self.boxes[candidate]
                lon, lat = (west + east) / 2, (south + north) / 2
                half = np.array([(east - west) / 2 * np.cos(np.radians(lat)), (north - south) / 2])
                return Position(round(lon, 5), round(lat, 5), "township_box", float(np.hypot(*half)) * 111_320)
        return None

    def place(self, name: str) -> Position | None:
        """Return the most populous place that bears this name, with or without its suffix."""
        short = stem(name) if stem(name) != name else name.removesuffix("县").removesuffix("区").removesuffix("市")
        wanted = {name, short, *(short + suffix for suffix in _SUFFIXES)}
        found = [place for place in self.places if wanted & place[0]]
        if not found:
            return None
        best = max(found, key=lambda place: (place[3], place[1]))
        return Position(round(best[1], 5), round(best[2], 5), "geonames")


def place_county(
    county: str, name: str, land: BaseGeometry, townships: Sequence[Township], villages: Sequence[Village],
    gazetteer: Gazetteer,
) -> dict[str, Position]:
    """Return a position for a county, its townships and its villages, by region code.

    Args:
        county: Six digits.
        name: Name of the county.
        land: Its polygon in WGS-84 degrees.
        townships: Its townships.
        villages: Its villages; each lies nearest to its own township's position.
        gazetteer: Raw positions of the whole country.
    """
    local = gazetteer.within(land)
    known = {t.code: position for t in townships if (position := local.box(t.name) or local.place(t.name))}
    seat = local.place(name) or _seat([known[t.code] for t in townships if t.code in known and "街道" in t.name])
    positions: dict[str, Position] = {county: seat or _seat(known.values()) or _inside(land)}
    positions |= known
    for township in townships:
        if township.code not in positions:
            others = [position for code, position in positions.items() if code != county]
            near = positions[county] if township.name.endswith("街道") else None
            positions[township.code] = _seed_township(township.code, land, others, near)
    towns = {t.code: positions[t.code] for t in townships}
    return positions | place_villages(villages, towns, land)


def place_villages(
    villages: Sequence[Village], towns: Mapping[str, Position], land: BaseGeometry
) -> dict[str, Position]:
    """Spread the villages of one county evenly, each in the cell of land nearest to its township."""
    codes = list(towns)
    points = np.array([(towns[code].lon, towns[code].lat) for code in codes])
    cells = nearest_cells(points, codes, land)
    to_plane, to_degrees = local_plane(middle(land))
    by_town: dict[str, list[Village]] = {}
    for village in villages:
        by_town.setdefault(village.code[:9], []).append(village)
    positions: dict[str, Position] = {}
    for town, members in by_town.items():
        centre = to_plane(np.array([(towns[town].lon, towns[town].lat)]))[0]
        reach = towns[town].reach_m or _REACH_M
        ground = shapely.transform(cells.get(town, land), to_plane)
        placed: list[Points] = []
        for village in members:
            share = _BUILT_UP if village.committee.startswith("residents") else 1.0
            area = _ground_within(ground, centre, reach * share)
            placed.append(_draw(random.Random(village.code), area, placed, tries=6))
        for village, (lon, lat) in zip(members, to_degrees(np.array(placed)), strict=True):
            positions[village.code] = Position(round(float(lon), 5), round(float(lat), 5), "seeded")
    return positions


def _seat(positions: Iterable[Position]) -> Position | None:
    """Return the one of these positions that is nearest to their median."""
    held = list(positions)
    if not held:
        return None
    lon, lat = np.median([p.lon for p in held]), np.median([p.lat for p in held])
    return min(held, key=lambda p: (p.lon - lon) ** 2 + (p.lat - lat) ** 2)


def _inside(land: BaseGeometry) -> Position:
    point = land.representative_point()
    return Position(round(point.x, 5), round(point.y, 5), "seeded")


def _seed_township(code: str, land: BaseGeometry, others: Sequence[Position], near: Position | None) -> Position:
    """Draw a township's position: a street near the seat, any other on the mainland away from its neighbours."""
    to_plane, to_degrees = local_plane(middle(land))
    ground = max(shapely.get_parts(shapely.transform(land, to_plane)), key=lambda part: float(part.area))
    if near is None:
        inner = ground.buffer(-2_000.0)
        area = ground if inner.is_empty else inner
    else:
        area = _ground_within(ground, to_plane(np.array([(near.lon, near.lat)]))[0], _STREET_REACH_M)
    placed = list(to_plane(np.array([(p.lon, p.lat) for p in others]).reshape(-1, 2)))
    lon, lat = to_degrees(_draw(random.Random(code), area, placed, tries=24)[None, :])[0]
    return Position(round(float(lon), 5), round(float(lat), 5), "seeded")


def _ground_within(ground: BaseGeometry, centre: Points, reach: float) -> BaseGeometry:
    """Return the ground within reach of a centre, without its margin and without specks (small islands)."""
    options: tuple[Callable[[], BaseGeometry], ...] = (
        lambda: ground.intersection(shapely.Point(centre).buffer(reach)).buffer(-_MARGIN_M),
        lambda: ground.buffer(-_MARGIN_M),
        lambda: ground,
    )
    area = next(area for option in options if not (area := option()).is_empty)
    parts = shapely.get_parts(area)
    return shapely.union_all([part for part in parts if part.area >= 0.05 * area.area])


def _draw(generator: random.Random, area: BaseGeometry, placed: Sequence[Points], tries: int) -> Points:
    """Return the farthest from the placed points among a few random points of the area (best candidate)."""
    shapely.prepare(area)
    west, south, east, north = area.bounds
    candidates: list[Points] = []
    while len(candidates) < tries:
        x = west + (east - west) * generator.random()
        y = south + (north - south) * generator.random()
        if shapely.contains_xy(area, x, y):
            candidates.append(np.array([x, y]))
    if not placed:
        return candidates[0]
    taken = np.array(placed)
    return max(candidates, key=lambda point: float(np.min(np.hypot(*(taken - point).T))))
