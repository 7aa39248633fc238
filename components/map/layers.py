"""Layers of the map as records (图层数据): pure functions from a :class:`MapSource` to what the browser fetches.

Records are compact: ``p`` a polygon, ``k`` a class or a consortium's order (colours are chosen in the browser, so one
layer serves both themes), ``kind`` (an institution where it is left out) and ``id`` what a click means, ``tip`` what
hovering says. Lines and marks are hundreds in a county and travel with every click, so they are more compact still: a
line is the six numbers of :func:`piece`, a mark has four in ``m``; their places are counted from the view's origin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from components.map import geometry, icons, naming
from components.map.backdrop import backdrop
from components.map.backdrop import edges as backdrop_edges
from components.map.classes import OUTSIDE, Classes, classify
from components.map.facts import Site
from components.map.geometry import Point
from components.map.source import MapSource
from data.model import CATEGORY
from indicators import Figure, catalogue
from indicators.wording import NOT_REPORTED, quantity, state_words

Records = list[Any]
#: Order of the cells that belong to no consortium (未归属).
UNAFFILIATED = -1
SEA, RIM, LAND = 0, 1, 2
#: Kinds of lines.
EDGE, HATCH, OUTLINE, CLINIC_LINK, LINK = range(5)
#: Parts of the map that can be switched on, each with its letter in a layer's address.
SHOWN = {"clinic": "c", "grassroots": "g", "lead": "l", "links": "n", "territory": "t"}
_EVERYWHERE = [[[60, 5], [150, 5], [150, 60], [60, 60]]]
OUT_OF_ACCOUNT = "不在文件统计范围"
_HATCH_KM = 1.1
#: Pixels by which lines between counties may be straightened.
_STRAIGHTENED = 0.7


def land(source: MapSource) -> Records:
    """Return what lies behind the city and each of its counties: ``k`` is ``SEA``, ``RIM`` or ``LAND``.

    One for all views, so that the browser has it already when another county is chosen.
    """
    shapes, around = list(source.shapes.values()), list(source.around.geometry)
    parts = backdrop(around, shapes, source.view(None, "laptop"))
    return [{"k": SEA, "p": _EVERYWHERE}, *({"k": RIM if rim else LAND, "p": part} for rim, part in parts)]


def lines(source: MapSource, shown: str, county: str | None = None) -> Records:
    """Return every line of the map in the order drawn: edges, hatching, outline, links.

    Args:
        source: What the map is made of.
        shown: Letters of the parts switched on (:data:`SHOWN`).
        county: The county shown; null for the whole city.
    """
    records: Records = []
    origin = source.origin(county)
    if county is None:
        tolerance = _STRAIGHTENED * 360 / (512 * 2 ** source.view(None, "laptop").zoom)
        for line in backdrop_edges(list(source.shapes.values()), tolerance):
            records += _pieces(origin, line, EDGE)
    else:
        if SHOWN["territory"] in shown:
            records += territory_edges(source, county)
            records += hatching(source, county)
        records += outline(source, county, origin)
        if SHOWN["links"] in shown and SHOWN["clinic"] in shown:
            records += links(source, "clinic", county)
    return records + links(source, "grassroots", county) if SHOWN["links"] in shown else records


def piece(origin: Point, start: Sequence[float], end: Sequence[float], kind: int, k: int = UNAFFILIATED) -> list[int]:
    """Return a line: where it starts and ends, its kind and the order of the consortium whose colour it has."""
    return [*geometry.steps(start, origin), *geometry.steps(end, origin), kind, k]


def outline(source: MapSource, code: str, origin: Point | None = None) -> Records:
    """Return the outline of one county, piece by piece; counted from the city's origin if not from another."""
    origin = source.origin(None) if origin is None else origin
    return [line for part in geometry.polygons(source.shapes.get(code))
            for ring in geometry.rings(part) for line in _pieces(origin, ring, OUTLINE)]


def _pieces(origin: Point, line: Sequence[Sequence[float]], kind: int, k: int = UNAFFILIATED) -> Records:
    return [piece(origin, start, end, kind, k) for start, end in pairwise(line)]


