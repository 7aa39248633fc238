"""The boundaries (区划边界) a source folder may bring: GeoParquet with region_code and geometry."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from data.intake.delimited import Flaw

_CODE = re.compile(r"[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}")
_AREAS = ("Polygon", "MultiPolygon")


def read_boundaries(path: Path) -> tuple[gpd.GeoDataFrame | None, list[Flaw]]:
    """Read boundary polygons; rows with a flaw are left out.

    Returns:
        The polygons (region_code, geometry; EPSG:4326), None when the file cannot be used, and its flaws.
    """
    try:
        frame = gpd.read_parquet(path)
    except (pa.ArrowException, ShapelyError, ProjError, OSError, ValueError, TypeError, KeyError):
        fix = "重新导出边界，或删去此文件以使用自带边界"
        return None, [Flaw("parquet_unreadable", None, None, None, "不是带几何的 GeoParquet 文件，或文件已损坏", fix)]
    if "region_code" not in frame.columns:
        message = "缺少行政区划代码列"
        return None, [Flaw("column_missing", None, "region_code", None, message, "加上 region_code 列（文本）")]
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        found = None if frame.crs is None else frame.crs.to_string()
        message = "坐标参考系不是 EPSG:4326（WGS-84 经纬度）"
        return None, [Flaw("crs_wrong", None, "geometry", found, message, "转换到 EPSG:4326 后重新导出")]
    flaws: list[Flaw] = []
    kept: list[int] = []
    seen: set[str] = set()
    for number, (code, shape) in enumerate(zip(frame["region_code"], frame.geometry, strict=True)):
        reason = _reason(code, shape, seen)
        if reason is None:
            seen.add(code)
            kept.append(number)
        else:
            flaws.append(Flaw(reason[0], number + 2, reason[1], str(code), reason[2], reason[3]))
    chosen = frame.iloc[kept]
    # Where none is kept the column may still be of numbers.
    codes = chosen["region_code"].astype("str")
    polygons = gpd.GeoDataFrame({"region_code": codes}, geometry=chosen.geometry, crs=4326)
    return polygons.reset_index(drop=True), flaws


def _reason(code: object, shape: BaseGeometry | None, seen: set[str]) -> tuple[str, str, str, str] | None:
    """Return code, column, message and fix of what is wrong with one polygon, or None."""
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        return "code_format", "region_code", "行政区划代码应为 4、6、9 或 12 位数字文本", "改正代码"
    if code in seen:
        return "duplicate_key", "region_code", "同一代码的边界出现了不止一次", "合并为一个面或删去多余的"
    if shape is None or shape.is_empty or shape.geom_type not in _AREAS:
        return "geometry_unusable", "geometry", "没有面状边界", "补上面（Polygon 或 MultiPolygon）"
    if not shape.is_valid:
        return "geometry_unusable", "geometry", "边界自相交或不闭合", "在 GIS 软件里修复几何后重新导出"
    return None
