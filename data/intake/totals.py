"""Rows of sums (合计, 小计): they are not data, but what they say is held against the rows they sum."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from data.forms.model import Field
from data.intake.notes import plain
from data.intake.rows import DataRows, Total
from data.intake.taking import Taken
from data.intake.values import ValueProblem, read_value

#: Amounts are summed to the cent.
_CENT = 0.01
#: Numbers that have no sum.
_NOT_SUMMED = frozenset({"lon", "lat", "median_turnaround_minutes", "value"})


def compare(taken: Taken, data: DataRows) -> None:
    """Note ``total_differs``: a sum is not that of the rows above, or below where it stands first.

    A column with an unreadable cell or a null total is not compared.
    """
    for number, total in enumerate(data.totals):
        start = 0
        if total.partial:
            start = max((one.before for one in data.totals[:number]), default=0)
        rows = range(start, total.before)
        if not total.before:
            rows = range(len(data.rows))
        if not rows:
            continue
        for one in taken.form.fields:
            if one.kind in ("int", "float") and one.name not in _NOT_SUMMED and one.name in taken.header.columns:
                _compare(taken, total, rows, one)


def _compare(taken: Taken, total: Total, rows: Sequence[int], one: Field) -> None:
    at = taken.header.columns[one.name]
    stated = _stated(one, taken.notes.value(total.row, at))
    values = taken.cells[one.name]
    held = [values[position] for position in rows if values[position] is not None]
    if stated is None or (not held and not stated) or any(taken.is_bad(position, one.name) for position in rows):
        return
    summed = sum(held)
    if not math.isclose(stated, summed, rel_tol=1e-9, abs_tol=_CENT / 2):
        taken.notes.at(
            "total_differs", "warning", total.row, at,
            f"“{one.label}”的合计与各行相加（{plain(round(summed, 2))}）不一致",
            "核对各行和合计；系统只收各行，不收合计",
        )


def _stated(one: Field, value: Any) -> float | None:
    try:
        read = read_value(one, value)
    except ValueProblem:
        return None
    return None if read.value is None else float(read.value)
