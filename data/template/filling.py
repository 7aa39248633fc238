"""The rows a form begins with, as columns of the form: what is known, with names beside numbers and the month."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.forms.model import Field, Form
from data.template.known import Known
from data.template.monthly import MONTHLY
from data.template.municipal import MUNICIPAL
from data.template.registers import REGISTERS
from data.template.states import STATES

_ROWS = {**REGISTERS, **MONTHLY, **STATES, **MUNICIPAL}


def filled(form: Form, known: Known) -> pd.DataFrame:
    """Return the rows of one form as the live snapshot knows them.

    Returns:
        One column per field of the form, in order, of the contract's types (companions are text, months are the
        template's own); null is an empty cell. Column ``provenance`` beside them is null for rows that are only asked.
    """
    rows = _ROWS[form.key](known).reset_index(drop=True)
    named = {field.named_by: field for field in form.fields if field.named_by is not None}
    columns = {field.name: _column(field, rows, named.get(field.name), known) for field in form.fields}
    return pd.DataFrame({**columns, "provenance": rows["provenance"]}, index=rows.index)


def _column(field: Field, rows: pd.DataFrame, numbered: Field | None, known: Known) -> Any:
    if field.kind == "month":
        return pd.Series(known.sender.month, index=rows.index, dtype="str")
    if field.name in rows.columns:
        return rows[field.name]
    if numbered is not None and numbered.refers_to is not None:
        return rows[numbered.name].map(known.names[numbered.refers_to])
    raise KeyError(f"{field.name}: no row tells it")
