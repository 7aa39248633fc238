"""Counts of people above those there are (人数存疑): more contracts than inhabitants, 村医 in a county hospital."""

from __future__ import annotations

from typing import Final

from data.codes import CATEGORY, TOWNSHIP_LEVEL
from data.merging.calendar import Month
from data.merging.doubts.brought import Known, brought
from data.merging.ledger import Ledger
from data.merging.reported import Reports

_PEOPLE: Final = ("contracted", "key_population", "key_contracted")
#: Inhabitants are counted some years ago and without those who only work there; twice as many there never are.
_TWICE: Final = 2
_WITH_VILLAGE_DOCTORS: Final = (*TOWNSHIP_LEVEL, "village_clinic", "other")


def note_counts(ledger: Ledger, reports: Reports, month: Month) -> None:
    """Note ``above_population`` (error from twice on) and ``village_doctors_unfit``."""
    known, population = Known(ledger), ledger.column("regions", "population")
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
        category = known.categories.get(line.now["institution_id"])
        if line.now["village_doctors"] and category is not None and category not in _WITH_VILLAGE_DOCTORS:
            reports.note(
                origin, "village_doctors_unfit", "warning", "village_doctors", line.now["village_doctors"],
                f"{CATEGORY[category]}一般没有乡村医生", "核对是不是填错了列或行；没有就留空",
            )
