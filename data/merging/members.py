"""Who belongs to which consortium (成员关系), and which consortia exist: closed and opened on the month's first day."""

from __future__ import annotations

from data.intake.register import fold
from data.merging.belonging import Belonging
from data.merging.calendar import Month
from data.merging.closing import is_emptied, note_ended
from data.merging.ledger import Ledger, Line
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports, Sheet
from data.merging.spans import Key, Life, Span, Wanted, in_force, own_life, settle

_SPAN = Span("memberships", ("institution_id",), "valid_from", "valid_to")
_LIFE = Span("consortia", ("consortium_id",), "established_on", "dissolved_on")


def merge_members(ledger: Ledger, reports: Reports, sheet: Sheet, month: Month) -> int:
    """Take the sheet 成员关系 over; returns how many rows were taken.

    A consortium that has members for the first time is established, one left without any is dissolved, on the month's
    first day; one whose number stands beside another name is called so from now on. Notes ``register_emptied``,
    ``rows_ended``, ``consortia_ended`` and ``consortium_dissolved``.
    """
    belonging = Belonging(ledger, reports.sender)
    consortia = {line.now["consortium_id"]: line for line in ledger.take("consortia", belonging.rows("consortia"))}
    own = ledger.take("memberships", belonging.rows("memberships"))

    def life_of(line: Line) -> Life:
        """A membership is in force while its consortium exists."""
        of = consortia.get(line.now["consortium_id"])
        start, ends = line.now["valid_from"], [line.now["valid_to"], of.now["dissolved_on"] if of else None]
        if of and of.now["established_on"]:
            start = max(start, of.now["established_on"])
        return start, min((day for day in ends if day is not None), default=None)

    held = [line for line in own if in_force(life_of(line), month.last)]
    if is_emptied(reports, sheet, len(held)):
        return 0
    rows = sheet.keyed("institution_id", "consortium_id")
    named = {key[1]: one for key, one in reversed(rows.items())}
    refused = _establish(ledger, reports, consortia, named, month)
    given = sheet.given("role", "supervisor_id")
    wanted: dict[Key, Wanted] = {}
    for (institution, consortium), (row, origin) in rows.items():
        if consortium not in refused:
            values = {"institution_id": institution, "consortium_id": consortium, **{name: row[name] for name in given}}
            wanted.setdefault((institution,), Wanted(values, origin))
    complete = sheet.whole("institution_id", "consortium_id") and not refused
    settled = settle(ledger, _SPAN, own, wanted, month, complete=complete, life_of=life_of)
    names = ledger.column("institutions", "name")
    note_ended(reports, sheet, [str(names.get(line.now["institution_id"])) for line in settled.ended], month)
    if complete:
        _dissolve(ledger, reports, sheet, [line for code, line in consortia.items() if code not in named], month)
    return len(wanted)


def _establish(
    ledger: Ledger, reports: Reports, consortia: dict[str, Line], named: dict[object, tuple[Row, Origin]], month: Month
) -> set[object]:
    """Open the consortia that the sheet names; returns those that ended before the month and cannot go on."""
    refused: set[object] = set()
    for code, (row, origin) in named.items():
        line = consortia.get(str(code))
        if line is None:
            values = {
                "consortium_id": code, "name": row["consortium_name"], "county_code": reports.sender,
                "established_on": month.first,
            }
            consortia[str(code)] = ledger.add("consortia", values, origin)
            continue
        ended = line.now["dissolved_on"]
        if ended is not None and ended < month.first:
            refused.add(code)
            reports.note(
                origin, "consortium_dissolved", "error", "consortium_id", code, f"这家医共体已于 {ended} 撤销",
                "改为现在所属的医共体；重新成立的，编号写“新增”",
            )
            continue
        ledger.change(line, origin)
        name = row["consortium_name"]
        # The contract dates no name of a consortium: the new one shows for earlier months too, as the intake has said.
        if name is not None and fold(name) != fold(line.now["name"]):
            ledger.change(line, name=name, provenance="reported")
        if ended is not None and ended <= month.last:
            ledger.change(line, dissolved_on=None)
        if line.now["established_on"] is not None and line.now["established_on"] > month.last:
            ledger.change(line, established_on=month.first)
    return refused


def _dissolve(ledger: Ledger, reports: Reports, sheet: Sheet, lines: list[Line], month: Month) -> None:
    life = own_life(_LIFE)
    ended = [line for line in lines if in_force(life(line), month.last)]
    for line in ended:
        ledger.change(line, dissolved_on=month.first)
    if ended:
        names = "、".join(f"“{line.now['name']}”" for line in ended)
        reports.whole(
            sheet, "consortia_ended", "warning", f"{names}在这张表里没有成员，将从 {month.first} 起撤销",
            "确已撤销就不用动；漏了就补上成员再报",
        )
