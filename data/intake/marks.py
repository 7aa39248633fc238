"""Marks of absence (无 / — 未开展 未报): not reported, zero, or a question back, as the column's caliber says."""

from __future__ import annotations

from collections.abc import Mapping

from data.forms.model import Field, Meaning
from data.intake.outcome import NOTHING, Read, ValueProblem, quoted
from data.intake.plain import mark_of

#: What people also write where there is nothing; a column that does not name one asks what it means.
_OTHERS = frozenset(
    (
        *("-", "/", "无", "没有", "暂无", "无数据", "暂无数据", "未报", "未报送", "未上报", "未统计", "未填", "未填报"),
        *("未开展", "未开通", "未开始", "不详", "不清楚", "不知道", "未知", "待定", "待报", "待补", "空", "空白", "缺"),
        *("缺失", "暂缺", "不适用", "略", "?", "??", "*", ".", "。"),
        *("N/A", "NA", "#N/A", "#NA", "NULL", "NONE", "NAN", "NIL"),
    )
)
_ABOVE = frozenset({"同上", "〃", '"', "''", "″"})
#: A mark is short; longer text need not be looked up.
_LONGEST = 8


def read_mark(field: Field, text: str, choices: Mapping[str, str] | None) -> Read | None:
    """Read a mark that the column knows; null for any other text.

    Raises:
        ValueProblem: ``mark_unclear`` where the column says to ask.
    """
    if len(text) > _LONGEST:
        return None
    meaning = _meaning(field, mark_of(text))
    if meaning is None:
        return None
    if meaning == "null":
        return NOTHING
    if meaning == "zero" and field.kind in ("int", "float"):
        return Read(0 if field.kind == "int" else 0.0)
    raise _unclear(field, text, choices)


def refuse_mark(field: Field, text: str, choices: Mapping[str, str] | None) -> None:
    """Ask back for a mark that the column does not know; any other text passes.

    Raises:
        ValueProblem: ``mark_unclear``.
    """
    if len(text) > _LONGEST:
        return
    mark = mark_of(text)
    if mark in _ABOVE:
        raise ValueProblem("mark_unclear", f"{quoted(text)}没有写出是什么", "写出这一行自己的内容，不写“同上”")
    if mark in _OTHERS:
        raise _unclear(field, text, choices)


def _meaning(field: Field, mark: str) -> Meaning | None:
    meanings = field.marks.meanings
    found = meanings.get(mark)
    if found is None and mark == "-":
        found = meanings.get("—")
    return found


def _unclear(field: Field, text: str, choices: Mapping[str, str] | None) -> ValueProblem:
    mark = quoted(text)
    if field.kind in ("int", "float"):
        return ValueProblem(
            "mark_unclear", f"{mark}是 0 还是没有报？", "确实没有发生就写 0；没有统计或没有报送就把单元格留空"
        )
    if field.kind == "bool" or (choices and "否" in choices.values()):
        return ValueProblem("mark_unclear", f"{mark}是“否”还是没有报？", "确实不是就写 否；没有报送就把单元格留空")
    if choices:
        words = "、".join(choices.values())
        return ValueProblem(
            "mark_unclear", f"{mark}不知道是哪一种，还是没有报？", f"从 {words} 里选一个；没有报送就把单元格留空"
        )
    return ValueProblem("mark_unclear", f"{mark}不是这一列的内容", "有内容就写内容，没有就把单元格留空")
