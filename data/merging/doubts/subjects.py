"""Items and services said of an institution that they hardly are of (对象存疑): 县级强院 of a 卫生院."""

from __future__ import annotations

from typing import Final

from data.codes import CAPABILITY, CAPABILITY_VALUES, CATEGORY, PAIRING_LEVEL, TOWNSHIP_LEVEL
from data.intake.cells import CellError, read_number
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought, is_new
from data.merging.ledger import Ledger
from data.merging.reported import Reports

_COUNTY: Final = ("county_hospital", "tcm_hospital", "mch_centre")
#: Who a capability item (能力项目) is asked of.
_OF_ITEM: Final = {
    "county_strong_hospital": _COUNTY,
    "grade2_b_capability": TOWNSHIP_LEVEL,
    "service_tier": TOWNSHIP_LEVEL,
}
_GRASSROOTS: Final = (*TOWNSHIP_LEVEL, "village_clinic")
#: A value (床位、比例) so many times the one before is asked about.
_TIMES: Final = 10
_HINT: Final = "核对机构，看是不是错了行；属实可以保留"


def note_subjects(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note what an item, a service or a pairing is said of and hardly can be.

    ``item_unfit``, ``value_jump``, ``clinic_unfit``, ``clinic_elsewhere``, ``provider_unfit`` and ``pairing_level``.
    """
    _note_items(ledger, reports, facts, month)
    _note_villages(ledger, reports, facts)
    _note_providers(ledger, reports, facts)
    for line, origin in brought(ledger, reports, "pairings"):
        level = line.now["level"]
        of_city = facts.categories.get(line.now["partner_id"]) == "municipal_hospital"
        if of_city and level != "municipal" and is_new(line, "level", "partner_id"):
            reports.note(
                origin, "pairing_level", "warning", "level", level,
                f"{facts.named(line.now['partner_id'])}是市级医院，级别却是{PAIRING_LEVEL[level]}",
                "核对上级医院和级别",
            )


def _note_items(ledger: Ledger, reports: Reports, facts: Facts, month: Month) -> None:
    before = ledger.once(("capability", month.text), lambda: _last_values(ledger, month))
    for line, origin in brought(ledger, reports, "capability"):
        item, value = line.now["item"], line.now["value"]
        if value is None or not is_new(line, "value"):
            continue
        category = facts.categories.get(line.now["subject_id"])
        if item in _OF_ITEM and category is not None and category not in _OF_ITEM[item]:
            reports.note(
                origin, "item_unfit", "warning", "item", item,
                f"{facts.named(line.now['subject_id'])}是{CATEGORY[category]}，一般不报“{CAPABILITY[item]}”", _HINT,
            )
        old = before.get((line.now["subject_id"], item))
        if CAPABILITY_VALUES.get(item, ()) is None and _jumped(old, value):
            reports.note(
                origin, "value_jump", "warning", "value", value,
                f"原来是 {old}，这个月是 {value}，相差 {_TIMES} 倍以上",
                "核对位数和单位；属实可以保留",
            )


def _last_values(ledger: Ledger, month: Month) -> dict[tuple[str, str], str]:
    """Return the live value in force before the month by subject and item."""
    live = ledger.live("capability").sort_values("since", kind="stable")
    rows = live[["subject_id", "item", "value", "since"]].itertuples(index=False)
    return {(subject, item): value for subject, item, value, since in rows if since.date() < month.first}


def _jumped(old: str | None, new: str) -> bool:
    try:
        less, more = sorted((read_number(str(old)), read_number(new)))
    except CellError:
        return False
    return bool(less > 0 and more >= _TIMES * less)


def _note_villages(ledger: Ledger, reports: Reports, facts: Facts) -> None:
    places = ledger.column("institutions", "region_code")
    for line, origin in brought(ledger, reports, "village_services"):
        clinic = line.now["institution_id"]
        if clinic is None or line.now["mode"] != "clinic" or not is_new(line, "mode", "institution_id"):
            continue
        category, where = facts.categories.get(clinic), places.get(clinic) or ""
        if category is not None and category != "village_clinic":
            reports.note(
                origin, "clinic_unfit", "warning", "institution_id", clinic,
                f"服务方式是村卫生室，{facts.named(clinic)}却是{CATEGORY[category]}",
                "卫生院来村里服务的写延伸服务或巡回医疗；机构错了就改正",
            )
        elif len(where) > len("330203100") and where != line.now["village_code"]:
            reports.note(
                origin, "clinic_elsewhere", "warning", "institution_id", clinic,
                f"{facts.named(clinic)}登记在另一个村（{where}）", "核对是不是错了行；几个村合用一家可以保留",
            )


def _note_providers(ledger: Ledger, reports: Reports, facts: Facts) -> None:
    for line, origin in brought(ledger, reports, "remote_volumes"):
        provider = line.now["providing_institution_id"]
        category = facts.categories.get(provider) if provider else None
        if category in _GRASSROOTS and is_new(line, "providing_institution_id"):
            reports.note(
                origin, "provider_unfit", "warning", "providing_institution_id", provider,
                f"服务机构{facts.named(provider)}是{CATEGORY[category]}，像是申请和服务填反了",
                "出诊断、给服务的填在服务机构；属实可以保留",
            )
