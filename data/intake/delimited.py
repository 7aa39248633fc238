"""CSV text as records, with everything that is wrong with its shape."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_OTHER_SEPARATORS = {";": "分号", "\t": "制表符", "，": "全角逗号", "|": "竖线"}


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the shape of a file, before any cell is read."""

    code: str
    row: int | None
    column: str | None
    value: str | None
    message: str
    fix: str


@dataclass
class Records:
    """The records of one file as text, by column; an empty cell is None."""

    #: Header names as they stand, without surrounding spaces; the first of several equal ones counts.
    columns: dict[str, list[str | None]]
    #: Record number of each row as a spreadsheet shows it: the header is 1, blank rows count.
    rows: list[int]
    flaws: list[Flaw] = field(default_factory=list)
    #: False when reading stopped before the end of the file.
    complete: bool = True
    #: Texts of rows that could not be taken apart: what refers to them is not reported a second time.
    lost: frozenset[str] = frozenset()
    #: Whether there is a header at all; without one the file cannot be read.
    has_header: bool = True


def read_records(text: str) -> Records:
    """Split CSV text (comma, double quotes, any line ends) into columns of text.

    Rows in which every cell is empty are skipped but counted, as spreadsheets leave them behind. A row with
    too few cells, or with too many that are not empty, is left out and reported.
    """
    flaws: list[Flaw] = []
    numbered = _records(text, flaws)
    header = [name.strip().strip("\ufeff") for _, name_list in [next(numbered, (1, []))] for name in name_list]
    if not any(header):
        return Records({}, [], [_no_header()], complete=False, has_header=False)
    width = len(header)
    while not header[-1]:
        header.pop()
    flaws += _header_flaws(header)

    rows: list[int] = []
    kept: list[list[str]] = []
    lost: set[str] = set()
    for number, record in numbered:
        if not any(record):
            continue
        if len(record) > width and not any(record[width:]):
            record = record[:width]
        if len(record) != width:
            lost.update(filter(None, record))
            flaws.append(_ragged(number, len(record), width))
            continue
        rows.append(number)
        kept.append(record)

    cells = list(zip(*kept, strict=True)) if kept else [()] * width
    if any(any(column) for column in cells[len(header) :]):
        flaws.append(_unnamed())
    columns: dict[str, list[str | None]] = {}
    for position, (name, column) in enumerate(zip(header, cells, strict=False), start=1):
        if not name and any(column):
            flaws.append(_unnamed(position))
        elif name and name not in columns:
            columns[name] = [cell or None for cell in column]
    complete = not any(flaw.code in ("quote_unclosed", "quote_misplaced", "cell_too_long") for flaw in flaws)
    return Records(columns, rows, flaws, complete, frozenset(lost))


def _records(text: str, flaws: list[Flaw]) -> Iterator[tuple[int, list[str]]]:
    # strict: a quote that is never closed, or text after a closing quote, is an error and not a guess.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            flaws.append(_broken(number, str(problem)))
            return
        yield number, record


def _broken(number: int, problem: str) -> Flaw:
    if "unexpected end" in problem:
        return Flaw(
            "quote_unclosed",
            number,
            None,
            None,
            "从这一行开始的双引号一直到文件末尾都没有闭合，其后的内容无法读取",
            "补上缺少的双引号；文件若没有传完整，请重新导出",
        )
    if "field limit" in problem:
        return Flaw(
            "cell_too_long",
            number,
            None,
            None,
            "这一行有一个单元格超过 13 万字，多半是前面少了一个双引号，其后的内容没有读取",
            "检查这一行及前一行的双引号是否成对",
        )
    return Flaw(
        "quote_misplaced",
        number,
        None,
        None,
        "这一行的双引号用法不对（闭合的引号后面还有文字），其后的内容没有读取",
        '单元格里的双引号要写成两个（""），整个单元格再用双引号括起来',
    )


def _no_header() -> Flaw:
    return Flaw(
        "header_missing", 1, None, None, "文件是空的，或第 1 行没有列名", "第 1 行写英文列名，从第 2 行起写数据"
    )


def _header_flaws(header: list[str]) -> Iterator[Flaw]:
    for name, count in Counter(name for name in header if name).items():
        if count > 1:
            message = f"列名出现了 {count} 次，不知道该用哪一列"
            yield Flaw("column_duplicate", 1, name, name, message, "只保留一列，删去或改名其余的")
    if len(header) == 1:
        for separator, label in _OTHER_SEPARATORS.items():
            if separator in header[0]:
                yield Flaw(
                    "separator_wrong",
                    1,
                    None,
                    header[0],
                    f"列与列之间用的是{label}，不是英文逗号",
                    "另存为“CSV UTF-8（逗号分隔）”",
                )


def _ragged(number: int, found: int, width: int) -> Flaw:
    what = "多" if found > width else "少"
    return Flaw(
        "row_ragged",
        number,
        None,
        None,
        f"这一行有 {found} 个单元格，表头有 {width} 个，{what}了 {abs(found - width)} 个，整行没有读取",
        "内容里的英文逗号要用双引号括起来；缺的单元格要留空，逗号不能省",
    )


def _unnamed(position: int | None = None) -> Flaw:
    which = "末尾有一列" if position is None else f"第 {position} 列"
    return Flaw("column_unnamed", 1, None, None, f"{which}有内容却没有列名", "给它写上列名，或删去这一列")
