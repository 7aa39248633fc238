"""What was reported by whom and when (报送情况): county × month × table, counting only what was due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.model import TABLES
from indicators.aggregate import PERCENT
from indicators.engine import CityFigures
from indicators.months import NO_DAY, date_of, days, month_text, months
from indicators.wording import NBSP, quantity

#: States of a due submission. 视同已报 is said where no record of submissions is kept at all.
STATES = {"received": "已收到", "not_received": "未收到", "assumed": "视同已报"}
COLUMNS = [
    "county_code", "county", "month", "table", "table_label", "state", "state_label", "received_on", "rows_said",
    "rows_held", "doubt",
]
#: Columns by which a row of a monthly table finds its county, where it is not named by code.
_BY_CONSORTIUM = ("referrals", "costs")
_BY_INSTITUTION = {
    "workforce": "institution_id",
    "remote_volumes": "requesting_institution_id",
    "bookings": "provider_institution_id",
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete the reports (报送完整率) are: received ÷ due; null where nothing was due."""

    received: int
    due: int
    #: No record of submissions is kept, so every county counts as having sent every table every month.
    assumed: bool

    @property
    def share(self) -> float | None:
        """Return received ÷ due in %, null over nothing."""
        return PERCENT * self.received / self.due if self.due else None


def submissions(figures: CityFigures, scope: str) -> pd.DataFrame:
    """Return one row per county in the account, ended month and table that was due, in this order.

    Due is what ``submissions`` has a row for, and received when the row tells a day. That day is shown and not compared
    with the figures' day: a month's report always comes after the month, and the figures hold it all the same.
    Where the whole table is absent, every county sent every table every month: each monthly table that has rows is
    then due of each county from its first month to the last ended one, and counts as received (视同已报).

    Returns:
        Columns of :data:`COLUMNS`: ``received_on`` (a date or null), ``rows_said`` the rows the county said it sent
        (null for 未报), ``rows_held`` those of that county and month that the snapshot holds (0 for none; null for a
        table without months); ``doubt`` in Chinese where the two tell different stories, else empty. A consortium has
        no rows, as counties report.
    """
    held = figures.tables["submissions"]
    if not figures.tables.reported("submissions"):
        rows = list(_assumed(figures, scope))
    else:
        rows = list(_recorded(figures, scope, held))
    counts = _rows_held(figures)
    for row in rows:
        table = row["table"]
        if table in TABLES and "month" in TABLES[table].names:
            row["rows_held"] = counts.get((table, row["county_code"], row["month"]), 0)
        row["doubt"] = _doubt(row)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["received_on"] = pd.to_datetime(frame["received_on"]).astype("datetime64[ms]")
    frame = frame.astype({"rows_said": "Int64", "rows_held": "Int64"})
    return frame.sort_values(["county_code", "month", "table"], kind="stable", ignore_index=True)


def completeness(figures: CityFigures, scope: str, rows: pd.DataFrame | None = None) -> Completeness:
    """Return how much of what was due in a scope has been received; see :func:`submissions`.

    Args:
        figures: The figures of the day.
        scope: Code of the city, a county or a consortium.
        rows: Rows of :func:`submissions` that were worked out already, or some of them.
    """
    rows = submissions(figures, scope) if rows is None else rows
    return Completeness(
        int((rows["state"] != "not_received").sum()), len(rows), not figures.tables.reported("submissions")
    )


def completeness_by(rows: pd.DataFrame, by: str = "county") -> pd.DataFrame:
    """Return received, due and share (%, NaN over nothing) per county, month or table of :func:`submissions`.

    Args:
        rows: Rows of :func:`submissions`.
        by: ``county``, ``month`` or ``table``.

    Returns:
        Columns code, name, received, due, share, missing (in order of code).
    """
    code, name = {"county": ("county_code", "county"), "month": ("month", "month"), "table": ("table", "table_label")}[
        by
    ]
    found = [
        (key, own[name].iloc[0], int((own["state"] != "not_received").sum()), len(own))
        for key, own in rows.groupby(code, sort=True)
    ]
    frame = pd.DataFrame(found, columns=["code", "name", "received", "due"])
    frame["share"] = PERCENT * frame["received"] / frame["due"]
    frame["missing"] = frame["due"] - frame["received"]
    return frame.astype({"received": "int64", "due": "int64", "share": "float64", "missing": "int64"})


