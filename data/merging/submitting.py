"""The record of who sent what (报送记录): a row per county, month and table that came, or was due and did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from data.merging.belonging import Belonging, monthly_tables
from data.merging.calendar import Month
from data.merging.ledger import Ledger, Line

_KEY = ("county_code", "month", "table")
#: Rows of a county and month by table.
_Counts = dict[tuple[str, str, str], int]


def write_implied(ledger: Ledger) -> None:
    """Write down what the live rows imply, where no record was kept so far.

    Without a record every county counts as having sent everything; with the first row only what is recorded counts. So
    each county, month and table that has rows is written as received, on the last day of its month.
    """
    if len(ledger.live("submissions")):
        return
    for (county, month, table), count in sorted(_held(ledger).items()):
        ledger.add(
            "submissions",
            {
                "county_code": county, "month": month, "table": table, "received_on": Month(month).last, "rows": count,
                "provenance": "derived",
            },
            None,
        )


def latest_month(ledger: Ledger, sender: str) -> str | None:
    """Return the latest month of which a sender has live rows, or has sent anything; null for none."""
    belonging = Belonging(ledger, sender)
    months: list[str] = []
    for table in monthly_tables():
        held = ledger.live(table)["month"][belonging.rows(table)].dropna()
        months += [held.max()] if len(held) else []
    record = ledger.live("submissions")
    sent = record["month"][(record["county_code"] == sender) & record["received_on"].notna()].dropna()
    return max([*months, *([sent.max()] if len(sent) else [])], default=None)


def submit(ledger: Ledger, sender: str, taken: Mapping[str, int], month: Month, received_on: date) -> None:
    """Record what was taken from a sender: its tables, each with its rows.

    The city has no record of its own; its bookings are recorded for the counties whose hospitals offer them.
    """
    record = _record(ledger, month)
    if len(sender) == 4:
        received = _bookings(ledger, month) if taken.get("bookings") else {}
    else:
        received = {(sender, month.text, table): count for table, count in taken.items() if count}
    for key, count in received.items():
        values: dict[str, Any] = {"received_on": received_on, "rows": count, "provenance": "reported"}
        if key in record:
            ledger.change(record[key], **values)
        else:
            ledger.add("submissions", {**dict(zip(_KEY, key, strict=True)), **values}, None)


def write_due(ledger: Ledger, cities: set[str], month: Month) -> None:
    """Record as not received (未收到) what was due of the counties of these cities and did not come.

    Due is each monthly table of which the record has a row for the county in the month before. Without such a row
    those who have not sent would not be missed anywhere.
    """
    record = ledger.live("submissions")
    before = _lines_of(ledger, Month(month.before))
    now = _record(ledger, month)
    regions = ledger.live("regions")
    counties = regions[(regions["level"] == "county") & regions["in_account"].fillna(True).astype(bool)]
    wanted = {code for code in counties["region_code"] if code[:4] in cities}
    held = _held(ledger, month) if len(record) or before else {}
    monthly = set(monthly_tables())
    for county, _, table in sorted(before):
        key = (county, month.text, table)
        if county in wanted and table in monthly and key not in now and key not in held:
            ledger.add("submissions", {**dict(zip(_KEY, key, strict=True)), "provenance": "derived"}, None)


def _record(ledger: Ledger, month: Month) -> dict[tuple[str, str, str], Line]:
    """Return the rows of the record of a month, live or new, by key."""
    live = ledger.live("submissions")
    lines = [*ledger.take("submissions", live["month"] == month.text), *ledger.added("submissions")]
    return {_key(line): line for line in lines if line.now["month"] == month.text}


def _lines_of(ledger: Ledger, month: Month) -> set[tuple[str, str, str]]:
    return set(_record(ledger, month))


def _key(line: Line) -> tuple[str, str, str]:
    return line.now["county_code"], line.now["month"], line.now["table"]


def _bookings(ledger: Ledger, month: Month) -> _Counts:
    return {key: count for key, count in _held(ledger, month).items() if key[2] == "bookings"}


def _held(ledger: Ledger, month: Month | None = None) -> _Counts:
    """Return how many rows each county has of each monthly table and month (or of one month), as it is live."""
    belonging = Belonging(ledger, "")
    counts: _Counts = {}
    for table in monthly_tables():
        months, county = ledger.live(table)["month"], belonging.counties(table)
        if month is not None:
            months, county = months[months == month.text], county[months == month.text]
        pairs = Counter(zip(county.tolist(), months.tolist(), strict=True))
        counts |= {(code, text, table): count for (code, text), count in pairs.items() if isinstance(code, str)}
    return counts
