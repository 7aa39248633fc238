"""The picture (画面): which layers are drawn, in which order, size and colour, for what the reader has chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from components.map import icons, labelling, layers, strokes
from components.map.addresses import LayerAddress
from components.map.classes import Classes
from components.map.deck import CLEAR, CompactDeck, Layer, Rgba
from components.map.geometry import MapView
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


#: An area nobody sees stands in for a county's territories, so that the first county chosen is as fast as any.
_ELSEWHERE = [{"p": [[0, -80], [0, -80.1], [0.1, -80], [0, -80]]}]


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
    #: Where the deck looks, and what labels are placed for.
    view: MapView
    key: str
    classes: Classes
    shown: frozenset[str]
    county: str | None = None
    #: The consortium brought forward, of the county's.
    consortium: str | None = None
    #: Order of the consortium brought forward, and how many consortia a county of the city has at most: colours must
    #: be chosen alike in every county, or each click would have all of the city's marks and lines coloured anew.
    order: int | None = None
    orders: int = 0
    #: What was chosen by a click or a search: a county's code, a consortium's order in its county, or a position.
    county_chosen: str | None = None
    order_chosen: int | None = None
    point_chosen: tuple[float, float] | None = None
    base: str = ""
    #: What the labels of all counties are written with, as far as it is known beforehand.
    characters: frozenset[str] = frozenset()
    #: Gives the records of a layer small enough to be sent with the deck; None where it is better fetched.
    small: Callable[[LayerAddress], list[Any] | None] = _never

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
    view = picture.view
    return CompactDeck(drawn, {"longitude": view.longitude, "latitude": view.latitude, "zoom": view.zoom}, style)


def _city(picture: Picture) -> list[Layer]:
    theme, screen = picture.theme, picture.screen
    colours = {index: rgba(colour) for index, colour in class_colours(picture.classes, theme).items()}
    ink = rgba(theme.ink)
    return [
        _land(picture),
        strokes.areas_to_pick(picture.url("fills", picture.key), choose("k", colours, rgba(theme.map_missing))),
        strokes.areas_on_areas(_ELSEWHERE, CLEAR),
        _lines(picture),
        *_outlined(picture),
        strokes.lines("leaders", picture.data("county_leaders", picture.key, screen), ink, 1),
        _scale(picture),
        _marks(picture),
        _words(picture, picture.data("county_labels", picture.key, screen), ink),
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
        _lines(picture),
        *_outlined(picture),
        _scale(picture),
        _marks(picture),
        _words(picture, picture.data("place_labels", county, screen), _label_colours(picture)),
        *_chosen_point(picture),
    ]


def _lines(picture: Picture) -> Layer:
    """Draw the lines of the view; those of the other views lie ready beside them."""
    on = {*picture.shown, *({"clinic_links"} if {"clinic", "links"} <= picture.shown else ())}
    return strokes.lines("lines", picture.url("lines"), _line_colours(picture), _line_widths(picture),
                         _seen(picture, on, layers.LINE_PARTS))


def _seen(picture: Picture, on: Collection[str], parts: tuple[str, ...]) -> strokes.Seen:
    """Return which records are seen: those of the view, without the ``parts`` that are not ``on``."""
    number = layers.view_number(picture.county)
    return [(number, number), *((0, int(part in on)) for part in parts)]


def _line_colours(picture: Picture) -> str:
    """Colour lines: white gaps between areas, in a county links in their consortium's colour."""
    theme = picture.theme
    thin = choose("k", _by_order(picture, lambda order: 0.27 * _weight(picture, order)), rgba(theme.outline, 0.2))
    thick = choose("k", _by_order(picture, lambda order: 0.55 * _weight(picture, order)), CLEAR)
    plain = {layers.EDGE: rgba(theme.page), layers.HATCH: rgba(theme.no_data.mark, 0.7),
             layers.OUTLINE: rgba(theme.outline), layers.CITY_EDGE: rgba(theme.page),
             layers.CITY_LINK: rgba(theme.outline, 0.33)}
    return strokes.chain("w", {**plain, layers.CLINIC_LINK: thin}, thick)


def _line_widths(picture: Picture) -> str:
    widths = {layers.EDGE: 3, layers.HATCH: 1, layers.OUTLINE: 2, layers.CLINIC_LINK: 1, layers.CITY_EDGE: 2,
              layers.CITY_LINK: 1}
    return choose("w", widths, 2 * SCALE[picture.screen])


def _marks(picture: Picture) -> Layer:
    """Draw the marks of the view; those of the other views lie ready beside them."""
    opacity: strokes.Colour = strokes.CLEARLY
    if picture.order is not None:
        opacity = choose("k", _by_order(picture, lambda order: _weight(picture, order)), strokes.CLEARLY)
    return strokes.marks_to_pick(picture.url("marks"), picture.sheet, opacity,
                                 _seen(picture, picture.shown, layers.MARK_PARTS))


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
        return [] if code is None else [strokes.lines("chosen-area", picture.data("outline", code), ink, 2.5)]
    order = picture.order if picture.order_chosen is None else picture.order_chosen
    if order is None or "territory" not in picture.shown:
        return []
    edges = picture.data("territory_edges", picture.county)
    return [strokes.lines("chosen-area", edges, choose("k", {order: ink}, CLEAR), 2.5)]


def _chosen_point(picture: Picture) -> list[Layer]:
    if picture.point_chosen is None:
        return []
    data = [{"i": "chosen", "z": icons.CELLS["chosen"], "p": list(picture.point_chosen)}]
    return [strokes.marks("chosen", data, picture.sheet)]


def _scale(picture: Picture) -> Layer:
    scale = labelling.scale_of(picture.view, SCALE[picture.screen])
    return strokes.lines("scale", [{"s": scale.start, "t": scale.end}], rgba(picture.theme.ink), 2.5)


def _words(picture: Picture, labels: strokes.Data, colour: strokes.Colour) -> Layer:
    """Write labels. A browser draws each character when it is first asked for; so it is asked for all at once."""
    letters = strokes.ANY
    if not isinstance(labels, str):
        own = {letter for label in labels for letter in label["t"]}
        letters = "".join(sorted((picture.characters | own) - {"\n"}))
    return strokes.words("labels", labels, colour, rgba(picture.theme.page), letters)


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
