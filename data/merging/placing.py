"""What the rules find in the merged tables, said of the cells it was reported in (落到单元格), by sender."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from data.checking import Checked, check_frames
from data.findings import Finding
from data.intake.answers import CellFinding
from data.merging.merger import Merged
from data.merging.origins import Origin
from data.merging.saying import fix_of, message_of
from data.model import TABLES
from data.tables import OWNER

_ROW = re.compile(r"第 \d+ 行")
_CELL = re.compile(r"([A-Z]*)([0-9]*)")
#: What tells a finding apart from others: its rule, table, the key of its row, column, value and what it says.
_Mark = tuple[Any, ...]


@dataclass(frozen=True)
class Placed:
    """What the check of merged tables says."""

    #: On rows that a file reported.
    of_cells: tuple[CellFinding, ...]
    #: Errors on rows that no file reported, each with the code of the county (or city) that the row belongs to.
    elsewhere: tuple[tuple[str, Finding], ...]
    #: All that it found, and the tables.
    checked: Checked


def known_findings(
    live: Mapping[str, pd.DataFrame], as_of: date, boundaries: gpd.GeoDataFrame | None = None
) -> frozenset[_Mark]:
    """Return the marks of what the check finds in the live tables: it is old, and nobody's fault today."""
    report = check_frames(live, as_of, boundaries).report
    return frozenset(_mark(finding, live) for finding in report.findings)


def place(
    merged: Merged, as_of: date, known: frozenset[_Mark], boundaries: gpd.GeoDataFrame | None = None
) -> Placed:
    """Check merged tables and say of each new finding in which cell it stands.

    Args:
        merged: The tables.
        as_of: The as-of date (截止日期) they would be published with.
        known: Marks of what is live already: warnings among it are dropped, and errors in rows that no file reported.
        boundaries: County polygons of the live snapshot.
    """
    checked = check_frames(merged.frames, as_of, boundaries)
    of_cells: list[CellFinding] = []
    elsewhere: list[tuple[str, Finding]] = []
    owners = _Owners(merged.frames)
    for finding in checked.report.findings:
        if finding.table not in TABLES or finding.row is None:
            continue
        index = finding.row - 2
        origin = merged.origins[finding.table].get(index)
        is_known = _mark(finding, merged.frames) in known
        if origin is not None and not (is_known and finding.severity == "warning"):
            of_cells.append(_at_cell(finding, origin, merged.origins[finding.table]))
        elif finding.severity == "error" and not is_known:
            elsewhere.append((owners.of(finding.table, merged.frames[finding.table], index), finding))
    return Placed(tuple(of_cells), tuple(elsewhere), checked)


def at_file(finding: Finding, file: str, sender: str) -> CellFinding:
    """Return a finding on a row that no file reported, as one on a sender's whole file."""
    return CellFinding(
        finding.code, finding.severity, file, None, None, None,
        f"并入后{TABLES[finding.table or ''].label}里出错：{message_of(finding, {})}", fix_of(finding), sender,
    )


def _at_cell(finding: Finding, origin: Origin, others: Mapping[int, Origin]) -> CellFinding:
    table = finding.table or ""
    cell = origin.cell(finding.column, table)
    value = None if finding.value is None else origin.spoken(finding.column, finding.value)
    return CellFinding(
        finding.code, finding.severity, origin.file, origin.rows.sheet, cell, value,
        message_of(finding, others), fix_of(finding), origin.sender,
    )


def _mark(finding: Finding, frames: Mapping[str, pd.DataFrame]) -> _Mark:
    key: tuple[str, ...] = ()
    if finding.table in TABLES and finding.row is not None:
        row = frames[finding.table].iloc[finding.row - 2]
        key = tuple(str(row[name]) for name in TABLES[finding.table].key)
    said = _ROW.sub("第 n 行", finding.message)
    return finding.code, finding.table, key, finding.column, finding.value, said


class _Owners:
    """County (or city) of any row, by what it hangs on."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        institutions, consortia = frames["institutions"], frames["consortia"]
        where = institutions["county_code"].fillna(institutions["region_code"].str[:4])
        self._institutions = dict(zip(institutions["institution_id"], where, strict=True))
        self._consortia = dict(zip(consortia["consortium_id"], consortia["county_code"], strict=True))

    def of(self, table: str, frame: pd.DataFrame, index: int) -> str:
        column, _ = OWNER[table]
        code = str(frame[column].iloc[index])
        return str(self._consortia.get(code) or self._institutions.get(code) or code)[:6]


def by_sender(findings: Iterable[CellFinding]) -> dict[str, list[CellFinding]]:
    """Return findings by the sender they go back to."""
    found: dict[str, list[CellFinding]] = {}
    for finding in findings:
        found.setdefault(finding.sender or "", []).append(finding)
    return found


def in_order(findings: Iterable[CellFinding]) -> Iterator[CellFinding]:
    """Yield findings errors first, then by file and sheet as they came, row and column."""
    held = list(dict.fromkeys(findings))
    files = {name: number for number, name in enumerate(dict.fromkeys(one.file for one in held))}
    sheets = {name: number for number, name in enumerate(dict.fromkeys(one.sheet for one in held))}

    def key(one: CellFinding) -> tuple[Any, ...]:
        return (one.severity != "error", files[one.file], sheets[one.sheet], _cell_order(one.cell))

    yield from sorted(held, key=key)


def _cell_order(cell: str | None) -> tuple[int, int, str]:
    """Return row, width of the column's letters, letters; a whole sheet comes first."""
    found = _CELL.fullmatch(cell or "")
    letters, row = found.groups() if found else ("", "")
    return int(row or 0), len(letters), letters