def _counties(source: MapSource) -> Records:
    """Return every county of the city, to be named and clicked."""
    names = {**source.facts.counties, **source.facts.outside}
    return [
        {"kind": "county", "id": code, "tip": _tip_of_county(source, code), "out": code in source.facts.outside,
         "p": geometry.rings(part)}
        for code, shape in source.shapes.items()
        if code in names
        for part in geometry.polygons(shape)
    ]


def _tip_of_county(source: MapSource, code: str) -> str:
    if code in source.facts.outside:
        return f"{source.facts.outside[code]}\n{OUT_OF_ACCOUNT}"
    return source.facts.counties[code]


def classes_of(source: MapSource, key: str) -> Classes:
    """Return the classes by which an indicator colours the counties."""
    definition = catalogue()[key]
    figures = county_figures(source, key)
    target = next((figure.target for figure in figures.values() if figure.target), None)
    values = [figure.value for figure in figures.values()]
    most = 100.0 if definition.is_rate else None
    if target is None or isinstance(target.value, tuple) or target.op == "range":
        return classify(values, definition.decimals, most=most)
    return classify(values, definition.decimals, float(target.value), target.op, most=most)


def county_figures(source: MapSource, key: str) -> dict[str, Figure]:
    """Return an indicator's figure of each county in the account that has one."""
    found = {code: source.figures.get(key, code) for code in source.facts.counties}
    return {code: figure for code, figure in found.items() if figure is not None}


def value_words(figure: Figure | None) -> str:
    """Return a figure as a label says it: ``85.4%``, ``12 家``, ``未报``."""
    if figure is None or figure.value is None:
        return NOT_REPORTED
    return quantity(figure.value, figure.unit, figure.definition.decimals)


def fills(source: MapSource, key: str) -> Records:
    """Return every county with the class of an indicator."""
    classes = classes_of(source, key)
    figures = county_figures(source, key)
    name = catalogue()[key].short
    records = []
    for record in _counties(source):
        code = record["id"]
        if record.pop("out"):
            records.append({**record, "k": OUTSIDE})
            continue
        figure = figures.get(code)
        tip = f"{record['tip']}\n{name} {value_words(figure)}"
        if figure is not None and figure.status in ("met", "not_met"):
            state = state_words(
                figure.status, figure.value, figure.gap, figure.target, figure.unit, figure.definition.decimals
            )
            tip += f"\n{state}"
        records.append({**record, "k": classes.of(figure.value if figure else None), "tip": tip})
    return records


def territories(source: MapSource, county: str) -> Records:
    """Return the territories (近似范围) of a county's consortia; the cells of the unaffiliated are one more."""
    records = []
    for code, shape in source.territory_rows(county):
        group = source.facts.groups.get(code or "")
        if group is None:
            tip = "未归属\n这里最近的基层机构不属于任何医共体"
        else:
            tip = f"{naming.one_line(group.name)}\n{group.grassroots}\u00a0家基层机构\n近似范围，非行政界线"
        records += [
            {"kind": "consortium" if group else "unaffiliated", "id": group.id if group else county,
             "k": group.order if group else UNAFFILIATED, "tip": tip, "p": geometry.rings(part)}
            for part in geometry.polygons(shape)
        ]
    return records


def territory_edges(source: MapSource, county: str) -> Records:
    """Return the edges of a county's territories, piece by piece."""
    groups, records, origin = source.facts.groups, [], source.origin(county)
    for code, shape in source.territory_rows(county):
        group = groups.get(code or "")
        k = group.order if group else UNAFFILIATED
        for part in geometry.polygons(shape):
            for ring in geometry.rings(part):
                records += _pieces(origin, ring, EDGE, k)
    return records


def hatching(source: MapSource, county: str) -> Records:
    """Return the lines that hatch the cells of unaffiliated institutions (未归属)."""
    return [
        piece(source.origin(county), start, end, HATCH)
        for code, shape in source.territory_rows(county)
        if code not in source.facts.groups
        for start, end in geometry.hatch(shape, _HATCH_KM)
    ]


