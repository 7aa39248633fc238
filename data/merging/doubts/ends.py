"""Postings between institutions that do not fit (派出或接收机构不符): they would silently not be counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

from data.codes import CATEGORY
from data.intake.notes import named
from data.merging.calendar import Month
from data.merging.doubts.brought import Known, brought, is_new
from data.merging.ledger import Ledger
from data.merging.plain import Row, plain_rows
from data.merging.reported import Reports

_WITHOUT: Final = "因“派出或接收机构不符”不计入任何口径的人数"
_ENDS: Final = ("flow", "from_institution_id", "to_institution_id", "kind", "start_on", "end_on")
#: Who may send, by flow (派驻方向); leads are told by the memberships.
_SENDERS: Final = {
    "municipal_to_lead": ("municipal_hospital",),
    "municipal_to_county": ("municipal_hospital", "municipal_public_health"),
}


def note_ends(ledger: Ledger, reports: Reports, month: Month) -> None:
    """Note ``posting_ends_unfit`` of long-term postings in force at the month's end.

    Those that are new or changed are named by cell; those that stand as they were and fitted before, at once. What did
    not fit before and stands as it was is not asked about again.
    """
    known, belonging = Known(ledger), Belonging(ledger, month.last)
    moved: list[str] = []
    for line, origin in brought(ledger, reports, "postings"):
        if line.now["kind"] != "long_term" or not _in_force(line.now, month.last):
            continue
        found = _unfit(line.now, known, belonging.merged)
        if found is None:
            continue
        column, why = found
        if is_new(line, *_ENDS):
            reports.note(
                origin, "posting_ends_unfit", "warning", column, line.now[column], f"{why}，{_WITHOUT}",
                "核对派出、接收机构和方向；机构的归属不对就改正“成员关系”表",
            )
        elif _unfit(line.now, known, belonging.live) is None:
            moved.append(line.now["posting_id"])
    if moved:
        reports.whole(
            reports.sheets["city_postings" if reports.is_city else "postings"], "posting_ends_unfit", "warning",
            f"机构的归属变了，有 {len(moved)} 次派驻的派出或接收机构不再合适，{_WITHOUT}：{named(moved)}",
            "核对“成员关系”表；属实就把这些派驻结束，或改正派出、接收机构",
        )


class Belonging:
    """Consortium and role of each institution on a day, by the memberships in force: as merged, and as live."""

    def __init__(self, ledger: Ledger, day: date) -> None:
        """Remember where and when; nothing is looked up before it is asked for."""
        self._ledger, self._day = ledger, day

    @cached_property
    def merged(self) -> Mapping[str, tuple[str, str]]:
        """As they would be live."""
        return self._of(_rows(self._ledger, "memberships"), _rows(self._ledger, "consortia"))

    @cached_property
    def live(self) -> Mapping[str, tuple[str, str]]:
        """As they are live."""
        return self._of(*(list(plain_rows(self._ledger.live(name))) for name in ("memberships", "consortia")))

    def _of(self, memberships: list[Row], consortia: list[Row]) -> Mapping[str, tuple[str, str]]:
        exist = {row["consortium_id"] for row in consortia if self._holds(row["established_on"], row["dissolved_on"])}
        return {
            row["institution_id"]: (row["consortium_id"], row["role"])
            for row in memberships
            if row["consortium_id"] in exist and self._holds(row["valid_from"], row["valid_to"])
        }

    def _holds(self, start: date | None, end: date | None) -> bool:
        return (start is None or start <= self._day) and (end is None or end > self._day)


def _rows(ledger: Ledger, table: str) -> list[Row]:
    lines = list(ledger.lines(table))
    taken = [line.label for line in lines if line.label is not None]
    return [*plain_rows(ledger.live(table).drop(index=taken)), *(line.now for line in lines if not line.dropped)]


def _unfit(row: Row, known: Known, members: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Return the column that does not fit the flow and why; null where both ends do."""
    sender, receiver, flow = row["from_institution_id"], row["to_institution_id"], row["flow"]
    mine, theirs = members.get(sender), members.get(receiver)
    if flow in _SENDERS:
        category = known.categories.get(sender)
        if category not in _SENDERS[flow]:
            wanted = "或".join(CATEGORY[one] for one in _SENDERS[flow])
            return "from_institution_id", f"派出机构{known.named(sender)}不是{wanted}"
        if flow == "municipal_to_lead" and (theirs is None or theirs[1] != "lead"):
            said = f"接收机构{known.named(receiver)}不是牵头医院" if receiver else "没有写接收的牵头医院"
            return "to_institution_id", said
        return None
    if sender == receiver:
        return None  # The rules say so already.
    if mine is None or mine[1] != "lead":
        return "from_institution_id", f"派出机构{known.named(sender)}不是牵头医院"
    if theirs is None or theirs[1] == "lead" or theirs[0] != mine[0]:
        return "to_institution_id", f"接收机构{known.named(receiver)}不是派出机构{known.named(sender)}的成员单位"
    return None


def _in_force(row: Row, day: date) -> bool:
    end: Any = row["end_on"]
    return bool(row["start_on"] <= day and (end is None or end >= day))


