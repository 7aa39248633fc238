"""The picture (画面): which layers are drawn, in which order, size and colour, for what the reader has chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from components.map import geometry, icons, labelling, layers, strokes
from components.map.addresses import NOTHING, LayerAddress
from components.map.classes import Classes
from components.map.deck import CLEAR, CompactDeck, Layer, Rgba
from components.map.geometry import MapView, Point
from components.map.palette import class_colours, consortium_colour, label_colour, rgba
from components.map.source import SCALE
from components.map.strokes import LINE_KIND, LINE_ORDER, MARK_ORDER, choose
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

    #: Snapshot, city, day, caliber and policy of every layer; only the name and arguments differ.
    address: LayerAddress
    #: The same for layers that do not change with the month, so that they are fetched once.
    constant: LayerAddress
    theme: Theme
    screen: str
    #: Where the deck looks, and what labels are placed for, in the city and in each of its counties.
    views: Mapping[str, MapView]
    #: From where its lines and marks are counted.
    origin: Point
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

    @property
    def scope(self) -> str:
        """The code of what is drawn: the county, else the city."""
        return self.county or self.address.city

    @property
    def sheet(self) -> strokes.Sheet:
        """The picture its marks are taken from."""
        return strokes.Sheet(self.theme, self.base, SCALE[self.screen])

    def data(self, name: str, *arguments: str) -> str | list[Any]:
        """Return a layer's records where they are few, else its address.

        What is fetched arrives after the map was drawn without it, and each drawing costs a browser without a
        graphics card a twentieth of a second; so what changes with the county travels inside the deck.
        """
        own = self.address
        found = self.small(replace(own, name=name, arguments=arguments))
        return self.url(name, *arguments) if found is None else found

    def url(self, name: str, *arguments: str, constant: bool = False) -> str:
        """Return the address of a layer."""
        own = self.constant if constant else self.address
        return self.base + replace(own, name=name, arguments=arguments).url


def deck(picture: Picture) -> CompactDeck:
    """Draw the picture."""
    drawn = _county(picture) if picture.county else _city(picture)
    theme = picture.theme
    style = {
        "backgroundColor": theme.page, "color": theme.ink, "fontSize": f"{13 * SCALE[picture.screen]:g}px",
        "fontFamily": FONT_FAMILY, "border": f"1px solid {theme.line}", "borderRadius": "4px",
        "padding": "6px 9px", "whiteSpace": "pre-line", "lineHeight": "1.5", "maxWidth": "320px",
    }
    places = {scope: {"longitude": view.longitude, "latitude": view.latitude, "zoom": view.zoom}
              for scope, view in picture.views.items()}
    return CompactDeck(drawn, picture.scope, places, style)


def _city(picture: Picture) -> list[Layer]:
    theme, screen = picture.theme, picture.screen
    colours = {index: rgba(colour) for index, colour in class_colours(picture.classes, theme).items()}
    page, ink = rgba(theme.page), rgba(theme.ink)
    colour_of = choose(LINE_KIND, {layers.EDGE: page}, rgba(theme.outline, 0.33))
    return [
        _land(picture),
        strokes.areas_to_pick(picture.url("fills", picture.key), choose("k", colours, rgba(theme.map_missing))),
        strokes.lines("lines", picture.data("lines", _letters(picture, "links")), picture.origin, colour_of,
                      choose(LINE_KIND, {layers.EDGE: 2}, 1)),
        *_outlined(picture),
        strokes.lines("leaders", picture.data("county_leaders", picture.key, screen), picture.origin, ink, 1),
        _scale(picture),
        _marks(picture, strokes.CLEARLY),
        strokes.words("labels", picture.data("county_labels", picture.key, screen), ink, page),
        *_chosen_point(picture),
    ]


def _county(picture: Picture) -> list[Layer]:
    county, theme, screen = picture.county or "", picture.theme, picture.screen
    # The county lies on the page's colour, so that tints stay true; the others are there to be named and clicked.
    ground = choose("id", {county: rgba(theme.page)}, CLEAR)
    territories = [strokes.areas_on_areas(picture.data("territories", county), _tints(picture))]
    return [
        _land(picture),
        strokes.areas_to_pick(picture.url("fills", picture.key), ground),
        *(territories if "territory" in picture.shown else ()),
        strokes.lines("lines", picture.data("lines", _letters(picture, "clinic", "links", "territory"), county),
                      picture.origin, _line_colours(picture), _line_widths(picture)),
        *_outlined(picture),
        _scale(picture),
        _marks(picture, choose(MARK_ORDER, _by_order(picture, lambda order: _weight(picture, order)), strokes.CLEARLY)),
        strokes.words("labels", picture.data("place_labels", county, screen), _label_colours(picture),
                      rgba(theme.page)),
        *_chosen_point(picture),
    ]


def _letters(picture: Picture, *parts: str) -> str:
    """Return what is switched on of some parts, as an address has it."""
    return "".join(sorted(layers.SHOWN[part] for part in parts if part in picture.shown)) or NOTHING


def _line_colours(picture: Picture) -> str:
    """Colour the lines of a county: white gaps between territories, links in their consortium's colour."""
    theme = picture.theme
    thin = _by_order(picture, lambda order: 0.27 * _weight(picture, order))
    thick = _by_order(picture, lambda order: 0.55 * _weight(picture, order))
    plain = {layers.EDGE: rgba(theme.page), layers.HATCH: rgba(theme.no_data.mark, 0.7),
             layers.OUTLINE: rgba(theme.outline)}
    clinic = choose(LINE_ORDER, thin, rgba(theme.outline, 0.2))
    return strokes.chain(LINE_KIND, {**plain, layers.CLINIC_LINK: clinic}, choose(LINE_ORDER, thick, CLEAR))


