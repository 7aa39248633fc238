"""Contents of a file as JSON and back: how the reading process answers.

The answer comes from a process that has parsed a hostile file, so it is no pickle, and every value is checked while
it is taken apart: what has not the shape of :class:`Contents` raises :class:`ValueError`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import orjson

from data.intake.grids import Contents, Flaw, Grid, Value

_T = TypeVar("_T")
#: JSON has no dates: each is an object of one key that says which kind it is.
_TAGS: dict[str, Callable[[Any], Value]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}


def to_json(contents: Contents) -> bytes:
    """Return contents as one line of JSON; lengths of time keep microseconds."""
    return orjson.dumps(
        {
            "format": contents.format,
            "date_1904": contents.date_1904,
            "flaws": [[f.code, f.severity, f.sheet, f.message, f.fix] for f in contents.flaws],
            "grids": [_plain(grid) for grid in contents.grids],
        },
        default=_tagged,
        option=orjson.OPT_PASSTHROUGH_DATETIME,
    )


def from_json(line: bytes) -> Contents:
    """Return the contents a line of JSON holds.

    Raises:
        ValueError: The line is no JSON, or not what :func:`to_json` writes.
    """
    try:
        said = orjson.loads(line)
        return Contents(
            format=_of(str, said["format"]),
            grids=tuple(_grid(plain) for plain in said["grids"]),
            flaws=tuple(_flaw(*plain) for plain in said["flaws"]),
            date_1904=_of(bool, said["date_1904"]),
        )
    except (KeyError, TypeError, OverflowError, AttributeError) as problem:
        raise ValueError("not the contents of a file") from problem


def _plain(grid: Grid) -> dict[str, Any]:
    return {
        "name": grid.name,
        "rows": grid.rows,
        "visible": grid.visible,
        "hidden_rows": sorted(grid.hidden_rows),
        "hidden_columns": sorted(grid.hidden_columns),
        "merged": grid.merged,
        "formulas": [[row, column, text] for (row, column), text in grid.formulas.items()],
        "errors": [[row, column, text] for (row, column), text in grid.errors.items()],
    }


def _tagged(value: object) -> dict[str, Any]:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    raise TypeError(f"no cell holds a {type(value).__name__}")


def _grid(plain: Any) -> Grid:
    rows = tuple(tuple(map(_value, row)) for row in plain["rows"])
    if len({len(row) for row in rows}) > 1:
        raise ValueError("rows of several lengths")
    return Grid(
        name=_of(str, plain["name"]),
        rows=rows,
        visible=_of(bool, plain["visible"]),
        hidden_rows=frozenset(_of(int, row) for row in plain["hidden_rows"]),
        hidden_columns=frozenset(_of(int, column) for column in plain["hidden_columns"]),
        merged=tuple(_four(corners) for corners in plain["merged"]),
        formulas=_cells(plain["formulas"]),
        errors=_cells(plain["errors"]),
    )


def _value(plain: Any) -> Value:
    if plain is None or isinstance(plain, str | int | float):
        return plain
    ((tag, inner),) = plain.items()
    return _TAGS[tag](inner)


def _four(corners: Any) -> tuple[int, int, int, int]:
    top, left, bottom, right = (_of(int, corner) for corner in corners)
    return top, left, bottom, right


def _cells(plain: Any) -> dict[tuple[int, int], str]:
    return {(_of(int, row), _of(int, column)): _of(str, text) for row, column, text in plain}


def _flaw(code: Any, severity: Any, sheet: Any, message: Any, fix: Any) -> Flaw:
    if severity not in ("error", "warning"):
        raise ValueError("neither an error nor a warning")
    place = None if sheet is None else _of(str, sheet)
    return Flaw(_of(str, code), severity, place, _of(str, message), _of(str, fix))


def _of(kind: type[_T], value: Any) -> _T:
    if type(value) is not kind:
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return value
