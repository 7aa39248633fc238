"""Coordinates: present, in the right order, in the stated datum (坐标系) and in their own county."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from data.findings import Finding
from data.geography import point_outside_km, points_outside_km, to_wgs84, wgs84_points
from data.model import DATUM
from data.rules.material import Material, plain

#: A point farther outside its county than this is wrong; up to it, boundaries and surveys may merely differ.
FAR_KM = 3.0


def missing(material: Material) -> Iterator[Finding]:
    """``position_missing``, ``position_half`` and ``datum_missing`` of institutions."""
    frame = material.frame("institutions")
    lon, lat = frame["lon"].notna(), frame["lat"].notna()
    for index in frame.index[~lon & ~lat]:
        yield material.at(
            "position_missing",
            "warning",
            "institutions",
            int(index),
            "lon",
            f"{material.institution_name(str(frame.loc[index, 'institution_id']))}没有坐标，不会出现在地图上",
            "补填经度、纬度和坐标系",
        )
    for index in frame.index[lon ^ lat]:
        empty = "lat" if lon[index] else "lon"
        yield material.at(
            "position_half",
            "warning",
            "institutions",
            int(index),
            empty,
            "经度和纬度只填了一个，按没有坐标处理",
            "补填另一个",
        )
    for index in frame.index[lon & lat & frame["datum"].isna()]:
        yield material.at(
            "datum_missing",
            "warning",
            "institutions",
            int(index),
            "datum",
            "没有注明坐标系，按 WGS-84 处理",
            "补填 wgs84、gcj02 或 bd09；取自高德、腾讯地图的是 gcj02，取自百度地图的是 bd09",
        )


def outside(material: Material) -> Iterator[Finding]:
    """``position_swapped``, ``position_outside`` (坐标越界) and ``position_near``: points and their county.

    Points are converted to WGS-84 first. Up to 3 km outside is a warning, beyond it an error. An institution
    without a county is held against the county of its region, or its city; a region against its own county.
    """
    institutions = material.frame("institutions")
    county = institutions["county_code"].fillna(institutions["region_code"].str[:6])
    yield from _table(material, "institutions", county, institutions["datum"])
    regions = material.frame("regions")
    yield from _table(material, "regions", regions["region_code"].str[:6], None)


def _table(material: Material, table: str, places: pd.Series[Any], datum: pd.Series[Any] | None) -> Iterator[Finding]:
    frame = material.frame(table)
    located = frame.assign(
        place=places, datum=datum if datum is not None else pd.Series([None] * len(frame), dtype="str")
    )[["lon", "lat", "datum", "place"]]
    located = located.dropna(subset=["lon", "lat", "place"])
    for city, own in located.groupby(located["place"].str[:4]):
        lands = _lands(material.boundaries(str(city)), str(city), own["place"])
        unknown = own[~own["place"].isin(lands["region_code"])]
        if len(unknown):
            yield _no_boundary(material, table, unknown)
        points = wgs84_points(own)
        away = points_outside_km(points["lon"], points["lat"], own["place"], lands)
        for position in np.flatnonzero(away > 0):
            row = own.iloc[position]
            yield _judge(material, table, int(own.index[int(position)]), row, float(away[position]), lands)


def _lands(boundaries: gpd.GeoDataFrame, city: str, places: pd.Series[Any]) -> gpd.GeoDataFrame:
    """Return the counties of a city, and the city as one area where a point is held against it."""
    lands = boundaries[["region_code", "geometry"]]
    if len(lands) and (places == city).any():
        whole = gpd.GeoDataFrame({"region_code": [city], "geometry": [lands.geometry.union_all()]}, crs=lands.crs)
        lands = pd.concat([lands, whole], ignore_index=True)
    return lands


def _no_boundary(material: Material, table: str, rows: pd.DataFrame) -> Finding:
    names = "、".join(material.region_name(code) for code in sorted(rows["place"].unique()))
    return material.at(
        "boundary_missing",
        "warning",
        table,
        int(rows.index[0]),
        "lon",
        f"没有{names}的边界，{len(rows)} 个坐标没有核对",
        "核对行政区划代码；或在 boundaries.parquet 里提供边界",
    )


def _judge(
    material: Material, table: str, index: int, row: pd.Series[Any], away: float, lands: gpd.GeoDataFrame
) -> Finding:
    lon, lat, datum = float(row["lon"]), float(row["lat"]), row["datum"]
    land = lands.loc[lands["region_code"] == row["place"], "geometry"].iloc[0]
    where = material.region_name(row["place"])
    value = f"{plain(lon)}, {plain(lat)}"
    if away > FAR_KM and point_outside_km(*to_wgs84(lat, lon, datum), land) <= FAR_KM:
        return material.at(
            "position_swapped",
            "error",
            table,
            index,
            "lon",
            f"经度和纬度填反了：对调后正在{where}",
            f"经度写 {plain(lat)}，纬度写 {plain(lon)}",
            value,
        )
    cause, fix = _cause(material, lon, lat, datum, row["place"], land, lands)
    if away > FAR_KM:
        how_far = "不是地球上的经纬度" if np.isinf(away) else f"在{where}之外 {away:.1f} 公里"
        return material.at("position_outside", "error", table, index, "lon", f"坐标越界：{how_far}{cause}", fix, value)
    return material.at(
        "position_near", "warning", table, index, "lon", f"坐标在{where}边界外 {away:.1f} 公里{cause}", fix, value
    )


def _cause(
    material: Material, lon: float, lat: float, datum: Any, place: str, land: Any, lands: gpd.GeoDataFrame
) -> tuple[str, str]:
    """Return the likely cause, only where undoing it puts the point inside, and how to mend it."""
    stated = "wgs84" if pd.isna(datum) else str(datum)
    for other in DATUM:
        if other != stated and point_outside_km(*to_wgs84(lon, lat, other), land) == 0:
            return (
                f"；按 {DATUM[other]} 换算后正在界内，坐标系可能填错了",
                f"确认来源；如果是 {DATUM[other]}，坐标系改为 {other}",
            )
    if lon == 0 or lat == 0:
        return "；经度或纬度是 0，像是没有填", "没有坐标就把经度、纬度都留空"
    at = to_wgs84(lon, lat, None if pd.isna(datum) else datum)
    for code, shape in zip(lands["region_code"], lands.geometry, strict=True):
        if len(code) == 6 and code != place and point_outside_km(*at, shape) == 0:
            return f"；这个点在{material.region_name(code)}", "核对区县代码和坐标，其中一个不对"
    return "", "核对经度、纬度和坐标系；没有把握就留空"


RULES = (missing, outside)
