"""Rows of a service that were copied for another provider (照抄给另一家服务机构): the same work would count twice."""

from __future__ import annotations

from typing import Any

from data.codes import SERVICE
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row, said_number
from data.merging.reported import Reports
from data.merging.thresholds import thresholds


def note_copies(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``provider_copied``: volume and time of answering are those of the same requester with another provider.

    Two providers may well do the same small number; a copy has the same time as well, or none in either row.
    """
    first: dict[tuple[Any, ...], tuple[Row, Origin]] = {}
    lines = [(line.now, origin) for line, origin in brought(ledger, reports, "remote_volumes")]
    for row, origin in sorted(lines, key=lambda one: one[1].index):
        if row["month"] != month.text or not _tells(row):
            continue
        key = tuple(
            row[name]
            for name in ("requesting_institution_id", "service_type", "volume", "median_turnaround_minutes")
        )
        before, place = first.setdefault(key, (row, origin))
        if before is not row:
            also = "和回报时间" if row["median_turnaround_minutes"] is not None else ""
            reports.note(
                origin, "provider_copied", "warning", "providing_institution_id", row["providing_institution_id"],
                f"{facts.named(row['requesting_institution_id'])}的{SERVICE[row['service_type']]}，"
                f"服务量（{said_number(row['volume'])}）{also}与第 {place.rows.rows[place.index]} 行"
                f"（服务机构{facts.named(before['providing_institution_id'])}）完全相同，像是照抄，两行会加在一起",
                "只由一家服务的删去多余的一行；确由两家分别做了这么多可以保留",
            )


def _tells(row: Row) -> bool:
    """Tell whether a volume is so large that two providers hardly have the same."""
    limits = thresholds("provider_copied")
    timed = row["median_turnaround_minutes"] is not None
    return row["volume"] is not None and bool(row["volume"] >= limits["timed_volume" if timed else "volume"])
