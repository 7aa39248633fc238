"""Counts of people above those there are (人数存疑): more contracts than inhabitants, 村医 in a county hospital."""

from __future__ import annotations

from typing import Final

from data.codes import CATEGORY, TOWNSHIP_LEVEL
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.ledger import Ledger
from data.merging.reported import Reports

_PEOPLE: Final = ("contracted", "key_population", "key_contracted")
#: Inhabitants are counted some years ago and without those who only work there; twice as many there never are.
_TWICE: Final = 2
_STAFF: Final = ("physicians", "nurses", "technicians", "village_doctors")
#: In a village clinic (村卫生室) there work a few.
_MOST_IN_CLINIC: Final = 20
_WITH_VILLAGE_DOCTORS: Final = (*TOWNSHIP_LEVEL, "village_clinic", "other")


def note_counts(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``above_population`` (error from twice on), ``village_doctors_unfit`` and ``clinic_large``."""
    population = ledger.column("regions", "population")
    for line, origin in brought(ledger, reports, "family_doctors"):
        people = population.get(line.now["county_code"])
        for name in _PEOPLE:
            count = line.now[name]
            if people and count is not None and count > people:
                reports.note(
                    origin, "above_population", "error" if count > _TWICE * people else "warning", name, count,
                    f"“{origin.rows.form.field(name).label}”比全区县人口（{people:,}）还多", "核对位数和单位",
                )
    for line, origin in brought(ledger, reports, "workforce"):
        category = facts.categories.get(line.now["institution_id"])
        if line.now["village_doctors"] and category is not None and category not in _WITH_VILLAGE_DOCTORS:
            reports.note(
                origin, "village_doctors_unfit", "warning", "village_doctors", line.now["village_doctors"],
                f"{CATEGORY[category]}一般没有乡村医生", "核对是不是填错了列或行；没有就留空",
            )
        for name in _STAFF if category == "village_clinic" else ():
            if line.now[name] is not None and line.now[name] > _MOST_IN_CLINIC:
                reports.note(
                    origin, "clinic_large", "warning", name, line.now[name],
                    f"一家村卫生室有 {line.now[name]} 人，很少见", "核对是不是错了行或多写了一位；属实可以保留",
                )
