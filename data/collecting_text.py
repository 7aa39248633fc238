"""An intake in words for a terminal, and as plain data for a program (收表结果)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from data.collecting import Collection, SenderAnswer
from data.collecting_report import KINDS, spoken
from data.findings import SEVERITY, label_of
from data.intake.answers import CellFinding
from data.intake.personal import masked

#: How many findings of a sender are printed.
_PRINTED: Final = 20
UNREADABLE: Final = 2


def exit_code(collection: Collection) -> int:
    """Return 0 where nothing is wrong, 1 where there are errors, 2 where there was no file at all."""
    everything = [*(one for answer in collection.senders for one in answer.findings),
                  *(one for file in collection.unplaced for one in file.findings)]
    if not any(answer.files for answer in collection.senders) and not collection.unplaced:
        return UNREADABLE
    return int(any(one.severity == "error" for one in everything) or bool(collection.obstacles))


def described(collection: Collection) -> dict[str, Any]:
    """Return a collection as plain data.

    Keys: ``base``, ``month``, ``as_of``, ``exit_code``, ``senders`` (list of {``code``, ``name``, ``files``,
    ``acceptable``, ``counts``, ``findings``, ``summary``, ``changes``}), ``unplaced``, ``missing`` (code → name),
    ``obstacles`` and ``unlogged`` (why the audit log does not know of it; empty where it does).
    """
    return {
        "base": collection.base,
        "month": collection.month,
        "as_of": collection.as_of.isoformat(),
        "exit_code": exit_code(collection),
        "senders": [_sender(answer) for answer in collection.senders],
        "unplaced": [
            {"file": file.name, "sha256": file.sha256, "findings": [one.to_dict() for one in file.findings]}
            for file in collection.unplaced
        ],
        "missing": {code: collection.names.get(code, code) for code in collection.missing},
        "obstacles": [one.to_dict() for one in collection.obstacles],
        "unlogged": collection.unlogged,
    }


def _sender(answer: SenderAnswer) -> dict[str, Any]:
    return {
        "code": answer.code,
        "name": answer.name,
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in answer.files],
        "acceptable": answer.acceptable,
        "counts": {"errors": len(answer.errors), "warnings": len(answer.warnings)},
        "findings": [one.to_dict() for one in answer.findings],
        "summary": {
            table: {"added": one.added, "changed": one.changed, "removed": one.removed}
            for table, one in answer.summary.items()
        },
        "changes": [{name: getattr(one, name) for name in one.__slots__} for one in answer.changes],
    }


def lines(collection: Collection, top: int) -> Iterator[str]:
    """Yield what was found, sender by sender, and who has not sent.

    Args:
        collection: The intake.
        top: How many changes of a sender are listed; 0 for all.
    """
    yield f"收 {collection.month} 的报表；与快照 {collection.base} 比较，发布后截止日期为 {collection.as_of}"
    if collection.unlogged:
        yield collection.unlogged
    for answer in collection.senders:
        verdict = "可以发布" if answer.acceptable else "须退回" if answer.errors else "没有可以采用的数据"
        yield ""
        yield f"{answer.name}（{answer.code}）：{len(answer.errors)} 处错误，{len(answer.warnings)} 处提醒，{verdict}"
        yield f"  文件：{'、'.join(file.name for file in answer.files)}"
        yield from _findings(answer.findings)
        yield from _changes(answer, top)
    for file in collection.unplaced:
        yield ""
        yield f"认不出单位的文件：{file.name}"
        yield from _findings(file.findings)
    for obstacle in collection.obstacles:
        yield ""
        yield f"现有数据有错误，先改正才能发布：{masked(obstacle.message)}"
    if not collection.senders and not collection.unplaced:
        yield "目录里没有文件"
    if collection.missing:
        names = "、".join(f"{collection.names.get(code, code)}（{code}）" for code in collection.missing)
        yield ""
        yield f"还没有收到 {len(collection.missing)} 个区县的文件，仍按未报：{names}"


def _findings(findings: Sequence[CellFinding]) -> Iterator[str]:
    for one in findings[:_PRINTED]:
        value = "" if one.value is None else f"，填的是“{one.value}”"
        yield f"  {SEVERITY[one.severity]} {one.place}{value}：{one.message}"
        yield f"      怎么改：{one.fix}"
    if len(findings) > _PRINTED:
        yield f"  还有 {len(findings) - _PRINTED} 处，见 --json 或 --report"


def _changes(answer: SenderAnswer, top: int) -> Iterator[str]:
    if not answer.changes:
        yield "  没有改动"
        return
    parts = []
    for table, one in answer.summary.items():
        counts = {"终止": one.removed, "改动": one.changed, "新增": one.added}
        parts.append(label_of(table) + "、".join(f"{word} {count} 行" for word, count in counts.items() if count))
    yield f"  改动：{'；'.join(parts)}"
    shown = answer.changes[: top or None]
    for change in shown:
        what = f"{KINDS[change.kind]} {label_of(change.table)} {change.key}　{change.label}"
        yield f"    {what}：{spoken(change.old)} → {spoken(change.new)}"
    if len(shown) < len(answer.changes):
        yield f"    还有 {len(answer.changes) - len(shown)} 处，用 --top 0 全部列出"
