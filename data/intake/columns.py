"""What is said of a header (表头): columns missing, twice, hidden, unknown, or in another unit."""

from __future__ import annotations

from collections.abc import Sequence

from data.forms.model import Field, Form
from data.intake.headers import Header, missing, without_brackets
from data.intake.notes import SheetNotes, named
from data.intake.outcome import quoted
from data.intake.proposing import closest
from data.intake.register import fold
from data.intake.rows import is_blank

#: How alike an unknown header must be to a missing column to be taken for a misspelling of it.
_NEAR = 0.6


def check_columns(form: Form, header: Header, rows: Sequence[int], notes: SheetNotes) -> None:
    """Note what is wrong with the columns.

    Notes ``column_twice``, ``column_unit``, ``column_unknown``, ``column_ignored``, ``column_missing`` and
    ``column_absent``.
    """
    for name, columns in header.twice.items():
        notes.at(
            "column_twice", "error", header.last, columns[1], f"有 {len(columns)} 列都是“{form.field(name).label}”",
            "只留一列，其余的删除或改名",
        )
    for name, (column, unit) in header.scaled.items():
        notes.at(
            "column_unit", "error", header.last, column, f"“{form.field(name).label}”的单位写的是“{unit}”，与模板不同",
            "按模板的单位换算后填写，并改正列名",
        )
    lacking = missing(header, form)
    proposed = _unknown(form, header, rows, notes)
    for one in lacking:
        if one.name not in proposed:
            notes.at(
                "column_missing", "error", header.last, None, f"缺少“{one.label}”列", f"补上这一列，列名写“{one.label}”"
            )
    absent = [one.label for one in form.fields if _reports(one) and one.name not in header.columns
              and one not in lacking and one.name not in proposed]
    if absent:
        notes.at(
            "column_absent", "warning", header.last, None, f"缺少这些列：{named(absent, 20)}，按没有报送处理",
            "有内容要报就补上；列名照模板写",
        )


def _reports(one: Field) -> bool:
    """Tell whether a column reports something of its own, and not merely numbers or names what another says."""
    return one.table is not None and one.named_by is None and one.name not in ("month", "posting_id", "statement_id")


def _unknown(form: Form, header: Header, rows: Sequence[int], notes: SheetNotes) -> set[str]:
    """Note the columns that are no field; returns the missing fields that they were likely meant as."""
    labels = {fold(name): one for one in form.fields for name in (one.label, *one.aliases)}
    open_fields = {label: one for label, one in labels.items() if one.name not in header.columns}
    proposed: set[str] = set()
    for column, label in header.unknown.items():
        base = without_brackets(label)
        near = base if base in open_fields else closest(fold(label), open_fields, _NEAR)
        used = any(not is_blank(notes.value(row, column)) for row in rows)
        if near and (used or open_fields[near].required) and open_fields[near].name not in proposed:
            one = open_fields[near]
            proposed.add(one.name)
            notes.at(
                "column_unknown", "error", header.last, column, f"没有这一列，像是“{one.label}”，不能确定就是它",
                f"是就把列名改为“{one.label}”；不是就删除，或改一个不相近的列名",
            )
        elif used:
            notes.at(
                "column_ignored", "warning", header.last, column, f"模板里没有{quoted(label)}这一列，没有读取",
                "要上报的内容请写到模板的列里",
            )
    if rows:
        known = {*header.columns.values(), *header.unknown, *(one for held in header.twice.values() for one in held)}
        for column in range(len(notes.grid.rows[0])):
            if column in known or column in header.counting:
                continue
            if any(not is_blank(notes.value(row, column)) for row in rows):
                notes.at(
                    "column_ignored", "warning", header.last, column, "这一列没有列名，内容没有读取",
                    "要上报就写上列名，不要就删除",
                )
    return proposed
