"""Which sheet (工作表) is which form: by name or alias; whatever else holds data is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from data.forms.asides import RETURNED
from data.forms.loading import forms, forms_of
from data.forms.model import Form, Sender
from data.intake.belonging import ASIDE
from data.intake.grids import Contents, Grid
from data.intake.headers import find_header, fits
from data.intake.notes import Notes, named
from data.intake.proposing import closest
from data.intake.register import fold

#: The numbering a sheet's name may begin or end with is no part of its likeness to a form's.
_NUMBERING = "0123456789.-_()、附表件 "
_NEAR = 0.6


def assign(contents: Contents, sender: Sender, name: str, notes: Notes) -> dict[str, Grid]:
    """Return the sheet of each form that has one, by the form's key in the order of the forms.

    Notes ``sheet_unknown``, ``sheet_ignored``, ``sheet_hidden``, ``sheet_twice``, ``sheet_missing`` and
    ``nothing_to_read``.

    Args:
        contents: The file as read.
        sender: Whose forms it can hold.
        name: Name of the file; that of a CSV tells its form.
        notes: Takes the findings.
    """
    own = forms_of(sender)
    names = _names(own)
    if contents.format == "csv":
        return _csv(contents, own, names, name, notes)
    claims: dict[str, list[Grid]] = {}
    rest: list[Grid] = []
    for grid in contents.grids:
        if is_aside(grid.name) or not grid.rows:
            continue
        key = names.get(fold(grid.name))
        if not grid.visible:
            _hidden(grid, key, notes)
        elif key is None:
            rest.append(grid)
        else:
            claims.setdefault(key, []).append(grid)
    for grid in rest:
        _unknown(grid, own, names, claims, sender, notes)
    return _settled(own, claims, sender, notes)


def is_aside(name: str) -> bool:
    """Tell whether a sheet is the template's or a 退回单's own and holds no data."""
    return fold(name) in ASIDE or name in RETURNED


def _names(own: Sequence[Form]) -> dict[str, str]:
    """Return the form's key by name of the sheet and alias; a name goes before another form's alias."""
    names = {fold(form.sheet): form.key for form in own}
    for form in own:
        for alias in form.aliases:
            names.setdefault(fold(alias), form.key)
    return names


def _hidden(grid: Grid, key: str | None, notes: Notes) -> None:
    what = f"，“{forms()[key].sheet}”因此当作没有报送" if key else ""
    notes.add(
        "sheet_hidden", "warning", f"隐藏的工作表里有内容，没有读取{what}",
        "要上报就取消隐藏再发，不要就删除这张工作表",
        sheet=grid.name,
    )


def _unknown(
    grid: Grid, own: Sequence[Form], names: Mapping[str, str], claims: Mapping[str, list[Grid]], sender: Sender,
    notes: Notes,
) -> None:
    near = closest(fold(grid.name).strip(_NUMBERING), names, _NEAR) or _within(fold(grid.name), names)
    key = names[near] if near else None
    likely = forms()[key] if key else None
    if likely is None or not fits(find_header(grid, likely), likely):
        likely = _by_header(grid, [form for form in own if form.key not in claims]) or None
        like = "表头像是"
    else:
        like = "像是"
    if likely is None:
        other: Sender = "city" if sender == "county" else "county"
        if fold(grid.name) in _names(forms_of(other)):
            whose = "市级报表" if sender == "county" else "区县报表"
            message, fix = f"这是{whose}里的工作表，这里不收，没有读取", "删去这张工作表；由对方填报"
        else:
            message, fix = "不认识这张工作表，没有读取", "要上报就把名称改成模板里的；不是上报内容就不用管"
        notes.add("sheet_ignored", "warning", message, fix, sheet=grid.name)
    elif likely.key in claims:
        there = claims[likely.key][0].name
        notes.add(
            "sheet_ignored", "warning", f"{like}“{likely.sheet}”，但已有工作表“{there}”，这一张没有读取",
            f"要上报的行请并到“{there}”里；不要就删除这张工作表", sheet=grid.name,
        )
    else:
        notes.add(
            "sheet_unknown", "error", f"工作表“{grid.name}”{like}“{likely.sheet}”，不能确定就是它，没有读取",
            f"是就把工作表改名为“{likely.sheet}”；不是就删除，或改一个不相近的名称", sheet=grid.name,
        )


def _within(text: str, names: Mapping[str, str]) -> str | None:
    """Return the longest name that stands in a text."""
    return max((name for name in names if len(name) > 1 and name in text), key=len, default=None)


def _by_header(grid: Grid, own: Sequence[Form]) -> Form | None:
    """Return the one form that a sheet's header plainly fits best; null if none or several do."""
    found = [(header.score / len(form.fields), form) for form in own
             if (header := find_header(grid, form)) is not None and fits(header, form)]
    best = max((share for share, _ in found), default=0.0)
    likely = [form for share, form in found if share == best]
    return likely[0] if len(likely) == 1 else None


def _csv(
    contents: Contents, own: Sequence[Form], names: Mapping[str, str], name: str, notes: Notes
) -> dict[str, Grid]:
    """Tell the form of a CSV by its file's name, else by its header."""
    grid = next(iter(contents.grids), None)
    if grid is None or not grid.rows:
        notes.add("nothing_to_read", "error", "文件里没有内容", "核对是不是发错了文件")
        return {}
    stem = fold(PurePath(name).stem)
    if any(stem.endswith(aside) for aside in ASIDE):
        message = "这是填表说明或选项，不是数据，没有读取"
        notes.add("sheet_ignored", "warning", message, "不用管，也不用再发", sheet=grid.name)
        return {}
    # What follows the last line is the form in the template's file names; 远程服务 goes before 远程.
    key = names.get(stem.rpartition("_")[2])
    form = forms()[key] if key else _in_words(grid, names.get(_within(stem, names) or "")) or _by_header(grid, own)
    if form is None:
        notes.add(
            "sheet_unknown", "error", "不知道这个 CSV 是哪张表：文件名里没有表名，表头也不像哪一张",
            f"在文件名末尾写上表名，如 330203海曙区_2022-12_{own[0].sheet}.csv", sheet=grid.name,
        )
        return {}
    return {form.key: grid}


def _in_words(grid: Grid, key: str | None) -> Form | None:
    """Return the form that a file's name mentions, if the header is its header too."""
    return forms()[key] if key and fits(find_header(grid, forms()[key]), forms()[key]) else None


def _settled(
    own: Sequence[Form], claims: Mapping[str, list[Grid]], sender: Sender, notes: Notes
) -> dict[str, Grid]:
    for key, grids in claims.items():
        if len(grids) > 1:
            notes.add(
                "sheet_twice", "error",
                f"{named(grid.name for grid in grids)}都是“{forms()[key].sheet}”，不知道以哪一张为准",
                "并成一张，其余的删除", sheet=grids[1].name,
            )
    if not claims:
        whose = "区县" if sender == "county" else "市级"
        message = f"没有找到{whose}报表的任何一张工作表"
        notes.add("nothing_to_read", "error", message, "核对是不是发错了文件；工作表名称照模板写")
        return {}
    missing = [form.sheet for form in own if form.key not in claims]
    if missing:
        notes.add(
            "sheet_missing", "warning", f"没有这些工作表：{named(missing, 20)}，按没有报送处理，系统里原有的不动",
            "确实不报就不用管；漏了就补上",
        )
    return {form.key: claims[form.key][0] for form in own if form.key in claims}
