"""Whose file it is and for which month: from the instruction sheet (填表说明), the titles, and the file's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from data.forms.asides import RETURNED
from data.forms.model import VERSION
from data.intake.grids import Contents, Grid, Value
from data.intake.notes import Notes, named, plain
from data.intake.personal import is_signature
from data.intake.register import Register, fold
from data.intake.values import cell_text

#: Sheets of the template that hold no data.
INSTRUCTIONS = "填表说明"
ASIDE = frozenset({INSTRUCTIONS, "选项", "说明", "填报说明", "填写说明"})

_LABELS = {"模板版本": "version", "填报单位代码": "code", "填报单位": "name", "月份": "month"}
_MONTH = re.compile(
    r"(?<!\d)(20\d\d)(?:\s*年\s*(1[0-2]|0?[1-9])\s*月|[-./_](1[0-2]|0?[1-9])(?!\d)|(1[0-2]|0[1-9])(?!\d))"
    # A period (2022年1月至3月) is no month.
    r"(?!\s*(?:份)?\s*[-~–—至到]\s*(?:20\d\d\s*年)?\s*\d{1,2}\s*月)"
)
#: What makes a day of a month: the date of a report is not its month, unless nothing else is said.
_DAY = re.compile(r"\s*(?:[-./_]\d{1,2}(?!\d)|\d{1,2}\s*日)")
_WHOLE_DAY = re.compile(r"(?<!\d)(20\d\d)(1[0-2]|0[1-9])(?:[0-2]\d|3[01])(?!\d)")
_CODE = re.compile(r"(?<!\d)(\d{6}|\d{4})(?!\d)")
#: A title stands above the header in a row with few cells.
_FEW_CELLS, _FIRST_ROWS = 3, 20

Where = Literal["填表说明", "标题", "文件名"]


@dataclass(frozen=True)
class Belonging:
    """The sender (报送单位) and month of a file, null where that cannot be told, and the template's version."""

    sender: str | None
    month: str | None
    version: str | None
    #: Why the places disagree about the sender, a Chinese sentence; null where they do not.
    conflict: str | None = None


@dataclass
class _Said:
    """What one place says."""

    codes: set[str] = field(default_factory=set)
    #: A code was written out, and not only a name from which it follows.
    exact: bool = False
    unknown: set[str] = field(default_factory=set)
    months: set[str] = field(default_factory=set)
    version: str | None = None


def belonging(contents: Contents, name: str, register: Register, month: str | None, notes: Notes) -> Belonging:
    """Find sender and month; disagreement, silence and another month than the one collected are errors.

    Notes ``sender_unknown``, ``sender_outside``, ``month_conflict``, ``month_unknown`` and ``other_month``, and
    ``template_version``. A disagreement about the sender is returned; who reads the rows can say whose they are.
    """
    said: dict[Where, _Said] = {
        "填表说明": _instructions(contents, register),
        "标题": _titles(contents, register),
        "文件名": _file_name(name, register),
    }
    version = said["填表说明"].version
    if version not in (None, VERSION):
        notes.add(
            "template_version", "error", f"模板版本是 {version}，现在用的是 {VERSION}，各列的意思可能不同",
            "用现在的模板重新填报；版本是误改的就改回来", sheet=INSTRUCTIONS,
        )
    sender, conflict = _sender(said, register, notes)
    return Belonging(sender, _month(said, month, notes), version, conflict)


def _sender(said: Mapping[Where, _Said], register: Register, notes: Notes) -> tuple[str | None, str | None]:
    """Return the sender, and why the places disagree about it."""
    sure = {where: next(iter(one.codes)) for where, one in said.items() if len(one.codes) == 1}
    # A city's name in a title may only say where the county is.
    loose = {where: code for where, code in sure.items() if len(code) == 4 and not said[where].exact}
    for where, code in loose.items():
        if any(other != code and other.startswith(code) for other in sure.values()):
            del sure[where]
    distinct = list(dict.fromkeys(sure.values()))
    own = said["填表说明"]
    if own.exact and len(own.codes) > 1:
        told = "和".join(f"{register.name_of(code)}（{code}）" for code in sorted(own.codes))
        return distinct[0] if distinct else None, f"填表说明里的单位代码和名称不是同一个：{told}"
    unknown = list(dict.fromkeys(code for one in said.values() for code in sorted(one.unknown)))
    if len(distinct) > 1 or (distinct and unknown):
        told = "，".join(f"{where}是{register.name_of(code)}（{code}）" for where, code in sure.items())
        told += "".join(f"，{where}是 {code}" for where, one in said.items() for code in sorted(one.unknown))
        return distinct[0], f"填报单位前后不一致：{told}"
    if unknown:
        fix = "核对代码；新的区县先由管理员在行政区划里登记"
        notes.add("sender_outside", "error", f"单位代码 {unknown[0]} 不在系统里", fix)
        return None, None
    if not distinct:
        several = next((one.codes for one in said.values() if one.codes), set())
        why = "填表说明、标题和文件名里都没有单位名称或代码"
        if several:
            why = f"提到了{named(f'{register.name_of(code)}（{code}）' for code in sorted(several))}"
        fix = "在文件名开头写上区县代码和名称，如 330203海曙区_2022-12.xlsx"
        notes.add("sender_unknown", "error", f"不知道是哪里报的：{why}", fix)
        return None, None
    sender = distinct[0]
    if sender in register.outside:
        notes.add(
            "sender_outside", "error", f"{register.name_of(sender)}不在文件统计范围内，不收它的报表",
            "核对单位；确要统计，先由管理员改行政区划表",
        )
    return sender, None


