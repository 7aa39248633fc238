"""The data cells of a sheet as typed values by field; whatever cannot be read is noted with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from data.forms.model import Field, Form
from data.forms.words import COUNTED, SHARES, capability_words, governance_words
from data.intake.grids import Value, cell_name
from data.intake.headers import Header
from data.intake.notes import SheetNotes, named
from data.intake.rows import DataRows, is_blank
from data.intake.shares import check_share
from data.intake.values import ValueProblem, read_value
from data.model import CAPABILITY

#: How many cells with formulas a warning names.
_FORMULAS_NAMED = 5


@dataclass
class Taken:
    """The rows of one sheet as values by field, before anything is looked up in the register."""

    form: Form
    header: Header
    #: Rows of the sheet, counted from 0.
    rows: list[int]
    #: By field of the form, one value per row; a field without a column is null throughout.
    cells: dict[str, list[Any]]
    notes: SheetNotes
    #: Positions in ``rows`` of rows that cannot be taken.
    lost: set[int] = field(default_factory=set)

    def problem(self, code: str, position: int, name: str, message: str, fix: str, severity: str = "error") -> None:
        """Note something about one field of one row; where the sheet lacks the column, about the whole row."""
        self.notes.at(
            code, "error" if severity == "error" else "warning", self.rows[position], self.header.columns.get(name),
            message, fix,
        )

    def is_bad(self, position: int, name: str) -> bool:
        """Tell whether the cell of a field has an error already."""
        return (self.rows[position], self.header.columns.get(name, -1)) in self.notes.bad


def take(form: Form, header: Header, data: DataRows, notes: SheetNotes, *, date_1904: bool) -> Taken:
    """Read every data cell of the fields; personal cells, errors and formulas without a value are not read."""
    taken = Taken(form, header, list(data.rows), {}, notes)
    formulas: list[tuple[int, int]] = []
    ordered = [one for one in form.fields if one.name != "value"] + [one for one in form.fields if one.name == "value"]
    for one in ordered:
        at = header.columns.get(one.name)
        if at is None:
            taken.cells[one.name] = [None] * len(taken.rows)
            continue
        reader = _Reader(one, date_1904)
        column: list[Any] = []
        items = taken.cells.get("item", []) if one.name == "value" and form.key in ("capability", "governance") else []
        for position, row in enumerate(taken.rows):
            value = data.filled.get((row, at))
            if value is None:
                value = notes.value(row, at)
            if (row, at) in notes.grid.formulas and not is_blank(value):
                formulas.append((row, at))
            if _unfit(row, at, value, notes):
                column.append(None)
                continue
            column.append(_read(reader, value, items[position] if items else None, row, at, notes))
        taken.cells[one.name] = column
    if formulas:
        formulas.sort()
        names = named([cell_name(*place) for place in formulas], _FORMULAS_NAMED)
        notes.at(
            "formula_taken", "warning", *formulas[0], f"公式的结果是表格软件上次算出并存下的值，已按它读取：{names}",
            "核对这些数；最好粘贴为数值再报", value=False,
        )
    return taken


def _unfit(row: int, at: int, value: Value, notes: SheetNotes) -> bool:
    """``cell_error`` and ``formula_without_value``; tells whether the cell is not to be read at all."""
    place = (row, at)
    if place in notes.private:
        return True
    if place in notes.grid.errors:
        notes.at(
            "cell_error", "error", row, at, f"单元格是公式错误 {notes.grid.errors[place]}，没有数",
            "改正公式，或直接填写数值；没有报送就留空", value=False,
        )
        return True
    if place in notes.grid.formulas and value is None:
        notes.at(
            "formula_without_value", "error", row, at, "单元格是公式，文件里没有存下它的结果",
            "用表格软件打开、重新计算并保存，或把公式粘贴为数值", value=False,
        )
        return True
    return False


class _Reader:
    """Reads the cells of one field; equal cells are read once."""

    def __init__(self, one: Field, date_1904: bool) -> None:
        self.field, self.date_1904 = one, date_1904
        self.known: dict[tuple[Any, ...], Any] = {}


def _read(reader: _Reader, value: Value, item: str | None, row: int, at: int, notes: SheetNotes) -> Any:
    if is_blank(value):
        return None
    key = (type(value), value, item)
    if key not in reader.known:
        reader.known[key] = _outcome(reader, value, item)
    found = reader.known[key]
    if isinstance(found, ValueProblem):
        hidden = notes.is_private(row, at)
        message = f"“{reader.field.label}”的内容读不懂" if hidden else found.message
        notes.at(found.code, "error", row, at, message, found.fix)
        return None
    result, said = found
    if said is not None:
        notes.at("value_read_as", "warning", row, at, said, "核对；不是这个意思就改写清楚")
    return result


def _outcome(reader: _Reader, value: Value, item: str | None) -> Any:
    one: Field = reader.field
    choices: Mapping[str, str] | None = None
    numeric = False
    if item is not None:
        choices = capability_words(item) if item in CAPABILITY else governance_words()
        numeric = choices is None
    if numeric:
        one = replace(one, kind="int" if item in COUNTED else "float")
    try:
        read = read_value(one, value, date_1904=reader.date_1904, choices=choices)
        if item in SHARES:
            check_share(value, read.value)
    except ValueProblem as problem:
        return problem
    # The contract keeps the number of an item as text.
    result = f"{read.value:.15g}" if numeric and read.value is not None else read.value
    return result, read.said
