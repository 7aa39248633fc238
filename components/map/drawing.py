"""The picture (画面): which layers are drawn, in which order, size and colour, for what the reader has chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.map.addresses import LayerAddress
from components.map.classes import Classes
from components.map.deck import CLEAR, CompactDeck, Layer, Rgba, choose, drawn, pick
from components.map.deck import field as value_of
from components.map.geometry import MapView, scale_of
from components.map.layers import UNAFFILIATED
from components.map.palette import class_colours, consortium_colour, label_colour, rgba
from components.map.source import SCALE
from components.map.text_size import LINE_HEIGHT
from components.theme import FONT_FAMILY, Theme

#: Toggles of the toolbar: code and name, in the order shown.
TOGGLES = {
    "lead": "牵头医院",
    "grassroots": "基层机构",
    "clinic": "村卫生室",
    "links": "管理连线",
    "territory": "医共体范围",
}
_SEA = [{"p": [[[60, 5], [150, 5], [150, 60], [60, 60]]]}]
#: Signed distance field: labels keep a clean edge and a halo at any size.
_SDF = {"sdf": True, "fontSize": 36, "buffer": 6, "radius": 8}


def _never(_: LayerAddress) -> None:
    """Leave every layer to be fetched."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be drawn: one city as a whole, or one county in it."""

    #: Snapshot, city, day and caliber of every layer; only the name and arguments differ.
    address: LayerAddress
    #: The same for layers that do not change with the month, so that they are fetched once.
    constant: LayerAddress
    theme: Theme
    screen: str
    #: Where the deck looks; a search may have moved it away from the view labels are placed for.
    view: MapView
    home: MapView
    key: str
    classes: Classes
    shown: frozenset[str]
    county: str | None = None
    #: The consortium brought forward, of the county's.
    consortium: str | None = None
    #: Order of the consortium brought forward, and how many consortia the county has.
    order: int | None = None
    orders: int = 0
    #: What was chosen by a click or a search: a county's code, a consortium's id, or a position.
    county_chosen: str | None = None
    consortium_chosen: str | None = None
    point_chosen: tuple[float, float] | None = None
    base: str = ""
    #: Gives the records of a layer small enough to be sent with the deck; None where it is better fetched.
    small: Callable[[LayerAddress], list[Any] | None] = _never

    def data(self, name: str, *arguments: str) -> str | list[Any]:
        """Return a layer's records where they are few, else its address.

        Every fetch that arrives redraws the map, so a dozen marks cost less inside the deck than on their own.
        """
        own = self.address
        found = self.small(LayerAddress(own.snapshot, own.city, own.as_of, name, arguments, own.caliber))
        return self.url(name, *arguments) if found is None else found

    def url(self, name: str, *arguments: str, constant: bool = False) -> str:
        """Return the address of a layer."""
        own = self.constant if constant else self.address
        return self.base + LayerAddress(own.snapshot, own.city, own.as_of, name, arguments, own.caliber).url


def deck(picture: Picture) -> CompactDeck:
    """Draw the picture."""
    layers = _county(picture) if picture.county else _city(picture)
    theme = picture.theme
    style = {
        "backgroundColor": theme.page, "color": theme.ink, "fontSize": f"{13 * SCALE[picture.screen]:g}px",
        "fontFamily": FONT_FAMILY, "border": f"1px solid {theme.line}", "borderRadius": "4px",
        "padding": "6px 9px", "whiteSpace": "pre-line", "lineHeight": "1.5", "maxWidth": "320px",
    }
    view = picture.view
    return CompactDeck(layers, {"longitude": view.longitude, "latitude": view.latitude, "zoom": view.zoom}, style)


