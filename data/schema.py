"""The rules one table can be held against by itself: types, nulls, codes, formats and unique keys.

The pandera schemas are generated from :data:`data.model.TABLES`, so that a column added there is checked here.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from data.findings import Finding, shown
from data.model import TABLES, Column
from data.reading import Sheet
from data.tables import dtype_of

#: Form of a code by the name of its column: pattern of the whole, and the form in words.
FORMATS: dict[str, tuple[str, str]] = {
    "region_code": (
        r"[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}",
        "4 位（市）、6 位（区县）、9 位（乡镇街道）或 12 位（村）数字",
    ),
    "parent_code": (r"[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}", "4、6、9 或 12 位数字；最上一级留空"),
    "county_code": (r"[0-9]{6}", "6 位数字"),
    "to_county_code": (r"[0-9]{6}", "6 位数字"),
    "village_code": (r"[0-9]{12}", "12 位数字"),
    "consortium_id": (r"(?![0-9]{4}$|[0-9]{6}$).+", "不是 4 位或 6 位数字的编号，以免与市、区县代码混淆"),
}

_UNIQUE = "multiple_fields_uniqueness"


@cache
def schema_of(table: str) -> pa.DataFrameSchema:
    """Return the pandera schema of a table: dtypes, nullability, choices, formats and unique key."""
    described = TABLES[table]
    return pa.DataFrameSchema(
        {column.name: _column(column) for column in described.columns},
        unique=list(described.key),
        report_duplicates="exclude_first",
        strict=True,
        name=table,
    )


def _column(column: Column) -> pa.Column:
    checks = []
    if column.choices is not None:
        checks.append(pa.Check.isin(list(column.choices), name="code_unknown"))
    if column.name in FORMATS:
        pattern = FORMATS[column.name][0]
        checks.append(
            pa.Check(lambda values, pattern=pattern: values.str.fullmatch(pattern), name="code_format", ignore_na=True)
        )
    return pa.Column(dtype_of(column), checks=checks, nullable=column.nullable)


def validate(sheet: Sheet, unreadable: set[tuple[int, str]]) -> tuple[Sheet, list[Finding]]:
    """Hold one table against its schema.

    Args:
        sheet: The table as read.
        unreadable: File row and column of cells already reported as unreadable: they are null here, and are
            not reported a second time as missing.

    Returns:
        The sheet for the cross-table rules: values that failed are null and rows with a repeated key are
        left out, so that one slip is not reported by every rule it touches; and the findings.
    """
    if sheet.frame.empty:
        return sheet, []
    try:
        schema_of(sheet.table).validate(sheet.frame, lazy=True)
    except SchemaErrors as problem:
        failures = problem.failure_cases
    else:
        return sheet, []
    frame = sheet.frame.copy()
    findings: list[Finding] = []
    given = {c.name for c in TABLES[sheet.table].columns if len(frame) and frame[c.name].notna().any()}
    repeated: list[int] = []
    for check, column, value, index in zip(
        failures["check"], failures["column"], failures["failure_case"], failures["index"], strict=True
    ):
        at = int(index)
        if check == _UNIQUE:
            repeated.append(at)
        elif check == "not_nullable":
            # A column that is missing as a whole has been reported once, by name.
            if (int(sheet.rows[at]), column) not in unreadable and (column in given or sheet.complete):
                findings.append(_missing(sheet, at, column))
        else:
            findings.append(_wrong_code(sheet, at, column, check, str(value)))
            frame.loc[at, column] = None
    repeated = _with_whole_key(sheet, repeated)
    findings += _repeated(sheet, repeated)
    kept = frame.index.difference(repeated)
    return replace(sheet, frame=frame.loc[kept].reset_index(drop=True), rows=sheet.rows[kept]), findings


def _finding(sheet: Sheet, at: int, column: str, code: str, value: str | None, message: str, fix: str) -> Finding:
    return Finding(code, "error", sheet.table, sheet.file, int(sheet.rows[at]), column, value, message, fix)


def _missing(sheet: Sheet, at: int, column: str) -> Finding:
    label = TABLES[sheet.table].column(column).label
    return _finding(sheet, at, column, "value_missing", None, f"“{label}”没有填，这一列不能为空", f"补填{label}")


def _wrong_code(sheet: Sheet, at: int, name: str, check: str, value: str) -> Finding:
    column = TABLES[sheet.table].column(name)
    if check == "code_format":
        form = FORMATS[name][1]
        return _finding(
            sheet, at, name, check, shown(value), f"{column.label}的形式不对，应为{form}", "核对后改为正确的代码"
        )
    choices = column.choices or {}
    options = "、".join(f"{code}（{label}）" for code, label in choices.items())
    by_label = {label: code for code, label in choices.items()}
    near = by_label.get(value) or next(iter(difflib.get_close_matches(value.strip().lower(), choices, 1, 0.6)), None)
    fix = f"改为 {near}；可用的代码：{options}" if near else f"改为以下代码之一：{options}"
    return _finding(sheet, at, name, "code_unknown", shown(value), f"{column.label}没有这个代码", fix)


def _with_whole_key(sheet: Sheet, positions: list[int]) -> list[int]:
    """Return the positions, each once, whose key has no null: a missing key is no repeated one."""
    key = list(TABLES[sheet.table].key)
    whole = sheet.frame.loc[sorted(set(positions)), key].notna().all(axis=1)
    return [int(at) for at in whole[whole].index]


def _repeated(sheet: Sheet, positions: list[int]) -> Iterator[Finding]:
    described = TABLES[sheet.table]
    key = list(described.key)
    first = pd.Series(sheet.rows, index=sheet.frame.index).groupby([sheet.frame[k] for k in key]).first()
    for at in positions:
        values: tuple[Any, ...] = tuple(sheet.frame.loc[at, key])
        earlier = first[values if len(key) > 1 else values[0]]
        stated = "，".join(f"{described.column(k).label} {_plain(v)}" for k, v in zip(key, values, strict=True))
        yield _finding(
            sheet,
            at,
            key[0],
            "duplicate_key",
            shown(_plain(values[0])),
            f"与第 {earlier} 行是同一条记录（{stated}），主键重复",
            "只保留正确的一行；若是两件事，改正其中一行的编号或日期",
        )


def _plain(value: object) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
