"""What goes back after an intake, as files: a 退回单 per file with findings, 问题清单.xlsx of all, 变更.csv of all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from data.collecting import Collection
from data.durable import write_file
from data.findings import SEVERITY, label_of
from data.intake.answers import CellFinding, Change, SentFile
from data.manifest import StoreError
from data.returning import return_list, return_name, return_workbook
from data.returning.cells import put_text
from data.system import reason

FINDINGS: Final = "问题清单.xlsx"
CHANGES: Final = "变更.csv"
KINDS: Final = {"removed": "终止", "changed": "改动", "added": "新增"}
_COLUMNS = (
    ("单位", 14), ("级别", 8), ("文件", 30), ("工作表", 14), ("单元格", 10), ("填的值", 20), ("问题", 60),
    ("怎么改", 50),
)
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_report(collection: Collection, originals: Mapping[str, Path], folder: Path) -> list[Path]:
    """Write the files into a folder, made if need be; files of the same name are replaced.

    Args:
        collection: The intake.
        originals: Where the files are that were sent, by their hash.
        folder: Where to write.

    Raises:
        StoreError: The folder or a file cannot be written.
    """
    made: dict[str, bytes] = {}
    for name, content in _returned(collection, originals):
        made[_free(name, made)] = content
    made[FINDINGS] = findings_book(collection)
    told = (change for answer in collection.senders for change in answer.changes)
    made[CHANGES] = changes_csv(told, collection.names).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            (folder / name).unlink(missing_ok=True)
            write_file(folder / name, content)
    except OSError as problem:
        raise StoreError(f"报告写不进目录 {folder}（{reason(problem)}）") from problem
    return [folder / name for name in made]


def _returned(collection: Collection, originals: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the 退回单 of each file that has findings, or of a list where the file is gone."""
    for answer in collection.senders:
        for number, file in enumerate(answer.files):
            # What concerns no single file of several stands on the first one's.
            named = {one.name for one in answer.files}
            own = [one for one in answer.findings if one.file == file.name or (not number and one.file not in named)]
            if own:
                yield _one(file, own, answer.name, collection.month, originals)
    for file in collection.unplaced:
        if file.findings:
            yield _one(file, file.findings, "", collection.month, originals)


def _one(
    file: SentFile, findings: Iterable[CellFinding], name: str, month: str, originals: Mapping[str, Path]
) -> tuple[str, bytes]:
    held = list(findings)
    path = originals.get(file.sha256)
    try:
        content = path.read_bytes() if path else None
    except OSError:
        content = None
    if content is None or not name:
        title = name or "认不出单位的文件"
        return PurePath(return_name(file, name, month)).with_suffix(".xlsx").name, return_list(title, month, held)
    return return_workbook(content, file, held, name, month)


def findings_book(collection: Collection) -> bytes:
    """Return 问题清单.xlsx: every finding of every sender, and of the files whose sender nobody knows."""
    book = Workbook()
    book.properties.creator = "医共体一张图"
    sheet: Any = book.active
    sheet.title = "问题清单"
    for column, (title, width) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(1, column, title)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF5")
        sheet.column_dimensions[cell.column_letter].width = width
    told = [(answer.name, one) for answer in collection.senders for one in answer.findings]
    told += [("未知", one) for file in collection.unplaced for one in file.findings]
    for row, (name, one) in enumerate(told, 2):
        texts = (name, SEVERITY[one.severity], one.file, one.sheet, one.cell, one.value, one.message, one.fix)
        for column, text in enumerate(texts, 1):
            if text is not None:
                put_text(sheet.cell(row, column), text)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:H{len(told) + 1}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changes_csv(changes: Iterable[Change], names: Mapping[str, str]) -> str:
    """Return 变更.csv as text with the mark by which Excel and WPS know UTF-8; no cell begins a formula.

    Args:
        changes: What would change.
        names: Names of senders by code.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["单位", "变化", "数据表", "哪一行", "项目", "上次", "本次", "增减"])
    for one in changes:
        sender = names.get(one.sender, one.sender)
        values = (sender, KINDS[one.kind], label_of(one.table), one.key, one.label, one.old, one.new, one.change)
        writer.writerow([_harmless(value) for value in values])
    return "\ufeff" + text.getvalue()


def spoken(value: Any) -> str:
    """Return a value of a change in words: （空） for none, 是 or 否 for a truth."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _harmless(value: Any) -> str:
    text = "" if value is None else spoken(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_BEGINS_FORMULA) else text


def _free(name: str, taken: Mapping[str, bytes]) -> str:
    path, number, found = Path(name), 1, name
    while found in taken:
        number += 1
        found = f"{path.stem}（{number}）{path.suffix}"
    return found
