"""Institutions that moved (迁移存疑): to where another one is, to another town, into another consortium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from data.codes import DATUM
from data.geography import geodesic_m, to_wgs84
from data.intake.notes import named
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row, plain_rows
from data.merging.reported import Reports
from data.merging.thresholds import thresholds

#: So many are named by cell; more of them are said at once.
_SINGLY: Final = 5
_FORMS: Final = ("institutions", "city_institutions")


def note_moves(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note what moved: its place, its coordinates, into another consortium.

    ``position_of_other``, ``position_moved``, ``place_changed``, ``datum_changed`` and ``consortium_changed``.
    """
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
    copied = [one for one in moved if held[_point(one[0].now)] != one[0].now["institution_id"]]
    _note(
        reports, "position_of_other", "lon",
        [
            (line, origin, f"经纬度与{facts.named(held[_point(line.now)])}的完全相同")
            for line, origin in copied
        ],
        "经纬度与另一家机构的完全相同", "核对是不是错了行或照抄；确在同一处可以保留", facts,
    )
    most = thresholds("position_moved")["kilometres"]
    away = [(line, origin, _kilometres(line)) for line, origin in moved if (line, origin) not in copied]
    _note(
        reports, "position_moved", _first_moved,
        [
            (line, origin, f"位置比原来移动了 {distance:.1f} 公里") for line, origin, distance in away
            if distance is not None and distance > most
        ],
        f"位置比原来移动了 {most:g} 公里以上", "核对经纬度是不是错了一位或错了行；确已迁址或更正可以保留", facts,
    )


def _first_moved(line: Line) -> str:
    """Return the coordinate that is another one, the longitude where both are."""
    return "lat" if line.before is not None and line.before["lon"] == line.now["lon"] else "lon"


def _kilometres(line: Line) -> float | None:
    """Return how far an institution moved on the ground; null where it had no place, or has none on earth."""
    if line.before is None or _point(line.before) is None:
        return None
    points = [to_wgs84(row["lon"], row["lat"], row["datum"]) for row in (line.before, line.now)]
    if any(abs(lon) > 180 or abs(lat) > 90 for lon, lat in points):
        return None
    (lon, lat), (new_lon, new_lat) = points
    return float(geodesic_m(lon, lat, new_lon, new_lat)) / 1_000


def _note(
    reports: Reports, code: str, column: str | Callable[[Line], str], found: list[tuple[Line, Origin, str]],
    all_said: str, fix: str, facts: Facts,
) -> None:
    if len(found) <= _SINGLY:
        for line, origin, message in found:
            name = column if isinstance(column, str) else column(line)
            reports.note(origin, code, "warning", name, line.now[name], message, fix)
        return
    sheet = next(reports.sheets[form] for form in _FORMS if form in reports.sheets)
    names = named(facts.named(line.now["institution_id"]).strip("“”") for line, _, _ in found)
    reports.whole(sheet, code, "warning", f"{len(found)} 家机构的{all_said}：{names}", fix)


def _point(row: Row) -> tuple[float, float] | None:
    return None if row["lon"] is None or row["lat"] is None else (row["lon"], row["lat"])
