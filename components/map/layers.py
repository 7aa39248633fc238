"""Layers of the map as records (图层数据): pure functions from a :class:`MapSource` to what the browser fetches.

Records are compact: ``p`` a polygon or position, ``s`` and ``t`` the ends of a line, ``k`` a class or a consortium's
order (colours are chosen in the browser, so one layer serves both themes), ``kind`` (an institution where
it is left out) and ``id`` what a click means, ``tip`` what hovering says.

Lines and marks are those of the city and of all its counties, together: hundreds of records for each county, which the
browser would read, place and colour with every click. As it is, it does so once, and a click only tells it which to
show: ``f`` says of each record in whose view it is seen (:func:`view_number`) and to which switch it answers.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from components.map import geometry, icons, naming
from components.map.backdrop import backdrop
from components.map.backdrop import edges as backdrop_edges
from components.map.classes import OUTSIDE, Classes, classify
from components.map.facts import Site
from components.map.source import MapSource
from data.model import CATEGORY
from indicators import Figure, catalogue
from indicators.wording import NOT_REPORTED, quantity, state_words

Records = list[dict[str, Any]]
#: Order of the cells that belong to no consortium (未归属).
UNAFFILIATED = -1
SEA, RIM, LAND = 0, 1, 2
#: Kinds of lines: four of a county's own, its links, and two of the whole city.
EDGE, HATCH, OUTLINE, CLINIC_LINK, LINK, CITY_EDGE, CITY_LINK = range(7)
#: What lines and marks answer to, each its own place in ``f`` after the view; who answers to nothing is always seen.
LINE_PARTS = ("territory", "clinic_links", "links")
MARK_PARTS = ("clinic", "grassroots", "lead")
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


def view_number(county: str | None) -> int:
    """Return the number by which records know a view: the county's code, or 0 for the whole city."""
    return int(county) if county else 0


def seen_in(county: str | None, part: str | None, parts: tuple[str, ...]) -> list[int]:
    """Return ``f`` of a record: the view it belongs to, and 1 in the place of the part it answers to."""
    return [view_number(county), *(int(part == each) for each in parts)]


def lines(source: MapSource) -> Records:
    """Return every line of the city's view and of each county's in the order drawn, ``w`` its kind.

    Edges, hatching, outline, links; ``f`` its view and which of :data:`LINE_PARTS` it is.
    """
    tolerance = _STRAIGHTENED * 360 / (512 * 2 ** source.view(None, "laptop").zoom)
    records = [piece for line in backdrop_edges(list(source.shapes.values()), tolerance)
               for piece in _pieces(line, w=CITY_EDGE, f=seen_in(None, None, LINE_PARTS))]
    records += _seen(links(source, "grassroots"), None, "links", w=CITY_LINK)
    for county in source.facts.counties:
        records += _seen(territory_edges(source, county), county, "territory")
        records += _seen(hatching(source, county), county, "territory")
        records += _seen(outline(source, county), county, None)
        records += _seen(links(source, "clinic", county), county, "clinic_links")
        records += _seen(links(source, "grassroots", county), county, "links")
    return records


def _seen(records: Records, county: str | None, part: str | None, **more: Any) -> Records:
    own = seen_in(county, part, LINE_PARTS)
    return [{**record, **more, "f": own} for record in records]


def outline(source: MapSource, code: str) -> Records:
    """Return the outline of one county, piece by piece."""
    return [piece for part in geometry.polygons(source.shapes.get(code))
            for ring in geometry.rings(part) for piece in _pieces(ring, w=OUTLINE)]


def _pieces(line: list[list[float]], **more: Any) -> Records:
    return [{"s": start, "t": end, **more} for start, end in pairwise(line)]


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
    """Return the edges of a county's territories piece by piece, with the order of the consortium as ``k``."""
    groups, records = source.facts.groups, []
    for code, shape in source.territory_rows(county):
        k = groups[code].order if code in groups else UNAFFILIATED
        for part in geometry.polygons(shape):
            for ring in geometry.rings(part):
                records += _pieces(ring, w=EDGE, k=k)
    return records


def hatching(source: MapSource, county: str) -> Records:
    """Return the lines that hatch the cells of unaffiliated institutions (未归属)."""
    return [
        {"s": start, "t": end, "w": HATCH}
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
    places = source.positions(county)
    records = []
    for site in source.facts.of_county(county):
        above = _above(source, site) if site.kind == kind else None
        if above is not None and above.id in places and site.id in places:
            records.append({"s": geometry.position(*places[above.id]), "t": geometry.position(*places[site.id]),
                            "w": LINK if kind == "grassroots" else CLINIC_LINK, "k": order(source, site)})
    return records


def _above(source: MapSource, site: Site) -> Site | None:
    """Return who manages a site: a clinic's supervisor, else the lead of its consortium."""
    if site.supervisor is not None and site.supervisor in source.facts.sites:
        return source.facts.sites[site.supervisor]
    group = source.facts.groups.get(site.consortium or "")
    return source.facts.sites.get(group.lead) if group and group.lead else None


#: What is drawn last lies on top.
_DRAWN = ("clinic", "other", "grassroots", "county", "municipal", "lead")


def marks(source: MapSource) -> Records:
    """Return the institutions drawn, hovered and clicked in the city's view and in each county's.

    ``i`` is their mark, ``z`` its size in pixels, ``f`` its view and which of :data:`MARK_PARTS` it is. The clinics of
    the city's view are there, too, to be switched on.
    """
    return [record for county in (None, *source.facts.counties) for record in marks_in(source, county)]


def marks_in(source: MapSource, county: str | None = None) -> Records:
    """Return the institutions of one view.

    In one county the mark names the consortium by its colour, and the unposted are triangles.
    """
    places = source.positions(county)
    here = [site for site in source.facts.drawn_in(county) if site.id in places]
    here.sort(key=lambda site: _DRAWN.index(site.kind))
    records = []
    for site in here:
        icon = _icon(source, site, county)
        # Without a kind: most records are institutions.
        records.append({"id": site.id, "i": icon, "z": int(icons.CELLS[icon.rstrip("-0123456789")]),
                        "k": order(source, site), "tip": _tip_of_site(source, site),
                        "p": geometry.position(*places[site.id]),
                        "f": seen_in(county, _part(site.kind), MARK_PARTS)})
    return records


def _part(kind: str) -> str:
    return "clinic" if kind in ("clinic", "other") else "grassroots" if kind == "grassroots" else "lead"


def _icon(source: MapSource, site: Site, county: str | None) -> str:
    if site.kind == "municipal":
        return "city"
    if county is None:
        # Other hospitals of a county would crowd the leads: they are drawn in the view of the county.
        return {"lead": "hq", "grassroots": "dot", "county": "village"}.get(site.kind, "village")
    if site.unposted:
        return "empty"
    kind = {"lead": "lead", "grassroots": "ring", "county": "member"}.get(site.kind, "clinic")
    return icons.name(kind, order(source, site))


def _tip_of_site(source: MapSource, site: Site) -> str:
    lines = [naming.one_line(site.name)]
    group = source.facts.groups.get(site.consortium or "")
    role = "牵头医院" if site.kind == "lead" else CATEGORY.get(site.category, "")
    belongs = naming.one_line(group.name) if group else naming.without_consortium(site.county)
    # A name that says what it is need not be told twice.
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
