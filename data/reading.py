"""A source folder as typed frames, with every cell that could not be read.

A folder holds ``<table>.csv`` or ``<table>.parquet`` for each table of the contract. What is read is never
corrected in silence: a cell either is of its kind or becomes a finding, and null in the frame.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.findings import Finding, label_of, shown
from data.intake.cells import read_column
from data.intake.columnar import ParquetError, read_columns
from data.intake.delimited import Flaw, Records, read_records
from data.intake.encodings import EncodingError, decode
from data.intake.polygons import read_boundaries
from data.model import BOUNDARIES, TABLES, Column, Table
from data.system import reason
from data.tables import dtype_of, empty


@dataclass(frozen=True)
class Sheet:
    """One table as read: typed cells, and where each row stands in its file."""

    table: str
    #: File name; where the table is absent, the name it would have.
    file: str
    frame: pd.DataFrame
    #: Record number of each row of ``frame`` (the header is row 1).
    rows: NDArray[np.int64]
    #: False when part of the file could not be read, so that nothing is concluded from what is missing in it.
    complete: bool = True
    #: Texts found in rows that could not be taken apart.
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """All of a source folder."""

    source: str
    #: Every name in ``TABLES``; an absent table has an empty frame.
    sheets: dict[str, Sheet]
    #: County polygons of the folder (region_code, geometry; EPSG:4326); None when it has none.
    boundaries: gpd.GeoDataFrame | None
    findings: list[Finding]
    #: Rows per table that has a file, and encoding per file.
    rows: dict[str, int]
    encodings: dict[str, str]
    #: True when the folder or a required table cannot be read at all.
    unreadable: bool = False


@dataclass
class _Progress:
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)
    unreadable: bool = False


def read_folder(source: Path) -> Reading:
    """Read every table of a source folder.

    Never raises for what is in the folder: a missing folder, an undecodable file or a bad cell is a finding.
    """
    progress = _Progress()
    sheets = {name: absent(name) for name in TABLES}
    boundaries = None
    files = _files(source, progress)
    for name in (*TABLES, BOUNDARIES):
        paths = files.get(name, [])
        if len(paths) > 1:
            message = f"同一张表有几个文件：{'、'.join(path.name for path in paths)}"
            progress.findings.append(_of_file("file_twice", name, paths[0], message, "只保留一个"))
            progress.unreadable |= name in TABLES and TABLES[name].required
        elif not paths:
            if name in TABLES and TABLES[name].required and not progress.unreadable:
                progress.findings.append(_missing(name))
                progress.unreadable = True
        elif name == BOUNDARIES:
            boundaries = _polygons(paths[0], progress)
        else:
            sheets[name] = _sheet(name, paths[0], progress)
    return Reading(
        str(source), sheets, boundaries, progress.findings, progress.rows, progress.encodings, progress.unreadable
    )


def absent(table: str) -> Sheet:
    """Return the sheet of a table that has no file."""
    return Sheet(table, f"{table}.csv", empty(table), np.empty(0, dtype=np.int64))


def sheet_of(table: str, frame: pd.DataFrame) -> Sheet:
    """Return a conformed in-memory frame as a sheet, its rows numbered as if it were a file."""
    return Sheet(table, f"{table}.csv", frame, np.arange(2, len(frame) + 2))


def _files(source: Path, progress: _Progress) -> dict[str, list[Path]]:
    try:
        entries = sorted(source.iterdir())
    except OSError as problem:
        what = "不是目录" if source.exists() and not source.is_dir() else "不存在或没有读取权限"
        progress.findings.append(
            Finding(
                "source_missing",
                "error",
                None,
                None,
                None,
                None,
                str(source),
                f"资料目录{what}",
                f"检查路径是否写对（{reason(problem)}）",
            )
        )
        progress.unreadable = True
        return {}
    files: dict[str, list[Path]] = {}
    for path in entries:
        name, suffix = path.stem.lower(), path.suffix.lower()
        wanted = {".csv", ".parquet"} if name in TABLES else {".parquet"} if name == BOUNDARIES else set()
        if path.is_file() and suffix in wanted:
            files.setdefault(name, []).append(path)
        elif not path.name.startswith((".", "~$")):
            progress.findings.append(_unknown_file(path))
    return files


def _unknown_file(path: Path) -> Finding:
    near = difflib.get_close_matches(path.stem.lower(), [*TABLES, BOUNDARIES], 1, 0.75)
    fix = "与资料无关就移出目录"
    if path.stem.lower() == BOUNDARIES:
        fix = "边界请用 GeoParquet，文件名 boundaries.parquet"
    elif path.suffix.lower() in (".xlsx", ".xls", ".et", ".xlsm"):
        fix = "表格请另存为“CSV UTF-8（逗号分隔）”，文件名用表的英文名"
    elif near:
        fix = f"如果是{label_of(near[0])}，请改名为 {near[0]}.csv"
    return Finding("file_unknown", "warning", None, path.name, None, None, None, "不认识的文件，没有读取", fix)


def _missing(table: str) -> Finding:
    label = TABLES[table].label
    return Finding(
        "file_missing",
        "error",
        table,
        f"{table}.csv",
        None,
        None,
        None,
        f"缺少{label}表，这张表不能没有",
        f"在目录里放入 {table}.csv 或 {table}.parquet",
    )


def _of_file(code: str, table: str, path: Path, message: str, fix: str) -> Finding:
    return Finding(code, "error", table, path.name, None, None, None, message, fix)


def _sheet(table: str, path: Path, progress: _Progress) -> Sheet:
    records = _records(table, path, progress)
    if records is None or not records.has_header:
        progress.unreadable |= TABLES[table].required
        return Sheet(table, path.name, empty(table), np.empty(0, dtype=np.int64), complete=False)
    progress.rows[table] = len(records.rows)
    progress.findings += _columns(TABLES[table], path, records)
    frame, complete = _typed(TABLES[table], path, records, progress)
    if TABLES[table].required and not records.rows and records.complete:
        message = f"{label_of(table)}表没有任何数据行，这张表不能为空"
        progress.findings.append(_of_file("table_empty", table, path, message, "补充数据后重新检查"))
    rows = np.asarray(records.rows, dtype=np.int64)
    return Sheet(table, path.name, frame, rows, records.complete and complete, records.lost)


def _records(table: str, path: Path, progress: _Progress) -> Records | None:
    """Return the records of a file, or None when it cannot be read at all; notes flaws and encoding."""
    try:
        content = path.read_bytes()
        if path.suffix.lower() == ".parquet":
            records = read_columns(content, table)
            progress.encodings[path.name] = "parquet"
        else:
            decoded = decode(content)
            records = read_records(decoded.text)
            progress.encodings[path.name] = decoded.encoding
            if decoded.other_reading is not None:
                progress.findings.append(
                    Finding(
                        "encoding_ambiguous",
                        "warning",
                        table,
                        path.name,
                        None,
                        None,
                        shown(decoded.other_reading),
                        "文件里的非英文字符很少，按 UTF-8 和 GB18030 都能读；已按 UTF-8 读取",
                        "请另存为“CSV UTF-8（逗号分隔）”，使编码没有歧义",
                    )
                )
    except EncodingError as problem:
        progress.findings.append(_of_file(problem.code, table, path, problem.message, problem.fix))
        return None
    except ParquetError:
        progress.findings.append(
            _of_file("parquet_unreadable", table, path, "不是 Parquet 文件，或文件已损坏", "重新导出，或改用 CSV")
        )
        return None
    except OSError as problem:
        progress.findings.append(
            _of_file(
                "file_unreadable",
                table,
                path,
                f"文件打不开（{reason(problem)}）",
                "检查读取权限，或关闭占用它的程序",
            )
        )
        return None
    progress.findings += [_of_flaw(table, path, flaw) for flaw in records.flaws]
    return records


def _of_flaw(table: str, path: Path, flaw: Flaw) -> Finding:
    value = None if flaw.value is None else shown(flaw.value)
    return Finding(flaw.code, "error", table, path.name, flaw.row, flaw.column, value, flaw.message, flaw.fix)


def _columns(table: Table, path: Path, records: Records) -> Iterable[Finding]:
    """Name the columns the table does not have and those it lacks."""
    labels = {column.label: column.name for column in table.columns}
    for name in records.columns:
        if name not in table.names:
            near = labels.get(name) or next(iter(difflib.get_close_matches(name.lower(), table.names, 1, 0.7)), None)
            fix = f"如果是{table.column(near).label}，列名请改为 {near}" if near else "不需要就删去这一列"
            yield Finding(
                "column_unknown",
                "warning",
                table.name,
                path.name,
                1,
                shown(name),
                None,
                f"{table.label}表没有这一列，没有读取",
                fix,
            )
    for column in table.columns:
        if column.name in records.columns:
            continue
        if column.nullable:
            yield Finding(
                "column_absent",
                "warning",
                table.name,
                path.name,
                1,
                column.name,
                None,
                f"缺少“{column.label}”列，全部按未报处理",
                f"有数据就加上 {column.name} 列",
            )
        else:
            yield Finding(
                "column_missing",
                "error",
                table.name,
                path.name,
                1,
                column.name,
                None,
                f"缺少“{column.label}”列，这一列不能没有",
                f"在表头加上 {column.name} 列并逐行填写",
            )


def _typed(table: Table, path: Path, records: Records, progress: _Progress) -> tuple[pd.DataFrame, bool]:
    """Return the typed frame, and whether every required column is there."""
    columns: dict[str, pd.Series[Any]] = {}
    complete = True
    for column in table.columns:
        cells = records.columns.get(column.name)
        if cells is None:
            complete &= column.nullable
            columns[column.name] = pd.Series([None] * len(records.rows), dtype=dtype_of(column))
            continue
        columns[column.name], bad = read_column(column, cells)
        progress.findings += [
            _bad_cell(table, path, column, records.rows[cell.position], cell.value, cell.message, cell.fix)
            for cell in bad
        ]
    return pd.DataFrame(columns), complete


def _bad_cell(table: Table, path: Path, column: Column, row: int, value: str, message: str, fix: str) -> Finding:
    return Finding(
        "type_unreadable",
        "error",
        table.name,
        path.name,
        row,
        column.name,
        shown(value),
        f"{column.label}：{message}",
        fix,
    )


def _polygons(path: Path, progress: _Progress) -> gpd.GeoDataFrame | None:
    boundaries, flaws = read_boundaries(path)
    progress.findings += [_of_flaw(BOUNDARIES, path, flaw) for flaw in flaws]
    if boundaries is not None:
        progress.rows[BOUNDARIES] = len(boundaries)
        progress.encodings[path.name] = "parquet"
    return boundaries