def _recorded(figures: CityFigures, scope: str, held: pd.DataFrame) -> Iterator[dict[str, Any]]:
    counties = counties_in(figures, scope)
    context = figures.context
    number = months(held["month"])
    received = days(held["received_on"])
    ended = (number >= 0) & (number <= context.last_month) & held["county_code"].isin(list(counties)).to_numpy()
    columns = (held[name].tolist() for name in ("county_code", "month", "table", "rows"))
    for code, month, table, said, on, due in zip(*columns, received.tolist(), ended.tolist(), strict=True):
        if due:
            there = on != NO_DAY
            yield _row(code, counties[code], month, table, "received" if there else "not_received",
                       date_of(on) if there else None, said if there else None)


def _assumed(figures: CityFigures, scope: str) -> Iterator[dict[str, Any]]:
    last = figures.context.last_month
    for table, described in TABLES.items():
        if table == "submissions" or "month" not in described.names:
            continue
        number = months(figures.tables[table]["month"])
        number = number[number >= 0]
        if len(number) == 0:
            continue
        for code, name in counties_in(figures, scope).items():
            for month in range(int(number.min()), last + 1):
                yield _row(code, name, month_text(month), table, "assumed", None, None)


def _row(code: str, name: str, month: str, table: str, state: str, on: Any, said: Any) -> dict[str, Any]:
    return {
        "county_code": code, "county": name, "month": month, "table": table,
        "table_label": TABLES[table].label if table in TABLES else table, "state": state,
        "state_label": STATES[state], "received_on": on, "rows_said": said, "rows_held": None,
    }


def counties_in(figures: CityFigures, scope: str) -> dict[str, str]:
    """Return the names of the counties of a scope that report, by code; a consortium has none."""
    base = figures.context.base
    at = np.arange(len(base.counties))
    at = at[figures.holds(at, np.full(len(at), -2), scope)]
    return {base.counties.index[one]: base.counties.names[one] for one in at.tolist()}


def _rows_held(figures: CityFigures) -> dict[tuple[str, str, str], int]:
    """Return how many rows the tables hold of each monthly table, county and month."""
    tables = figures.tables
    county_of = dict(zip(tables["institutions"]["institution_id"], tables["institutions"]["county_code"], strict=True))
    consortium_of = dict(zip(tables["consortia"]["consortium_id"], tables["consortia"]["county_code"], strict=True))
    counts: dict[tuple[str, str, str], int] = {}
    for table, described in TABLES.items():
        frame = tables[table]
        if table == "submissions" or "month" not in described.names or frame.empty:
            continue
        if table in _BY_INSTITUTION:
            county = frame[_BY_INSTITUTION[table]].map(county_of)
        elif table in _BY_CONSORTIUM:
            county = frame["consortium_id"].map(consortium_of)
        else:
            county = frame["county_code"]
        found = Counter(zip(county.tolist(), frame["month"].tolist(), strict=True))
        counts |= {(table, code, month): count for (code, month), count in found.items()}
    return counts


def _doubt(row: dict[str, Any]) -> str:
    said, held = row["rows_said"], row["rows_held"]
    if held is None or row["state"] == "assumed":
        return ""
    if row["state"] == "not_received":
        return f"没有收到记录，数据中却有{NBSP}{quantity(held, '行')}" if held else ""
    if held == 0:
        return "记录已收到，数据中没有这个月"
    if said is not None and not pd.isna(said) and int(said) != held:
        return f"记录{NBSP}{quantity(int(said), '行')}，数据中有{NBSP}{quantity(held, '行')}"
    return ""
