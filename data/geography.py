"""Where things are: county polygons, datum conversion, distances on the ground, points outside their county.

Coordinates are longitude and latitude in WGS-84 degrees (CGCS2000 is the same for this use) unless a datum
is named. Distances are geodesic, never differences of degrees.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import prcoords
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from data.cells import local_plane, middle
from data.territories import territories

__all__ = [
    "Datum",
    "context_land",
    "geodesic_m",
    "nearest",
    "point_outside_km",
    "points_outside_km",
    "reference_boundaries",
    "territories",
    "to_wgs84",
    "wgs84_points",
]

Datum = Literal["wgs84", "gcj02", "bd09"]
Floats = NDArray[np.float64]

_REFERENCE = Path(__file__).parent / "reference"
_ELLIPSOID = Geod(ellps="WGS84")
#: Neighbours taken from the plane before the geodesic decides among them.
_CANDIDATES = 6

#: Iterated inverses of the shifts, right to a millimetre; they take and give (lat, lon).
_FROM_DATUM: dict[str, Callable[[prcoords.Coords], prcoords.Coords]] = {
    "gcj02": prcoords.gcj_wgs_bored,
    "bd09": prcoords.bd_wgs_bored,
}


@lru_cache(maxsize=2)
def _read(name: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(_REFERENCE / name)


def reference_boundaries(city: str) -> gpd.GeoDataFrame:
    """Return the county polygons (区县界线, 非法定界线) of a city, also of counties outside the account.

    Args:
        city: Four digits.

    Returns:
        ``region_code``, ``name``, ``geometry`` (EPSG:4326), sorted by code.

    Raises:
        KeyError: The reference has no such city.
    """
    counties = _read("boundaries.parquet")
    own = counties[counties["region_code"].str[:4] == city].reset_index(drop=True)
    if own.empty:
        raise KeyError(f"参考数据中没有城市 {city} 的界线")
    return own


def context_land(city: str) -> gpd.GeoDataFrame:
    """Return the neighbouring counties round a city's box, clipped and simplified, for the base map only.

    Args:
        city: Four digits.

    Returns:
        ``region_code``, ``name``, ``geometry`` (EPSG:4326); empty for a city the reference does not have.
    """
    land = _read("context.parquet")
    return land[land["city_code"] == city].drop(columns="city_code").reset_index(drop=True)


def to_wgs84(lon: float, lat: float, datum: Datum | str | None) -> tuple[float, float]:
    """Convert a point from its datum (坐标系) to WGS-84.

    Args:
        lon: Longitude in degrees.
        lat: Latitude in degrees.
        datum: ``wgs84``, ``gcj02`` (国测局) or ``bd09`` (百度); null counts as WGS-84.

    Returns:
        Longitude and latitude. Points outside China are not shifted, as GCJ-02 does not shift them.

    Raises:
        ValueError: The datum is none of the three.
    """
    if datum is None or pd.isna(datum) or datum == "wgs84":
        return lon, lat
    if datum not in _FROM_DATUM:
        raise ValueError(f"不认识的坐标系 {datum!r}；可用 wgs84、gcj02、bd09")
    given = prcoords.Coords(lat, lon)
    if not prcoords.sanity_in_china_p(given):
        return lon, lat
    found = _FROM_DATUM[datum](given)
    return float(found.lon), float(found.lat)


def wgs84_points(institutions: pd.DataFrame) -> pd.DataFrame:
    """Return ``lon, lat`` of each institution in WGS-84 on the same index; missing where either is missing."""
    given = zip(institutions["lon"], institutions["lat"], institutions["datum"], strict=True)
    points = np.array([to_wgs84(*row) for row in given], dtype=np.float64).reshape(-1, 2)
    points[np.isnan(points).any(axis=1)] = np.nan
    return pd.DataFrame(points, columns=["lon", "lat"], index=institutions.index)


def geodesic_m(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> Floats:
    """Return the distance in metres on the WGS-84 ellipsoid between points, elementwise; missing gives NaN."""
    ends = [np.asarray(values, dtype=np.float64) for values in (lon_a, lat_a, lon_b, lat_b)]
    lon_1, lat_1, lon_2, lat_2 = np.broadcast_arrays(*ends)
    known = ~(np.isnan(lon_1) | np.isnan(lat_1) | np.isnan(lon_2) | np.isnan(lat_2))
    distance = np.full(known.shape, np.nan)
    if known.any():
        distance[known] = _ELLIPSOID.inv(lon_1[known], lat_1[known], lon_2[known], lat_2[known])[2]
    return distance


def nearest(lon: ArrayLike, lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike) -> tuple[NDArray[np.intp], Floats]:
    """Find for each point the nearest of some targets, in a straight line (直线距离示意).

    A tree in a local plane proposes a few candidates and the geodesic decides, so the figure is exact.

    Args:
        lon: Longitudes of the points, shape (n,).
        lat: Latitudes of the points.
        to_lon: Longitudes of the targets, shape (m,).
        to_lat: Latitudes of the targets.

    Returns:
        Position of the nearest target (-1 where there is none) and the distance in metres (NaN there).
        A point or target with a missing coordinate takes no part.
    """
    points = _stack(lon, lat)
    targets = _stack(to_lon, to_lat)
    index = np.full(len(points), -1, dtype=np.intp)
    distance = np.full(len(points), np.nan)
    usable = np.flatnonzero(~np.isnan(targets).any(axis=1))
    asked = np.flatnonzero(~np.isnan(points).any(axis=1))
    if not len(usable) or not len(asked):
        return index, distance
    centre = (float(points[asked, 0].mean()), float(points[asked, 1].mean()))
    to_plane, _ = local_plane(centre)
    count = min(_CANDIDATES, len(usable))
    tree = cKDTree(to_plane(targets[usable]))
    candidates = np.asarray(tree.query(to_plane(points[asked]), k=list(range(1, count + 1)))[1], dtype=np.intp)
    metres = geodesic_m(points[asked, None, 0], points[asked, None, 1],
                        targets[usable][candidates, 0], targets[usable][candidates, 1])
    best = np.argmin(metres, axis=1)
    rows = np.arange(len(asked))
    index[asked] = usable[candidates[rows, best]]
    distance[asked] = metres[rows, best]
    return index, distance


def point_outside_km(lon: float, lat: float, county: BaseGeometry) -> float:
    """Return how far (km) a point lies outside a county's polygon; 0 inside or on its border.

    Args:
        lon: Longitude in WGS-84 degrees.
        lat: Latitude in WGS-84 degrees.
        county: Polygon of the county in WGS-84 degrees.

    Returns:
        Kilometres; infinite for what is no place on earth (a latitude above 90), NaN if a coordinate is missing.
    """
    return float(_outside_km(_stack(lon, lat), county)[0])


def points_outside_km(
    lon: ArrayLike, lat: ArrayLike, county_codes: pd.Series[Any], boundaries: gpd.GeoDataFrame
) -> Floats:
    """Return how far (km) each point lies outside its own county, as :func:`point_outside_km`.

    Args:
        lon: Longitudes in WGS-84 degrees, shape (n,).
        lat: Latitudes.
        county_codes: County of each point; null or unknown gives NaN.
        boundaries: ``region_code`` and ``geometry`` of the counties.
    """
    points = _stack(lon, lat)
    outside = np.full(len(points), np.nan)
    codes = county_codes.to_numpy()
    for code, land in zip(boundaries["region_code"], boundaries.geometry, strict=True):
        rows = np.flatnonzero(codes == code)
        if len(rows):
            outside[rows] = _outside_km(points[rows], land)
    return outside


def _outside_km(points: Floats, county: BaseGeometry) -> Floats:
    outside = np.full(len(points), np.inf)
    outside[np.isnan(points).any(axis=1)] = np.nan
    real = np.flatnonzero([_on_earth(*point) for point in points])
    shapely.prepare(county)
    covered = shapely.intersects_xy(county, points[real, 0], points[real, 1])
    outside[real[covered]] = 0.0
    away = real[~covered]
    if len(away):
        to_plane, _ = local_plane(middle(county))
        land = shapely.transform(county, to_plane)
        outside[away] = shapely.distance(shapely.points(to_plane(points[away])), land) / 1000
    return outside


def _on_earth(lon: float, lat: float) -> bool:
    return -180 <= lon <= 180 and -90 <= lat <= 90


def _stack(lon: ArrayLike, lat: ArrayLike) -> Floats:
    return np.column_stack([np.atleast_1d(np.asarray(values, dtype=np.float64)) for values in (lon, lat)])
