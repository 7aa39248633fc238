"""Frames as Parquet bytes and back: small, typed, and the same bytes for the same rows.

The bytes hold no time of writing. They depend on the version of the Parquet library, which is pinned.
"""

from __future__ import annotations

import io
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS

from data.model import TABLES
from data.tables import conform

_ARROW = {
    "code": pa.string(),
    "text": pa.string(),
    "month": pa.string(),
    "date": pa.date32(),
    "bool": pa.bool_(),
    "int": pa.int64(),
    "float": pa.float64(),
}
_PANDAS: dict[pa.DataType, Any] = {
    pa.string(): pd.StringDtype(na_value=float("nan")),
    pa.bool_(): pd.BooleanDtype(),
    pa.int64(): pd.Int64Dtype(),
}
#: WGS 84 by its full text and not by its number: what PROJ writes for the number hangs on what the process read before.
_WGS84 = CRS.from_json(CRS.from_epsg(4326).to_json())
#: Hard to compress further, and read as fast as any; written once per publish.
_LEVEL = 15


def path_of(table: str, part: str) -> str:
    """Return the path of a partition inside its snapshot, with forward slashes on every system."""
    return f"{table}/city={part}/part.parquet"


def write_rows(table: str, frame: pd.DataFrame) -> bytes:
    """Return a conformed frame as Parquet bytes; types come from the contract and not from the values."""
    columns = TABLES[table].columns
    arrays = [pa.array(frame[c.name], type=_ARROW[c.kind], from_pandas=True) for c in columns]
    data = pa.table(arrays, schema=pa.schema([(c.name, _ARROW[c.kind]) for c in columns]))
    buffer = io.BytesIO()
    pq.write_table(data, buffer, compression="zstd", compression_level=_LEVEL, use_dictionary=True, store_schema=False)
    return buffer.getvalue()


def read_rows(table: str, content: bytes) -> pd.DataFrame:
    """Return the frame of Parquet bytes written by :func:`write_rows`, with the dtypes of the contract."""
    data = pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
    frame = data.to_pandas(types_mapper=_PANDAS.get, date_as_object=False)
    return conform(table, frame, by_key=False)


def write_shapes(frame: gpd.GeoDataFrame) -> bytes:
    """Return a frame with geometry (EPSG:4326) as GeoParquet bytes."""
    buffer = io.BytesIO()
    told = frame.set_crs(_WGS84, allow_override=True)
    told.to_parquet(buffer, index=False, compression="zstd", compression_level=_LEVEL)
    return buffer.getvalue()


def read_shapes(content: bytes) -> gpd.GeoDataFrame:
    """Return the frame of GeoParquet bytes."""
    source: Any = io.BytesIO(content)  # the annotation of read_parquet leaves out file objects
    return gpd.read_parquet(source)
