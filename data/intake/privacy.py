"""Personal identifiers (个人信息) in cells: found before any value can be read or said."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from data.forms.model import Field, Form
from data.intake.grids import Grid, Value
from data.intake.headers import Header
from data.intake.identifiers import like_id_number
from data.intake.names import is_no_code
from data.intake.notes import SheetNotes, plain
from data.intake.personal import is_signature, likely_name, personal_kind
from data.intake.rows import DataRows
from data.intake.values import cell_text

#: Digits of a mobile number.
_SHORTEST = 11
_WHAT = {"id": ("personal_id", "身份证号"), "phone": ("personal_phone", "手机号码")}


def scan(form: Form, header: Header, data: DataRows, notes: SheetNotes) -> None:
    """Note ``personal_id``, ``personal_phone`` and ``personal_name`` in the data cells, unknown columns included.

    A cell with an identifier is hidden from then on and not read. Likely names are looked for where text is free:
    a name in the column of person codes (人员代号) is an identifier too and an error, elsewhere it may be something
    else and is a warning. In that column an ID number is one also with a slip of the pen in its check digit.
    """
    fields = {at: form.field(name) for name, at in header.columns.items()}
    for at in range(len(notes.grid.rows[0]) if notes.grid.rows else 0):
        _column(fields.get(at), at, data, notes)


def scan_around(grid: Grid, read: Container[int], notes: SheetNotes) -> None:
    """Note ``personal_id`` and ``personal_phone`` in what is not read: other rows, or a whole sheet that is no form.

    Rows of signatures (填表人, 联系电话) are passed over.

    Args:
        grid: The sheet.
        read: Its data rows, which :func:`scan` has looked through.
        notes: Takes the findings, one for each column and kind.
    """
    found: dict[tuple[int, Literal["id", "phone"]], list[int]] = {}
    for row, cells in enumerate(grid.rows):
        if row in read:
            continue
        held = [(at, kind) for at, value in enumerate(cells) if (kind := _identifier(value))]
        if held and not any(is_signature(cell_text(value)) for value in cells if isinstance(value, str)):
            for at, kind in held:
                notes.private.add((row, at))
                found.setdefault((at, kind), []).append(row)
    for (at, kind), rows in found.items():
        _note(kind, None, rows[0], at, len(rows), notes)


def _identifier(value: Value) -> Literal["id", "phone"] | None:
    """Return which identifier a cell holds; short texts and small numbers hold none, and sheets may be large."""
    if isinstance(value, str):
        return personal_kind(value) if len(value) >= _SHORTEST else None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 10 ** (_SHORTEST - 1):
        return personal_kind(plain(value))
    return None


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
            hidden = notes.private if kind != "name" or _is_person(one) else notes.named
            hidden.add((row, at))
            found.setdefault(kind, []).append(row)
    for kind, held in found.items():
        # A column that the form does not know goes as a whole: one finding is enough.
        for row in held if one is not None else held[:1]:
            _note(kind, one, row, at, len(held), notes)


def _kind(value: Value, one: Field | None) -> Literal["id", "phone", "name"] | None:
    if found := personal_kind(plain(value), one):
        return found
    if _is_person(one) and like_id_number(plain(value)):
        return "id"
    if not isinstance(value, str):
        return None
    if _is_person(one) and is_no_code(value):
        return "name"
    return "name" if _is_free(one) and likely_name(value) else None


def _is_person(one: Field | None) -> bool:
    """Tell whether a column holds what stands for a person (人员代号)."""
    return one is not None and one.name == "person_id"


def _is_free(one: Field | None) -> bool:
    """Tell whether a column takes any text; names of institutions, places and codes are exempt."""
    if one is None or _is_person(one):
        return True
    is_name = one.table is None or one.name == "name"
    return one.kind == "text" and one.choices is None and not is_name


def _note(
    kind: Literal["id", "phone", "name"], one: Field | None, row: int, at: int, count: int, notes: SheetNotes
) -> None:
    many = f"，这一列共 {count} 处" if one is None and count > 1 else ""
    mend = "删去整列，本系统不收个人信息" if one is None and count > 1 else "删去，本系统不收个人信息"
    if kind != "name":
        code, what = _WHAT[kind]
        notes.at(code, "error", row, at, f"单元格里有{what}{many}", mend)
    elif _is_person(one):
        notes.at("personal_name", "error", row, at, "人员代号像是真实姓名", "改用不能认出本人的代号，如 甲01")
    else:
        notes.at("personal_name", "warning", row, at, f"单元格里像是有人的姓名{many}", f"是姓名就{mend}")
