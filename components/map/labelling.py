"""Labels of the map (注记) as records: what is written, how large, where, decided beforehand for one view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from components.map import geometry, labels, naming
from components.map.facts import Site
from components.map.geometry import MapView
from components.map.labels import Box, Mark, Placed, Side, Wish
from components.map.layers import EDGE, Records, county_figures, order, piece, value_words
from components.map.source import SCALE, MapSource

#: Text sizes in pixels on a laptop.
COUNTY, LEAD, TERRITORY, TOWNSHIP, NEIGHBOUR, SCALE_SIZE = 14.5, 15.0, 14.5, 13.0, 14.0, 12.5
#: Radius in pixels of the marks in the view of a county; a label stands clear of its own.
_RADII = {"lead": 11.0, "unposted": 9.0, "grassroots": 7.5, "county": 7.0, "clinic": 2.0}
#: Right of the scale: a screen narrower than the view is drawn for cuts as much from each side.
_SCALE_RIGHT = 40
#: Where the scale stands; no label goes there.
_SCALE_BOX = (176, 56)


def county_labels(source: MapSource, key: str, screen: str) -> Records:
    """Return the counties' names with their values, for the view of the whole city."""
    view, factor = source.view(None, screen), SCALE[screen]
    figures = county_figures(source, key)
    areas: list[tuple[str, tuple[str, ...], BaseGeometry]] = []
    for code, shape in source.shapes.items():
        drawn = view.pixels(shapely.MultiPolygon(list(geometry.polygons(shape))))
        if code in figures:
            areas.append((code, (source.facts.counties[code], value_words(figures[code])), drawn))
        elif code in source.facts.counties:
            areas.append((code, (source.facts.counties[code],), drawn))
    marks = _marks(view, source, None, {"lead": 25.0, "grassroots": 1.0}, {"lead": 9, "grassroots": 3})
    placed = labels.place_inside(
        areas, COUNTY * factor, marks, view.width, view.height, taken=[_scale_box(view, factor)]
    )
    return [*(_record(view, label, "county") for label in placed), scale_label(view, factor)]


def county_leaders(source: MapSource, key: str, screen: str) -> Records:
    """Return the lines from labels that stand offshore to their counties."""
    origin = source.origin(None)
    return [piece(origin, record["from"], record["to"], EDGE)
            for record in county_labels(source, key, screen) if "to" in record]


def place_labels(source: MapSource, county: str, screen: str, *, around: bool = True) -> Records:
    """Return the labels of one county: territories, leads, institutions, and its neighbours ``around`` in grey."""
    view, factor = source.view(county, screen), SCALE[screen]
    name = _names(source, county)
    here = [site for site in source.facts.of_county(county) if site.placed]
    weights = {"lead": 100.0, "unposted": 12.0, "grassroots": 6.0, "county": 6.0, "clinic": 0.15}
    radii = {kind: radius * factor for kind, radius in _RADII.items()}
    marks = _marks(view, source, county, weights, radii)
    places = source.positions(county)
    taken = [_scale_box(view, factor)]

    territories = _territory_labels(source, county, view, factor, marks, taken)
    taken += [label.box for label in territories]
    shape = source.shapes.get(county)
    middle = view.pixels(shape).centroid if shape is not None else shapely.Point(view.width / 2, view.height / 2)
    named_kinds = ("lead", "grassroots")
    wishes = [
        _wish(view.pixel(*places[site.id]), site, name, factor, middle) for site in here if site.kind in named_kinds
    ]
    named = labels.place(wishes, marks, view.width, view.height, taken)
    taken += [label.box for label in named]
    neighbours = _neighbour_labels(source, county, view, factor, marks, taken) if around else []

    records = [_record(view, label, "territory", k=_order(source, label.id)) for label in territories]
    for label in named:
        site = source.facts.sites[label.id]
        kind = "lead" if site.kind == "lead" else "unposted" if site.unposted else "township"
        records.append(_record(view, label, kind, k=order(source, site), at=places[site.id]))
    return [*records, *(_record(view, label, "neighbour") for label in neighbours), scale_label(view, factor)]


def _wish(at: tuple[float, float], site: Site, place: tuple[str, str], factor: float, middle: shapely.Point) -> Wish:
    x, y = at
    if site.kind == "lead":
        outward: tuple[Side, ...] = ("left", "right") if x < middle.x else ("right", "left")
        lines = naming.wrap(naming.lead_label(site.name, *place))
        return Wish(site.id, lines, LEAD * factor, x, y, _RADII["lead"] * factor, (*outward, "above", "below"), rank=0)
    lines = naming.wrap(naming.institution_label(site.name, *place), 8)
    radius = _RADII["unposted" if site.unposted else "grassroots"] * factor
    return Wish(site.id, lines, TOWNSHIP * factor, x, y, radius, rank=1 if site.unposted else 2)


