"""Roles and names that an institution of its category hardly has (角色与类别): a clinic that leads."""

from __future__ import annotations

import re
from typing import Final

from data.codes import CATEGORY, ROLE, TOWNSHIP_LEVEL
from data.merging.calendar import Month
from data.merging.doubts.brought import Facts, brought, is_new
from data.merging.ledger import Ledger
from data.merging.origins import Origin
from data.merging.plain import Row
from data.merging.reported import Reports

#: Who leads a consortium (牵头医院) is a hospital of the county.
_HOSPITALS: Final = ("county_hospital", "tcm_hospital")
_CLINIC: Final = "village_clinic"
_GRASSROOTS: Final = (*TOWNSHIP_LEVEL, _CLINIC)
#: Categories of a role; ``other`` may be anything.
_OF_ROLE: Final = {
    "lead": _HOSPITALS,
    "county_member": (*_HOSPITALS, "mch_centre", "cdc", "other"),
    "township_member": (*TOWNSHIP_LEVEL, "other"),
    "village_member": (_CLINIC, "other"),
}
#: What the end of a name says of the category, the longer ends first; what stands in brackets behind it says nothing.
_OF_NAME: Final = (
    (re.compile(r".*(村|社区)?卫生室(（.*）)?"), (_CLINIC,)),
    (re.compile(r".*社区卫生服务(中心|站)(（.*）)?"), ("community_health_centre", "township_hospital", _CLINIC)),
    (re.compile(r".*(?<!预防)卫生院(（.*）)?"), TOWNSHIP_LEVEL),
    (re.compile(r".*妇幼保健.{0,8}(院|中心)(（.*）)?"), ("mch_centre", "municipal_hospital")),
    (re.compile(r".*(疾病预防控制|疾控)中心(（.*）)?"), ("cdc", "municipal_public_health")),
    (re.compile(r".*(中医医?院|人民医院)(（.*）)?"), (*_HOSPITALS, "municipal_hospital")),
)


def note_roles(ledger: Ledger, reports: Reports, month: Month, facts: Facts) -> None:
    """Note what role, name, grade and town an institution of its category hardly has.

    ``lead_unfit``, ``role_unfit``, ``supervisor_unfit``, ``category_unlike_name``, ``central_town_unfit`` and
    ``grade_unfit``.
    """
    for line, origin in brought(ledger, reports, "memberships"):
        if is_new(line, "role", "institution_id") and line.now["valid_to"] is None:
            _note_role(reports, origin, line.now, facts)
        if is_new(line, "supervisor_id", "institution_id") and line.now["valid_to"] is None:
            _note_supervisor(reports, origin, line.now, facts)
    for line, origin in brought(ledger, reports, "institutions"):
        if is_new(line, "category", "name"):
            _note_category(reports, origin, line.now)
        grade, category = line.now["grade"], line.now["category"]
        if grade and grade.startswith("三级") and category in _GRASSROOTS and is_new(line, "grade", "category"):
            reports.note(
                origin, "grade_unfit", "warning", "grade", grade, f"{CATEGORY[category]}一般不会是{grade}",
                "核对是不是错了行；属实可以保留",
            )
        if line.now["central_town"] and line.now["category"] not in TOWNSHIP_LEVEL and is_new(
            line, "central_town", "category"
        ):
            reports.note(
                origin, "central_town_unfit", "warning", "central_town", True,
                f"中心镇机构是乡镇卫生院或社区卫生服务中心，这里是{CATEGORY[line.now['category']]}",
                "核对类别；不是就写 否 或留空",
            )


def _note_role(reports: Reports, origin: Origin, row: Row, facts: Facts) -> None:
    role, category = row["role"], facts.categories.get(row["institution_id"])
    if category is None or role is None or category in _OF_ROLE[role]:
        return
    name = facts.named(row["institution_id"])
    message = f"{name}的类别是{CATEGORY[category]}，不像是{ROLE[role]}"
    if role != "lead":
        reports.note(origin, "role_unfit", "warning", "role", role, message, "核对角色和机构的类别；属实可以保留")
    elif category == _CLINIC:
        reports.note(
            origin, "lead_unfit", "error", "role", role, f"{name}是村卫生室，不能是牵头医院", "改正角色，或改正机构"
        )
    else:
        reports.note(origin, "lead_unfit", "warning", "role", role, message, "核对角色和机构的类别；属实可以保留")


def _note_supervisor(reports: Reports, origin: Origin, row: Row, facts: Facts) -> None:
    above = row["supervisor_id"]
    if above is None:
        return
    category = facts.categories.get(above)
    if category is not None and category not in TOWNSHIP_LEVEL:
        reports.note(
            origin, "supervisor_unfit", "warning", "supervisor_id", above,
            f"上级卫生院{facts.named(above)}的类别是{CATEGORY[category]}", "填管这个村卫生室的卫生院；属实可以保留",
        )
    elif facts.categories.get(row["institution_id"]) not in (None, _CLINIC, "other"):
        reports.note(
            origin, "supervisor_unfit", "warning", "supervisor_id", above,
            f"{facts.named(row['institution_id'])}不是村卫生室，填了上级卫生院", "只有村卫生室填上级卫生院，其他留空",
        )


def _note_category(reports: Reports, origin: Origin, row: Row) -> None:
    category = row["category"]
    fit = next((fit for pattern, fit in _OF_NAME if pattern.fullmatch(row["name"])), None)
    if fit is None or category is None or category in fit or category == "other":
        return
    reports.note(
        origin, "category_unlike_name", "warning", "category", category,
        f"名称像是{'或'.join(CATEGORY[one] for one in fit)}，类别却是{CATEGORY[category]}",
        "核对名称和类别，看是不是错了行；属实可以保留",
    )
