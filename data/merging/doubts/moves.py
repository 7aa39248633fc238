"""Institutions that moved (迁移存疑): to where another one is, to another town, into another consortium."""

from __future__ import annotations

from typing import Any, Final

from data.codes import DATUM
from data.intake.notes import named
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row, plain_rows
from data.merging.reported import Reports

#: So many are named by cell; more of them are said at once.
_SINGLY: Final = 5
_FORMS: Final = ("institutions", "city_institutions")


def note_moves(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``position_of_other``, ``place_changed``, ``datum_changed`` and ``consortium_changed``."""
    lines = list(brought(ledger, reports, "institutions"))
    moved = [one for one in lines if _point(one[0].now) and (not one[0].before or _point(one[0].before) !=
             _point(one[0].now))]
    if moved:
        _note_points(ledger, reports, moved, facts)
    places = ledger.column("regions", "name")
    _note(
        reports, "place_changed", "region_code",
        [
            (line, origin, f"所在地原来是“{places.get(line.before['region_code'])}”，与这里写的不同")
            for line, origin in lines
            if line.before is not None and line.before["region_code"] not in (None, line.now["region_code"])
        ],
        "所在地与原来不同", "核对是不是错了行；确已迁址或更正可以保留", facts,
    )
    _note(
        reports, "datum_changed", "datum",
        [
            (line, origin, f"坐标系原来是 {DATUM[line.before['datum']]}，经纬度却一点没有变")
            for line, origin in lines
            if line.before is not None and line.before["datum"] not in (None, line.now["datum"])
            and line.now["datum"] is not None and _point(line.before) == _point(line.now) is not None
        ],
        "改了坐标系，经纬度却没有变", "换了坐标系，经纬度也要换；原来填错的可以保留", facts,
    )
    sheet = reports.sheets.get("memberships")
    other = [
        line.now["institution_id"]
        for line, _ in brought(ledger, reports, "memberships")
        if (was := facts.live_members.get(line.now["institution_id"])) is not None
        and line.now["valid_to"] is None and was[0] != line.now["consortium_id"]
    ]
    if sheet is not None and other:
        reports.whole(
            sheet, "consortium_changed", "warning",
            f"{len(other)} 家机构换到了另一家医共体：{named(facts.named(one).strip('“”') for one in other)}",
            "核对是不是错了行；确已调整可以保留",
        )


def _note_points(ledger: Ledger, reports: Reports, moved: list[tuple[Line, Origin]], facts: Facts) -> None:
    """Coordinates that are another's to the last digit were copied, or slipped by a row."""
    held: dict[Any, str] = {}
    for row in plain_rows(ledger.live("institutions")[["institution_id", "lon", "lat"]]):
        if _point(row):
            held.setdefault(_point(row), row["institution_id"])
    for line, _ in brought(ledger, reports, "institutions"):
        held.setdefault(_point(line.now), line.now["institution_id"])
    _note(
        reports, "position_of_other", "lon",
        [
            (line, origin, f"经纬度与{facts.named(held[_point(line.now)])}的完全相同")
            for line, origin in moved
            if held[_point(line.now)] != line.now["institution_id"]
        ],
        "经纬度与另一家机构的完全相同", "核对是不是错了行或照抄；确在同一处可以保留", facts,
    )


def _note(
    reports: Reports, code: str, column: str, found: list[tuple[Line, Origin, str]], all_said: str, fix: str,
    facts: Facts,
) -> None:
    if len(found) <= _SINGLY:
        for line, origin, message in found:
            reports.note(origin, code, "warning", column, line.now[column], message, fix)
        return
    sheet = next(reports.sheets[form] for form in _FORMS if form in reports.sheets)
    names = named(facts.named(line.now["institution_id"]).strip("“”") for line, _, _ in found)
    reports.whole(sheet, code, "warning", f"{len(found)} 家机构的{all_said}：{names}", fix)


def _point(row: Row) -> tuple[float, float] | None:
    return None if row["lon"] is None or row["lat"] is None else (row["lon"], row["lat"])
