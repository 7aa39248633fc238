"""Formulas that reach out of the workbook: links to other files and to the web, and formulas that run something.

Nothing is followed; the value the file has stored beside the formula is taken, and the sender is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from data.intake.grids import Flaw, cell_name

_TEXT = re.compile(r'"(?:[^"]|"")*"')
#: Functions that fetch from outside, or call programs.
_FETCHING = re.compile(r"\b(?:WEBSERVICE|FILTERXML|IMAGE|IMPORTDATA|STOCKHISTORY)\s*\(", re.I)
_RUNNING = re.compile(r"\b(?:DDE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|SHELL)\s*\(|[\w.\]']\s*\|\s*'?[^!|]*!", re.I)
#: ``[1]Sheet1!A1``, ``'[other.xlsx]Sheet 1'!A1``, ``'file:///…'#$Sheet1.A1``; not ``表1[列]``, which is inside.
_OTHER_FILE = re.compile(
    r"'\[\d+\]|(?<![\w\]\[@.])\[\d+\](?=[\w.!])|\[[^\[\]]+\.(?:xl\w{1,2}|ods|csv|et)\]|file:///|https?://|\\\\\w", re.I
)
_HYPERLINK = re.compile(r'\bHYPERLINK\s*\(\s*(?!"#)', re.I)
_NAMED = 5


def link_flaws(sheet: str, formulas: Mapping[tuple[int, int], str]) -> list[Flaw]:
    """Return warnings for a sheet's formulas that reach out, with the first few cells of each kind.

    Args:
        sheet: Name of the sheet.
        formulas: Text of each formula by row and column, counted from 0.
    """
    outside: list[tuple[int, int]] = []
    running: list[tuple[int, int]] = []
    for place, formula in sorted(formulas.items()):
        if _runs(formula):
            running.append(place)
        elif _reaches(formula):
            outside.append(place)
    flaws = []
    if running:
        message = f"{_cells(running)}的公式会调用外部程序（DDE 等），没有执行，用的是文件里存的值"
        flaws.append(Flaw("dde_formula", "warning", sheet, message, "核对这些格子的值，删去公式，改为直接填数"))
    if outside:
        message = f"{_cells(outside)}的公式引用了别的文件或网址，没有打开，用的是文件里存的值"
        flaws.append(Flaw("external_link", "warning", sheet, message, "核对这些格子的值，用“选择性粘贴—数值”去掉公式"))
    return flaws


def _runs(formula: str) -> bool:
    return bool(_RUNNING.search(_TEXT.sub('""', formula)))


def _reaches(formula: str) -> bool:
    bare = _TEXT.sub('""', formula)
    return bool(_OTHER_FILE.search(bare) or _FETCHING.search(bare) or _HYPERLINK.search(formula))


def _cells(places: list[tuple[int, int]]) -> str:
    named = "、".join(cell_name(*place) for place in places[:_NAMED])
    return named if len(places) <= _NAMED else f"{named} 等 {len(places)} 处"
