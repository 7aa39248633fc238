"""Ownership and grade (所有制、等级) that are not as they were: they seldom change, and a slipped row changes them."""

from __future__ import annotations

from typing import Any, Final

from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.doubts.mass import changed_columns
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.reported import Reports

_FORMS: Final = ("institutions", "city_institutions")
_KEPT: Final = ("ownership", "grade")


def note_attributes(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``attribute_changed``, once for an institution: what was known of it is another, or no longer said.

    What is told for the first time is news. Where most of a column changed, that is said of the column alone.
    """
    mass = {
        column for form in _FORMS if form in reports.sheets
        for column, _ in changed_columns(ledger, reports, facts, form)
    }
    for line, origin in brought(ledger, reports, "institutions"):
        before = line.before
        if before is None:
            continue
        changed = [
            name for name in _KEPT
            if name not in mass and before[name] is not None and before[name] != line.now[name]
        ]
        if changed:
            said = "；".join(_said(origin, name, before[name], line.now[name]) for name in changed)
            reports.note(
                origin, "attribute_changed", "warning", changed[0], line.now[changed[0]],
                said, "核对是不是错了行；确已改变或更正可以保留",
            )


def _said(origin: Origin, name: str, old: Any, new: Any) -> str:
    label = origin.rows.form.field(name).label
    if new is None:
        return f"{label}原来是“{origin.spoken(name, str(old))}”，这里空着"
    return f"{label}原来是“{origin.spoken(name, str(old))}”，这里是“{origin.spoken(name, str(new))}”"
