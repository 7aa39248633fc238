"""Where a row of a table was reported: file, sheet and cell (来源单元格)."""

from __future__ import annotations

from dataclasses import dataclass

from data.codes import CAPABILITY
from data.findings import Severity, shown
from data.forms.words import BOOLEAN, capability_words, governance_words
from data.intake.answers import CellFinding, FormRows
from data.intake.notes import HIDDEN
from data.intake.personal import likely_name, personal_kind

#: Columns of a table that the form names otherwise.
_FIELDS = {("remote_sites", "institution_id"): "requesting_institution_id", ("consortia", "name"): "consortium_name"}


@dataclass(frozen=True, slots=True)
class Origin:
    """The row of a sheet that a row of a table was taken from."""

    sender: str
    file: str
    rows: FormRows
    #: Row of ``rows.frame``.
    index: int

    def cell(self, column: str | None, table: str = "") -> str:
        """Return the cell of a column of a table, or the row alone where the sheet has no such column."""
        return self.rows.cell(self.index, _FIELDS.get((table, column), column) if column else "")

    def spoken(self, column: str | None, value: str) -> str:
        """Return a value as the sheet says it: the word of a code (副高级, 已建成), yes and no; all else as it is."""
        one = next((field for field in self.rows.form.fields if field.name == column), None)
        if one is None:
            return value
        words: dict[str, str] = {**(one.choices or {})}
        if one.kind == "bool":
            words = {code: word for name, word in BOOLEAN.items() for code in (name, name.capitalize())}
        elif column == "value" and "item" in self.rows.frame:
            item = str(self.rows.frame["item"].iloc[self.index])
            words = {**((capability_words(item) if item in CAPABILITY else governance_words()) or {})}
        return words.get(value, value)

    @property
    def place(self) -> str:
        """Where it is inside its file, in Chinese."""
        return f"“{self.rows.sheet}”第 {self.rows.rows[self.index]} 行"

    def finding(
        self, code: str, severity: Severity, column: str | None, value: object, message: str, fix: str
    ) -> CellFinding:
        """Return a finding on one cell of the row; a value that may be personal is hidden."""
        text = None if value is None else self.spoken(column, str(value))
        if text is not None:
            text = HIDDEN if personal_kind(text) or likely_name(text) else shown(text)
        return CellFinding(
            code, severity, self.file, self.rows.sheet, self.cell(column), text, message, fix, self.sender
        )
