"""Tables of 数据管理: senders, findings by cell, what would change, snapshots and the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pandas as pd

from components.grid import Cell, Col
from components.tables import csv_bytes
from components.views import manage_words as said
from data.audit import ACTIONS, OUTCOMES, Entry
from data.collecting import Collection, SenderAnswer
from data.findings import SEVERITY, label_of
from data.intake.answers import CellFinding, Change
from data.manifest import Manifest
from indicators.wording import NBSP, number, signed

#: Rows drawn; the file holds all.
MOST = 200
_KINDS = {"removed": "终止", "changed": "改动", "added": "新增"}

SENDERS = (
    Col("name", "单位", width=76), Col("status", "状态", width=92), Col("errors", "错误", "right", 48),
    Col("warnings", "提醒", "right", 48), Col("changes", "改动", "right", 52), Col("files", "文件"),
)
FINDINGS = (
    Col("severity", "级别", width=52), Col("sheet", "工作表", width=84), Col("cell", "单元格", width=62),
    Col("value", "填的值", width=110), Col("message", "问题"), Col("fix", "怎么改"),
)
CHANGES = (
    Col("kind", "变化", width=52), Col("table", "数据表", width=84), Col("key", "哪一行"),
    Col("label", "项目", width=96), Col("old", "上次", "right", 84),
    Col("new", "本次", "right", 84), Col("change", "增减", "right", 76),
)
SNAPSHOTS = (
    Col("id", "快照", width=130), Col("state", "状态", width=66), Col("as_of", "截止", width=92),
    Col("created", "发布时间", width=132), Col("by", "发布人", width=84), Col("rows", "行数", "right", 76),
    Col("note", "备注"),
)
LOG = (
    Col("time", "时间", width=132), Col("action", "操作", width=72), Col("outcome", "结果", width=88),
    Col("by", "谁", width=84),
    Col("snapshot", "快照", width=130), Col("files", "文件"), Col("note", "备注"),
)


def senders(collection: Collection) -> list[dict[str, Any]]:
    """Return one row per sender, those that must go back first, then those that have not sent."""
    rows = [
        {"code": one.code, "name": one.name, "status": _status(one), "errors": len(one.errors),
         "warnings": len(one.warnings), "changes": len(one.changes),
         "files": "、".join(file.name for file in one.files)}
        for one in sorted(collection.senders, key=lambda one: (one.acceptable, -len(one.errors), one.code))
    ]
    absent = [
        {"code": code, "name": collection.names.get(code, code),
         "status": Cell(said.STATUS[said.NOTHING], 3, "no_data"), "errors": None,
         "warnings": None, "changes": None, "files": "—"}
        for code in collection.missing
    ]
    return rows + absent


def _status(answer: SenderAnswer) -> Cell:
    if answer.acceptable and not answer.changes:
        return Cell(said.STATUS[said.SAME], 2, "no_data")
    if answer.acceptable:
        return Cell(said.STATUS[said.READY], 1, "met")
    return Cell(said.STATUS[said.REFUSED], 0, "not_met")


def findings(found: Iterable[CellFinding]) -> list[dict[str, Any]]:
    """Return one row per finding, errors first; ``file`` is for a list of several files."""
    return [
        {"severity": Cell(SEVERITY[one.severity], int(one.severity != "error"),
                          "not_met" if one.severity == "error" else ""),
         "sheet": one.sheet or "—", "cell": Cell(one.cell or "—", one.cell, "code"), "value": one.value or "—",
         "message": one.message, "fix": one.fix, "file": one.file}
        for one in sorted(found, key=lambda one: one.severity != "error")
    ]


def findings_file(found: Iterable[CellFinding]) -> bytes:
    """Return findings as CSV for Excel and WPS."""
    rows = [{**one.to_dict(), "severity": SEVERITY[one.severity]} for one in found]
    return csv_bytes(
        pd.DataFrame(rows, columns=["severity", "file", "sheet", "cell", "value", "message", "fix"]),
        {"severity": "级别", "file": "文件", "sheet": "工作表", "cell": "单元格", "value": "填的值", "message": "问题",
         "fix": "怎么改"},
    )


def changes(found: Iterable[Change]) -> list[dict[str, Any]]:
    """Return one row per change, in the order given: large ones first."""
    return [
        {"kind": _KINDS[one.kind], "table": label_of(one.table), "key": one.key, "label": one.label,
         "old": _cell(one.old), "new": _cell(one.new),
         "change": Cell("—" if one.change is None else signed(one.change), one.change)}
        for one in found
    ]


def changes_file(found: Iterable[Change]) -> bytes:
    """Return changes as CSV for Excel and WPS."""
    rows = [
        {"变化": _KINDS[one.kind], "数据表": label_of(one.table), "哪一行": one.key, "项目": one.label, "上次": one.old,
         "本次": one.new, "增减": one.change}
        for one in found
    ]
    return csv_bytes(pd.DataFrame(rows, columns=["变化", "数据表", "哪一行", "项目", "上次", "本次", "增减"]))


def _cell(value: Any) -> Any:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return Cell(number(value, 0 if float(value).is_integer() else 2), float(value))
    return str(value)


def snapshots(manifests: Iterable[Manifest], live: str) -> list[dict[str, Any]]:
    """Return one row per snapshot, the newest first; the live one says so."""
    return [
        {"id": one.snapshot_id, "state": Cell(f"●{NBSP}在用", 0, "met") if one.snapshot_id == live else Cell("—", 1),
         "as_of": one.as_of.isoformat(), "created": moment(one.created_at), "by": one.published_by or "—",
         "rows": sum(one.rows.values()), "note": one.note or "—"}
        for one in manifests
    ]


def log(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return one row per entry of the log (审计日志), the newest first."""
    return [
        {"time": Cell(moment(one.at), one.at), "action": ACTIONS.get(one.action, one.action),
         "outcome": OUTCOMES[one.outcome], "by": one.by or "—",
         "snapshot": one.snapshot or "—", "files": "、".join(file["name"] for file in one.files) or "—",
         "note": one.note or "—"}
        for one in entries
    ]


def log_file(entries: Iterable[Entry]) -> bytes:
    """Return the log as CSV for Excel and WPS, the hash of every file included."""
    rows = [
        {"时间": one.at, "操作": ACTIONS.get(one.action, one.action), "结果": OUTCOMES[one.outcome], "谁": one.by,
         "快照": one.snapshot, "此前": one.before, "备注": one.note,
         "文件": "；".join(f"{file['name']}（{file['sha256']}）" for file in one.files)}
        for one in entries
    ]
    return csv_bytes(pd.DataFrame(rows, columns=["时间", "操作", "结果", "谁", "快照", "此前", "备注", "文件"]))


def moment(iso: str) -> str:
    """Return an ISO time with offset to the minute, by the clock of this machine: ``2023-01-10 09:30``.

    A snapshot tells its time by UTC and the log by the clock of whoever wrote it: beside each other they must agree.
    What is no time, in a log that somebody altered, stays as it is.
    """
    try:
        return f"{datetime.fromisoformat(iso).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return iso
