"""One cell of a form as a typed value (单元格读数), or why it cannot be taken and how to mend it.

What has one meaning is read however it is written; where the reading is not plainly the same text it is said. What may
mean two things is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from data.forms.model import Field
from data.intake.days import read_day
from data.intake.grids import Value
from data.intake.labels import read_code, read_text
from data.intake.marks import read_mark, refuse_mark
from data.intake.months import read_month
from data.intake.numbers import read_number
from data.intake.outcome import NOTHING, Read, ValueProblem
from data.intake.plain import cell_text, clean
from data.intake.words import read_bool, read_choice

__all__ = ["Read", "ValueProblem", "cell_text", "read_value"]

#: Columns of text that hold the number of a thing.
_NUMBERS_OF_THINGS = frozenset({"uscc"})


def read_value(
    field: Field, value: Value, *, date_1904: bool = False, choices: Mapping[str, str] | None = None
) -> Read:
    """Read one cell of a column.

    Args:
        field: The column: its kind, codes and marks of absence.
        value: The cell as the file has it.
        date_1904: Serial dates of the file count from 1904.
        choices: Codes with their words where they depend on the row; by default the column's own.

    Raises:
        ValueProblem: The cell cannot be taken: ``type_unreadable``, ``mark_unclear``, ``month_ambiguous`` or
            ``code_unknown``. Nothing else is raised, whatever the cell holds.
    """
    words = choices if choices is not None else field.choices
    if value is None:
        return NOTHING
    if isinstance(value, str):
        value = clean(value)
        if not value:
            return NOTHING
        if (marked := read_mark(field, value, words)) is not None:
            return marked
        if words is None:
            refuse_mark(field, value, None)
    if words is not None:
        return read_choice(field, value, words)
    return _of_kind(field, value, date_1904)


def _of_kind(field: Field, value: Value, date_1904: bool) -> Read:
    if field.kind in ("int", "float"):
        return read_number(field, value)
    if field.kind == "date":
        return read_day(value, date_1904=date_1904)
    if field.kind == "month":
        return read_month(value, date_1904=date_1904)
    if field.kind == "bool":
        return read_bool(field, value)
    return read_code(value) if field.kind == "code" or field.name in _NUMBERS_OF_THINGS else read_text(value)
