"""Standards no longer reached, and villages no longer served (倒退): rare, and easily a slip or an emptied cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from data.codes import CAPABILITY, CAPABILITY_VALUES, GOVERNANCE, VILLAGE_MODE
from data.intake.notes import named
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.doubts.mass import changed_columns
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.reported import Reports, Sheet

#: Values from worst to best; a number is neither.
_ORDER: Final = ("no", "none", "partial", "basic", "yes", "recommended")
#: By table: words of its items.
_ITEMS: Final = {"capability": CAPABILITY, "governance": GOVERNANCE}
#: So many are named by cell; more of them are said at once.
_SINGLY: Final = 5

#: Where it stands, what is there now, what is said of it, and what it is of.
_Found = tuple[Origin, Any, str, str]


def note_setbacks(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``state_back``: a value worse than before, or none any more; and ``village_unserved``.

    Where most of a column changed, that is said of the column alone.
    """
    for table in ("capability", "governance"):
        if table in reports.sheets and ("value", "") not in changed_columns(ledger, reports, facts, table):
            _note(
                reports, reports.sheets[table], "state_back", "value", list(_states(ledger, reports, table, facts)),
                "项不如原来，或原来有、这里空着", "核对；属实可以保留",
            )
    sheet = reports.sheets.get("village_services")
    if sheet is not None and ("mode", "") not in changed_columns(ledger, reports, facts, "village_services"):
        _note(
            reports, sheet, "village_unserved", "mode", list(_villages(ledger, reports, facts)),
            "个村原来有服务，这里写无服务", "核对；确已没有服务可以保留",
        )


def _states(ledger: Ledger, reports: Reports, table: str, facts: Facts) -> Iterator[_Found]:
    before = facts.live_rows(table, ("subject_id", "item"), "since", None)
    for line, origin in brought(ledger, reports, table):
        item, new = line.now["item"], line.now["value"]
        old = before.get((line.now["subject_id"], item), {}).get("value")
        if old is None or not _is_worse(item, old, new):
            continue
        said = "这里空着，按没有报送处理" if new is None else f"这里是“{origin.spoken('value', new)}”"
        message = f"“{_ITEMS[table][item]}”原来是“{origin.spoken('value', old)}”，{said}"
        yield origin, new, message, _ITEMS[table][item]


def _is_worse(item: str, old: str, new: str | None) -> bool:
    if new is None:
        return True
    if CAPABILITY_VALUES.get(item, ()) is None:
        return False
    return old in _ORDER and new in _ORDER and _ORDER.index(new) < _ORDER.index(old)


def _villages(ledger: Ledger, reports: Reports, facts: Facts) -> Iterator[_Found]:
    before = facts.live_rows("village_services", ("village_code",), "valid_from", "valid_to")
    names = ledger.column("regions", "name")
    for line, origin in brought(ledger, reports, "village_services"):
        code = line.now["village_code"]
        old = before.get((code,), {}).get("mode")
        if line.now["mode"] == "none" and old not in (None, "none"):
            yield origin, "none", f"这个村原来是{VILLAGE_MODE[old]}，这里写无服务", str(names.get(code, code))


def _note(
    reports: Reports, sheet: Sheet, code: str, column: str, found: list[_Found], all_said: str, fix: str
) -> None:
    if len(found) <= _SINGLY:
        for origin, value, message, _ in found:
            reports.note(origin, code, "warning", column, value, message, fix)
    else:
        reports.whole(sheet, code, "warning", f"{len(found)} {all_said}：{named(name for *_, name in found)}", fix)
