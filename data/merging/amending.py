"""What changing a posting does to earlier months (更正派驻): postings have no history of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data.intake.notes import named
from data.merging.calendar import Month, months_later
from data.merging.ledger import Line
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports, Sheet
from data.policies import load_calibers

_SHOWN: Final = {"duty": "工作内容", "mode": "协作方式"}


def note_amended(reports: Reports, origin: Origin, old: Row, new: Row, month: Month) -> None:
    """Note ``posting_amended`` where the same posting will be counted otherwise in earlier months.

    Its title grade is not what it was, or its term is by now long enough, or no longer, for a caliber (口径).
    """
    told = f"{month.text} 以前各月按“符合条件”口径的人数也会跟着变"
    if old["title_grade"] != new["title_grade"]:
        _note(reports, origin, "title_grade", new, f"职称级别与原来不同；这一项不分时期，{told}")
    for name, label in _SHOWN.items():
        if old[name] != new[name]:
            told_of = f"{label}与原来不同；这一项不分时期，{month.text} 以前各月的分类也会跟着变"
            _note(reports, origin, name, new, told_of)
    if terms_differ(old, new):
        name = "end_on" if old["end_on"] != new["end_on"] else "planned_end_on"
        name = "start_on" if old["start_on"] != new["start_on"] else name
        _note(reports, origin, name, new, f"派驻时间的长短改变了能不能计入，{told}")


def note_cut_short(reports: Reports, sheet: Sheet, ended: Sequence[Line], month: Month) -> None:
    """Note ``posting_amended`` where postings that the sheet does not name any more end before a term they had."""
    cut = [line.now["posting_id"] for line in ended if line.before is not None and terms_differ(line.before, line.now)]
    if cut:
        reports.whole(
            sheet, "posting_amended", "warning",
            f"表里没有的派驻按上月末结束，其中 {len(cut)} 次因此改变了能不能计入，"
            f"{month.text} 以前各月按“符合条件”口径的人数也会跟着变：{named(cut)}",
            "确已提前结束就不用动；漏了就补上再报",
        )


def terms_differ(old: Row, new: Row) -> bool:
    """Tell whether a posting's term is long enough for a caliber (口径) and was not, or was and is not."""
    return _terms(old) != _terms(new)


def _note(reports: Reports, origin: Origin, name: str, new: Row, message: str) -> None:
    reports.note(origin, "posting_amended", "warning", name, new[name], message, "核对；属实就不用动")


def _terms(row: Row) -> tuple[bool | None, ...]:
    """Return for each caliber that asks for a term whether it is long enough; null where no end is known."""
    until = row["end_on"] or row["planned_end_on"]
    asked = [one.min_months for one in load_calibers().values() if one.min_months is not None]
    return tuple(None if until is None else until >= months_later(row["start_on"], count) for count in asked)