def _city(picture: Picture) -> list[Layer]:
    theme, factor = picture.theme, SCALE[picture.screen]
    colours = {index: rgba(colour) for index, colour in class_colours(picture.classes, theme).items()}
    ink = rgba(theme.ink)
    layers = [
        *_base(picture),
        *_borders(picture),
        pick("PolygonLayer", picture.url("fills", picture.key),
             **_areas(choose("k", colours, rgba(theme.map_missing)), rgba(theme.page), 2)),
    ]
    if "links" in picture.shown:
        layers.append(_lines("links", picture.data("links", "grassroots"), rgba(theme.outline, 0.33), 1))
    if "clinic" in picture.shown:
        layers.append(_dots("clinics", picture.url("sites", "clinic"), 1.3 * factor, rgba(theme.outline, 0.55)))
    if "grassroots" in picture.shown:
        layers.append(_rings("grassroots", picture.data("sites", "grassroots"), 2.2 * factor, 1.2 * factor,
                             rgba(theme.outline), rgba(theme.page)))
    if picture.county_chosen is not None:
        layers.append(_outline("chosen-county", picture.data("county", picture.county_chosen), ink, 2.5))
    if "lead" in picture.shown:
        url = picture.data("sites", "lead")
        layers += [_shape("leads-edge", url, 4, 6.4 * factor, rgba(theme.page)),
                   _shape("leads", url, 4, 4.8 * factor, ink)]
    layers += [
        _lines("leaders", picture.data("county_leaders", picture.key, picture.screen), ink, 1),
        _labels("county-labels", picture.data("county_labels", picture.key, picture.screen), ink, theme),
        *_chosen_point(picture),
        *_scale(picture),
        _pick_sites(picture, None, factor),
    ]
    return layers


def _county(picture: Picture) -> list[Layer]:
    county = picture.county or ""
    theme, factor = picture.theme, SCALE[picture.screen]
    dark = theme.kind == "dark"
    page, ink = rgba(theme.page), rgba(theme.ink)
    # The county lies on white, so that its consortia's tints keep their colour.
    ground = choose("id", {county: page}, rgba(theme.land))
    strong = _by_order(picture, lambda order: _weight(picture, order))
    layers = [
        *_base(picture),
        pick("PolygonLayer", picture.url("counties", constant=True), getPolygon=value_of("p"), getFillColor=ground,
             stroked=False),
        *_borders(picture),
    ]
    if "territory" in picture.shown:
        tint = _by_order(picture, lambda order: _tint(picture, order, dark=dark))
        tint[UNAFFILIATED] = rgba(theme.map_missing, 0.45)
        url = picture.url("territories", county)
        layers += [
            pick("SolidPolygonLayer", url, getPolygon=value_of("p"), getFillColor=choose("k", tint, CLEAR)),
            _outline("territory-gaps", url, page, 3),
            _lines("hatching", picture.data("hatching", county), rgba(theme.no_data.mark, 0.7), 1),
        ]
    layers.append(
        _outline("county-outline", picture.data("county", county), rgba(theme.outline), 2)
    )
    layers += _territory_outline(picture)
    if "links" in picture.shown:
        if "clinic" in picture.shown:
            thin = _by_order(picture, lambda order: 0.27 * _weight(picture, order))
            layers.append(_lines("clinic-links", picture.data("links", "clinic", county),
                                 choose("k", thin, rgba(theme.outline, 0.2)), 1))
        thick = _by_order(picture, lambda order: 0.55 * _weight(picture, order))
        townships = picture.data("links", "grassroots", county)
        layers.append(_lines("links", townships, choose("k", thick, CLEAR), 2 * factor))
    if "clinic" in picture.shown:
        layers.append(_dots("clinics", picture.data("sites", "clinic", county), 2 * factor,
                            choose("k", strong, rgba(theme.no_data.mark))))
    if "grassroots" in picture.shown:
        colours = choose("k", strong, rgba(theme.no_data.mark))
        empty = picture.data("sites", "unposted", county)
        layers += [
            _rings("grassroots", picture.data("sites", "grassroots", county), 5.2 * factor, 3 * factor, colours, page),
            _shape("unposted-edge", empty, 3, 9.4 * factor, ink, turn=90),
            _shape("unposted", empty, 3, 7.4 * factor, rgba(theme.not_met.mark), turn=90),
        ]
    if "lead" in picture.shown:
        members, leads = picture.data("sites", "county", county), picture.data("sites", "lead", county)
        colours = choose("k", strong, rgba(theme.no_data.mark))
        layers += [
            _shape("members-edge", members, 4, 6.6 * factor, colours),
            _shape("members", members, 4, 4.2 * factor, page),
            _shape("leads-edge", leads, 4, 11.6 * factor, page),
            _shape("leads", leads, 4, 9.2 * factor, colours),
        ]
    layers += [
        _place_labels(picture, county),
        *_chosen_point(picture),
        *_scale(picture),
        _pick_sites(picture, county, factor),
    ]
    return layers