def _territory_labels(
    source: MapSource, county: str, view: MapView, factor: float, marks: Sequence[Mark], taken: Sequence[Box]
) -> list[Placed]:
    areas = []
    for code, shape in source.territory_rows(county):
        group = source.facts.groups.get(code or "")
        if group is None:
            lines: tuple[str, ...] = ("未归属",)
        else:
            short = naming.consortium_label(group.name, *_names(source, county))
            lines = (*naming.wrap(naming.one_line(short)), f"{group.grassroots}\u00a0家基层机构")
        areas.append((code or "", lines, view.pixels(shapely.MultiPolygon(list(geometry.polygons(shape))))))
    return labels.place_inside(
        areas, TERRITORY * factor, marks, view.width, view.height, taken=taken, offshore=False
    )


def _neighbour_labels(
    source: MapSource, county: str, view: MapView, factor: float, marks: Sequence[Mark], taken: Sequence[Box]
) -> list[Placed]:
    window = shapely.box(0, 0, view.width, view.height)
    siblings = [(code, {**source.facts.counties, **source.facts.outside}.get(code, ""), shape)
                for code, shape in source.shapes.items() if code != county]
    around = zip(source.around["region_code"], source.around["name"], source.around.geometry, strict=True)
    areas = []
    for code, name, shape in [*siblings, *around]:
        if not name or not view.shows(shape):  # most of the land around lies off the map
            continue
        seen = shapely.make_valid(view.pixels(shape)).intersection(window)
        if seen.area > 900:
            areas.append((str(code), (str(name),), seen))
    return labels.place_inside(
        areas, NEIGHBOUR * factor, marks, view.width, view.height, taken=taken, offshore=False, step=12
    )


def _marks(
    view: MapView, source: MapSource, county: str | None, weights: dict[str, float], radii: dict[str, float]
) -> list[Mark]:
    marks = []
    places = source.positions(county)
    for site in source.facts.of_county(county):
        kind = "unposted" if site.unposted and "unposted" in weights else site.kind
        if site.id in places and kind in weights:
            marks.append(labels.mark(*view.pixel(*places[site.id]), radii[kind], weights[kind]))
    return marks


def scale_of(view: MapView, factor: float) -> geometry.Scale:
    """Return the scale of a view: a line on the ground, so that it stays true at any zoom."""
    right, bottom, widest = (round(pixels * factor) for pixels in (_SCALE_RIGHT, 20, 100))
    return geometry.scale_of(view, right=right, bottom=bottom, widest=widest)


def scale_label(view: MapView, factor: float) -> dict[str, Any]:
    """Return the words over the scale."""
    scale = scale_of(view, factor)
    middle = [(scale.start[0] + scale.end[0]) / 2, scale.start[1]]
    return {"t": scale.text, "z": SCALE_SIZE * factor, "style": "scale", "k": 0, "p": middle, "o": [0, -11 * factor]}


def _scale_box(view: MapView, factor: float) -> Box:
    wide, high = _SCALE_BOX[0] * factor, _SCALE_BOX[1] * factor
    return Box(view.width - wide, view.height - high, view.width, view.height)


def _names(source: MapSource, county: str) -> tuple[str, str]:
    """Return the names of a county and its city, which labels leave out."""
    return source.facts.counties.get(county, ""), source.figures.name_of(source.facts.city)


def _order(source: MapSource, consortium: str) -> int:
    group = source.facts.groups.get(consortium)
    return group.order if group else -1


def _record(
    view: MapView, label: Placed, kind: str, *, k: int = 0, at: tuple[float, float] | None = None
) -> dict[str, Any]:
    """Return a label: anchored to its mark with an offset in pixels, or to the middle of its box."""
    x, y = label.box.middle
    text = "\n".join(label.lines)
    if text.startswith("@@"):
        text = "\u200b" + text  # the browser would take it for an expression
    record: dict[str, Any] = {"t": text, "z": round(label.size, 1), "style": kind, "k": k}
    if at is None:
        record |= {"p": geometry.position(*view.place(x, y)), "o": [0, 0]}
    else:
        left, top = view.pixel(*at)
        record |= {"p": geometry.position(*at), "o": [round(x - left, 1), round(y - top, 1)]}
    if label.leader:
        record["from"], record["to"] = (geometry.position(*view.place(*end)) for end in label.leader)
    return record
