"""Rows of a frame as plain values (行): null as None, a day as a date, a count as an int."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd

#: From so many rows on, texts are made once for all rows that hold the same.
_MANY: Final = 1_000
#: The least number whose digits are grouped.
_GROUPED: Final = 10_000
#: A row by column.
Row = dict[str, Any]


def plain_columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the columns of a frame as lists of plain values."""
    return {str(name): _plain(frame[name]) for name in frame.columns}


def plain_rows(frame: pd.DataFrame) -> Iterator[Row]:
    """Yield the rows of a frame, in order, as plain values."""
    columns = plain_columns(frame)
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _plain(values: pd.Series[Any]) -> list[Any]:
    # In bulk: a merge turns half a million cells.
    if values.dtype.kind == "M":
        held = values.to_numpy().astype("datetime64[D]").astype(object)
    elif values.dtype == "str" and len(values) > _MANY:
        # The same codes stand in thousands of rows; each is made once.
        places, texts = pd.factorize(values)
        held = np.array([*texts, None], dtype=object)[places]
    else:
        missing: Any = None  # the stubs of pandas know no null here
        held = values.to_numpy(dtype=object, na_value=missing)
    plain: list[Any] = held.tolist()
    return plain


def said_number(value: float) -> str:
    """Return a number in figures, never in powers of ten: ``4,980,000.5``; grouped from 10,000 on, as pages do."""
    exact = Decimal(repr(value))
    whole, dot, rest = (f"{exact:,f}" if abs(exact) >= _GROUPED else f"{exact:f}").partition(".")
    return whole + (dot + rest).rstrip("0").rstrip(".")
