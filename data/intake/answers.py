"""What the intake (收表) answers: findings by cell, rows understood, and what would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from data.findings import Severity
from data.forms.model import Form


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One thing that is wrong (error) or odd (warning) in a file that was sent, with its place."""

    #: Stable snake_case name of the rule.
    code: str
    severity: Severity
    #: Name of the file as it was sent.
    file: str
    sheet: str | None
    #: ``D17``; ``17`` for a whole row, null for a whole sheet or file.
    cell: str | None
    #: The value found, never a personal identifier: those are said as （已隐去）.
    value: str | None
    #: Why it is wrong, a Chinese sentence without a full stop.
    message: str
    #: How to mend it.
    fix: str
    #: The sender it goes back to: a county's or a city's code; null while that is not known.
    sender: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data; the keys are the field names."""
        return {name: getattr(self, name) for name in self.__slots__}

    def of(self, sender: str | None) -> CellFinding:
        """Return the same finding with its sender."""
        return replace(self, sender=sender)

    @property
    def place(self) -> str:
        """Where it is, in Chinese: 文件 · 工作表 · 单元格."""
        return " · ".join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True)
class FormRows:
    """The rows of one form that could be taken from a file."""

    form: Form
    #: Columns: every field of the form by name, typed as in the contract (companions as ``str``); index 0..n-1.
    #: Numbers of institutions, consortia and regions are resolved; a cell that could not be read is null.
    frame: pd.DataFrame
    sheet: str
    #: Row of each row of ``frame`` in the sheet, counted from 1 as a spreadsheet does.
    rows: tuple[int, ...]
    #: Letters of the column of each field that has one.
    columns: Mapping[str, str]
    #: False where rows were lost, so that nothing may be concluded from what is missing: no register row is closed.
    complete: bool = True

    def cell(self, index: int, name: str) -> str:
        """Return the cell of a field in a row of ``frame``: ``D17``; the row alone where the file lacks the column."""
        return f"{self.columns.get(name, '')}{self.rows[index]}"


@dataclass(frozen=True)
class SentFile:
    """One file as it was understood."""

    name: str
    sha256: str
    size: int
    #: Code of the county or city it is from; null where that cannot be told.
    sender: str | None
    #: The month it reports, ``YYYY-MM``; null where that cannot be told.
    month: str | None
    #: Version of the template it was made from; null where it is not ours.
    version: str | None
    #: By key of the form.
    forms: Mapping[str, FormRows]
    findings: tuple[CellFinding, ...]

    @property
    def errors(self) -> tuple[CellFinding, ...]:
        """Return what keeps the file from being taken."""
        return tuple(found for found in self.findings if found.severity == "error")


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a sender's files would change in what is live (本次比上次改了哪些数)."""

    sender: str
    table: str
    #: ``added``, ``removed`` (from a register: closed) or ``changed``.
    kind: str
    #: Key of the row in words: names of places and institutions, months, items.
    key: str
    column: str
    #: Chinese name of the column.
    label: str
    old: Any
    new: Any
    #: ``new - old`` of two numbers, else null.
    change: float | None
    #: Relative size by which large changes are put first; greater is larger. Rows of a register that end count more
    #: than numbers that move.
    weight: float
