"""The small map of 区县档案: whose part of the county is whose, and where its institutions stand (示意位置).

情景推演 draws the same of a county before and after a scenario.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from components.charts.outline import dots, path
from components.charts.place_map import Kind, Name, Part, Sign, group_class, place_map
from components.map import geometry, labelling, naming, serving
from components.map.facts import Site
from components.map.source import MapSource
from components.view import View
from data.approval import approval_line
from data.store import default_store
from indicators.wording import NBSP

#: Consortium (null: 未归属) and shape.
Territories = list[tuple[str | None, BaseGeometry]]
_SCREEN = "profile"
_MARGIN = 8
#: How each kind of site is drawn; village clinics are dots.
_KINDS: dict[str, Kind] = {"lead": "lead", "county": "member", "grassroots": "ring"}
_SIGNS: dict[Kind, tuple[str, str]] = {
    "lead": ("■", "牵头医院"), "member": ("□", "县级成员"), "ring": ("○", "基层机构"), "bare": ("▲", "无人派驻"),
    "gap": ("◇", "无服务的村"), "served": ("◆", "新获服务的村"),
}
_COLOURED = ("bare", "gap", "served")
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class CountyMap:
    """The drawing, its signs (class, shape, words), and what every reader of it must be told."""

    title: str
    body: Markup
    legend: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    #: What of the drawing is shown: left, top, width, height.
    box: Box


def county_map(view: View) -> CountyMap:
    """Return the map of the view's county.

    A view of one of its consortia shows the same. Institutions without coordinates are not drawn; the note says how
    many there are.
    """
    source = serving.source_of(view.snapshot, view.city, view.as_of, view.caliber, view.instead)
    return drawing(source, view.county or "", view.county_name or "")


def place(source: MapSource, county: str, lon: float, lat: float) -> tuple[float, float]:
    """Return where a place stands in the drawing of a county."""
    return source.view(county, _SCREEN).pixel(lon, lat)


def drawing(
    source: MapSource, county: str, called: str, *, villages: Sequence[Sign] = (), circled: Collection[str] = (),
    clicked: bool = False, mark: str = "", box: Box | None = None,
) -> CountyMap:
    """Return the map of a county.

    Args:
        source: What it is made of.
        county: Code of the county.
        called: Its name.
        villages: Villages to draw besides.
        circled: Ids of the institutions to circle.
        clicked: Whether a click on an institution means something.
        mark: Words written across the map (水印).
        box: What of the drawing is shown, so that two maps are alike; null for all in which anything stands.
    """
    at = source.view(county, _SCREEN)
    shape = source.shapes.get(county)
    here = [site for site in source.facts.of_county(county) if site.kind in (*_KINDS, "clinic")]
    placed = [site for site in here if site.placed]
    stand = [site for site in placed if site.kind != "clinic"]
    signs = [*_signs(source, county, at, stand, circled, clicked=clicked), *villages]
    names, rows = _names(source, county, at), source.territory_rows(county)
    title = _title(source, county, here)
    box = box or _box(shape, names, at)
    body = place_map(
        box, _path(shape, at), f"{called}地图：{title}",
        territories=_territories(source, rows, at), dots=_clinics(source, at, placed), signs=signs, names=names,
        mark=mark,
    )
    legend = _legend(source, county, rows, signs, placed)
    return CountyMap(title, body, legend, _notes(len(here) - len(placed)), box)


def _title(source: MapSource, county: str, here: list[Site]) -> str:
    leads, empty = sum(site.kind == "lead" for site in here), sum(site.unposted for site in here)
    townships = [site for site in here if site.kind == "grassroots"]
    said = f"{leads}{NBSP}家牵头医院，{len(townships)}{NBSP}家基层机构"
    if any(site.posted is None for site in townships):
        return said
    return f"{said}，其中{NBSP}{empty}{NBSP}家无人派驻" if empty else f"{said}，都有人派驻"


def _group(source: MapSource, consortium: str | None) -> int | None:
    group = source.facts.groups.get(consortium or "")
    return group.order if group else None


def _territories(source: MapSource, rows: Territories, at: geometry.MapView) -> list[Part]:
    made = []
    for code, shape in rows:
        group = source.facts.groups.get(code or "")
        name = f"{group.name}（近似范围）" if group else "未归属"
        made.append(Part(_path(shape, at), group.order if group else None, name))
    return made


def _path(shape: BaseGeometry | None, at: geometry.MapView) -> str:
    return path(at.pixels(shapely.MultiPolygon(list(geometry.polygons(shape)))))


def _signs(
    source: MapSource, county: str, at: geometry.MapView, sites: list[Site], circled: Collection[str], *, clicked: bool
) -> list[Sign]:
    places = source.positions(county)
    made = []
    for site in sites:
        x, y = at.pixel(*places[site.id])
        kind: Kind = "bare" if site.unposted else _KINDS[site.kind]
        words = f"{site.name}（{_SIGNS[kind][1]}）"
        open = site.id if clicked else ""
        made.append(Sign(x, y, kind, _group(source, site.consortium), words, open, site.id in circled))
    return made


def _clinics(source: MapSource, at: geometry.MapView, sites: list[Site]) -> list[Part]:
    by_group: dict[int | None, list[tuple[float, float]]] = {}
    for site in sites:
        if site.kind == "clinic" and site.lon is not None and site.lat is not None:
            by_group.setdefault(_group(source, site.consortium), []).append((site.lon, site.lat))
    return [
        Part(dots(shapely.get_coordinates(at.pixels(shapely.MultiPoint(places))), paper=True), group)
        for group, places in by_group.items()
    ]


def _names(source: MapSource, county: str, at: geometry.MapView) -> list[Name]:
    made = []
    several = len(source.facts.groups_of(county)) > 1
    for record in labelling.place_labels(source, county, _SCREEN, around=False):
        if record["style"] in ("territory", "lead", "unposted", "township"):
            x, y = _middle(record, at)
            lines = tuple(naming.one_line(line) for line in record["t"].split("\n"))
            if record["style"] == "territory":
                # Beside the map stand the counts, and an only consortium's name.
                lines = lines[:-1] if several else ()
            if lines:
                made.append(Name(x, y, lines, record["z"], record["style"] in ("territory", "lead")))
    return made


def _middle(record: dict[str, Any], at: geometry.MapView) -> tuple[float, float]:
    x, y = at.pixel(*record["p"])
    return x + record["o"][0], y + record["o"][1]


def _box(shape: BaseGeometry | None, names: list[Name], at: geometry.MapView) -> Box:
    """Return the part of the drawing in which anything stands, in its full width."""
    spans = [(name.y - 1.3 * name.size, name.y + 1.3 * name.size) for name in names]
    if shape is not None and (bounds := geometry.main_bounds([shape])) is not None:
        west, south, east, north = bounds
        spans.append((at.pixel(west, north)[1] - _MARGIN, at.pixel(east, south)[1] + _MARGIN))
    top = max(0, int(min((span[0] for span in spans), default=0)))
    bottom = min(at.height, round(max((span[1] for span in spans), default=at.height)))
    return (0, top, at.width, bottom - top)


def _legend(
    source: MapSource, county: str, rows: Territories, signs: list[Sign], sites: list[Site]
) -> tuple[tuple[str, str, str], ...]:
    place = (source.facts.counties.get(county, ""), source.figures.name_of(source.facts.city))
    said = [
        (f"ca-area {group_class(group.order)}", "", naming.consortium_label(naming.one_line(group.name), *place))
        for group in source.facts.groups_of(county)
    ]
    if any(_group(source, code) is None for code, _ in rows):
        said.append((f"ca-area {group_class(None)}", "", "未归属"))
    said += [
        (f"ca-{kind}" if kind in _COLOURED else "", *_SIGNS[kind])
        for kind in _SIGNS if any(sign.kind == kind for sign in signs)
    ]
    if any(site.kind == "clinic" for site in sites):
        said.append(("", "·", "村卫生室"))
    if any(sign.circled for sign in signs):
        said.append(("", "◯", "有变化"))
    return tuple(said)


def _notes(lost: int) -> tuple[str, ...]:
    notes = ["近似范围，非行政界线", "示意位置，非测绘成果", approval_line(default_store().root)]
    if lost:
        notes.insert(0, f"{lost}{NBSP}家没有坐标，未画")
    return tuple(notes)
