"""Institutions that stand outside the picture: of no consortium (未归属), in a doubtful place, or without one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from data.geography import points_outside_km
from indicators.engine import CityFigures
from indicators.lists.frames import dates, institution_columns, sorted_by
from indicators.lists.places import positions_of
from indicators.months import Ints
from indicators.wording import NBSP, distance_words


def unaffiliated(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the open township-level institutions and village clinics without a membership in force.

    Empty where memberships were not reported at all, and for a consortium, which nothing unaffiliated lies in.

    Returns:
        Columns institution_id, name, category, category_label, county_code, county and opened_on; township level first.
    """
    context = figures.context
    held = context.base.institutions
    wanted = held.in_city & context.is_open & (held.township_level | held.of("village_clinic"))
    if not figures.tables.reported("memberships"):
        wanted = np.zeros(len(held), dtype=np.bool_)
    at = _of_scope(figures, np.flatnonzero(wanted & (context.consortium_of < 0)), scope)
    frame = pd.DataFrame(institution_columns(context, at)).drop(columns=["consortium_id", "consortium"])
    frame["opened_on"] = dates(held.opened[at])
    frame["order"] = ~held.township_level[at]
    return sorted_by(frame, ["order", "county_code", "institution_id"]).drop(columns="order")


def without_coordinates(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return the open institutions of a scope that have no coordinates and so no place on the map.

    Returns:
        Columns institution_id, name, category, category_label, county_code, county, consortium_id, consortium.
    """
    context = figures.context
    blank = positions_of(figures.tables)["lon"].isna().to_numpy()
    held = context.base.institutions
    at = _of_scope(figures, np.flatnonzero(held.in_city & context.is_open & blank), scope)
    return sorted_by(pd.DataFrame(institution_columns(context, at)), ["category", "county_code", "institution_id"])


def doubtful_positions(figures: CityFigures, scope: str, boundaries: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the open institutions whose point lies outside their county (坐标存疑), farthest first.

    A publish refuses what lies far outside; what is left here is near the border. A seeded position (示意位置) inside
    its county is not in doubt, only approximate.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        boundaries: ``region_code`` and ``geometry`` of the counties.

    Returns:
        Columns institution_id, name, category, category_label, county_code, county, consortium_id, consortium, lon, lat
        (WGS-84), outside_km, position_source and note in Chinese.
    """
    context = figures.context
    held, places = context.base.institutions, positions_of(figures.tables)
    rows = figures.tables["institutions"]
    lon, lat = places["lon"].to_numpy(), places["lat"].to_numpy()
    outside = points_outside_km(lon, lat, rows["county_code"], boundaries)
    at = _of_scope(figures, np.flatnonzero(held.in_city & context.is_open & (np.nan_to_num(outside) > 0)), scope)
    frame = pd.DataFrame(institution_columns(context, at))
    frame["lon"], frame["lat"], frame["outside_km"] = lon[at], lat[at], outside[at]
    frame["position_source"] = rows["position_source"].to_numpy()[at]
    frame["note"] = [
        f"坐标在{county}界外约{NBSP}{distance_words(km)}"
        for county, km in zip(frame["county"], frame["outside_km"], strict=True)
    ]
    return sorted_by(frame, ["outside_km", "institution_id"], ascending=[False, True])


def _of_scope(figures: CityFigures, at: Ints, scope: str) -> Ints:
    home = figures.context.home_of_institutions(at)
    return at[figures.holds(home.county, home.consortium, scope)]
