"""Columns that changed places, and rows that slipped by one (串列、串行): told by what was reported the last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any, Final

from data.codes import DIRECTION
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.jumps import last_before
from data.merging.ledger import Ledger
from data.merging.months import MONTHLY
from data.merging.origins import Origin
from data.merging.reported import Reports
from data.merging.thresholds import thresholds
from data.model import TABLES

#: How far numbers must be from those of the last time, each as the logarithm of its ratio: half as much again, or a
#: fifth where there are many numbers ...
_FAR: Final = 0.4
_FAR_OF_MANY: Final = 0.2
_MANY: Final = 10
#: ... and how much nearer they must be in another order.
_NEARER: Final = 4
#: What is spent in one month says nothing of the next.
_UNSTEADY: Final = ("investments",)
#: Cases and minutes are in one row of the same size by chance: only whole columns of them tell.
_UNLIKE: Final = ("remote_volumes",)


@dataclass(frozen=True)
class _Pair:
    """The numbers of one row, now and the last time, and where it stands."""

    origin: Origin
    now: Mapping[str, Any]
    before: Mapping[str, Any]


def note_columns(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note what are nearly the numbers of the last time, but elsewhere.

    ``columns_swapped``, ``rows_shifted`` and ``rows_exchanged``.
    """
    for form, table in MONTHLY.items():
        if form not in reports.sheets or table in _UNSTEADY:
            continue
        pairs = list(_pairs(ledger, reports, table, month))
        labels = {one.name: one.label for one in TABLES[table].columns if one.kind in ("int", "float")}
        if table == "referrals":
            pairs, labels = list(_by_direction(pairs)), DIRECTION
        if not _note_shifted(reports, pairs, list(labels)):
            _note_exchanged(reports, pairs, list(labels))
        for one, other in combinations(labels, 2):
            swapped = pairs[:1] if _is_swapped(pairs, one, other) else [
                pair for pair in pairs if table not in _UNLIKE and _is_swapped_alone(pair, one, other)
            ]
            for pair in swapped:
                column = "cases" if table == "referrals" else one
                reports.note(
                    pair.origin, "columns_swapped", "warning", column, pair.now[one],
                    f"“{labels[one]}”和“{labels[other]}”的数与上一次报的正好对调，像是填反了",
                    "核对这两项；属实可以保留",
                )


def _pairs(ledger: Ledger, reports: Reports, table: str, month: Month) -> Iterator[_Pair]:
    key = [name for name in TABLES[table].key if name != "month"]
    past = last_before(ledger, table, month)
    lines = [(line, origin) for line, origin in brought(ledger, reports, table) if line.now["month"] == month.text]
    for line, origin in sorted(lines, key=lambda one: one[1].index):
        before = past.get(tuple(line.now[name] for name in key))
        if before is not None:
            yield _Pair(origin, line.now, before)


def _by_direction(pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """Yield 上转 and 下转 of each consortium as the two columns of one row."""
    held: dict[str, list[_Pair]] = {}
    for pair in pairs:
        held.setdefault(pair.now["consortium_id"], []).append(pair)
    for own in held.values():
        if len(own) == len(DIRECTION):
            now, before = ({one.now["direction"]: rows["cases"] for one in own for rows in [getattr(one, when)]}
                           for when in ("now", "before"))
            yield _Pair(own[0].origin, now, before)


def _is_swapped(pairs: Sequence[_Pair], one: str, other: str) -> bool:
    """Tell whether two columns are in each other's place in all rows."""
    return _is_nearer(*_both_ways(pairs, one, other))


def _is_swapped_alone(pair: _Pair, one: str, other: str) -> bool:
    """Tell whether two numbers of this row are, neither of them small: those move little by themselves."""
    limits = thresholds("columns_swapped")
    if any((pair.now[name] or 0) < limits["smallest"] for name in (one, other)):
        return False
    return _is_nearer(*_both_ways([pair], one, other), limits["far"])


def _both_ways(pairs: Sequence[_Pair], one: str, other: str) -> tuple[list[float], list[float]]:
    """Return how far the numbers of two columns moved, as they stand and exchanged."""
    straight: list[float] = []
    crossed: list[float] = []
    for pair in pairs:
        now, before = [pair.now[one], pair.now[other]], [pair.before[one], pair.before[other]]
        if _all_positive(*now, *before):
            straight += [_moved(now[0], before[0]), _moved(now[1], before[1])]
            crossed += [_moved(now[0], before[1]), _moved(now[1], before[0])]
    return straight, crossed


def _note_exchanged(reports: Reports, pairs: Sequence[_Pair], names: Sequence[str]) -> None:
    """Say which two rows hold nearly each other's numbers of the last time; only rows that moved far are asked."""
    limits = thresholds("rows_exchanged")
    moved = [
        pair for pair in pairs
        if len(own := [(pair.now[name], pair.before[name]) for name in names
                       if _all_positive(pair.now[name], pair.before[name])]) >= limits["fewest"]
        and max(now for now, _ in own) >= limits["smallest"]
        and sum(abs(_moved(*one)) for one in own) >= limits["far"] / 2 * len(own)
    ]
    for pair, other in combinations(moved, 2):
        straight: list[float] = []
        crossed: list[float] = []
        for one, beside in ((pair, other), (other, pair)):
            for name in names:
                if _all_positive(one.now[name], one.before[name], beside.before[name]):
                    straight.append(_moved(one.now[name], one.before[name]))
                    crossed.append(_moved(one.now[name], beside.before[name]))
        if len(straight) >= 2 * limits["fewest"] and _is_nearer(straight, crossed, limits["far"]):
            reports.note(
                other.origin, "rows_exchanged", "warning", None, None,
                f"这一行的数与第 {pair.origin.rows.rows[pair.origin.index]} 行上一次报的几乎相同，"
                "那一行的又与这一行的几乎相同，像是两行对调了",
                "核对两行的名称和数；属实可以保留",
            )


def _note_shifted(reports: Reports, pairs: Sequence[_Pair], names: Sequence[str]) -> bool:
    for step in (1, -1) if len(pairs) > 1 else ():
        straight: list[float] = []
        shifted: list[float] = []
        for at, pair in enumerate(pairs):
            other = pairs[(at - step) % len(pairs)]
            for name in names:
                now, before, beside = pair.now[name], pair.before[name], other.before[name]
                if _all_positive(now, before, beside):
                    straight.append(_moved(now, before))
                    shifted.append(_moved(now, beside))
        if _is_nearer(straight, shifted):
            where = "上一行" if step == 1 else "下一行"
            reports.note(
                pairs[0].origin, "rows_shifted", "warning", None, None,
                f"各行的数与上一次报的{where}几乎相同，像是整体错了一行", "核对每一行的名称和数；属实可以保留",
            )
            return True
    return False


def _is_nearer(straight: Sequence[float], otherwise: Sequence[float], least: float | None = None) -> bool:
    """Tell whether numbers are far from those of the last time, and near in another order.

    What moved all of them alike (a short month) counts for neither; if it moved them far, they are in another unit.
    """
    if not straight:
        return False
    common = sum(straight) / len(straight)
    far, near = (sum(abs(one - common) for one in way) / len(way) for way in (straight, otherwise))
    enough = least or (_FAR_OF_MANY if len(straight) >= _MANY else _FAR)
    return abs(common) <= _FAR and far >= enough and near * _NEARER <= far


def _all_positive(*numbers: Any) -> bool:
    return all(number is not None and number > 0 for number in numbers)


def _moved(one: float, other: float) -> float:
    return log(one / other)
