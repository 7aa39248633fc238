"""Names and codes that nearly are known ones (近似名称): a specialty spelled otherwise, a person in small letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from data.intake.proposing import closest
from data.intake.register import fold
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought
from data.merging.ledger import Ledger
from data.merging.reported import Reports

#: By table: the column with a name that no list gives, and whether every new one is asked about or only a like one.
_NAMES: Final = {"outward_referrals": ("specialty", True), "investments": ("item", False)}


def note_names(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note ``name_new`` of specialties and items that no month had, and ``person_alike``."""
    for table, (column, every) in _NAMES.items():
        held = ledger.live(table)
        known = set(held[column].dropna())
        own = {fold(name): name for name in known}
        for line, origin in brought(ledger, reports, table):
            name = line.now[column]
            if not known or name in known or line.now["month"] != month.text:
                continue
            near = closest(fold(name), own)
            if near or every:
                like = f"是“{own[near]}”就照此改写" if near else "核对名称，与以前各月一致"
                label = origin.rows.form.field(column).label
                reports.note(
                    origin, "name_new", "warning", column, name, f"以前各月没有过这个“{label}”，会另成一项",
                    f"{like}；确是新的一项可以保留",
                )
    _note_persons(ledger, reports, facts)


def _note_persons(ledger: Ledger, reports: Reports, facts: Facts) -> None:
    """One person has one code: another one that differs only in how it is written counts as another person."""
    new = [(line, origin) for line, origin in brought(ledger, reports, "postings") if line.before is None]
    if not new:
        return
    written = _by_fold(
        [*(row["person_id"] for row in facts.live_postings.values()), *(line.now["person_id"] for line, _ in new)]
    )
    for line, origin in new:
        person = line.now["person_id"]
        other = written[_plainly(person)]
        if other != person:
            reports.note(
                origin, "person_alike", "warning", "person_id", person,
                f"已有代号“{other}”，只是写法不同，会当作另一个人", "是同一个人就用原来的代号；不是就换一个不会混淆的",
            )


def _by_fold(persons: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for person in persons:
        found.setdefault(_plainly(person), person)
    return found


def _plainly(person: str) -> str:
    return fold(person).replace("-", "").replace("_", "")
