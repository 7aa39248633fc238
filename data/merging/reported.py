"""What one sender reported: its forms, row by row, with what is to be said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from data.findings import Severity
from data.intake.answers import CellFinding, FormRows, SentFile
from data.merging.origins import Origin
from data.merging.plain import Row, plain_rows


@dataclass(frozen=True)
class Sheet:
    """One form as one sender filled it in."""

    sender: str
    file: str
    rows: FormRows

    @cached_property
    def lines(self) -> tuple[tuple[Row, Origin], ...]:
        """The rows as plain values by field, with their places."""
        return tuple(
            (row, Origin(self.sender, self.file, self.rows, index))
            for index, row in enumerate(plain_rows(self.rows.frame))
        )

    def keyed(self, *fields: str) -> dict[tuple[object, ...], tuple[Row, Origin]]:
        """Return the rows by key, the first of each; rows without a whole key are left out."""
        found: dict[tuple[object, ...], tuple[Row, Origin]] = {}
        for row, origin in self.lines:
            key = tuple(row[name] for name in fields)
            if None not in key:
                found.setdefault(key, (row, origin))
        return found

    def whole(self, *fields: str) -> bool:
        """Tell whether something may be concluded from what is missing: no row was lost, none lacks its key."""
        return self.rows.complete and all(row[name] is not None for row, _ in self.lines for name in fields)

    def has(self, name: str) -> bool:
        """Tell whether the sheet has a column for a field; what it lacks says nothing."""
        return name in self.rows.columns

    def given(self, *fields: str) -> tuple[str, ...]:
        """Return those of the fields that the sheet has a column for."""
        return tuple(name for name in fields if self.has(name))

    @property
    def empty(self) -> bool:
        """Tell whether the sheet holds no row, and none was lost."""
        return self.rows.complete and not len(self.rows.frame)


@dataclass
class Reports:
    """All that one sender sent for the month, and what merging it has to say."""

    sender: str
    sheets: Mapping[str, Sheet]
    files: tuple[str, ...]
    findings: list[CellFinding] = field(default_factory=list)
    #: Monthly sheets without a single number.
    blank: list[Sheet] = field(default_factory=list)
    #: File, sheet and cell of what could not be read: it is empty here, and that it is is no news.
    unread: frozenset[tuple[str, str | None, str]] = frozenset()

    @classmethod
    def of(cls, sender: str, files: Sequence[SentFile]) -> Reports:
        """Unite the sheets of a sender's files; of a form that several hold, the first counts."""
        sheets: dict[str, Sheet] = {}
        for file in files:
            for key, rows in file.forms.items():
                sheets.setdefault(key, Sheet(sender, file.name, rows))
        unread = frozenset((one.file, one.sheet, one.cell) for file in files for one in file.errors if one.cell)
        return cls(sender, sheets, tuple(file.name for file in files), unread=unread)

    @property
    def is_city(self) -> bool:
        """Tell whether the sender is a city (市)."""
        return len(self.sender) == 4

    def note(
        self, origin: Origin, code: str, severity: Severity, column: str | None, value: object, message: str, fix: str
    ) -> None:
        """Say something about one cell; of one that could not be read only what is an error by itself."""
        if severity == "error" or not self.is_unread(origin, column):
            self.findings.append(origin.finding(code, severity, column, value, message, fix))

    def is_unread(self, origin: Origin, column: str | None) -> bool:
        """Tell whether the cell of a column was refused when it was read."""
        return (origin.file, origin.rows.sheet, origin.cell(column)) in self.unread

    def note_blank(self) -> None:
        """Note ``month_empty``, once for all monthly sheets without a number."""
        if self.blank:
            sheet = self.blank[0] if len(self.blank) == 1 else None
            names = "、".join(f"“{one.rows.sheet}”" for one in self.blank)
            self.whole(
                sheet, "month_empty", "warning", f"{names}一个数也没有填，按没有报送处理，原有的数不变",
                "有数就填上再报；确实都是 0 就逐行写 0",
            )

    def whole(self, sheet: Sheet | None, code: str, severity: Severity, message: str, fix: str) -> None:
        """Say something about a whole sheet, or about all that was sent."""
        file, name = (sheet.file, sheet.rows.sheet) if sheet else (self.files[0], None)
        self.findings.append(CellFinding(code, severity, file, name, None, None, message, fix, self.sender))
