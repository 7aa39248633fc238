"""What the cross-table rules are given: the readable rows of every table, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd

from data.findings import Finding, Severity, shown
from data.reading import Sheet

#: Stands for "no end" and "no beginning" in comparisons of days.
FOREVER = pd.Timestamp(date(9999, 12, 31))
ALWAYS = pd.Timestamp(date(1, 1, 1))


@dataclass(frozen=True)
class Material:
    """Everything a rule may look at."""

    sheets: Mapping[str, Sheet]
    #: The as-of date (截止日期).
    as_of: date
    #: County polygons of a city (region_code, geometry); empty where none are known.
    boundaries: Callable[[str], gpd.GeoDataFrame]
    #: Table, record number and column of each cell that was refused before the rules: it is null in the frame.
    refused: frozenset[tuple[str, int, str]] = frozenset()

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows of a table; index 0..n-1 fits :meth:`at`."""
        return self.sheets[table].frame

    def complete(self, *tables: str) -> bool:
        """Tell whether these tables were read to the end, so that absence in them means something."""
        return all(self.sheets[name].complete for name in tables)

    def reported(self, table: str) -> bool:
        """Tell whether the source has any row of this table."""
        return len(self.sheets[table].frame) > 0

    def at(
        self,
        code: str,
        severity: Severity,
        table: str,
        index: int,
        column: str | None,
        message: str,
        fix: str,
        value: object = None,
    ) -> Finding:
        """Return a finding on one row; the value is the cell's unless another is given."""
        sheet = self.sheets[table]
        if value is None and column is not None:
            found = cell(sheet.frame, index, column)
            value = None if pd.isna(found) else plain(found)
        text = None if value is None else shown(value)
        return Finding(code, severity, table, sheet.file, int(sheet.rows[index]), column, text, message, fix)

    def each(
        self,
        wrong: pd.Series[Any],
        code: str,
        severity: Severity,
        table: str,
        column: str,
        message: str | Callable[[int], str],
        fix: str,
    ) -> Iterator[Finding]:
        """Return a finding on every row that is ``wrong`` (a mask); a message may be made of the row's index."""
        for index in wrong.index[wrong]:
            said = message if isinstance(message, str) else message(int(index))
            yield self.at(code, severity, table, int(index), column, said, fix)

    def was_refused(self, table: str, column: str) -> pd.Series[Any]:
        """Return a mask of the rows whose cell in this column was refused and is null for that reason."""
        rows = {row for name, row, found in self.refused if (name, found) == (table, column)}
        frame = self.frame(table)
        return pd.Series([int(row) in rows for row in self.sheets[table].rows], index=frame.index, dtype=bool)

    def row_number(self, table: str, index: int) -> int:
        """Return the record number of a row in its file (the header is row 1)."""
        return int(self.sheets[table].rows[index])

    @cached_property
    def institutions(self) -> pd.DataFrame:
        """Institutions by id, without rows whose id could not be read."""
        frame = self.frame("institutions").dropna(subset=["institution_id"])
        return frame.drop_duplicates("institution_id").set_index("institution_id", drop=False)

    @cached_property
    def consortia(self) -> pd.DataFrame:
        """Consortia by id, without rows whose id could not be read."""
        frame = self.frame("consortia").dropna(subset=["consortium_id"])
        return frame.drop_duplicates("consortium_id").set_index("consortium_id", drop=False)

    @cached_property
    def region_names(self) -> dict[str, str]:
        """Names of regions by code."""
        frame = self.frame("regions").dropna(subset=["region_code", "name"])
        return dict(zip(frame["region_code"], frame["name"], strict=True))

    def institution_name(self, code: str) -> str:
        """Return the name of an institution, or its id where it has none."""
        return _name(self.institutions, code)

    def consortium_name(self, code: str) -> str:
        """Return the name of a consortium, or its id where it has none."""
        return _name(self.consortia, code)

    def region_name(self, code: object) -> str:
        """Return a region's name with its code, or the code alone."""
        name = self.region_names.get(str(code))
        return f"{name}（{code}）" if name else str(code)


Rule = Callable[[Material], Iterator[Finding]]


def cell(frame: pd.DataFrame, index: object, column: str) -> Any:
    """Return one cell; ``Any`` because what a column holds is in the contract and not in the type stubs."""
    held: Any = frame
    return held.at[index, column]  # noqa: PD008 - one cell, by label


def _name(frame: pd.DataFrame, code: str) -> str:
    if code not in frame.index:
        return code
    name = cell(frame, code, "name")
    return code if pd.isna(name) else f"{name}（{code}）"


def plain(value: object) -> str:
    """Return a cell as it would stand in a CSV: an ISO day, ``true``/``false``, digits."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def day(value: pd.Timestamp) -> str:
    """Return a day as ISO text."""
    return value.date().isoformat()


def span(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Return a half-open span of days in Chinese; open ends are said in words."""
    first = "最初" if start == ALWAYS else day(start)
    return f"{first} 起至今" if end == FOREVER else f"{first} 至 {day(end - pd.Timedelta(days=1))}"
