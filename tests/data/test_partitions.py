"""Geometry as bytes: the same bytes for the same shapes, however their reference system came to be described."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
from pyproj import CRS

from data.partitions import read_shapes, write_shapes
from tests.data.small_world import boundaries


def without_ensemble(crs: CRS) -> CRS:
    """Return the same system with its datum told alone, as PROJ writes it once it has read a description."""
    told: dict[str, Any] = json.loads(crs.to_json())
    told.pop("datum_ensemble", None)
    ellipsoid = {"name": "WGS 84", "semi_major_axis": 6378137, "inverse_flattening": 298.257223563}
    told["datum"] = {"type": "GeodeticReferenceFrame", "name": "World Geodetic System 1984", "ellipsoid": ellipsoid}
    return CRS.from_json_dict(told)


def test_the_same_shapes_give_the_same_bytes_however_their_system_is_told() -> None:
    lands = boundaries()
    system = without_ensemble(CRS.from_epsg(4326))
    assert "datum_ensemble" not in system.to_json_dict()
    other = gpd.GeoDataFrame(lands.drop(columns="geometry"), geometry=list(lands.geometry), crs=system)
    assert other.crs == lands.crs
    assert write_shapes(other) == write_shapes(lands)


def test_shapes_that_were_read_give_the_bytes_they_were_read_from() -> None:
    content = write_shapes(boundaries())
    again = read_shapes(content)
    assert again.crs == 4326
    assert write_shapes(again) == content
    assert write_shapes(gpd.GeoDataFrame(again, crs=4326)) == content
