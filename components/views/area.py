"""The drawing of a city or a county (轮廓图): outlines made once per snapshot and place, for the small maps."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
import streamlit as st

from components.charts.outline import Frame, Outline, frame, outlines
from components.view import View

#: Tallest drawing, in its own units of which the width has 480.
_TALLEST = 400
#: Share of the whole area from which a piece of land counts for the extent of the drawing.
_VISIBLE = 0.002


@dataclass(frozen=True, slots=True)
class Area:
    """What every small map of one place begins with."""

    frame: Frame
    counties: tuple[Outline, ...]
    #: Codes of the counties out of account.
    outside: tuple[str, ...]


def area(view: View) -> Area:
    """Return the drawing of the view's city, or of its county where one (or a consortium in it) is chosen."""
    return _area(view.snapshot.id, view.city, view.county, view)


@st.cache_resource(show_spinner=False, max_entries=64)
def _area(snapshot: str, city: str, county: str | None, _view: View) -> Area:
    shapes = _view.snapshot.boundaries(city)
    if county is not None:
        shapes = shapes[shapes["region_code"] == county]
    # Islets far out would push the land into a corner; the drawing is fitted to what is large enough to see.
    parts = shapely.get_parts(shapes.geometry.to_numpy())
    areas = shapely.area(parts)
    to = frame(shapely.total_bounds(parts[areas >= areas.sum() * _VISIBLE]), _TALLEST)
    drawn = outlines(shapes["region_code"], shapes["name"], shapes.geometry, to)
    return Area(to, drawn, tuple(_view.places.outside))


def short_county(name: str) -> str:
    """Return a county's name on a map: 海曙 for 海曙区; a name of two characters stays whole."""
    return name[:-1] if len(name) > 2 and name[-1] in "区县市" else name