def _month(said: Mapping[Where, _Said], wanted: str | None, notes: Notes) -> str | None:
    sure = {where: next(iter(one.months)) for where, one in said.items() if len(one.months) == 1}
    mixed = [where for where, one in said.items() if len(one.months) > 1]
    distinct = list(dict.fromkeys(sure.values()))
    if len(distinct) > 1:
        told = "，".join(f"{where}是 {month}" for where, month in sure.items())
        notes.add("month_conflict", "error", f"月份前后不一致：{told}", "改成同一个月；核对是不是拿错了文件")
    elif "标题" in mixed and said["标题"].months - set(distinct):
        told = "、".join(sorted(said["标题"].months))
        notes.add("month_conflict", "error", f"各工作表标题里的月份不一致：{told}", "改成同一个月")
    if not distinct:
        if not mixed:
            notes.add(
                "month_unknown", "error", "不知道是哪个月的：填表说明、标题和文件名里都没有月份",
                "在文件名里写上月份，如 330203海曙区_2022-12.xlsx",
            )
        elif "标题" not in mixed:
            notes.add("month_unknown", "error", "不知道是哪个月的：提到了几个月份", "在文件名里只写一个月份")
        return None
    # Of two that are said, the one that is collected: the rows then need not be told one by one.
    month = wanted if wanted in distinct else distinct[0]
    if wanted is not None and month != wanted:
        message = f"这是 {month} 的报表，现在收的是 {wanted}"
        notes.add("other_month", "error", message, f"改报 {wanted}；要收 {month} 就选那个月再收")
    return month


def _instructions(contents: Contents, register: Register) -> _Said:
    said = _Said()
    for grid in contents.grids:
        if fold(grid.name) != INSTRUCTIONS:
            continue
        told = _pairs(grid)
        code, name = told.get("code"), told.get("name")
        said.version = cell_text(told.get("version")) or None
        if code is not None and (text := cell_text(code)):
            said.exact = True
            (said.codes if text in register.senders else said.unknown).add(text)
        if name is not None and (found := _named(plain(name), register)):
            # A county of another city may have the same name: the code decides.
            said.codes |= found if not said.codes or not said.codes & found else set()
            # The city's name beside a county's code says where the county is.
            said.codes -= {code for code in said.codes if any(o != code and o.startswith(code) for o in said.codes)}
        if (value := told.get("month")) is not None:
            said.months |= _months(value)
    return said


def _pairs(grid: Grid) -> dict[str, Value]:
    """Return the value right of each known label, the first one of each."""
    told: dict[str, Value] = {}
    for row in grid.rows:
        cells = [value for value in row if value is not None]
        for at, value in enumerate(cells[:-1]):
            label = cell_text(value).rstrip(":") if isinstance(value, str) else ""
            if label in _LABELS:
                told.setdefault(_LABELS[label], cells[at + 1])
    return told


def _titles(contents: Contents, register: Register) -> _Said:
    said = _Said()
    counties: list[set[str]] = []
    for grid in contents.grids:
        if not grid.visible or fold(grid.name) in ASIDE or grid.name in RETURNED:
            continue
        text = " ".join(titles_of(grid))
        if found := _named(text, register):
            counties.append(found)
        months = _months(text)
        said.months |= months if len(months) == 1 else set()
    # A title that names several places says nothing; one that names another place than the next one does.
    said.codes = {code for found in counties if len(found) == 1 for code in found}
    if len(said.codes) > 1:
        said.codes -= {code for code in said.codes if any(o != code and o.startswith(code) for o in said.codes)}
    if not said.codes and counties:
        said.codes = set.intersection(*counties)
    return said


def titles_of(grid: Grid) -> list[str]:
    """Return the texts above the header of a table: the first rows with few cells, signatures left out.

    A sheet without a table has no titles.
    """
    titles: list[str] = []
    for row in grid.rows[:_FIRST_ROWS]:
        held = [value for value in row if value is not None]
        if len(held) > _FEW_CELLS:
            return titles
        titles += [text for value in held if not is_signature(cell_text(text := plain(value)))]
    return []


def _file_name(name: str, register: Register) -> _Said:
    said = _Said(months=_months(name))
    text = unicodedata.normalize("NFKC", name)
    codes = _CODE.findall(_MONTH.sub(" ", text))
    said.codes = {code for code in codes if code in register.senders}
    said.exact = bool(said.codes)
    # Six digits at the very beginning are meant as a code; elsewhere they may be anything.
    said.unknown = {code for code in codes if len(code) == 6 and code not in said.codes and text.startswith(code)}
    found = _named(text, register)
    if not any(code.startswith(one) for code in said.codes for one in found):
        said.codes |= found
    return said


def _named(text: str, register: Register) -> set[str]:
    """Return the senders a text names: counties before their city, full names before short ones."""
    plain_text = fold(text)
    full = {code for code, name in register.senders.items() if fold(name) in plain_text}
    if not full:
        short = {code: fold(name)[:-1] for code, name in register.senders.items() if len(fold(name)) > 2}
        full = {code for code, name in short.items() if name in plain_text}
    cities = {code for code in full if len(code) == 4}
    counties = full - cities
    if counties and cities and any(code[:4] in cities for code in counties):
        counties = {code for code in counties if code[:4] in cities}
    return counties or cities


def _months(value: Value) -> set[str]:
    if isinstance(value, date):
        return {f"{value:%Y-%m}"}
    text = unicodedata.normalize("NFKC", plain(value))
    months: set[str] = set()
    days = {f"{year}-{month}" for year, month in _WHOLE_DAY.findall(text)}
    for found in _MONTH.finditer(text):
        month = f"{found[1]}-{int(found[2] or found[3] or found[4]):02d}"
        (days if _DAY.match(text, found.end()) else months).add(month)
    return months or days
