"""A travel-time table (通行时间表) that the user supplies: from, to, minutes."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scenarios.proposing.proposal import CannotProposeError

_COLUMNS = {"from": "from", "起点": "from", "to": "to", "终点": "to", "minutes": "minutes", "分钟": "minutes"}
#: Faults that are told before the rest is only counted.
_SHOWN = 3


@dataclass(frozen=True)
class TravelTimes:
    """Minutes from a village to a village or an institution; a pair that is not there cannot be travelled."""

    minutes: Mapping[tuple[str, str], float]

    def between(self, start: str, end: str) -> float:
        """Return the minutes of a pair: 0 to itself, infinite where the table has none."""
        return 0.0 if start == end else self.minutes.get((start, end), math.inf)


def read_travel_times(content: bytes, known: Collection[str]) -> TravelTimes:
    """Read the table from a CSV file in UTF-8 or GB18030.

    Columns ``from, to, minutes`` (or 起点、终点、分钟) in any order; codes of villages or institutions. Where only one
    direction of a pair is given it holds for both. Of a pair given twice both must agree.

    Args:
        content: The file.
        known: Every code that may stand in it.

    Raises:
        CannotProposeError: The file cannot be read, with the line and what is wrong, in Chinese.
    """
    rows = _rows(_text(content))
    if not rows:
        raise CannotProposeError("通行时间表是空的")
    heads = [_COLUMNS.get(cell.strip().lower()) for cell in rows[0]]
    if any(heads.count(name) != 1 for name in ("from", "to", "minutes")):
        raise CannotProposeError("通行时间表的第一行应写 from、to、minutes（或 起点、终点、分钟）三列，每列一次")
    at = {name: heads.index(name) for name in ("from", "to", "minutes")}
    allowed = set(known)
    found: dict[tuple[str, str], float] = {}
    faults: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in at.items()}
        minutes = _minutes(cells["minutes"])
        pair = (cells["from"], cells["to"])
        unknown = [code for code in pair if code not in allowed]
        if unknown:
            faults.append(f"第 {number} 行不认识的编号“{unknown[0]}”")
        elif minutes is None:
            faults.append(f"第 {number} 行的分钟数“{cells['minutes']}”不是不小于 0 的数")
        elif found.setdefault(pair, minutes) != minutes:
            faults.append(f"第 {number} 行与前面同一对起终点的分钟数不同")
    if faults:
        more = f"等 {len(faults)} 处" if len(faults) > _SHOWN else ""
        raise CannotProposeError(f"通行时间表：{'；'.join(faults[:_SHOWN])}{more}")
    back = {(end, start): minutes for (start, end), minutes in found.items()}
    return TravelTimes({**back, **found})


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotProposeError("通行时间表既不是 UTF-8 也不是 GB18030 编码的文本")


def _rows(text: str) -> list[list[str]]:
    """Return the rows of a table, whatever ends its lines; a quote that is never closed would swallow the rest."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    begun = 1
    try:
        for row in lines:
            rows.append(row)
            begun = lines.line_num + 1
    except csv.Error:
        raise CannotProposeError(f"通行时间表从第 {begun} 行起读不通，多半是双引号没有成对") from None
    return rows


def _minutes(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