def _tint(picture: Picture, order: int, *, dark: bool) -> float:
    """Return how strongly a territory is tinted: others step back when one consortium is chosen."""
    if picture.order is None:
        return 0.27 if dark else 0.20
    return (0.42 if dark else 0.34) if order == picture.order else 0.09


def _weight(picture: Picture, order: int) -> float:
    """Return how strongly the marks of a consortium are drawn: others step back when one is chosen."""
    return 1.0 if picture.order in (None, order) else 0.35


def _base(picture: Picture) -> list[Layer]:
    theme = picture.theme
    return [
        drawn("PolygonLayer", "sea", _SEA, getPolygon=value_of("p"), getFillColor=rgba(theme.sea), stroked=False),
        drawn("SolidPolygonLayer", "land", picture.url("land", constant=True), getPolygon=value_of("p"),
              getFillColor=rgba(theme.land)),
    ]


def _borders(picture: Picture) -> list[Layer]:
    return [drawn("PathLayer", "borders", picture.url("borders", constant=True), getPath=value_of("p"),
                  getColor=rgba(picture.theme.land_line), widthUnits="pixels", getWidth=1)]


def _territory_outline(picture: Picture) -> list[Layer]:
    chosen = picture.consortium_chosen or picture.consortium
    if not chosen or "territory" not in picture.shown:
        return []
    url = picture.url("territories", picture.county or "")
    return [_outline("chosen-territory", url, choose("id", {chosen: rgba(picture.theme.ink)}, CLEAR), 2.5)]


def _chosen_point(picture: Picture) -> list[Layer]:
    if picture.point_chosen is None:
        return []
    factor = SCALE[picture.screen]
    data = [{"p": list(picture.point_chosen)}]
    return [
        drawn("ScatterplotLayer", "chosen-halo", data, getPosition=value_of("p"), getRadius=13 * factor,
              radiusUnits="pixels", filled=False, stroked=True, getLineColor=rgba(picture.theme.page),
              lineWidthUnits="pixels", getLineWidth=5 * factor),
        drawn("ScatterplotLayer", "chosen", data, getPosition=value_of("p"), getRadius=13 * factor,
              radiusUnits="pixels", filled=False, stroked=True, getLineColor=rgba(picture.theme.ink),
              lineWidthUnits="pixels", getLineWidth=2 * factor),
    ]


def _scale(picture: Picture) -> list[Layer]:
    """Draw the scale for the view the reader begins with; it is a line on the ground, so it stays true at any zoom."""
    factor = SCALE[picture.screen]
    scale = scale_of(picture.home, right=round(24 * factor), bottom=round(20 * factor), widest=round(100 * factor))
    ink = rgba(picture.theme.ink)
    middle = [(scale.start[0] + scale.end[0]) / 2, scale.start[1]]
    return [
        _lines("scale", [{"s": scale.start, "t": scale.end}], ink, 2.5),
        drawn("TextLayer", "scale-label", [{"t": scale.text, "p": middle}], getPosition=value_of("p"),
              getText=value_of("t"), getSize=12.5 * factor, getColor=ink, getPixelOffset=[0, -11 * factor],
              **_type(picture.theme)),
    ]


