"""Postings between institutions that do not fit (派出或接收机构不符): they would silently not be counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from data.codes import CATEGORY
from data.intake.notes import named
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought, is_new
from data.merging.ledger import Ledger
from data.merging.plain import Row
from data.merging.reported import Reports

_WITHOUT: Final = "因“派出或接收机构不符”不计入任何口径的人数"
_ENDS: Final = ("flow", "from_institution_id", "to_institution_id", "kind", "start_on", "end_on")
#: Who may send, by flow (派驻方向); leads are told by the memberships.
_SENDERS: Final = {
    "municipal_to_lead": ("municipal_hospital",),
    "municipal_to_county": ("municipal_hospital", "municipal_public_health"),
}


def note_ends(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``posting_ends_unfit`` of long-term postings in force at the month's end.

    Those that are new or changed are named by cell; those that stand as they were and fitted before, at once. What did
    not fit before and stands as it was is not asked about again.
    """
    moved: list[str] = []
    for line, origin in brought(ledger, reports, "postings"):
        if line.now["kind"] != "long_term" or not _in_force(line.now, month.last):
            continue
        found = _unfit(line.now, facts, facts.members)
        if found is None:
            continue
        column, why = found
        if is_new(line, *_ENDS):
            reports.note(
                origin, "posting_ends_unfit", "warning", column, line.now[column], f"{why}，{_WITHOUT}",
                "核对派出、接收机构和方向；机构的归属不对就改正“成员关系”表",
            )
        elif _unfit(line.now, facts, facts.live_members) is None:
            moved.append(line.now["posting_id"])
    if moved:
        reports.whole(
            reports.sheets["city_postings" if reports.is_city else "postings"], "posting_ends_unfit", "warning",
            f"机构的归属变了，有 {len(moved)} 次派驻的派出或接收机构不再合适，{_WITHOUT}：{named(moved)}",
            "核对“成员关系”表；属实就把这些派驻结束，或改正派出、接收机构",
        )


def _unfit(row: Row, facts: Facts, members: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Return the column that does not fit the flow and why; null where both ends do."""
    sender, receiver, flow = row["from_institution_id"], row["to_institution_id"], row["flow"]
    mine, theirs = members.get(sender), members.get(receiver)
    if flow in _SENDERS:
        category = facts.categories.get(sender)
        if category not in _SENDERS[flow]:
            wanted = "或".join(CATEGORY[one] for one in _SENDERS[flow])
            return "from_institution_id", f"派出机构{facts.named(sender)}不是{wanted}"
        if flow == "municipal_to_lead" and (theirs is None or theirs[1] != "lead"):
            said = f"接收机构{facts.named(receiver)}不是牵头医院" if receiver else "没有写接收的牵头医院"
            return "to_institution_id", said
        return None
    if sender == receiver:
        return None  # The rules say so already.
    if mine is None or mine[1] != "lead":
        return "from_institution_id", f"派出机构{facts.named(sender)}不是牵头医院"
    if theirs is None or theirs[1] == "lead" or theirs[0] != mine[0]:
        return "to_institution_id", f"接收机构{facts.named(receiver)}不是派出机构{facts.named(sender)}的成员单位"
    return None


def _in_force(row: Row, day: date) -> bool:
    end: Any = row["end_on"]
    return bool(row["start_on"] <= day and (end is None or end >= day))


