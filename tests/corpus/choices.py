"""Coded columns spoiled (选项): every one by a word that is none, and by the ways words are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.forms import forms
from data.template.choices import words_of
from tests.corpus.building import at, city, county
from tests.corpus.cases import Case, error, put, warning

_STRANGE = "丙丁戊己"


def cases() -> Iterator[Case]:
    """Yield the cases."""
    for form in forms().values():
        for one in form.fields:
            if words_of(form, one) is None or form.key in ("bookings",):
                continue
            code = "code_unknown"
            yield Case(
                f"{form.key}/{one.name}/没有的选项", put(form.key, one.name, _STRANGE),
                (error(code, form.key, at(form.key, one.name)),),
                good=city if form.sender == "city" else county,
            )
    yield from _written()
    yield from _yes_or_no()
    yield from _values()


def _written() -> Iterator[Case]:
    #: form, field, row, what is written, what it is.
    plain: tuple[tuple[str, str, int, str, str], ...] = (
        ("memberships", "role", 0, "lead", "lead"),
        ("memberships", "role", 0, " 牵头 医院\n", "lead"),
        ("institutions", "category", 1, "township_hospital", "township_hospital"),
        ("institutions", "datum", 0, "wgs84", "wgs84"),
        ("institutions", "datum", 0, "ＷＧＳ－８４", "wgs84"),
        ("postings", "flow", 0, "牵头医院→成员单位", "lead_to_member"),
        ("postings", "flow", 0, "牵头医院 -> 成员单位", "lead_to_member"),
    )
    for number, (key, name, row, text, code) in enumerate(plain):
        yield Case(f"{key}/{name}/写法{number + 1}", put(key, name, text, row), taken={(key, row, name): code})
    said: tuple[tuple[str, str, int, str, str], ...] = (
        ("memberships", "role", 0, "牵头单位", "lead"),
        ("memberships", "role", 1, "乡级", "township_member"),
        ("institutions", "category", 1, "卫生院", "township_hospital"),
        ("postings", "title_grade", 0, "主治医师", "intermediate"),
        ("postings", "kind", 0, "长期", "long_term"),
        ("remote", "service_type", 0, "影像", "imaging"),
    )
    for key, name, row, text, code in said:
        yield Case(
            f"{key}/{name}/近义_{text}", put(key, name, text, row),
            (warning("value_read_as", key, at(key, name, row)),), taken={(key, row, name): code},
        )
    yield Case(
        "postings/title_grade/错别字", put("postings", "title_grade", "副高级别"),
        (error("code_unknown", "postings", at("postings", "title_grade")),),
    )
    for mark in ("无", "/", "—"):
        yield Case(
            f"postings/title_grade/mark_{mark}", put("postings", "title_grade", mark),
            taken={("postings", 0, "title_grade"): None},
        )


def _yes_or_no() -> Iterator[Case]:
    key, name = "village_services", "clinic_planned"
    answers: tuple[tuple[str, Any, bool | None], ...] = (
        ("是", "是", True), ("否", "否", False), ("勾", "√", True), ("叉", "×", False),
        ("一", 1, True), ("真", True, True), ("未报", "未报", None),
    )
    for label, value, taken in answers:
        yield Case(f"{key}/{name}/{label}", put(key, name, value), taken={(key, 0, name): taken})
    for label, value, code in (
        ("无", "无", "mark_unclear"), ("斜杠", "/", "mark_unclear"), ("有", "有", "code_unknown"),
        ("二", 2, "code_unknown"),
    ):
        yield Case(f"{key}/{name}/{label}", put(key, name, value), (error(code, key, at(key, name)),))


def _values() -> Iterator[Case]:
    key = "capability"
    place = at(key, "value", 3)
    for label, value, taken in (("全角", "２０", "20"), ("带张", "20张", "20"), ("划线", "—", None)):
        yield Case(f"{key}/beds/{label}", put(key, "value", value, 3), taken={(key, 3, "value"): taken})
    for label, value, code in (
        ("无", "无", "mark_unclear"), ("约数", "约20", "type_unreadable"),
    ):
        yield Case(f"{key}/beds/{label}", put(key, "value", value, 3), (error(code, key, place),))
    yield Case(
        "capability/county_strong_hospital/数", put(key, "value", 3), (error("code_unknown", key, at(key, "value")),)
    )
    yield Case(
        "governance/plan_issued/部分", put("governance", "value", "部分"), taken={("governance", 0, "value"): "partial"}
    )
    yield Case(
        "governance/plan_issued/无", put("governance", "value", "无"),
        (error("mark_unclear", "governance", at("governance", "value")),),
    )
    yield Case(
        "governance/plan_issued/已印发", put("governance", "value", "已印发"),
        (error("code_unknown", "governance", at("governance", "value")),),
    )
