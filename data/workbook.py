"""The check report as an Excel workbook that can be sent straight back to whoever prepared the tables."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill

from data.findings import SEVERITY, Report, label_of

#: A sheet holds 1,048,576 rows; one is the header and one says what was left out.
_MOST_ROWS = 1_048_574

_HEADER = (
    ("级别", 8),
    ("代码", 26),
    ("数据表", 14),
    ("文件", 24),
    ("行", 8),
    ("列", 22),
    ("填的值", 28),
    ("问题", 60),
    ("怎么改", 60),
)


def write_workbook(report: Report, path: Path) -> None:
    """Write the report with a summary sheet and one row per finding.

    Every cell taken from the data is stored as text with the string type, so that a value that begins
    with ``=`` is shown and never computed.

    Raises:
        OSError: The file cannot be written.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "医共体一张图"
    _summary(book.create_sheet("概要"), report)
    _details(book.create_sheet("问题清单"), report)
    # Built in memory first: a path that cannot be written leaves no half-written file and no open stream.
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())


# A write-only sheet and its cells are not described by the type stubs, hence Any.
def _text(sheet: Any, value: object, *, bold: bool = False) -> Any:
    cell: Any = WriteOnlyCell(sheet, value=None)
    if value is not None:
        # Set past openpyxl's own guess, which would turn a leading "=" into a formula.
        cell._value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF5")
    return cell


def _summary(sheet: Any, report: Report) -> None:
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 70
    as_of = "" if report.as_of is None else report.as_of.isoformat()
    lines: list[tuple[object, object]] = [
        ("资料", report.source),
        ("截止日期", as_of if report.as_of_stated else f"{as_of}（由资料推定）"),
        ("结论", report.verdict()),
        ("错误", len(report.errors)),
        ("提醒", len(report.warnings)),
    ]
    lines += [(f"{label_of(name)}（行数）", count) for name, count in report.rows.items()]
    for name, value in lines:
        sheet.append([_text(sheet, name, bold=True), _text(sheet, value)])


def _details(sheet: Any, report: Report) -> None:
    for number, (_, width) in enumerate(_HEADER):
        sheet.column_dimensions["ABCDEFGHI"[number]].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:I{min(len(report.findings), _MOST_ROWS) + 1}"
    sheet.append([_text(sheet, title, bold=True) for title, _ in _HEADER])
    for finding in report.findings[:_MOST_ROWS]:
        row = [
            _text(sheet, value)
            for value in (
                SEVERITY[finding.severity],
                finding.code,
                label_of(finding.table),
                finding.file,
                None,
                finding.column,
                finding.value,
                finding.message,
                finding.fix,
            )
        ]
        row[4].value = finding.row
        sheet.append(row)
    left = len(report.findings) - _MOST_ROWS
    if left > 0:
        sheet.append([_text(sheet, f"还有 {left} 处未列出，见 --json")])
