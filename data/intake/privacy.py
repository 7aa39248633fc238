"""Personal identifiers (个人信息) in cells: found before any value can be read or said."""

from __future__ import annotations

from typing import Literal

from data.forms.model import Field, Form
from data.intake.grids import Value
from data.intake.headers import Header
from data.intake.names import is_no_code
from data.intake.notes import SheetNotes, plain
from data.intake.personal import likely_name, personal_kind
from data.intake.rows import DataRows

_WHAT = {"id": ("personal_id", "身份证号"), "phone": ("personal_phone", "手机号码")}


def scan(form: Form, header: Header, data: DataRows, notes: SheetNotes) -> None:
    """Note ``personal_id``, ``personal_phone`` and ``personal_name`` in the data cells, unknown columns included.

    A cell with an identifier is hidden from then on and not read. Likely names are looked for where text is free:
    a name in the column of person codes (人员代号) is an error, elsewhere it may be something else and is a warning.
    """
    fields = {at: form.field(name) for name, at in header.columns.items()}
    for at in range(len(notes.grid.rows[0]) if notes.grid.rows else 0):
        _column(fields.get(at), at, data, notes)


def _column(one: Field | None, at: int, data: DataRows, notes: SheetNotes) -> None:
    known: dict[tuple[type, Value], Literal["id", "phone", "name"] | None] = {}
    found: dict[Literal["id", "phone", "name"], list[int]] = {}
    for row in data.rows:
        value = data.filled.get((row, at), notes.value(row, at))
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            continue
        key = (type(value), value)
        if key not in known:
            known[key] = _kind(value, one)
        if kind := known[key]:
            notes.private.add((row, at)) if kind != "name" else notes.named.add((row, at))
            found.setdefault(kind, []).append(row)
    for kind, held in found.items():
        # A column that the form does not know goes as a whole: one finding is enough.
        for row in held if one is not None else held[:1]:
            _note(kind, one, row, at, len(held), notes)


def _kind(value: Value, one: Field | None) -> Literal["id", "phone", "name"] | None:
    if found := personal_kind(plain(value), one):
        return found
    if not isinstance(value, str):
        return None
    if one is not None and one.name == "person_id" and is_no_code(value):
        return "name"
    return "name" if _is_free(one) and likely_name(value) else None


def _is_free(one: Field | None) -> bool:
    """Tell whether a column takes any text; names of institutions, places and codes are exempt."""
    if one is None or one.name == "person_id":
        return True
    is_name = one.table is None or one.name == "name"
    return one.kind == "text" and one.choices is None and not is_name


def _note(
    kind: Literal["id", "phone", "name"], one: Field | None, row: int, at: int, count: int, notes: SheetNotes
) -> None:
    many = f"，这一列共 {count} 处" if one is None and count > 1 else ""
    mend = "删去整列，本系统不收个人信息" if one is None else "删去，本系统不收个人信息"
    if kind != "name":
        code, what = _WHAT[kind]
        notes.at(code, "error", row, at, f"单元格里有{what}{many}", mend)
    elif one is not None and one.name == "person_id":
        notes.at("personal_name", "error", row, at, "人员代号像是真实姓名", "改用不能认出本人的代号，如 甲01")
    else:
        notes.at("personal_name", "warning", row, at, f"单元格里像是有人的姓名{many}", f"是姓名就{mend}")
