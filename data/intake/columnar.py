"""Parquet columns as the same text a CSV would hold, so that both formats obey the same rules."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data.intake.delimited import Flaw, Records
from data.model import TABLES


class ParquetError(Exception):
    """A file named ``.parquet`` that is none, or is damaged."""


def read_columns(content: bytes, table: str) -> Records:
    """Read a Parquet file as text columns; the first record is row 2, as if a header stood above it.

    Numbers that only became decimals because a column has blanks (``12.0``) are whole again. A code that is
    stored as a number is reported: its leading zeros may be lost.

    Raises:
        ParquetError: The bytes are no Parquet file.
    """
    try:
        data = pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as problem:
        raise ParquetError(str(problem)) from problem
    flaws: list[Flaw] = []
    columns: dict[str, list[str | None]] = {}
    kinds = {column.name: column.kind for column in TABLES[table].columns}
    for name, column in zip(data.column_names, data.columns, strict=True):
        if name in columns:
            flaws.append(Flaw("column_duplicate", None, name, name, "列名出现了不止一次", "只保留一列"))
            continue
        kind = kinds.get(name)
        if kind in ("code", "text", "month") and not _is_text(column.type):
            flaws.append(
                Flaw(
                    "code_not_text",
                    None,
                    name,
                    str(column.type),
                    "这一列在文件里不是文本，代码开头的 0 可能已经丢失",
                    "导出前把这一列设为文本（string）类型",
                )
            )
        columns[name] = [_texts(value, _whole if kind == "int" else repr) for value in column.to_pylist()]
    return Records(columns, list(range(2, data.num_rows + 2)), flaws)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind))


def _texts(value: Any, number: Callable[[float], str]) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return None if math.isnan(value) else number(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _whole(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
