"""The picture (画面): which layers are drawn, in which order, size and colour, for what the reader has chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from components.map import layers, strokes
from components.map.addresses import LayerAddress
from components.map.classes import Classes
from components.map.deck import CLEAR, CompactDeck, Layer, Rgba
from components.map.geometry import MapView
from components.map.labelling import scale_of
from components.map.palette import class_colours, consortium_colour, label_colour, rgba
from components.map.source import SCALE
from components.map.strokes import choose
from components.theme import FONT_FAMILY, Theme

#: Toggles of the toolbar: code and name, in the order shown.
TOGGLES = {
    "lead": "牵头医院",
    "grassroots": "基层机构",
    "clinic": "村卫生室",
    "links": "管理连线",
    "territory": "医共体范围",
}


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
    #: What was chosen by a click or a search: a county's code, a consortium's order in its county, or a position.
    county_chosen: str | None = None
    order_chosen: int | None = None
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
    drawn = _county(picture) if picture.county else _city(picture)
    theme = picture.theme
    style = {
        "backgroundColor": theme.page, "color": theme.ink, "fontSize": f"{13 * SCALE[picture.screen]:g}px",
        "fontFamily": FONT_FAMILY, "border": f"1px solid {theme.line}", "borderRadius": "4px",
        "padding": "6px 9px", "whiteSpace": "pre-line", "lineHeight": "1.5", "maxWidth": "320px",
    }
    view = picture.view
    return CompactDeck(drawn, {"longitude": view.longitude, "latitude": view.latitude, "zoom": view.zoom}, style)


def _city(picture: Picture) -> list[Layer]:
    theme, factor = picture.theme, SCALE[picture.screen]
    colours = {index: rgba(colour) for index, colour in class_colours(picture.classes, theme).items()}
    page, ink = rgba(theme.page), rgba(theme.ink)
    fills = choose("k", colours, rgba(theme.map_missing))
    drawn = [
        _land(picture),
        strokes.areas_to_pick(picture.url("fills", picture.key), fills),
        strokes.lines("edges", picture.url("edges", constant=True), page, 2),
    ]
    if "links" in picture.shown:
        drawn.append(strokes.lines("links", picture.data("links", "grassroots"), rgba(theme.outline, 0.33), 1))
    if "clinic" in picture.shown:
        url = picture.url("sites", "clinic")
        drawn.append(strokes.dots("clinics", url, 1.3 * factor, rgba(theme.outline, 0.55)))
    if "grassroots" in picture.shown:
        marks = picture.data("sites", "grassroots")
        drawn.append(strokes.dots("grassroots", marks, 2.2 * factor, page, rgba(theme.outline), 1.2 * factor))
    if picture.county_chosen is not None:
        drawn.append(strokes.lines("county-outline", picture.data("outline", picture.county_chosen), ink, 2.5))
    if "lead" in picture.shown:
        url = picture.data("sites", "lead")
        drawn += [strokes.shapes("leads-edge", url, 4, 6.4 * factor, page),
                   strokes.shapes("leads", url, 4, 4.8 * factor, ink)]
    drawn += [
        strokes.lines("leaders", picture.data("county_leaders", picture.key, picture.screen), ink, 1),
        strokes.words("labels", picture.data("county_labels", picture.key, picture.screen), ink, page),
        *_chosen_point(picture),
        _scale(picture),
        _pick_sites(picture, None, factor),
    ]
    return drawn


def _county(picture: Picture) -> list[Layer]:
    county = picture.county or ""
    theme, factor = picture.theme, SCALE[picture.screen]
    page, ink = rgba(theme.page), rgba(theme.ink)
    strong = choose("k", _by_order(picture, lambda order: _weight(picture, order)), rgba(theme.no_data.mark))
    drawn = [_land(picture), strokes.areas_to_pick(_ground(picture, county), _ground_colours(picture))]
    if "territory" in picture.shown:
        drawn += [
            strokes.lines("territory-gaps", picture.data("territory_edges", county), page, 3),
            strokes.lines("hatching", picture.data("hatching", county), rgba(theme.no_data.mark, 0.7), 1),
        ]
    drawn.append(strokes.lines("county-outline", picture.data("outline", county), rgba(theme.outline), 2))
    drawn += _territory_outline(picture)
    if "links" in picture.shown:
        if "clinic" in picture.shown:
            thin = choose("k", _by_order(picture, lambda order: 0.27 * _weight(picture, order)),
                          rgba(theme.outline, 0.2))
            drawn.append(strokes.lines("clinic-links", picture.data("links", "clinic", county), thin, 1))
        thick = choose("k", _by_order(picture, lambda order: 0.55 * _weight(picture, order)), CLEAR)
        drawn.append(strokes.lines("links", picture.data("links", "grassroots", county), thick, 2 * factor))
    if "clinic" in picture.shown:
        drawn.append(strokes.dots("clinics", picture.data("sites", "clinic", county), 2 * factor, strong))
    if "grassroots" in picture.shown:
        empty = picture.data("sites", "unposted", county)
        marks = picture.data("sites", "grassroots", county)
        drawn += [
            strokes.dots("grassroots", marks, 5.2 * factor, page, strong, 3 * factor),
            strokes.shapes("unposted-edge", empty, 3, 9.4 * factor, ink, turn=90),
            strokes.shapes("unposted", empty, 3, 7.4 * factor, rgba(theme.not_met.mark), turn=90),
        ]
    if "lead" in picture.shown:
        members, leads = picture.data("sites", "county", county), picture.data("sites", "lead", county)
        drawn += [
            strokes.shapes("members-edge", members, 4, 6.6 * factor, strong),
            strokes.shapes("members", members, 4, 4.2 * factor, page),
            strokes.shapes("leads-edge", leads, 4, 11.6 * factor, page),
            strokes.shapes("leads", leads, 4, 9.2 * factor, strong),
        ]
    drawn += [
        strokes.words("labels", picture.data("place_labels", county, picture.screen), _label_colours(picture), page),
        *_chosen_point(picture),
        _scale(picture),
        _pick_sites(picture, county, factor),
    ]
    return drawn


def _land(picture: Picture) -> Layer:
    """Draw sea and land; the land of a county's view is finer than that of the city's."""
    theme = picture.theme
    colours = choose("k", {layers.SEA: rgba(theme.sea), layers.RIM: rgba(theme.land_line)}, rgba(theme.land))
    county = [picture.county] if picture.county else []
    return strokes.areas("land", picture.url("land", *county, constant=True), colours)


def _ground(picture: Picture, county: str) -> str | list[Any]:
    return picture.data("areas" if "territory" in picture.shown else "counties", county)


def _ground_colours(picture: Picture) -> str:
    """Colour the counties, and on them the territories; the county shown lies on white, so that tints stay true."""
    theme = picture.theme
    tints = _by_order(picture, lambda order: _tint(picture, order, dark=theme.kind == "dark"))
    tints[layers.UNAFFILIATED] = rgba(theme.map_missing, 0.45)
    tints[layers.HERE] = rgba(theme.page)
    return choose("k", tints, CLEAR)


def _tint(picture: Picture, order: int, *, dark: bool) -> float:
    """Return how strongly a territory is tinted: others step back when one consortium is chosen."""
    if picture.order is None:
        return 0.27 if dark else 0.20
    return (0.42 if dark else 0.34) if order == picture.order else 0.09


def _weight(picture: Picture, order: int) -> float:
    """Return how strongly the marks of a consortium are drawn: others step back when one is chosen."""
    return 1.0 if picture.order in (None, order) else 0.35


def _territory_outline(picture: Picture) -> list[Layer]:
    chosen = picture.order if picture.order_chosen is None else picture.order_chosen
    if chosen is None or "territory" not in picture.shown:
        return []
    colours = choose("k", {chosen: rgba(picture.theme.ink)}, CLEAR)
    return [strokes.lines("chosen-territory", picture.data("territory_edges", picture.county or ""), colours, 2.5)]


def _chosen_point(picture: Picture) -> list[Layer]:
    if picture.point_chosen is None:
        return []
    factor, theme = SCALE[picture.screen], picture.theme
    data = [{"p": list(picture.point_chosen)}]
    return [strokes.dots("chosen-halo", data, 13 * factor, CLEAR, rgba(theme.page), 5 * factor),
            strokes.dots("chosen", data, 13 * factor, CLEAR, rgba(theme.ink), 2 * factor)]


def _scale(picture: Picture) -> Layer:
    scale = scale_of(picture.home, SCALE[picture.screen])
    return strokes.lines("scale", [{"s": scale.start, "t": scale.end}], rgba(picture.theme.ink), 2.5)


def _pick_sites(picture: Picture, county: str | None, factor: float) -> Layer:
    clinics = "clinic" in picture.shown
    arguments = ("clinics" if clinics else "institutions", *((county,) if county else ()))
    near = 1.0 if county else 0.7
    sizes: dict[int, float] = {0: 4.0 * factor * near if clinics else 0}
    sizes |= dict.fromkeys((1,), 9.0 * factor * near if "grassroots" in picture.shown else 0)
    sizes |= {2: 8.0 * factor * near if county and "lead" in picture.shown else 0}
    sizes |= {3: 11.0 * factor * near if "lead" in picture.shown else 0}
    return strokes.dots_to_pick(picture.url("picks", *arguments), choose("k", sizes, 0), CLEAR)


def _label_colours(picture: Picture) -> str:
    theme = picture.theme
    orders = _by_order(picture, lambda _: 1.0, label_colour)
    orders[layers.UNAFFILIATED] = rgba(theme.no_data.text)
    own = choose("k", orders, rgba(theme.ink)).removeprefix("@@=")
    fixed = {"lead": theme.ink, "township": theme.ink, "scale": theme.ink, "unposted": theme.not_met.text,
             "neighbour": theme.no_data.mark}
    steps = "".join(f'style=="{style}"?{rgba(colour)}:' for style, colour in fixed.items())
    return f"@@={steps}{own}"


def _by_order(
    picture: Picture, opacity: Callable[[int], float], colour: Callable[[int, Theme], str] = consortium_colour
) -> dict[int, Rgba]:
    return {order: rgba(colour(order, picture.theme), opacity(order)) for order in range(picture.orders)}
