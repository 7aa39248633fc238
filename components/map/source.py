"""What the layers are made of, together: facts and figures of the day, county polygons, territories, land around."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from components.map.facts import MapFacts
from components.map.geometry import MapView, Point, fit, main_bounds
from components.map.spreading import spread
from indicators import CityFigures

#: Nominal size of the map in pixels, by screen (屏幕): labels are placed and zooms chosen for it.
#: ``profile`` is the map of 区县档案 in its own units.
SIZES = {"laptop": (726, 478), "wall": (1130, 790), "profile": (480, 420)}
#: Radius in pixels of the marks that must not cover each other, and how easily they give way; by view of a county.
_MARKS = {True: {"lead": (12.0, 0.4), "grassroots": (8.5, 1.0), "county": (7.5, 1.0), "municipal": (7.0, 1.0)},
          False: {"lead": (6.0, 1.0), "municipal": (6.0, 1.0)}}
#: Text and marks are this much larger on 大屏.
SCALE = {"laptop": 1.0, "wall": 1.25, "profile": 1.0}


@dataclass(frozen=True)
class MapSource:
    """Inputs of every layer of one city on one day."""

    facts: MapFacts
    figures: CityFigures
    #: ``region_code``, ``name``, ``geometry`` of every county, in the account or not.
    boundaries: gpd.GeoDataFrame
    #: ``county_code``, ``consortium_id`` (null: 未归属), ``valid_from``, ``valid_to``, ``geometry``.
    territories: gpd.GeoDataFrame
    #: Land around the city.
    around: gpd.GeoDataFrame
    _positions: dict[str | None, dict[str, Point]] = field(default_factory=dict, repr=False, compare=False)
    _views: dict[tuple[str | None, str], MapView] = field(default_factory=dict, repr=False, compare=False)

    @property
    def as_of(self) -> date:
        """The day shown."""
        return self.facts.as_of

    @cached_property
    def shapes(self) -> dict[str, BaseGeometry]:
        """County polygons by code."""
        return dict(zip(self.boundaries["region_code"], self.boundaries.geometry, strict=True))

    def territory_rows(self, county: str) -> list[tuple[str | None, BaseGeometry]]:
        """Return a county's territories on the day: consortium (null: 未归属) and shape."""
        frame, day = self.territories, pd.Timestamp(self.as_of)
        rows = frame[
            (frame["county_code"] == county)
            & (frame["valid_from"].isna() | (frame["valid_from"] <= day))
            & (frame["valid_to"].isna() | (frame["valid_to"] > day))
        ]
        known = [(code if isinstance(code, str) else None, shape)
                 for code, shape in zip(rows["consortium_id"], rows.geometry, strict=True)]
        return [(code, shape) for code, shape in known if shape is not None and not shape.is_empty]

    def positions(self, county: str | None) -> dict[str, tuple[float, float]]:
        """Return where each placed site is drawn, in degrees: marks that would cover each other are moved apart."""
        if county not in self._positions:
            here = [site for site in self.facts.drawn_in(county) if site.lon is not None and site.lat is not None]
            places = {site.id: (site.lon or 0.0, site.lat or 0.0) for site in here}
            sizes, view = _MARKS[county is not None], self.view(county, "laptop")
            crowd = [site for site in here if site.kind in sizes]
            before = [view.pixel(*places[site.id]) for site in crowd]
            after = spread([(*at, *sizes[site.kind]) for at, site in zip(before, crowd, strict=True)])
            for site, old, new in zip(crowd, before, after, strict=True):
                if old != new:
                    places[site.id] = view.place(*new)
            self._positions[county] = places
        return self._positions[county]

    def origin(self, county: str | None) -> Point:
        """Return the place from which a view's lines and marks are counted (:func:`geometry.steps`)."""
        view = self.view(county, "laptop")
        return round(view.longitude, 2), round(view.latitude, 2)

    def view(self, county: str | None, screen: str) -> MapView:
        """Return the view of the whole city, or of one county."""
        key = (county, screen)
        if key not in self._views:
            width, height = SIZES[screen]
            shapes = [self.shapes[county]] if county in self.shapes else list(self.shapes.values())
            bounds = main_bounds(shapes) or (73.0, 18.0, 135.0, 53.0)
            self._views[key] = fit(bounds, width, height, margin=18 if county is None else 26)
        return self._views[key]