def _line_widths(picture: Picture) -> str:
    widths = {layers.EDGE: 3, layers.HATCH: 1, layers.OUTLINE: 2, layers.CLINIC_LINK: 1}
    return choose(LINE_KIND, widths, 2 * SCALE[picture.screen])


def _marks(picture: Picture, opacity: Any) -> Layer:
    county = [picture.county] if picture.county else []
    data = picture.data("marks", _letters(picture, "clinic", "grassroots", "lead"), *county)
    return strokes.marks_to_pick(data, picture.origin, picture.sheet, opacity)


def _land(picture: Picture) -> Layer:
    """Draw sea and land, the same for the city and its counties."""
    theme = picture.theme
    colours = choose("k", {layers.SEA: rgba(theme.sea), layers.RIM: rgba(theme.land_line)}, rgba(theme.land))
    return strokes.areas("land", picture.url("land", constant=True), colours)


def _tints(picture: Picture) -> str:
    """Colour the territories of a county by their consortium."""
    tints = _by_order(picture, lambda order: _tint(picture, order, dark=picture.theme.kind == "dark"))
    tints[layers.UNAFFILIATED] = rgba(picture.theme.map_missing, 0.45)
    return choose("k", tints, CLEAR)


def _tint(picture: Picture, order: int, *, dark: bool) -> float:
    """Return how strongly a territory is tinted: others step back when one consortium is chosen."""
    if picture.order is None:
        return 0.27 if dark else 0.20
    return (0.42 if dark else 0.34) if order == picture.order else 0.09


def _weight(picture: Picture, order: int) -> float:
    """Return how strongly the marks of a consortium are drawn: others step back when one is chosen."""
    return 1.0 if picture.order in (None, order) else 0.35


def _outlined(picture: Picture) -> list[Layer]:
    """Outline what was chosen: a county of the city, or a consortium's territory."""
    ink = rgba(picture.theme.ink)
    if picture.county is None:
        code = picture.county_chosen
        if code is None:
            return []
        return [strokes.lines("chosen-area", picture.data("outline", code), picture.origin, ink, 2.5)]
    order = picture.order if picture.order_chosen is None else picture.order_chosen
    if order is None or "territory" not in picture.shown:
        return []
    edges = picture.data("territory_edges", picture.county)
    return [strokes.lines("chosen-area", edges, picture.origin, choose(LINE_ORDER, {order: ink}, CLEAR), 2.5)]


def _chosen_point(picture: Picture) -> list[Layer]:
    if picture.point_chosen is None:
        return []
    at = geometry.steps(picture.point_chosen, picture.origin)
    data = [{"m": [*at, icons.SIGNS.index("chosen"), layers.UNAFFILIATED]}]
    return [strokes.marks("chosen", data, picture.origin, picture.sheet)]


def _scale(picture: Picture) -> Layer:
    scale = labelling.scale_of(picture.views[picture.scope], SCALE[picture.screen])
    line = layers.piece(picture.origin, scale.start, scale.end, layers.EDGE)
    return strokes.lines("scale", [line], picture.origin, rgba(picture.theme.ink), 2.5)


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
