"""Which rows below a header are data: blank ones, totals (合计), signatures and notes are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from data.forms.model import Field, Form
from data.intake.grids import Value, cell_name
from data.intake.headers import Header
from data.intake.notes import SheetNotes
from data.intake.personal import is_signature, masked
from data.intake.values import cell_text

#: 合计 12 家, 合计数, 小计（不含村）; what goes on after that (合计数据中心医院) is a name.
_TOTAL = re.compile(
    r".{0,15}?(合计|小计|总计|共计|累计|总和)(人数|家数|个数|例数|人次|金额|数量|数|额)?[0-9]*[家个行例人名项]?(\(.*\))?:?"
)
#: What stands for all rows where rows are institutions, specialties, items; 全县 as a county is the county.
_WHOLE = re.compile(r"(全[县区市院部]|汇总|总数)(\(.*\))?:?")
#: What opens a note, before a colon or a number, alone, or where nothing else can begin so; 备注村卫生室 is a clinic.
_OPENING = "注|备注|附注|注释|说明|备注说明|注意|注意事项|附"
_SOURCE = "(数据|资料|信息|指标)来源|(统计|数据|指标)(口径|范围|时间|时点)|(填表|填报|填写|编制|指标)说明"
_NOTE = re.compile(
    rf"[*※★#(\[【]*(?:"
    rf"(?:{_OPENING}|{_SOURCE})(?:[0-9]+|[一二三四五六七八九十])?(?:[:.、,;)\]】-].*)?"
    rf"|(?:{_SOURCE})(?:[于自为].*|(?!.*(?:院|室|站|所|部|中心)(?:\(.*\))?$).*))"
)
#: What a line below a note cannot be: an institution or a consortium alone.
_BEARER = re.compile(r".{2,}(院|室|站|所|部|中心|医共体|集团)(\(.*\))?")
#: Signatures stand at the beginning of a row; in a row without numbers and without what every row has, anywhere.
_FIRST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Total:
    """A row of sums: its row, whether it sums only what follows the last of its kind (小计), the data rows before."""

    row: int
    partial: bool
    before: int


@dataclass(frozen=True)
class DataRows:
    """The rows of a sheet that are data, counted from 0, and the totals among them."""

    rows: tuple[int, ...]
    totals: tuple[Total, ...]
    #: Values of merged cells that stand for the rows below them.
    filled: dict[tuple[int, int], Value] = field(default_factory=dict)


def is_number(one: Field) -> bool:
    """Tell whether a column holds quantities, that may be summed and never stand for several rows."""
    return one.kind in ("int", "float") or one.name == "value"


def is_blank(value: Value) -> bool:
    """Tell whether a cell is empty or holds nothing but spaces."""
    if isinstance(value, str):
        # Characters that are not seen are not printable either.
        return not (value.isprintable() and value.strip()) and not cell_text(value)
    return value is None


def data_rows(form: Form, header: Header, notes: SheetNotes) -> DataRows:
    """Sort the rows below the header; hidden rows and merged cells are noted."""
    grid = notes.grid
    rows: list[int] = []
    totals: list[Total] = []
    words = {header.columns[one.name] for one in form.fields if one.name in header.columns and _names(form, one)}
    needed = [header.columns[one.name] for one in form.fields if one.required and one.name in header.columns]
    counted = {header.columns[one.name] for one in form.fields if one.name in header.columns and is_number(one)}
    head = [cell_text(value) for value in grid.rows[header.last]]
    idle = _idle(form, header)
    counties = {header.columns[name] for name in ("county_code", "county_name") if name in header.columns}
    # Formulas without a value in the columns of names: the row may be one.
    unsaid = {at for at in (*grid.formulas, *grid.errors) if notes.value(*at) is None}
    noted = False
    for number in range(header.last + 1, len(grid.rows)):
        cells = grid.rows[number]
        filled = [at for at, value in enumerate(cells) if not is_blank(value)]
        said = [at for at in filled if at not in idle and not ((number, at) in grid.formulas and cells[at] == 0)]
        if not said and not any((number, at) in unsaid for at in words):
            continue
        texts = [cell_text(cells[at]) for at in filled]
        numbers = any(at in counted and isinstance(cells[at], (int, float)) for at in filled)
        if _signed(texts, numbers or all(at in filled for at in needed)) or _repeats(texts, filled, head):
            continue
        whole = len(needed) > 1 and all(at in filled for at in needed)
        if not (numbers or whole) and _noted(texts, noted):
            noted = True
            continue
        if total := _total(texts, filled, words, counties):
            totals.append(Total(number, total == "小计", len(rows)))
            continue
        rows.append(number)
    _note_hidden(rows, notes)
    return DataRows(tuple(rows), tuple(totals), _merged(form, header, rows, notes))


def _names(form: Form, one: Field) -> bool:
    """Tell whether a column says what a row is about: there a total calls itself one. Free text may speak of sums."""
    return one.table is None or one.named_by is not None or one.name in ("name", *form.key_fields)


def _idle(form: Form, header: Header) -> frozenset[int]:
    """Return the columns that are filled in beforehand: a row with nothing else is blank."""
    names = {"month", "county_code", "county_name"} if "county_code" not in form.key_fields else {"month"}
    return header.counting | {header.columns[name] for name in names if name in header.columns}


def _signed(texts: Sequence[str], data: bool) -> bool:
    return any(is_signature(text) for text in (texts[:_FIRST_CELLS] if data else texts))


def _repeats(texts: Sequence[str], filled: Sequence[int], head: Sequence[str]) -> bool:
    """Tell whether a row only repeats the header, as on every page of a long list."""
    return len(texts) > 1 and all(text == head[at] for text, at in zip(texts, filled, strict=True))


def _noted(texts: Sequence[str], before: bool) -> bool:
    """Tell whether a row is a note, or a line that goes on below one."""
    if not texts:
        return False
    return bool(_NOTE.fullmatch(texts[0])) or (before and len(texts) == 1 and not _BEARER.fullmatch(texts[0]))


def _total(texts: Sequence[str], filled: Sequence[int], words: set[int], counties: set[int]) -> str | None:
    for position, (text, at) in enumerate(zip(texts, filled, strict=True)):
        found = _TOTAL.fullmatch(text) if position == 0 or at in words else None
        if found or (at in words - counties and (found := _WHOLE.fullmatch(text))):
            return found[1]
    return None


def _note_hidden(rows: Sequence[int], notes: SheetNotes) -> None:
    """``row_hidden``: data in hidden rows, each run of them once."""
    hidden = [row for row in rows if row in notes.grid.hidden_rows]
    for _, run in groupby(enumerate(hidden), key=lambda pair: pair[1] - pair[0]):
        held = [row for _, row in run]
        where = f"第 {held[0] + 1} 行" if len(held) == 1 else f"第 {held[0] + 1} 至 {held[-1] + 1} 行"
        notes.at(
            "row_hidden", "error", held[0], None, f"{where}是隐藏的，里面有数据，不能确定算不算",
            "要上报就取消隐藏（或清除筛选），不要就删除这些行",
        )


def note_hidden_columns(form: Form, header: Header, rows: Sequence[int], notes: SheetNotes) -> None:
    """``column_hidden``: data in hidden columns, whether or not the form knows them."""
    labels = {at: form.field(name).label for name, at in header.columns.items()}
    for at in sorted(notes.grid.hidden_columns):
        label = labels.get(at) or masked(header.unknown.get(at, ""))
        if label and any(notes.value(row, at) is not None for row in rows):
            notes.at(
                "column_hidden", "error", header.last, at, f"“{label}”列是隐藏的，里面有数据，不能确定算不算",
                "要上报就取消隐藏，不要就删除这一列", value=False,
            )


def _merged(form: Form, header: Header, rows: Sequence[int], notes: SheetNotes) -> dict[tuple[int, int], Value]:
    """Fill merged names down their rows; numbers and ranges over several columns are asked back."""
    fields = {at: form.field(name) for name, at in header.columns.items()}
    data = set(rows)
    filled: dict[tuple[int, int], Value] = {}
    for top, left, bottom, right in notes.grid.merged:
        columns = [at for at in range(left, right + 1) if at in fields]
        under = [row for row in range(top, bottom + 1) if row in data]
        value = notes.value(top, left)
        if not columns or not under or value is None:
            continue
        where = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        if len(columns) > 1:
            labels = "、".join(f"“{fields[at].label}”" for at in columns)
            notes.at(
                "merged_across", "error", top, left, f"{where} 合并了{labels}几列，不知道这个值是哪一列的",
                "取消合并，每列各填各的",
            )
        elif len(under) > 1 and is_number(fields[columns[0]]):
            notes.at(
                "merged_number", "error", top, left,
                f"{where} 把 {len(under)} 行的“{fields[columns[0]].label}”合并成一个数，不知道各行是多少",
                "取消合并，每行各填自己的数",
            )
        elif len(under) > 1:
            notes.at(
                "merged_filled", "warning", top, left,
                f"{where} 是合并单元格，{len(under)} 行的“{fields[columns[0]].label}”都按这个值读取",
                "核对；最好取消合并，逐行填写",
            )
            filled |= {(row, columns[0]): value for row in under if notes.value(row, columns[0]) is None}
    return filled
