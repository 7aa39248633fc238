"""Columns most of whose rows changed at once (整列变动): sorted apart from the names beside them, or inverted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from data.codes import CAPABILITY, CAPABILITY_VALUES
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.ledger import Ledger
from data.merging.reported import Reports

#: So many rows, and half of those that had a value, do not change in one month.
_FEWEST: Final = 10
_SHARE: Final = 0.5
#: By form: the table, what names a thing, its first and last day, and the columns that hardly ever change.
_INSTITUTIONS: Final = (
    "institutions", ("institution_id",), "opened_on", "closed_on", ("region_code", "ownership", "grade", "lon"),
)
_REGISTERS: Final = {
    "institutions": _INSTITUTIONS,
    "city_institutions": _INSTITUTIONS,
    "memberships": ("memberships", ("institution_id",), "valid_from", "valid_to",
                    ("consortium_id", "role", "supervisor_id")),
    "village_services": ("village_services", ("village_code",), "valid_from", "valid_to",
                         ("mode", "clinic_planned", "institution_id")),
    "pairings": ("pairings", ("institution_id",), "valid_from", "valid_to", ("partner_id",)),
    "capability": ("capability", ("subject_id", "item"), "since", None, ("value",)),
    "governance": ("governance", ("subject_id", "item"), "since", None, ("value",)),
}


def note_mass(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``column_changed``: ten rows or more, and half of the column, are not as they were."""
    for form, sheet in reports.sheets.items():
        if form not in _REGISTERS:
            continue
        for (column, item), (count, total) in changed_columns(ledger, reports, facts, form).items():
            label = item or sheet.rows.form.field(column).label
            reports.whole(
                sheet, "column_changed", "warning",
                f"“{label}”有 {count} 行与原来不同（原来有值的共 {total} 行），像是整列填反或错了行",
                "核对这一列；属实可以保留",
            )


def changed_columns(
    ledger: Ledger, reports: Reports, facts: Facts, form: str
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the columns (with the item of a number) most of which changed: how many rows, and how many had a value."""
    total: Counter[tuple[str, str]] = Counter()
    changed: Counter[tuple[str, str]] = Counter()
    for column, item, old, new in _values(ledger, reports, facts, form):
        total[column, item] += 1
        changed[column, item] += old != new
    return {
        key: (count, total[key])
        for key, count in changed.items()
        if count >= _FEWEST and count >= _SHARE * total[key]
    }


def _values(ledger: Ledger, reports: Reports, facts: Facts, form: str) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield each value that there was with what it is now; a numeric item (床位) by itself."""
    table, identity, start, end, columns = _REGISTERS[form]
    before = facts.live_rows(table, identity, start, end)
    for line, _ in brought(ledger, reports, table):
        old = before.get(tuple(line.now[name] for name in identity))
        for column in columns if old is not None else ():
            if old is not None and old[column] is not None:
                item = _item(line.now) if table == "capability" else ""
                yield column, item, old[column], line.now[column]


def _item(row: dict[str, Any]) -> str:
    return CAPABILITY[row["item"]] if CAPABILITY_VALUES.get(row["item"]) is None else ""
