"""A CSV file as one grid of text: encodings, separators and quotes as they come out of real systems."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from data.findings import shown
from data.intake.encodings import EncodingError, decode
from data.intake.formula_links import link_flaws
from data.intake.grids import Contents, Flaw, Grid, Value, cell_name
from data.intake.limits import Limits
from data.intake.refusals import RefusedError, too_many_cells

_SAVE_AS = "用 Excel 或 WPS 打开后另存为“CSV UTF-8（逗号分隔）”，或另存为 .xlsx"
#: The name of the one sheet; a CSV file has none of its own.
SHEET = "CSV"
_SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
#: Records looked at to tell the separator.
_LOOKED_AT = 50
_ERRORS = frozenset(("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"))
#: ``="001"``: the way some systems keep leading zeros; a formula that says its value itself.
_QUOTED = re.compile(r'="([^"]*)"')
#: A formula, and not a dash, a sum in words or a number with its sign.
_FORMULA = re.compile(r"[=@]\s*[\w'\"(\[+-]")


def read_csv(content: bytes, limits: Limits) -> Contents:
    """Read a CSV file as one sheet of text; a cell that is a formula or an error value is no value.

    Args:
        content: The whole file.
        limits: What the reading may cost.

    Raises:
        RefusedError: The encoding, the quotes or the size do not allow it.
    """
    try:
        decoded = decode(content)
    except EncodingError as problem:
        raise RefusedError(problem.code, problem.message, problem.fix) from problem
    flaws = [
        Flaw(
            "hidden_unknown",
            "warning",
            None,
            "CSV 看不出原表里隐藏的行列、合并的单元格和公式，也看不出有没有别的工作表",
            "请核对原表没有隐藏的行列和别的工作表，或直接发送 .xlsx",
        )
    ]
    if decoded.other_reading is not None:
        message = f"文件里的非英文字符很少，按 GB18030 会读成“{shown(decoded.other_reading)}”；已按 UTF-8 读取"
        flaws.append(Flaw("encoding_ambiguous", "warning", None, message, _SAVE_AS))
    separator = _separator(decoded.text)
    if separator != ",":
        message = f"列与列之间用的是{_SEPARATORS[separator]}，不是逗号；已按{_SEPARATORS[separator]}分列"
        flaws.append(Flaw("separator_other", "warning", None, message, f"请核对各列没有错位；下次{_SAVE_AS}"))
    grid = _grid(list(_records(decoded.text, separator, limits)))
    return Contents("csv", (grid,), (*flaws, *link_flaws(SHEET, grid.formulas)))


def _separator(text: str) -> str:
    """Return the separator that stands in most of the first records; a comma where none does."""
    records = text.splitlines()[:_LOOKED_AT]
    # Within quotes any of them is text; what is left is counted by records, as one address may hold many commas.
    bare = [re.sub(r'"[^"]*"', "", record) for record in records]
    counts = {mark: sum(mark in record for record in bare) for mark in _SEPARATORS}
    return max(counts, key=lambda mark: counts[mark])


def _records(text: str, separator: str, limits: Limits) -> Iterator[list[str]]:
    # strict: a quote that is never closed, or text after a closing quote, is an error and not a guess.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    csv.field_size_limit(max(limits.text, 1))
    cells, number = 0, 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise _broken(number, str(problem), limits) from problem
        cells += len(record)
        if cells > limits.cells:
            raise too_many_cells(cells, limits.cells, SHEET, cell_name(number - 1, max(len(record) - 1, 0)))
        yield record


def _broken(number: int, problem: str, limits: Limits) -> RefusedError:
    if "field limit" in problem:
        message = f"第 {number} 行有单元格超过 {limits.text} 个字，多半是前面少了一个双引号"
        return RefusedError("text_too_long", message, f"检查这一行及前一行的双引号是否成对；或{_SAVE_AS}", SHEET)
    if "unexpected end" in problem:
        message = f"从第 {number} 行开始的双引号一直到文件末尾都没有闭合"
        return RefusedError("csv_quotes", message, "补上缺少的双引号；文件若没有传完整，请重新导出", SHEET)
    message = f"第 {number} 行的双引号用法不对（闭合的引号后面还有文字）"
    return RefusedError("csv_quotes", message, f"单元格里的双引号要写成两个；或{_SAVE_AS}", SHEET)


def _grid(records: list[list[str]]) -> Grid:
    formulas: dict[tuple[int, int], str] = {}
    errors: dict[tuple[int, int], str] = {}
    height = max((number for number, record in enumerate(records, start=1) if any(record)), default=0)
    width = max((column for record in records for column, cell in enumerate(record, start=1) if cell), default=0)
    rows: list[tuple[Value, ...]] = []
    for number, record in enumerate(records[:height]):
        row: list[Value] = []
        for column, cell in enumerate((record + [""] * width)[:width]):
            value: Value = cell or None
            if quoted := _QUOTED.fullmatch(cell):
                value = quoted[1]
            elif _FORMULA.match(cell):
                formulas[number, column], value = cell, None
            elif cell in _ERRORS:
                errors[number, column], value = cell, None
            row.append(value)
        rows.append(tuple(row))
    return Grid(SHEET, tuple(rows), formulas=formulas, errors=errors)