def order(source: MapSource, site: Site) -> int:
    """Return the order of a site's consortium in its county, which decides its colour."""
    group = source.facts.groups.get(site.consortium or "")
    return group.order if group else UNAFFILIATED


def links(source: MapSource, kind: str, county: str | None = None) -> Records:
    """Return the lines of management (管理连线): ``grassroots`` from lead to township level, ``clinic`` to village."""
    places, origin = source.positions(county), source.origin(county)
    records = []
    for site in source.facts.of_county(county):
        above = _above(source, site) if site.kind == kind else None
        if above is not None and above.id in places and site.id in places:
            own = LINK if kind == "grassroots" else CLINIC_LINK
            records.append(piece(origin, places[above.id], places[site.id], own, order(source, site)))
    return records


def _above(source: MapSource, site: Site) -> Site | None:
    """Return who manages a site: a clinic's supervisor, else the lead of its consortium."""
    if site.supervisor is not None and site.supervisor in source.facts.sites:
        return source.facts.sites[site.supervisor]
    group = source.facts.groups.get(site.consortium or "")
    return source.facts.sites.get(group.lead) if group and group.lead else None


#: What is drawn last lies on top.
_DRAWN = ("clinic", "other", "grassroots", "county", "municipal", "lead")


def marks(source: MapSource, shown: str, county: str | None = None) -> Records:
    """Return the institutions that are drawn, hovered and clicked.

    ``m`` is where it stands, the number of its sign (:data:`icons.SIGNS`) and the order of its consortium. In one
    county the mark names the consortium by its colour, and the unposted are triangles.
    """
    places, origin = source.positions(county), source.origin(county)
    kinds = {kind for kind in _DRAWN if _letter(kind) in shown}
    here = [site for site in source.facts.drawn_in(county) if site.id in places and site.kind in kinds]
    here.sort(key=lambda site: _DRAWN.index(site.kind))
    records = []
    for site in here:
        sign = icons.SIGNS.index(_sign(site, county))
        # Without a kind: most records are institutions, and hundreds of them travel with every click.
        records.append({"id": site.id, "tip": _tip_of_site(source, site, county),
                        "m": [*geometry.steps(places[site.id], origin), sign, order(source, site)]})
    return records


def _letter(kind: str) -> str:
    return SHOWN["clinic" if kind in ("clinic", "other") else "grassroots" if kind == "grassroots" else "lead"]


def _sign(site: Site, county: str | None) -> str:
    if site.kind == "municipal":
        return "city"
    if county is None:
        # Other hospitals of a county would crowd the leads: they are drawn in the view of the county.
        return {"lead": "hq", "grassroots": "dot", "county": "village"}.get(site.kind, "village")
    if site.unposted:
        return "empty"
    return {"lead": "lead", "grassroots": "ring", "county": "member"}.get(site.kind, "clinic")


def _tip_of_site(source: MapSource, site: Site, county: str | None) -> str:
    lines = [naming.one_line(site.name)]
    group = source.facts.groups.get(site.consortium or "")
    role = "牵头医院" if site.kind == "lead" else CATEGORY.get(site.category, "")
    belongs = naming.one_line(group.name) if group else naming.without_consortium(site.county)
    if county is not None and group and site.kind == "clinic" and len(source.facts.groups_of(county)) == 1:
        return lines[0]  # in a county with one consortium whose it is goes without saying
    # A name that says what it is need not be told twice: clinics are hundreds, and they travel with every click.
    lines.append(belongs if role and role in site.name else f"{belongs}\u3000{role}")
    if site.unposted:
        lines.append("▲\u00a0无人派驻")
    return "\n".join(lines)


#: Layers that depend on the city alone, on one county, on what is switched on, or on an indicator.
BUILDERS: dict[str, Callable[..., Records]] = {
    "land": land,
    "territories": territories,
    "fills": fills,
    "lines": lines,
    "marks": marks,
    "outline": outline,
    "territory_edges": territory_edges,
}
