"""Remote sites (远程站点): opened and closed by what 远程服务 says of an institution and a service."""

from __future__ import annotations

from datetime import date

from data.codes import SERVICE
from data.merging.belonging import Belonging, gone
from data.merging.calendar import Month
from data.merging.closing import is_emptied, note_ended
from data.merging.dated import Stated, settle_dated
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports, Sheet
from data.merging.spans import Key, Span, in_force, own_life

_SPAN = Span("remote_sites", ("institution_id", "service_type"), "opened_on", "closed_on")
_DAYS = {"opened_on": "开通日期", "closed_on": "停用日期"}


def merge_sites(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take the sites of the sheet 远程服务 over; returns how many were named.

    Several rows, one per providing institution, are one site. Notes ``site_conflict`` where they give it different
    days, ``opened_assumed`` where a new one has none, ``register_emptied``, ``rows_ended`` and ``reported_late``.
    """
    own = ledger.take("remote_sites", Belonging(ledger, reports.sender).rows("remote_sites"))
    held = [line for line in own if in_force(own_life(_SPAN)(line), month.last)]
    if is_emptied(reports, sheet, len(held)):
        return 0
    groups: dict[Key, list[tuple[Row, Origin]]] = {}
    for row, origin in sheet.lines:
        key = (row["requesting_institution_id"], row["service_type"])
        if None not in key:
            groups.setdefault(key, []).append((row, origin))
    stated: dict[Key, list[Stated]] = {}
    for key, rows in groups.items():
        values = dict(zip(_SPAN.identity, key, strict=True))
        opened, closed = (_agreed(reports, rows, name) for name in _DAYS)
        stated[key] = [Stated(values, opened, closed, rows[0][1])]
    complete = sheet.whole("requesting_institution_id", "service_type")
    ended = settle_dated(
        ledger, reports, _SPAN, own, stated, month, complete=complete, has_end=sheet.has("closed_on"),
        unasked=gone(ledger, month),
    )
    _note_assumed(ledger, reports, stated, month)
    names = ledger.column("institutions", "name")
    said = [f"{names.get(line.now['institution_id'])}的{SERVICE[line.now['service_type']]}" for line in ended]
    note_ended(reports, sheet, said, month)
    return len(stated)


def _note_assumed(ledger: Ledger, reports: Reports, stated: dict[Key, list[Stated]], month: Month) -> None:
    for line in ledger.added("remote_sites"):
        said = stated.get(tuple(line.now[name] for name in _SPAN.identity), [])
        if any(one.start is None for one in said):
            reports.note(
                said[0].origin, "opened_assumed", "warning", "opened_on", None,
                f"新增的远程服务没有填开通日期，从 {month.first} 起算", "知道开通日期就补填",
            )


def _agreed(reports: Reports, rows: list[tuple[Row, Origin]], name: str) -> date | None:
    """Return the day that the rows of one site give; of different ones the first, and the others are errors."""
    first: date | None = None
    for row, origin in rows:
        day = row[name]
        if day is None:
            continue
        if first is not None and day != first:
            reports.note(
                origin, "site_conflict", "error", name, day,
                f"同一机构同一类服务的{_DAYS[name]}前后不同，另一行是 {first}", "同一站点的各行写同一个日期",
            )
        first = first or day
    return first