def _pick_sites(picture: Picture, county: str | None, factor: float) -> Layer:
    clinics = "clinic" in picture.shown
    arguments = ("clinics" if clinics else "institutions", *((county,) if county else ()))
    near = 1.0 if county else 0.7
    sizes: dict[int, float] = {0: 4.0 * factor * near if clinics else 0}
    sizes |= dict.fromkeys((1,), 9.0 * factor * near if "grassroots" in picture.shown else 0)
    sizes |= {2: 8.0 * factor * near if county and "lead" in picture.shown else 0}
    sizes |= {3: 11.0 * factor * near if "lead" in picture.shown else 0}
    return pick("ScatterplotLayer", picture.url("picks", *arguments), getPosition=value_of("p"),
                getRadius=choose("k", sizes, 0), radiusUnits="pixels", getFillColor=CLEAR, stroked=False)


def _place_labels(picture: Picture, county: str) -> Layer:
    theme = picture.theme
    orders = _by_order(picture, lambda _: 1.0, label_colour)
    orders[UNAFFILIATED] = rgba(theme.no_data.text)
    own = choose("k", orders, rgba(theme.ink)).removeprefix("@@=")
    fixed = {"lead": rgba(theme.ink), "unposted": rgba(theme.not_met.text), "township": rgba(theme.ink)}
    steps = "".join(f'style=="{style}"?{colour}:' for style, colour in fixed.items())
    colours = f'@@=style=="neighbour"?{rgba(theme.no_data.mark)}:{steps}{own}'
    return _labels("place-labels", picture.data("place_labels", county, picture.screen), colours, theme)


def _by_order(
    picture: Picture, opacity: Callable[[int], float], colour: Callable[[int, Theme], str] = consortium_colour
) -> dict[int, Rgba]:
    return {order: rgba(colour(order, picture.theme), opacity(order)) for order in range(picture.orders)}


def _type(theme: Theme) -> dict[str, Any]:
    return {"characterSet": "auto", "fontFamily": FONT_FAMILY, "fontWeight": 600, "fontSettings": _SDF,
            "outlineWidth": 1, "outlineColor": rgba(theme.page), "lineHeight": LINE_HEIGHT}


def _labels(name: str, data: str | list[Any], colour: Any, theme: Theme) -> Layer:
    return drawn("TextLayer", name, data, getPosition=value_of("p"), getText=value_of("t"), getSize=value_of("z"),
                 getPixelOffset=value_of("o"), getColor=colour, **_type(theme))


def _areas(fill: Any, line: Rgba, width: float) -> dict[str, Any]:
    return {"getPolygon": value_of("p"), "getFillColor": fill, "getLineColor": line, "lineWidthUnits": "pixels",
            "getLineWidth": width, "lineJointRounded": True}


def _outline(name: str, data: str | list[Any], line: Any, width: float) -> Layer:
    return drawn("PolygonLayer", name, data, getPolygon=value_of("p"), filled=False, getLineColor=line,
                 lineWidthUnits="pixels", getLineWidth=width, lineJointRounded=True)


def _lines(name: str, data: str | list[Any], colour: Any, width: float) -> Layer:
    return drawn("LineLayer", name, data, getSourcePosition=value_of("s"), getTargetPosition=value_of("t"),
                 getColor=colour, getWidth=width)


def _dots(name: str, data: str | list[Any], radius: float, colour: Any) -> Layer:
    return drawn("ScatterplotLayer", name, data, getPosition=value_of("p"), getRadius=radius, radiusUnits="pixels",
                 getFillColor=colour, stroked=False)


def _rings(
    name: str, data: str | list[Any], radius: float, width: float, colour: Any, fill: Rgba
) -> Layer:
    return drawn("ScatterplotLayer", name, data, getPosition=value_of("p"), getRadius=radius, radiusUnits="pixels",
                 getFillColor=fill, stroked=True, getLineColor=colour, lineWidthUnits="pixels", getLineWidth=width)


def _shape(
    name: str, data: str | list[Any], corners: int, radius: float, colour: Any, turn: int = 45
) -> Layer:
    """Draw a square (4 corners) or triangle (3): unstroked, as a stroke would flood the map in its colour."""
    return drawn("ColumnLayer", name, data, getPosition=value_of("p"), extruded=False, diskResolution=corners,
                 angle=turn, radius=radius, radiusUnits="pixels", getFillColor=colour, stroked=False)
